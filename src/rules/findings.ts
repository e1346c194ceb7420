import { RuleId, RULES, Severity } from './catalogue';
import { shown } from '../kubernetes/names';

/** Something that a rule has to say of one construct. */
export interface Finding {
  readonly rule: RuleId;
  readonly message: string;
}

/** Why a finding is right where it is. */
export interface Acceptance {
  /** The written reason. */
  readonly reason: string;
  /** Who accepted it, where the limit is a policy's. */
  readonly grantedBy?: string;
  /** The last day that it counts, where the limit is a policy's. */
  readonly until?: string;
}

/** What is thrown for bad input: the construct path, the rule ids, the bad values and what would be right. */
export class ExposureError extends Error {
  public declare readonly findings: readonly Finding[];

  public constructor(path: string, findings: readonly Finding[]) {
    super(findings.map(finding => `[${path}] ${describe(finding)}`).join('\n'));
    this.name = 'ExposureError';
    Object.defineProperty(this, 'findings', { value: findings }); // not enumerable, since the message says it all
  }
}

/**
 * Collects what the rules say of one construct, so that one run of synth names everything that is wrong.
 * The severity of a rule, and so what becomes of the finding, is looked up in the catalogue.
 */
export class Findings {
  public readonly warnings: Finding[] = [];
  /** STRICT and WARN findings that were accepted with a written reason, and limits of policies that somebody exempted. */
  public readonly accepted: (Finding & Acceptance)[] = [];
  private readonly errors: Finding[] = [];
  private isQuiet = false;

  /**
   * @param path   The construct path that each message begins with.
   * @param reasons The written reasons for what was allowed, by rule id.
   */
  public constructor(private readonly path: string, private readonly reasons: Readonly<Record<string, string>> = {}) {
    for (const [rule, reason] of Object.entries(reasons)) {
      const known = Object.hasOwn(RULES, rule) ? RULES[rule as RuleId] : undefined;
      if (!known) {
        this.fail('E-7', `allow names the rule '${rule}', which does not exist; the ids are listed in docs/rules.md`);
      } else if (known.severity !== Severity.STRICT && known.severity !== Severity.WARN) {
        this.fail('E-7', rule.startsWith('P-')
          ? `allow names the rule '${rule}', which is about policies; ask those who keep the policy for an ExposurePolicy.exempt`
          : `allow names the rule '${rule}', which is a plain error: Kubernetes refuses it or it can never work; only STRICT and WARN rules can be allowed`);
      } else if (typeof reason !== 'string' || reason.trim() === '') {
        this.fail('E-7', `allow['${rule}'] is ${shown(reason)}; write down the reason why it is right here`);
      }
    }
  }

  /** Says that a rule is broken. `message` names the subject, the bad value, and what would be right. */
  public report(rule: RuleId, message: string): void {
    const reason = this.reasons[rule];
    const { severity } = RULES[rule];
    if (severity === Severity.WARN && this.isQuiet) {
      return; // a consequence that what is dormant does not have needs no reason either
    }
    if (reason !== undefined && severity !== Severity.ERR) {
      this.accepted.push({ rule, message, reason });
    } else if (severity === Severity.WARN) {
      this.warnings.push({ rule, message });
    } else {
      this.errors.push({ rule, message });
    }
  }

  /** The same for a grammar, which answers with a problem or with nothing. */
  public reportIf(rule: RuleId, subject: string, problem: string | undefined): boolean {
    if (problem !== undefined) {
      this.report(rule, `${subject} ${problem}`);
    }
    return problem !== undefined;
  }

  /** Says that a rule is broken with somebody's leave. */
  public accept(rule: RuleId, message: string, { reason, grantedBy, until }: Acceptance): void {
    this.accepted.push({ rule, message, reason, grantedBy, until });
  }

  /** Runs checks of what is dormant: what is wrong by itself is an error there too, and what has a consequence has none. */
  public quietlyIf(isDormant: boolean, check: () => void): void {
    this.isQuiet = isDormant;
    check();
    this.isQuiet = false;
  }

  /** Throws when a rule was broken that is an error. */
  public throwIfBroken(): void {
    if (this.errors.length > 0) {
      throw new ExposureError(this.path, this.errors);
    }
  }

  private fail(rule: RuleId, message: string): void {
    this.errors.push({ rule, message });
  }
}

/** The reasons in props whose shape has not been looked at yet. */
export function reasonsOf(props: { readonly allow?: { [ruleId: string]: string } } | undefined): Readonly<Record<string, string>> {
  return typeof props?.allow === 'object' ? props.allow ?? {} : {};
}

function describe({ rule, message }: Finding): string {
  const wayOut = RULES[rule].severity === Severity.STRICT ? ` (if it is right here, say why: allow: { '${rule}': 'the reason' })` : '';
  return `${rule}: ${message}${wayOut}`;
}

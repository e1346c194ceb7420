import type { ExposurePolicy } from './exposure-policy';
import { LimitName } from './policy-limit';
import { LIMIT_NAMES } from './policy-rules';
import { Grammar, line, shown } from '../kubernetes/names';
import { Findings } from '../rules/findings';
import { anything, hasShape, struct } from '../shape';

/** A limit of a policy that does not count in a scope, because somebody granted that. */
export interface PolicyExemption {
  /** The name of the policy, which is attached to the scope or to one above it. */
  readonly policy: string;

  /** The limit, by the name of its option: `requireTls`. */
  readonly limit: string;

  /** Who granted it: a person, a team, or a ticket. */
  readonly grantedBy: string;

  /** Why it is right here. */
  readonly reason: string;

  /** The last day that it counts, in UTC: `2027-06-30`. */
  readonly until: string;
}

const exemptionShape = struct<PolicyExemption>({ policy: anything, limit: anything, grantedBy: anything, reason: anything, until: anything });

/**
 * P-18: what is wrong in an exemption.
 *
 * @param policies The policies that count where it is granted.
 */
export function checkExemption(findings: Findings, exemption: PolicyExemption, policies: readonly ExposurePolicy[]): void {
  if (!hasShape(findings, exemptionShape, exemption)) {
    return;
  }
  const { policy: name, limit, grantedBy, reason, until } = exemption;
  const policy = policies.find(candidate => candidate.name === name);
  if (!policy) {
    findings.report('P-18', `policy ${shown(name)} is attached neither here nor above; ${policies.length === 0
      ? 'attach it before it is exempted from'
      : `choose ${policies.map(candidate => candidate.name).join(' or ')}`}`);
  } else if (!LIMIT_NAMES.includes(limit as LimitName)) {
    findings.report('P-18', `limit ${shown(limit)} is none that a policy has; ExposurePolicy ${name} sets ${policy._limitNames.join(', ')}`);
  } else if (!policy._limitNames.includes(limit as LimitName)) {
    findings.report('P-18', `limit ${limit} is not set by ExposurePolicy ${name}, which sets ${policy._limitNames.join(', ')}; leave the exemption out`);
  }
  findings.reportIf('P-18', 'grantedBy', line(grantedBy));
  findings.reportIf('P-18', 'reason', line(reason));
  if (!findings.reportIf('P-18', 'until', day(until))) {
    checkNotPassed(findings, exemption);
  }
}

function checkNotPassed(findings: Findings, { policy, limit, grantedBy, reason, until }: PolicyExemption): void {
  const now = today();
  if (now === undefined) {
    findings.report('P-18', `SOURCE_DATE_EPOCH ${shown(process.env[EPOCH])} in the environment is no time; write whole seconds since 1970, or unset it`);
  } else if (now > until) {
    findings.report('P-18', `the exemption from ${limit} of ExposurePolicy ${policy}, which ${grantedBy} granted because ${reason}, ended on ${until}, and today is ${now}; keep to the limit, or have it granted anew`);
  }
}

const EPOCH = 'SOURCE_DATE_EPOCH';

/**
 * The day, in UTC: that of the build, where the environment says so, else of the clock.
 *
 * @see https://reproducible-builds.org/specs/source-date-epoch/
 */
function today(): string | undefined {
  const stated = process.env[EPOCH];
  const time = new Date(stated === undefined ? Date.now() : /^\d{1,11}$/.test(stated) ? Number(stated) * 1000 : NaN);
  return Number.isNaN(time.getTime()) ? undefined : dayOf(time);
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 'YYYY-MM-DD'.length);
}

const day: Grammar = value => {
  const time = new Date(typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : NaN);
  return !Number.isNaN(time.getTime()) && dayOf(time) === value ? undefined : `${shown(value)} is not a day; write one such as "2027-06-30"`;
};

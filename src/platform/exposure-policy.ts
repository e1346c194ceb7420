import { IConstruct } from 'constructs';
import { ExposurePolicyProps, policyShape } from './exposure-policy-props';
import { checkExemption, PolicyExemption } from './policy-exemption';
import { checkLimits, checkNested } from './policy-judge';
import { LimitName } from './policy-limit';
import { LIMIT_NAMES } from './policy-rules';
import { hereOf, isSettled, makeHere, pathOf, policiesBelow, rulingOf } from './policy-ruling';
import { line, shown } from '../kubernetes/names';
import { Findings } from '../rules/findings';
import { hasShape } from '../shape';

/**
 * What a platform team allows. Attach one to an App, a Chart or any other scope; whatever is exposed below keeps to it, and to those of
 * every scope above. A policy further down can only narrow what those above it allow.
 *
 * @example
 * ExposurePolicy.attach(app, new ExposurePolicy({
 *   name: 'edge',
 *   reason: 'what the internet reaches passes the firewall of the shared Gateway',
 *   allowedStrategies: [ExposureStrategy.CLUSTER_IP, ExposureStrategy.GATEWAY],
 *   allowedDomains: ['*.example.com'],
 *   requireTls: true,
 * }));
 * ExposurePolicy.exempt(chart, {
 *   policy: 'edge',
 *   limit: 'requireTls',
 *   grantedBy: 'the security team',
 *   reason: 'devices in the field speak plain HTTP until they are replaced',
 *   until: '2999-12-31',
 * });
 */
export class ExposurePolicy {
  /**
   * Says what is allowed for everything in a scope.
   *
   * @throws when the scope has a policy already, or something below was exposed before (P-16), and when a policy allows what one above it
   * forbids, in whichever order the two are attached (P-17).
   */
  public static attach(scope: IConstruct, policy: ExposurePolicy): void {
    const at = pathOf(scope);
    const findings = new Findings(at);
    const attached = hereOf(scope)?.policy;
    if (!(policy instanceof ExposurePolicy)) {
      findings.report('E-2', `policy is ${shown(policy)}; give an ExposurePolicy`);
    } else if (attached) {
      findings.report('P-16', `ExposurePolicy ${attached.name} is attached here already; attach one to a scope, or another to a scope further down`);
    } else if (isSettled(scope)) {
      findings.report('P-16', `ExposurePolicy ${policy.name} is attached after something below was exposed without it; attach it first`);
    }
    findings.throwIfBroken();
    const own = { policy, at };
    rulingOf(scope).policies.forEach(outer => checkNested(findings, outer, own));
    policiesBelow(scope).forEach(inner => checkNested(findings, own, inner));
    findings.throwIfBroken();
    makeHere(scope).policy = policy;
  }

  /**
   * Lets everything in a scope break one limit of a policy that is attached to it or above, for a time. What breaks it becomes a part of
   * the `AccessReport`, with who granted it and until when.
   *
   * @throws when the policy or the limit does not exist, nobody granted it, its last day has passed, or something below was exposed
   * before (P-18). What day it is, the clock says, or `SOURCE_DATE_EPOCH` in the environment.
   */
  public static exempt(scope: IConstruct, exemption: PolicyExemption): void {
    const findings = new Findings(pathOf(scope));
    checkExemption(findings, exemption, rulingOf(scope).policies.map(({ policy }) => policy));
    findings.throwIfBroken();
    if (hereOf(scope)?.exemptions.some(({ policy, limit }) => policy === exemption.policy && limit === exemption.limit)) {
      findings.report('P-18', `an exemption from ${exemption.limit} of ExposurePolicy ${exemption.policy} is granted here already; keep one`);
    } else if (isSettled(scope)) {
      findings.report('P-18', `the exemption from ${exemption.limit} of ExposurePolicy ${exemption.policy} is granted after something below was exposed without it; grant it first`);
    }
    findings.throwIfBroken();
    makeHere(scope).exemptions.push({ ...exemption });
  }

  /** The policies that count for a construct, from the root down. */
  public static of(construct: IConstruct): ExposurePolicy[] {
    return rulingOf(construct).policies.map(({ policy }) => policy);
  }

  /** What messages and exemptions call the policy. */
  public readonly name: string;

  /** Why the limits are there. */
  public readonly reason: string;

  /** @internal */
  public readonly _props: ExposurePolicyProps;

  /** @internal */
  public readonly _limitNames: readonly LimitName[];

  /**
   * A policy, which counts from where it is attached.
   *
   * @throws when it has no name or no reason, or a limit has a value that means nothing (P-16).
   */
  public constructor(props: ExposurePolicyProps) {
    const findings = new Findings(typeof props?.name === 'string' ? `ExposurePolicy ${props.name}` : 'ExposurePolicy');
    if (hasShape(findings, policyShape, props)) {
      findings.reportIf('P-16', 'name', line(props.name));
      findings.reportIf('P-16', 'reason', line(props.reason));
      checkLimits(findings, props);
    }
    findings.throwIfBroken();
    this.name = props.name;
    this.reason = props.reason;
    this._props = structuredClone(props); // a list that is changed afterwards would change what is allowed
    this._limitNames = LIMIT_NAMES.filter(limit => props[limit] !== undefined);
  }
}

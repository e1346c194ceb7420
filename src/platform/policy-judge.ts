import { ExposurePolicyProps } from './exposure-policy-props';
import { Limit, LimitName } from './policy-limit';
import { LIMIT_NAMES, LIMITS } from './policy-rules';
import { AttachedPolicy, settle } from './policy-ruling';
import { shown } from '../kubernetes/names';
import { Findings } from '../rules/findings';
import { ExposureContext } from '../strategies/strategy';

/** The row of a limit, for whatever value it has. */
function limitOf(name: LimitName): Limit<unknown> {
  return LIMITS[name] as unknown as Limit<unknown>;
}

/** P-16: limits with values that mean nothing. */
export function checkLimits(findings: Findings, props: ExposurePolicyProps): void {
  for (const name of LIMIT_NAMES.filter(limit => props[limit] !== undefined)) {
    for (const [subject, problem] of limitOf(name).check(props[name], name)) {
      findings.reportIf('P-16', subject, problem);
    }
  }
}

/** P-16, P-17: two policies that count for one construct have names of their own, and the inner one narrows the outer. */
export function checkNested(findings: Findings, outer: AttachedPolicy, inner: AttachedPolicy): void {
  if (outer.policy.name === inner.policy.name) {
    findings.report('P-16', `ExposurePolicy ${inner.policy.name}, attached to ${inner.at}, has the name of the one that is attached to ${outer.at}, above it; give each its own`);
  }
  for (const name of inner.policy._limitNames.filter(limit => outer.policy._limitNames.includes(limit))) {
    const [narrow, wide] = [inner.policy._props[name], outer.policy._props[name]];
    const right = limitOf(name).widening(narrow, wide);
    if (right !== undefined) {
      findings.report('P-17', `${name} ${shown(narrow)} of ExposurePolicy ${inner.policy.name} (attached to ${inner.at}) allows more than ${shown(wide)} of ${described(outer)}; ${right}`);
    }
  }
}

/** P-1 and so on: what the policies of its scopes forbid of an app, unless somebody granted an exemption. */
export function judgePolicies(context: ExposureContext): void {
  const { policies, exemptions } = settle(context.scope);
  for (const attached of policies) {
    const { _limitNames: names, _props: props, name: policyName } = attached.policy;
    for (const name of names) {
      const { rule, breaches } = limitOf(name);
      const exemption = exemptions.find(({ policy, limit }) => policy === policyName && limit === name);
      for (const { what, right } of breaches(props[name], context, props)) {
        const message = `${what} breaks ${name} ${shown(props[name])} of ${described(attached)}; ${right}`;
        if (exemption) {
          context.findings.accept(rule, message, exemption);
        } else {
          context.findings.report(rule, message);
        }
      }
    }
  }
}

function described({ policy, at }: AttachedPolicy): string {
  return `ExposurePolicy ${policy.name} (attached to ${at}, because ${policy.reason})`;
}

import { IConstruct } from 'constructs';
import type { ExposurePolicy } from './exposure-policy';
import type { PolicyExemption } from './policy-exemption';

const HERE = Symbol.for('cdk8s-expose.ExposurePolicy');

/** What is attached to one scope. */
interface Here {
  policy?: ExposurePolicy;
  readonly exemptions: PolicyExemption[];
}

/** A policy where it is attached. */
export interface AttachedPolicy {
  readonly policy: ExposurePolicy;
  /** The path of the scope. */
  readonly at: string;
}

/** What counts in a scope: the policies from the root down, the exemptions from the scope up. */
export interface Ruling {
  readonly policies: readonly AttachedPolicy[];
  readonly exemptions: readonly PolicyExemption[];
}

const UNRULED: Ruling = { policies: [], exemptions: [] };

/** What counts in scopes in which something was exposed: what is attached there would come too late, and the walk up ends here. */
const SETTLED = new WeakMap<IConstruct, Ruling>();

export function isSettled(scope: IConstruct): boolean {
  return SETTLED.has(scope);
}

/** What messages call a scope. */
export function pathOf(scope: IConstruct): string {
  return scope.node.path || 'App';
}

export function hereOf(scope: IConstruct): Here | undefined {
  return (scope as { [HERE]?: Here })[HERE];
}

export function makeHere(scope: IConstruct): Here {
  const here = hereOf(scope) ?? { exemptions: [] };
  Object.defineProperty(scope, HERE, { value: here });
  return here;
}

/** What counts for a construct, as far as it is attached by now. */
export function rulingOf(construct: IConstruct): Ruling {
  const { scope } = construct.node;
  return SETTLED.get(construct) ?? inside(construct, scope ? rulingOf(scope) : UNRULED);
}

/** What counts for something which is being exposed from now on. */
export function settle(construct: IConstruct): Ruling {
  const settled = SETTLED.get(construct);
  if (settled) {
    return settled;
  }
  const { scope } = construct.node;
  const ruling = inside(construct, scope ? settle(scope) : UNRULED);
  SETTLED.set(construct, ruling);
  return ruling;
}

/** What counts inside a scope: what counts outside, which it shares, and what is attached to it. */
function inside(scope: IConstruct, outer: Ruling): Ruling {
  const here = hereOf(scope);
  return here === undefined ? outer : {
    policies: here.policy ? [...outer.policies, { policy: here.policy, at: pathOf(scope) }] : outer.policies,
    exemptions: [...here.exemptions, ...outer.exemptions],
  };
}

/** The policies of the scopes in a scope. */
export function policiesBelow(scope: IConstruct): AttachedPolicy[] {
  return scope.node.findAll().flatMap(construct => {
    const policy = hereOf(construct)?.policy;
    return policy ? [{ policy, at: pathOf(construct) }] : [];
  });
}

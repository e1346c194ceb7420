import { AccessPoint } from '../access/access-point';
import { podRequirements } from '../access/pod-requirements';
import { Requirement } from '../access/requirement';
import { insidePoints, portForwardPoints } from '../access/service-access';
import { serviceRequirements } from '../access/service-requirements';
import { policed } from '../network-policy/network-policy';
import { networkPolicyRequirements } from '../network-policy/network-policy-requirements';
import { platformRequirements } from '../platform/platform-requirements';
import { STRATEGIES } from '../strategies';
import { Door, ExposureContext, Strategy } from '../strategies/strategy';

/** A door of an app, with what it was made from. */
export interface OpenDoor {
  readonly context: ExposureContext;
  readonly door: Door;
}

export function strategyOf({ options }: ExposureContext): Strategy {
  return STRATEGIES[options.strategy];
}

/**
 * How an app is reached by the one of its doors with this index, without the ways that doors before it have too. The first one also
 * tells what no door changes: the address inside the cluster, and port-forward.
 */
export function accessPointsOf(doors: readonly OpenDoor[], index: number): AccessPoint[] {
  const ways = doors.slice(0, index + 1).map(({ context, door }) => policed(context, strategyOf(context).accessPoints(context, door)));
  if (index > 0) {
    return withoutThose(ways[index], ways.slice(0, index).flat());
  }
  const contexts = doors.map(({ context }) => context);
  const { service } = doors[0].door;
  return [...policed(contexts[0], insidePoints(contexts, service)), ...ways[0], ...portForwardPoints(contexts, service)];
}

/** What the same door needs from outside, and the first one also what the pods need for all of the doors. */
export function requirementsOf(doors: readonly OpenDoor[], index: number): Requirement[] {
  const needs = doors.slice(0, index + 1).map(({ context, door }) => [
    ...strategyOf(context).requirements(context, door),
    ...networkPolicyRequirements(context),
    ...platformRequirements(context),
    ...serviceRequirements(context.options.service ?? {}),
  ]);
  if (index > 0) {
    return withoutThose(needs[index], needs.slice(0, index).flat());
  }
  const { workload, namespace } = doors[0].context;
  return [...needs[0], ...podRequirements(workload, namespace, doors.some(({ context }) => strategyOf(context).hostPorts !== undefined))];
}

function withoutThose<T>(values: readonly T[], others: readonly T[]): T[] {
  const known = new Set(others.map(other => JSON.stringify(other)));
  return values.filter(value => !known.has(JSON.stringify(value)));
}

import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { RolloutType } from '../rollout';
import { AppDaemonSet, isOfApp } from './app-workload';
import { Findings } from '../rules/findings';

/** What the pods of a workload open on their node. */
export interface HostPorts {
  /** With the node's whole network, and this DNS policy. */
  readonly hostNetwork?: { readonly dnsPolicy: kplus.DnsPolicy };
  /** The port of the node for a port of a container; undefined where there is none. */
  readonly of: (port: kplus.ContainerPort, container: kplus.Container) => { readonly hostPort: number; readonly hostIp?: string } | undefined;
}

/**
 * Opens the ports on a workload, ours or the user's own, with the patches that cdk8s has for it.
 *
 * A patch names containers and ports by their position, so both must be there before: a port that comes later is an error at synth.
 */
export function openHostPorts(workload: kplus.Workload, hostPorts: HostPorts): void {
  const pod = '/spec/template/spec';
  const patches = workload.containers.flatMap((container, c) => container.ports.flatMap((port, p) => {
    const at = `${pod}/containers/${c}/ports/${p}`;
    const open = hostPorts.of(port, container);
    return [
      ...open ? [JsonPatch.add(`${at}/hostPort`, open.hostPort)] : [],
      ...open?.hostIp !== undefined ? [JsonPatch.add(`${at}/hostIp`, open.hostIp)] : [],
    ];
  }));
  if (hostPorts.hostNetwork) {
    patches.push(JsonPatch.add(`${pod}/hostNetwork`, true), JsonPatch.add(`${pod}/dnsPolicy`, hostPorts.hostNetwork.dnsPolicy));
  }
  const rollout = hostRollout(workload);
  if (rollout) {
    patches.push(JsonPatch.add(rollout.path, rollout.value));
  }
  ApiObject.of(workload).addJsonPatch(...patches);

  const known = portCount(workload);
  workload.node.addValidation({
    validate: () => portCount(workload) === known ? [] : [
      `E-6: ${workload.kind} ${workload.name} got a container or a port after its Exposure was made, which cannot open it on the node any more; add containers and ports first`,
    ],
  });
}

function portCount(workload: kplus.Workload): string {
  return workload.containers.map(container => container.ports.length).join();
}

const ZERO_SURGE = { maxSurge: { value: 0 }, maxUnavailable: { value: 1 } };
const DEFAULT_SHARE = '25%'; // of cdk8s-plus and of Kubernetes

/**
 * The update strategy with which the second rollout does not wait for a port that only the first one can free (HN-8, HN-9), where
 * the workload has another. StatefulSets end a pod before they start its successor anyway.
 */
function hostRollout(workload: kplus.Workload): { path: string; value: unknown } | undefined {
  if (workload instanceof kplus.DaemonSet) {
    return workload instanceof AppDaemonSet && workload.rollout ? undefined : { path: '/spec/updateStrategy', value: { type: 'RollingUpdate', rollingUpdate: ZERO_SURGE } };
  }
  const rolling = rollingUpdateOf(workload);
  if (!rolling || !isDefault(rolling.maxSurge)) {
    return undefined;
  }
  const maxUnavailable = isDefault(rolling.maxUnavailable) ? ZERO_SURGE.maxUnavailable : { value: rolling.maxUnavailable?.value };
  return { path: '/spec/strategy', value: { type: 'RollingUpdate', rollingUpdate: { ...ZERO_SURGE, maxUnavailable } } };
}

function rollingUpdateOf(workload: kplus.Workload): kplus.k8s.RollingUpdateDeployment | undefined {
  return workload instanceof kplus.Deployment ? workload.strategy._toKube().rollingUpdate : undefined;
}

function isDefault(share: kplus.PercentOrAbsolute | kplus.k8s.IntOrString | undefined): boolean {
  return share === undefined || share.value === DEFAULT_SHARE;
}

function isZero(share: kplus.PercentOrAbsolute | kplus.k8s.IntOrString | undefined): boolean {
  return share?.value === 0 || share?.value === '0%';
}

/**
 * HN-8, HN-9: an update strategy under which a pod waits for the port of the one that it replaces.
 *
 * @param isDefaultReplaced whether the door replaces the default (openHostPorts), so that only a stated one can be wrong.
 */
export function checkHostRollout(workload: kplus.Workload, findings: Findings, isDefaultReplaced: boolean): void {
  if (workload instanceof AppDaemonSet) {
    const { type, maxSurge } = workload.rollout ?? {};
    if (type !== RolloutType.ON_DELETE && maxSurge && !maxSurge.isZero()) {
      findings.report('HN-8', `rollout.maxSurge of DaemonSet ${workload.name} is ${maxSurge.value}, and its pods hold ports of their node: the new pod would wait for ever for the port of the old one; use maxSurge 0 and maxUnavailable 1`);
    }
    return;
  }
  const rolling = rollingUpdateOf(workload);
  if (!rolling) {
    return;
  }
  if (!isDefault(rolling.maxSurge) && !isZero(rolling.maxSurge)) {
    findings.report('HN-9', `the rollout of Deployment ${workload.name} has maxSurge ${rolling.maxSurge!.value}, and its pods hold ports of their node: the new pod waits for ever where no other node is free; use maxSurge 0 and maxUnavailable 1`);
  } else if (!isDefaultReplaced && isDefault(rolling.maxSurge)) {
    findings.report('HN-9', `the rollout of Deployment ${workload.name} has maxSurge ${DEFAULT_SHARE}, the default, and its pods hold ports of their node: the new pod waits for ever where no other node is free; set maxSurge 0 and maxUnavailable 1 in ${isOfApp(workload) ? 'rollout' : 'its strategy'}`);
  } else if (isDefault(rolling.maxSurge) && isZero(rolling.maxUnavailable)) {
    findings.report('HN-9', `the rollout of Deployment ${workload.name} has maxUnavailable ${rolling.maxUnavailable!.value}, and its pods hold ports of their node: no pod may end to free the port for its successor; use maxSurge 0 and maxUnavailable 1`);
  }
}

import * as kplus from 'cdk8s-plus-27';
import { NodeOs } from './cluster-facts';
import { podSecurityLevel } from '../access/pod-security';
import { ExposureStrategy } from '../exposure-strategy';
import { ExposureContext } from '../strategies/strategy';

export const OS_LABEL = 'kubernetes.io/os';

/** The levels of Pod Security, from the strictest. */
const LEVELS = ['restricted', 'baseline', 'privileged'];

/**
 * E-17, E-18, HN-12: what the door asks of nodes, network and namespace is there, as far as the profile of the cluster says.
 *
 * @param pod    the pods as they are rendered without their door.
 * @param onNode whether the door opens ports of the node.
 */
export function checkPlatform({ cluster, findings, options: { strategy } }: ExposureContext, pod: kplus.k8s.PodSpec, onNode: boolean): void {
  const isOnHostNetwork = strategy === ExposureStrategy.HOST_NETWORK || pod.hostNetwork === true;
  const fact = (name: string) => `${name} of ClusterProfile ${cluster.name}`;
  if (strategy === ExposureStrategy.HOST_PORT && cluster.network.hostPorts === false && !isOnHostNetwork) {
    findings.report('E-17', `strategy HostPort needs a pod network that opens host ports, and ${fact('network.hostPorts')} is false; use HOST_NETWORK or NODE_PORT`);
  }
  if (isOnHostNetwork && cluster.nodeOs === NodeOs.WINDOWS) {
    findings.report('E-17', `the pods are on the network of their node, which Windows does not let them (HN-12), and ${fact('nodeOs')} is Windows; use HOST_PORT or NODE_PORT`);
  }
  if (isOnHostNetwork && cluster.nodeOs === NodeOs.MIXED && !choosesOs(pod)) {
    findings.report('HN-12', `the pods are on the network of their node, which Windows does not let them, and ${fact('nodeOs')} is Mixed; keep them to Linux with nodeSelector { '${OS_LABEL}': 'linux' }`);
  }
  const level = cluster.podSecurity && podSecurityLevel(pod, onNode);
  if (cluster.podSecurity !== undefined && level !== undefined && LEVELS.indexOf(level) > LEVELS.indexOf(cluster.podSecurity)) {
    findings.report('E-18', `the pods need a namespace that admits Pod Security level ${level}, and ${fact('podSecurity')} is ${cluster.podSecurity}, so that they would be refused; ${onNode ? 'use a strategy that opens no port of the node' : `keep them to ${cluster.podSecurity}`}`);
  }
}

/** Whether pods say on which operating system they run. */
export function choosesOs({ nodeSelector, affinity }: kplus.k8s.PodSpec): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return nodeSelector?.[OS_LABEL] !== undefined
    || (terms.length > 0 && terms.every(({ matchExpressions = [] }) => matchExpressions.some(({ key }) => key === OS_LABEL)));
}

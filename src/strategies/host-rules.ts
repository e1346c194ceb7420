import * as kplus from 'cdk8s-plus-27';
import { checkOnHostNetwork } from './host-network-rules';
import { checkStatedHostPorts, isHostNetworked } from './host-port-rules';
import { ExposureContext } from './strategy';
import { portHazard } from '../kubernetes/ports';
import { ClusterProfile } from '../platform/cluster-profile';
import { Findings } from '../rules/findings';
import { checkHostRollout } from '../workload/host-ports';

/** What both host modes ask of a workload: HN-8, HN-9, X-7. */
export function checkHostModes(context: ExposureContext): void {
  checkHostRollout(context.workload, context.findings, true);
  checkReplicas(context);
}

/** The same, HP-1…HP-5, and what holds on the host network, for the ports that pods open on their node without the help of their door. */
export function checkOwnPortsOfNode(context: ExposureContext): void {
  const { workload, findings } = context;
  const isOnHostNetwork = isHostNetworked(workload);
  if (isOnHostNetwork) {
    const [by, instead] = [`${workload.kind} ${workload.name} on the host network`, 'leave hostNetwork out'];
    checkOnHostNetwork(context, { dnsPolicy: workload.dns.policy, by, instead });
  }
  checkStatedHostPorts(context, { of: () => undefined });
  if (isOnHostNetwork || workload.containers.some(({ ports }) => ports.some(({ hostPort }) => hostPort !== undefined))) {
    checkHostRollout(workload, findings, false);
    checkReplicas(context);
  }
}

/** */
function checkReplicas({ workload, findings }: ExposureContext): void {
  const replicas = workload instanceof kplus.Deployment || workload instanceof kplus.StatefulSet ? workload._toKube().replicas ?? 1 : 1;
  if (replicas > 1) {
    findings.report('X-7', `${workload.kind} ${workload.name} has ${replicas} replicas, each of which needs a node of its own for its ports, or stays Pending; a DaemonSet runs one on every node`);
  }
}

/** HN-11: ports of the node that somebody else is likely to want. */
export function checkHostPort(findings: Findings, cluster: ClusterProfile, subject: string, port: number): void {
  findings.reportIf('HN-11', `${subject}:`, portHazard(port, cluster._nodePorts));
}

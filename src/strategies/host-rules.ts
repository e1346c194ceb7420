import * as kplus from 'cdk8s-plus-27';
import { ExposureContext } from './strategy';
import { portHazard } from '../kubernetes/ports';
import { ClusterProfile } from '../platform/cluster-profile';
import { Findings } from '../rules/findings';
import { checkHostRollout } from '../workload/host-ports';

/** What both host modes ask of a workload: HN-8, HN-9, X-7. */
export function checkHostModes({ workload, findings }: ExposureContext): void {
  checkHostRollout(workload, findings);
  const replicas = workload instanceof kplus.Deployment || workload instanceof kplus.StatefulSet ? workload._toKube().replicas ?? 1 : 1;
  if (replicas > 1) {
    findings.report('X-7', `${workload.kind} ${workload.name} has ${replicas} replicas, each of which needs a node of its own for its ports, or stays Pending; a DaemonSet runs one on every node`);
  }
}

/** HN-11: ports of the node that somebody else is likely to want. */
export function checkHostPort(findings: Findings, cluster: ClusterProfile, subject: string, port: number): void {
  findings.reportIf('HN-11', `${subject}:`, portHazard(port, cluster._nodePorts));
}

import * as kplus from 'cdk8s-plus-27';
import { ExposureContext } from './strategy';
import { isPort, protocolOf } from '../workload/listening';

/** How pods come to be on the network of their node, for the messages. */
export interface OnHostNetwork {
  readonly dnsPolicy: kplus.DnsPolicy;
  /** What cannot keep a port in. */
  readonly by: string;
  /** What to do where the pods cannot be there. */
  readonly instead: string;
}

/** E-1, HN-1, HN-4…HN-7: what pods on the network of their node cannot have, whoever put them there. */
export function checkOnHostNetwork(context: ExposureContext, on: OnHostNetwork): void {
  const { workload, ports, findings } = context;
  for (const container of workload.containers) {
    for (const port of container.ports) {
      const doors = ports.filter(candidate => candidate.container === container.name && isPort(port, candidate));
      if (!doors.some(({ exposed }) => exposed)) {
        const [door] = doors;
        findings.report('E-1', `${door ? `port ${door.name} has ${door.keptInBy}` : `port ${port.number}/${protocolOf(port)} of container ${container.name} is not among the exposed ports`}, and ${on.by} cannot keep it in, because the process binds ${port.number} on the node; ${on.instead}, or bind it to 127.0.0.1`);
      }
      if (port.hostPort !== undefined && port.hostPort !== port.number) {
        findings.report('HN-1', `container ${container.name} has hostPort ${port.hostPort} for port ${port.number}; with the node's network they are the same, leave hostPort out or ${on.instead}`);
      }
      if (port.hostIp !== undefined) {
        findings.report('HN-7', `container ${container.name} has hostIp ${port.hostIp} for port ${port.number}, which does not change the address that the process binds in the node's network; leave it out`);
      }
    }
  }
  checkDns(context, on.dnsPolicy);
  checkPodContext(context, on.instead);
}

/** HN-6 */
function checkDns({ workload, findings }: ExposureContext, policy: kplus.DnsPolicy): void {
  if (policy === kplus.DnsPolicy.NONE && workload.dns.nameservers.length === 0) {
    findings.report('HN-6', 'dnsPolicy None has no name server; add one to the pod\'s dns.nameservers');
  } else if (policy !== kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET) {
    findings.report('HN-6', `dnsPolicy ${policy} with the node's network does not know the cluster's names; use ClusterFirstWithHostNet`);
  }
}

/** HN-4, HN-5 */
function checkPodContext({ workload, findings }: ExposureContext, instead: string): void {
  if (workload._toPodSpec().hostUsers === false) {
    findings.report('HN-4', 'hostUsers false cannot be combined with the node\'s network; leave it out');
  }
  for (const { name } of workload.securityContext.sysctls.filter(sysctl => sysctl.name.startsWith('net.'))) {
    findings.report('HN-5', `sysctl ${name} belongs to the network, which is the node's here; leave it out, or ${instead}`);
  }
}

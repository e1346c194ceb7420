import * as kplus from 'cdk8s-plus-27';
import { checkDoorsApart, checkStatedHostPorts, hostIpOf, hostPortOf, isLoopback } from './host-port-rules';
import { checkHostModes, checkHostPort } from './host-rules';
import { checkPortNumbers } from './port-map';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { podNode } from '../access/node-access';
import { Requirement, RequirementKind } from '../access/requirement';
import { url } from '../access/url';
import { ipAddress } from '../kubernetes/addresses';
import { HostPorts } from '../workload/host-ports';
import { isPort } from '../workload/listening';

/** Prints every node with its addresses, as far as the cluster knows them. */
const ADDRESSES_OF_NODES = 'kubectl get nodes -o jsonpath=\'{range .items[*]}{.metadata.name} {.status.addresses[*].address}{"\\n"}{end}\'';

/** Design §3, HOST_PORT: a port of the node is forwarded to the pod by the CNI. */
export const hostPort: Strategy = {
  check({ options, findings, ports }) {
    const { ports: hostPorts, hostIp: address } = options.hostPort ?? {};
    checkPortNumbers(findings, 'HP-1', 'hostPort.ports', hostPorts, ports);
    if (address !== undefined) {
      findings.reportIf('HP-4', 'hostPort.hostIp', ipAddress(address));
    }
  },

  fit(context) {
    const { findings, exposed, cluster } = context;
    checkHostModes(context);
    for (const port of exposed) {
      checkHostPort(findings, cluster, `port ${port.name}`, hostPortOf(context, port));
    }
    checkDoorsApart(context);
    checkStatedHostPorts(context, openPorts(context));
  },

  hostPorts: openPorts,

  serviceSpec: () => ({ type: kplus.ServiceType.CLUSTER_IP }),

  accessPoints(context) {
    const address = hostIpOf(context);
    const node = podNode(new Kubectl(context.namespace), context.workload);
    const doors = address === undefined
      ? [[AccessFrom.NODE, `<${node.inside.name}>`, [node.inside]] as const, [AccessFrom.OUTSIDE, `<${node.outside.name}>`, [node.outside]] as const]
      : [[AccessFrom.NODE, address, []] as const, ...isLoopback(address) ? [] : [[AccessFrom.OUTSIDE, address, []] as const]];
    return context.exposed.flatMap(port => doors.map(([from, host, placeholders]) => new AccessPoint({
      from,
      port: port.name,
      url: url(port.application.scheme, host, hostPortOf(context, port)),
      placeholders: [...placeholders],
      note: 'only nodes that run a pod',
    })));
  },

  requirements(context): Requirement[] {
    const address = hostIpOf(context);
    const numbers = context.exposed.map(port => `${hostPortOf(context, port)}/${port.protocol}`).join(', ');
    return [
      ...context.cluster.network.hostPorts === true ? [] : [{ kind: RequirementKind.CAPABILITY, description: 'a CNI that forwards host ports (portmap, or the equivalent of Cilium and Calico); without one the port stays closed and nothing says so' }],
      ...address === undefined || isLoopback(address) ? [] : [{
        kind: RequirementKind.NETWORK,
        description: `the nodes that run a pod have the address ${address}; on any other the ports stay closed and nothing says so`,
        check: ADDRESSES_OF_NODES,
      }],
      ...isLoopback(address) ? [] : [{ kind: RequirementKind.NETWORK, description: `firewalls let clients reach ${numbers} of the nodes` }],
      { kind: RequirementKind.NETWORK, description: `nothing else on the nodes listens on ${numbers}: its traffic would be taken from it without a word` },
    ];
  },
};

function openPorts(context: ExposureContext): HostPorts {
  const hostIp = hostIpOf(context);
  return {
    of: (port, container) => {
      const door = context.exposed.find(candidate => candidate.container === container.name && isPort(port, candidate));
      return door && { hostPort: hostPortOf(context, door), hostIp };
    },
  };
}

import * as kplus from 'cdk8s-plus-27';
import { checkHostModes, checkHostPort } from './host-rules';
import { checkPortNumbers } from './port-map';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { podNode } from '../access/node-access';
import { Requirement, RequirementKind } from '../access/requirement';
import { url } from '../access/url';
import { ipAddress } from '../kubernetes/addresses';
import { checkPodSharesOneNetwork, checkPrivilegedPorts } from '../workload/container-rules';
import { DoorPort } from '../workload/door-port';
import { HostPorts } from '../workload/host-ports';
import { isPort } from '../workload/listening';

const EVERY_ADDRESS = ['0.0.0.0', '::'];
const LOOPBACK = /^(127\.|::1$)/;

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
    const { findings, workload, exposed, cluster } = context;
    checkHostModes(context);
    checkPodSharesOneNetwork(workload, findings, 'W-6');
    checkPrivilegedPorts(context, 'E-5');
    const taken = new Map<string, string>();
    for (const port of exposed) {
      const number = hostPortOf(context, port);
      const key = `${port.protocol} ${number}`;
      const other = taken.get(key);
      if (other !== undefined) {
        findings.report('HP-2', `ports ${other} and ${port.name} both want host port ${number}/${port.protocol}; give them different numbers in hostPort.ports`);
      }
      taken.set(key, port.name);
      checkHostPort(findings, cluster, `port ${port.name}`, number);
    }
    checkStatedHostPorts(context);
  },

  hostPorts(context): HostPorts {
    const hostIp = hostIpOf(context);
    return {
      of: (port, container) => {
        const door = context.exposed.find(candidate => candidate.container === container.name && isPort(port, candidate));
        return door && { hostPort: hostPortOf(context, door), hostIp };
      },
    };
  },

  serviceSpec: () => ({ type: kplus.ServiceType.CLUSTER_IP }),

  accessPoints(context) {
    const address = hostIpOf(context);
    const node = podNode(new Kubectl(context.namespace), context.workload);
    const doors = address === undefined
      ? [[AccessFrom.NODE, `<${node.inside.name}>`, [node.inside]] as const, [AccessFrom.OUTSIDE, `<${node.outside.name}>`, [node.outside]] as const]
      : [[AccessFrom.NODE, address, []] as const, ...LOOPBACK.test(address) ? [] : [[AccessFrom.OUTSIDE, address, []] as const]];
    return context.exposed.flatMap(port => doors.map(([from, host, placeholders]) => new AccessPoint({
      from,
      port: port.name,
      url: url(port.application.scheme, host, hostPortOf(context, port)),
      placeholders: [...placeholders],
      note: 'only nodes that run a pod',
    })));
  },

  requirements(context): Requirement[] {
    const numbers = context.exposed.map(port => `${hostPortOf(context, port)}/${port.protocol}`).join(', ');
    return [
      { kind: RequirementKind.CAPABILITY, description: 'a CNI that forwards host ports (portmap, or the equivalent of Cilium and Calico); without one the port stays closed and nothing says so' },
      { kind: RequirementKind.NETWORK, description: `firewalls let clients reach ${numbers} of the nodes` },
      { kind: RequirementKind.NETWORK, description: `nothing else on the nodes listens on ${numbers}: its traffic would be taken from it without a word` },
    ];
  },
};

function hostPortOf({ options }: ExposureContext, port: DoorPort): number {
  return options.hostPort?.ports?.[port.name] ?? port.port;
}

/** HP-3: every address of the node is no address in particular. */
function hostIpOf({ options }: ExposureContext): string | undefined {
  const address = options.hostPort?.hostIp;
  return address === undefined || EVERY_ADDRESS.includes(address) ? undefined : address;
}

/** Host ports that the user's own workload has already: HP-5, and E-6 where they say otherwise. */
function checkStatedHostPorts(context: ExposureContext): void {
  const { workload, findings } = context;
  const hostPorts = hostPort.hostPorts!(context);
  for (const container of workload.containers) {
    for (const port of container.ports) {
      const wanted = hostPorts.of(port, container);
      if (port.hostIp !== undefined && port.hostPort === undefined && !wanted) {
        findings.report('HP-5', `container ${container.name} has hostIp ${port.hostIp} for port ${port.number} without a hostPort, which does nothing; leave it out`);
      }
      if (port.hostPort !== undefined && wanted && wanted.hostPort !== port.hostPort) {
        findings.report('E-6', `container ${container.name} has hostPort ${port.hostPort} for port ${port.number} already, and hostPort.ports wants ${wanted.hostPort}; state it in one place`);
      }
    }
  }
}

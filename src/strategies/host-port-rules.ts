import * as kplus from 'cdk8s-plus-27';
import { ExposureContext } from './strategy';
import { ipAddress } from '../kubernetes/addresses';
import { portNumber } from '../kubernetes/ports';
import { DoorPort } from '../workload/door-port';
import { HostPorts } from '../workload/host-ports';
import { isPort, protocolOf } from '../workload/listening';

/** HP-3: the ways to say every address of the node. */
const EVERY_ADDRESS = ['', '0.0.0.0', '::'];

/** The port of the node for a port of the app. */
export function hostPortOf({ options, workload }: ExposureContext, port: DoorPort): number {
  const container = workload.containers.find(({ name }) => name === port.container);
  return options.hostPort?.ports?.[port.name] ?? container?.ports.find(declared => isPort(declared, port))?.hostPort ?? port.port;
}

/** The address of the node, where it is one in particular. */
export function hostIpOf({ options }: ExposureContext): string | undefined {
  const address = options.hostPort?.hostIp;
  return isEveryAddress(address) ? undefined : address;
}

/** Whether an address leads to the node itself alone. */
export function isLoopback(address: string | undefined): boolean {
  return /^(127\.|::1$)/.test(address ?? '');
}

/** Whether the pods are on the network of their node by themselves. */
export function isHostNetworked(workload: kplus.Workload): boolean {
  return workload._toPodSpec().hostNetwork === true;
}

function isEveryAddress(address: string | undefined): boolean {
  return address === undefined || EVERY_ADDRESS.includes(address);
}

/** HP-2, HP-6: a port of the node leads to one port of the app, and a port of a container has one port of the node. */
export function checkDoorsApart(context: ExposureContext): void {
  const { exposed, findings } = context;
  for (const [index, port] of exposed.entries()) {
    for (const other of exposed.slice(0, index).filter(({ protocol }) => protocol === port.protocol)) {
      const [before, number] = [hostPortOf(context, other), hostPortOf(context, port)];
      const isOnePort = other.port === port.port && other.container === port.container;
      if (before === number && !isOnePort) {
        findings.report('HP-2', `ports ${other.name} and ${port.name} both want host port ${number}/${port.protocol}; give them different numbers in hostPort.ports`);
      } else if (before !== number && isOnePort) {
        findings.report('HP-6', `ports ${other.name} and ${port.name} are one port ${port.port}/${port.protocol} of container ${port.container}, which cannot have both host port ${before} and ${number}; set exposed: false on one of them`);
      }
    }
  }
}

/** HP-1, HP-4: what the containers themselves say of ports of the node. */
export function checkHostPortGrammar({ workload, findings }: ExposureContext): void {
  for (const container of workload.containers) {
    for (const { number, hostPort, hostIp } of container.ports) {
      const subject = (what: string) => `container ${container.name}, port ${number}: ${what}`;
      if (hostPort !== undefined) {
        findings.reportIf('HP-1', subject('hostPort'), portNumber(hostPort));
      }
      if (hostIp !== undefined && !isEveryAddress(hostIp)) {
        findings.reportIf('HP-4', subject('hostIp'), ipAddress(hostIp));
      }
    }
  }
}

/** A port of the node that a container has or gets. */
interface OpenPort {
  readonly subject: string;
  readonly protocol: kplus.Protocol;
  readonly hostPort: number;
  readonly hostIp?: string;
}

/** Host ports that the user's own workload has already: E-6 where they say otherwise, HN-1, HP-2, HP-3 and HP-5 where they are wrong with the others. */
export function checkStatedHostPorts({ workload, findings }: ExposureContext, hostPorts: HostPorts): void {
  const isOnHostNetwork = isHostNetworked(workload);
  const stated: OpenPort[] = [];
  const wanted: OpenPort[] = [];
  for (const container of workload.containers) {
    for (const port of container.ports) {
      const door = hostPorts.of(port, container);
      const has = (what: string) => `container ${container.name} has ${what} for port ${port.number}`;
      if (door && port.hostPort !== undefined && door.hostPort !== port.hostPort) {
        findings.report('E-6', `${has(`hostPort ${port.hostPort}`)} already, and hostPort.ports wants ${door.hostPort}; state it in one place`);
      }
      if (door && port.hostIp !== undefined && door.hostIp !== (isEveryAddress(port.hostIp) ? undefined : port.hostIp)) {
        findings.report('E-6', `${has(`hostIp ${port.hostIp}`)} already, and hostPort.hostIp ${door.hostIp === undefined ? 'is every address' : `wants ${door.hostIp}`}; state it in one place`);
      }
      if (door && isOnHostNetwork && door.hostPort !== port.number) {
        findings.report('HN-1', `port ${port.number} of container ${container.name} cannot have host port ${door.hostPort}, because ${workload.kind} ${workload.name} is on the host network already; leave hostNetwork out of it, or the number out of hostPort.ports`);
      }
      if (!door && port.hostIp !== undefined && port.hostPort === undefined) {
        findings.report('HP-5', `${has(`hostIp ${port.hostIp}`)} without a hostPort, which does nothing; leave it out`);
      }
      const open = { subject: `port ${port.number} of container ${container.name}`, protocol: protocolOf(port) };
      if (door) {
        wanted.push({ ...open, ...door });
      } else if (port.hostPort !== undefined) {
        stated.push({ ...open, hostPort: port.hostPort, hostIp: port.hostIp });
      }
    }
  }
  for (const [index, port] of stated.entries()) {
    const [other] = [...stated.slice(0, index), ...wanted].filter(candidate => meet(candidate, port));
    if (other) {
      findings.report(other.hostIp === port.hostIp ? 'HP-2' : 'HP-3', `${port.subject} and ${other.subject} both open ${port.hostPort}/${port.protocol} of the node; give them different numbers`);
    }
  }
}

function meet(one: OpenPort, other: OpenPort): boolean {
  return one.protocol === other.protocol && one.hostPort === other.hostPort
    && (one.hostIp === other.hostIp || isEveryAddress(one.hostIp) || isEveryAddress(other.hostIp));
}

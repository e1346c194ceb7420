import { Grammar, grammar, hyphenated, Problem, shown } from './names';

/**
 * A port number, 1 to 65535.
 *
 * @see kubernetes/kubernetes validation.go IsValidPortNum
 */
export const portNumber: Grammar = value => {
  if (isPortNumber(value)) {
    return undefined;
  }
  if (typeof value === 'string' && /^\d{1,5}$/.test(value) && isPortNumber(Number(value))) {
    return `${shown(value)} is a string, not a port number; write ${Number(value)}`;
  }
  return `${shown(value)} is not a port number; choose a whole number from 1 to 65535`;
};

function isPortNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535;
}

/**
 * W-1: the name of a container port, which is what an Ingress and a probe know a port by (IANA_SVC_NAME).
 * S-3: also of a Service port, though the API takes more there: only such a name can be referred to from everywhere.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6335#section-5.1
 */
export const portName = grammar({
  noun: 'a port name',
  most: 15,
  form: /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/,
  words: 'at most 15 lower-case letters, digits and single "-" between them, with at least one letter',
  mend: hyphenated,
});

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];

/**
 * The transport protocol of a port.
 *
 * @see https://kubernetes.io/docs/reference/networking/service-protocols/
 */
export const protocol: Grammar = value => {
  if (typeof value !== 'string') {
    return `${shown(value)} is not a protocol; choose "TCP", "UDP" or "SCTP"`;
  }
  if (PROTOCOLS.includes(value)) {
    return undefined;
  }
  const upper = value.length <= 4 ? value.toUpperCase() : value;
  return PROTOCOLS.includes(upper)
    ? `${shown(value)} is not in upper case; write ${shown(upper)}`
    : `${shown(value)} is not a protocol of the transport; choose "TCP", "UDP" or "SCTP"`;
};

/** A range of ports, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a range in the form of the API server's `--service-node-port-range` (NP-1).
 *
 * @returns the range, or what is wrong with it.
 */
export function parsePortRange(value: unknown): PortRange | Problem {
  const [, from, to] = typeof value === 'string' ? /^(\d{1,5})-(\d{1,5})$/.exec(value) ?? [] : [];
  const range = { from: Number(from), to: Number(to) };
  if (!isPortNumber(range.from) || !isPortNumber(range.to)) {
    return `${shown(value)} is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"`;
  }
  if (range.from > range.to) {
    return `${shown(value)} ends before it begins; write "${range.to}-${range.from}"`;
  }
  return range;
}

/** Whether a port lies inside a range. */
export function inRange(port: number, range: PortRange): boolean {
  return port >= range.from && port <= range.to;
}

/**
 * NP-2: the ports at the start of the node port range that the API server does not hand out by itself while others are free.
 * A range of 16 ports or fewer has none.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions
 * @see kubernetes/kubernetes portallocator calculateRangeOffset
 */
export function staticBand(range: PortRange): PortRange | undefined {
  const size = range.to - range.from + 1;
  if (size <= 16) {
    return undefined;
  }
  return { from: range.from, to: range.from + Math.min(Math.max(16, Math.floor(size / 32)), 128) - 1 };
}

/**
 * HN-11: who listens on which port of a node.
 *
 * @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/
 */
const NODE_DAEMONS: Readonly<Record<number, string>> = {
  22: 'the SSH server',
  53: 'a DNS resolver',
  111: 'rpcbind',
  179: 'BGP, which several network plugins speak',
  2379: 'etcd',
  2380: 'etcd',
  4194: 'cAdvisor',
  6443: 'the API server',
  9099: 'the Calico agent',
  9100: 'the Prometheus node exporter',
  10248: 'the kubelet',
  10249: 'kube-proxy',
  10250: 'the kubelet',
  10255: 'the kubelet',
  10256: 'kube-proxy',
  10257: 'the controller manager',
  10258: 'the cloud controller manager',
  10259: 'the scheduler',
};

/** The ports that Kubernetes' own components keep for themselves. */
const COMPONENTS: PortRange = { from: 10248, to: 10260 };
/** Linux' `net.ipv4.ip_local_port_range`, unless it was changed. */
const EPHEMERAL: PortRange = { from: 32768, to: 60999 };

/** HN-11, HP-7: why a port of a node is likely to be taken already. */
export function portHazard(port: number, nodePortRange: PortRange): Problem | undefined {
  if (NODE_DAEMONS[port] !== undefined) {
    return `${port} is where ${NODE_DAEMONS[port]} listens on many nodes; choose another port`;
  }
  if (inRange(port, COMPONENTS)) {
    return `${port} is one of the ports ${COMPONENTS.from}-${COMPONENTS.to} of Kubernetes' own components; choose another port`;
  }
  if (inRange(port, nodePortRange)) {
    return `${port} is inside the node port range ${nodePortRange.from}-${nodePortRange.to}, where kube-proxy takes what a Service claims; choose a port outside`;
  }
  if (inRange(port, EPHEMERAL)) {
    return `${port} is inside the kernel's ephemeral range ${EPHEMERAL.from}-${EPHEMERAL.to}, from which any outgoing connection may take it first; choose a port outside`;
  }
  return undefined;
}

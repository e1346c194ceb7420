import { Problem, shown } from './names';

/** The oldest and the newest minor version of Kubernetes 1 whose behaviour is known here. */
export const KUBERNETES_MINORS = { first: 27, last: 37 } as const;

/**
 * What depends on the version of Kubernetes: the first minor version of Kubernetes 1 that has it, by default and without a feature gate.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/
 */
export const KUBERNETES_FACTS = {
  /** NP-2: the first node ports of the range are kept for those who ask for one by number. */
  nodePortStaticBand: 28,
  /** W-13, HN-13: Pod Security *baseline* forbids the `host` of probes and lifecycle hooks. */
  probeHostForbidden: 34,
  /** S-1, S-4: a Service's name may begin with a digit. */
  serviceNameMayStartWithDigit: 36,
} as const satisfies Record<string, number>;

export type KubernetesFact = keyof typeof KUBERNETES_FACTS;

/** Whether a minor version of Kubernetes 1 has what the fact says. */
export function kubernetesHas(minor: number, fact: KubernetesFact): boolean {
  return minor >= KUBERNETES_FACTS[fact];
}

/**
 * Reads '1.34', 'v1.34', '1.34.4' and what providers make of it ('v1.34.4+k3s1', '1.34+').
 *
 * @returns the minor version, or what is wrong.
 */
export function parseKubernetesVersion(value: unknown): number | Problem {
  const { first, last } = KUBERNETES_MINORS;
  return minorOf(value, 'Kubernetes', first, last);
}

/** The versions of the Gateway API whose kinds are known here. */
export const GATEWAY_API_VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6'] as const;

/**
 * Reads '1.6' and 'v1.6.1'.
 *
 * @returns the minor version, or what is wrong.
 */
export function parseGatewayApiVersion(value: unknown): number | Problem {
  return minorOf(value, 'Gateway API', 0, GATEWAY_API_VERSIONS.length - 1);
}

function minorOf(value: unknown, product: string, first: number, last: number): number | Problem {
  if (typeof value === 'number') { // 1.30 as a number is 1.3
    return `${shown(value)} is a number, not a ${product} version; write it in quotes, such as "1.${last}"`;
  }
  const [, major, digits] = typeof value === 'string' && value.length <= 100 ? /^v?(\d+)\.(\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(value) ?? [] : [];
  if (major === undefined) {
    return `${shown(value)} is not a ${product} version; write one such as "1.${last}"`;
  }
  const minor = Number(digits);
  if (Number(major) === 1 && minor >= first && minor <= last) {
    return minor;
  }
  const older = Number(major) < 1 || (Number(major) === 1 && minor < first);
  return `${shown(value)} is ${older ? 'older' : 'newer'} than the ${product} versions known here; choose one from 1.${first} to 1.${last}`;
}

export type GatewayKind = 'GatewayClass' | 'Gateway' | 'HTTPRoute' | 'GRPCRoute' | 'ReferenceGrant' | 'TLSRoute' | 'TCPRoute' | 'UDPRoute';

/** Which set of custom resources of the Gateway API is installed. */
export type GatewayChannel = 'standard' | 'experimental';

/** From which minor version of the Gateway API on a channel serves a kind at a version, as [minor, version], the newest first. */
type Served = Readonly<Record<GatewayChannel, readonly (readonly [number, string])[]>>;

const STABLE: Served = { standard: [[0, 'v1']], experimental: [[0, 'v1']] };
const LATE: Served = { standard: [[6, 'v1']], experimental: [[6, 'v1'], [0, 'v1alpha2']] };

/**
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/
 * @see kubernetes-sigs/gateway-api config/crd at the tags v1.0.0 to v1.6.1
 */
const SERVED: Readonly<Record<GatewayKind, Served>> = {
  GatewayClass: STABLE,
  Gateway: STABLE,
  HTTPRoute: STABLE,
  GRPCRoute: { standard: [[1, 'v1']], experimental: [[1, 'v1'], [0, 'v1alpha2']] },
  ReferenceGrant: { standard: [[0, 'v1beta1']], experimental: [[0, 'v1beta1']] }, // v1 came with 1.5; v1beta1 is served by all
  TLSRoute: { standard: [[5, 'v1']], experimental: [[5, 'v1'], [4, 'v1alpha3'], [0, 'v1alpha2']] },
  TCPRoute: LATE,
  UDPRoute: LATE,
};

/**
 * The apiVersion at which a version and channel of the Gateway API serves a kind; the most stable one, for ReferenceGrant the most portable.
 *
 * @param version '1.6' or 'v1.6.1'.
 * @returns undefined when it does not serve the kind, or the version is not known.
 */
export function servedVersion(kind: GatewayKind, version: string, channel: GatewayChannel): string | undefined {
  const minor = parseGatewayApiVersion(version);
  const [, served] = typeof minor === 'number' ? SERVED[kind][channel].find(([from]) => minor >= from) ?? [] : [];
  return served && `gateway.networking.k8s.io/${served}`;
}

/** Since when a kind is served, for a message: "standard channel from 1.6, experimental channel from 1.0". */
export function firstServedBy(kind: GatewayKind): string {
  const since = (channel: GatewayChannel) => `${channel} channel from 1.${Math.min(...SERVED[kind][channel].map(([from]) => from))}`;
  return `${since('standard')}, ${since('experimental')}`;
}

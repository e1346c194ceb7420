import { PodSecurityLevel } from './cluster-facts';
import { ExposureStrategy } from '../exposure-strategy';
import { anything, flag, keyed, listOf, oneOf, struct, texts } from '../shape';

/**
 * What a platform team allows on a scope. Each limit that is left out limits nothing. A list of what is allowed has at least one entry.
 */
export interface ExposurePolicyProps {
  /** What messages and exemptions call the policy, such as `edge`. No two policies from the root down to an app share a name. */
  readonly name: string;

  /** Why the limits are there: one line, which every message of the policy ends with, for whoever runs into one. */
  readonly reason: string;

  /**
   * The doors that apps may have (P-1).
   *
   * @default - every door
   */
  readonly allowedStrategies?: ExposureStrategy[];

  /**
   * The hostnames that apps may have (P-2): a DNS name for itself, `*.team.example.com` for every name below, at any depth. A hostname
   * with `*` has to lie inside as a whole. What answers every hostname, such as `http` without hostnames, is then not allowed. Judged are
   * the hostnames of INGRESS and GATEWAY, of the listeners of an own Gateway, and those that annotations ask ExternalDNS for.
   *
   * @default - every hostname
   */
  readonly allowedDomains?: string[];

  /**
   * Whether HTTP and gRPC leave the cluster over TLS alone (P-3): INGRESS and GATEWAY have `http.tls`, routes attach to HTTPS listeners,
   * and the other doors, which end no TLS, lead to no port that speaks plain HTTP or gRPC. CLUSTER_IP is not a way out. What is
   * spoken over TCP and UDP otherwise is not known and not judged.
   *
   * @default false
   */
  readonly requireTls?: boolean;

  /**
   * Whether a load balancer may be reached from the internet (P-4). `false` asks for `loadBalancer.internal`.
   *
   * @default true
   */
  readonly publicLoadBalancers?: boolean;

  /**
   * The node ports that apps may open, such as `30000-30049` (P-5). A number that the cluster chooses can be any, so each one has to be
   * stated: in NODE_PORT, and in LOAD_BALANCER unless `allocateLoadBalancerNodePorts` is false.
   *
   * @default - every node port
   */
  readonly nodePortBand?: string;

  /**
   * The ports of nodes that pods may open, such as `9000-9099`, in HOST_PORT, in HOST_NETWORK and by themselves (P-6).
   *
   * @default - every port
   */
  readonly hostPortBand?: string;

  /**
   * The IngressClasses that Ingresses may have (P-7). The cluster's default one has to be stated too.
   *
   * @default - every class
   */
  readonly allowedIngressClasses?: string[];

  /**
   * The Gateways that routes may attach to (P-8): `namespace/name`, or `name` for one of that name in any namespace. An own Gateway is
   * then allowed only where the same policy has its class among `allowedGatewayClasses`.
   *
   * @default - every Gateway
   */
  readonly allowedGateways?: string[];

  /**
   * The GatewayClasses that own Gateways may have (P-9).
   *
   * @default - every class
   */
  readonly allowedGatewayClasses?: string[];

  /**
   * The classes that load balancers may have (P-10). The cluster's default one, which has no name, is then not allowed.
   *
   * @default - every class
   */
  readonly allowedLoadBalancerClasses?: string[];

  /**
   * Annotations that a door has to have, by key, each with the values that it may have, none for any (P-11): on the Service of NODE_PORT
   * and LOAD_BALANCER, on the Ingress, on the routes, else on the Service.
   *
   * @default - none
   */
  readonly requiredAnnotations?: { [key: string]: string[] };

  /**
   * Labels that an app has to have, by key, each with the values that it may have, none for any (P-12).
   *
   * @default - none
   */
  readonly requiredLabels?: { [key: string]: string[] };

  /**
   * How many ports of an app may be exposed by one door, at least 1 (P-13).
   *
   * @default - any number
   */
  readonly maxExposedPorts?: number;

  /**
   * The clients that load balancers may let in, as canonical CIDRs (P-14). A load balancer then has to have source ranges, each inside
   * one of these.
   *
   * @default - everybody
   */
  readonly requiredSourceRanges?: string[];

  /**
   * The weakest level of Pod Security that the pods may need (P-15).
   *
   * @default PodSecurityLevel.PRIVILEGED
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurityFloor?: PodSecurityLevel;
}

export const policyShape = struct<ExposurePolicyProps>({
  name: anything,
  reason: anything,
  allowedStrategies: listOf(oneOf(ExposureStrategy)).optional(),
  allowedDomains: texts.optional(),
  requireTls: flag.optional(),
  publicLoadBalancers: flag.optional(),
  nodePortBand: anything,
  hostPortBand: anything,
  allowedIngressClasses: texts.optional(),
  allowedGateways: texts.optional(),
  allowedGatewayClasses: texts.optional(),
  allowedLoadBalancerClasses: texts.optional(),
  requiredAnnotations: keyed(texts).optional(),
  requiredLabels: keyed(texts).optional(),
  maxExposedPorts: anything,
  requiredSourceRanges: texts.optional(),
  podSecurityFloor: oneOf(PodSecurityLevel).optional(),
});

import { Duration } from 'cdk8s';
import { flag, instance, listOf, oneOf, struct, textMap } from './shape';

/** Whether requests of one client go to the same pod. */
export enum SessionAffinity {
  /** Any pod. */
  NONE = 'None',

  /** The pod that the client's address was sent to before. */
  CLIENT_IP = 'ClientIP',
}

/**
 * Which pods a node sends traffic to.
 *
 * @see https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies
 */
export enum TrafficPolicy {
  /** All ready pods of the cluster; from outside, the client's address is replaced by that of a node. */
  CLUSTER = 'Cluster',

  /** Only pods on the same node; keeps the client's address, and drops what arrives at a node without a pod. */
  LOCAL = 'Local',
}

/** How many address families a Service has. */
export enum IpFamilyPolicy {
  /** One. */
  SINGLE_STACK = 'SingleStack',

  /** Two where the cluster has two, otherwise one. */
  PREFER_DUAL_STACK = 'PreferDualStack',

  /** Two; the API server refuses it on a cluster with one (S-17). */
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** An address family. */
export enum IpFamily {
  /** IPv4. */
  IPV4 = 'IPv4',

  /** IPv6. */
  IPV6 = 'IPv6',
}

/**
 * What every mode has: the Service that gives the app its address inside the cluster.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/
 */
export interface ServiceOptions {
  /**
   * Whether requests of one client go to the same pod.
   *
   * @default SessionAffinity.NONE
   */
  readonly sessionAffinity?: SessionAffinity;

  /**
   * How long a client keeps its pod, 1 second to 24 hours. Only with `SessionAffinity.CLIENT_IP` (S-12).
   *
   * @default Duration.hours(3)
   */
  readonly sessionAffinityTimeout?: Duration;

  /**
   * Which pods traffic from inside the cluster goes to. `LOCAL` drops it on nodes without a pod (S-14).
   *
   * @default TrafficPolicy.CLUSTER
   */
  readonly internalTrafficPolicy?: TrafficPolicy;

  /**
   * How many address families the Service has.
   *
   * @default - the cluster's default, one family
   */
  readonly ipFamilyPolicy?: IpFamilyPolicy;

  /**
   * The address families, the first of which can never be changed (S-17). At most two, each once.
   *
   * @default - the cluster's default
   */
  readonly ipFamilies?: IpFamily[];

  /**
   * Whether pods that are not ready are reached too.
   *
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;

  /**
   * Annotations of the Service.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels of the Service.
   *
   * @default - those of the app
   */
  readonly labels?: { [key: string]: string };
}

export const serviceShape = struct<ServiceOptions>({
  sessionAffinity: oneOf(SessionAffinity).optional(),
  sessionAffinityTimeout: instance<Duration>('a cdk8s.Duration', 'toSeconds').optional(),
  internalTrafficPolicy: oneOf(TrafficPolicy).optional(),
  ipFamilyPolicy: oneOf(IpFamilyPolicy).optional(),
  ipFamilies: listOf(oneOf(IpFamily)).optional(),
  publishNotReadyAddresses: flag.optional(),
  annotations: textMap.optional(),
  labels: textMap.optional(),
});

import { Duration } from 'cdk8s';
import { anything, flag, instance, oneOf, struct, text, texts } from '../shape';

/** What a load balancer asks its targets by. */
export enum HealthCheckProtocol {
  /** Whether a connection opens. */
  TCP = 'TCP',

  /** Whether a request is answered well. */
  HTTP = 'HTTP',

  /** The same over TLS, the certificate of which is mostly not looked at. */
  HTTPS = 'HTTPS',
}

/** How a load balancer tells which of its targets answer. At least one of them; a part that the provider has no place for is an error (L-3). */
export interface LoadBalancerHealthCheck {
  /**
   * What the targets are asked by.
   *
   * @default - that of the provider, mostly TCP
   */
  readonly protocol?: HealthCheckProtocol;

  /**
   * The path that is asked, beginning with `/`. Needs the protocol HTTP or HTTPS.
   *
   * @default - that of the provider, mostly '/'
   */
  readonly path?: string;

  /**
   * The port that is asked, 1-65535: with AWS_NLB of the pod, with DIGITAL_OCEAN one of the load balancer, with AKS one of the
   * Service or of the node, else of the node.
   *
   * @default - the one that traffic goes to
   */
  readonly port?: number;

  /**
   * From one check to the next, in whole seconds.
   *
   * @default - that of the provider
   */
  readonly interval?: Duration;

  /**
   * How long an answer may take, in whole seconds, no longer than the interval.
   *
   * @default - that of the provider
   */
  readonly timeout?: Duration;

  /**
   * How many checks in a row have to go well until a target gets traffic: a whole number from 1.
   *
   * @default - that of the provider
   */
  readonly healthyThreshold?: number;

  /**
   * How many checks in a row have to fail until a target gets no traffic: a whole number from 1.
   *
   * @default - that of the provider
   */
  readonly unhealthyThreshold?: number;
}

/**
 * What is wanted of a load balancer besides its ports. How the provider of the cluster is told, by annotation or label, follows from
 * `loadBalancer.provider` of the ClusterProfile. What that provider cannot do is an error that names those that can (L-1).
 */
export interface LoadBalancerIntents {
  /**
   * Whether only clients in the network of the cluster reach it.
   *
   * @default false
   */
  readonly internal?: boolean;

  /**
   * The address that it gets, which has to be reserved before, in the form of the provider:
   *
   * - METAL_LB, CILIUM, KUBE_VIP: an IP address of a pool;
   * - AKS: an IP address, or the name of a public IP address;
   * - GKE: the name of a reserved address;
   * - AWS_NLB: the allocation ids of Elastic IP addresses, or with `internal` IPv4 addresses, one for each of `subnets`;
   * - HETZNER: the id of a Primary IP, or with `internal` an IPv4 address of the private network;
   * - OPEN_STACK: with `internal`, the id of the port that has the address.
   *
   * Several, such as one of each family, have a comma between them.
   *
   * @default - the provider chooses
   */
  readonly staticAddress?: string;

  /**
   * Whether each of its zones sends traffic to the targets of every zone.
   *
   * @default false
   */
  readonly crossZone?: boolean;

  /**
   * Whether connections begin with the client's address in the PROXY protocol, which the app then has to understand.
   *
   * @default false
   * @see https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt
   */
  readonly proxyProtocol?: boolean;

  /**
   * How long a connection may be silent until it is closed, in whole seconds: with AWS_NLB 60 to 6000, with AWS_IN_TREE 1 to 4000, with
   * AKS whole minutes from 4 to 30.
   *
   * @default - that of the provider
   */
  readonly idleTimeout?: Duration;

  /**
   * The subnets that it is in: with AWS_NLB and AWS_IN_TREE ids or names, each of another zone; with GKE and AKS, both with `internal`
   * alone, one name; with HETZNER one range; with OPEN_STACK one id.
   *
   * @default - the provider chooses
   */
  readonly subnets?: string[];

  /**
   * How it tells which of its targets answer.
   *
   * @default - that of the provider
   */
  readonly healthCheck?: LoadBalancerHealthCheck;

  /**
   * The DNS name that leads to it, without a wildcard. ExternalDNS makes it where `dns` of the ClusterProfile says so. Else AKS does, for
   * names of the form `<label>.<region>.cloudapp.azure.com`.
   *
   * @default - none
   * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
   */
  readonly dnsName?: string;

  /**
   * Where its address is taken from: with METAL_LB the name of an IPAddressPool; with CILIUM a label `key=value` that an IP pool
   * selects; with SERVICE_LB the name of a pool of nodes; with OPEN_STACK the id of the floating network; with AKS the id of a public IP
   * prefix.
   *
   * @default - the provider chooses
   */
  readonly addressPool?: string;
}

const duration = instance<Duration>('a cdk8s.Duration', 'toSeconds');

/** The shape of each option above. */
export const loadBalancerIntentFields = {
  internal: flag.optional(),
  staticAddress: text.optional(),
  crossZone: flag.optional(),
  proxyProtocol: flag.optional(),
  idleTimeout: duration.optional(),
  subnets: texts.optional(),
  healthCheck: struct<LoadBalancerHealthCheck>({
    protocol: oneOf(HealthCheckProtocol).optional(),
    path: text.optional(),
    port: anything,
    interval: duration.optional(),
    timeout: duration.optional(),
    healthyThreshold: anything,
    unhealthyThreshold: anything,
  }).optional(),
  dnsName: anything,
  addressPool: text.optional(),
};

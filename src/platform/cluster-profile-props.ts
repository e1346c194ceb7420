import {
  certificateFacts, DnsProvider, gatewayFacts, ingressFacts, loadBalancerFacts, networkFacts, NodeOs, PlatformCertificates, PlatformGateway,
  PlatformIngress, PlatformLoadBalancer, PlatformNetwork, PodSecurityLevel,
} from './cluster-facts';
import { anything, oneOf, struct } from '../shape';

/**
 * Which set of the Gateway API's kinds is installed.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/#release-channels
 */
export enum GatewayApiChannel {
  /** What is stable. */
  STANDARD = 'standard',

  /** Everything, at versions that may change. */
  EXPERIMENTAL = 'experimental',
}

/** What a cluster is, as far as a door depends on it. What an app states itself goes before it. */
export interface ClusterProfileProps {
  /**
   * What messages call the cluster.
   *
   * @default - the name of the ready-made profile, or `custom`
   */
  readonly name?: string;

  /**
   * The version of Kubernetes, such as `1.34`; 1.27 to 1.37 are known.
   *
   * @default - unknown: only what works on every version is accepted
   */
  readonly kubernetesVersion?: string;

  /**
   * The API server's `--service-node-port-range` (NP-1). Its first ports, at most 128, are the static band (NP-2).
   *
   * @default '30000-32767'
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
   */
  readonly nodePortRange?: string;

  /**
   * The domain of the cluster's DNS, for the addresses inside the cluster (U-4).
   *
   * @default - unknown: the short form `<service>.<namespace>.svc` is used, which every cluster resolves
   */
  readonly clusterDomain?: string;

  /**
   * The address of the API server, such as `https://api.example.com:6443`, for its proxy without `kubectl proxy`.
   *
   * @default - unknown
   */
  readonly apiServerUrl?: string;

  /**
   * The Ingress controller, of the strategy INGRESS.
   *
   * @default - unknown
   */
  readonly ingress?: PlatformIngress;

  /**
   * The Gateway, of the strategy GATEWAY.
   *
   * @default - unknown
   */
  readonly gateway?: PlatformGateway;

  /**
   * The version of the Gateway API that is installed, 1.0 to 1.6. It decides at which version routes are written.
   *
   * @default '1.6'
   */
  readonly gatewayApiVersion?: string;

  /**
   * The channel of the Gateway API that is installed.
   *
   * @default GatewayApiChannel.STANDARD
   */
  readonly gatewayApiChannel?: GatewayApiChannel;

  /**
   * What gives load balancers their address, of the strategy LOAD_BALANCER.
   *
   * @default - unknown
   */
  readonly loadBalancer?: PlatformLoadBalancer;

  /**
   * What makes DNS records.
   *
   * @default DnsProvider.NONE
   */
  readonly dns?: DnsProvider;

  /**
   * Where certificates come from that no app states.
   *
   * @default - from nowhere: an app states its own
   */
  readonly certificates?: PlatformCertificates;

  /**
   * The level of Pod Security that namespaces of apps enforce.
   *
   * @default - unknown; each exposure tells what it needs
   */
  readonly podSecurity?: PodSecurityLevel;

  /**
   * What the pod network does.
   *
   * @default - unknown
   */
  readonly network?: PlatformNetwork;

  /**
   * The operating system of the nodes.
   *
   * @default - unknown; HOST_NETWORK requires Linux
   */
  readonly nodeOs?: NodeOs;
}

export const profileShape = struct<ClusterProfileProps>({
  name: anything,
  kubernetesVersion: anything,
  nodePortRange: anything,
  clusterDomain: anything,
  apiServerUrl: anything,
  ingress: ingressFacts.optional(),
  gateway: gatewayFacts.optional(),
  gatewayApiVersion: anything,
  gatewayApiChannel: oneOf(GatewayApiChannel).optional(),
  loadBalancer: loadBalancerFacts.optional(),
  dns: oneOf(DnsProvider).optional(),
  certificates: certificateFacts.optional(),
  podSecurity: oneOf(PodSecurityLevel).optional(),
  network: networkFacts.optional(),
  nodeOs: oneOf(NodeOs).optional(),
});

import { DnsPolicy } from 'cdk8s-plus-27';
import { oneOf, struct } from '../shape';

/**
 * For HOST_NETWORK: the pods use the network of their node, and the app is at the node's address on the ports it listens on.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy
 */
export interface HostNetworkOptions {
  /**
   * How the pods look names up. Any other policy than the default loses the cluster's names (HN-6).
   *
   * @default DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET
   */
  readonly dnsPolicy?: DnsPolicy;
}

export const hostNetworkShape = struct<HostNetworkOptions>({ dnsPolicy: oneOf(DnsPolicy).optional() });

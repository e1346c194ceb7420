import { ExposureStrategy } from './exposure-strategy';
import { HttpOptions, httpShape } from './http/http-options';
import { NetworkPolicyOptions, networkPolicyShape } from './network-policy/network-policy-options';
import { ServiceOptions, serviceShape } from './service-options';
import { oneOf, struct, textMap } from './shape';
import { ClusterIpOptions, clusterIpShape } from './strategies/cluster-ip-options';
import { GatewayOptions, gatewayShape } from './strategies/gateway-options';
import { HostNetworkOptions, hostNetworkShape } from './strategies/host-network-options';
import { HostPortOptions, hostPortShape } from './strategies/host-port-options';
import { IngressOptions, ingressShape } from './strategies/ingress-options';
import { LoadBalancerOptions, loadBalancerShape } from './strategies/load-balancer-options';
import { NodePortOptions, nodePortShape } from './strategies/node-port-options';

/**
 * Which door leads to an app, and how each door is set.
 *
 * There is one optional block for each strategy. A block for a strategy that is not chosen is dormant, so that changing
 * `strategy` alone is the migration; what is wrong in it by itself is an error all the same.
 */
export interface ExposureOptions {
  /** The door. */
  readonly strategy: ExposureStrategy;

  /**
   * The Service, in every strategy.
   *
   * @default - Kubernetes' own defaults
   */
  readonly service?: ServiceOptions;

  /**
   * For `ExposureStrategy.HOST_NETWORK`.
   *
   * @default - every port at its own number
   */
  readonly hostNetwork?: HostNetworkOptions;

  /**
   * For `ExposureStrategy.HOST_PORT`.
   *
   * @default - every exposed port at its own number, on all addresses of the node
   */
  readonly hostPort?: HostPortOptions;

  /**
   * For `ExposureStrategy.CLUSTER_IP`.
   *
   * @default - no further object
   */
  readonly clusterIp?: ClusterIpOptions;

  /**
   * For `ExposureStrategy.NODE_PORT`.
   *
   * @default - the cluster chooses the node ports
   */
  readonly nodePort?: NodePortOptions;

  /**
   * For `ExposureStrategy.LOAD_BALANCER`.
   *
   * @default - the cluster's default load balancer
   */
  readonly loadBalancer?: LoadBalancerOptions;

  /**
   * Hostnames, paths and TLS, for `ExposureStrategy.INGRESS` and `ExposureStrategy.GATEWAY`.
   *
   * @default - every hostname and every path lead to the first exposed HTTP port, without TLS
   */
  readonly http?: HttpOptions;

  /**
   * For `ExposureStrategy.INGRESS`.
   *
   * @default - the cluster's default IngressClass
   */
  readonly ingress?: IngressOptions;

  /**
   * For `ExposureStrategy.GATEWAY`, which needs to know its Gateway.
   *
   * @default - none
   */
  readonly gateway?: GatewayOptions;

  /**
   * A NetworkPolicy that lets in the door and the clients that are named, and nobody else, in every strategy but HOST_NETWORK (N-1).
   *
   * @default - none: everybody who reaches the pods is let in
   */
  readonly networkPolicy?: NetworkPolicyOptions;

  /**
   * Rules that may be broken here, each with the reason why that is right: `{ 'HN-10': 'the image has file capabilities' }`.
   * Rules of severity STRICT and WARN can be allowed; what Kubernetes refuses cannot.
   *
   * @default - none
   */
  readonly allow?: { [ruleId: string]: string };
}

/** The shape of each option above. */
export const exposureFields = {
  strategy: oneOf(ExposureStrategy),
  service: serviceShape.optional(),
  hostNetwork: hostNetworkShape.optional(),
  hostPort: hostPortShape.optional(),
  clusterIp: clusterIpShape.optional(),
  nodePort: nodePortShape.optional(),
  loadBalancer: loadBalancerShape.optional(),
  http: httpShape.optional(),
  ingress: ingressShape.optional(),
  gateway: gatewayShape.optional(),
  networkPolicy: networkPolicyShape.optional(),
  allow: textMap.optional(),
};

export const exposureShape = struct<ExposureOptions>(exposureFields);

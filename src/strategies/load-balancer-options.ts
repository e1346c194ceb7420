import { LoadBalancerIntents, loadBalancerIntentFields } from './load-balancer-intents';
import { TrafficPolicy } from '../service-options';
import { anything, flag, listOf, numberByPort, oneOf, struct, textMap } from '../shape';

/**
 * For LOAD_BALANCER: an address of its own, on the ports that the Service offers.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
 */
export interface LoadBalancerOptions extends LoadBalancerIntents {
  /**
   * The port of the load balancer, 1-65535, for each exposed port of the app by name: `{ http: 80 }`. Where it is another than
   * inside the cluster, the door gets a Service of its own.
   *
   * @default - the same number as inside the cluster
   */
  readonly ports?: { [portName: string]: number };

  /**
   * Which load balancer of the cluster, as a label key such as `service.k8s.aws/nlb`. It cannot be changed, added or taken away
   * later while the Service stays a load balancer (LB-1).
   *
   * @default - the cluster's default load balancer
   */
  readonly loadBalancerClass?: string;

  /**
   * The clients that are let in, as canonical CIDRs (LB-2, S-18). A provider that ignores it is warned of (L-4).
   *
   * @default - everybody
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Which pods a node sends traffic from the load balancer to. `LOCAL` keeps the client's address where the load balancer does.
   *
   * @default TrafficPolicy.CLUSTER
   */
  readonly externalTrafficPolicy?: TrafficPolicy;

  /**
   * The port on which nodes tell the load balancer whether they have a pod. Only with `TrafficPolicy.LOCAL`, in the node port
   * range, and never changed later (LB-3).
   *
   * @default - the cluster chooses
   */
  readonly healthCheckNodePort?: number;

  /**
   * Whether the Service gets node ports as well. `false` only for load balancers that send traffic straight to pods (LB-4).
   *
   * @default true
   */
  readonly allocateLoadBalancerNodePorts?: boolean;

  /**
   * The node port for each exposed port of the app by name, where the load balancer's configuration needs to know it.
   *
   * @default - the cluster chooses
   */
  readonly nodePorts?: { [portName: string]: number };

  /**
   * Annotations of the Service that is the door: whatever else the provider is told by them.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

export const loadBalancerShape = struct<LoadBalancerOptions>({
  ...loadBalancerIntentFields,
  ports: numberByPort.optional(),
  loadBalancerClass: anything,
  loadBalancerSourceRanges: listOf(anything).optional(),
  externalTrafficPolicy: oneOf(TrafficPolicy).optional(),
  healthCheckNodePort: anything,
  allocateLoadBalancerNodePorts: flag.optional(),
  nodePorts: numberByPort.optional(),
  annotations: textMap.optional(),
});

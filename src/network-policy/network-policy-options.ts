import { ExposureStrategy } from '../exposure-strategy';
import { anything, keyedBy, listOf, struct, text, textMap, texts } from '../shape';

/** Pods that a NetworkPolicy lets in, by their labels and by their namespace. */
export interface NetworkPolicyPods {
  /**
   * The labels of the pods.
   *
   * @default - every pod of the namespace
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * The namespace of the pods. Not together with `namespaceLabels`.
   *
   * @default - that of the app
   */
  readonly namespace?: string;

  /**
   * The labels of the namespaces of the pods; without any label in it, every namespace.
   *
   * @default - that of the app alone
   */
  readonly namespaceLabels?: { [key: string]: string };
}

/** Pods that use the app inside the cluster. */
export interface NetworkPolicyClient extends NetworkPolicyPods {
  /**
   * The ports of the app that they use, by name. Ports with `exposed: false`, such as those of metrics, are reached by those alone
   * that name them here.
   *
   * @default - every exposed port
   */
  readonly ports?: string[];
}

/** Where traffic through the door comes from: pods, or a range of addresses. */
export interface NetworkPolicySource extends NetworkPolicyPods {
  /**
   * A range of addresses as a canonical CIDR (S-18), in place of pods.
   *
   * @default - pods
   */
  readonly cidr?: string;
}

/**
 * A NetworkPolicy for the app's pods: the door and the clients named here are let in, at the ports of the containers, and nobody else.
 * What the pods send is not restricted.
 *
 * Who comes through the door is known from the strategy and the ClusterProfile: the pods of the Ingress controller or of the Gateway,
 * the nodes, the clients themselves, or the API server. The pod's own node is always let in, so the probes of the kubelet work.
 *
 * Other NetworkPolicies that select the same pods count too: what one of them allows is allowed.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface NetworkPolicyOptions {
  /**
   * Who uses the app inside the cluster, in every strategy. Where the app's pods talk to each other, they are clients too.
   *
   * @default - nobody
   */
  readonly clients?: NetworkPolicyClient[];

  /**
   * The addresses of clients outside the cluster, as canonical CIDRs (S-18), where the pods see them: in HOST_PORT, and in NODE_PORT and
   * LOAD_BALANCER with `externalTrafficPolicy` LOCAL. An empty list lets nobody in.
   *
   * @default - `loadBalancer.loadBalancerSourceRanges` in LOAD_BALANCER, otherwise everybody
   */
  readonly clientRanges?: string[];

  /**
   * Where the traffic of a door comes from, by strategy, in place of what the ClusterProfile says. It is needed where that is outside
   * the cluster (a load balancer that sends to pods itself), or on the host network (an Ingress controller with the address of its
   * node). An empty list lets nobody in through the door.
   *
   * @default - told from the ClusterProfile
   */
  readonly from?: { [strategy: string]: NetworkPolicySource[] };
}

const pods = { podLabels: textMap.optional(), namespace: anything, namespaceLabels: textMap.optional() };

export const networkPolicyShape = struct<NetworkPolicyOptions>({
  clients: listOf(struct<NetworkPolicyClient>({ ...pods, ports: texts.optional() })).optional(),
  clientRanges: listOf(text).optional(),
  from: keyedBy(ExposureStrategy, listOf(struct<NetworkPolicySource>({ ...pods, cidr: anything }))).optional(),
});

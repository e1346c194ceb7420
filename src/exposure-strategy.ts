/**
 * The door through which an app is reached.
 *
 * The values are in Kubernetes' own spelling, so that they can come from a configuration file.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/
 */
export enum ExposureStrategy {
  /**
   * The pods use the network of their node: the app is reached at the node's address, on the app's own port.
   * For node agents, and for software that needs the node's interfaces.
   */
  HOST_NETWORK = 'HostNetwork',

  /**
   * A port of the node is forwarded to the pod by the CNI: reached at the node's address, on a port of your choice.
   * For a few pods at fixed nodes, such as an Ingress controller without a load balancer.
   */
  HOST_PORT = 'HostPort',

  /**
   * No door but the API server: reached inside the cluster, and from a workstation by `kubectl proxy` or `kubectl port-forward`.
   * The default of choice for what only operators and other apps need.
   */
  CLUSTER_IP = 'ClusterIP',

  /**
   * One port of every node leads to the app, whichever node it runs on.
   * For clusters without a load balancer, and behind an external one.
   */
  NODE_PORT = 'NodePort',

  /**
   * An address of its own from the cluster's load balancer, for any protocol.
   * For TCP and UDP to the outside; one address, often paid for, an app.
   */
  LOAD_BALANCER = 'LoadBalancer',

  /**
   * An HTTP hostname and path served by the cluster's Ingress controller.
   * For web apps on a cluster that has an Ingress controller.
   */
  INGRESS = 'Ingress',

  /**
   * A route of the Gateway API: HTTP, gRPC, TLS, TCP or UDP, by the port's protocol.
   * For everything that Ingress does and for other protocols, on a cluster that has a Gateway.
   */
  GATEWAY = 'Gateway',
}

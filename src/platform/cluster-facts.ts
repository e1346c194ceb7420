import { IngressController } from './ingress-controller';
import { LoadBalancerProvider } from './load-balancer-provider';
import { anything, flag, listOf, oneOf, struct, text, textMap } from '../shape';
import { GatewayProtocol } from '../strategies/gateway-protocol';

/** A listener of the cluster's Gateway, or an entry point of its Ingress controller. */
export interface PlatformListener {
  /** Its name: the `sectionName` of routes, the entry point of Traefik. */
  readonly name: string;

  /** What it takes. */
  readonly protocol: GatewayProtocol;

  /** The port that clients use, 1-65535. */
  readonly port: number;
}

/** The Ingress controller of a cluster. */
export interface PlatformIngress {
  /**
   * What serves the Ingresses.
   *
   * @default - unknown: hostnames, paths and TLS alone can be asked for
   */
  readonly controller?: IngressController;

  /**
   * The IngressClass that apps use, a DNS name (IN-10).
   *
   * @default - the cluster's default IngressClass
   */
  readonly ingressClassName?: string;

  /**
   * The namespace that the controller's pods run in: where NetworkPolicies let traffic come from.
   *
   * @default - unknown, or not in the cluster
   */
  readonly namespace?: string;

  /**
   * The labels of the controller's pods.
   *
   * @default - any pod of the namespace
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * The Service that the controller is reached by, in its namespace. Doors of TCP and UDP, which have no Ingress, get their address from it.
   *
   * @default - unknown
   */
  readonly serviceName?: string;

  /**
   * The entry points, where it has such for TCP and UDP, or others than 80 and 443.
   *
   * @default - HTTP at 80 and HTTPS at 443
   */
  readonly listeners?: PlatformListener[];

  /**
   * Annotations that every Ingress of the class needs.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * What sets it up, such as `minikube addons enable ingress`, or what has to be installed and the page that says how. Apps have it
   * among their requirements.
   *
   * @default - it is there
   */
  readonly setUpBy?: string;
}

/** The Gateway that the apps of a cluster share, or the class of which each app makes one. */
export interface PlatformGateway {
  /**
   * What serves the Gateways.
   *
   * @default - unknown: what the Gateway API itself has can be asked for
   */
  readonly controller?: IngressController;

  /**
   * The shared Gateway that routes attach to.
   *
   * @default - none is shared: each app has one of its own, of `gatewayClassName`
   */
  readonly name?: string;

  /**
   * The namespace of the shared Gateway.
   *
   * @default - that of the routes
   */
  readonly namespace?: string;

  /**
   * The listeners of the shared Gateway. Routes attach to those of their protocol.
   *
   * @default - unknown: routes attach to every listener that takes them
   */
  readonly listeners?: PlatformListener[];

  /**
   * The GatewayClass of Gateways that apps make for themselves.
   *
   * @default - none
   */
  readonly gatewayClassName?: string;

  /**
   * The namespace that the pods of the data plane run in: where NetworkPolicies let traffic come from.
   *
   * @default - that of the Gateway
   */
  readonly dataPlaneNamespace?: string;

  /**
   * The labels of the pods of the data plane.
   *
   * @default - any pod of the namespace
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Annotations that every Gateway needs which an app makes for itself.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * What sets it up: what has to be installed, and the page that says how. Apps have it among their requirements.
   *
   * @default - it is there
   */
  readonly setUpBy?: string;
}

/** What gives Services of type LoadBalancer their address. */
export interface PlatformLoadBalancer {
  /**
   * Who.
   *
   * @default - unknown: what Kubernetes itself has can be asked for
   */
  readonly provider?: LoadBalancerProvider;

  /**
   * The class of load balancers that apps use, a label key such as `service.k8s.aws/nlb` (LB-1).
   *
   * @default - none: the cluster's default load balancer
   */
  readonly loadBalancerClass?: string;

  /**
   * Annotations that every Service of the class needs.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * What sets it up, such as `minikube tunnel`, or what has to be installed and the page that says how. Apps have it among their
   * requirements.
   *
   * @default - it is there
   */
  readonly setUpBy?: string;
}

/** What makes DNS records. */
export enum DnsProvider {
  /** Nobody in the cluster. */
  NONE = 'None',

  /** ExternalDNS, which reads hostnames from Services, Ingresses and routes. */
  EXTERNAL_DNS = 'ExternalDns',
}

/** Where certificates come from that no app states: a cert-manager issuer. One of the two. */
export interface PlatformCertificates {
  /**
   * A ClusterIssuer of cert-manager.
   *
   * @default - none
   */
  readonly clusterIssuer?: string;

  /**
   * An Issuer of cert-manager, which is there in each app's namespace.
   *
   * @default - none
   */
  readonly issuer?: string;

  /**
   * Whether hostnames are served over TLS where the app says nothing of it.
   *
   * @default true
   */
  readonly byDefault?: boolean;
}

/**
 * The levels of Pod Security, from the strictest.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** What hardened apps need. */
  RESTRICTED = 'restricted',

  /** What keeps apps from known ways to more rights. */
  BASELINE = 'baseline',

  /** Everything. */
  PRIVILEGED = 'privileged',
}

/** What the pod network does. */
export interface PlatformNetwork {
  /**
   * Whether host ports are opened: by the plugin portmap or its equal.
   *
   * @default - unknown; it is a requirement of HOST_PORT
   */
  readonly hostPorts?: boolean;

  /**
   * Whether NetworkPolicies are enforced.
   *
   * @default - unknown; it is a requirement of NetworkPolicies
   */
  readonly networkPolicies?: boolean;

  /**
   * The addresses of the nodes, as canonical CIDRs: where traffic comes from that a node port or load balancer passes on.
   *
   * @default - unknown
   */
  readonly nodeCidrs?: string[];

  /**
   * The addresses that the API server speaks to pods from, as canonical CIDRs.
   *
   * @default - those of the nodes
   */
  readonly apiServerCidrs?: string[];
}

/** The operating system of nodes. */
export enum NodeOs {
  /** Linux on every node. */
  LINUX = 'Linux',

  /** Windows on every node that runs apps. */
  WINDOWS = 'Windows',

  /** Both; pods choose with a node selector. */
  MIXED = 'Mixed',
}

const listeners = listOf(struct<PlatformListener>({ name: anything, protocol: oneOf(GatewayProtocol), port: anything }));

export const ingressFacts = struct<PlatformIngress>({
  controller: oneOf(IngressController).optional(),
  ingressClassName: anything,
  namespace: anything,
  podLabels: textMap.optional(),
  serviceName: anything,
  listeners: listeners.optional(),
  annotations: textMap.optional(),
  setUpBy: anything,
});

export const gatewayFacts = struct<PlatformGateway>({
  controller: oneOf(IngressController).optional(),
  name: anything,
  namespace: anything,
  listeners: listeners.optional(),
  gatewayClassName: anything,
  dataPlaneNamespace: anything,
  podLabels: textMap.optional(),
  annotations: textMap.optional(),
  setUpBy: anything,
});

export const loadBalancerFacts = struct<PlatformLoadBalancer>({
  provider: oneOf(LoadBalancerProvider).optional(), loadBalancerClass: anything, annotations: textMap.optional(), setUpBy: anything,
});
export const certificateFacts = struct<PlatformCertificates>({ clusterIssuer: anything, issuer: anything, byDefault: flag.optional() });
export const networkFacts = struct<PlatformNetwork>({
  hostPorts: flag.optional(), networkPolicies: flag.optional(), nodeCidrs: listOf(text).optional(), apiServerCidrs: listOf(text).optional(),
});

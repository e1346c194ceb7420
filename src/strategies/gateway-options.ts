import { GatewayFilters, gatewayFiltersShape } from './gateway-filters';
import { GatewayProtocol } from './gateway-protocol';
import { anything, listOf, oneOf, struct, text, textMap } from '../shape';

/** Where TLS ends. */
export enum GatewayTlsMode {
  /** At the Gateway. */
  TERMINATE = 'Terminate',

  /** At the app. */
  PASSTHROUGH = 'Passthrough',
}

/** The namespaces whose routes a listener takes. */
export enum RouteNamespaces {
  /** That of the Gateway. */
  SAME = 'Same',

  /** Every one. */
  ALL = 'All',
}

/** What is known of a listener of somebody else's Gateway, so that URLs can be complete. It is not rendered. */
export interface KnownListener {
  /** The protocol. Only routes that it takes attach: HTTPRoute and GRPCRoute to HTTP and HTTPS, the others to their own (GW-13). */
  readonly protocol: GatewayProtocol;

  /** The port that clients use, 1-65535; behind host ports or another load balancer it may differ from the listener's own. */
  readonly port: number;
}

/**
 * A Gateway, or one listener of it, that routes attach to.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#parentreference
 */
export interface GatewayParentRef {
  /** The name of the Gateway. */
  readonly name: string;

  /**
   * The namespace of the Gateway. Where it is another than the app's, the listener has to let the app's namespace in (GW-15).
   *
   * @default - that of the routes
   */
  readonly namespace?: string;

  /**
   * The name of the listener.
   *
   * @default - every listener that takes the kind of route
   */
  readonly sectionName?: string;

  /**
   * The app's port, by name, whose route attaches here. TCP and UDP ports need a listener each.
   *
   * @default - every port's
   */
  readonly forPort?: string;

  /**
   * What is known of the listener.
   *
   * @default - the access points have placeholders, and commands that look it up
   */
  readonly listener?: KnownListener;
}

/**
 * A certificate for a listener: a Secret of type `kubernetes.io/tls`.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#secretobjectreference
 */
export interface CertificateRef {
  /** The name of the Secret. */
  readonly name: string;

  /**
   * The namespace of the Secret. Where it is another than the Gateway's, a ReferenceGrant is made there (GW-16).
   *
   * @default - that of the Gateway
   */
  readonly namespace?: string;
}

/**
 * How a listener does TLS.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listenertlsconfig
 */
export interface GatewayTls {
  /**
   * Where TLS ends. HTTPS listeners end it themselves (GW-9); a port that speaks TLS needs `PASSTHROUGH`.
   *
   * @default GatewayTlsMode.TERMINATE
   */
  readonly mode?: GatewayTlsMode;

  /**
   * The certificates, needed where TLS ends at the Gateway (GW-10).
   *
   * @default - none
   */
  readonly certificateRefs?: CertificateRef[];
}

/**
 * A listener of the Gateway that is made.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#listener
 */
export interface GatewayListener {
  /** The name, unique in the Gateway: a DNS name. */
  readonly name: string;

  /** The protocol. */
  readonly protocol: GatewayProtocol;

  /** The port, 1-65535. It carries one of HTTP, TLS (HTTPS and TLS, told apart by hostname) and TCP, and UDP besides (GW-8). */
  readonly port: number;

  /**
   * The only hostname that is served, with `*.` for every one below. Not for TCP and UDP (GW-9).
   *
   * @default - every hostname
   */
  readonly hostname?: string;

  /**
   * TLS; needed for HTTPS and TLS, refused for the others (GW-9, GW-11).
   *
   * @default - none
   */
  readonly tls?: GatewayTls;

  /**
   * The namespaces whose routes are taken.
   *
   * @default RouteNamespaces.SAME
   */
  readonly routeNamespaces?: RouteNamespaces;
}

/**
 * A Gateway of the app's own. It is made in the namespace of the routes, with the app's name.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#gateway
 */
export interface OwnGateway {
  /** The GatewayClass, 1-253 characters (GW-17). */
  readonly gatewayClassName: string;

  /**
   * The listeners.
   *
   * @default - one for each protocol of the exposed ports: HTTP on 80 or HTTPS on 443, and the Service port of every other port
   */
  readonly listeners?: GatewayListener[];

  /**
   * Annotations of the Gateway.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * For GATEWAY: the Gateway that the routes attach to, an existing one or one of the app's own. Hostnames and paths stand in `http`.
 *
 * @see https://gateway-api.sigs.k8s.io/
 */
export interface GatewayOptions {
  /**
   * The Gateways, or listeners of them, that the routes attach to, at most 32 (GW-7).
   *
   * @default - the Gateway of the ClusterProfile, where it has one and `ownGateway` is not given
   */
  readonly parentRefs?: GatewayParentRef[];

  /**
   * Make a Gateway for this app alone. Mostly the platform team owns one that all apps share.
   *
   * @default - one of the ClusterProfile's class, where it has one and no Gateway is shared; else none is made
   */
  readonly ownGateway?: OwnGateway;

  /**
   * The namespace of the routes and of the own Gateway. Where it is another than the app's, a ReferenceGrant lets the routes
   * reach the Service (GW-16).
   *
   * @default - that of the app
   */
  readonly namespace?: string;

  /**
   * The name of the plain HTTP listener at which requests are redirected to HTTPS, by a route of its own. Needs `http.tls`.
   *
   * @default - no redirect; with `http.redirectToHttps` that of the own Gateway, or of the ClusterProfile
   */
  readonly httpsRedirectFrom?: string;

  /**
   * What the Gateway does with every request and answer.
   *
   * @default - nothing
   */
  readonly filters?: GatewayFilters;

  /**
   * Annotations of the routes.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

export const gatewayShape = struct<GatewayOptions>({
  parentRefs: listOf(struct<GatewayParentRef>({
    name: anything,
    namespace: anything,
    sectionName: anything,
    forPort: text.optional(),
    listener: struct<KnownListener>({ protocol: oneOf(GatewayProtocol), port: anything }).optional(),
  })).optional(),
  ownGateway: struct<OwnGateway>({
    gatewayClassName: anything,
    listeners: listOf(struct<GatewayListener>({
      name: anything,
      protocol: oneOf(GatewayProtocol),
      port: anything,
      hostname: anything,
      tls: struct<GatewayTls>({
        mode: oneOf(GatewayTlsMode).optional(),
        certificateRefs: listOf(struct<CertificateRef>({ name: anything, namespace: anything })).optional(),
      }).optional(),
      routeNamespaces: oneOf(RouteNamespaces).optional(),
    })).optional(),
    annotations: textMap.optional(),
  }).optional(),
  namespace: anything,
  httpsRedirectFrom: text.optional(),
  filters: gatewayFiltersShape.optional(),
  annotations: textMap.optional(),
});

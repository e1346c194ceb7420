import { HttpFeatures, httpFeatureFields } from './http-features';
import { anything, flag, listOf, oneOf, struct, text, texts } from '../shape';

/**
 * How a path is compared.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export enum HttpPathType {
  /** Element by element from the start: `/foo` matches `/foo` and `/foo/bar`, not `/foobar`. */
  PREFIX = 'Prefix',

  /** The whole path, with case. */
  EXACT = 'Exact',

  /** As the Ingress controller likes. Not for the Gateway API. */
  IMPLEMENTATION_SPECIFIC = 'ImplementationSpecific',
}

/** Hostnames and a path that lead to a port of the app. */
export interface HttpRule {
  /**
   * The hostnames: lower-case DNS names, the first label may be `*`.
   *
   * @default - the hostnames of `http`
   */
  readonly hostnames?: string[];

  /**
   * The path, beginning with `/`.
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * How the path is compared.
   *
   * @default HttpPathType.PREFIX
   */
  readonly pathType?: HttpPathType;

  /**
   * The app's port, by name.
   *
   * @default - the port of `http`
   */
  readonly port?: string;
}

/**
 * Where the certificate for the hostnames comes from. At most one of the three; none at all means a certificate of the
 * ClusterProfile's issuer, else the default one of the Ingress controller, or that of the Gateway's listener.
 */
export interface HttpTls {
  /**
   * An existing Secret of type `kubernetes.io/tls` in the namespace of the Ingress, which is the app's, or of the app's own
   * Gateway, which is `gateway.namespace`. With an issuer: the Secret that cert-manager keeps the certificate in.
   *
   * @default - with an issuer, the app's name with `-tls`
   */
  readonly secretName?: string;

  /**
   * A cert-manager Issuer in the same namespace as the Secret.
   *
   * @default - none
   * @see https://cert-manager.io/docs/usage/ingress/
   */
  readonly issuer?: string;

  /**
   * A cert-manager ClusterIssuer.
   *
   * @default - none
   * @see https://cert-manager.io/docs/usage/ingress/
   */
  readonly clusterIssuer?: string;

  /**
   * Whether TLS is handed to the app as it is, told apart by hostname alone, and ends there. Needs a port that speaks TLS. In GATEWAY
   * such a port has it that way by itself, by a TLSRoute.
   *
   * @default false
   */
  readonly passthrough?: boolean;

  /**
   * `false` for plain HTTP where the certificates of the ClusterProfile would make it HTTPS. Nothing else of this block is given then.
   *
   * @default true
   */
  readonly enabled?: boolean;
}

/** Hostnames, paths and TLS, shared by INGRESS and GATEWAY. */
export interface HttpOptions extends HttpFeatures {
  /**
   * The hostnames: lower-case DNS names without scheme, port and path; the first label may be `*` (IN-6, GW-2). For an Ingress
   * `*` stands for one label, for the Gateway API for any number (IN-18). With `rules`: those of every rule that has none.
   *
   * @default - every hostname
   */
  readonly hostnames?: string[];

  /**
   * The path, beginning with `/`. The app sees it as it is, unless the door rewrites it (IN-17).
   *
   * @default '/'
   */
  readonly path?: string;

  /**
   * How the path is compared.
   *
   * @default HttpPathType.PREFIX
   */
  readonly pathType?: HttpPathType;

  /**
   * The app's port, by name.
   *
   * @default - the first exposed port that speaks HTTP, gRPC or TLS
   */
  readonly port?: string;

  /**
   * Several hostnames and paths to several ports. Not together with `path`, `pathType` and `port`.
   *
   * @default - one rule, of the options above
   */
  readonly rules?: HttpRule[];

  /**
   * Serve the hostnames over TLS. Needs hostnames (IN-13).
   *
   * @default - that of the ClusterProfile, where it has certificates, or a Gateway with a listener of HTTPS; else plain HTTP
   */
  readonly tls?: HttpTls;
}

export const httpShape = struct<HttpOptions>({
  ...httpFeatureFields,
  hostnames: texts.optional(),
  path: text.optional(),
  pathType: oneOf(HttpPathType).optional(),
  port: text.optional(),
  rules: listOf(struct<HttpRule>({
    hostnames: texts.optional(),
    path: text.optional(),
    pathType: oneOf(HttpPathType).optional(),
    port: text.optional(),
  })).optional(),
  tls: struct<HttpTls>({
    secretName: anything, issuer: anything, clusterIssuer: anything, passthrough: flag.optional(), enabled: flag.optional(),
  }).optional(),
});

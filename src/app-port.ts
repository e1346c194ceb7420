import * as kplus from 'cdk8s-plus-27';

/** One port that the app listens on. */
export interface AppPort {
  /**
   * The name of the port: 1-15 lower-case letters, digits and single hyphens, at least one letter (W-1, S-3).
   *
   * It becomes the name of the container port and of the Service port. Where `appProtocol` is not given, a name of the
   * form `<protocol>` or `<protocol>-<anything>` with one of `http`, `https`, `http2`, `h2c`, `grpc`, `ws`, `wss`, `tls`
   * tells what the port speaks; any other name is plain TCP, UDP or SCTP.
   */
  readonly name: string;

  /** The number that the container listens on, 1-65535. */
  readonly port: number;

  /**
   * The number under which the Service offers it, 1-65535. Inside the cluster, in an Ingress, a route and at a load
   * balancer this is the number that counts (S-22).
   *
   * @default - the same as `port`
   */
  readonly servicePort?: number;

  /**
   * The transport protocol.
   *
   * @default kplus.Protocol.TCP
   */
  readonly protocol?: kplus.Protocol;

  /**
   * What is spoken on the port: an IANA service name such as `http`, `https` or `postgresql`, `grpc`, or a name with a
   * prefix such as `kubernetes.io/h2c`. It decides the scheme of URLs and the kind of route, and is set on the Service.
   *
   * @default - told from the `name`, and not set on the Service
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
   */
  readonly appProtocol?: string;

  /**
   * Whether the door leads to this port. A port that is not exposed (metrics, administration) is reachable inside the
   * cluster only, unless a further door leads to it by name.
   *
   * @default true
   */
  readonly exposed?: boolean;

  /**
   * The name of the sidecar that listens on the port, such as an authenticating proxy in front of the app.
   *
   * @default - the app's own container
   */
  readonly container?: string;
}

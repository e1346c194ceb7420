import { Protocol } from 'cdk8s-plus-27';

/** What kind of traffic a port carries, as far as the doors tell kinds apart. */
export enum Traffic {
  /** HTTP requests in plain text: routed by hostname and path. */
  HTTP = 'http',
  /** gRPC over HTTP/2: routed by hostname, service and method. */
  GRPC = 'grpc',
  /** The app ends TLS itself: routed by the server name of the handshake. */
  TLS = 'tls',
  /** A TCP stream of any other kind: routed by port alone. */
  TCP = 'tcp',
  /** UDP datagrams: routed by port alone. */
  UDP = 'udp',
  /** SCTP associations: routed by port alone. */
  SCTP = 'sctp',
}

/** What is spoken on a port: its kind of traffic and the scheme of its URLs (U-3). */
export interface Application {
  readonly traffic: Traffic;
  readonly scheme: string;
}

/** By `appProtocol`, or by the first part of the port's name. */
const APPLICATIONS: Record<string, Application> = {
  'http': { traffic: Traffic.HTTP, scheme: 'http' },
  'http2': { traffic: Traffic.HTTP, scheme: 'http' },
  'h2c': { traffic: Traffic.HTTP, scheme: 'http' },
  'kubernetes.io/h2c': { traffic: Traffic.HTTP, scheme: 'http' },
  'ws': { traffic: Traffic.HTTP, scheme: 'ws' },
  'kubernetes.io/ws': { traffic: Traffic.HTTP, scheme: 'ws' },
  'grpc': { traffic: Traffic.GRPC, scheme: 'grpc' },
  'https': { traffic: Traffic.TLS, scheme: 'https' },
  'wss': { traffic: Traffic.TLS, scheme: 'wss' },
  'kubernetes.io/wss': { traffic: Traffic.TLS, scheme: 'wss' },
  'tls': { traffic: Traffic.TLS, scheme: 'tls' },
};

const TRANSPORTS: Record<Protocol, Application> = {
  [Protocol.TCP]: { traffic: Traffic.TCP, scheme: 'tcp' },
  [Protocol.UDP]: { traffic: Traffic.UDP, scheme: 'udp' },
  [Protocol.SCTP]: { traffic: Traffic.SCTP, scheme: 'sctp' },
};

/** What is spoken on a port: by its `appProtocol`, else by its name `<protocol>[-<anything>]`, else nothing above the transport. */
export function applicationOf(port: { name: string; protocol: Protocol; appProtocol?: string }): Application {
  const spoken = port.appProtocol?.toLowerCase() ?? port.name.split('-')[0];
  const application = port.protocol === Protocol.TCP && Object.hasOwn(APPLICATIONS, spoken) ? APPLICATIONS[spoken] : undefined;
  return application ?? TRANSPORTS[port.protocol];
}

/** The kinds of traffic that a door of the web, by hostname, can lead to. */
export function isRoutedByHostname(application: Application): boolean {
  return [Traffic.HTTP, Traffic.GRPC, Traffic.TLS].includes(application.traffic);
}

import { Traffic } from '../kubernetes/application';

/** The protocol of a Gateway's listener. */
export enum GatewayProtocol {
  /** HTTP in plain text: HTTPRoute and GRPCRoute. */
  HTTP = 'HTTP',

  /** HTTP over TLS that ends at the Gateway: HTTPRoute and GRPCRoute. */
  HTTPS = 'HTTPS',

  /** TLS, told apart by server name: TLSRoute. */
  TLS = 'TLS',

  /** TCP: TCPRoute. */
  TCP = 'TCP',

  /** UDP: UDPRoute. */
  UDP = 'UDP',
}

/** The listener of what is told apart by port alone. */
export const RAW_LISTENERS: Partial<Record<Traffic, GatewayProtocol>> = { [Traffic.TCP]: GatewayProtocol.TCP, [Traffic.UDP]: GatewayProtocol.UDP };

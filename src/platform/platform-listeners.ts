import { PlatformListener } from './cluster-facts';
import { GatewayProtocol } from '../strategies/gateway-protocol';

/** The listeners of a protocol. */
export function listenersOf(listeners: readonly PlatformListener[], protocol: GatewayProtocol): PlatformListener[] {
  return listeners.filter(listener => listener.protocol === protocol);
}

/** The listener that carries one port of TCP or UDP: that of the same number, else the only one of the protocol. */
export function listenerFor(
  listeners: readonly PlatformListener[], protocol: GatewayProtocol, port: { readonly servicePort: number },
): PlatformListener | undefined {
  const fitting = listenersOf(listeners, protocol);
  return fitting.find(listener => listener.port === port.servicePort) ?? (fitting.length === 1 ? fitting[0] : undefined);
}

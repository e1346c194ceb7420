import { FeatureContext } from './controller';
import { GatewayProtocol } from '../../strategies/gateway-protocol';
import { DoorPort } from '../../workload/door-port';
import { PlatformListener } from '../cluster-facts';
import { listenerFor } from '../platform-listeners';

/** Each port of TCP or UDP with the entry point that carries it alone, as far as the platform states one. */
export function entryPoints(
  protocol: GatewayProtocol, ports: readonly DoorPort[], { listeners }: FeatureContext,
): { readonly port: DoorPort; readonly listener?: PlatformListener }[] {
  return ports.map(port => ({ port, listener: listenerFor(listeners, protocol, port) }));
}

/** What keeps ports of TCP or UDP from the doors of an Ingress controller: each needs an entry point of its own, which the platform states. */
export function checkEntryPoints(protocol: GatewayProtocol, ports: readonly DoorPort[], context: FeatureContext): string | undefined {
  const carried = entryPoints(protocol, ports, context);
  const bare = carried.find(({ listener }) => listener === undefined)?.port;
  if (bare) {
    return `needs an entry point of the controller, and ClusterProfile ${context.cluster.name} states none for port ${bare.name}; give its ingress.listeners one of protocol ${protocol} and port ${bare.servicePort}`;
  }
  const shared = carried.find(({ listener }, index) => carried.findIndex(other => other.listener === listener) < index);
  return shared && `needs an entry point for each port, and ClusterProfile ${context.cluster.name} states ${shared.listener!.name} alone; give its ingress.listeners one of protocol ${protocol} and port ${shared.port.servicePort}`;
}

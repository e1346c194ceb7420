import { PlannedRoute, protocolsOf } from './gateway-plan';
import { GatewayProtocol } from './gateway-protocol';
import { ExposureContext } from './strategy';
import { listenersOf } from '../platform/platform-listeners';

/** Whether it is the Gateway of the platform that the routes are to attach to. */
export function isShared({ stated: { gateway }, cluster }: ExposureContext): boolean {
  return !gateway?.parentRefs && !gateway?.ownGateway && cluster.gateway?.name !== undefined;
}

/** Why no listener of the platform's Gateway takes a route. */
export function missingListener({ options: { http }, cluster }: ExposureContext, { kind, ports: [port] }: PlannedRoute): string {
  const [first, ...others] = protocolsOf(kind);
  const protocol = others.length === 0 ? first : http?.tls ? GatewayProtocol.HTTPS : GatewayProtocol.HTTP;
  return listenersOf(cluster.gateway?.listeners ?? [], protocol).length === 0
    ? `has no listener of protocol ${protocol}`
    : `has several listeners of protocol ${protocol}, and none for port ${port.servicePort}`;
}

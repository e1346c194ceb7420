import { environment } from './environment';
import { get } from './kubectl';
import { ClusterProfile, GatewayProtocol, IngressController, PlatformListener } from 'cdk8s-expose';

interface Gateway {
  readonly spec: { readonly listeners: readonly PlatformListener[] };
}

/** Reads `tcp:TCP:9000,udp:UDP:9053`. */
function listenersIn(text: string): PlatformListener[] {
  return text.split(',').filter(item => item !== '').map(item => {
    const [name, protocol, port] = item.split(':');
    return { name, protocol: protocol as GatewayProtocol, port: Number(port) };
  });
}

/** What the cluster is, as its variables and its Gateway tell. */
export async function profileOf(
  { ingressClass = environment.ingressClass, controller = environment.ingressController } = {},
): Promise<ClusterProfile> {
  const { gatewayName: name, gatewayNamespace: namespace } = environment;
  const { spec } = await get<Gateway>('-n', namespace, 'gateway', name);
  return ClusterProfile.custom({
    name: 'suite',
    clusterDomain: environment.clusterDomain,
    ingress: {
      controller: controller as IngressController,
      ingressClassName: ingressClass,
      listeners: listenersIn(environment.ingressListeners),
    },
    gateway: {
      controller: environment.gatewayController as IngressController,
      name,
      namespace,
      listeners: spec.listeners.map(listener => ({ name: listener.name, protocol: listener.protocol, port: listener.port })),
    },
    gatewayApiChannel: environment.gatewayApiChannel,
  });
}

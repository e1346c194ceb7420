import { environment } from './environment';
import { get } from './kubectl';

interface Gateway {
  readonly spec: { readonly listeners: readonly { readonly name: string; readonly protocol: string; readonly port: number }[] };
}

/** The listener of the cluster's Gateway for a protocol. */
export async function listenerOf(protocol: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP'): Promise<{ name: string; port: number }> {
  const { gatewayName: name, gatewayNamespace: namespace } = environment;
  const { spec } = await get<Gateway>('-n', namespace, 'gateway', name);
  const listener = spec.listeners.find(candidate => candidate.protocol === protocol);
  if (listener === undefined) {
    throw new Error(`Gateway ${namespace}/${name} has no listener for ${protocol}; give it one, or say in SKIP_GATEWAY_${protocol} why not`);
  }
  return listener;
}

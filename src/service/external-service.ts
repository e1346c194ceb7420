import { ServiceType } from 'cdk8s-plus-27';
import { DoorServiceSpec, ExposureContext } from '../strategies/strategy';

/**
 * In NODE_PORT and LOAD_BALANCER a Service opens all its ports, so what must not be opened is left to another (design, invariant 3), as
 * are ports that have another number at the door (invariant 1).
 */
export function needsExternalService({ ports: all, exposed }: ExposureContext, { type, ports = {} }: DoorServiceSpec): boolean {
  const isRenumbered = exposed.some(port => (ports[port.name] ?? port.servicePort) !== port.servicePort);
  return type !== ServiceType.CLUSTER_IP && (exposed.length < all.length || isRenumbered);
}

/** The name of the second Service of the app `name`. */
export function externalName(name: string): string {
  return `${name}-external`;
}

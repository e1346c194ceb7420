import { ServiceType } from 'cdk8s-plus-27';
import { DoorServiceSpec, ExposureContext } from '../strategies/strategy';

/**
 * In NODE_PORT and LOAD_BALANCER a Service opens all its ports, so what must not be opened is left to another (design, invariant 3), as
 * are ports that have another number at the load balancer (invariant 1). Both modes then use the second one, so that a node port stays
 * with the Service that holds it (invariant 2).
 */
export function needsExternalService({ options, ports, exposed }: ExposureContext, { type }: DoorServiceSpec): boolean {
  const numbers = options.loadBalancer?.ports ?? {};
  const isRenumbered = exposed.some(port => (numbers[port.name] ?? port.servicePort) !== port.servicePort);
  return type !== ServiceType.CLUSTER_IP && (exposed.length < ports.length || isRenumbered);
}

/** The name of the Service that a door goes through: that of the app, or one of the door's own. */
export function doorServiceName(context: ExposureContext, { type }: Pick<DoorServiceSpec, 'type'>): string {
  const { name, serviceName } = context;
  return type === ServiceType.CLUSTER_IP ? serviceName
    : name === serviceName && needsExternalService(context, { type }) ? externalName(name)
      : name; // a further door has another name than the Service of the app
}

/** The name of the second Service of the app `name`. */
export function externalName(name: string): string {
  return `${name}-external`;
}

import { ExposureContext } from './strategy';

/** The namespace of the routes and of the own Gateway. */
export function routeNamespace({ options, namespace }: ExposureContext): string | undefined {
  return options.gateway?.namespace ?? namespace;
}

/** Whether the routes are in another namespace than the Service (GW-16). */
export function crossesNamespaces(context: ExposureContext): boolean {
  return context.options.gateway?.namespace !== undefined && context.options.gateway.namespace !== context.namespace;
}

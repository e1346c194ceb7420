import { ExposureContext } from './strategy';
import { hostnamesOf, HttpLead } from '../http/http-lead';
import { DoorPort } from '../workload/door-port';

type Json = { readonly [key: string]: unknown };

/** The rules of an Ingress for every lead, to a Service, whose port is that of the lead unless another is given. */
export function ingressRules(leads: readonly HttpLead[], service: string, port?: number): Json[] {
  const hosts = [...hostnamesOf(leads), ...leads.some(({ hostnames }) => hostnames.length === 0) ? [undefined] : []];
  return hosts.map(host => ({
    host,
    http: {
      paths: leads.filter(({ hostnames }) => host === undefined ? hostnames.length === 0 : hostnames.includes(host)).map(lead => ({
        path: lead.path,
        pathType: lead.pathType,
        backend: { service: { name: service, port: { number: port ?? lead.port.servicePort } } },
      })),
    },
  }));
}

/** The port that answers what no rule of an Ingress matches. */
export function defaultBackendOf({ options, exposed }: ExposureContext): DoorPort | undefined {
  return exposed.find(({ name }) => name === options.ingress?.defaultBackend);
}

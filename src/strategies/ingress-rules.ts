import { hostnamesOf, HttpLead } from '../http/http-lead';

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

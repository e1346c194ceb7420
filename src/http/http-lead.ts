import { HttpPathType } from './http-options';
import { isRoutedByHostname } from '../kubernetes/application';
import { ExposureContext } from '../strategies/strategy';
import { DoorPort } from '../workload/door-port';

/** Hostnames and a path that lead to a port, with everything decided. */
export interface HttpLead {
  readonly hostnames: readonly string[];
  readonly path: string;
  readonly pathType: HttpPathType;
  readonly port: DoorPort;
}

/** The rules of `http` as they are meant, each with its port; rules whose port is not there or not exposed are left out (they are errors). */
export function httpLeads({ options: { http = {} }, exposed }: Pick<ExposureContext, 'options' | 'exposed'>): HttpLead[] {
  const first = exposed.find(port => isRoutedByHostname(port.application));
  return (http.rules ?? [http]).flatMap(rule => {
    const wanted = rule.port ?? http.port;
    const port = wanted === undefined ? first : exposed.find(({ name }) => name === wanted);
    return port === undefined ? [] : [{
      hostnames: rule.hostnames ?? http.hostnames ?? [],
      path: rule.path ?? '/',
      pathType: rule.pathType ?? HttpPathType.PREFIX,
      port,
    }];
  });
}

/** Every hostname of the leads, each once, in their order. */
export function hostnamesOf(leads: readonly HttpLead[]): string[] {
  return [...new Set(leads.flatMap(lead => lead.hostnames))];
}

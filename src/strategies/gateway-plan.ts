import { GatewayListener, GatewayParentRef, GatewayProtocol, GatewayTlsMode } from './gateway-options';
import { ExposureContext } from './strategy';
import { HttpLead, httpLeads } from '../http/http-lead';
import { tlsSecretName } from '../http/tls';
import { isRoutedByHostname, Traffic } from '../kubernetes/application';
import { GatewayKind } from '../kubernetes/versions';
import { DoorPort } from '../workload/door-port';

export type RouteKind = Extract<GatewayKind, `${string}Route`>;

/** A route to be made. */
export interface PlannedRoute {
  readonly kind: RouteKind;
  readonly name: string;
  readonly hostnames: readonly string[];
  /** The ports that it leads to. */
  readonly ports: readonly DoorPort[];
  /** Its paths; routes other than HTTPRoute have none. */
  readonly leads: readonly HttpLead[];
  readonly parents: readonly GatewayParentRef[];
}

/** GW-13: which kind of route carries which traffic, over listeners of which protocols. */
export const ROUTES: Readonly<Record<Traffic, { readonly kind: RouteKind; readonly protocols: readonly GatewayProtocol[] } | undefined>> = {
  [Traffic.HTTP]: { kind: 'HTTPRoute', protocols: [GatewayProtocol.HTTP, GatewayProtocol.HTTPS] },
  [Traffic.GRPC]: { kind: 'GRPCRoute', protocols: [GatewayProtocol.HTTP, GatewayProtocol.HTTPS] },
  [Traffic.TLS]: { kind: 'TLSRoute', protocols: [GatewayProtocol.TLS] },
  [Traffic.TCP]: { kind: 'TCPRoute', protocols: [GatewayProtocol.TCP] },
  [Traffic.UDP]: { kind: 'UDPRoute', protocols: [GatewayProtocol.UDP] },
  [Traffic.SCTP]: undefined,
};

/** The routes of an exposure, HTTP first: one for each kind and set of hostnames, and one for each port without hostnames. */
export function planRoutes(context: ExposureContext): PlannedRoute[] {
  const groups = new Map<string, { kind: RouteKind; hostnames: readonly string[]; leads: HttpLead[] }>();
  for (const lead of httpLeads(context)) {
    const { kind } = ROUTES[lead.port.application.traffic]!;
    const alone = kind === 'HTTPRoute' ? '' : lead.port.name;
    const key = JSON.stringify([kind, lead.hostnames, alone]);
    const group = groups.get(key) ?? { kind, hostnames: lead.hostnames, leads: [] };
    group.leads.push(lead);
    groups.set(key, group);
  }
  const used = new Set<RouteKind>();
  const byHostname = [...groups.values()].map(({ kind, hostnames, leads }): PlannedRoute => {
    const name = used.has(kind) ? `${context.name}-${slug(hostnames[0] ?? leads[0].port.name)}` : context.name;
    used.add(kind);
    const ports = [...new Set(leads.map(({ port }) => port))];
    return { kind, name, hostnames, ports, leads, parents: parentsOf(context, kind, ports) };
  });
  const raw = context.exposed.filter(({ application }) => !isRoutedByHostname(application) && ROUTES[application.traffic]);
  const byPort = raw.map((port): PlannedRoute => {
    const { kind } = ROUTES[port.application.traffic]!;
    return { kind, name: `${context.name}-${port.name}`, hostnames: [], ports: [port], leads: [], parents: parentsOf(context, kind, [port]) };
  });
  return [...byHostname, ...byPort];
}

function slug(hostname: string): string {
  return hostname.replace('*', 'wildcard').replace(/\./g, '-');
}

/** The listeners that a route attaches to. */
function parentsOf(context: ExposureContext, kind: RouteKind, ports: readonly DoorPort[]): GatewayParentRef[] {
  const { options: { gateway = {} }, name } = context;
  if (gateway.parentRefs) {
    return gateway.parentRefs.filter(({ forPort }) => forPort === undefined || ports.some(port => port.name === forPort));
  }
  return gateway.ownGateway ? listenersFor(context, kind, ports).map(listener => ({ name, sectionName: listener.name, listener })) : [];
}

/** The listeners of the own Gateway that a route attaches to; of plain HTTP and HTTPS those that `http.tls` asks for. */
function listenersFor(context: ExposureContext, kind: RouteKind, ports: readonly DoorPort[]): GatewayListener[] {
  const { http } = context.options;
  const protocols = Object.values(ROUTES).find(route => route?.kind === kind)!.protocols
    .filter(protocol => protocol !== (http?.tls ? GatewayProtocol.HTTP : GatewayProtocol.HTTPS));
  const candidates = ownListeners(context).filter(({ protocol }) => protocols.includes(protocol));
  const [port] = ports;
  const narrowed = candidates.filter(listener => listener.name === port.name || listener.port === port.servicePort);
  return kind === 'HTTPRoute' || kind === 'GRPCRoute' || narrowed.length === 0 ? candidates : narrowed;
}

const RAW_LISTENERS: Partial<Record<Traffic, GatewayProtocol>> = { [Traffic.TCP]: GatewayProtocol.TCP, [Traffic.UDP]: GatewayProtocol.UDP };

/** The listeners of the own Gateway: as stated, or one for each protocol of the exposed ports. */
export function ownListeners(context: ExposureContext): readonly GatewayListener[] {
  const { options: { gateway, http }, exposed, name } = context;
  if (gateway?.ownGateway?.listeners) {
    return gateway.ownGateway.listeners;
  }
  const leads = httpLeads(context);
  const web = leads.some(({ port: { application } }) => application.traffic === Traffic.HTTP || application.traffic === Traffic.GRPC);
  const secret = tlsSecretName(http?.tls, name);
  const passedThrough = [...new Set(leads.map(({ port }) => port).filter(port => port.application.traffic === Traffic.TLS))];
  return [
    ...web && http?.tls ? [{ name: 'https', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs: secret === undefined ? [] : [{ name: secret }] } }] : [],
    ...web && !http?.tls ? [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 80 }] : [],
    ...web && gateway?.httpsRedirectFrom !== undefined ? [{ name: gateway.httpsRedirectFrom, protocol: GatewayProtocol.HTTP, port: 80 }] : [],
    ...passedThrough.map(port => ({
      name: port.name,
      protocol: GatewayProtocol.TLS,
      port: port.servicePort,
      tls: { mode: GatewayTlsMode.PASSTHROUGH },
    })),
    ...exposed.flatMap(port => {
      const protocol = RAW_LISTENERS[port.application.traffic];
      return protocol === undefined ? [] : [{ name: port.name, protocol, port: port.servicePort }];
    }),
  ];
}

import { GatewayListener, GatewayOptions, GatewayParentRef, GatewayTlsMode } from './gateway-options';
import { GatewayProtocol, RAW_LISTENERS } from './gateway-protocol';
import { ExposureContext } from './strategy';
import { hostnamesOf, HttpLead, httpLeads } from '../http/http-lead';
import { tlsSecretName } from '../http/tls';
import { isRoutedByHostname, Traffic } from '../kubernetes/application';
import { coveredBy } from '../kubernetes/hostnames';
import { GatewayKind } from '../kubernetes/versions';
import { DoorPort } from '../workload/door-port';

export type RouteKind = Extract<GatewayKind, `${string}Route`>;

/** What a route attaches to. */
export interface PlannedParent extends GatewayParentRef {
  /** The listener, where it is one of the own Gateway. */
  readonly own?: GatewayListener;
}

/** A route to be made. */
export interface PlannedRoute {
  readonly kind: RouteKind;
  readonly name: string;
  readonly hostnames: readonly string[];
  /** The ports that it leads to. */
  readonly ports: readonly DoorPort[];
  /** Its paths; routes other than HTTPRoute have none. */
  readonly leads: readonly HttpLead[];
  readonly parents: readonly PlannedParent[];
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

/**
 * The routes of an exposure, HTTP first: one for each kind, set of hostnames and set of listeners, and one for each port without hostnames.
 */
export function planRoutes(context: ExposureContext): PlannedRoute[] {
  const groups = new Map<string, Pick<PlannedRoute, 'kind' | 'hostnames' | 'parents'> & { readonly leads: HttpLead[] }>();
  for (const lead of httpLeads(context)) {
    const { kind } = ROUTES[lead.port.application.traffic]!;
    const alone = kind === 'HTTPRoute' ? '' : lead.port.name;
    const parents = parentsOf(context, kind, lead.port, lead.hostnames);
    const key = JSON.stringify([kind, lead.hostnames, alone, parents]); // a listener for one port is no door to another
    const group = groups.get(key) ?? { kind, hostnames: lead.hostnames, parents, leads: [] };
    group.leads.push(lead);
    groups.set(key, group);
  }
  const used = new Set<string>();
  const byHostname = [...groups.values()].map(({ leads, ...group }): PlannedRoute => ({
    ...group,
    leads,
    name: routeName(context.name, group.kind, group.hostnames[0] ?? leads[0].port.name, used),
    ports: [...new Set(leads.map(({ port }) => port))],
  }));
  const raw = context.exposed.filter(({ application }) => !isRoutedByHostname(application) && ROUTES[application.traffic]);
  const byPort = raw.map((port): PlannedRoute => {
    const { kind } = ROUTES[port.application.traffic]!;
    return { kind, name: `${context.name}-${port.name}`, hostnames: [], ports: [port], leads: [], parents: parentsOf(context, kind, port, []) };
  });
  return [...byHostname, ...byPort];
}

/** The longest name that leaves room for `-redirect` and for the number of a name that is there already. */
const LONGEST_NAME = 240;

/** The name of a route: that of the app for the first of a kind, for others with what tells them apart, each once. */
function routeName(app: string, kind: RouteKind, hostname: string, used: Set<string>): string {
  const slug = hostname.replace('*', 'wildcard').replace(/\./g, '-');
  const wanted = used.has(`${kind} ${app}`) ? `${app}-${slug}`.slice(0, LONGEST_NAME).replace(/-+$/, '') : app;
  let name = wanted;
  for (let number = 2; used.has(`${kind} ${name}`); number++) {
    name = `${wanted}-${number}`;
  }
  used.add(`${kind} ${name}`).add(`${kind} ${name}-redirect`);
  return name;
}

/** The listeners that a route attaches to. */
function parentsOf(context: ExposureContext, kind: RouteKind, port: DoorPort, hostnames: readonly string[]): PlannedParent[] {
  const { options: { gateway = {} }, name } = context;
  if (gateway.parentRefs) {
    return refsFor(gateway, port).filter(({ listener }) => listener === undefined || protocolsOf(kind).includes(listener.protocol));
  }
  return gateway.ownGateway
    ? listenersFor(context, kind, port, hostnames).map(own => ({ name, sectionName: own.name, listener: own, own }))
    : [];
}

/** The references that are open to a port, whatever is known of their listeners. */
export function refsFor({ parentRefs = [] }: GatewayOptions, { name }: DoorPort): GatewayParentRef[] {
  return parentRefs.filter(({ forPort }) => forPort === undefined || forPort === name);
}

/** The protocols of listeners that take a kind of route. */
export function protocolsOf(kind: RouteKind): readonly GatewayProtocol[] {
  return Object.values(ROUTES).find(route => route?.kind === kind)!.protocols;
}

/** The listeners of the own Gateway that a route attaches to; of plain HTTP and HTTPS those that `http.tls` asks for. */
function listenersFor(context: ExposureContext, kind: RouteKind, port: DoorPort, hostnames: readonly string[]): GatewayListener[] {
  const { http } = context.options;
  const protocols = protocolsOf(kind).filter(protocol => protocol !== (http?.tls ? GatewayProtocol.HTTP : GatewayProtocol.HTTPS));
  const fitting = ownListeners(context).filter(({ protocol }) => protocols.includes(protocol));
  const passing = fitting.filter(({ tls }) => kind === 'TLSRoute' && tls?.mode === GatewayTlsMode.PASSTHROUGH);
  const candidates = passing.length > 0 ? passing : fitting;
  const matching = candidates.filter(({ hostname }) =>
    hostnames.length === 0 || hostnames.some(host => sharedHostname(host, hostname) !== undefined));
  const isRaw = kind !== 'HTTPRoute' && kind !== 'GRPCRoute';
  const named = matching.filter(listener => isRaw && (listener.name === port.name || listener.port === port.servicePort));
  const enough = hostnames.every(host => named.some(({ hostname }) => sharedHostname(host, hostname) !== undefined)) ? named : [];
  return [enough, matching, candidates].find(listeners => listeners.length > 0) ?? []; // GW-14 tells of hostnames that none matches
}

/** The hostnames of a lead that are served through a parent of its route; `undefined` among them stands for every one. */
export function servedHostnames({ hostnames }: HttpLead, { own }: PlannedParent): (string | undefined)[] {
  return hostnames.length === 0
    ? [own?.hostname]
    : [...new Set(hostnames.map(host => sharedHostname(host, own?.hostname)).filter(host => host !== undefined))];
}

/** The hostname that requests have which a route for `host` gets from a listener for `listener`; undefined where there are none. */
export function sharedHostname(host: string, listener: string | undefined): string | undefined {
  if (listener === undefined || coveredBy(host, listener, 'many')) {
    return host;
  }
  return coveredBy(listener, host, 'many') ? listener : undefined;
}

function isWeb({ port: { application } }: HttpLead): boolean {
  return application.traffic === Traffic.HTTP || application.traffic === Traffic.GRPC;
}

/** The listeners of the own Gateway: as stated, or one for each protocol of the exposed ports. */
export function ownListeners(context: ExposureContext): readonly GatewayListener[] {
  const { options: { gateway, http }, exposed, name } = context;
  if (gateway?.ownGateway?.listeners) {
    return gateway.ownGateway.listeners;
  }
  const leads = httpLeads(context);
  const web = leads.some(isWeb);
  const certificateRefs = [tlsSecretName(http?.tls, name)].filter(secret => secret !== undefined).map(secret => ({ name: secret }));
  const https = { protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs } };
  // cert-manager asks for nothing for a listener without a hostname
  const issued = http?.tls?.issuer !== undefined || http?.tls?.clusterIssuer !== undefined ? hostnamesOf(leads.filter(isWeb)) : [];
  const passedThrough = [...new Set(leads.map(({ port }) => port).filter(port => port.application.traffic === Traffic.TLS))];
  return [
    ...web && http?.tls && issued.length === 0 ? [{ name: 'https', ...https }] : [],
    ...issued.map((hostname, index) => ({ name: index === 0 ? 'https' : `https-${index + 1}`, hostname, ...https })),
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

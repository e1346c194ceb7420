import { GatewayFilters } from './gateway-filters';
import { checkDistinct, checkOwnGateway } from './gateway-listener-rules';
import { crossesNamespaces, routeNamespace } from './gateway-namespace';
import { GatewayOptions, GatewayParentRef, GatewayTlsMode } from './gateway-options';
import { ownListeners, PlannedRoute, planRoutes, protocolsOf, refsFor, ROUTES, sharedHostname } from './gateway-plan';
import { GatewayProtocol } from './gateway-protocol';
import { isShared, missingListener } from './gateway-shared';
import { ExposureContext } from './strategy';
import { checkHeaders } from '../http/header-rules';
import { HttpPathType } from '../http/http-options';
import { checkLedTo } from '../http/http-rules';
import { hostname } from '../kubernetes/hostnames';
import { dnsLabel, dnsSubdomain, shown } from '../kubernetes/names';
import { gatewayPath } from '../kubernetes/paths';
import { portNumber } from '../kubernetes/ports';
import { firstServedBy, servedVersion } from '../kubernetes/versions';
import { checkFeatures, featuresOf } from '../platform/controllers/features';
import { Findings } from '../rules/findings';
import { checkAnnotations } from '../workload/metadata-rules';

const MOST_HOSTNAMES = 16;
const MOST_RULES = 16;
const MOST_PARENTS = 32;
const STATUS_CODES = [301, 302];

/** What is wrong in `gateway` by itself. */
export function checkGateway(context: ExposureContext): void {
  const { options: { gateway, http }, findings } = context;
  if (!gateway) {
    return;
  }
  if (gateway.parentRefs && gateway.ownGateway) {
    findings.report('E-9', 'gateway.parentRefs and gateway.ownGateway are both given; the routes attach to the own Gateway by themselves, give one of the two');
  }
  if (gateway.namespace !== undefined) {
    findings.reportIf('E-2', 'gateway.namespace', dnsLabel(gateway.namespace));
  }
  if (gateway.httpsRedirectFrom !== undefined) {
    findings.reportIf('E-2', 'gateway.httpsRedirectFrom', dnsSubdomain(gateway.httpsRedirectFrom));
    if (!http?.tls) {
      findings.report('E-9', `gateway.httpsRedirectFrom ${shown(gateway.httpsRedirectFrom)} redirects to HTTPS, and http.tls is not given; give it, or leave the redirect out`);
    }
  }
  checkAnnotations('gateway.annotations', gateway.annotations, findings);
  checkParents(context, gateway);
  checkOwnGateway(findings, gateway);
  if (gateway.filters) {
    checkFilters(findings, gateway.filters);
  }
}

function checkParents({ findings, ports }: ExposureContext, { parentRefs }: GatewayOptions): void {
  if (!parentRefs) {
    return;
  }
  if (parentRefs.length === 0 || parentRefs.length > MOST_PARENTS) {
    findings.report('GW-7', `gateway.parentRefs has ${parentRefs.length} entries; give 1 to ${MOST_PARENTS}`);
  }
  for (const [index, ref] of parentRefs.entries()) {
    const at = `gateway.parentRefs.${index}`;
    findings.reportIf('E-2', `${at}.name`, dnsSubdomain(ref.name));
    if (ref.namespace !== undefined) {
      findings.reportIf('E-2', `${at}.namespace`, dnsLabel(ref.namespace));
    }
    if (ref.sectionName !== undefined) {
      findings.reportIf('E-2', `${at}.sectionName`, dnsSubdomain(ref.sectionName));
    }
    if (ref.forPort !== undefined && !ports.some(({ name, exposed }) => name === ref.forPort && exposed)) {
      findings.report('X-13', `${at}.forPort ${shown(ref.forPort)} is no exposed port of the app; choose from ${ports.filter(({ exposed }) => exposed).map(({ name }) => name).join(', ')}`);
    }
    if (ref.listener) {
      findings.reportIf('E-2', `${at}.listener.port`, portNumber(ref.listener.port));
    }
    if (parentRefs.slice(0, index).some(before => standInOneRoute(before, ref) && attachToOneListener(before, ref))) {
      findings.report('GW-7', `${at} names Gateway ${ref.name} a second time${ref.sectionName === undefined ? '' : ` with sectionName ${ref.sectionName}`}; two references to one Gateway need a sectionName each, and different ones`);
    }
  }
}

/** Whether two references can stand in one route: both are open to one port, and as far as known both take one kind of route. */
function standInOneRoute(one: GatewayParentRef, other: GatewayParentRef): boolean {
  return (one.forPort === undefined || other.forPort === undefined || one.forPort === other.forPort)
    && Object.values(ROUTES).some(route =>
      [one, other].every(({ listener }) => listener === undefined || route?.protocols.includes(listener.protocol)));
}

/** Whether two references name one listener, or one names all of the other's Gateway. */
export function attachToOneListener(one: GatewayParentRef, other: GatewayParentRef): boolean {
  return one.name === other.name && one.namespace === other.namespace
    && (one.sectionName === undefined || other.sectionName === undefined || one.sectionName === other.sectionName);
}

function checkFilters(findings: Findings, { requestHeaderModifier, responseHeaderModifier, urlRewrite, requestRedirect }: GatewayFilters): void {
  if (urlRewrite && requestRedirect) {
    findings.report('GW-6', 'gateway.filters has both requestRedirect and urlRewrite; a redirected request never reaches the app, give one of the two');
  }
  for (const [option, change] of Object.entries({ urlRewrite, requestRedirect })) {
    const at = `gateway.filters.${option}`;
    if (change?.replaceFullPath !== undefined && change.replacePrefixMatch !== undefined) {
      findings.report('E-9', `${at}.replaceFullPath and ${at}.replacePrefixMatch are both given; give one`);
    }
    for (const path of ['replaceFullPath', 'replacePrefixMatch'] as const) {
      if (change?.[path] !== undefined) {
        findings.reportIf('GW-4', `${at}.${path}`, gatewayPath(change[path]));
      }
    }
    if (change?.hostname !== undefined) {
      findings.reportIf('GW-2', `${at}.hostname`, change.hostname.includes?.('*') ? `${shown(change.hostname)} is not one hostname; write one without "*"` : hostname(change.hostname));
    }
  }
  if (requestRedirect?.port !== undefined) {
    findings.reportIf('E-2', 'gateway.filters.requestRedirect.port', portNumber(requestRedirect.port));
  }
  if (requestRedirect?.statusCode !== undefined && !STATUS_CODES.includes(requestRedirect.statusCode)) {
    findings.report('E-2', `gateway.filters.requestRedirect.statusCode ${shown(requestRedirect.statusCode)} is not possible; choose ${STATUS_CODES.join(' or ')}`);
  }
  for (const [option, modifier] of Object.entries({ requestHeaderModifier, responseHeaderModifier })) {
    checkHeaders(findings, `gateway.filters.${option}`, modifier ?? {});
  }
}

/** What does not fit between this app and a Gateway. */
export function fitGateway(context: ExposureContext): void {
  const { findings, exposed, options: { gateway, http } } = context;
  if (!gateway?.parentRefs && !gateway?.ownGateway && !isShared(context)) {
    findings.report('E-13', 'strategy Gateway needs a Gateway to attach to; give gateway.parentRefs, or gateway.ownGateway for one of its own, or attach a ClusterProfile that has one');
  }
  for (const port of exposed.filter(({ application }) => !ROUTES[application.traffic])) {
    findings.report('GW-13', `port ${port.name} speaks ${port.application.scheme}, for which the Gateway API has no route; set exposed: false, or choose another strategy`);
  }
  checkLedTo(context);
  checkFeatures(context, 'gateway');
  if (crossesNamespaces(context) && context.namespace === undefined) {
    findings.report('GW-16', `gateway.namespace ${shown(gateway?.namespace)} is another namespace than the app's, which is not known; give the chart a namespace`);
  }
  const routes = planRoutes(context);
  for (const route of routes) {
    checkRoute(context, route);
  }
  checkKnownListeners(context, routes);
  checkFiltersAreUsed(context, routes);
  checkPlainListeners(context, routes);
  checkSharedHostnames(findings, routes);
  checkSharedListeners(findings, routes);
  checkRedirect(context, routes);
  if (gateway?.ownGateway) {
    checkOwnListeners(context, routes);
    checkCertificateNamespaces(context);
  }
  const stated = gateway?.ownGateway?.listeners?.flatMap(({ tls }) => tls?.certificateRefs ?? []);
  if (http?.tls?.secretName !== undefined && stated && !stated.some(({ name }) => name === http.tls?.secretName)) {
    findings.report('E-15', `http.tls.secretName ${shown(http.tls.secretName)} is not used: the listeners of gateway.ownGateway name other certificates`);
  }
  for (const option of gateway?.parentRefs ? ['secretName', 'issuer', 'clusterIssuer'] as const : []) {
    if (http?.tls?.[option] !== undefined) {
      findings.report('E-15', `http.tls.${option} ${shown(http.tls[option])} is not used: TLS ends at the listener of Gateway ${gateway?.parentRefs?.[0]?.name}, with the certificate that it has`);
    }
  }
}

/** GW-13, E-9: what is known of the listeners of others fits the routes that attach there. */
function checkKnownListeners({ findings, options: { gateway, http } }: ExposureContext, routes: readonly PlannedRoute[]): void {
  for (const [index, ref] of (gateway?.parentRefs ?? []).entries()) {
    const at = `gateway.parentRefs.${index}.listener.protocol`;
    const meant = routes.filter(({ ports }) => ports.some(port => refsFor({ parentRefs: [ref] }, port).length > 0));
    const attached = routes.filter(({ parents }) => parents.includes(ref));
    if (attached.length === 0 && meant.length > 0 && meant.every(({ parents }) => parents.length > 0)) {
      const kinds = [...new Set(meant.map(({ kind }) => kind))].join(', ');
      findings.report('GW-13', `${at} ${ref.listener?.protocol} takes no route of ${ref.forPort === undefined ? 'the app' : `port ${ref.forPort}`}, which has ${kinds}; correct it, or leave the entry out`);
    }
    if (http?.tls && ref.listener?.protocol === GatewayProtocol.HTTP && attached.length > 0) {
      findings.report('E-9', `${at} HTTP is plain, and http.tls is given; attach to the HTTPS listener, and have requests at the plain one redirected by gateway.httpsRedirectFrom`);
    }
  }
}

/** E-4: a route at a listener that is known to be plain; one without a listener of its own attaches to the plain ones of its Gateway as well. */
function checkPlainListeners({ findings, options: { http, gateway } }: ExposureContext, routes: readonly PlannedRoute[]): void {
  const web = routes.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute');
  const open = web.flatMap(({ parents }) => parents).find(({ sectionName }) => sectionName === undefined);
  if (http?.tls && gateway?.parentRefs && open) {
    findings.report('E-4', `http.tls is given, and the reference to Gateway ${open.name} has no sectionName, so its plain HTTP listeners serve the app too; give the sectionName of the HTTPS listener`);
  }
  const plain = web.flatMap(({ parents }) => parents).find(({ own, listener }) => !own && listener?.protocol === GatewayProtocol.HTTP);
  if (!http?.tls && plain) {
    findings.report('E-4', `the app is served over plain HTTP at Gateway ${plain.name}, readable on the way; attach to a listener of protocol HTTPS, with http.tls`);
  }
}

/** E-9: filters that no route of the app has. */
function checkFiltersAreUsed({ findings, options: { gateway } }: ExposureContext, routes: readonly PlannedRoute[]): void {
  const kinds = new Set(routes.map(({ kind }) => kind));
  for (const filter of ['urlRewrite', 'requestRedirect'] as const) {
    if (gateway?.filters?.[filter] && routes.length > 0 && !kinds.has('HTTPRoute')) {
      findings.report('E-9', `gateway.filters.${filter} changes HTTP requests alone, and the app has ${[...kinds].join(', ')}; leave it out`);
    }
  }
  for (const filter of ['requestHeaderModifier', 'responseHeaderModifier'] as const) {
    if (gateway?.filters?.[filter] && routes.length > 0 && !kinds.has('HTTPRoute') && !kinds.has('GRPCRoute')) {
      findings.report('E-9', `gateway.filters.${filter} changes headers of HTTP and gRPC, and the app has ${[...kinds].join(', ')}; leave it out`);
    }
  }
}

/** E-3: a listener of TCP or UDP leads everything to one route, since nothing in the traffic tells routes apart. */
function checkSharedListeners(findings: Findings, routes: readonly PlannedRoute[]): void {
  const raw = routes.filter(({ kind }) => kind === 'TCPRoute' || kind === 'UDPRoute');
  for (const [index, route] of raw.entries()) {
    for (const before of raw.slice(0, index).filter(({ kind }) => kind === route.kind)) {
      const [parent] = route.parents.filter(one => before.parents.some(other => attachToOneListener(one, other)));
      if (parent) {
        findings.report('E-3', `ports ${before.ports[0].name} and ${route.ports[0].name} both attach to Gateway ${parent.name}${parent.sectionName === undefined ? '' : `, listener ${parent.sectionName}`}, where a listener leads to one ${route.kind} alone; give each port a listener of its own`);
      }
    }
  }
}

/** E-9: the redirect has a listener to itself, since a route of the app would answer there instead. */
function checkRedirect({ findings, cluster, options: { gateway, http } }: ExposureContext, routes: readonly PlannedRoute[]): void {
  const from = gateway?.httpsRedirectFrom;
  if (from === undefined) {
    if (http?.redirectToHttps) {
      findings.report('E-9', `http.redirectToHttps needs the plain HTTP listener to redirect from, which is not known${cluster.gateway ? ` from gateway of ClusterProfile ${cluster.name}` : ''}; give gateway.httpsRedirectFrom`);
    }
    return;
  }
  if (routes.length > 0 && !routes.some(({ kind }) => kind === 'HTTPRoute')) {
    findings.report('E-9', `gateway.httpsRedirectFrom ${shown(from)} redirects requests of an HTTPRoute alone, and the app has ${[...new Set(routes.map(({ kind }) => kind))].join(', ')}; leave it out`);
  }
  const listeners = gateway?.ownGateway?.listeners;
  if (listeners && !listeners.some(({ name, protocol }) => name === from && protocol === GatewayProtocol.HTTP)) {
    findings.report('E-9', `gateway.httpsRedirectFrom ${shown(from)} is no listener of gateway.ownGateway with protocol HTTP; add one, or leave the redirect out`);
  }
  const parents = routes.filter(({ kind }) => kind === 'HTTPRoute').flatMap(route => route.parents);
  const taken = parents.find(({ sectionName }) => sectionName === undefined || sectionName === from);
  if (taken && gateway?.parentRefs) {
    findings.report('E-9', `gateway.httpsRedirectFrom ${shown(from)} is a listener that the routes of the app attach to as well, and answer at, by the reference to Gateway ${taken.name}${taken.sectionName === undefined ? ' without sectionName' : ''}; give the reference the sectionName of the HTTPS listener`);
  }
}

/** GW-16: a ReferenceGrant says which namespace may refer, so that has to be known. */
function checkCertificateNamespaces(context: ExposureContext): void {
  if (routeNamespace(context) !== undefined) {
    return;
  }
  for (const { name, namespace } of ownListeners(context).flatMap(({ tls }) => tls?.certificateRefs ?? [])) {
    if (namespace !== undefined) {
      context.findings.report('GW-16', `certificate ${name} is in namespace ${namespace}, and that of the Gateway is not known; give the chart a namespace`);
    }
  }
}

/** A route as messages call it. */
export function aRoute({ kind }: Pick<PlannedRoute, 'kind'>): string {
  return `${kind === 'HTTPRoute' ? 'an' : 'a'} ${kind}`;
}

function checkRoute(context: ExposureContext, route: PlannedRoute): void {
  const { findings, cluster, options: { gateway } } = context;
  const ports = route.ports.map(({ name }) => name).join(', ');
  if (servedVersion(route.kind, cluster.gatewayApiVersion, cluster.gatewayApiChannel) === undefined) {
    findings.report('E-12', `port ${ports} needs ${aRoute(route)}, which Gateway API ${cluster.gatewayApiVersion} does not serve in its ${cluster.gatewayApiChannel} channel; it is served by the ${firstServedBy(route.kind)}`);
  }
  if (route.hostnames.length > MOST_HOSTNAMES) {
    findings.report('GW-2', `${aRoute(route)} has ${route.hostnames.length} hostnames; give at most ${MOST_HOSTNAMES}, or more rules`);
  }
  if (route.leads.length > MOST_RULES && route.kind === 'HTTPRoute') {
    findings.report('GW-5', `an HTTPRoute has ${route.leads.length} rules for the same hostnames; give at most ${MOST_RULES}`);
  }
  if (route.kind === 'TLSRoute' && route.hostnames.length === 0) {
    findings.report('GW-12', `port ${ports} speaks TLS, which is told apart by hostname alone, and none is given; give http.hostnames`);
  }
  if (route.parents.length === 0 && isShared(context)) {
    findings.report('E-13', `port ${ports} needs ${aRoute(route)}, and gateway.listeners of ClusterProfile ${cluster.name} ${missingListener(context, route)}; add one, or give gateway.parentRefs`);
  } else if (gateway?.parentRefs && route.parents.length === 0) {
    if (refsFor(gateway, route.ports[0]).length === 0) {
      findings.report('E-13', `port ${ports} has no Gateway: every entry of gateway.parentRefs is for another port; add one, or set exposed: false`);
    } else {
      findings.report('GW-13', `port ${ports} needs ${aRoute(route)}, and every listener of gateway.parentRefs that is open to it has another protocol; add one of protocol ${protocolsOf(route.kind).join(' or ')}`);
    }
  }
  for (const { path, pathType } of route.leads) {
    if (route.kind !== 'HTTPRoute') {
      if (path !== '/') {
        findings.report('E-9', `path ${path} leads to port ${ports}, which ${aRoute(route)} tells apart by hostname alone; leave the path out`);
      }
      continue;
    }
    findings.reportIf('GW-4', 'path', gatewayPath(path));
    if (pathType === HttpPathType.IMPLEMENTATION_SPECIFIC) {
      findings.report('GW-4', `path ${path} has pathType ImplementationSpecific, which the Gateway API does not have; use Prefix or Exact`);
    }
    const prefix = gateway?.filters?.urlRewrite?.replacePrefixMatch ?? gateway?.filters?.requestRedirect?.replacePrefixMatch;
    if (prefix !== undefined && pathType !== HttpPathType.PREFIX) {
      findings.report('E-9', `replacePrefixMatch ${prefix} needs pathType Prefix, and path ${path} has ${pathType}; use replaceFullPath`);
    }
  }
}

/** E-14: a listener takes a hostname from HTTPRoutes or from GRPCRoutes, not from both. */
function checkSharedHostnames(findings: Findings, routes: readonly PlannedRoute[]): void {
  const http = new Set(routes.filter(({ kind }) => kind === 'HTTPRoute').flatMap(({ hostnames }) => hostnames.length === 0 ? [''] : hostnames));
  for (const host of routes.filter(({ kind }) => kind === 'GRPCRoute').flatMap(({ hostnames }) => hostnames.length === 0 ? [''] : hostnames)) {
    if (http.has(host)) {
      findings.report('E-14', `hostname ${host || '(every one)'} leads to both an HTTP and a gRPC port, one of which the Gateway refuses; give gRPC a hostname of its own`);
    }
  }
}

/** E-9, GW-10, GW-13, GW-14: each route finds listeners of the own Gateway that take it, with each of its hostnames. */
function checkOwnListeners(context: ExposureContext, routes: readonly PlannedRoute[]): void {
  const { findings, options: { http, gateway } } = context;
  const stated = gateway?.ownGateway?.listeners;
  for (const route of routes.filter(({ parents }) => parents.length === 0)) {
    const secure = route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute' ? http?.tls ? ' of protocol HTTPS, because of http.tls,' : ' of protocol HTTP, or http.tls for HTTPS,' : '';
    findings.report('GW-13', `port ${route.ports[0].name} needs ${aRoute(route)}, and no listener of gateway.ownGateway${secure} takes it; add one, or leave listeners out`);
  }
  const isUnnamed = !stated && http?.tls !== undefined && ownListeners(context).some(({ tls }) => tls?.certificateRefs?.length === 0);
  if (isUnnamed && !featuresOf(context, 'gateway').certificate) {
    findings.report('GW-10', 'http.tls names no certificate for the own Gateway; give http.tls.secretName, issuer or clusterIssuer, or attach a ClusterProfile with certificates');
  }
  if (!stated) {
    checkDistinct(findings, ownListeners(context), ({ name, port }) => `the listener ${name} for port ${port} of gateway.ownGateway`,
      'give gateway.ownGateway.listeners, or the port of the app another servicePort');
  }
  for (const route of routes) {
    const listeners = route.parents.flatMap(({ own }) => own ?? []);
    for (const host of listeners.length === 0 ? [] : route.hostnames) {
      if (!listeners.some(listener => sharedHostname(host, listener.hostname) !== undefined)) {
        const others = listeners.map(({ name, hostname: other }) => `${name} is for ${other}`).join(', ');
        findings.report('GW-14', `hostname ${host} is served by no listener of gateway.ownGateway that takes ${aRoute(route)}: ${others}; make one cover it, or add one`);
      }
    }
    for (const { name } of listeners.filter(({ tls }) => route.kind === 'TLSRoute' && tls?.mode !== GatewayTlsMode.PASSTHROUGH)) {
      findings.report('E-9', `port ${route.ports[0].name} ends TLS itself, and listener ${name} of gateway.ownGateway ends it before; give the listener tls.mode Passthrough, or say with appProtocol that the port speaks without TLS`);
    }
  }
  if (!http?.tls && routes.some(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute')) {
    findings.report('E-4', 'the app is served over plain HTTP, readable on the way; give http.tls');
  }
}

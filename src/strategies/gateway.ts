import * as kplus from 'cdk8s-plus-27';
import { routeNamespace } from './gateway-namespace';
import { grants, makeGateway, makeRedirect, makeReferenceGrants, makeRoute } from './gateway-objects';
import { CertificateRef, GatewayParentRef } from './gateway-options';
import { ownListeners, PlannedParent, PlannedRoute, planRoutes, protocolsOf, servedHostnames } from './gateway-plan';
import { GatewayProtocol } from './gateway-protocol';
import { checkGateway, fitGateway } from './gateway-rules';
import { ExposureContext, Strategy } from './strategy';
import { AccessFrom, AccessPoint, Placeholder, placeholderName } from '../access/access-point';
import { Kubectl } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { clusterIpPoints } from '../access/service-access';
import { url, UrlPart } from '../access/url';
import { dnsRequirements, webPoint } from '../access/web-access';
import { issuerRequirement } from '../http/tls';
import { GatewayKind, servedVersion } from '../kubernetes/versions';
import { featuresOf, makeFeatureObjects } from '../platform/controllers/features';

/** Design §3, GATEWAY: a route of the Gateway API for each port, by what it speaks. */
export const gateway: Strategy = {
  readsHttp: true,

  check: checkGateway,

  fit: fitGateway,

  serviceSpec: context => ({ type: kplus.ServiceType.CLUSTER_IP, annotations: featuresOf(context, 'gateway').serviceAnnotations }),

  open(context, service) {
    const routes = planRoutes(context);
    const features = featuresOf(context, 'gateway');
    const { httpsRedirectFrom } = context.options.gateway ?? {};
    return {
      extras: makeFeatureObjects(context, 'gateway', features),
      gateway: makeGateway(context),
      routes: [
        ...routes.map(route => makeRoute(context, route, service, features)),
        ...httpsRedirectFrom === undefined ? [] : routes.filter(({ kind }) => kind === 'HTTPRoute').map(route => makeRedirect(context, route, httpsRedirectFrom)),
      ],
      referenceGrants: makeReferenceGrants(context, routes, service, features),
    };
  },

  accessPoints(context, { service }) {
    return [
      ...clusterIpPoints(context, service),
      ...waysIn(context).flatMap(pointsOf),
    ];
  },

  requirements(context): Requirement[] {
    const { options, cluster } = context;
    const routes = planRoutes(context);
    const kinds: GatewayKind[] = [...new Set<GatewayKind>([
      ...routes.map(({ kind }) => kind),
      ...options.gateway?.ownGateway ? ['Gateway' as const] : [],
      ...grants(context) ? ['ReferenceGrant' as const] : [],
    ])];
    const own = options.gateway?.ownGateway;
    const { certificate, requirements } = featuresOf(context, 'gateway');
    const certificates = own ? ownListeners(context).flatMap(({ tls }) => tls?.certificateRefs ?? []) : [];
    const secrets = [...new Set(certificates.map(({ name }) => name))];
    const issuer = own && issuerRequirement(options.http?.tls, secrets, routeNamespace(context));
    const parents = routes.flatMap(route => own ? [] : route.parents).map(parent => parentRequirement(context, parent));
    return [
      ...kinds.map(kind => ({
        kind: RequirementKind.CAPABILITY,
        description: `the Gateway API serves ${kind} at ${servedVersion(kind, cluster.gatewayApiVersion, cluster.gatewayApiChannel)}`,
        check: `kubectl get crd ${kind.toLowerCase()}s.gateway.networking.k8s.io -o jsonpath='{.spec.versions[?(@.served==true)].name}'`,
      })),
      ...own ? [{
        kind: RequirementKind.OBJECT,
        description: `GatewayClass ${own.gatewayClassName} and its controller; without them the Gateway is never programmed`,
        check: `kubectl get gatewayclass ${own.gatewayClassName}`,
      }] : [],
      ...certificate ? [certificate] : issuer ? [issuer] : distinct(certificates.map(ref => certificateRequirement(context, ref))),
      ...distinct(parents),
      ...requirements,
      ...dnsRequirements(cluster, dnsSources(routes), reachedHostnames(routes)),
    ];
  },
};

/** Each requirement once. */
function distinct(requirements: readonly Requirement[]): Requirement[] {
  return [...new Map(requirements.map(requirement => [requirement.description, requirement])).values()];
}

function certificateRequirement(context: ExposureContext, { name, namespace }: CertificateRef): Requirement {
  return {
    kind: RequirementKind.OBJECT,
    description: `Secret ${name} of type kubernetes.io/tls in ${namespace === undefined ? 'the namespace of the Gateway' : `namespace ${namespace}`}; without it the listener serves nothing`,
    check: new Kubectl(namespace ?? routeNamespace(context)).run('get', `secret ${name}`),
  };
}

function kubectlOf(context: ExposureContext, parent: GatewayParentRef): Kubectl {
  return new Kubectl(parent.namespace ?? routeNamespace(context));
}

function parentRequirement(context: ExposureContext, parent: GatewayParentRef): Requirement {
  const own = routeNamespace(context);
  const listener = parent.sectionName === undefined ? 'a listener' : `its listener ${parent.sectionName}`;
  return {
    kind: RequirementKind.OBJECT,
    description: `Gateway ${parent.name}${parent.namespace === undefined ? '' : ` in namespace ${parent.namespace}`}, with ${listener} that takes the routes`
      + (parent.namespace === undefined || parent.namespace === own ? '' : ` of namespace ${own ?? 'the app'}: allowedRoutes.namespaces.from All or Selector (GW-15)`),
    check: kubectlOf(context, parent).run('wait', `--for=condition=Programmed gateway/${parent.name}`),
  };
}

/** A route as it is reached through one of its listeners. */
interface Way {
  readonly context: ExposureContext;
  readonly route: PlannedRoute;
  readonly parent: PlannedParent;
  /** Every route of the app, from which this one is told apart. */
  readonly routes: readonly PlannedRoute[];
  readonly kubectl: Kubectl;
}

/** Every route through each of its listeners. */
function waysIn(context: ExposureContext): Way[] {
  const routes = planRoutes(context);
  return routes.flatMap(route => route.parents.map(parent => ({ context, route, parent, routes, kubectl: kubectlOf(context, parent) })));
}

function pointsOf(way: Way): AccessPoint[] {
  const { route, parent, kubectl } = way;
  const address: Placeholder = {
    name: placeholderName('GATEWAY_ADDRESS', ...gatewayWords(way)),
    description: `the address, or the hostname, of Gateway ${parent.name}`,
    command: kubectl.get(`gateway ${parent.name}`, '{.status.addresses[0].value}'),
  };
  const port = listenerPort(way);
  if (route.leads.length === 0) {
    return route.ports.map(({ name, application }) => new AccessPoint({
      from: AccessFrom.OUTSIDE,
      port: name,
      url: url(application.scheme, `<${address.name}>`, port.inUrl),
      placeholders: [address, ...port.placeholders],
    }));
  }
  return route.leads.flatMap(lead => {
    const scheme = schemeOf(way, lead.port.application.scheme);
    return servedHostnames(lead, parent).map(host => new AccessPoint({
      from: AccessFrom.OUTSIDE,
      port: lead.port.name,
      ...webPoint({
        scheme: scheme.inUrl,
        host,
        port: port.inUrl,
        path: lead.path,
        address,
        placeholders: [...scheme.placeholders, ...port.placeholders],
      }),
    }));
  });
}

/** The hostnames that the routes are reached by, each once. */
function reachedHostnames(routes: readonly PlannedRoute[]): string[] {
  const hostnames = routes.flatMap(({ leads, parents }) => leads.flatMap(lead => parents.flatMap(parent => servedHostnames(lead, parent))));
  return [...new Set(hostnames.filter(host => host !== undefined))];
}

/** The sources of ExternalDNS that have the hostnames. */
function dnsSources(routes: readonly PlannedRoute[]): string[] {
  return [...new Set(routes.filter(({ leads }) => leads.length > 0).map(({ kind }) => `gateway-${kind.toLowerCase()}`))];
}

/** What tells one thing from the others of its kind; nothing where all are the same. */
function distinction(words: string[], all: string[][]): string[] {
  return all.some(others => others.join('/') !== words.join('/')) ? words : [];
}

function gatewayKey({ namespace, name }: GatewayParentRef): string[] {
  return namespace === undefined ? [name] : [namespace, name];
}

function gatewayWords({ parent, routes }: Way): string[] {
  return distinction(gatewayKey(parent), routes.flatMap(({ parents }) => parents.map(gatewayKey)));
}

function listenerWords({ context, route, parent, routes }: Way): string[] {
  const key = (one: GatewayParentRef, at: PlannedRoute) => [...gatewayKey(one), one.sectionName ?? expectedProtocol(context, at)];
  return distinction(key(parent, route), routes.flatMap(at => at.parents.map(one => key(one, at))));
}

/** The protocol that the listener has to have for the route, as far as the app says. */
function expectedProtocol({ options: { http } }: ExposureContext, { kind }: PlannedRoute): GatewayProtocol {
  const [first, ...others] = protocolsOf(kind);
  return others.length === 0 ? first : http?.tls ? GatewayProtocol.HTTPS : GatewayProtocol.HTTP;
}

function listenerPort(way: Way): UrlPart<string | number> {
  const { context, route, parent, kubectl } = way;
  if (parent.listener) {
    return { inUrl: parent.listener.port, placeholders: [] };
  }
  const which = parent.sectionName === undefined ? `@.protocol=="${expectedProtocol(context, route)}"` : `@.name=="${parent.sectionName}"`;
  const name = placeholderName('LISTENER_PORT', ...listenerWords(way));
  return {
    inUrl: `<${name}>`,
    placeholders: [{
      name,
      description: `the port of the listener of Gateway ${parent.name}`,
      command: kubectl.get(`gateway ${parent.name}`, `{.spec.listeners[?(${which})].port}`),
    }],
  };
}

/** The scheme of a URL through a listener: an app that ends TLS itself keeps its own. */
function schemeOf(way: Way, appScheme: string): UrlPart<string> {
  const { context: { options: { http } }, route, parent, kubectl } = way;
  if (route.kind !== 'HTTPRoute') {
    return { inUrl: appScheme, placeholders: [] };
  }
  const secure = (isSecure: boolean) => ({ inUrl: isSecure ? SECURE[appScheme] ?? appScheme : appScheme, placeholders: [] });
  if (parent.listener) {
    return secure(parent.listener.protocol === GatewayProtocol.HTTPS);
  }
  if (http?.tls || parent.sectionName === undefined) {
    return secure(http?.tls !== undefined);
  }
  const name = placeholderName('SCHEME', ...listenerWords(way));
  return {
    inUrl: `<${name}>`,
    placeholders: [{
      name,
      description: `http or https, by the listener ${parent.sectionName} of Gateway ${parent.name}`,
      command: `${kubectl.get(`gateway ${parent.name}`, `{.spec.listeners[?(@.name=="${parent.sectionName}")].protocol}`)} | tr A-Z a-z`,
    }],
  };
}

const SECURE: Record<string, string> = { http: 'https', ws: 'wss' };

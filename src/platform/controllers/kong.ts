import { Annotating, annotated, prefixed } from './annotations';
import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, FeatureContext, Json, RenderedObject, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout } from './gateway-api';
import { classAnnotations, classRequirements, KONG_TITLE as TITLE, ownKind, pluginRow } from './kong-plugins';
import { checkPassedPaths, passedLeads } from './passthrough';
import { checkEntryPoints, entryPoints } from './raw-ports';
import { Requirement, RequirementKind } from '../../access/requirement';
import { Traffic } from '../../kubernetes/application';
import { GatewayProtocol } from '../../strategies/gateway-protocol';
import { DoorPort } from '../../workload/door-port';
import { PlatformListener } from '../cluster-facts';
import { listenersOf } from '../platform-listeners';

const DOCS = 'https://developer.konghq.com/kubernetes-ingress-controller';
const KONG: Annotating = { prefix: 'konghq.com', page: `${DOCS}/reference/annotations/` };
const CUSTOM_RESOURCES = `${DOCS}/reference/custom-resources/`;

const milliseconds = (duration: { toMilliseconds(): number } | undefined) => duration && String(duration.toMilliseconds());
const speaksGrpc = ({ leads }: FeatureContext) => leads.some(({ port }) => port.application.traffic === Traffic.GRPC);

/** Where TCP, UDP and TLS that is handed on are told by kinds of their own. */
function streams(kind: 'TCPIngress' | 'UDPIngress', context: FeatureContext): Requirement[] {
  return [ownKind(kind), {
    kind: RequirementKind.CAPABILITY,
    description: `${TITLE} reads ${kind}, which is deprecated since 3.5 and gone in Kong Operator 2.0; use the strategy GATEWAY there`,
  }, ...classRequirements(kind, context)];
}

function stream(
  kind: 'TCPIngress' | 'UDPIngress', suffix: string, rules: readonly Json[], context: FeatureContext, annotations: { readonly [key: string]: string } = {},
): RenderedObject {
  return {
    apiVersion: 'configuration.konghq.com/v1beta1',
    kind,
    suffix,
    annotations: { ...classAnnotations(context), ...annotations },
    body: { spec: { rules } },
  };
}

const backend = ({ service: serviceName }: FeatureContext, { servicePort }: DoorPort) => ({ serviceName, servicePort });

/** What is told of a Service is true of its ports of TCP too. */
function checkProtocols({ leads, fallback, tls }: FeatureContext): string | undefined {
  const ended = leads.map(({ port }) => port).filter(({ application }) => !tls?.passthrough || application.traffic !== Traffic.TLS);
  const told = [...ended, ...fallback ? [fallback] : []].find(({ application: { traffic } }) => traffic === Traffic.GRPC || traffic === Traffic.TLS);
  return told && `is led to as the whole Service is in ${TITLE}, and port ${told.name} of it speaks ${told.application.scheme}; expose the two kinds by themselves`;
}

/** A door for ports of TCP or UDP. */
function raw(protocol: GatewayProtocol.TCP | GatewayProtocol.UDP): Cell<readonly DoorPort[]> {
  const kind = `${protocol}Ingress` as const;
  return {
    by: kind,
    source: CUSTOM_RESOURCES,
    check: (ports, context) => checkEntryPoints(protocol, ports, context) ?? checkProtocols(context),
    render: (ports, context) => ({
      objects: [stream(kind, protocol.toLowerCase(), entryPoints(protocol, ports, context).map(({ port, listener }) => ({
        port: listener!.port, backend: backend(context, port),
      })), context)],
      requirements: streams(kind, context),
    }),
  };
}

function tlsListener({ listeners }: FeatureContext): PlatformListener | undefined {
  return listenersOf(listeners, GatewayProtocol.TLS)[0];
}

/** How the app is spoken to and which pod is, by annotations of the Service; for both doors. */
const ofService: Row = {
  timeouts: {
    by: 'connect-timeout, read-timeout of the Service',
    source: `${KONG.page}#konghq-com-connect-timeout`,
    check: ({ request }) => request && `has request, and ${TITLE} times the connection and the parts of the answer; use connect and response`,
    render: ({ connect, response }) => ({
      serviceAnnotations: prefixed(KONG.prefix, { 'connect-timeout': milliseconds(connect), 'read-timeout': milliseconds(response) }),
    }),
  },
  stickySessions: {
    by: 'KongUpstreamPolicy hashOn.cookie',
    source: `${CUSTOM_RESOURCES}#kongupstreampolicy`,
    check: ({ maxAge }, { http: { canary } }) => maxAge ? 'has maxAge, and the cookie of Kong is kept as long as the browser runs; leave it out'
      : canary && `is done by Kong where every Service of a route asks for it, and Service ${canary.service} of http.canary is not the app's own; leave one of the two out`,
    render: ({ cookieName }, { service }) => ({
      serviceAnnotations: prefixed(KONG.prefix, { 'upstream-policy': `${service}-sticky` }),
      objects: [{
        apiVersion: 'configuration.konghq.com/v1beta1',
        kind: 'KongUpstreamPolicy',
        suffix: 'sticky',
        isBesideService: true,
        body: { spec: { algorithm: 'consistent-hashing', hashOn: { cookie: cookieName ?? `${service}-session`, cookiePath: '/' } } }, // it has no name of its own
      }],
      requirements: [ownKind('KongUpstreamPolicy')],
    }),
  },
};

const ingress: Row = {
  routing: { by: 'Ingress', source: `${DOCS}/routing/http/` },
  tls: { by: 'Ingress spec.tls', source: `${DOCS}/routing/https/` },
  tlsPassthrough: {
    by: 'TCPIngress, protocols: tls_passthrough',
    source: `${KONG.page}#konghq-com-protocols`,
    check: (_, context) => checkPassedPaths(context) ?? (tlsListener(context) ? undefined
      : `needs an entry point of the controller, and ClusterProfile ${context.cluster.name} states none; give its ingress.listeners one of protocol TLS, other than that of HTTPS`),
    render: (_, context) => ({
      objects: [stream('TCPIngress', 'tls', passedLeads(context).flatMap(({ hostnames, port }) => (hostnames.length === 0 ? [undefined] : hostnames).map(host => ({
        host, port: tlsListener(context)!.port, backend: backend(context, port),
      }))), context, prefixed(KONG.prefix, { protocols: 'tls_passthrough' }))],
      requirements: streams('TCPIngress', context),
    }),
  },
  tcp: raw(GatewayProtocol.TCP),
  udp: raw(GatewayProtocol.UDP),
  webSockets: { by: 'Ingress', source: `${DOCS}/routing/http/` },
  grpc: {
    by: 'protocols, protocol of the Service',
    source: `${KONG.page}#konghq-com-protocol`,
    check: checkAlike(TITLE, 'Service', Traffic.GRPC),
    render: (_, { tls }) => ({
      annotations: prefixed(KONG.prefix, { protocols: 'grpc,grpcs' }),
      serviceAnnotations: prefixed(KONG.prefix, { protocol: 'grpc' }),
      requirements: tls ? [] : [{
        kind: RequirementKind.CAPABILITY,
        description: 'proxy_listen of Kong has http2 at its port of plain HTTP; without it gRPC is done over TLS alone',
      }],
    }),
  },
  backendTls: {
    by: 'protocol of the Service',
    source: `${KONG.page}#konghq-com-protocol`,
    check: checkAlike(TITLE, 'Service', Traffic.TLS),
    render: () => ({ serviceAnnotations: prefixed(KONG.prefix, { protocol: 'https' }), requirements: [uncheckedCertificate(TITLE)] }),
  },
  redirectToHttps: annotated<'redirectToHttps'>(KONG, 'protocols: https, https-redirect-status-code', 'konghq-com-https-redirect-status-code', () => ({
    'protocols': 'https', 'https-redirect-status-code': '301',
  }), {
    check: (_, context) => speaksGrpc(context) ? `is told to ${TITLE} in place of gRPC; leave it out` : undefined,
  }),
  ...pluginRow(
    ['allowSourceRanges', 'rateLimit', 'maxBodySize', 'cors', 'basicAuth', 'requestHeaders', 'responseHeaders'], names => ({ lists: { 'konghq.com/plugins': names } }),
  ),
  rewritePath: {
    by: 'strip-path, path of the Service',
    source: `${DOCS}/reference/path-manipulation/`,
    check: (_, context) => speaksGrpc(context) ? `is nothing that ${TITLE} does for gRPC; leave it out` : undefined,
    render(path) {
      const target = path.replace(/\/+$/, '');
      return {
        annotations: prefixed(KONG.prefix, { 'strip-path': 'true' }),
        serviceAnnotations: prefixed(KONG.prefix, { path: target === '' ? undefined : target }),
      };
    },
  },
  ...ofService,
};

/** A kind of route that is looked at behind a feature gate alone. */
function gated(feature: 'tlsPassthrough' | 'tcp' | 'udp'): Cell<readonly DoorPort[]> {
  const cell = GATEWAY_API[feature]!;
  return {
    ...cell,
    source: 'https://github.com/Kong/kubernetes-ingress-controller/blob/main/FEATURE_GATES.md',
    render: () => ({
      requirements: [{ kind: RequirementKind.CAPABILITY, description: `${TITLE} runs with the feature gate GatewayAlpha; without it it does not look at ${cell.by}s` }],
    }),
  };
}

/** It looks at no filters of GRPCRoutes. */
function checkFilters({ routes }: FeatureContext): string | undefined {
  return routes.some(({ kind }) => kind === 'GRPCRoute') ? `is nothing that ${TITLE} does in a GRPCRoute; expose gRPC by itself, or leave it out` : undefined;
}

const gateway: Row = {
  ...gatewayApiWithout('redirectToHttps', 'cors'), // it redirects to the same scheme where the filter has no hostname
  tlsPassthrough: gated('tlsPassthrough'),
  tcp: gated('tcp'),
  udp: gated('udp'),
  ...pluginRow(['allowSourceRanges', 'rateLimit', 'maxBodySize', 'cors', 'basicAuth'], names => ({
    filters: names.map(name => ({ type: 'ExtensionRef', extensionRef: { group: 'configuration.konghq.com', kind: 'KongPlugin', name } })),
  }), checkFilters),
  requestHeaders: { ...GATEWAY_API.requestHeaders!, check: (_, context) => checkFilters(context) },
  responseHeaders: { ...GATEWAY_API.responseHeaders!, check: (_, context) => checkFilters(context) },
  ...ofService,
};

export const kong: Controller = { title: TITLE, website: `${DOCS}/`, ingress, gateway };

import { Annotating, annotated, PLAIN_HEADER, PLAIN_PATH, prefixed } from './annotations';
import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Controller, FeatureContext, Rendering, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout } from './gateway-api';
import { checkPassedPaths, passedIngress } from './passthrough';
import { checkPrefixes, prefixesOf } from './path-prefixes';
import { checkEntryPoints, entryPoints } from './raw-ports';
import { USUAL_METHODS } from './usual-methods';
import { Kubectl } from '../../access/kubectl';
import { RequirementKind } from '../../access/requirement';
import { HeaderModifier } from '../../http/header-modifier';
import { HttpCors } from '../../http/http-features';
import { HttpLead } from '../../http/http-lead';
import { Traffic } from '../../kubernetes/application';
import { GatewayProtocol } from '../../strategies/gateway-protocol';
import { listenersOf } from '../platform-listeners';

const TITLE = 'HAProxy';
const DOCS = 'https://github.com/haproxytech/kubernetes-ingress/blob/master/documentation';
const UNIFIED_GATEWAY = 'https://github.com/haproxytech/haproxy-unified-gateway/blob/main/documentation/conformance.md';
const HAPROXY: Annotating = { prefix: 'haproxy.org', page: `${DOCS}/annotations.md` };

const seconds = (duration: { toSeconds(): number } | undefined) => duration && `${duration.toSeconds()}s`;

/** The port that clients use for HTTPS, where it would otherwise be the one that the pods of HAProxy listen on. */
function httpsPort({ listeners }: FeatureContext): string {
  return String(listenersOf(listeners, GatewayProtocol.HTTPS)[0]?.port ?? 443);
}

function checkCors({ allowHeaders = [], exposeHeaders = [] }: HttpCors): string | undefined {
  const header = allowHeaders.find(name => name !== '*' && !PLAIN_HEADER.test(name));
  return exposeHeaders.length > 0
    ? `exposes ${exposeHeaders.join(', ')}, which ${TITLE} has no option for; set Access-Control-Expose-Headers by http.responseHeaders`
    : header && `allows the header ${header}, and ${TITLE} takes letters, digits, "-" and "_" alone; leave it out`;
}

/** The origins as the pattern of one of them. */
function originPattern(origins: readonly string[]): string {
  return origins.includes('*') ? '*' : `^(${origins.map(origin => origin.replace(/\./g, '\\.')).join('|')})$`;
}

/** What stands between quotes in HAProxy's configuration and is read as it is. */
const HEADER_VALUE = /^[^"\\$%\x00-\x1f\x7f]+$/;

function checkHeaders({ set = {}, add = {}, remove = [] }: HeaderModifier): string | undefined {
  const others = [...Object.keys(add), ...remove];
  const bad = Object.entries(set).find(([name, value]) => !PLAIN_HEADER.test(name) || !HEADER_VALUE.test(value))?.[0];
  return others.length > 0 ? `changes ${others.join(', ')} by add or remove, and ${TITLE} sets headers alone; use set`
    : bad && `sets ${bad} to what ${TITLE} reads otherwise; use letters, digits, "-" and "_" for its name, and none of "\\$% in its value`;
}

function checkRequestHeaders(headers: HeaderModifier): string | undefined {
  const host = Object.keys(headers.set ?? {}).find(name => name.toLowerCase() === 'host');
  return host === undefined ? checkHeaders(headers) : `sets ${host}, by which ${TITLE} then looks for the app; leave it out`;
}

const lines = ({ set = {} }: HeaderModifier) => Object.entries(set).map(([name, value]) => `${name} ${value}`).join('\n');

/** One pattern for every prefix, of which the second group is what follows it and the third that without its slash. */
function rewrite(path: string, leads: readonly HttpLead[]): string {
  const target = path.replace(/\/+$/, '');
  return `^(${prefixesOf(leads).map(prefix => prefix.replace(/\./g, '\\.')).join('|')})(/(.*))?$ ${target === '' ? '/\\3' : `${target}\\2`}`;
}

function checkRewrite(path: string, { leads }: FeatureContext): string | undefined {
  const bad = [path, ...prefixesOf(leads)].find(candidate => !PLAIN_PATH.test(candidate));
  return bad === undefined ? checkPrefixes(TITLE, leads) : `has path ${bad}, and ${TITLE} rewrites letters, digits and "-._~/" alone; choose another`;
}

/** Annotations that HAProxy does not take from Ingresses, since the Service may be that of several. */
function ofService(values: { readonly [name: string]: string }): Rendering {
  return { serviceAnnotations: prefixed(HAPROXY.prefix, values) };
}

const ingress: Row = {
  routing: { by: 'Ingress', source: `${DOCS}/README.md` },
  tls: annotated<'tls'>(HAPROXY, 'Ingress spec.tls', 'ssl-offloading', (_, context) => ({ 'ssl-redirect-port': httpsPort(context) })), // it redirects by itself
  tlsPassthrough: {
    by: 'a second Ingress, ssl-passthrough',
    source: `${HAPROXY.page}#https`,
    check: (_, context) => checkPassedPaths(context),
    render: (_, context) => ({ objects: [passedIngress(prefixed(HAPROXY.prefix, { 'ssl-passthrough': 'true' }), context)] }),
  },
  tcp: {
    by: 'TCP',
    source: `${DOCS}/custom-resource-tcp.md`,
    check: (ports, context) => checkEntryPoints(GatewayProtocol.TCP, ports, context),
    render(ports, context) {
      const carried = entryPoints(GatewayProtocol.TCP, ports, context).map(({ port, listener }) => ({ port, number: listener!.port }));
      return {
        objects: [{
          apiVersion: 'ingress.v3.haproxy.org/v3',
          kind: 'TCP',
          suffix: '',
          body: {
            spec: carried.map(({ port, number }) => ({
              name: port.name,
              frontend: { name: `${context.name}-${port.name}`, binds: { v4: { name: 'v4', port: number } } },
              service: { name: context.service, port: port.servicePort },
            })),
          },
        }],
        requirements: [{
          kind: RequirementKind.CAPABILITY,
          description: `the kind TCP of ingress.v3.haproxy.org/v3 is installed, and the Service of ${TITLE} passes port ${carried.map(({ number }) => number).join(', ')} on to the same port of its pods`,
          check: 'kubectl get crd tcps.ingress.v3.haproxy.org',
        }],
      };
    },
  },
  webSockets: { by: 'Ingress', source: `${HAPROXY.page}#timeouts` },
  grpc: annotated<'grpc'>(HAPROXY, 'server-proto: h2', 'server-proto', () => ({ 'server-proto': 'h2' }), { check: checkAlike(TITLE, 'Ingress', Traffic.GRPC) }),
  backendTls: {
    by: 'server-ssl',
    source: `${HAPROXY.page}#server-ssl`,
    check: checkAlike(TITLE, 'Ingress', Traffic.TLS),
    render: () => ({ annotations: prefixed(HAPROXY.prefix, { 'server-ssl': 'true' }), requirements: [uncheckedCertificate(TITLE)] }),
  },
  redirectToHttps: annotated<'redirectToHttps'>(HAPROXY, 'ssl-redirect', 'https', (_, context) => ({
    'ssl-redirect': 'true', 'ssl-redirect-code': '301', 'ssl-redirect-port': httpsPort(context),
  })),
  allowSourceRanges: annotated<'allowSourceRanges'>(HAPROXY, 'allow-list', 'access-control', ranges => ({ 'allow-list': ranges.join(',') })),
  rateLimit: annotated<'rateLimit'>(HAPROXY, 'rate-limit-requests, rate-limit-period', 'rate-limit', ({ requests, period }) => ({
    'rate-limit-requests': String(requests), 'rate-limit-period': seconds(period) ?? '1s', 'rate-limit-status-code': '429',
  }), {
    check: ({ burst }) => burst === undefined ? undefined : `has burst ${burst}, and ${TITLE} counts every request of a period alike; leave it out`,
  }),
  cors: {
    by: 'cors-enable',
    source: `${HAPROXY.page}#cors`,
    check: checkCors,
    render: ({ allowOrigins, allowMethods, allowHeaders, allowCredentials, maxAge }) => ({
      annotations: prefixed(HAPROXY.prefix, {
        'cors-enable': 'true',
        'cors-allow-origin': originPattern(allowOrigins),
        // with credentials browsers take its own * for no method
        'cors-allow-methods': (allowMethods ?? (allowCredentials ? USUAL_METHODS : undefined))?.join(','),
        'cors-allow-headers': allowHeaders?.join(','),
        'cors-allow-credentials': allowCredentials ? 'true' : undefined,
        'cors-max-age': seconds(maxAge),
      }),
      requirements: [{
        kind: RequirementKind.IMAGE,
        description: `the app answers OPTIONS with 200 or 204: ${TITLE} adds the headers of CORS to its answers, and gives none itself`,
      }],
    }),
  },
  basicAuth: {
    by: 'auth-type, auth-secret',
    source: `${HAPROXY.page}#authentication`,
    render: ({ secretName, realm }, { namespace }) => ({
      annotations: prefixed(HAPROXY.prefix, { 'auth-type': 'basic-auth', 'auth-secret': secretName, 'auth-realm': realm }),
      requirements: [{
        kind: RequirementKind.OBJECT,
        description: `Secret ${secretName} in the app's namespace with a key for each user, of what openssl passwd makes of the password; without it nobody is let in`,
        check: new Kubectl(namespace).run('get', `secret ${secretName}`),
      }],
    }),
  },
  requestHeaders: annotated<'requestHeaders'>(HAPROXY, 'request-set-header', 'request-set-header', headers => ({ 'request-set-header': lines(headers) }), {
    check: checkRequestHeaders,
  }),
  responseHeaders: annotated<'responseHeaders'>(HAPROXY, 'response-set-header', 'response-set-header', headers => ({ 'response-set-header': lines(headers) }), {
    check: checkHeaders,
  }),
  rewritePath: annotated<'rewritePath'>(HAPROXY, 'path-rewrite', 'path-rewrite', (path, { leads }) => ({ 'path-rewrite': rewrite(path, leads) }), { check: checkRewrite }),
  timeouts: annotated<'timeouts'>(HAPROXY, 'timeout-server', 'timeouts', ({ response }) => ({ 'timeout-server': seconds(response) }), {
    check({ connect, request }) {
      const others = Object.entries({ connect, request }).flatMap(([name, value]) => value ? [name] : []);
      return others.length === 0 ? undefined : `has ${others.join(' and ')}, and ${TITLE} times the parts of one app's answer alone; use response`;
    },
  }),
  stickySessions: {
    by: 'cookie-persistence of the Service',
    source: `${HAPROXY.page}#cookie-persistence`,
    check: ({ maxAge }) => maxAge && `has maxAge, and the cookie of ${TITLE} is kept as long as the browser runs; leave it out`,
    render: ({ cookieName = 'SERVERID' }) => ofService({ 'cookie-persistence': cookieName }), // it has no name of its own
  },
};

/** HAProxy Unified Gateway states what is core of the Gateway API. */
const gateway: Row = {
  ...gatewayApiWithout('tcp', 'udp', 'webSockets', 'grpc', 'responseHeaders', 'rewritePath', 'cors', 'timeouts', 'stickySessions'),
  routing: {
    by: 'HTTPRoute of HAProxy Unified Gateway',
    source: UNIFIED_GATEWAY,
    render: () => ({
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: 'the Gateway is that of HAProxy Unified Gateway; the HAProxy Kubernetes Ingress Controller looks at TCPRoutes alone',
      }],
    }),
  },
  tlsPassthrough: { ...GATEWAY_API.tlsPassthrough!, source: UNIFIED_GATEWAY },
};

export const haproxy: Controller = { title: TITLE, website: 'https://www.haproxy.com/documentation/kubernetes-ingress/', ingress, gateway };

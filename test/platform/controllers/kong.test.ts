import { Duration, Size } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AppPort, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.KONG, ingressClassName: 'kong' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.KONG }, asked);

const HTTPS: AppPort = { name: 'https', port: 8443 };
const GRPC: AppPort = { name: 'grpc', port: 50051 };
const DB: AppPort = { name: 'db', port: 5432 };
const DNS: AppPort = { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP };
const ENTRY_POINTS = [
  { name: 'tls', protocol: GatewayProtocol.TLS, port: 9443 },
  { name: 'db', protocol: GatewayProtocol.TCP, port: 5432 },
  { name: 'dns', protocol: GatewayProtocol.UDP, port: 9053 },
];

const EVERYTHING: HttpOptions = {
  path: '/shop',
  tls: { secretName: 'shop-tls' },
  allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
  rateLimit: { requests: 100, period: Duration.minutes(1) },
  maxBodySize: Size.mebibytes(8),
  cors: {
    allowOrigins: ['https://www.example.com'],
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['X-Token'],
    exposeHeaders: ['X-Total'],
    allowCredentials: true,
    maxAge: Duration.hours(1),
  },
  basicAuth: { secretName: 'shop-user', realm: 'Shop' },
  requestHeaders: { set: { 'X-Tenant': 'shop' }, add: { 'X-Via': 'shared' }, remove: ['X-Debug'] },
  responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
  rewritePath: '/api/',
  timeouts: { connect: Duration.seconds(2), response: Duration.minutes(2) },
  stickySessions: { cookieName: 'shop' },
};

const serviceAnnotations = (asked: Asked) => madeOf(ingress(asked), 'Service')[0].metadata.annotations;

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('Kong is told of everything by an Ingress, its Service and plugins', () => {
  expect(doorOf(ingress({ http: { ...EVERYTHING, redirectToHttps: true } }))).toMatchSnapshot();
});

test('Kong is told of everything by an HTTPRoute, its Service and plugins', () => {
  expect(doorOf(gateway({ http: EVERYTHING }))).toMatchSnapshot();
});

test.each<[string, HttpOptions, Record<string, unknown>]>([
  ['a rate limit', { rateLimit: { requests: 5 } }, { second: 5, limit_by: 'ip', policy: 'local' }],
  ['a rate limit by the day', { rateLimit: { requests: 5, period: Duration.days(1) } }, { day: 5, limit_by: 'ip', policy: 'local' }],
  ['CORS', { cors: { allowOrigins: ['*'] } }, { origins: ['*'] }],
  ['headers that are added', { responseHeaders: { add: { 'X-A': '1' } } }, { append: { headers: ['X-A:1'] } }],
  ['headers that are set', { requestHeaders: { set: { 'X-A': '1' } } }, { remove: { headers: ['X-A'] }, add: { headers: ['X-A:1'] } }],
])('%s: Kong is told of no more than what was asked for', (_, http, config) => {
  expect(madeOf(ingress({ http }), 'KongPlugin').map(plugin => plugin.config)).toEqual([config]);
});

test('plugins are told to the Ingress in the order in which a request meets them', () => {
  expect(annotationsOf(ingress({ http: { basicAuth: { secretName: 'user' }, rateLimit: { requests: 5 } } }))).toEqual(
    { 'konghq.com/plugins': 'shop-rate-limit,shop-basic-auth,shop-group' });
});

test('a rewrite strips the path, and the Service puts another before it', () => {
  expect(annotationsOf(ingress({ http: { path: '/shop', rewritePath: '/' } }))).toEqual({ 'konghq.com/strip-path': 'true' });
  expect(serviceAnnotations({ http: { path: '/shop', rewritePath: '/' } })).toBeUndefined();
  expect(serviceAnnotations({ http: { path: '/shop', rewritePath: '/api/' } })).toEqual({ 'konghq.com/path': '/api' });
});

test('sticky sessions have a cookie of the app where none is named', () => {
  const exposed = ingress({ http: { stickySessions: {} } });
  expect(madeOf(exposed, 'KongUpstreamPolicy')[0].spec).toEqual({ algorithm: 'consistent-hashing', hashOn: { cookie: 'shop-session', cookiePath: '/' } });
  expect(madeOf(exposed, 'Service')[0].metadata.annotations).toEqual({ 'konghq.com/upstream-policy': 'shop-sticky' });
});

test('what the app speaks is told to Kong by the Service', () => {
  expect(serviceAnnotations({ ports: [GRPC] })).toEqual({ 'konghq.com/protocol': 'grpc' });
  expect(annotationsOf(ingress({ ports: [GRPC] }))).toEqual({ 'konghq.com/protocols': 'grpc,grpcs' });
  expect(needs(ingress({ ports: [GRPC] }))).toContain('proxy_listen of Kong has http2 at its port of plain HTTP; without it gRPC is done over TLS alone');
  expect(needs(ingress({ ports: [GRPC], http: { tls: {} } })).filter(need => need.includes('proxy_listen'))).toEqual([]);
  expect(serviceAnnotations({ ports: [HTTPS] })).toEqual({ 'konghq.com/protocol': 'https' });
  expect(needs(ingress({ ports: [HTTPS] }))).toContain(
    'the network between Kong Ingress Controller and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
  expect(annotationsOf(ingress({ ports: [{ name: 'ws', port: 8080, appProtocol: 'ws' }] }))).toEqual({});
});

test('TCP and UDP are led to by Kong by objects of its own kinds', () => {
  const exposed = ingress({ ports: [WEB, DB, DNS], ingress: { listeners: ENTRY_POINTS } });
  const made = (name: string, kind: string, rules: unknown[]) => [{
    apiVersion: 'configuration.konghq.com/v1beta1',
    kind,
    metadata: { name, namespace: 'team', labels: expect.anything(), annotations: { 'kubernetes.io/ingress.class': 'kong' } },
    spec: { rules },
  }];
  expect(madeOf(exposed, 'TCPIngress')).toEqual(made('shop-tcp', 'TCPIngress', [{ port: 5432, backend: { serviceName: 'shop', servicePort: 5432 } }]));
  expect(madeOf(exposed, 'UDPIngress')).toEqual(made('shop-udp', 'UDPIngress', [{ port: 9053, backend: { serviceName: 'shop', servicePort: 53 } }]));
  expect(needs(exposed)).toEqual(expect.arrayContaining([
    'the kind TCPIngress of configuration.konghq.com is installed',
    'Kong Ingress Controller reads TCPIngress, which is deprecated since 3.5 and gone in Kong Operator 2.0; use the strategy GATEWAY there',
    'Kong Ingress Controller reads UDPIngress, which is deprecated since 3.5 and gone in Kong Operator 2.0; use the strategy GATEWAY there',
  ]));
});

test('TLS is handed on by Kong by a TCPIngress, at the entry point of TLS', () => {
  const passed = (hostnames?: string[]) => madeOf(ingress({
    ports: [HTTPS], http: { hostnames, tls: { passthrough: true } }, ingress: { listeners: ENTRY_POINTS },
  }), 'TCPIngress').map(({ metadata: { name, annotations }, spec }) => ({ name, annotations, spec }));
  const backend = { serviceName: 'shop', servicePort: 8443 };
  expect(passed(['a.example.com', 'b.example.com'])).toEqual([{
    name: 'shop-tls',
    annotations: { 'kubernetes.io/ingress.class': 'kong', 'konghq.com/protocols': 'tls_passthrough' },
    spec: { rules: [{ host: 'a.example.com', port: 9443, backend }, { host: 'b.example.com', port: 9443, backend }] },
  }]);
});

test('without a class what Kong reads by class needs the default one', () => {
  const asked: Asked = { ports: [WEB, DB], http: { basicAuth: { secretName: 'user' } }, ingress: { ingressClassName: undefined, listeners: ENTRY_POINTS } };
  const exposed = ingress(asked);
  expect(madeOf(exposed, 'KongConsumer')[0].metadata.annotations).toBeUndefined();
  expect(needs(exposed)).toEqual(expect.arrayContaining([
    'the cluster\'s default IngressClass is that of Kong; without it the KongConsumer is not read',
    'the cluster\'s default IngressClass is that of Kong; without it the TCPIngress is not read',
    'Secret user in the app\'s namespace with the label konghq.com/credential: basic-auth and the keys username and password; without it nobody is let in',
  ]));
});

test('the group that is let in is the app\'s, whether its namespace is known or not', () => {
  const groups = (namespace: string | null) => madeOf(ingress({ namespace, http: { basicAuth: { secretName: 'user' } } }), 'KongPlugin').map(({ config }) => config.allow);
  expect(groups('team')).toEqual([undefined, ['team-shop']]);
  expect(groups(null)).toEqual([undefined, ['shop']]);
});

test('a part of the requests goes to another Service by weight', () => {
  expect(madeOf(gateway({ http: { canary: { service: 'shop-next', weight: 10 } } }), 'HTTPRoute')[0].spec.rules[0].backendRefs).toEqual(
    [{ name: 'shop', port: 8080, weight: 90 }, { name: 'shop-next', port: 8080, weight: 10 }]);
});

test('routes that Kong looks at behind a feature gate need it', () => {
  const exposed = gateway({ ports: [WEB, DB, DNS, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', hostnames: ['tls.example.com'] }] } });
  expect(needs(exposed)).toEqual(expect.arrayContaining(['TLSRoute', 'TCPRoute', 'UDPRoute'].map(kind =>
    `Kong Ingress Controller runs with the feature gate GatewayAlpha; without it it does not look at ${kind}s`)));
});

test.each<[string, HttpOptions, string]>([
  ['rateLimit', { rateLimit: { requests: 5, period: Duration.seconds(10) } },
    'counts in 10 seconds, and Kong counts in a second, a minute, an hour or a day; use Duration.seconds(1), minutes(1), hours(1) or days(1)'],
  ['rateLimit', { rateLimit: { requests: 5, burst: 1 } }, 'has burst 1, and Kong counts every request of a period alike; leave it out'],
  ['cors', { cors: { allowOrigins: ['*'], allowMethods: ['*'] } }, 'allows the method "*", which Kong does not take; name the methods'],
  ['requestHeaders', { requestHeaders: { set: { 'X-A': '$(headers.host)' } } }, 'gives X-A a value with $(, which Kong computes; choose another value'],
  ['responseHeaders', { responseHeaders: { add: { 'X-A': '$(1)' } } }, 'gives X-A a value with $(, which Kong computes; choose another value'],
  ['timeouts', { timeouts: { request: Duration.seconds(9) } },
    'has request, and Kong Ingress Controller times the connection and the parts of the answer; use connect and response'],
  ['stickySessions', { stickySessions: { maxAge: Duration.days(1) } }, 'has maxAge, and the cookie of Kong is kept as long as the browser runs; leave it out'],
])('C-3: Kong does not take every %s', (feature, http, problem) => {
  expect(refusal(() => ingress({ http }))).toBe(`[chart/shop] C-3: http.${feature} ${problem}`);
});

test('C-3: Kong does not do everything for every port', () => {
  expect(refusal(() => ingress({ ports: [WEB, GRPC], http: { rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } }))).toBe(
    '[chart/shop] C-3: gRPC for port grpc is told to Kong Ingress Controller for a whole Service, and port http of it does not speak gRPC; '
    + 'expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to Kong Ingress Controller for a whole Service, and port http of it does not speak TLS; '
    + 'expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [GRPC, DB], ingress: { listeners: ENTRY_POINTS } }))).toBe(
    '[chart/shop] C-3: TCP load balancing for port db is led to as the whole Service is in Kong Ingress Controller, and port grpc of it speaks grpc; '
    + 'expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, DNS] }))).toBe(
    '[chart/shop] C-3: UDP load balancing for port dns needs an entry point of the controller, and ClusterProfile custom states none for port dns; '
    + 'give its ingress.listeners one of protocol UDP and port 53');
  expect(refusal(() => ingress({ ports: [HTTPS], http: { tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https needs an entry point of the controller, and ClusterProfile custom states none; '
    + 'give its ingress.listeners one of protocol TLS, other than that of HTTPS');
  expect(refusal(() => ingress({ ports: [HTTPS], http: { path: '/deep', tls: { passthrough: true } }, ingress: { listeners: ENTRY_POINTS } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by server name alone, and a rule has path /deep, which TLS hides; leave it out');
  expect(refusal(() => ingress({ ports: [GRPC], http: { tls: {}, redirectToHttps: true } }))).toBe(
    '[chart/shop] C-3: http.redirectToHttps is told to Kong Ingress Controller in place of gRPC; leave it out');
  expect(refusal(() => ingress({ ports: [GRPC], http: { rewritePath: '/' } }))).toBe(
    '[chart/shop] C-3: http.rewritePath is nothing that Kong Ingress Controller does for gRPC; leave it out');
});

test.each<[string, HttpOptions]>([
  ['rateLimit', { rateLimit: { requests: 5 } }],
  ['requestHeaders', { requestHeaders: { remove: ['X-Debug'] } }],
  ['responseHeaders', { responseHeaders: { remove: ['Server'] } }],
])('C-3: Kong does not do %s in a GRPCRoute', (feature, http) => {
  expect(refusal(() => gateway({ ports: [GRPC], http }))).toBe(
    `[chart/shop] C-3: http.${feature} is nothing that Kong Ingress Controller does in a GRPCRoute; expose gRPC by itself, or leave it out`);
});

test('C-3: Kong has users beside their Secret alone, and sticky sessions without a canary', () => {
  expect(refusal(() => gateway({ http: { basicAuth: { secretName: 'user' } }, more: { gateway: { namespace: 'routes' } } }))).toBe(
    '[chart/shop] C-3: http.basicAuth is told to Kong by objects beside its Secret, and the routes are in another namespace; leave gateway.namespace out');
  expect(refusal(() => gateway({ http: { stickySessions: {}, canary: { service: 'next', weight: 5 } } }))).toBe(
    '[chart/shop] C-3: http.stickySessions is done by Kong where every Service of a route asks for it, and Service next of http.canary is not the app\'s own; '
    + 'leave one of the two out');
});

test('sticky sessions are told to Kong beside the Service, wherever the routes are', () => {
  expect(madeOf(gateway({ http: { stickySessions: {} }, more: { gateway: { namespace: 'routes' } } }), 'KongUpstreamPolicy')[0].metadata.namespace).toBe('team');
});

test('C-1: Kong asks no other Service, and redirects to the same scheme behind a Gateway', () => {
  expect(refusal(() => ingress({ http: { externalAuth: { service: 'login', port: 80 } } }))).toMatch(
    '[chart/shop] C-1: http.externalAuth is nothing that Kong Ingress Controller does for an Ingress (ingress.controller of ClusterProfile custom); it is done by ');
  expect(refusal(() => gateway({
    http: { tls: {}, redirectToHttps: true },
    gateway: { listeners: [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'https', protocol: GatewayProtocol.HTTPS, port: 443 }] },
  }))).toMatch(
    '[chart/shop] C-1: http.redirectToHttps is nothing that Kong Ingress Controller does for the Gateway API (gateway.controller of ClusterProfile custom); it is done by ');
});

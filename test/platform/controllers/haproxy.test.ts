import { Duration } from 'cdk8s';
import { AppPort, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.HAPROXY, ingressClassName: 'haproxy' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.HAPROXY }, asked);
const PREFIX = 'haproxy.org/';

const HTTPS: AppPort = { name: 'https', port: 8443 };
const GRPC: AppPort = { name: 'grpc', port: 50051 };
const DB: AppPort = { name: 'db', port: 5432 };
const CACHE: AppPort = { name: 'cache', port: 6379 };
const ENTRY_POINTS = [
  { name: 'https', protocol: GatewayProtocol.HTTPS, port: 8443 },
  { name: 'db', protocol: GatewayProtocol.TCP, port: 5432 },
  { name: 'cache', protocol: GatewayProtocol.TCP, port: 6379 },
];

/** The annotations of the Ingress without their prefix. */
function told(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(annotationsOf(ingress(asked))).map(([key, value]) => [key.replace(PREFIX, ''), value]));
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('HAProxy is told of everything by annotations', () => {
  expect(doorOf(ingress({
    http: {
      path: '/shop',
      tls: { secretName: 'shop-tls' },
      redirectToHttps: true,
      allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
      rateLimit: { requests: 100, period: Duration.seconds(10) },
      cors: {
        allowOrigins: ['https://www.example.com', 'https://m.example.com'],
        allowMethods: ['GET', 'PUT'],
        allowHeaders: ['X-Token'],
        allowCredentials: true,
        maxAge: Duration.hours(1),
      },
      basicAuth: { secretName: 'shop-users', realm: 'Shop' },
      requestHeaders: { set: { 'X-Tenant': 'the shop', 'X-Stage': 'live' } },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' } },
      rewritePath: '/',
      timeouts: { response: Duration.minutes(2) },
      stickySessions: { cookieName: 'shop' },
    },
  }))).toMatchSnapshot();
});

test.each<[string, HttpOptions, Record<string, string>]>([
  ['a rate limit', { rateLimit: { requests: 5 } }, { 'rate-limit-requests': '5', 'rate-limit-period': '1s', 'rate-limit-status-code': '429' }],
  ['CORS for everybody', { cors: { allowOrigins: ['*'] } }, { 'cors-enable': 'true', 'cors-allow-origin': '*' }],
  ['CORS with credentials', { cors: { allowOrigins: ['https://a.example.com:8443'], allowCredentials: true } }, {
    'cors-enable': 'true',
    'cors-allow-origin': '^(https://a\\.example\\.com:8443)$',
    'cors-allow-methods': 'GET,PUT,POST,DELETE,PATCH,OPTIONS',
    'cors-allow-credentials': 'true',
  }],
  ['a password', { basicAuth: { secretName: 'users' } }, { 'auth-type': 'basic-auth', 'auth-secret': 'users' }],
  ['nothing', {}, {}],
])('%s is told to HAProxy without what was not asked for', (_, http, annotations) => {
  expect(told({ http })).toEqual(annotations);
});

test('HAProxy redirects by itself where there is TLS, to the port that clients use and not to that of its pods', () => {
  expect(told({ http: { tls: {} } })).toEqual({ 'ssl-redirect-port': '443' });
  expect(told({ http: { tls: {}, redirectToHttps: true }, ingress: { listeners: ENTRY_POINTS } })).toEqual({
    'ssl-redirect': 'true', 'ssl-redirect-code': '301', 'ssl-redirect-port': '8443',
  });
});

test('the rewrite is one pattern for every prefix', () => {
  const [pattern, target] = told({ http: { rules: [{}, { path: '/shop/' }, { path: '/v1.2' }], rewritePath: '/api/' } })['path-rewrite'].split(' ');
  const seen = (path: string) => path.replace(new RegExp(pattern), target.replace(/\\/g, '$'));
  expect([pattern, target]).toEqual(['^(/shop|/v1\\.2|)(/(.*))?$', '/api\\2']);
  expect(['/', '/cart', '/shop', '/shop/cart', '/shopping', '/v1.2/x', '/v1x2/x'].map(seen)).toEqual(
    ['/api/', '/api/cart', '/api', '/api/cart', '/api/shopping', '/api/x', '/api/v1x2/x']);
  const root = told({ http: { path: '/shop', rewritePath: '/' } })['path-rewrite'].split(' ');
  expect(['/shop', '/shop/', '/shop/cart'].map(path => path.replace(new RegExp(root[0]), root[1].replace(/\\/g, '$')))).toEqual(['/', '/', '/cart']);
});

test('sticky sessions are told to HAProxy by the Service, with a name where none is given', () => {
  const exposed = ingress({ http: { stickySessions: {} } });
  expect(annotationsOf(exposed)).toEqual({});
  expect(madeOf(exposed, 'Service')[0].metadata.annotations).toEqual({ 'haproxy.org/cookie-persistence': 'SERVERID' });
});

test('gRPC and TLS to the app are told to HAProxy for the whole Ingress', () => {
  expect(told({ ports: [GRPC] })).toEqual({ 'server-proto': 'h2' });
  expect(told({ ports: [HTTPS] })).toEqual({ 'server-ssl': 'true' });
  expect(told({ ports: [{ name: 'ws', port: 8080, appProtocol: 'ws' }] })).toEqual({});
  expect(needs(ingress({ ports: [HTTPS] }))).toContain(
    'the network between HAProxy and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
});

test('TLS is handed on by HAProxy by an Ingress of its own', () => {
  const rule = (host: string) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 8443 } } } }] } });
  expect(madeOf(ingress({ ports: [HTTPS], http: { tls: { passthrough: true } } }), 'Ingress')).toEqual([{
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop-tls', namespace: 'team', labels: expect.anything(), annotations: { 'haproxy.org/ssl-passthrough': 'true' } },
    spec: { ingressClassName: 'haproxy', rules: [rule(HOSTNAME)] },
  }]);
});

test('ports of TCP are led to by HAProxy from the entry points that the platform states', () => {
  const exposed = ingress({ ports: [WEB, DB, CACHE], ingress: { listeners: ENTRY_POINTS } });
  expect(madeOf(exposed, 'TCP')).toEqual([{
    apiVersion: 'ingress.v3.haproxy.org/v3',
    kind: 'TCP',
    metadata: { name: 'shop', namespace: 'team', labels: expect.anything() },
    spec: [
      { name: 'db', frontend: { name: 'shop-db', binds: { v4: { name: 'v4', port: 5432 } } }, service: { name: 'shop', port: 5432 } },
      { name: 'cache', frontend: { name: 'shop-cache', binds: { v4: { name: 'v4', port: 6379 } } }, service: { name: 'shop', port: 6379 } },
    ],
  }]);
  expect(needs(exposed)).toContain(
    'the kind TCP of ingress.v3.haproxy.org/v3 is installed, and the Service of HAProxy passes port 5432, 6379 on to the same port of its pods');
});

test('what HAProxy leaves to the app and to the platform is required', () => {
  expect(needs(ingress({ http: { cors: { allowOrigins: ['*'] }, basicAuth: { secretName: 'users' } } }))).toEqual(expect.arrayContaining([
    'the app answers OPTIONS with 200 or 204: HAProxy adds the headers of CORS to its answers, and gives none itself',
    'Secret users in the app\'s namespace with a key for each user, of what openssl passwd makes of the password; without it nobody is let in',
  ]));
});

test.each<[string, HttpOptions, string]>([
  ['rateLimit', { rateLimit: { requests: 10, burst: 5 } }, 'has burst 5, and HAProxy counts every request of a period alike; leave it out'],
  ['cors', { cors: { allowOrigins: ['*'], exposeHeaders: ['X-A', 'X-B'] } },
    'exposes X-A, X-B, which HAProxy has no option for; set Access-Control-Expose-Headers by http.responseHeaders'],
  ['cors', { cors: { allowOrigins: ['*'], allowHeaders: ['*', 'X%A'] } }, 'allows the header X%A, and HAProxy takes letters, digits, "-" and "_" alone; leave it out'],
  ['requestHeaders', { requestHeaders: { add: { 'X-A': '1' }, remove: ['X-B'] } }, 'changes X-A, X-B by add or remove, and HAProxy sets headers alone; use set'],
  ['requestHeaders', { requestHeaders: { set: { host: 'other' } } }, 'sets host, by which HAProxy then looks for the app; leave it out'],
  ['requestHeaders', { requestHeaders: { set: { 'X-A': '%[src]' } } },
    'sets X-A to what HAProxy reads otherwise; use letters, digits, "-" and "_" for its name, and none of "\\$% in its value'],
  ['responseHeaders', { responseHeaders: { set: { 'X-A': 'a"b' } } },
    'sets X-A to what HAProxy reads otherwise; use letters, digits, "-" and "_" for its name, and none of "\\$% in its value'],
  ['responseHeaders', { responseHeaders: { set: { 'X%A': 'a' } } },
    'sets X%A to what HAProxy reads otherwise; use letters, digits, "-" and "_" for its name, and none of "\\$% in its value'],
  ['responseHeaders', { responseHeaders: { remove: ['Server'] } }, 'changes Server by add or remove, and HAProxy sets headers alone; use set'],
  ['rewritePath', { rewritePath: '/a+b' }, 'has path /a+b, and HAProxy rewrites letters, digits and "-._~/" alone; choose another'],
  ['rewritePath', { path: '/a+b', rewritePath: '/' }, 'has path /a+b, and HAProxy rewrites letters, digits and "-._~/" alone; choose another'],
  ['rewritePath', { rewritePath: '/', rules: [{ hostnames: ['a.example.com'] }, { hostnames: ['b.example.com'], path: '/b' }] },
    'is one rewrite for every hostname in HAProxy, and path /b of b.example.com lies inside path / of a.example.com; give both the same paths'],
  ['timeouts', { timeouts: { connect: Duration.seconds(1), request: Duration.seconds(9) } },
    'has connect and request, and HAProxy times the parts of one app\'s answer alone; use response'],
  ['stickySessions', { stickySessions: { maxAge: Duration.days(1) } },
    'has maxAge, and the cookie of HAProxy is kept as long as the browser runs; leave it out'],
])('C-3: HAProxy does not take every %s', (feature, { hostnames = [HOSTNAME], ...http }, problem) => {
  const given = http.rules ? { ...http, hostnames: undefined } : { ...http, hostnames };
  expect(refusal(() => ingress({ http: given }))).toBe(`[chart/shop] C-3: http.${feature} ${problem}`);
});

test('C-3: HAProxy does not do everything for every port', () => {
  expect(refusal(() => ingress({ ports: [WEB, GRPC], http: { rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } }))).toBe(
    '[chart/shop] C-3: gRPC for port grpc is told to HAProxy for a whole Ingress, and port http of it does not speak gRPC; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to HAProxy for a whole Ingress, and port http of it does not speak TLS; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [HTTPS], http: { path: '/deep', tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by server name alone, and a rule has path /deep, which TLS hides; leave it out');
  expect(refusal(() => ingress({ ports: [WEB, DB] }))).toBe(
    '[chart/shop] C-3: TCP load balancing for port db needs an entry point of the controller, and ClusterProfile custom states none for port db; '
    + 'give its ingress.listeners one of protocol TCP and port 5432');
});

test('HAProxy Unified Gateway does what is core of the Gateway API', () => {
  const exposed = gateway({
    ports: [WEB, HTTPS],
    http: {
      rules: [{ port: 'http' }, { port: 'https', hostnames: ['tls.example.com'] }],
      requestHeaders: { set: { 'X-Tenant': 'shop' } },
      canary: { service: 'shop-next', weight: 10 },
    },
  });
  expect(madeOf(exposed, 'HTTPRoute').map(({ spec }) => spec.rules)).toEqual([[{
    matches: [{ path: { type: 'PathPrefix', value: '/' } }],
    filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Tenant', value: 'shop' }] } }],
    backendRefs: [{ name: 'shop', port: 8080, weight: 90 }, { name: 'shop-next', port: 8080, weight: 10 }],
  }]]);
  expect(madeOf(exposed, 'TLSRoute').map(({ spec }) => spec.hostnames)).toEqual([['tls.example.com']]);
  expect(needs(exposed)).toContain('the Gateway is that of HAProxy Unified Gateway; the HAProxy Kubernetes Ingress Controller looks at TCPRoutes alone');
});

test.each<[string, Asked]>([
  ['http.timeouts', { http: { timeouts: { request: Duration.seconds(5) } } }],
  ['gRPC for port grpc', { ports: [GRPC] }],
])('C-1: HAProxy Unified Gateway does not do %s', (subject, asked) => {
  expect(refusal(() => gateway(asked))).toMatch(
    `[chart/shop] C-1: ${subject} is nothing that HAProxy does for the Gateway API (gateway.controller of ClusterProfile custom); it is done by `);
});

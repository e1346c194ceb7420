import { Duration, Size } from 'cdk8s';
import { AppPort, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.HAPROXY_INGRESS, ingressClassName: 'haproxy' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.HAPROXY_INGRESS }, asked);
const PREFIX = 'haproxy-ingress.github.io/';

const HTTPS: AppPort = { name: 'https', port: 8443 };
const GRPC: AppPort = { name: 'grpc', port: 50051 };
const DB: AppPort = { name: 'db', port: 5432 };

const KEYS: HttpOptions = {
  path: '/shop',
  tls: { secretName: 'shop-tls' },
  allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
  rateLimit: { requests: 10 },
  maxBodySize: Size.mebibytes(8),
  cors: {
    allowOrigins: ['https://www.example.com', 'https://m.example.com'],
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['X-Token'],
    exposeHeaders: ['X-Total'],
    allowCredentials: true,
    maxAge: Duration.hours(1),
  },
  basicAuth: { secretName: 'shop-users', realm: 'Shop' },
  rewritePath: '/',
  timeouts: { connect: Duration.seconds(2), response: Duration.minutes(2) },
  stickySessions: { cookieName: 'shop' },
};

const unprefixed = (annotations: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key.replace(PREFIX, ''), value]));

/** The annotations of the Ingress without their prefix. */
const told = (asked: Asked) => unprefixed(annotationsOf(ingress(asked)));

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('HAProxy Ingress is told of everything by annotations of the Ingress', () => {
  expect(doorOf(ingress({
    http: {
      ...KEYS,
      redirectToHttps: true,
      externalAuth: { service: 'login', port: 4180, namespace: 'auth', path: '/verify', responseHeaders: ['X-User', 'X-Role'] },
      requestHeaders: { set: { 'X-Tenant': 'shop', 'X-Stage': 'live' } },
    },
  }))).toMatchSnapshot();
});

test('HAProxy Ingress is told of what routes do not say by annotations of the Service', () => {
  expect(doorOf(gateway({
    http: { ...KEYS, requestHeaders: { set: { 'X-Tenant': 'shop' } }, canary: { service: 'shop-next', weight: 10 } },
  }))).toMatchSnapshot();
});

test.each<[string, HttpOptions, Record<string, string>]>([
  ['CORS without credentials', { cors: { allowOrigins: ['*'] } }, { 'cors-enable': 'true', 'cors-allow-origin': '*', 'cors-allow-credentials': 'false' }],
  ['external authentication', { externalAuth: { service: 'login', port: 80 } }, { 'auth-url': 'svc://login:80/', 'auth-headers-succeed': '-' }],
  ['external authentication of the own namespace', { externalAuth: { service: 'login', port: 80, namespace: 'team' } },
    { 'auth-url': 'svc://login:80/', 'auth-headers-succeed': '-' }],
  ['sticky sessions', { stickySessions: {} }, { affinity: 'cookie' }],
  ['TLS', { tls: {} }, {}],
])('%s is told to HAProxy Ingress without what was not asked for', (_, http, annotations) => {
  expect(told({ http })).toEqual(annotations);
});

test('gRPC and TLS to the app are told to HAProxy Ingress as the protocol of the backend', () => {
  expect(told({ ports: [GRPC] })).toEqual({ 'backend-protocol': 'h2' });
  expect(told({ ports: [HTTPS] })).toEqual({ 'backend-protocol': 'h1-ssl' });
  expect(told({ ports: [{ name: 'ws', port: 8080, appProtocol: 'ws' }] })).toEqual({});
  expect(needs(ingress({ ports: [HTTPS] }))).toContain(
    'the network between HAProxy Ingress and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
});

test('TLS is handed on by HAProxy Ingress by an Ingress of its own', () => {
  expect(madeOf(ingress({ ports: [HTTPS], http: { tls: { passthrough: true } } }), 'Ingress')).toEqual([{
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop-tls', namespace: 'team', labels: expect.anything(), annotations: { [`${PREFIX}ssl-passthrough`]: 'true' } },
    spec: {
      ingressClassName: 'haproxy',
      rules: [{ host: HOSTNAME, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 8443 } } } }] } }],
    },
  }]);
});

test('each port of TCP is led to by HAProxy Ingress by an Ingress of its own', () => {
  const exposed = ingress({ ports: [WEB, DB], ingress: { listeners: [{ name: 'postgres', protocol: GatewayProtocol.TCP, port: 15432 }] } });
  expect(madeOf(exposed, 'Ingress').find(({ metadata }) => metadata.name === 'shop-tcp-db')).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop-tcp-db', namespace: 'team', labels: expect.anything(), annotations: { [`${PREFIX}tcp-service-port`]: '15432' } },
    spec: { ingressClassName: 'haproxy', defaultBackend: { service: { name: 'shop', port: { number: 5432 } } } },
  });
  expect(needs(exposed)).toContain('the Service of HAProxy Ingress passes port 15432 on to the same port of its pods');
});

test('what HAProxy Ingress needs of Secrets, versions and settings is required', () => {
  expect(needs(ingress({ http: { basicAuth: { secretName: 'users' }, externalAuth: { service: 'login', port: 80, namespace: 'auth' } } }))).toEqual(
    expect.arrayContaining([
      'Secret users in the app\'s namespace with the key auth, of lines <user>:<hash> as mkpasswd makes it; without it everybody may be let in',
      'cross-namespace-services is allow in the ConfigMap of HAProxy Ingress; without it Service login of namespace auth is not asked',
    ]));
  expect(needs(gateway())).toContain('HAProxy Ingress is 0.17 or later: earlier ones know neither filters of HTTPRoutes nor TLSRoutes');
});

test.each<[string, HttpOptions, string]>([
  ['rateLimit', { rateLimit: { requests: 5, period: Duration.minutes(1) } }, 'counts in 60 seconds, and HAProxy Ingress counts in a second; use Duration.seconds(1)'],
  ['rateLimit', { rateLimit: { requests: 5, burst: 5 } }, 'has burst 5, and HAProxy Ingress counts every request of a second alike; leave it out'],
  ['cors', { cors: { allowOrigins: ['*'], allowHeaders: ['*'], exposeHeaders: ['X.A'] } },
    'has the header X.A, and HAProxy Ingress takes letters, digits, "-" and "_" alone; leave it out'],
  ['externalAuth', { externalAuth: { service: 'login', port: 80, path: '/a%20b' } },
    'has path /a%20b, and HAProxy Ingress is told letters, digits and "-._~/" alone; choose another'],
  ['externalAuth', { externalAuth: { service: 'login', port: 80, responseHeaders: ['X.A'] } },
    'has the response header X.A, and HAProxy Ingress takes letters, digits, "-" and "_" alone; leave it out'],
  ['requestHeaders', { requestHeaders: { add: { 'X-A': '1' }, remove: ['X-B'] } }, 'changes X-A, X-B by add or remove, and HAProxy Ingress sets headers alone; use set'],
  ['requestHeaders', { requestHeaders: { set: { 'X-A': 'the shop' } } },
    'sets X-A to what HAProxy Ingress takes apart; use letters, digits, "-" and "_" for its name, and no blanks and none of "\'#\\% in its value'],
  ['requestHeaders', { requestHeaders: { set: { 'X.A': 'shop' } } },
    'sets X.A to what HAProxy Ingress takes apart; use letters, digits, "-" and "_" for its name, and no blanks and none of "\'#\\% in its value'],
  ['rewritePath', { rewritePath: '/a+b' }, 'is /a+b, and HAProxy Ingress is told letters, digits and "-._~/" alone; choose another'],
  ['timeouts', { timeouts: { request: Duration.seconds(9) } },
    'has request, and HAProxy Ingress times the connection and the parts of the answer; use connect and response'],
  ['stickySessions', { stickySessions: { maxAge: Duration.days(1) } },
    'has maxAge, and the cookie of HAProxy Ingress is kept as long as the browser runs; leave it out'],
])('C-3: HAProxy Ingress does not take every %s', (feature, http, problem) => {
  expect(refusal(() => ingress({ http }))).toBe(`[chart/shop] C-3: http.${feature} ${problem}`);
});

test('C-3: HAProxy Ingress does not do everything for every port', () => {
  expect(refusal(() => ingress({ ports: [WEB, GRPC], http: { rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } }))).toBe(
    '[chart/shop] C-3: gRPC for port grpc is told to HAProxy Ingress for a whole Ingress, and port http of it does not speak gRPC; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to HAProxy Ingress for a whole Ingress, and port http of it does not speak TLS; '
    + 'expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [HTTPS], http: { path: '/deep', tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by server name alone, and a rule has path /deep, which TLS hides; leave it out');
  expect(refusal(() => ingress({ ports: [WEB, DB] }))).toBe(
    '[chart/shop] C-3: TCP load balancing for port db needs an entry point of the controller, and ClusterProfile custom states none for port db; '
    + 'give its ingress.listeners one of protocol TCP and port 5432');
});

test('C-3: what HAProxy Ingress is told of a Service is not told beside other routes to it', () => {
  expect(refusal(() => gateway({ ports: [WEB, DB], http: { rateLimit: { requests: 5 } } }))).toBe(
    '[chart/shop] C-3: http.rateLimit is told to HAProxy Ingress for a whole Service, and TCPRoute shop-db leads to it too; expose the two kinds by themselves');
  expect(madeOf(gateway({ ports: [WEB, DB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', hostnames: ['tls.example.com'] }] } }), 'TCPRoute')).toHaveLength(1);
});

test.each<[string, Asked]>([
  ['http.responseHeaders', { http: { responseHeaders: { remove: ['Server'] } } }],
  ['http.externalAuth', { http: { externalAuth: { service: 'login', port: 80 } } }],
  ['gRPC for port grpc', { ports: [GRPC] }],
])('C-1: HAProxy Ingress does not do %s for the Gateway API', (subject, asked) => {
  expect(refusal(() => gateway(asked))).toMatch(
    `[chart/shop] C-1: ${subject} is nothing that HAProxy Ingress does for the Gateway API (gateway.controller of ClusterProfile custom); it is done by `);
});

import { Duration, Size } from 'cdk8s';
import { HttpOptions, IngressController } from '../../../src';
import { WARNING_METADATA } from '../../../src/synth-notes';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.INGRESS_NGINX, ingressClassName: 'nginx' }, { clusterDomain: 'cluster.local', ...asked });
const PREFIX = 'nginx.ingress.kubernetes.io/';

const HTTPS = { name: 'https', port: 8443 };
const GRPC = { name: 'grpc', port: 50051 };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** The annotations without their prefix. */
function told(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(annotationsOf(ingress(asked))).map(([key, value]) => [key.replace(PREFIX, ''), value]));
}

test('C-4: ingress-nginx is not maintained, and a warning says so', () => {
  expect(ingress().exposure.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`)).toContain(
    'C-4: ingress.controller of ClusterProfile custom is ingress-nginx: it has not been maintained since March 2026, and what is found in it stays open; choose another controller, or the Gateway API');
});

test('ingress-nginx is told of everything by annotations', () => {
  expect(doorOf(ingress({
    http: {
      path: '/shop',
      tls: { secretName: 'shop-tls' },
      redirectToHttps: true,
      allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
      rateLimit: { requests: 10, burst: 20 },
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
      externalAuth: { service: 'login', port: 4180, namespace: 'auth', path: '/verify', responseHeaders: ['X-User', 'X-Role'] },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' } },
      rewritePath: '/',
      timeouts: { connect: Duration.seconds(2), response: Duration.minutes(2) },
      stickySessions: { cookieName: 'shop', maxAge: Duration.days(1) },
      canary: { service: 'shop-next', weight: 10 },
    },
  }))).toMatchSnapshot();
});

test.each<[string, HttpOptions, Record<string, string>]>([
  ['a rate limit by the minute', { rateLimit: { requests: 100, period: Duration.minutes(1) } }, { 'limit-rpm': '100' }],
  ['CORS without credentials', { cors: { allowOrigins: ['*'] } }, { 'enable-cors': 'true', 'cors-allow-origin': '*', 'cors-allow-credentials': 'false' }],
  ['sticky sessions', { stickySessions: {} }, { affinity: 'cookie' }],
  ['external authentication', { externalAuth: { service: 'login', port: 80 } }, { 'auth-url': 'http://login.team.svc.cluster.local:80/' }],
  ['nothing', {}, {}],
])('%s is told to ingress-nginx without what was not asked for', (_, http, annotations) => {
  expect(told({ http })).toEqual(annotations);
});

test('gRPC and TLS to the app are told to ingress-nginx as the protocol of the backend', () => {
  expect(told({ ports: [GRPC] })).toEqual({ 'backend-protocol': 'GRPC' });
  expect(told({ ports: [HTTPS] })).toEqual({ 'backend-protocol': 'HTTPS' });
  expect(needs(ingress({ ports: [HTTPS] }))).toContain(
    'the network between ingress-nginx and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
});

test('C-3: ingress-nginx speaks one protocol to all ports of an Ingress', () => {
  expect(refusal(() => ingress({ ports: [WEB, GRPC], http: { rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } }))).toBe(
    '[chart/shop] C-3: gRPC for port grpc is told to ingress-nginx for a whole Ingress, and port http of it does not speak gRPC; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to ingress-nginx for a whole Ingress, and port http of it does not speak TLS; expose the two kinds by themselves');
});

test('TLS is handed on by an Ingress of its own', () => {
  const exposed = ingress({ ports: [HTTPS], http: { tls: { passthrough: true } } });
  expect(madeOf(exposed, 'Ingress')).toEqual([{
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop-tls', namespace: 'team', labels: expect.anything(), annotations: { [`${PREFIX}ssl-passthrough`]: 'true' } },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: HOSTNAME, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 8443 } } } }] } }],
    },
  }]);
  expect(needs(exposed)).toContain('ingress-nginx runs with --enable-ssl-passthrough; without it clients get its own certificate');
});

test('the rewrite makes patterns of the paths, in the Ingress of the canary too', () => {
  const exposed = ingress({ http: { rules: [{}, { path: '/shop/' }, { path: '/v1.2' }], rewritePath: '/api/', canary: { service: 'next', port: 80, weight: 5 } } });
  const paths = ['/()(.*)', '/shop(/|$)(.*)', '/v1\\.2(/|$)(.*)'];
  for (const { spec: { rules: [{ http }] } } of madeOf(exposed, 'Ingress')) {
    expect(http.paths.map(({ path, pathType }: { path: string; pathType: string }) => [pathType, path])).toEqual(paths.map(path => ['ImplementationSpecific', path]));
  }
  const target = annotationsOf(exposed)[`${PREFIX}rewrite-target`];
  const seen = (path: string) => path.replace(new RegExp(`^${paths.find(candidate => new RegExp(`^${candidate}`).test(path) && candidate !== paths[0]) ?? paths[0]}`), target);
  expect(['/', '/cart', '/shop', '/shop/cart', '/shopping', '/v1.2/x', '/v1x2/x'].map(seen)).toEqual(
    ['/api/', '/api/cart', '/api/', '/api/cart', '/api/shopping', '/api/x', '/api/v1x2/x']);
  expect(needs(exposed)).toContain(
    'no other Ingress of shop.example.com has paths of which ingress-nginx must not make patterns: beside a rewrite it compares all of them so, without regard to case');
});

test('what access points say of a rewritten path is the path that clients use', () => {
  expect(ingress({ http: { path: '/shop', rewritePath: '/' } }).accessPoints.map(({ url }) => url)).toContain('http://shop.example.com/shop');
});

test.each<[string, HttpOptions, string]>([
  ['rateLimit', { rateLimit: { requests: 5, period: Duration.seconds(10) } }, 'counts in 10 seconds, and ingress-nginx counts in a second or a minute; use Duration.seconds(1) or Duration.minutes(1)'],
  ['rateLimit', { rateLimit: { requests: 10, burst: 25 } }, 'has burst 25, which ingress-nginx takes as a multiple of requests 10; use 30'],
  ['rateLimit', { rateLimit: { requests: 10, burst: 0 } }, 'has burst 0, which ingress-nginx takes as a multiple of requests 10; use 10'],
  ['cors', { cors: { allowOrigins: ['*'], allowMethods: ['*'] } }, 'allows the method "*", which ingress-nginx does not take; name the methods'],
  ['cors', { cors: { allowOrigins: ['*'], allowHeaders: ['*'] } }, 'allows the header "*", which ingress-nginx does not take; name the headers'],
  ['cors', { cors: { allowOrigins: ['*'], exposeHeaders: ['X.Total'] } }, 'has the header X.Total, and ingress-nginx takes letters, digits, "-" and "_" alone; leave it out'],
  ['externalAuth', { externalAuth: { service: 'login', port: 80, path: '/a+b' } }, 'has path /a+b, and ingress-nginx takes letters, digits and "-._~/:" alone; choose another'],
  ['externalAuth', { externalAuth: { service: 'login', port: 80, responseHeaders: ['X.User'] } }, 'has the response header X.User, and ingress-nginx takes letters, digits, "-" and "_" alone; leave it out'],
  ['responseHeaders', { responseHeaders: { add: { 'X-A': '1' }, remove: ['Server'] } }, 'changes X-A, Server by add or remove, and ingress-nginx sets headers alone; use set'],
  ['responseHeaders', { responseHeaders: { set: { 'X-A': 'ä' } } }, 'sets X-A to what ingress-nginx does not take; use letters, digits, "-" and "_" for its name and ASCII for its value'],
  ['rewritePath', { path: '/shop', rewritePath: '/$1' }, 'is /$1, and ingress-nginx takes letters, digits and "-._~/:" alone; choose another'],
  ['timeouts', { timeouts: { request: Duration.minutes(1) } }, 'has request, and ingress-nginx times the connection and the parts of the answer; use connect and response'],
])('C-3: %s of ingress-nginx has limits: %j', (feature, http, problem) => {
  expect(refusal(() => ingress({ http }))).toBe(`[chart/shop] C-3: http.${feature} ${problem}`);
});

test('C-3: ingress-nginx hands on no TLS by path', () => {
  expect(refusal(() => ingress({ ports: [HTTPS], http: { path: '/shop', tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by server name alone, and a rule has path /shop, which TLS hides; leave it out');
});

test('C-3: what ingress-nginx finds by namespace or by full name has to be known', () => {
  const externalAuth = { service: 'login', port: 80 };
  expect(refusal(() => ingress({ http: { externalAuth }, clusterDomain: undefined }))).toBe(
    '[chart/shop] C-3: http.externalAuth is asked at a full name, since nginx looks up no other, and the cluster\'s domain is not known; give clusterDomain in ClusterProfile custom');
  expect(refusal(() => ingress({ http: { externalAuth, responseHeaders: { set: { 'X-A': '1' } } }, namespace: null }))).toBe([
    '[chart/shop] C-3: http.externalAuth is asked at an address with its namespace in it, and the namespace is not known; give http.externalAuth.namespace',
    '[chart/shop] C-3: http.responseHeaders is told to ingress-nginx by an object with its namespace, which is not known; give the Chart a namespace',
  ].join('\n'));
});

test('C-1: ingress-nginx changes no headers of requests without snippets, and has no door of an app\'s own for TCP and UDP', () => {
  const lacking = refusal(() => ingress({ ports: [WEB, { name: 'db', port: 5432 }], http: { requestHeaders: { set: { 'X-A': '1' } } } })).split('\n');
  expect(lacking.map(line => line.split(' (')[0])).toEqual([
    '[chart/shop] C-1: TCP load balancing for port db is nothing that ingress-nginx does for an Ingress',
    '[chart/shop] C-1: http.requestHeaders is nothing that ingress-nginx does for an Ingress',
  ]);
});

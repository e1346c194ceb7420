import { Duration, Size } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.NGINX, ingressClassName: 'nginx' }, asked);

const HTTPS = { name: 'https', port: 8443 };
const GRPC = { name: 'grpc', port: 50051 };
const WS = { name: 'ws', port: 8081 };
const DB = { name: 'db', port: 5432 };
const DNS = { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP };
const LISTENERS = [
  { name: 'postgres', protocol: GatewayProtocol.TCP, port: 5432 },
  { name: 'dns-udp', protocol: GatewayProtocol.UDP, port: 53 },
];

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** The annotations without their prefix. */
function told(asked: Asked): Record<string, string> {
  return Object.fromEntries(Object.entries(annotationsOf(ingress(asked))).map(([key, value]) => [key.replace('nginx.org/', ''), value]));
}

test('NGINX Ingress Controller is told of everything by annotations and Policies', () => {
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
      externalAuth: { service: 'login', port: 4180, namespace: 'auth', path: '/verify' },
      requestHeaders: { set: { 'X-Tenant': 'shop', 'X-Stage': 'live one' } },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, add: { 'X-Via': 'shared' }, remove: ['Server'] },
      rewritePath: '/',
      timeouts: { connect: Duration.seconds(2), response: Duration.minutes(2) },
      stickySessions: { cookieName: 'shop', maxAge: Duration.days(1) },
    },
  }))).toMatchSnapshot();
});

test.each<[string, HttpOptions, Record<string, string>]>([
  ['a rate limit by the minute', { rateLimit: { requests: 100, period: Duration.minutes(1) } }, { 'limit-req-rate': '100r/m' }],
  ['a rate limit without a burst', { rateLimit: { requests: 5, burst: 0 } }, { 'limit-req-rate': '5r/s' }],
  ['sticky sessions', { stickySessions: {} }, { 'sticky-cookie-services': 'serviceName=shop srv_id path=/' }],
  ['headers that are taken away', { responseHeaders: { remove: ['Server'] } }, { 'proxy-hide-headers': 'Server' }],
  ['nothing', {}, {}],
])('%s is told to NGINX Ingress Controller without what was not asked for', (_, http, annotations) => {
  expect(told({ http })).toEqual(annotations);
});

test('a rewrite of NGINX Ingress Controller begins at a slash on both sides', () => {
  const exposed = ingress({ http: { rules: [{}, { path: '/shop' }], rewritePath: '/api' } });
  expect(annotationsOf(exposed)).toEqual({ 'nginx.org/rewrites': 'serviceName=shop rewrite=/api/' });
  expect(madeOf(exposed, 'Ingress')[0].spec.rules[0].http.paths.map(({ path, pathType }: { path: string; pathType: string }) => [path, pathType]))
    .toEqual([['/', 'Prefix'], ['/shop/', 'Prefix']]);
});

test('what the Service speaks is told to NGINX Ingress Controller by its name', () => {
  expect(told({ ports: [WS] })).toEqual({ 'websocket-services': 'shop' });
  expect(told({ ports: [GRPC], http: { tls: {} } })).toEqual({ 'grpc-services': 'shop' });
  expect(told({ ports: [HTTPS] })).toEqual({ 'ssl-services': 'shop' });
});

test('what NGINX Ingress Controller needs from outside is required', () => {
  expect(needs(ingress({ ports: [GRPC], http: { tls: {} } }))).toContain('http2 is "true" in the ConfigMap of NGINX Ingress Controller; without it gRPC is not done');
  expect(needs(ingress({ ports: [HTTPS] }))).toContain(
    'the network between NGINX Ingress Controller and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
  const http: HttpOptions = { allowSourceRanges: ['192.0.2.0/24'], basicAuth: { secretName: 'users' }, responseHeaders: { set: { 'X-A': '1' } }, stickySessions: {} };
  expect(needs(ingress({ http })).slice(1, 5)).toEqual([
    'the kind Policy of k8s.nginx.org/v1 is installed, and the version of NGINX Ingress Controller takes accessControl from Ingresses by nginx.org/policies',
    'Secret users of type nginx.org/htpasswd in the app\'s namespace with the key htpasswd; without it requests are refused',
    'the version of NGINX Ingress Controller takes the annotation nginx.org/add-header; without it headers of answers are taken away and not set',
    'NGINX Ingress Controller runs NGINX 1.29.6 or later, or NGINX Plus; without it sessions do not stick',
  ]);
});

test('TLS is handed on by a TransportServer for each hostname', () => {
  const exposed = ingress({ ports: [HTTPS], http: { hostnames: [HOSTNAME, 'www.example.com'], tls: { passthrough: true } } });
  expect(doorOf(exposed).filter(({ kind }) => kind !== 'Service')).toMatchSnapshot();
  expect(needs(exposed)).toContain('NGINX Ingress Controller runs with -enable-tls-passthrough; without it the TransportServer is refused');
});

test('ports of TCP and UDP have a TransportServer each, at a listener of the GlobalConfiguration', () => {
  const exposed = ingress({ ports: [DB, DNS], ingress: { listeners: LISTENERS } });
  expect(doorOf(exposed).filter(({ kind }) => kind !== 'Service')).toMatchSnapshot();
  expect(needs(exposed)).toContain(
    'the GlobalConfiguration of NGINX Ingress Controller with listener postgres of protocol TCP; without it the TransportServer is refused');
});

test.each<[string, HttpOptions, string]>([
  ['rateLimit', { rateLimit: { requests: 5, period: Duration.seconds(10) } }, 'counts in 10 seconds, and NGINX Ingress Controller counts in a second or a minute; use Duration.seconds(1) or Duration.minutes(1)'],
  ['externalAuth', { externalAuth: { service: 'login', port: 80, responseHeaders: ['X-User'] } }, 'has responseHeaders X-User, which NGINX Ingress Controller does not hand on; leave them out'],
  ['requestHeaders', { requestHeaders: { add: { 'X-A': '1' }, remove: ['X-B'] } }, 'changes X-A, X-B by add or remove, and NGINX Ingress Controller sets headers alone; use set'],
  ['requestHeaders', { requestHeaders: { set: { 'X-A': 'a,b' } } }, 'gives X-A a value with one of ,:$"\\, which NGINX Ingress Controller takes apart; choose another value'],
  ['responseHeaders', { responseHeaders: { add: { 'X-A': '$host' } } }, 'gives X-A a value with one of ,:$"\\, which NGINX Ingress Controller takes apart; choose another value'],
  ['rewritePath', { path: '/shop', rewritePath: '/a;b' }, 'is /a;b, and NGINX Ingress Controller takes none of ;$\'" in it; choose another'],
  ['timeouts', { timeouts: { request: Duration.minutes(1) } }, 'has request, and NGINX Ingress Controller times the connection and the parts of the answer; use connect and response'],
])('C-3: %s of NGINX Ingress Controller has limits: %j', (feature, http, problem) => {
  expect(refusal(() => ingress({ http }))).toBe(`[chart/shop] C-3: http.${feature} ${problem}`);
});

test('C-3: NGINX Ingress Controller speaks one protocol to a Service, gRPC behind TLS alone, and hands on TLS of whole hostnames', () => {
  expect(refusal(() => ingress({ ports: [GRPC] }))).toBe('[chart/shop] C-3: gRPC for port grpc is done by NGINX Ingress Controller behind TLS alone; give http.tls');
  expect(refusal(() => ingress({ ports: [WEB, GRPC], http: { tls: {}, rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } }))).toBe(
    '[chart/shop] C-3: gRPC for port grpc is told to NGINX Ingress Controller for a whole Service, and port http of it does not speak gRPC; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to NGINX Ingress Controller for a whole Service, and port http of it does not speak TLS; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [HTTPS], http: { path: '/shop', tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by server name alone, and a rule has path /shop, which TLS hides; leave it out');
  expect(refusal(() => ingress({ ports: [HTTPS], http: { hostnames: ['*.example.com'], tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by whole server names alone, and *.example.com stands for many; name each');
});

test('C-3: a port of TCP needs a listener that the platform states', () => {
  expect(refusal(() => ingress({ ports: [DB] }))).toBe(
    '[chart/shop] C-3: TCP load balancing for port db needs an entry point of the controller, and ClusterProfile custom states none for port db; give its ingress.listeners one of protocol TCP and port 5432');
});

test('C-1: NGINX Ingress Controller splits no traffic by weight for an Ingress', () => {
  expect(refusal(() => ingress({ http: { canary: { service: 'next', weight: 10 } } }))).toMatch(
    /^\[chart\/shop\] C-1: http\.canary is nothing that F5 NGINX does for an Ingress \(ingress\.controller of ClusterProfile custom\); /);
});

import { Duration } from 'cdk8s';
import { AppPort, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.CONTOUR, ingressClassName: 'contour' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.CONTOUR }, asked);

const HTTPS: AppPort = { name: 'https', port: 8443 };
const GRPC: AppPort = { name: 'grpc', port: 50051 };
const WS: AppPort = { name: 'ws', port: 8081 };
const TLS = { secretName: 'shop-tls' };

const serviceAnnotations = (asked: Asked) => madeOf(ingress(asked), 'Service')[0].metadata.annotations;

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('Contour is told of everything by annotations of the Ingress', () => {
  expect(doorOf(ingress({
    ports: [WEB, WS],
    http: {
      rules: [{ port: 'http' }, { port: 'ws', path: '/feed' }, { port: 'ws', path: '/chat' }],
      tls: TLS,
      redirectToHttps: true,
      timeouts: { request: Duration.minutes(2) },
    },
  }))).toMatchSnapshot();
});

test('Contour is told of everything by routes', () => {
  expect(doorOf(gateway({
    http: {
      path: '/shop',
      tls: TLS,
      redirectToHttps: true,
      requestHeaders: { set: { 'X-Tenant': 'shop' } },
      responseHeaders: { remove: ['Server'] },
      rewritePath: '/',
      timeouts: { request: Duration.minutes(2) },
      canary: { service: 'shop-next', weight: 10 },
    },
    gateway: { listeners: [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'https', protocol: GatewayProtocol.HTTPS, port: 443 }] },
  }))).toMatchSnapshot();
});

test('routes of every kind but UDP are those of Contour', () => {
  const exposed = gateway({
    ports: [WEB, GRPC, HTTPS, { name: 'db', port: 5432 }],
    http: { rules: [{ port: 'http' }, { port: 'grpc', hostnames: ['grpc.example.com'] }, { port: 'https', hostnames: ['tls.example.com'] }] },
  });
  expect(doorOf(exposed).map(({ kind }) => kind).sort()).toEqual(['GRPCRoute', 'HTTPRoute', 'Service', 'TCPRoute', 'TLSRoute']);
});

test('what the app speaks is told to Contour by the Service, port by port', () => {
  expect(serviceAnnotations({ ports: [WEB, GRPC], http: { rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } })).toEqual(
    { 'projectcontour.io/upstream-protocol.h2c': 'grpc' });
  expect(serviceAnnotations({
    ports: [WEB, HTTPS, { name: 'admin', port: 9443, appProtocol: 'https' }],
    http: {
      rules: [{ port: 'http' }, { port: 'https', path: '/tls' }, { port: 'admin', path: '/admin' }],
    },
  })).toEqual({ 'projectcontour.io/upstream-protocol.tls': 'https,admin' });
  expect(needs(ingress({ ports: [HTTPS] }))).toContain(
    'the network between Contour and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
  expect(annotationsOf(ingress({ ports: [GRPC] }))).toEqual({});
});

test.each<[string, HttpOptions, string]>([
  ['http.timeouts', { timeouts: { connect: Duration.seconds(1), response: Duration.seconds(9) } }, 'has connect and response, and Contour times the whole answer; use request'],
  ['http.timeouts', { timeouts: { response: Duration.seconds(9) } }, 'has response, and Contour times the whole answer; use request'],
  ['http.tls', { tls: {} },
    'needs a certificate of the app\'s own in Contour, which has no default one for Ingresses; give http.tls.secretName, or an issuer'],
])('C-3: Contour does not take every %s', (subject, http, problem) => {
  expect(refusal(() => ingress({ http }))).toBe(`[chart/shop] C-3: ${subject} ${problem}`);
});

test.each<[string, AppPort, string]>([
  ['gRPC for port rpc', { name: 'rpc', port: 50051, appProtocol: 'grpc' },
    'port rpc, whose appProtocol grpc Contour does not know; leave it out, and begin the name of the port with what it speaks'],
  ['TLS to the app for port web', { name: 'web', port: 8443, appProtocol: 'tls' },
    'port web, whose appProtocol tls Contour does not know; leave it out, and begin the name of the port with what it speaks'],
])('C-3: Contour does not do %s where the port states a protocol that it does not know', (subject, port, problem) => {
  expect(refusal(() => ingress({ ports: [port] }))).toBe(`[chart/shop] C-3: ${subject} is not done for ${problem}`);
});

test.each<[string, AppPort[], string]>([
  ['HTTP routing by hostname and path', [{ name: 'web', port: 8080, appProtocol: 'http2' }],
    'port web, whose appProtocol http2 Contour does not know; write kubernetes.io/h2c'],
  ['HTTP routing by hostname and path', [{ name: 'web', port: 8080, appProtocol: 'ws' }],
    'port web, whose appProtocol ws Contour does not know; write kubernetes.io/ws'],
  ['HTTP routing by hostname and path', [{ name: 'rpc', port: 50051, appProtocol: 'grpc' }],
    'port rpc, whose appProtocol grpc Contour does not know; leave it out, and begin the name of the port with what it speaks'],
  ['TCP load balancing for port db', [WEB, { name: 'db', port: 5432, appProtocol: 'postgresql' }],
    'port db, whose appProtocol postgresql Contour does not know; leave it out, and begin the name of the port with what it speaks'],
])('C-3: Contour refuses %s to a port that states a protocol that it does not know', (subject, ports, problem) => {
  expect(refusal(() => gateway({ ports }))).toBe(`[chart/shop] C-3: ${subject} is not done for ${problem}`);
});

test.each<[string, HttpOptions]>([
  ['http.cors', { cors: { allowOrigins: ['*'] } }],
  ['http.stickySessions', { stickySessions: {} }],
])('C-1: Contour does not do %s for the Gateway API', (subject, http) => {
  expect(refusal(() => gateway({ http }))).toMatch(
    `[chart/shop] C-1: ${subject} is nothing that Contour does for the Gateway API (gateway.controller of ClusterProfile custom); it is done by `);
});

test('C-1: Contour hands TLS on for the Gateway API alone', () => {
  expect(refusal(() => ingress({ ports: [HTTPS], http: { tls: { passthrough: true } } }))).toMatch(
    '[chart/shop] C-1: TLS passthrough for port https is nothing that Contour does for an Ingress (ingress.controller of ClusterProfile custom); it is done by ');
  expect(madeOf(gateway({ ports: [HTTPS] }), 'TLSRoute')).toHaveLength(1);
});

/** Every cell of the table of controllers, as the objects of a door. */
import { Duration, Size } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AppPort, GatewayApiChannel, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { CONTROLLERS } from '../../../src/platform/controllers';
import { FeatureName, FEATURES } from '../../../src/platform/controllers/controller';
import { ControlledDoor } from '../../../src/platform/platform-of';
import { Asked, doorOf, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const LISTENERS = [
  { name: 'web', protocol: GatewayProtocol.HTTP, port: 80 },
  { name: 'websecure', protocol: GatewayProtocol.HTTPS, port: 443 },
  { name: 'tls', protocol: GatewayProtocol.TLS, port: 8443 },
  { name: 'postgres', protocol: GatewayProtocol.TCP, port: 5432 },
  { name: 'dns', protocol: GatewayProtocol.UDP, port: 53 },
];
const PLAIN: HttpOptions = { tls: { enabled: false } };
const ports = (...list: AppPort[]): Asked => ({ ports: list });
const http = (...all: HttpOptions[]): Asked[] => all.map(options => ({ http: { ...PLAIN, ...options } }));

/** What is asked for to see a feature, the most telling first: no controller takes every value. */
const ASKED: Record<FeatureName, Asked[]> = {
  routing: http({}),
  tls: [{ http: { tls: { secretName: 'shop-tls' } } }, { http: { tls: {} } }],
  tlsPassthrough: [{ ...ports({ name: 'https', port: 8443 }), http: { tls: { passthrough: true } } }],
  tcp: [ports(WEB, { name: 'db', port: 5432 })],
  udp: [ports(WEB, { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP })],
  webSockets: [ports({ name: 'ws', port: 8080 }), ports({ name: 'ws', port: 8080, appProtocol: 'kubernetes.io/ws' })],
  grpc: [ports({ name: 'grpc', port: 50051 }), ports({ name: 'grpc', port: 50051, appProtocol: 'kubernetes.io/h2c' })],
  backendTls: [ports({ name: 'https', port: 8443 })],
  redirectToHttps: [{ http: { tls: { secretName: 'shop-tls' }, redirectToHttps: true } }, { http: { tls: {}, redirectToHttps: true } }],
  allowSourceRanges: [
    ...http({ allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'] }),
    { http: { ...PLAIN, allowSourceRanges: ['192.0.2.0/24'] }, more: { gateway: { ownGateway: { gatewayClassName: 'web' } } } },
  ],
  rateLimit: http(
    { rateLimit: { requests: 10, period: Duration.minutes(1), burst: 20 } },
    { rateLimit: { requests: 10, burst: 20 } },
    { rateLimit: { requests: 10, period: Duration.minutes(1) } },
    { rateLimit: { requests: 10 } },
  ),
  maxBodySize: http({ maxBodySize: Size.mebibytes(8) }),
  cors: http({
    cors: { allowOrigins: ['https://www.example.com'], allowMethods: ['GET', 'PUT'], allowHeaders: ['X-Token'], exposeHeaders: ['X-Total'], maxAge: Duration.hours(1) },
  }, {
    cors: { allowOrigins: ['https://www.example.com'], allowMethods: ['GET', 'PUT'], allowHeaders: ['X-Token'], maxAge: Duration.hours(1) },
  }),
  basicAuth: http({ basicAuth: { secretName: 'shop-users', realm: 'Shop' } }, { basicAuth: { secretName: 'shop-users' } }),
  externalAuth: http(
    { externalAuth: { service: 'login', port: 4180, namespace: 'identity', path: '/verify', responseHeaders: ['X-User'] } },
    { externalAuth: { service: 'login', port: 4180, path: '/verify' } },
    { externalAuth: { service: 'login', port: 4180 } },
  ),
  requestHeaders: http(
    { requestHeaders: { set: { 'X-Team': 'shop' }, add: { 'X-Via': 'door' }, remove: ['X-Debug'] } },
    { requestHeaders: { set: { 'X-Team': 'shop' }, remove: ['X-Debug'] } },
    { requestHeaders: { set: { 'X-Team': 'shop' } } },
    { requestHeaders: { add: { 'X-Team': 'shop' } } },
  ),
  responseHeaders: http(
    { responseHeaders: { set: { 'X-Team': 'shop' }, add: { 'X-Via': 'door' }, remove: ['Server'] } },
    { responseHeaders: { set: { 'X-Team': 'shop' }, remove: ['Server'] } },
    { responseHeaders: { set: { 'X-Team': 'shop' } } },
    { responseHeaders: { add: { 'X-Team': 'shop' } } },
    { responseHeaders: { set: { 'Strict-Transport-Security': 'max-age=31536000' } } },
  ),
  rewritePath: http({ path: '/shop', rewritePath: '/app' }, { path: '/shop', rewritePath: '/' }),
  timeouts: http(
    { timeouts: { connect: Duration.seconds(2), response: Duration.seconds(70), request: Duration.seconds(90) } },
    { timeouts: { connect: Duration.seconds(2), response: Duration.seconds(70) } },
    { timeouts: { connect: Duration.seconds(2), request: Duration.seconds(90) } },
    { timeouts: { response: Duration.seconds(70), request: Duration.seconds(90) } },
    { timeouts: { request: Duration.seconds(90) } },
    { timeouts: { response: Duration.seconds(70) } },
    { timeouts: { connect: Duration.seconds(2) } },
  ),
  stickySessions: http({ stickySessions: { cookieName: 'shop_pod', maxAge: Duration.hours(8) } }, { stickySessions: { cookieName: 'shop_pod' } }, { stickySessions: {} }),
  canary: http({ canary: { service: 'shop-next', port: 80, weight: 10 } }, { canary: { service: 'shop-next', weight: 10 } }),
};

/** A cluster on which everything is there. */
const EVERYTHING = { clusterDomain: 'cluster.local', gatewayApiChannel: GatewayApiChannel.EXPERIMENTAL };

const through: Record<ControlledDoor, (controller: IngressController, asked: Asked) => ReturnType<typeof throughIngress>> = {
  ingress: (controller, asked) => throughIngress({
    controller, ingressClassName: controller === IngressController.GKE ? undefined : 'web', listeners: LISTENERS,
  }, { ...asked, ...EVERYTHING }),
  gateway: (controller, asked) => throughGateway({ controller, listeners: LISTENERS }, { ...asked, ...EVERYTHING }),
};

const CELLS = Object.entries(CONTROLLERS).flatMap(([id, controller]) => (['ingress', 'gateway'] as const).flatMap(door =>
  (Object.keys(FEATURES) as FeatureName[])
    .filter(feature => controller[door]?.[feature])
    .map(feature => [id as IngressController, door, feature] as const)));

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each(CELLS)('%s, %s: %s', (controller, door, feature) => {
  const taken = ASKED[feature].find(asked => {
    try {
      through[door](controller, asked);
      return true;
    } catch {
      return false;
    }
  });
  if (!taken) {
    throw new Error(refusal(() => through[door](controller, ASKED[feature][0])));
  }
  const made = doorOf(through[door](controller, taken));
  const plain = feature === 'routing' || taken.ports ? [] : doorOf(through[door](controller, { http: PLAIN })).map(object => JSON.stringify(object));
  expect(made.filter(object => !plain.includes(JSON.stringify(object)))).toMatchSnapshot(); // what the feature makes or changes
});

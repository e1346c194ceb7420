import { Duration, Size } from 'cdk8s';
import { GatewayApiChannel, HttpOptions, IngressController } from '../../../src';
import { Asked, doorOf, madeOf, needs, refusal, throughGateway, WEB } from '../../fixtures/controlled-door';

const CHANNEL = { gatewayApiChannel: GatewayApiChannel.EXPERIMENTAL };
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.NGINX }, { ...CHANNEL, ...asked });
const GRPC = { name: 'grpc', port: 50051 };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

test('NGINX Gateway Fabric is told of everything by filters, and by policies that attach to the route', () => {
  expect(doorOf(gateway({
    http: {
      path: '/shop',
      allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
      rateLimit: { requests: 10, burst: 20 },
      maxBodySize: Size.mebibytes(8),
      cors: { allowOrigins: ['https://www.example.com'], allowMethods: ['GET', 'PUT'], maxAge: Duration.hours(1) },
      basicAuth: { secretName: 'shop-users', realm: 'Shop' },
      externalAuth: { service: 'login', port: 4180, namespace: 'auth', path: '/verify', responseHeaders: ['X-User'] },
      requestHeaders: { set: { 'X-Tenant': 'shop' } },
      responseHeaders: { remove: ['Server'] },
      rewritePath: '/',
      timeouts: { connect: Duration.seconds(2), response: Duration.minutes(2) },
      stickySessions: { cookieName: 'shop' },
      canary: { service: 'shop-next', weight: 10 },
    },
  })).filter(({ kind }) => kind !== 'Service')).toMatchSnapshot();
});

test('policies of NGINX Gateway Fabric attach to every route, and one that takes one route alone is there for each', () => {
  const exposed = gateway({
    ports: [WEB, GRPC],
    http: {
      rules: [{ port: 'http' }, { port: 'grpc', hostnames: ['grpc.example.com'] }],
      maxBodySize: Size.kibibytes(1500),
      rateLimit: { requests: 100, period: Duration.minutes(1), burst: 0 },
    },
  });
  const group = 'gateway.networking.k8s.io';
  const routes = ['HTTPRoute', 'GRPCRoute'].flatMap(kind => madeOf(exposed, kind)).map(({ kind, metadata: { name } }) => ({ group, kind, name }));
  expect(madeOf(exposed, 'RateLimitPolicy').map(({ spec }) => spec)).toEqual([{
    rateLimit: { local: { rules: [{ rate: '100r/m', key: '$binary_remote_addr', zoneSize: '10m', rejectCode: 429 }] } },
    targetRefs: expect.arrayContaining(routes),
  }]);
  expect(madeOf(exposed, 'ClientSettingsPolicy').map(({ metadata: { name }, spec }) => [name, spec.body])).toEqual([
    ['shop-body-size', { maxSize: '1500k' }],
    ['shop-body-size-2', { maxSize: '1500k' }],
  ]);
  expect(madeOf(exposed, 'ClientSettingsPolicy').map(({ spec }) => spec.targetRef)).toEqual(expect.arrayContaining(routes));
});

test('a Service that says who may pass is asked where it is', () => {
  const http = { externalAuth: { service: 'login', port: 4180 } };
  const filter = (exposed = gateway({ http })) => madeOf(exposed, 'HTTPRoute')[0].spec.rules[0].filters[0].externalAuth;
  expect(filter()).toEqual({ protocol: 'HTTP', backendRef: { name: 'login', port: 4180 } });
  const distant = gateway({ http, more: { gateway: { namespace: 'routes' } } });
  expect(filter(distant)).toEqual({ protocol: 'HTTP', backendRef: { name: 'login', namespace: 'team', port: 4180 } });
  expect(needs(distant)).toContain(
    'a ReferenceGrant in namespace team that lets HTTPRoutes of routes lead to Service login; without it requests are refused');
});

test('what NGINX Gateway Fabric needs from outside is required', () => {
  const all = needs(gateway({ http: { basicAuth: { secretName: 'users' }, allowSourceRanges: ['192.0.2.0/24'], stickySessions: {} } }));
  expect(all).toContain('the kind AccessPolicy of gateway.nginx.org/v1alpha1 is installed, by a version of NGINX Gateway Fabric that has it');
  expect(all).toContain('Secret users of type nginx.org/htpasswd in namespace team with the key auth; without it requests are refused');
  expect(all).toContain('NGINX Gateway Fabric runs NGINX Plus; without it sessions do not stick');
});

test.each<[string, HttpOptions, string]>([
  ['allowSourceRanges', { allowSourceRanges: Array.from({ length: 65 }, (_, index) => `192.0.2.${index}/32`) }, 'has 65 ranges, and NGINX Gateway Fabric takes 64; give fewer'],
  ['rateLimit', { rateLimit: { requests: 5, period: Duration.hours(1) } }, 'counts in 3600 seconds, and NGINX Gateway Fabric counts in a second or a minute; use Duration.seconds(1) or Duration.minutes(1)'],
  ['maxBodySize', { maxBodySize: Size.kibibytes(10241) }, 'has more than four digits in its unit, which is more than NGINX Gateway Fabric takes; round it'],
  ['timeouts', { timeouts: { request: Duration.minutes(1) } }, 'has request, and NGINX Gateway Fabric times the connection and the parts of the answer; use connect and response'],
  ['timeouts', { timeouts: { response: Duration.seconds(10001) } }, 'has more than four digits in its unit, which is more than NGINX Gateway Fabric takes; round it'],
])('C-3: %s of NGINX Gateway Fabric has limits', (feature, http, problem) => {
  expect(refusal(() => gateway({ http }))).toBe(`[chart/shop] C-3: http.${feature} ${problem}`);
});

test('C-3: external authentication is in the experimental channel', () => {
  expect(refusal(() => gateway({ http: { externalAuth: { service: 'login', port: 80 } }, gatewayApiChannel: GatewayApiChannel.STANDARD }))).toBe(
    '[chart/shop] C-3: http.externalAuth is in the experimental channel of the Gateway API alone, and cluster custom has the standard one; install that, or leave it out');
});

import { Duration, Size } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AppPort, HttpOptions, IngressController } from '../../../src';
import { Asked, doorOf, madeOf, needs, refusal, throughGateway, WEB } from '../../fixtures/controlled-door';

const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.ENVOY_GATEWAY }, asked);

const GRPC: AppPort = { name: 'grpc', port: 50051 };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** What a policy says beside its targets. */
function told(http: HttpOptions, kind: string): unknown {
  const [{ spec: { targetRefs, ...others } }] = madeOf(gateway({ http }), kind);
  expect(targetRefs).toEqual([{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' }]);
  return others;
}

test('Envoy Gateway is told of everything by an HTTPRoute and two policies', () => {
  expect(doorOf(gateway({
    http: {
      path: '/shop',
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
      basicAuth: { secretName: 'shop-users' },
      externalAuth: { service: 'login', port: 4180, namespace: 'auth', path: '/verify', responseHeaders: ['X-User'] },
      requestHeaders: { set: { 'X-Tenant': 'shop' }, add: { 'X-Via': 'shared' }, remove: ['X-Debug'] },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
      rewritePath: '/',
      timeouts: { connect: Duration.seconds(2), request: Duration.minutes(2) },
      stickySessions: { cookieName: 'session', maxAge: Duration.days(1) },
      canary: { service: 'shop-next', weight: 10 },
    },
  }))).toMatchSnapshot();
});

test.each<[string, string, HttpOptions, unknown]>([
  ['a rate limit', 'BackendTrafficPolicy', { rateLimit: { requests: 5 } }, {
    rateLimit: {
      type: 'Local',
      local: {
        rules: [
          { clientSelectors: [{ sourceCIDR: { type: 'Distinct', value: '0.0.0.0/0' } }], limit: { requests: 5, unit: 'Second' } },
          { clientSelectors: [{ sourceCIDR: { type: 'Distinct', value: '::/0' } }], limit: { requests: 5, unit: 'Second' } },
        ],
      },
    },
  }],
  ['sticky sessions', 'BackendTrafficPolicy', { stickySessions: {} }, {
    loadBalancer: { type: 'ConsistentHash', consistentHash: { type: 'Cookie', cookie: { name: 'shop', ttl: '0s' } } },
  }],
  ['a session of days', 'BackendTrafficPolicy', { stickySessions: { maxAge: Duration.seconds(2 * 86400 + 61) } }, {
    loadBalancer: { type: 'ConsistentHash', consistentHash: { type: 'Cookie', cookie: { name: 'shop', ttl: '48h1m1s' } } },
  }],
  ['the time of the connection', 'BackendTrafficPolicy', { timeouts: { connect: Duration.seconds(2) } }, { timeout: { tcp: { connectTimeout: '2s' } } }],
  ['the time of the answer', 'BackendTrafficPolicy', { timeouts: { request: Duration.seconds(2) } }, { timeout: { http: { requestTimeout: '2s' } } }],
  ['CORS', 'SecurityPolicy', { cors: { allowOrigins: ['*'] } }, {
    cors: { allowOrigins: ['*'], allowMethods: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'] },
  }],
  ['external authentication', 'SecurityPolicy', { externalAuth: { service: 'login', port: 80 } }, {
    extAuth: { http: { backendRefs: [{ name: 'login', port: 80 }], pathOverride: '/' } },
  }],
])('%s is told to Envoy Gateway by a %s without what was not asked for', (_, kind, http, spec) => {
  expect(told(http, kind)).toEqual(spec);
});

test('a policy is told of every route of HTTP and gRPC, and of no other', () => {
  const exposed = gateway({
    ports: [WEB, GRPC, { name: 'db', port: 5432 }, { name: 'dns', port: 53, protocol: Protocol.UDP }, { name: 'https', port: 8443 }],
    http: {
      allowSourceRanges: ['192.0.2.0/24'],
      rules: [{}, { hostnames: ['www.example.com'] }, { hostnames: ['api.example.com'], port: 'grpc' }, { hostnames: ['own.example.com'], port: 'https' }],
    },
    more: { allow: { 'C-5': 'what is not HTTP has clients everywhere' } },
  });
  expect(madeOf(exposed, 'SecurityPolicy')).toEqual([{
    apiVersion: 'gateway.envoyproxy.io/v1alpha1',
    kind: 'SecurityPolicy',
    metadata: { name: 'shop', namespace: 'team', labels: expect.anything() },
    spec: {
      targetRefs: [
        { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop' },
        { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'shop-www-example-com' },
        { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'shop' },
      ],
      authorization: { defaultAction: 'Deny', rules: [{ action: 'Allow', principal: { clientCIDRs: ['192.0.2.0/24'] } }] },
    },
  }]);
});

test('what a policy refers to in another namespace needs a grant there', () => {
  const externalAuth = { service: 'login', port: 80 };
  const refs = (asked: Asked) => madeOf(gateway(asked), 'SecurityPolicy')[0].spec.extAuth.http.backendRefs;
  const grant = 'a ReferenceGrant in namespace auth to Service login from kind SecurityPolicy of gateway.envoyproxy.io in namespace team; without it requests are answered 500';
  expect(refs({ http: { externalAuth: { ...externalAuth, namespace: 'auth' } } })).toEqual([{ name: 'login', namespace: 'auth', port: 80 }]);
  expect(needs(gateway({ http: { externalAuth: { ...externalAuth, namespace: 'auth' } } }))).toContain(grant);
  expect(needs(gateway({ namespace: null, http: { externalAuth: { ...externalAuth, namespace: 'auth' } } }))).toContain(
    grant.replace('namespace team', 'that of the app'));
  expect(refs({ http: { externalAuth: { ...externalAuth, namespace: 'team' } } })).toEqual([{ name: 'login', port: 80 }]);
  expect(refs({ http: { externalAuth }, more: { gateway: { namespace: 'routes' } } })).toEqual([{ name: 'login', namespace: 'team', port: 80 }]);
  expect(needs(gateway({ http: { externalAuth } })).filter(need => need.includes('ReferenceGrant'))).toEqual([]);
});

test('what the cluster has to have for the policies of Envoy Gateway is required, each once', () => {
  const http: HttpOptions = {
    allowSourceRanges: ['192.0.2.0/24'], rateLimit: { requests: 5 }, basicAuth: { secretName: 'users' }, externalAuth: { service: 'login', port: 80 }, stickySessions: {},
  };
  expect(needs(gateway({ http })).filter(need => /Envoy|envoy|Secret/.test(need))).toEqual([
    'the kind SecurityPolicy of gateway.envoyproxy.io/v1alpha1 is installed; it is read in place of that of the Gateway, if there is one',
    'the kind BackendTrafficPolicy of gateway.envoyproxy.io/v1alpha1 is installed; it is read in place of that of the Gateway, if there is one',
    'Envoy Gateway from 1.4 on; each of its proxies counts for itself, so that clients may make as many times more requests as there are proxies',
    'Secret users in namespace team of type Opaque with the key .htpasswd, of lines as htpasswd -s writes them; without it requests are answered 500',
    'Envoy Gateway from 1.8 on, where the path that is asked can be stated',
  ]);
  expect(needs(gateway({ namespace: null, http }))).toContain(
    'Secret users of type Opaque with the key .htpasswd, of lines as htpasswd -s writes them; without it requests are answered 500');
  expect(gateway({ http }).requirements.map(({ check }) => check)).toEqual(expect.arrayContaining([
    'kubectl get crd securitypolicies.gateway.envoyproxy.io',
    'kubectl get crd backendtrafficpolicies.gateway.envoyproxy.io',
    'kubectl get -n team secret users',
  ]));
});

test.each<[string, Asked, string]>([
  ['a period between', { http: { rateLimit: { requests: 5, period: Duration.seconds(10) } } },
    'http.rateLimit has period 10s, and Envoy Gateway counts by the second, minute, hour or day; choose one of these'],
  ['a burst', { http: { rateLimit: { requests: 5, burst: 10 } } },
    'http.rateLimit has burst 10, and Envoy Gateway lets no more through than requests; leave it out'],
  ['a limit of streams of gRPC', { ports: [WEB, GRPC], http: { maxBodySize: Size.mebibytes(1), rules: [{}, { hostnames: ['api.example.com'], port: 'grpc' }] } },
    'http.maxBodySize is kept by Envoy Gateway by holding whole requests back, which streams of grpc at port grpc do not stand; leave it out'],
  ['a limit of WebSocket', { ports: [{ name: 'ws', port: 8080 }], http: { maxBodySize: Size.mebibytes(1) } },
    'http.maxBodySize is kept by Envoy Gateway by holding whole requests back, which streams of ws at port ws do not stand; leave it out'],
  ['a realm', { http: { basicAuth: { secretName: 'users', realm: 'Shop' } } },
    'http.basicAuth has realm Shop, and Envoy Gateway tells browsers none; leave it out'],
  ['the beginning of the answer', { http: { timeouts: { response: Duration.seconds(1) } } },
    'http.timeouts has response, and Envoy Gateway times the connection and the whole answer; use connect and request'],
])('C-3: %s is nothing that Envoy Gateway takes', (_, asked, message) => {
  expect(refusal(() => gateway(asked))).toBe(`[chart/shop] C-3: ${message}`);
});

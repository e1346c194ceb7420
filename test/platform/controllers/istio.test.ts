import { Duration } from 'cdk8s';
import { AppPort, HttpOptions, IngressController } from '../../../src';
import { Asked, doorOf, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.ISTIO, ingressClassName: 'istio' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.ISTIO }, asked);

const OWN = { name: undefined, namespace: undefined, gatewayClassName: 'istio' };
const GRPC: AppPort = { name: 'grpc', port: 50051 };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

test('Istio is told of what it has for an Ingress by a DestinationRule', () => {
  expect(doorOf(ingress({
    ports: [WEB, { name: 'ws', port: 8081 }, GRPC],
    http: {
      tls: { secretName: 'shop-tls' },
      rules: [{}, { path: '/events', port: 'ws' }, { path: '/api', port: 'grpc' }],
      timeouts: { connect: Duration.seconds(2) },
      stickySessions: { cookieName: 'session', maxAge: Duration.days(1) },
    },
  }))).toMatchSnapshot();
});

test('Istio is told of everything by an HTTPRoute, a DestinationRule and a policy of an own Gateway', () => {
  expect(doorOf(gateway({
    gateway: OWN,
    http: {
      path: '/shop',
      allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
      cors: { allowOrigins: ['https://www.example.com'], allowCredentials: true, maxAge: Duration.hours(1) },
      requestHeaders: { set: { 'X-Tenant': 'shop' }, add: { 'X-Via': 'shared' }, remove: ['X-Debug'] },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
      rewritePath: '/',
      timeouts: { connect: Duration.seconds(2), request: Duration.minutes(2) },
      stickySessions: {},
      canary: { service: 'shop-next', weight: 10 },
    },
  }))).toMatchSnapshot();
});

test.each<[HttpOptions, unknown[], unknown]>([
  [{ timeouts: { request: Duration.seconds(5) } }, [], { request: '5s' }],
  [{ timeouts: { connect: Duration.seconds(5) } }, [{ host: 'shop', trafficPolicy: { connectionPool: { tcp: { connectTimeout: '5s' } } } }], undefined],
  [{ stickySessions: {} }, [{ host: 'shop', trafficPolicy: { loadBalancer: { consistentHash: { httpCookie: { name: 'shop', ttl: '0s' } } } } }], undefined],
])('%j is told to Istio without what was not asked for', (http, rules, timeouts) => {
  const exposed = gateway({ http });
  expect(madeOf(exposed, 'DestinationRule').map(({ spec }) => spec)).toEqual(rules);
  expect(madeOf(exposed, 'HTTPRoute')[0].spec.rules[0].timeouts).toEqual(timeouts);
});

test('what is told of the Service stands in its namespace', () => {
  const exposed = gateway({ http: { stickySessions: {} }, more: { gateway: { namespace: 'routes' } } });
  expect(madeOf(exposed, 'DestinationRule')[0].metadata.namespace).toBe('team');
});

test('the certificate of an Ingress is in the namespace of the ingress gateway of Istio', () => {
  const asked: Asked = { http: { tls: { secretName: 'shop-tls' } } };
  const secret = (exposed: ReturnType<typeof ingress>) => exposed.requirements.filter(({ description }) => description.includes('Secret'));
  expect(secret(ingress(asked))).toEqual([{
    kind: 'Object',
    description: 'Secret shop-tls of type kubernetes.io/tls in the namespace of Istio\'s ingress gateway, mostly istio-system; without it there is no HTTPS',
    check: 'kubectl get -n istio-system secret shop-tls',
  }]);
  expect(secret(ingress({ ...asked, ingress: { namespace: 'edge' } }))).toEqual([{
    kind: 'Object',
    description: 'Secret shop-tls of type kubernetes.io/tls in the namespace of Istio\'s ingress gateway, edge; without it there is no HTTPS',
    check: 'kubectl get -n edge secret shop-tls',
  }]);
});

test('what Istio has to be told before is required', () => {
  const alpha = (kind: string) => `Istio looks at ${kind}s: PILOT_ENABLE_ALPHA_GATEWAY_API, where it is too old to read them at v1`;
  expect(needs(gateway({ ports: [WEB, { name: 'db', port: 5432 }] }))).toContain(alpha('TCPRoute'));
  expect(needs(gateway({ ports: [{ name: 'https', port: 8443 }] }))).toContain(alpha('TLSRoute'));
  expect(needs(gateway({ gateway: OWN, http: { allowSourceRanges: ['192.0.2.0/24'] } }))).toContain(
    'the Gateway sees the addresses of clients: its Service has externalTrafficPolicy Local, or Istio is told numTrustedProxies; without it nobody is let in');
});

test.each<[string, () => unknown, string]>([
  ['an issuer of an Ingress', () => ingress({ http: { tls: { issuer: 'ca' } } }),
    'http.tls has issuer ca, which keeps its Secret beside the app, and Istio reads that of its ingress gateway\'s namespace; give http.tls.secretName alone, or use the Gateway API'],
  ['a ClusterIssuer of an Ingress', () => ingress({ http: { tls: { clusterIssuer: 'ca', secretName: 'own' } } }),
    'http.tls has issuer ca, which keeps its Secret beside the app, and Istio reads that of its ingress gateway\'s namespace; give http.tls.secretName alone, or use the Gateway API'],
  ['an Ingress with no certificate', () => ingress({ http: { tls: {} } }),
    'http.tls has no certificate, and Istio has none by default; give http.tls.secretName'],
  ['the time of the answer of an Ingress', () => ingress({ http: { timeouts: { request: Duration.seconds(1) } } }),
    'http.timeouts has request, and Istio times the connection alone for an Ingress; use connect, or the Gateway API'],
  ['an allow list of a shared Gateway', () => gateway({ http: { allowSourceRanges: ['192.0.2.0/24'] } }),
    'http.allowSourceRanges is told to Istio for a whole Gateway, which other apps share; give gateway.ownGateway, or leave it to the owner of the Gateway'],
  ['the beginning of the answer', () => gateway({ http: { timeouts: { response: Duration.seconds(1) } } }),
    'http.timeouts has response, and Istio times the connection and the whole answer; use connect and request'],
])('C-3: %s is nothing that Istio takes', (_, make, message) => {
  expect(refusal(make as never)).toBe(`[chart/shop] C-3: ${message}`);
});

test('C-1: Istio leads to no UDP', () => {
  expect(refusal(() => gateway({ ports: [WEB, { name: 'dns', port: 53, protocol: 'UDP' as never }] }))).toContain(
    '[chart/shop] C-1: UDP load balancing for port dns is nothing that Istio does for the Gateway API');
});

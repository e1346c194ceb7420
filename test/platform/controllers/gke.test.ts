import { Duration } from 'cdk8s';
import { AppPort, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.GKE }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.GKE }, asked);

const HTTPS: AppPort = { name: 'https', port: 8443 };
const INTERNAL = { ingressClassName: 'gce-internal' };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

const spec = (asked: Asked, kind: string) => madeOf(ingress(asked), kind)[0].spec;
const serviceAnnotations = (asked?: Asked) => madeOf(ingress(asked), 'Service')[0].metadata.annotations;

test('GKE is told of everything by annotations and by objects of its own kinds', () => {
  expect(doorOf(ingress({
    http: {
      tls: {},
      redirectToHttps: true,
      requestHeaders: { set: { 'X-Tenant': 'shop' } },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY', 'X-Team': 'shop' } },
      timeouts: { request: Duration.minutes(2) },
      stickySessions: { maxAge: Duration.days(1) },
    },
  }))).toMatchSnapshot();
});

test('GKE is told of everything by an HTTPRoute and a policy of its Service', () => {
  expect(doorOf(gateway({
    http: {
      path: '/shop',
      requestHeaders: { set: { 'X-Tenant': 'shop' }, add: { 'X-Via': 'shared' }, remove: ['X-Debug'] },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
      rewritePath: '/',
      timeouts: { request: Duration.minutes(2) },
      stickySessions: { maxAge: Duration.days(1) },
      canary: { service: 'shop-next', weight: 10 },
    },
  }))).toMatchSnapshot();
});

test('the class is told by the annotation that GKE reads, and not a second time', () => {
  const classes = (asked?: Asked) => [annotationsOf(ingress(asked))['kubernetes.io/ingress.class'], madeOf(ingress(asked), 'Ingress')[0].spec.ingressClassName];
  expect(classes()).toEqual(['gce', undefined]);
  expect(classes({ ingress: { ingressClassName: 'gce' } })).toEqual(['gce', undefined]);
  expect(classes({ ingress: INTERNAL })).toEqual(['gce-internal', undefined]);
  expect(classes({ more: { ingress: INTERNAL } })).toEqual(['gce-internal', undefined]);
});

test('the pods of a Service without node ports are reached themselves, and no IngressClass is needed', () => {
  expect(madeOf(ingress(), 'Service')[0].spec.type).toBe('ClusterIP');
  expect(serviceAnnotations()).toEqual({ 'cloud.google.com/neg': '{"ingress":true}' });
  expect(needs(ingress()).slice(0, 2)).toEqual([
    'a VPC-native cluster of GKE with the add-on HttpLoadBalancing, which serves class gce; without them the Ingress gets no address, ever',
    'the app answers GET / with 200, or has a readiness probe of HTTP at the port; without it no pod gets requests',
  ]);
});

test('without a Secret the certificate is one that Google makes', () => {
  const exposed = ingress({ http: { hostnames: [HOSTNAME, 'www.example.com'], tls: {} } });
  expect(annotationsOf(exposed)['networking.gke.io/managed-certificates']).toBe('shop');
  expect(madeOf(exposed, 'ManagedCertificate')).toEqual([{
    apiVersion: 'networking.gke.io/v1',
    kind: 'ManagedCertificate',
    metadata: { name: 'shop', namespace: 'team', labels: expect.anything() },
    spec: { domains: [HOSTNAME, 'www.example.com'] },
  }]);
  expect(madeOf(exposed, 'Ingress')[0].spec.tls).toBeUndefined();
  expect(needs(exposed)[0]).toBe(
    `DNS leads ${HOSTNAME}, www.example.com to the load balancer before Google makes the certificate, which takes up to an hour; until then there is no HTTPS`);
});

test('a Secret with the certificate is read by GKE', () => {
  const exposed = ingress({ http: { tls: { secretName: 'shop-tls' } } });
  expect(madeOf(exposed, 'Ingress')[0].spec.tls).toEqual([{ hosts: [HOSTNAME], secretName: 'shop-tls' }]);
  expect(madeOf(exposed, 'ManagedCertificate')).toEqual([]);
  expect(annotationsOf(exposed)).toEqual({ 'kubernetes.io/ingress.class': 'gce' });
});

test('TLS to the app is told for each port', () => {
  const asked: Asked = { ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } };
  expect(serviceAnnotations(asked)['cloud.google.com/app-protocols']).toBe('{"https":"HTTPS"}');
  expect(needs(ingress(asked))).toContain(
    'the network between the load balancer and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
});

test('what was not asked for is not told', () => {
  expect(spec({ http: { stickySessions: {} } }, 'BackendConfig')).toEqual({ sessionAffinity: { affinityType: 'GENERATED_COOKIE' } });
  expect(madeOf(gateway({ http: { stickySessions: {} } }), 'GCPBackendPolicy')[0].spec.default).toEqual({ sessionAffinity: { type: 'GENERATED_COOKIE' } });
  expect(spec({ ports: [{ name: 'ws', port: 8080 }], http: { timeouts: { request: Duration.hours(1) } } }, 'BackendConfig')).toEqual({ timeoutSec: 3600 });
});

const WILDCARD: HttpOptions = { hostnames: ['*.example.com'], tls: {} };
const LONG = `${'a'.repeat(60)}.example.com`;

test.each<[string, Asked, string]>([
  ['an unknown class', { ingress: { ingressClassName: 'nginx' } },
    'HTTP routing by hostname and path is done by GKE for the classes gce and gce-internal, and ingressClassName is nginx; give one of the two'],
  ['a wildcard without a Secret', { http: WILDCARD },
    'http.tls has no certificate, and Google makes none for *.example.com, but for hostnames of at most 63 characters without "*"; give http.tls.secretName'],
  ['a long hostname without a Secret', { http: { hostnames: [LONG], tls: {} } },
    `http.tls has no certificate, and Google makes none for ${LONG}, but for hostnames of at most 63 characters without "*"; give http.tls.secretName`],
  ['many hostnames without a Secret', { http: { hostnames: Array.from({ length: 101 }, (_, index) => `s${index}.example.com`), tls: {} } },
    'http.tls has no certificate, and Google makes one for at most 100 hostnames, not for 101; give http.tls.secretName'],
  ['a certificate inside the VPC without a Secret', { http: { tls: {} }, ingress: INTERNAL },
    'http.tls is nothing that GKE does for class gce-internal; give http.tls.secretName'],
  ['a redirect inside the VPC', { http: { tls: { secretName: 'shop-tls' }, redirectToHttps: true }, ingress: INTERNAL },
    'http.redirectToHttps is nothing that GKE does for class gce-internal; leave it out'],
  ['headers inside the VPC', { http: { requestHeaders: { set: { 'X-Team': 'a' } } }, ingress: INTERNAL },
    'http.requestHeaders is nothing that GKE does for class gce-internal; leave it to the app'],
  ['values added', { http: { requestHeaders: { add: { 'X-Team': 'a' } } } },
    'http.requestHeaders adds values to X-Team, and a BackendConfig sets headers; use set'],
  ['headers removed', { http: { responseHeaders: { set: { 'X-Team': 'a' }, remove: ['Server'] } } },
    'http.responseHeaders removes Server, and a BackendConfig sets headers; leave it to the app'],
  ['headers of Google', { http: { requestHeaders: { set: { 'Host': 'a', 'X-Goog-Team': 'b', 'X-Team': 'c' } } } },
    'http.requestHeaders sets Host, X-Goog-Team, which load balancers of Google Cloud keep to themselves; leave it out'],
  ['the connection', { http: { timeouts: { connect: Duration.seconds(1) } } },
    'http.timeouts has connect, and a load balancer of Google Cloud times the whole answer; use request'],
  ['the name of the cookie', { http: { stickySessions: { cookieName: 'shop' } } },
    'http.stickySessions has cookieName shop, and load balancers of Google Cloud name their cookie themselves; leave it out'],
  ['a long session', { http: { stickySessions: { maxAge: Duration.days(15) } } },
    'http.stickySessions has maxAge 1296000s, and load balancers of Google Cloud keep a session for at most 1209600s; make it shorter'],
])('C-3: %s is nothing that GKE Ingress takes', (_, asked, message) => {
  expect(refusal(() => ingress(asked))).toBe(`[chart/shop] C-3: ${message}`);
});

test('what is told of the Service stands in its namespace', () => {
  const exposed = gateway({ http: { stickySessions: {} }, more: { gateway: { namespace: 'routes' } } });
  expect(madeOf(exposed, 'GCPBackendPolicy')[0].metadata.namespace).toBe('team');
  expect(madeOf(exposed, 'HTTPRoute')[0].metadata.namespace).toBe('routes');
});

test('the load balancer of a Gateway asks the pods for its health checks', () => {
  expect(needs(gateway())).toContain(
    'the app answers GET / with 200, or a HealthCheckPolicy of its Service says another path; without it no pod gets requests');
});

test('WebSocket is done at a Gateway of GKE by the name of the port', () => {
  expect(madeOf(gateway({ ports: [{ name: 'ws', port: 8080 }] }), 'HTTPRoute')).toHaveLength(1);
});

test.each<[string, Asked, string]>([
  ['an appProtocol', { ports: [{ name: 'http', port: 8080, appProtocol: 'kubernetes.io/ws' }] },
    'WebSocket for port http is not done with appProtocol kubernetes.io/ws, which GKE does not know; leave it out, and begin the name of the port with ws'],
  ['the beginning of the answer', { http: { timeouts: { response: Duration.seconds(1) } } },
    'http.timeouts has response, and a load balancer of Google Cloud times the whole answer; use request'],
  ['the name of the cookie', { http: { stickySessions: { cookieName: 'shop' } } },
    'http.stickySessions has cookieName shop, and load balancers of Google Cloud name their cookie themselves; leave it out'],
])('C-3: %s is nothing that GKE Gateway takes', (_, asked, message) => {
  expect(refusal(() => gateway(asked))).toBe(`[chart/shop] C-3: ${message}`);
});

test('C-1: GKE Gateway leads to no gRPC, TLS, TCP or UDP', () => {
  for (const name of ['grpc', 'https', 'db']) {
    expect(refusal(() => gateway({ ports: [{ name, port: 9000 }] }))).toContain(`for port ${name} is nothing that GKE does for the Gateway API`);
  }
});

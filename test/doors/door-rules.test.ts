import { Chart, Testing } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import {
  AppPort, ExposedService, ExposureOptions, ExposureStrategy, GatewayOptions, HttpOptions, HttpPathType, IngressController, TrafficPolicy,
} from '../../src';
import { madeOf, refusal, throughGateway } from '../fixtures/controlled-door';

const HTTP: AppPort = { name: 'http', port: 8080 };
const TCP: AppPort = { name: 'postgresql', port: 5432 };
const HOST = ['shop.example.com'];

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** What is said of a further door beside the first one. */
function beside(first: ExposureOptions, further: ExposureOptions, ports = [HTTP], id = 'public'): string {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  const exposed = new ExposedService(chart, 'shop', { app: { name: 'shop', image: 'shop:1', ports }, ...first });
  const before = Testing.synth(chart);
  try {
    exposed.alsoBy(id, further);
  } catch (error) {
    expect(Testing.synth(chart)).toEqual(before);
    return (error as Error).message.replace('[team/shop/public] ', '');
  }
  return 'accepted';
}

const ingress = (http: HttpOptions, ingressClassName?: string): ExposureOptions =>
  ({ strategy: ExposureStrategy.INGRESS, http, ingress: { ingressClassName } });
const SHARED: GatewayOptions = { parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'web' }] };
const gateway = (http: HttpOptions | undefined, options = SHARED): ExposureOptions =>
  ({ strategy: ExposureStrategy.GATEWAY, http, gateway: options });
const nodePort = (http: number): ExposureOptions => ({ strategy: ExposureStrategy.NODE_PORT, nodePort: { ports: { http } } });
const loadBalancer = (http: number, healthCheckNodePort?: number): ExposureOptions => ({
  strategy: ExposureStrategy.LOAD_BALANCER,
  loadBalancer: { nodePorts: { http }, externalTrafficPolicy: TrafficPolicy.LOCAL, healthCheckNodePort },
});

// Ports of nodes

test.each([
  [nodePort(30080), nodePort(30080), 'X-1: node port 30080 of port http is that of port http at the door NodePort of team/shop already; give them different numbers'],
  [nodePort(30080), loadBalancer(30080), 'X-1: node port 30080 of port http is that of port http at the door NodePort of team/shop already; give them different numbers'],
  [nodePort(30080), loadBalancer(30081, 30080), 'X-2: node port 30080 of the health check is that of port http at the door NodePort of team/shop already; give them different numbers'],
  [loadBalancer(30081, 30080), nodePort(30080), 'X-1: node port 30080 of port http is that of the health check at the door LoadBalancer of team/shop already; give them different numbers'],
  [nodePort(30080), nodePort(30081), 'accepted'],
  [nodePort(30080), { strategy: ExposureStrategy.NODE_PORT }, 'accepted'],
  [ingress({ hostnames: HOST }), { ...nodePort(30080), http: { hostnames: HOST } }, 'accepted'],
])('X-1, X-2: two doors ask for different node ports (%#)', (first, further, message) => {
  expect(beside(first, further)).toBe(message);
});

// Ingresses

const SERVED = (what: string) => `IN-15: ${what} is served by the door Ingress of team/shop already, of the same class; give this one another hostname, path or ingressClassName (if it is right here, say why: allow: { 'IN-15': 'the reason' })`;

test.each<[HttpOptions, HttpOptions, string]>([
  [{ hostnames: HOST }, { hostnames: HOST }, SERVED('shop.example.com/')],
  [{}, {}, SERVED('every hostname with path /')],
  [{ hostnames: HOST, path: '/api' }, { rules: [{ hostnames: HOST }, { hostnames: HOST, path: '/api' }] }, SERVED('shop.example.com/api')],
  [{ hostnames: HOST }, { hostnames: ['www.example.com'] }, 'accepted'],
  [{ hostnames: HOST }, { hostnames: HOST, path: '/api' }, 'accepted'],
  [{ hostnames: HOST }, { hostnames: HOST, pathType: HttpPathType.EXACT }, 'accepted'],
])('IN-15: two Ingresses of one class do not serve the same (%#)', (first, further, message) => {
  expect(beside(ingress(first, 'traefik'), ingress(further, 'traefik'))).toBe(message);
});

test('IN-15: what the cluster takes for its default class is one class', () => {
  expect(beside(ingress({ hostnames: HOST }), ingress({ hostnames: HOST }))).toBe(SERVED('shop.example.com/'));
});

test('Ingresses of two classes may serve the same, as while one controller takes over from another', () => {
  expect(beside(ingress({ hostnames: HOST }, 'nginx'), ingress({ hostnames: HOST }, 'traefik'))).toBe('accepted');
});

test('an Ingress and a route may serve the same, as while one takes over from the other', () => {
  expect(beside(ingress({ hostnames: HOST }), gateway({ hostnames: HOST }))).toBe('accepted');
  expect(beside(gateway({ hostnames: HOST }), ingress({ hostnames: HOST }))).toBe('accepted');
});

// Routes

const at = (sectionName?: string, namespace: string | undefined = 'infra'): GatewayOptions => ({ parentRefs: [{ name: 'shared', namespace, sectionName }] });
const ROUTED = (what: string, listener = ', listener web') => `X-10: ${what} has an HTTPRoute at Gateway shared${listener} by the door Gateway of team/shop already; give this one another hostname, path or listener`;

test.each<[GatewayOptions, GatewayOptions, HttpOptions, string]>([
  [at('web'), at('web'), { hostnames: HOST }, ROUTED('shop.example.com/')],
  [at('web'), at(), { hostnames: HOST }, ROUTED('shop.example.com/', '')],
  [at(), at('web'), { hostnames: HOST }, ROUTED('shop.example.com/')],
  [at('web', 'shops'), { parentRefs: [{ name: 'shared', sectionName: 'web' }] }, { hostnames: HOST }, ROUTED('shop.example.com/')],
  [at('web'), at('internal'), { hostnames: HOST }, 'accepted'],
  [at('web'), at('web', 'other'), { hostnames: HOST }, 'accepted'],
  [at('web'), at('web'), { hostnames: HOST, path: '/api' }, 'accepted'],
  [at('web'), at('web'), { hostnames: ['www.example.com'] }, 'accepted'],
  [{ ownGateway: { gatewayClassName: 'traefik' } }, { ownGateway: { gatewayClassName: 'traefik' } }, { hostnames: HOST }, 'accepted'],
])('X-10: two routes at one listener do not match the same (%#)', (first, further, http, message) => {
  expect(beside(gateway({ hostnames: HOST }, first), gateway(http, further))).toBe(message);
});

test('X-10: a listener of TCP has one route', () => {
  const refs = (sectionName: string): GatewayOptions => ({ parentRefs: [{ name: 'shared', sectionName }] });
  expect(beside(gateway(undefined, refs('tcp')), gateway(undefined, refs('tcp')), [TCP])).toBe(
    'X-10: port postgresql has a TCPRoute at Gateway shared, listener tcp by the door Gateway of team/shop already; give this one another hostname, path or listener');
  expect(beside(gateway(undefined, refs('tcp')), gateway(undefined, refs('tcp-2')), [TCP])).toBe('accepted');
});

test('a further door attaches to the own Gateway of the first one', () => {
  expect(beside(
    gateway({ hostnames: HOST }, { ownGateway: { gatewayClassName: 'traefik' } }),
    gateway({ hostnames: ['www.example.com'] }, { parentRefs: [{ name: 'shop', sectionName: 'http' }] }),
  )).toBe('accepted');
});

// Names

test.each<[string, ExposureOptions, ExposureOptions, string]>([
  ['external', { strategy: ExposureStrategy.NODE_PORT }, { strategy: ExposureStrategy.LOAD_BALANCER }, 'Service shop-external'],
  ['www-example-com', gateway({ rules: [{ hostnames: HOST }, { hostnames: ['www.example.com'] }] }), gateway({ hostnames: ['new.example.com'] }), 'HTTPRoute shop-www-example-com'],
])('X-17: the id %s gives no object the name of another', (id, first, further, object) => {
  const admin = { name: 'http-admin', port: 9100, exposed: false };
  expect(beside(first, further, [HTTP, admin], id)).toBe(`[team/shop/${id}] X-17: ${object} is there already; give the further door another id than "${id}"`);
});

test('an id that another kind of object has as its name is no collision', () => {
  const dns = { name: 'dns', port: 5353, protocol: Protocol.UDP };
  const udp = gateway(undefined, { parentRefs: [{ name: 'shared' }] });
  expect(beside(udp, { strategy: ExposureStrategy.LOAD_BALANCER }, [dns], 'dns')).toBe('accepted');
});

// NetworkPolicies

const policed = (options: ExposureOptions): ExposureOptions => ({ ...options, networkPolicy: { from: { [options.strategy]: [{ cidr: '10.0.0.0/8' }] } } });

test('N-8: every door of an app has a NetworkPolicy, or none has', () => {
  const [first, further] = [ingress({ hostnames: HOST }), nodePort(30080)];
  expect(beside(policed(first), policed(further))).toBe('accepted');
  expect(beside(policed(first), further)).toBe(
    'N-8: the door Ingress of team/shop has a networkPolicy, which keeps out what comes through this one; give networkPolicy here too');
  expect(beside(first, policed(further))).toBe(
    'N-8: networkPolicy keeps out what comes through the door Ingress of team/shop, which has none; give it there too');
});

test('each door lets in what comes through it, to the same pods', () => {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  const exposed = new ExposedService(chart, 'shop', { app: { name: 'shop', image: 'shop:1', ports: [HTTP] }, ...policed(ingress({ hostnames: HOST })) });
  exposed.alsoBy('public', policed(nodePort(30080)));
  const policies = Testing.synth(chart).filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.map(({ metadata }) => metadata.name)).toEqual(['shop', 'shop-public']);
  expect(policies[1].spec).toEqual(policies[0].spec);
});

// What is told of the Service

/** An app with two routes of its Gateway, by a controller that is told of the Service. */
function twoRoutes(controller: IngressController, further: HttpOptions): ExposedService {
  const shop = throughGateway({ controller }, { http: { stickySessions: {} } });
  shop.alsoBy('inner', { strategy: ExposureStrategy.GATEWAY, http: { hostnames: ['inner.example.com'], ...further } });
  return shop;
}

test.each([
  [IngressController.ISTIO, 'DestinationRule', 'shop'],
  [IngressController.GKE, 'GCPBackendPolicy', 'shop'],
  [IngressController.AWS_ALB, 'TargetGroupConfiguration', 'shop'],
  [IngressController.KONG, 'KongUpstreamPolicy', 'shop-sticky'],
])('what %s is told of the Service by a %s is told once for all doors', (controller, kind, name) => {
  const shop = twoRoutes(controller, { stickySessions: {} });
  expect(madeOf(shop, kind).map(({ metadata }) => metadata.name)).toEqual([name]);
  expect(madeOf(shop, 'HTTPRoute')).toHaveLength(2);
});

test('E-9: doors of one Service are told the same of it', () => {
  expect(refusal(() => twoRoutes(IngressController.ISTIO, { stickySessions: { cookieName: 'other' } }))).toBe(
    '[chart/shop/inner] E-9: the door needs another DestinationRule shop than the door Gateway of chart/shop, with which it shares the Service; '
    + 'ask for the same of http with each door that goes through it');
  expect(madeOf(twoRoutes(IngressController.ISTIO, {}), 'DestinationRule')).toHaveLength(1);
});

test('E-9: a further door says by itself that TLS is switched off', () => {
  const further = ingress({ hostnames: HOST, tls: { enabled: false, secretName: 'shop' } });
  expect(beside({ strategy: ExposureStrategy.CLUSTER_IP }, further)).toBe(
    'E-9: http.tls.enabled is false, and http.tls.secretName is given besides; leave one of the two out');
});

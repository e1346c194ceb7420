import { AccessFrom, ClusterProfile, DnsProvider, ExposureStrategy, GatewayProtocol, TrafficPolicy } from '../../src';
import { exposeOn, OnCluster, refusalOn, requirementsOn } from '../fixtures/on-cluster';

const { INGRESS, GATEWAY, NODE_PORT, CLUSTER_IP } = ExposureStrategy;
const PROFILE = ClusterProfile.custom({ name: 'factory', dns: DnsProvider.EXTERNAL_DNS });
const HOSTNAMES = ['shop.example.com'];

const named = (dnsName: unknown, more: Partial<OnCluster> = {}): OnCluster => (
  { profile: PROFILE, strategy: NODE_PORT, nodePort: { dnsName: dnsName as string, ports: { http: 30080 } }, ...more });

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('ExternalDNS reads the hostnames of an Ingress from its rules, so nothing is added to it', () => {
  const options = { profile: PROFILE, strategy: INGRESS, http: { hostnames: HOSTNAMES } };
  expect(exposeOn(options).of('Ingress')[0].metadata.annotations).toBeUndefined();
  expect(requirementsOn(options)).toContain(
    'ExternalDNS with the source ingress, for the domain of shop.example.com: it makes the record that leads to the door');
});

test('without ExternalDNS somebody else has to make the record', () => {
  const options = { profile: ClusterProfile.custom({}), strategy: INGRESS, http: { hostnames: HOSTNAMES } };
  expect(requirementsOn(options)).toContain('DNS leads shop.example.com to the address of the door');
});

test('ExternalDNS reads the hostnames of routes, each kind by a source of its own', () => {
  const options: OnCluster = {
    profile: PROFILE,
    strategy: GATEWAY,
    ports: [{ name: 'http', port: 8080 }, { name: 'grpc', port: 9090 }, { name: 'postgresql', port: 5432 }],
    http: { rules: [{ hostnames: HOSTNAMES }, { hostnames: ['grpc.example.com'], port: 'grpc' }] },
    gateway: { ownGateway: { gatewayClassName: 'cilium' } },
  };
  expect(requirementsOn(options)).toContain(
    'ExternalDNS with the source gateway-httproute and gateway-grpcroute, for the domain of shop.example.com, grpc.example.com: it makes the record that leads to the door');
  expect(exposeOn(options).exposed.routes.map(route => route.toJson().metadata.annotations)).toEqual([undefined, undefined, undefined]);
});

test('hostnames that the listener states are those of its records', () => {
  const listeners = [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 80, hostname: 'shop.example.com' }];
  const options = { profile: PROFILE, strategy: GATEWAY, gateway: { ownGateway: { gatewayClassName: 'cilium', listeners } } };
  expect(requirementsOn(options)).toContain(
    'ExternalDNS with the source gateway-httproute, for the domain of shop.example.com: it makes the record that leads to the door');
});

test('a name for a node port is told to ExternalDNS in both spellings, and is a further way in', () => {
  const { exposed, of } = exposeOn(named('shop.example.com'));
  expect(of('Service')[0].metadata.annotations).toEqual({
    'external-dns.kubernetes.io/hostname': 'shop.example.com',
    'external-dns.alpha.kubernetes.io/hostname': 'shop.example.com',
  });
  expect(exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE).map(({ url, placeholders }) => [url, placeholders.length])).toEqual([
    ['http://<NODE_ADDRESS>:30080/', 1],
    ['http://shop.example.com:30080/', 0],
  ]);
  expect(requirementsOn(named('shop.example.com'))).toContain(
    'ExternalDNS with the source service, for the domain of shop.example.com: it makes the record that leads to the door');
});

test('a name leads to the nodes that run a pod, where the others drop what arrives', () => {
  const { exposed } = exposeOn(named('shop.example.com', { nodePort: { dnsName: 'shop.example.com', externalTrafficPolicy: TrafficPolicy.LOCAL } }));
  expect(exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE).map(({ url, note }) => [url, note])).toEqual([
    ['http://<NODE_ADDRESS>:<NODE_PORT>/', 'only nodes that run a pod'],
    ['http://shop.example.com:<NODE_PORT>/', undefined],
  ]);
});

test('a name is that of the Service that is the door', () => {
  const ports = [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }];
  const annotated = exposeOn(named('shop.example.com', { ports })).of('Service').filter(({ metadata }) => metadata.annotations);
  expect(annotated.map(({ spec }) => spec.type)).toEqual(['NodePort']);
});

test('E-19: a name for a node port is made by somebody', () => {
  expect(refusalOn({ ...named('shop.example.com'), profile: ClusterProfile.kind() })).toBe(
    'E-19: nodePort.dnsName "shop.example.com" needs ExternalDNS to make its record, and dns of ClusterProfile kind is None; attach a ClusterProfile with dns EXTERNAL_DNS, or leave it out');
  expect(refusalOn({ ...named('shop.example.com'), profile: ClusterProfile.kind(), strategy: CLUSTER_IP })).toBe('accepted');
});

test.each([NODE_PORT, CLUSTER_IP])('E-19: with %s a name for a node port is one hostname', strategy => {
  expect(refusalOn(named('*.example.com', { strategy }))).toBe('E-19: nodePort.dnsName "*.example.com" is not one name; write one without "*"');
  expect(refusalOn(named('Shop', { strategy }))).toBe('E-19: nodePort.dnsName "Shop" has upper-case letters; write "shop"');
  expect(refusalOn(named(5, { strategy }))).toBe('E-19: nodePort.dnsName 5 is not a hostname; write a DNS name such as "app.example.com"');
});

test.each([
  'external-dns.kubernetes.io/hostname', 'external-dns.alpha.kubernetes.io/hostname',
])('E-9: a name is not also stated by the annotation %s, unless it is the same', key => {
  const annotated = (name: string) => named('shop.example.com', { nodePort: { dnsName: 'shop.example.com', annotations: { [key]: name } } });
  expect(refusalOn(annotated('other.example.com'))).toBe(
    `E-9: nodePort.annotations has ${key}, which dnsName sets to "shop.example.com"; leave one of the two out`);
  expect(refusalOn(annotated('shop.example.com'))).toBe('accepted');
});

import { Chart, Testing } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import {
  AccessFrom, AppPort, AppSpec, ClusterProfile, ClusterProfileProps, ExposedService, ExposedServiceProps, ExposureStrategy,
  GatewayApiChannel, GatewayFilters, GatewayListener, GatewayParentRef, GatewayProtocol, GatewayTlsMode, HttpPathType, RouteNamespaces,
} from '../../src';
import * as plans from '../../src/strategies/gateway-plan';
import { WARNING_METADATA } from '../../src/synth-notes';

const HTTP: AppPort = { name: 'http', port: 8080, servicePort: 80 };
const GRPC: AppPort = { name: 'grpc', port: 9090 };
const TLS: AppPort = { name: 'https', port: 8443, servicePort: 443 };
const TCP: AppPort = { name: 'postgresql', port: 5432 };
const UDP: AppPort = { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP };

const SHARED: GatewayParentRef = { name: 'shared', namespace: 'infra', sectionName: 'web' };
const HOST = ['shop.example.com'];
const SECURE = { hostnames: HOST, tls: { secretName: 'shop-cert' } };

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & {
  readonly ports?: AppPort[];
  readonly app?: Partial<AppSpec>;
  readonly namespace?: string;
  readonly cluster?: ClusterProfileProps;
};

function expose({ ports = [HTTP], app, namespace, cluster, ...options }: Options = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace });
  if (cluster) {
    ClusterProfile.attach(chart, ClusterProfile.custom(cluster));
  }
  const exposed = new ExposedService(chart, 'shop', {
    strategy: ExposureStrategy.GATEWAY,
    gateway: { parentRefs: [SHARED] },
    ...options,
    app: { name: 'shop', image: 'shop:1', ports, ...app },
  });
  const objects = Testing.synth(chart);
  return { exposed, objects, of: (kind: string) => objects.filter(object => object.kind === kind) };
}

function refusal(options: Options): string {
  try {
    expose(options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

function warnings(options: Options): string[] {
  const { exposed } = expose(options);
  return exposed.exposure.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

function outside(options: Options) {
  return expose(options).exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
}

function requirements(options: Options) {
  return expose(options).exposed.requirements.filter(({ kind }) => kind !== 'PodSecurity' && kind !== 'Image');
}

function strict(rule: string, message: string): string {
  return `[team/shop] ${rule}: ${message} (if it is right here, say why: allow: { '${rule}': 'the reason' })`;
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

// The routes

test('GW-1: an HTTPRoute leads to the number that the Service offers', () => {
  const { of } = expose({ namespace: 'shops', http: { hostnames: HOST } });
  expect(of('HTTPRoute')).toEqual([{
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'shop', namespace: 'shops', labels: { 'app.kubernetes.io/name': 'shop' } },
    spec: {
      parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'web' }],
      hostnames: ['shop.example.com'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'shop', port: 80 }] }],
    },
  }]);
  expect(of('Service')[0].spec.ports).toEqual([{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }]);
});

test('GW-13: each port gets the kind of route of what it speaks', () => {
  const { exposed, objects } = expose({
    ports: [HTTP, GRPC, TLS, TCP, UDP],
    http: {
      rules: [
        { hostnames: ['shop.example.com'] },
        { hostnames: ['grpc.example.com'], port: 'grpc' },
        { hostnames: ['tls.example.com'], port: 'https' },
      ],
    },
  });
  expect(exposed.routes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'HTTPRoute shop', 'GRPCRoute shop', 'TLSRoute shop', 'TCPRoute shop-postgresql', 'UDPRoute shop-dns',
  ]);
  const parentRefs = [{ name: 'shared', namespace: 'infra', sectionName: 'web' }];
  expect(objects.filter(({ kind }) => ['GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].includes(kind)).map(({ spec }) => spec)).toEqual([
    { parentRefs, hostnames: ['grpc.example.com'], rules: [{ backendRefs: [{ name: 'shop', port: 9090 }] }] },
    { parentRefs, hostnames: ['tls.example.com'], rules: [{ backendRefs: [{ name: 'shop', port: 443 }] }] },
    { parentRefs, rules: [{ backendRefs: [{ name: 'shop', port: 5432 }] }] },
    { parentRefs, rules: [{ backendRefs: [{ name: 'shop', port: 53 }] }] },
  ]);
});

test('GW-13: there is no route for SCTP', () => {
  expect(refusal({ ports: [HTTP, { name: 'diameter', port: 3868, protocol: Protocol.SCTP }] })).toBe(
    '[team/shop] GW-13: port diameter speaks sctp, for which the Gateway API has no route; set exposed: false, or choose another strategy');
});

test('the main route is the first HTTPRoute', () => {
  const { exposed } = expose({ ports: [TCP, HTTP] });
  expect(exposed.route?.kind).toBe('HTTPRoute');
  expect(exposed.ingress).toBeUndefined();
});

test('GW-5: the rules of one set of hostnames are one HTTPRoute, of another set another', () => {
  const { of } = expose({
    ports: [HTTP, { name: 'http-admin', port: 9090 }],
    http: {
      hostnames: ['shop.example.com', 'www.example.com'],
      rules: [
        { path: '/' },
        { path: '/admin', port: 'http-admin', pathType: HttpPathType.EXACT },
        { hostnames: ['*.admin.example.com'], port: 'http-admin' },
      ],
    },
  });
  const rule = (type: string, value: string, port: number) => ({ matches: [{ path: { type, value } }], backendRefs: [{ name: 'shop', port }] });
  expect(of('HTTPRoute').map(({ metadata, spec }) => [metadata.name, spec.hostnames, spec.rules])).toEqual([
    ['shop', ['shop.example.com', 'www.example.com'], [rule('PathPrefix', '/', 80), rule('Exact', '/admin', 9090)]],
    ['shop-wildcard-admin-example-com', ['*.admin.example.com'], [rule('PathPrefix', '/', 9090)]],
  ]);
});

test('no two routes get the same name, whatever their hostnames are', () => {
  const { exposed } = expose({
    ports: [HTTP],
    http: {
      rules: [
        { hostnames: ['a.example.com', 'b.example.com'] },
        { hostnames: ['a.example.com', 'c.example.com'], path: '/c' },
        { hostnames: ['a.example.com'], path: '/a' },
        { hostnames: ['a-example.com'] },
        { hostnames: [`${'x'.repeat(63)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(53)}.com`] },
      ],
    },
  });
  expect(exposed.routes.map(({ name }) => name)).toEqual([
    'shop', 'shop-a-example-com', 'shop-a-example-com-2', 'shop-a-example-com-3',
    `shop-${'x'.repeat(63)}-${'y'.repeat(63)}-${'z'.repeat(63)}-${'w'.repeat(43)}`,
  ]);
});

test('annotations stand on every route', () => {
  const { of } = expose({ gateway: { parentRefs: [SHARED], annotations: { 'example.com/owner': 'shops' } } });
  expect(of('HTTPRoute')[0].metadata.annotations).toEqual({ 'example.com/owner': 'shops' });
});

const VERSIONS = ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6'];

/** The version of a kind by Gateway API 1.0 … 1.6; `-` where the channel does not serve it. */
test.each([
  [HTTP, 'HTTPRoute', GatewayApiChannel.STANDARD, 'v1 v1 v1 v1 v1 v1 v1'],
  [HTTP, 'HTTPRoute', GatewayApiChannel.EXPERIMENTAL, 'v1 v1 v1 v1 v1 v1 v1'],
  [GRPC, 'GRPCRoute', GatewayApiChannel.STANDARD, '- v1 v1 v1 v1 v1 v1'],
  [GRPC, 'GRPCRoute', GatewayApiChannel.EXPERIMENTAL, 'v1alpha2 v1 v1 v1 v1 v1 v1'],
  [TLS, 'TLSRoute', GatewayApiChannel.STANDARD, '- - - - - v1 v1'],
  [TLS, 'TLSRoute', GatewayApiChannel.EXPERIMENTAL, 'v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha3 v1 v1'],
  [TCP, 'TCPRoute', GatewayApiChannel.STANDARD, '- - - - - - v1'],
  [TCP, 'TCPRoute', GatewayApiChannel.EXPERIMENTAL, 'v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1'],
  [UDP, 'UDPRoute', GatewayApiChannel.STANDARD, '- - - - - - v1'],
  [UDP, 'UDPRoute', GatewayApiChannel.EXPERIMENTAL, 'v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1alpha2 v1'],
])('E-12: port %j needs a %s, which the %s channel serves at %s', (port, kind, gatewayApiChannel, versions) => {
  const served = VERSIONS.map(gatewayApiVersion => {
    try {
      const { of } = expose({ ports: [port], http: { hostnames: HOST }, cluster: { gatewayApiVersion, gatewayApiChannel } });
      return of(kind)[0].apiVersion.replace('gateway.networking.k8s.io/', '');
    } catch (error) {
      expect((error as Error).message).toMatch(/^\[team\/shop\] E-12: /);
      return '-';
    }
  });
  expect(served.join(' ')).toBe(versions);
});

test('E-12: a kind that is not served is refused, with the versions that do', () => {
  expect(refusal({ ports: [TCP], cluster: { gatewayApiVersion: '1.4' } })).toBe(
    '[team/shop] E-12: port postgresql needs a TCPRoute, which Gateway API 1.4 does not serve in its standard channel; it is served by the standard channel from 1.6, experimental channel from 1.0');
});

test.each(VERSIONS)('Gateway and ReferenceGrant are written at versions that Gateway API %s serves', gatewayApiVersion => {
  const { of } = expose({ namespace: 'shops', cluster: { gatewayApiVersion }, gateway: { ownGateway: { gatewayClassName: 'traefik' }, namespace: 'edge' } });
  expect([of('Gateway')[0].apiVersion, of('ReferenceGrant')[0].apiVersion]).toEqual(['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1beta1']);
});

// What is wrong with hostnames and paths

test('GW-2: more than 16 hostnames are refused', () => {
  const hostnames = Array.from({ length: 17 }, (_, index) => `a${index}.example.com`);
  expect(refusal({ http: { hostnames } })).toBe('[team/shop] GW-2: an HTTPRoute has 17 hostnames; give at most 16, or more rules');
  expect(refusal({ http: { hostnames: hostnames.slice(1) } })).toBe('accepted');
});

test('GW-2: a hostname of a listener that is none is refused', () => {
  expect(refusal({ gateway: { ownGateway: { gatewayClassName: 'traefik', listeners: [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 80, hostname: 'Example.com' }] } } })).toBe(
    '[team/shop] GW-2: gateway.ownGateway.listeners.0.hostname "Example.com" has upper-case letters; write "example.com"');
});

test.each([
  ['urlRewrite', '*.example.com', '"*.example.com" is not one hostname; write one without "*"'],
  ['requestRedirect', '*.example.com', '"*.example.com" is not one hostname; write one without "*"'],
  ['requestRedirect', 'https://example.com', '"https://example.com" has a scheme; write "example.com"'],
])('GW-2: the hostname of %s %s is refused', (filter, hostname, problem) => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { [filter]: { hostname } } } })).toBe(`[team/shop] GW-2: gateway.filters.${filter}.hostname ${problem}`);
});

test('GW-3: an IP address is no hostname of a route nor of a listener', () => {
  const problem = '"10.0.0.1" is an IP address, not a hostname; write a DNS name, or leave the hostname out';
  expect(refusal({ http: { hostnames: ['10.0.0.1'] } })).toBe(`[team/shop] IN-6: http.hostnames.0 ${problem}`);
  expect(refusal({ gateway: { ownGateway: { gatewayClassName: 'traefik', listeners: [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 80, hostname: '10.0.0.1' }] } } })).toBe(
    `[team/shop] GW-2: gateway.ownGateway.listeners.0.hostname ${problem}`);
});

test.each([
  ['/a"b', HttpPathType.PREFIX, 'path "/a\\"b" contains "\\"", which a path of a route cannot have; write "%22"'],
  ['/ü', HttpPathType.EXACT, 'path "/ü" contains "ü", which a path of a route cannot have; write "%C3%BC"'],
  ['/', HttpPathType.IMPLEMENTATION_SPECIFIC, 'path / has pathType ImplementationSpecific, which the Gateway API does not have; use Prefix or Exact'],
])('GW-4: the path %s of type %s is refused', (path, pathType, problem) => {
  expect(refusal({ http: { path, pathType } })).toBe(`[team/shop] GW-4: ${problem}`);
});

test('GW-4: a path of more than 1024 characters is refused', () => {
  expect(refusal({ http: { path: `/${'a'.repeat(1024)}` } })).toBe(
    `[team/shop] GW-4: path "/${'a'.repeat(79)}"… has 1025 characters, and a path of a route at most 1024; shorten it`);
  expect(refusal({ http: { path: `/${'a'.repeat(1023)}` } })).toBe('accepted');
});

test.each(['urlRewrite', 'requestRedirect'])('GW-4: a path that %s puts in its place is a path as well', filter => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { [filter]: { replaceFullPath: 'home' } } } })).toBe(
    `[team/shop] GW-4: gateway.filters.${filter}.replaceFullPath "home" does not begin with "/"; write "/home"`);
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { [filter]: { replacePrefixMatch: '/a//b' } } } })).toBe(
    `[team/shop] GW-4: gateway.filters.${filter}.replacePrefixMatch "/a//b" contains "//"; write "/a/b"`);
});

test('GW-5: more than 16 rules for the same hostnames are refused', () => {
  const rules = Array.from({ length: 17 }, (_, index) => ({ path: `/${index}` }));
  expect(refusal({ http: { rules } })).toBe('[team/shop] GW-5: an HTTPRoute has 17 rules for the same hostnames; give at most 16');
  expect(refusal({ http: { rules: rules.slice(1) } })).toBe('accepted');
});

test('GW-12: a TLS port without a hostname is refused, since nothing else tells it apart', () => {
  expect(refusal({ ports: [TLS] })).toBe('[team/shop] GW-12: port https speaks TLS, which is told apart by hostname alone, and none is given; give http.hostnames');
});

test('E-9: a path that leads to gRPC or TLS is refused, since those routes have none', () => {
  expect(refusal({ ports: [GRPC], http: { hostnames: HOST, path: '/api' } })).toBe(
    '[team/shop] E-9: path /api leads to port grpc, which a GRPCRoute tells apart by hostname alone; leave the path out');
});

test('E-14: a hostname for HTTP and for gRPC at once is refused', () => {
  expect(refusal({ ports: [HTTP, GRPC], http: { hostnames: HOST, rules: [{ path: '/web' }, { port: 'grpc' }] } })).toBe(
    strict('E-14', 'hostname shop.example.com leads to both an HTTP and a gRPC port, one of which the Gateway refuses; give gRPC a hostname of its own'));
  expect(refusal({ ports: [HTTP, GRPC], http: { rules: [{ path: '/web' }, { port: 'grpc' }] } })).toBe(
    strict('E-14', 'hostname (every one) leads to both an HTTP and a gRPC port, one of which the Gateway refuses; give gRPC a hostname of its own'));
});

test('E-3: a port that no rule leads to is refused', () => {
  expect(refusal({ ports: [HTTP, GRPC], http: { hostnames: HOST } })).toBe(
    strict('E-3', 'port grpc is exposed, and no rule of http leads to it; add one to http.rules, or set exposed: false on the port'));
});

// The listeners of existing Gateways

test('E-13: without a Gateway to attach to there is an error', () => {
  expect(refusal({ gateway: undefined })).toBe(
    '[team/shop] E-13: strategy Gateway needs a Gateway to attach to; give gateway.parentRefs, or gateway.ownGateway for one of its own, or attach a ClusterProfile that has one');
});

test('E-13: a port whose every reference is for another port is refused', () => {
  expect(refusal({ ports: [HTTP, TCP], gateway: { parentRefs: [{ ...SHARED, forPort: 'http' }] } })).toBe(
    '[team/shop] E-13: port postgresql has no Gateway: every entry of gateway.parentRefs is for another port; add one, or set exposed: false');
});

test('forPort gives each port a listener of its own', () => {
  const { of } = expose({
    ports: [HTTP, TCP],
    gateway: { parentRefs: [{ ...SHARED, forPort: 'http' }, { name: 'shared', namespace: 'infra', sectionName: 'db', forPort: 'postgresql' }, { name: 'all' }] },
  });
  expect(of('HTTPRoute')[0].spec.parentRefs).toEqual([{ name: 'shared', namespace: 'infra', sectionName: 'web' }, { name: 'all' }]);
  expect(of('TCPRoute')[0].spec.parentRefs).toEqual([{ name: 'shared', namespace: 'infra', sectionName: 'db' }, { name: 'all' }]);
});

test('forPort keeps a port from the listener of another, also where both have one hostname', () => {
  const { of } = expose({
    ports: [HTTP, { name: 'http-admin', port: 9090 }],
    http: { hostnames: HOST, rules: [{}, { path: '/admin', port: 'http-admin' }] },
    gateway: { parentRefs: [{ name: 'public', forPort: 'http' }, { name: 'internal', forPort: 'http-admin' }] },
  });
  expect(of('HTTPRoute').map(({ spec }) => [spec.parentRefs, spec.rules.map(({ matches }: any) => matches[0].path.value)])).toEqual([
    [[{ name: 'public' }], ['/']],
    [[{ name: 'internal' }], ['/admin']],
  ]);
});

/** A reference to a listener of which the protocol and the port are known. */
function known(sectionName: string | undefined, protocol: GatewayProtocol, port: number): GatewayParentRef {
  return { name: 'shared', namespace: 'infra', sectionName, listener: { protocol, port } };
}

test('GW-13: a reference with a known protocol takes the routes of that protocol alone', () => {
  const { exposed, of } = expose({
    ports: [HTTP, TCP],
    http: { hostnames: HOST },
    gateway: { parentRefs: [known('web', GatewayProtocol.HTTP, 80), known('db', GatewayProtocol.TCP, 5432)] },
  });
  expect(of('HTTPRoute')[0].spec.parentRefs).toEqual([{ name: 'shared', namespace: 'infra', sectionName: 'web' }]);
  expect(of('TCPRoute')[0].spec.parentRefs).toEqual([{ name: 'shared', namespace: 'infra', sectionName: 'db' }]);
  expect(exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE).map(({ url }) => url)).toEqual([
    'http://shop.example.com/', 'tcp://<GATEWAY_ADDRESS>:5432',
  ]);
});

test('GW-7: one Gateway is named twice for routes of two protocols, and not for one', () => {
  const twice = (protocol: GatewayProtocol) =>
    refusal({ ports: [HTTP, TCP], gateway: { parentRefs: [known(undefined, GatewayProtocol.HTTP, 80), known(undefined, protocol, 5432)] } });
  expect(twice(GatewayProtocol.TCP)).toBe('accepted');
  expect(twice(GatewayProtocol.HTTPS)).toContain('GW-7: gateway.parentRefs.1 names Gateway shared a second time');
});

test('GW-13: a port that no reference with a fitting protocol is open to is refused', () => {
  expect(refusal({ gateway: { parentRefs: [known('db', GatewayProtocol.TCP, 5432)] } })).toBe(
    '[team/shop] GW-13: port http needs an HTTPRoute, and every listener of gateway.parentRefs that is open to it has another protocol; add one of protocol HTTP or HTTPS');
});

test('GW-13: a reference with a protocol that no route of the app has is refused', () => {
  const parentRefs = [known('web', GatewayProtocol.HTTP, 80), known('db', GatewayProtocol.TCP, 5432)];
  expect(refusal({ gateway: { parentRefs } })).toBe(
    '[team/shop] GW-13: gateway.parentRefs.1.listener.protocol TCP takes no route of the app, which has HTTPRoute; correct it, or leave the entry out');
  expect(refusal({ ports: [HTTP, TCP], gateway: { parentRefs: [...parentRefs, { ...known('dns', GatewayProtocol.UDP, 53), forPort: 'http' }] } })).toBe(
    '[team/shop] GW-13: gateway.parentRefs.2.listener.protocol UDP takes no route of port http, which has HTTPRoute; correct it, or leave the entry out');
});

test('E-9: http.tls at a listener that is known to be plain is refused', () => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: { parentRefs: [known('web', GatewayProtocol.HTTP, 80)] } })).toBe(
    '[team/shop] E-9: gateway.parentRefs.0.listener.protocol HTTP is plain, and http.tls is given; attach to the HTTPS listener, and have requests at the plain one redirected by gateway.httpsRedirectFrom');
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: { parentRefs: [known('web', GatewayProtocol.HTTPS, 443)] } })).toBe('accepted');
});

test('X-13: forPort names an exposed port', () => {
  expect(refusal({ ports: [HTTP, { name: 'metrics', port: 9100, exposed: false }], gateway: { parentRefs: [SHARED, { name: 'all', forPort: 'metrics' }] } })).toBe(
    '[team/shop] X-13: gateway.parentRefs.1.forPort "metrics" is no exposed port of the app; choose from http');
});

test('E-3: two TCP ports at one listener are refused, since it leads to one of them alone', () => {
  const ports = [TCP, { name: 'mysql', port: 3306 }];
  expect(refusal({ ports })).toBe(
    strict('E-3', 'ports postgresql and mysql both attach to Gateway shared, listener web, where a listener leads to one TCPRoute alone; give each port a listener of its own'));
  expect(refusal({ ports, gateway: { parentRefs: [{ name: 'all' }] } })).toBe(
    strict('E-3', 'ports postgresql and mysql both attach to Gateway all, where a listener leads to one TCPRoute alone; give each port a listener of its own'));
  expect(refusal({ ports, gateway: { parentRefs: [{ name: 'all', sectionName: 'a', forPort: 'postgresql' }, { name: 'all', sectionName: 'b', forPort: 'mysql' }] } })).toBe('accepted');
});

test.each([0, 33])('GW-7: %d parents are refused', length => {
  const parentRefs = Array.from({ length }, (_, index) => ({ name: `gateway-${index}` }));
  expect(refusal({ gateway: { parentRefs } })).toBe(`[team/shop] GW-7: gateway.parentRefs has ${length} entries; give 1 to 32`);
});

test.each([
  [{ name: 'all' }, { name: 'all' }, ''],
  [{ name: 'all', sectionName: 'web' }, { name: 'all', sectionName: 'web' }, ' with sectionName web'],
  [{ name: 'all' }, { name: 'all', sectionName: 'web' }, ' with sectionName web'],
  [{ name: 'all', sectionName: 'web' }, { name: 'all', forPort: 'http' }, ''],
])('GW-7: the references %j and %j are refused', (one, other, words) => {
  expect(refusal({ gateway: { parentRefs: [one, other] } })).toBe(
    `[team/shop] GW-7: gateway.parentRefs.1 names Gateway all a second time${words}; two references to one Gateway need a sectionName each, and different ones`);
});

test('GW-7: two listeners of one Gateway, and Gateways of one name in two namespaces, are two parents', () => {
  expect(refusal({ gateway: { parentRefs: [{ name: 'all', sectionName: 'a' }, { name: 'all', sectionName: 'b' }, { name: 'all', namespace: 'infra' }] } })).toBe('accepted');
});

test('GW-15: the requirement says that the listener has to take routes of the namespace', () => {
  expect(requirements({ namespace: 'shops' })).toEqual([
    {
      kind: 'Capability',
      description: 'the Gateway API serves HTTPRoute at gateway.networking.k8s.io/v1',
      check: "kubectl get crd httproutes.gateway.networking.k8s.io -o jsonpath='{.spec.versions[?(@.served==true)].name}'",
    },
    {
      kind: 'Object',
      description: 'Gateway shared in namespace infra, with its listener web that takes the routes of namespace shops: allowedRoutes.namespaces.from All or Selector (GW-15)',
      check: 'kubectl wait -n infra --for=condition=Programmed gateway/shared',
    },
  ]);
});

test('GW-15: a Gateway in the namespace of the routes takes them by itself', () => {
  expect(requirements({ namespace: 'shops', gateway: { parentRefs: [{ name: 'mine' }] } })[1]).toEqual({
    kind: 'Object',
    description: 'Gateway mine, with a listener that takes the routes',
    check: 'kubectl wait -n shops --for=condition=Programmed gateway/mine',
  });
});

test('each listener of one Gateway is a requirement', () => {
  const refs = [{ name: 'all', sectionName: 'a' }, { name: 'all', sectionName: 'b' }];
  expect(requirements({ gateway: { parentRefs: refs } }).slice(1).map(({ description }) => description)).toEqual([
    'Gateway all, with its listener a that takes the routes',
    'Gateway all, with its listener b that takes the routes',
  ]);
});

test.each([
  [{ secretName: 'shop-cert' }, 'http.tls.secretName "shop-cert"'],
  [{ issuer: 'ca' }, 'http.tls.issuer "ca"'],
  [{ clusterIssuer: 'ca' }, 'http.tls.clusterIssuer "ca"'],
])('E-15: %j is warned of at an existing Gateway, whose listener has its own certificate', (tls, subject) => {
  expect(warnings({ http: { hostnames: HOST, tls } })).toEqual([`E-15: ${subject} is not used: TLS ends at the listener of Gateway shared, with the certificate that it has`]);
  expect(warnings({ http: { hostnames: HOST, tls: {} } })).toEqual([]);
});

test.each([
  [{ name: 'My_Gateway' }, 'name "My_Gateway" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "my-gateway"'],
  [{ name: 'all', namespace: 'team.a' }, 'namespace "team.a" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "team-a"'],
  [{ name: 'all', sectionName: '' }, 'sectionName "" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each "."'],
  [{ name: 'all', listener: { protocol: GatewayProtocol.HTTP, port: 0 } }, 'listener.port 0 is not a port number; choose a whole number from 1 to 65535'],
])('E-2: the reference %j is refused', (ref, problem) => {
  expect(refusal({ gateway: { parentRefs: [ref] } })).toBe(`[team/shop] E-2: gateway.parentRefs.0.${problem}`);
});

// Filters

function rulesWith(filters: GatewayFilters, http = {}) {
  return expose({ http, gateway: { parentRefs: [SHARED], filters } }).of('HTTPRoute')[0].spec.rules;
}

test('headers of requests and answers are changed by filters', () => {
  expect(rulesWith({
    requestHeaderModifier: { set: { 'X-Env': 'live' }, add: { Via: 'edge' }, remove: ['Cookie'] },
    responseHeaderModifier: { set: { 'Strict-Transport-Security': 'max-age=63072000' } },
  })[0].filters).toEqual([
    { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Env', value: 'live' }], add: [{ name: 'Via', value: 'edge' }], remove: ['Cookie'] } },
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'Strict-Transport-Security', value: 'max-age=63072000' }] } },
  ]);
});

test('headers of gRPC are changed by filters too', () => {
  const { of } = expose({ ports: [GRPC], gateway: { parentRefs: [SHARED], filters: { requestHeaderModifier: { remove: ['Cookie'] } } } });
  expect(of('GRPCRoute')[0].spec.rules[0].filters).toEqual([{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Cookie'] } }]);
});

test('a rewrite changes hostname and path for the app', () => {
  expect(rulesWith({ urlRewrite: { hostname: 'shop.internal', replacePrefixMatch: '/' } }, { path: '/shop' })).toEqual([{
    matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
    filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'shop.internal', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }],
    backendRefs: [{ name: 'shop', port: 80 }],
  }]);
  expect(rulesWith({ urlRewrite: { replaceFullPath: '/home' } })[0].filters[0].urlRewrite).toEqual({ path: { type: 'ReplaceFullPath', replaceFullPath: '/home' } });
});

test('GW-6: a redirect has no backend', () => {
  expect(rulesWith({ requestRedirect: { scheme: 'https', hostname: 'new.example.com', port: 8443, statusCode: 301, replaceFullPath: '/home' } })).toEqual([{
    matches: [{ path: { type: 'PathPrefix', value: '/' } }],
    filters: [{
      type: 'RequestRedirect',
      requestRedirect: { scheme: 'https', hostname: 'new.example.com', port: 8443, statusCode: 301, path: { type: 'ReplaceFullPath', replaceFullPath: '/home' } },
    }],
  }]);
});

test('GW-6: a redirect and a rewrite at once are refused', () => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { urlRewrite: { replaceFullPath: '/a' }, requestRedirect: { scheme: 'https' } } } })).toBe(
    '[team/shop] GW-6: gateway.filters has both requestRedirect and urlRewrite; a redirected request never reaches the app, give one of the two');
});

test.each(['urlRewrite', 'requestRedirect'])('E-9: both path changes in %s are refused', filter => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { [filter]: { replaceFullPath: '/a', replacePrefixMatch: '/b' } } } })).toBe(
    `[team/shop] E-9: gateway.filters.${filter}.replaceFullPath and gateway.filters.${filter}.replacePrefixMatch are both given; give one`);
});

test.each(['urlRewrite', 'requestRedirect'])('E-9: replacePrefixMatch in %s needs a path of type Prefix', filter => {
  expect(refusal({ http: { path: '/a', pathType: HttpPathType.EXACT }, gateway: { parentRefs: [SHARED], filters: { [filter]: { replacePrefixMatch: '/b' } } } })).toBe(
    '[team/shop] E-9: replacePrefixMatch /b needs pathType Prefix, and path /a has Exact; use replaceFullPath');
});

test.each([300, 303, 307, 308, 404])('E-2: the status %d of a redirect is refused, since not every version has it', statusCode => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { requestRedirect: { statusCode } } } })).toBe(
    `[team/shop] E-2: gateway.filters.requestRedirect.statusCode ${statusCode} is not possible; choose 301 or 302`);
});

test('E-2: the port and the scheme of a redirect are a port number and http or https', () => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { requestRedirect: { port: 70000 } } } })).toBe(
    '[team/shop] E-2: gateway.filters.requestRedirect.port 70000 is not a port number; choose a whole number from 1 to 65535');
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { requestRedirect: { scheme: 'HTTPS' } } } })).toBe(
    '[team/shop] E-2: gateway.filters.requestRedirect.scheme is "HTTPS"; give one of http, https');
});

test.each([
  [{ set: { 'X Env': 'a' } }, 'E-2: gateway.filters.requestHeaderModifier has the header "X Env"; a header name is made of letters, digits and -'],
  [{ set: { 'X-Env': '' } }, 'E-2: gateway.filters.requestHeaderModifier gives the header X-Env a value of 0 characters; give 1 to 4096'],
  [{ add: { 'X-Env': 'a'.repeat(4097) } }, 'E-2: gateway.filters.requestHeaderModifier gives the header X-Env a value of 4097 characters; give 1 to 4096'],
  [{ remove: Array.from({ length: 17 }, (_, index) => `X-${index}`) }, 'E-2: gateway.filters.requestHeaderModifier.remove has 17 headers; give at most 16'],
  [{ set: { 'X-Env': 'a' }, remove: ['x-env'] }, 'E-9: gateway.filters.requestHeaderModifier changes the header x-env more than once; keep one of set, add and remove'],
])('E-2, E-9: the header change %.60j is refused', (requestHeaderModifier, problem) => {
  expect(refusal({ gateway: { parentRefs: [SHARED], filters: { requestHeaderModifier } } })).toBe(`[team/shop] ${problem}`);
});

// The redirect to HTTPS

test('httpsRedirectFrom sends every request at the plain listener to HTTPS, by a route of its own', () => {
  const { of } = expose({ http: { ...SECURE, path: '/shop' }, gateway: { parentRefs: [{ ...SHARED, sectionName: 'https' }], httpsRedirectFrom: 'http' } });
  expect(of('HTTPRoute').map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
    ['shop', {
      parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'https' }],
      hostnames: HOST,
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/shop' } }], backendRefs: [{ name: 'shop', port: 80 }] }],
    }],
    ['shop-redirect', {
      parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'http' }],
      hostnames: HOST,
      rules: [{
        matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
        filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
      }],
    }],
  ]);
});

test.each([
  [443, undefined],
  [8443, 8443],
])('the redirect leads to port %d of the HTTPS listener, which it has to say where it is not 443', (port, said) => {
  const { of } = expose({
    http: SECURE,
    gateway: { parentRefs: [{ ...SHARED, listener: { protocol: GatewayProtocol.HTTPS, port } }], httpsRedirectFrom: 'http' },
  });
  expect(of('HTTPRoute')[1].spec.rules[0].filters[0].requestRedirect.port).toBe(said);
});

test('GW-7: the redirect names each Gateway once', () => {
  const { of } = expose({ http: SECURE, gateway: { parentRefs: [{ name: 'all', sectionName: 'a' }, { name: 'all', sectionName: 'b' }], httpsRedirectFrom: 'http' } });
  expect(of('HTTPRoute')[1].spec.parentRefs).toEqual([{ name: 'all', sectionName: 'http' }]);
});

test('E-9: a redirect to HTTPS without TLS is refused', () => {
  expect(refusal({ http: { hostnames: HOST }, gateway: { parentRefs: [{ ...SHARED, sectionName: 'https' }], httpsRedirectFrom: 'http' } })).toBe(
    '[team/shop] E-9: gateway.httpsRedirectFrom "http" redirects to HTTPS, and http.tls is not given; give it, or leave the redirect out');
});

test.each([
  [{ name: 'all' }, ' without sectionName'],
  [{ name: 'all', sectionName: 'http' }, ''],
])('E-9: a redirect at a listener that the app answers at, by the reference %j, is refused', (ref, words) => {
  expect(refusal({ http: SECURE, gateway: { parentRefs: [ref], httpsRedirectFrom: 'http' } })).toBe(
    `[team/shop] E-9: gateway.httpsRedirectFrom "http" is a listener that the routes of the app attach to as well, and answer at, by the reference to Gateway all${words}; give the reference the sectionName of the HTTPS listener`);
});

test('E-9: a redirect from a listener that the own Gateway does not have is refused', () => {
  const listeners = [{ name: 'web', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs: [{ name: 'shop-cert' }] } }];
  expect(refusal({ http: SECURE, gateway: { ownGateway: { gatewayClassName: 'traefik', listeners }, httpsRedirectFrom: 'http' } })).toBe(
    '[team/shop] E-9: gateway.httpsRedirectFrom "http" is no listener of gateway.ownGateway with protocol HTTP; add one, or leave the redirect out');
});

test('E-9: a redirect to HTTPS without an HTTPRoute is refused', () => {
  const gateway = { parentRefs: [{ ...SHARED, sectionName: 'https' }], httpsRedirectFrom: 'http' };
  expect(refusal({ ports: [GRPC], http: SECURE, gateway })).toBe(
    '[team/shop] E-9: gateway.httpsRedirectFrom "http" redirects requests of an HTTPRoute alone, and the app has GRPCRoute; leave it out');
  expect(refusal({ ports: [HTTP, TCP], http: SECURE, gateway })).toBe('accepted');
});

// Namespaces

test('GW-16: routes in another namespace are granted the Service, and the Service alone', () => {
  const { of } = expose({ namespace: 'shops', ports: [HTTP, TCP], gateway: { parentRefs: [{ name: 'edge' }], namespace: 'infra' } });
  expect(of('HTTPRoute')[0].metadata.namespace).toBe('infra');
  expect(of('HTTPRoute')[0].spec.rules[0].backendRefs).toEqual([{ name: 'shop', namespace: 'shops', port: 80 }]);
  expect(of('ReferenceGrant')).toEqual([{
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'shop-routes', namespace: 'shops', labels: { 'app.kubernetes.io/name': 'shop' } },
    spec: {
      from: [
        { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' },
        { group: 'gateway.networking.k8s.io', kind: 'TCPRoute', namespace: 'infra' },
      ],
      to: [{ group: '', kind: 'Service', name: 'shop' }],
    },
  }]);
});

test('GW-16: certificates in other namespaces are granted to the Gateway, each Secret by name', () => {
  const certificateRefs = [{ name: 'one', namespace: 'certs' }, { name: 'two', namespace: 'certs' }, { name: 'three', namespace: 'more' }, { name: 'own' }];
  const { of } = expose({
    namespace: 'shops',
    http: { hostnames: HOST, tls: {} },
    gateway: { ownGateway: { gatewayClassName: 'traefik', listeners: [{ name: 'https', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs } }] } },
  });
  expect(of('Gateway')[0].spec.listeners[0].tls).toEqual({ certificateRefs });
  const from = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shops' }];
  expect(of('ReferenceGrant').map(({ metadata, spec }) => [metadata.name, metadata.namespace, spec])).toEqual([
    ['shop-certificates', 'certs', { from, to: [{ group: '', kind: 'Secret', name: 'one' }, { group: '', kind: 'Secret', name: 'two' }] }],
    ['shop-certificates', 'more', { from, to: [{ group: '', kind: 'Secret', name: 'three' }] }],
  ]);
});

test('GW-16: nothing is granted where nothing crosses a namespace', () => {
  const { of } = expose({ namespace: 'shops', gateway: { ownGateway: { gatewayClassName: 'traefik' }, namespace: 'shops' } });
  expect(of('ReferenceGrant')).toEqual([]);
});

test('GW-16: a namespace of the routes is refused where that of the app is not known', () => {
  expect(refusal({ gateway: { parentRefs: [{ name: 'edge' }], namespace: 'infra' } })).toBe(
    strict('GW-16', 'gateway.namespace "infra" is another namespace than the app\'s, which is not known; give the chart a namespace'));
});

test('GW-16: a certificate of another namespace is refused where that of the Gateway is not known', () => {
  const listeners = [{ name: 'https', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs: [{ name: 'one', namespace: 'certs' }] } }];
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: { ownGateway: { gatewayClassName: 'traefik', listeners } } })).toBe(
    strict('GW-16', 'certificate one is in namespace certs, and that of the Gateway is not known; give the chart a namespace'));
});

test('E-2: the namespace of the routes is the name of one', () => {
  expect(refusal({ namespace: 'shops', gateway: { parentRefs: [SHARED], namespace: 'team.a' } })).toBe(
    '[team/shop] E-2: gateway.namespace "team.a" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "team-a"');
});

// The own Gateway

const OWN = { ownGateway: { gatewayClassName: 'traefik' } };

function listenersOf(options: Options) {
  return expose(options).of('Gateway')[0].spec.listeners;
}

function stated(...listeners: GatewayListener[]) {
  return { ownGateway: { gatewayClassName: 'traefik', listeners } };
}

test('GW-17: the own Gateway has its class, the name of the app and the namespace of the routes', () => {
  const { exposed, of } = expose({ namespace: 'shops', gateway: { ownGateway: { gatewayClassName: 'traefik', annotations: { 'example.com/owner': 'shops' } }, namespace: 'edge' } });
  expect(of('Gateway')).toEqual([{
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'shop', namespace: 'edge', labels: { 'app.kubernetes.io/name': 'shop' }, annotations: { 'example.com/owner': 'shops' } },
    spec: { gatewayClassName: 'traefik', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
  }]);
  expect(exposed.gateway?.name).toBe('shop');
});

test.each([
  ['', '"" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each "."'],
  ['My_Class', '"My_Class" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "my-class"'],
  ['a'.repeat(254), `"${'a'.repeat(254)}" has 254 characters, and a DNS subdomain at most 253; shorten it`],
])('GW-17: the class %.10j is refused', (gatewayClassName, problem) => {
  expect(refusal({ gateway: { ownGateway: { gatewayClassName } } })).toBe(`[team/shop] GW-17: gateway.ownGateway.gatewayClassName ${problem}`);
});

test('the own Gateway has a listener for each protocol of the ports', () => {
  expect(listenersOf({
    ports: [HTTP, GRPC, { ...TLS, name: 'tls-app', servicePort: 8443 }, TCP, UDP],
    http: { ...SECURE, rules: [{}, { hostnames: ['grpc.example.com'], port: 'grpc' }, { hostnames: ['tls.example.com'], port: 'tls-app' }] },
    gateway: { ...OWN, httpsRedirectFrom: 'plain' },
  })).toEqual([
    { name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'shop-cert' }] } },
    { name: 'plain', protocol: 'HTTP', port: 80 },
    { name: 'tls-app', protocol: 'TLS', port: 8443, tls: { mode: 'Passthrough' } },
    { name: 'postgresql', protocol: 'TCP', port: 5432 },
    { name: 'dns', protocol: 'UDP', port: 53 },
  ]);
});

test('each route attaches to the listener of its protocol and port', () => {
  const { exposed, objects } = expose({
    ports: [HTTP, { ...TLS, name: 'tls-app', servicePort: 8443 }, TCP, { name: 'mysql', port: 3306 }, UDP],
    http: { ...SECURE, rules: [{}, { hostnames: ['tls.example.com'], port: 'tls-app' }] },
    gateway: { ...OWN, httpsRedirectFrom: 'plain' },
  });
  expect(exposed.routes.map(({ kind, name }) => {
    const route = objects.find(object => object.kind === kind && object.metadata.name === name);
    return [name, route.spec.parentRefs];
  })).toEqual([
    ['shop', [{ name: 'shop', sectionName: 'https' }]],
    ['shop', [{ name: 'shop', sectionName: 'tls-app' }]],
    ['shop-postgresql', [{ name: 'shop', sectionName: 'postgresql' }]],
    ['shop-mysql', [{ name: 'shop', sectionName: 'mysql' }]],
    ['shop-dns', [{ name: 'shop', sectionName: 'dns' }]],
    ['shop-redirect', [{ name: 'shop', sectionName: 'plain' }]],
  ]);
});

test('with an issuer each hostname has a listener, since cert-manager asks for nothing for a listener without one', () => {
  const { of } = expose({
    http: { tls: { clusterIssuer: 'letsencrypt' }, rules: [{ hostnames: ['a.example.com'] }, { hostnames: ['b.example.com'], path: '/b' }] },
    gateway: OWN,
  });
  const tls = { certificateRefs: [{ name: 'shop-tls' }] };
  expect(of('Gateway')[0].metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
  expect(of('Gateway')[0].spec.listeners).toEqual([
    { name: 'https', hostname: 'a.example.com', protocol: 'HTTPS', port: 443, tls },
    { name: 'https-2', hostname: 'b.example.com', protocol: 'HTTPS', port: 443, tls },
  ]);
  expect(of('HTTPRoute').map(({ spec }) => spec.parentRefs)).toEqual([
    [{ name: 'shop', sectionName: 'https' }],
    [{ name: 'shop', sectionName: 'https-2' }],
  ]);
});

test('stated listeners are rendered as they are', () => {
  expect(listenersOf({
    http: { hostnames: ['a.shop.example.com'], tls: {} },
    gateway: stated({
      name: 'web',
      protocol: GatewayProtocol.HTTPS,
      port: 8443,
      hostname: '*.example.com',
      tls: { mode: GatewayTlsMode.TERMINATE, certificateRefs: [{ name: 'wildcard' }] },
      routeNamespaces: RouteNamespaces.ALL,
    }),
  })).toEqual([{
    name: 'web',
    protocol: 'HTTPS',
    port: 8443,
    hostname: '*.example.com',
    tls: { mode: 'Terminate', certificateRefs: [{ name: 'wildcard' }] },
    allowedRoutes: { namespaces: { from: 'All' } },
  }]);
});

test('GW-14: a route attaches to the stated listeners of its hostnames', () => {
  const tls = { certificateRefs: [{ name: 'certs' }] };
  const { of } = expose({
    http: { tls: {}, rules: [{ hostnames: ['a.example.com'] }, { hostnames: ['b.example.net'] }] },
    gateway: stated(
      { name: 'com', protocol: GatewayProtocol.HTTPS, port: 443, hostname: '*.example.com', tls },
      { name: 'net', protocol: GatewayProtocol.HTTPS, port: 443, hostname: '*.example.net', tls },
    ),
  });
  expect(of('HTTPRoute').map(({ spec }) => spec.parentRefs)).toEqual([[{ name: 'shop', sectionName: 'com' }], [{ name: 'shop', sectionName: 'net' }]]);
});

test('GW-14: a hostname that no stated listener serves is refused', () => {
  expect(refusal({ http: { hostnames: HOST }, gateway: stated({ name: 'http', protocol: GatewayProtocol.HTTP, port: 80, hostname: '*.example.net' }) })).toBe(
    strict('GW-14', 'hostname shop.example.com is served by no listener of gateway.ownGateway that takes an HTTPRoute: http is for *.example.net; make one cover it, or add one'));
});

const COM_AND_NET = stated(
  { name: 'com', protocol: GatewayProtocol.HTTP, port: 80, hostname: '*.example.com' },
  { name: 'net', protocol: GatewayProtocol.HTTP, port: 8080, hostname: 'shop.example.net' },
);

test('GW-14: each hostname of a route is served by a listener, not one of them alone', () => {
  const hostnames = ['a.example.com', 'a.example.org', 'shop.example.net'];
  expect(refusal({ http: { hostnames }, gateway: COM_AND_NET })).toBe(
    strict('GW-14', 'hostname a.example.org is served by no listener of gateway.ownGateway that takes an HTTPRoute: com is for *.example.com, net is for shop.example.net; make one cover it, or add one'));
});

test('DNS is asked for the hostnames that are served, as the access points have them', () => {
  const dns = (options: Options) => requirements(options).filter(({ kind }) => kind === 'Network').map(({ description }) => description);
  expect(dns({ http: { hostnames: ['a.example.com', 'a.example.org', '*.example.net'] }, gateway: COM_AND_NET, allow: { 'GW-14': 'the listener for it is added by hand' } })).toEqual([
    'DNS leads a.example.com, shop.example.net to the address of the door',
  ]);
  expect(dns({ gateway: stated({ name: 'web', protocol: GatewayProtocol.HTTP, port: 80, hostname: 'shop.example.com' }) })).toEqual([
    'DNS leads shop.example.com to the address of the door',
  ]);
});

test('GW-14: a TLS port attaches to the listeners that serve all of its hostnames, where the one of its name does not', () => {
  const tls = { mode: GatewayTlsMode.PASSTHROUGH };
  const { of } = expose({
    ports: [TLS],
    http: { hostnames: ['a.example.com', 'a.example.net'] },
    gateway: stated(
      { name: 'https', protocol: GatewayProtocol.TLS, port: 443, hostname: '*.example.com', tls },
      { name: 'net', protocol: GatewayProtocol.TLS, port: 443, hostname: '*.example.net', tls },
    ),
  });
  expect(of('TLSRoute')[0].spec.parentRefs).toEqual([{ name: 'shop', sectionName: 'https' }, { name: 'shop', sectionName: 'net' }]);
});

test.each([0, 65])('GW-8: %d listeners are refused', length => {
  const listeners = Array.from({ length }, (_, index) => ({ name: `l${index}`, protocol: GatewayProtocol.HTTP, port: 8000 + index }));
  expect(refusal({ gateway: stated(...listeners) })).toBe(`[team/shop] GW-8: gateway.ownGateway.listeners has ${length} entries; give 1 to 64`);
});

test('GW-8: two listeners with one name are refused', () => {
  expect(refusal({ gateway: stated({ name: 'http', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'http', protocol: GatewayProtocol.HTTP, port: 8080 }) })).toBe(
    '[team/shop] GW-8: gateway.ownGateway.listeners.1 has the name "http" of another listener; give each a name of its own');
});

test('GW-8: two listeners with one port, protocol and hostname are refused', () => {
  expect(refusal({ gateway: stated({ name: 'a', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'b', protocol: GatewayProtocol.HTTP, port: 80 }) })).toBe(
    '[team/shop] GW-8: gateway.ownGateway.listeners.1 has the port 80, protocol HTTP and hostname none of another listener; change one of the three');
});

const { HTTP: PLAIN, HTTPS, TLS: TLS_PROTOCOL, TCP: TCP_PROTOCOL, UDP: UDP_PROTOCOL } = GatewayProtocol;

/** A listener on one port for all, with a hostname where its protocol has them. */
function onOnePort(name: string, protocol: GatewayProtocol, hostname?: string): GatewayListener {
  const tls = protocol === HTTPS || protocol === TLS_PROTOCOL ? { certificateRefs: [{ name: 'certs' }] } : undefined;
  return { name, protocol, port: 443, hostname, tls };
}

test.each([
  [PLAIN, HTTPS, undefined, 'a port carries one of HTTP, TLS and TCP'],
  [PLAIN, TLS_PROTOCOL, 'b.example.com', 'a port carries one of HTTP, TLS and TCP'],
  [PLAIN, TCP_PROTOCOL, undefined, 'a port carries one of HTTP, TLS and TCP'],
  [HTTPS, TCP_PROTOCOL, undefined, 'a port carries one of HTTP, TLS and TCP'],
  [TLS_PROTOCOL, HTTPS, undefined, 'HTTPS and TLS at one port are told apart by hostname, and both have none'],
])('GW-8: listeners for %s and %s at one port are refused', (one, other, hostname, problem) => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated(onOnePort('one', one), onOnePort('other', other, hostname)) })).toBe(
    `[team/shop] GW-8: gateway.ownGateway.listeners.1 has ${other} at port 443, where listener one has ${one}: ${problem}; give it another port`);
});

test('GW-8: HTTPS and TLS of one hostname at one port are refused, and of two are not', () => {
  const refused = (hostname: string) =>
    refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated(onOnePort('web', HTTPS, 'shop.example.com'), onOnePort('tls', TLS_PROTOCOL, hostname)) });
  expect(refused('shop.example.com')).toBe(
    '[team/shop] GW-8: gateway.ownGateway.listeners.1 has TLS at port 443, where listener web has HTTPS: HTTPS and TLS at one port are told apart by hostname, and both have shop.example.com; give it another port');
  expect(refused('tls.example.com')).toBe('accepted');
});

test('GW-8: UDP has port numbers of its own', () => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated(onOnePort('web', HTTPS), onOnePort('quic', UDP_PROTOCOL)) })).toBe('accepted');
});

test('GW-8: listeners made from the ports do not conflict either', () => {
  const way = 'give gateway.ownGateway.listeners, or the port of the app another servicePort';
  expect(refusal({ ports: [HTTP, TLS], http: { ...SECURE, rules: [{}, { hostnames: ['tls.example.com'], port: 'https' }] }, gateway: OWN })).toContain(
    `[team/shop] GW-8: the listener https for port 443 of gateway.ownGateway has TLS at port 443, where listener https has HTTPS: HTTPS and TLS at one port are told apart by hostname, and both have none; ${way}`);
  expect(refusal({ ports: [{ ...HTTP, servicePort: 8080 }, { ...TCP, servicePort: 80 }], gateway: OWN })).toBe(
    `[team/shop] GW-8: the listener postgresql for port 80 of gateway.ownGateway has TCP at port 80, where listener http has HTTP: a port carries one of HTTP, TLS and TCP; ${way}`);
});

test.each([GatewayTlsMode.TERMINATE, undefined])('E-9: a port that ends TLS itself at a listener with mode %s, which ends it before, is refused', mode => {
  const ending = { name: 'ending', protocol: TLS_PROTOCOL, port: 443, tls: { mode, certificateRefs: [{ name: 'certs' }] } };
  const passing = { name: 'passing', protocol: TLS_PROTOCOL, port: 8443, tls: { mode: GatewayTlsMode.PASSTHROUGH } };
  expect(refusal({ ports: [TLS], http: { hostnames: HOST }, gateway: stated(ending) })).toBe(
    '[team/shop] E-9: port https ends TLS itself, and listener ending of gateway.ownGateway ends it before; give the listener tls.mode Passthrough, or say with appProtocol that the port speaks without TLS');
  expect(expose({ ports: [TLS], http: { hostnames: HOST }, gateway: stated(ending, passing) }).of('TLSRoute')[0].spec.parentRefs).toEqual([{ name: 'shop', sectionName: 'passing' }]);
});

test.each([
  ['gateway.annotations', { parentRefs: [SHARED], annotations: { 'a key': 'value' } }],
  ['gateway.ownGateway.annotations', { ownGateway: { gatewayClassName: 'traefik', annotations: { 'a key': 'value' } } }],
])('E-2: %s have keys that Kubernetes takes', (option, gateway) => {
  expect(refusal({ gateway })).toContain(`[team/shop] E-2: ${option}: key "a key" is not a qualified name`);
});

test.each([
  [{ name: 'My_Listener', protocol: GatewayProtocol.HTTP, port: 80 }, 'name "My_Listener" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "my-listener"'],
  [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 0 }, 'port 0 is not a port number; choose a whole number from 1 to 65535'],
])('GW-8: the listener %j is refused', (listener, problem) => {
  expect(refusal({ gateway: stated(listener) })).toBe(`[team/shop] GW-8: gateway.ownGateway.listeners.0.${problem}`);
});

test('GW-8: listeners made from the ports have distinct names as well', () => {
  expect(refusal({ ports: [{ name: 'http-web', port: 8080 }, { name: 'http', port: 9000, appProtocol: 'redis' }], gateway: OWN })).toBe(
    '[team/shop] GW-8: the listener http for port 9000 of gateway.ownGateway has the name "http" of another listener; give each a name of its own');
});

test('GW-8: a redirect from a listener named like the HTTPS one is refused', () => {
  expect(refusal({ http: SECURE, gateway: { ...OWN, httpsRedirectFrom: 'https' } })).toBe(
    '[team/shop] GW-8: the listener https for port 80 of gateway.ownGateway has the name "https" of another listener; give each a name of its own');
});

test.each([GatewayProtocol.TCP, GatewayProtocol.UDP])('GW-9: a hostname of a %s listener is refused', protocol => {
  expect(refusal({ ports: [TCP], gateway: stated({ name: 'db', protocol, port: 5432, hostname: 'db.example.com' }) })).toBe(
    `[team/shop] GW-9: gateway.ownGateway.listeners.0.hostname "db.example.com" is given for ${protocol}, which has no hostnames; leave it out`);
});

test.each([GatewayProtocol.HTTP, GatewayProtocol.TCP, GatewayProtocol.UDP])('GW-9: tls of a %s listener is refused', protocol => {
  expect(refusal({ gateway: stated({ name: 'web', protocol, port: 80, tls: { certificateRefs: [{ name: 'certs' }] } }) })).toBe(
    `[team/shop] GW-9: gateway.ownGateway.listeners.0.tls is given for ${protocol}; leave it out, or use HTTPS or TLS`);
});

test('GW-9: an HTTPS listener that passes TLS through is refused', () => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated({ name: 'web', protocol: GatewayProtocol.HTTPS, port: 443, tls: { mode: GatewayTlsMode.PASSTHROUGH } }) })).toBe(
    '[team/shop] GW-9: gateway.ownGateway.listeners.0.tls.mode Passthrough is given for HTTPS, which ends TLS itself; use Terminate, or the protocol TLS');
});

test.each([GatewayProtocol.HTTPS, GatewayProtocol.TLS])('GW-10: a %s listener that ends TLS without a certificate is refused', protocol => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated({ name: 'web', protocol, port: 443, tls: {} }) })).toBe(
    '[team/shop] GW-10: gateway.ownGateway.listeners.0.tls ends TLS at the Gateway without a certificate; give certificateRefs');
});

test.each([
  [{ name: 'My_Cert' }, 'name "My_Cert" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "my-cert"'],
  [{ name: 'cert', namespace: '' }, 'namespace "" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit'],
])('GW-10: the certificate %j is refused', (ref, problem) => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated({ name: 'web', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs: [ref] } }) })).toBe(
    `[team/shop] GW-10: gateway.ownGateway.listeners.0.tls.certificateRefs.0.${problem}`);
});

test('GW-10: http.tls without a certificate is refused for the own Gateway, which has no default one', () => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: OWN })).toBe(
    '[team/shop] GW-10: http.tls names no certificate for the own Gateway; give http.tls.secretName, issuer or clusterIssuer, or attach a ClusterProfile with certificates');
});

test.each([GatewayProtocol.HTTPS, GatewayProtocol.TLS])('GW-11: a %s listener without tls is refused', protocol => {
  expect(refusal({ http: { hostnames: HOST, tls: {} }, gateway: stated({ name: 'web', protocol, port: 443 }) })).toBe(
    strict('GW-11', `gateway.ownGateway.listeners.0 is ${protocol} without tls; give its certificateRefs`));
});

test.each([
  [HTTP, undefined, 'an HTTPRoute', ' of protocol HTTP, or http.tls for HTTPS,'],
  [HTTP, { secretName: 'certs' }, 'an HTTPRoute', ' of protocol HTTPS, because of http.tls,'],
  [TLS, undefined, 'a TLSRoute', ''],
  [UDP, undefined, 'a UDPRoute', ''],
])('GW-13: port %j with TLS %j needs %s and a listener that takes it', (port, tls, kind, words) => {
  const listeners = stated({ name: 'db', protocol: GatewayProtocol.TCP, port: 5432 });
  expect(refusal({ ports: [port], http: { hostnames: HOST, tls }, gateway: listeners })).toBe(
    `[team/shop] GW-13: port ${port.name} needs ${kind}, and no listener of gateway.ownGateway${words} takes it; add one, or leave listeners out`);
});

test('a TCP port attaches to the one stated listener of its protocol, whatever the number', () => {
  const { of } = expose({ ports: [TCP], gateway: stated({ name: 'db', protocol: GatewayProtocol.TCP, port: 15432 }) });
  expect(of('TCPRoute')[0].spec.parentRefs).toEqual([{ name: 'shop', sectionName: 'db' }]);
});

test('E-4: plain HTTP at the own Gateway is warned of', () => {
  expect(warnings({ gateway: OWN })).toEqual(['E-4: the app is served over plain HTTP, readable on the way; give http.tls']);
  expect(warnings({ ports: [GRPC], gateway: OWN })).toEqual(['E-4: the app is served over plain HTTP, readable on the way; give http.tls']);
  expect(warnings({ http: SECURE, gateway: OWN })).toEqual([]);
  expect(warnings({ ports: [TCP], gateway: OWN })).toEqual([]);
});

test('E-4: plain HTTP at a listener that is known is warned of', () => {
  const at = (protocol: GatewayProtocol, tls?: {}) => warnings({
    http: { hostnames: HOST, tls },
    gateway: { parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'web', listener: { protocol, port: 8000 } }] },
  });
  expect(at(GatewayProtocol.HTTP)).toEqual([
    'E-4: the app is served over plain HTTP at Gateway shared, readable on the way; attach to a listener of protocol HTTPS, with http.tls',
  ]);
  expect(at(GatewayProtocol.HTTPS, {})).toEqual([]);
});

test('E-15: a Secret that no stated listener names is warned of', () => {
  const listener = { name: 'web', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs: [{ name: 'wildcard' }] } };
  expect(warnings({ http: SECURE, gateway: stated(listener) })).toEqual([
    'E-15: http.tls.secretName "shop-cert" is not used: the listeners of gateway.ownGateway name other certificates',
  ]);
  expect(warnings({ http: { hostnames: HOST, tls: { secretName: 'wildcard' } }, gateway: stated(listener) })).toEqual([]);
});

test('E-9: an own Gateway and parentRefs at once are refused', () => {
  expect(refusal({ gateway: { ...OWN, parentRefs: [SHARED] } })).toBe(
    '[team/shop] E-9: gateway.parentRefs and gateway.ownGateway are both given; the routes attach to the own Gateway by themselves, give one of the two');
});

test('E-2: the listener of the redirect has the name of one', () => {
  expect(refusal({ http: SECURE, gateway: { parentRefs: [SHARED], httpsRedirectFrom: 'HTTP' } })).toBe(
    '[team/shop] E-2: gateway.httpsRedirectFrom "HTTP" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "http"');
});

test('the requirements of an own Gateway are its class, its certificates and DNS', () => {
  const certificateRefs = [{ name: 'one', namespace: 'certs' }, { name: 'two' }];
  const check = (kind: string) => `kubectl get crd ${kind}s.gateway.networking.k8s.io -o jsonpath='{.spec.versions[?(@.served==true)].name}'`;
  expect(requirements({
    namespace: 'shops',
    http: { hostnames: HOST, tls: {} },
    gateway: stated({ name: 'https', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs } }),
  })).toEqual([
    { kind: 'Capability', description: 'the Gateway API serves HTTPRoute at gateway.networking.k8s.io/v1', check: check('httproute') },
    { kind: 'Capability', description: 'the Gateway API serves Gateway at gateway.networking.k8s.io/v1', check: check('gateway') },
    { kind: 'Capability', description: 'the Gateway API serves ReferenceGrant at gateway.networking.k8s.io/v1beta1', check: check('referencegrant') },
    { kind: 'Object', description: 'GatewayClass traefik and its controller; without them the Gateway is never programmed', check: 'kubectl get gatewayclass traefik' },
    { kind: 'Object', description: 'Secret one of type kubernetes.io/tls in namespace certs; without it the listener serves nothing', check: 'kubectl get -n certs secret one' },
    { kind: 'Object', description: 'Secret two of type kubernetes.io/tls in the namespace of the Gateway; without it the listener serves nothing', check: 'kubectl get -n shops secret two' },
    { kind: 'Network', description: 'DNS leads shop.example.com to the address of the door' },
  ]);
});

test('the requirement of an issuer is cert-manager, in the namespace of the Gateway', () => {
  const descriptions = requirements({ namespace: 'shops', http: { hostnames: HOST, tls: { issuer: 'ca' } }, gateway: { ...OWN, namespace: 'edge' } });
  expect(descriptions).toContainEqual({ kind: 'Object', description: 'cert-manager and its Issuer ca, which fill Secret shop-tls', check: 'kubectl get -n edge issuer ca' });
});

test('the plan of the routes is made once for all access points, not for each of them', () => {
  const plan = jest.spyOn(plans, 'planRoutes');
  const calls = (paths: number, parents: number) => {
    plan.mockClear();
    const rules = Array.from({ length: paths }, (_, index) => ({ hostnames: [`a${index}.example.com`] }));
    const parentRefs = Array.from({ length: parents }, (_, index) => ({ name: `gateway-${index}` }));
    void expose({ http: { rules }, gateway: { parentRefs } }).exposed.accessPoints;
    return plan.mock.calls.length;
  };
  expect(calls(1, 1)).toBeGreaterThan(0);
  expect(calls(8, 8)).toBe(calls(1, 1));
});

// Access points

function urls(options: Options): string[] {
  return outside(options).map(({ url }) => url);
}

test('a listener that is not known has placeholders, with the commands that look it up', () => {
  expect(outside({ namespace: 'shops', http: { hostnames: HOST } })).toEqual([{
    from: 'outside',
    port: 'http',
    url: '<SCHEME>://shop.example.com:<LISTENER_PORT>/',
    placeholders: [
      {
        name: 'SCHEME',
        description: 'http or https, by the listener web of Gateway shared',
        command: "kubectl get -n infra gateway shared -o jsonpath='{.spec.listeners[?(@.name==\"web\")].protocol}' | tr A-Z a-z",
      },
      {
        name: 'LISTENER_PORT',
        description: 'the port of the listener of Gateway shared',
        command: "kubectl get -n infra gateway shared -o jsonpath='{.spec.listeners[?(@.name==\"web\")].port}'",
      },
      {
        name: 'GATEWAY_ADDRESS',
        description: 'the address, or the hostname, of Gateway shared',
        command: "kubectl get -n infra gateway shared -o jsonpath='{.status.addresses[0].value}'",
      },
    ],
    request: "curl -i --connect-to 'shop.example.com:<LISTENER_PORT>:<GATEWAY_ADDRESS>:<LISTENER_PORT>' '<SCHEME>://shop.example.com:<LISTENER_PORT>/'",
  }]);
});

test('what is known of a listener stands in the URL', () => {
  const at = (protocol: GatewayProtocol, port: number) =>
    ({ http: { hostnames: HOST }, gateway: { parentRefs: [{ ...SHARED, listener: { protocol, port } }] } });
  expect(urls(at(GatewayProtocol.HTTP, 80))).toEqual(['http://shop.example.com/']);
  expect(urls(at(GatewayProtocol.HTTP, 443))).toEqual(['http://shop.example.com:443/']);
  expect(urls(at(GatewayProtocol.HTTPS, 443))).toEqual(['https://shop.example.com/']);
  expect(urls(at(GatewayProtocol.HTTPS, 8443))).toEqual(['https://shop.example.com:8443/']);
});

test('without a sectionName the listener is looked up by the protocol that http.tls asks for', () => {
  const [plain] = outside({ http: { hostnames: HOST }, gateway: { parentRefs: [{ name: 'all' }] } });
  const [secure] = outside({ http: { hostnames: HOST, tls: {} }, gateway: { parentRefs: [{ name: 'all' }] } });
  expect([plain.url, secure.url]).toEqual(['http://shop.example.com:<LISTENER_PORT>/', 'https://shop.example.com:<LISTENER_PORT>/']);
  expect([plain, secure].map(({ placeholders }) => placeholders[0].command)).toEqual([
    "kubectl get gateway all -o jsonpath='{.spec.listeners[?(@.protocol==\"HTTP\")].port}'",
    "kubectl get gateway all -o jsonpath='{.spec.listeners[?(@.protocol==\"HTTPS\")].port}'",
  ]);
});

test('the URLs of every kind of route through the own Gateway are complete but for its address', () => {
  const points = outside({
    ports: [HTTP, GRPC, { ...TLS, servicePort: 8443 }, TCP, UDP],
    http: { rules: [{ hostnames: HOST, path: '/shop' }, { hostnames: ['grpc.example.com'], port: 'grpc' }, { hostnames: ['tls.example.com'], port: 'https' }] },
    gateway: OWN,
  });
  expect(points.map(({ port, url, request }) => [port, url, request])).toEqual([
    ['http', 'http://shop.example.com/shop', "curl -i --connect-to 'shop.example.com:80:<GATEWAY_ADDRESS>:80' 'http://shop.example.com/shop'"],
    ['grpc', 'grpc://grpc.example.com:80', undefined],
    ['https', 'https://tls.example.com:8443/', "curl -i --connect-to 'tls.example.com:8443:<GATEWAY_ADDRESS>:8443' 'https://tls.example.com:8443/'"],
    ['postgresql', 'tcp://<GATEWAY_ADDRESS>:5432', undefined],
    ['dns', 'udp://<GATEWAY_ADDRESS>:53', undefined],
  ]);
});

test('a hostname is offered at the listeners that serve it, and nowhere else', () => {
  const gateway = stated(
    { name: 'com', protocol: GatewayProtocol.HTTP, port: 80, hostname: '*.example.com' },
    { name: 'net', protocol: GatewayProtocol.HTTP, port: 8080, hostname: 'shop.example.net' },
  );
  expect(urls({ http: { hostnames: ['a.example.com', '*.example.net'] }, gateway })).toEqual(['http://a.example.com/', 'http://shop.example.net:8080/']);
});

test('without a hostname the route is reached by that of the listener, else by address', () => {
  expect(urls({ gateway: stated({ name: 'web', protocol: GatewayProtocol.HTTP, port: 80, hostname: 'shop.example.com' }) })).toEqual(['http://shop.example.com/']);
  expect(urls({ gateway: OWN })).toEqual(['http://<GATEWAY_ADDRESS>/']);
});

test('a websocket port is reached by ws, over TLS by wss', () => {
  const ports = [{ name: 'ws', port: 8080 }];
  expect(urls({ ports, gateway: OWN })).toEqual(['ws://<GATEWAY_ADDRESS>/']);
  expect(urls({ ports, http: SECURE, gateway: OWN })).toEqual(['wss://shop.example.com/']);
});

test('placeholders of several Gateways and listeners are told apart', () => {
  const points = outside({
    http: { hostnames: HOST },
    gateway: { parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'web' }, { name: 'shared', namespace: 'edge', sectionName: 'web' }] },
  });
  expect(points.map(({ placeholders }) => placeholders.map(({ name }) => name))).toEqual([
    ['SCHEME_INFRA_SHARED_WEB', 'LISTENER_PORT_INFRA_SHARED_WEB', 'GATEWAY_ADDRESS_INFRA_SHARED'],
    ['SCHEME_EDGE_SHARED_WEB', 'LISTENER_PORT_EDGE_SHARED_WEB', 'GATEWAY_ADDRESS_EDGE_SHARED'],
  ]);
});

test('E-9: filters that no route of the app has are refused', () => {
  const parentRefs = [SHARED];
  expect(refusal({ ports: [TCP], gateway: { parentRefs, filters: { urlRewrite: { hostname: 'a.example.com' } } } }))
    .toBe('[team/shop] E-9: gateway.filters.urlRewrite changes HTTP requests alone, and the app has TCPRoute; leave it out');
  expect(refusal({ ports: [GRPC], gateway: { parentRefs, filters: { requestRedirect: { scheme: 'https' } } } }))
    .toBe('[team/shop] E-9: gateway.filters.requestRedirect changes HTTP requests alone, and the app has GRPCRoute; leave it out');
  expect(refusal({ ports: [TCP], gateway: { parentRefs, filters: { requestHeaderModifier: { set: { a: 'b' } } } } }))
    .toBe('[team/shop] E-9: gateway.filters.requestHeaderModifier changes headers of HTTP and gRPC, and the app has TCPRoute; leave it out');
});

test('E-4: with TLS a reference without sectionName is warned of, since the route attaches to plain HTTP listeners too', () => {
  const warning = 'E-4: http.tls is given, and the reference to Gateway shared has no sectionName, so its plain HTTP listeners serve the app too; give the sectionName of the HTTPS listener';
  const of = (parent: GatewayParentRef, http: ExposedServiceProps['http'] = { hostnames: HOST, tls: {} }) => warnings({ http, gateway: { parentRefs: [parent] } });
  expect(of({ name: 'shared', namespace: 'infra' })).toEqual([warning]);
  expect(of({ name: 'shared', namespace: 'infra', sectionName: 'https' })).toEqual([]);
  expect(of({ name: 'shared', namespace: 'infra' }, { hostnames: HOST })).toEqual([]);
});

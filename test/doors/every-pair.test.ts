/** What is true of every two strategies, one as the first door of an app and one as a further door. */
import { Chart, Testing } from 'cdk8s';
import { AccessFrom, AppPort, ExposedService, ExposedServiceProps, ExposureStrategy, FurtherDoorOptions, RequirementKind, WorkloadKind } from '../../src';

type Manifest = { readonly [field: string]: any };

const STRATEGIES = Object.values(ExposureStrategy);
const HOST_MODES = [ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT];
const PAIRS = STRATEGIES.flatMap(first => STRATEGIES.map(further => [first, further] as const));
const onNode = (strategy: ExposureStrategy) => HOST_MODES.includes(strategy);
const POSSIBLE = PAIRS.filter(pair => !pair.every(onNode));

const HTTP: AppPort = { name: 'http', port: 8080, servicePort: 80 };
const METRICS: AppPort = { name: 'http-metrics', port: 9100, servicePort: 9101, exposed: false };

/** Every door's block at once, with a hostname of the door's own. */
function blocks(hostname: string): Omit<ExposedServiceProps, 'app' | 'strategy'> {
  return {
    clusterIp: { proxyRole: {} },
    hostPort: { ports: { http: 8088 } },
    http: { hostnames: [hostname], tls: { secretName: 'shop-cert' } },
    ingress: { ingressClassName: 'traefik' },
    gateway: { parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'https' }] },
    allow: { 'E-15': 'the Secret is for the Ingress', 'E-1': 'metrics are bound to 127.0.0.1' },
  };
}

function build(first: ExposureStrategy, further?: ExposureStrategy, kind = WorkloadKind.DEPLOYMENT, options: Partial<FurtherDoorOptions> = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  const exposed = new ExposedService(chart, 'shop', {
    app: { name: 'shop', image: 'shop:1', workload: kind, ports: [HTTP, METRICS] }, strategy: first, ...blocks('shop.example.com'),
  });
  const door = further && exposed.alsoBy('public', { strategy: further, ...blocks('public.example.com'), ...options });
  return { chart, exposed, door, objects: Testing.synth(chart) as Manifest[] };
}

const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;
const services = (objects: Manifest[]) => objects.filter(({ kind }) => kind === 'Service');
const named = (objects: Manifest[], name: string) => objects.find(object => nameOf(object) === name)!;

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('there are as many pairs as the square of the strategies', () => {
  expect(PAIRS).toHaveLength(49);
  expect(POSSIBLE).toHaveLength(45);
});

test.each(PAIRS.filter(pair => pair.every(onNode)))('E-20: %s and %s do not both open ports of the node, and nothing of the further door stays', (first, further) => {
  const alone = build(first);
  expect(() => alone.exposed.alsoBy('public', { strategy: further, ...blocks('public.example.com') })).toThrow(
    `[team/shop/public] E-20: strategy ${further} opens ports of the node, and the door ${first} of team/shop does so already, with the same pods; choose another strategy for one of the two`);
  expect(Testing.synth(alone.chart)).toEqual(alone.objects);
  expect(alone.exposed.exposures).toEqual([alone.exposed.exposure]);
});

test.each(POSSIBLE)('%s and %s: the objects of the first door stay as they are, but for ports of the node', (first, further) => {
  for (const kind of Object.values(WorkloadKind)) {
    const alone = build(first, undefined, kind).objects;
    const both = build(first, further, kind).objects;
    const kept = both.filter(object => alone.some(other => nameOf(other) === nameOf(object)));
    expect(kept.map(nameOf)).toEqual(alone.map(nameOf));
    expect(services(kept)).toEqual(services(alone));
    const pods = build(onNode(further) ? further : first, undefined, kind).objects;
    expect(named(both, `${kind} shop`)).toEqual(named(pods, `${kind} shop`));
  }
});

test.each(POSSIBLE)('X-17: %s and %s: no two objects have the same kind and name, and those of the further door have its id', (first, further) => {
  const alone = build(first).objects;
  const both = build(first, further).objects;
  expect(new Set(both.map(nameOf)).size).toBe(both.length);
  const added = both.filter(object => !alone.some(other => nameOf(other) === nameOf(object)));
  expect(added.filter(({ metadata }) => !/^shop-public(-|$)/.test(metadata.name))).toEqual([]);
  expect(added.map(({ metadata }) => metadata.labels)).toEqual(added.map(() => ({ 'app.kubernetes.io/name': 'shop' })));
});

const OWN: Partial<Record<ExposureStrategy, string>> = {
  [ExposureStrategy.NODE_PORT]: 'NodePort',
  [ExposureStrategy.LOAD_BALANCER]: 'LoadBalancer',
};

test.each(POSSIBLE)('%s and %s: a Service of its own has the further door that is one, with the exposed ports and the selector of the app', (first, further) => {
  const { objects, exposed, door } = build(first, further);
  const own = named(objects, 'Service shop-public');
  expect(own?.spec.type).toBe(OWN[further]);
  expect(own?.spec.ports).toEqual(OWN[further] && [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }]);
  expect(own?.spec.selector).toEqual(OWN[further] && named(objects, 'Service shop').spec.selector);
  expect(door?.service).toBe(exposed.service);
  expect(door?.externalService?.name).toBe(OWN[further] && 'shop-public');
});

test.each(POSSIBLE)('%s and %s: what the further door leads to is the Service of the app', (first, further) => {
  const { objects } = build(first, further);
  const ingress = named(objects, 'Ingress shop-public');
  const route = named(objects, 'HTTPRoute shop-public');
  const role = named(objects, 'Role shop-public-proxy');
  const backends = [
    ...ingress ? ingress.spec.rules.flatMap(({ http }: Manifest) => http.paths.map(({ backend }: Manifest) => `${backend.service.name}:${backend.service.port.number}`)) : [],
    ...route ? route.spec.rules.flatMap(({ backendRefs }: Manifest) => backendRefs.map(({ name, port }: Manifest) => `${name}:${port}`)) : [],
    ...role ? [role.rules[0].resourceNames[0]] : [],
  ];
  const expected: Partial<Record<ExposureStrategy, string>> = {
    [ExposureStrategy.INGRESS]: 'shop:80', [ExposureStrategy.GATEWAY]: 'shop:80', [ExposureStrategy.CLUSTER_IP]: 'http:shop:http',
  };
  expect(backends).toEqual([expected[further]].filter(backend => backend !== undefined));
});

test.each(POSSIBLE)('%s and %s: the app is reached by both, and from inside and by port-forward once', (first, further) => {
  const { exposed, door } = build(first, further);
  const of = (from: AccessFrom) => exposed.accessPoints.filter(point => point.from === from);
  expect(of(AccessFrom.INSIDE).map(({ url }) => url)).toEqual(['http://shop.shops.svc/', 'http://shop.shops.svc:9101/']);
  expect(of(AccessFrom.WORKSTATION).filter(({ tunnel }) => tunnel?.includes('port-forward'))).toHaveLength(1);
  expect(new Set(exposed.accessPoints.map(point => JSON.stringify(point))).size).toBe(exposed.accessPoints.length);

  const alone = build(further).exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
  const added = door!.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
  expect(added.map(({ url }) => url.replace('public.', 'shop.'))).toEqual(
    first === further && further === ExposureStrategy.CLUSTER_IP ? [] : alone.map(({ url }) => url));
});

test.each(POSSIBLE)('%s and %s: the app needs what either door needs, each once, and one level of Pod Security', (first, further) => {
  const { requirements } = build(first, further).exposed;
  expect(new Set(requirements.map(requirement => JSON.stringify(requirement))).size).toBe(requirements.length);
  const levels = (all: typeof requirements) => all.filter(({ kind }) => kind === RequirementKind.POD_SECURITY).map(({ description }) => description);
  expect(levels(requirements)).toEqual(levels(build(onNode(further) ? further : first).exposed.requirements));

  const described = (all: typeof requirements) => [...new Set(all.filter(({ kind }) => kind !== RequirementKind.POD_SECURITY)
    .map(({ description }) => description.replace('public.', 'shop.')))].sort();
  expect(described(requirements)).toEqual(described([first, further].flatMap(strategy => build(strategy).exposed.requirements)));
});

test.each(POSSIBLE)('%s and %s: when the further door becomes the first, workload and Service stay, and nothing immutable moves', (first, further) => {
  const before = build(first, further).objects;
  const after = build(further).objects;
  const identity = (object: Manifest) => ({ selector: object.spec.selector, clusterIP: object.spec.clusterIP });
  for (const name of ['Deployment shop', 'Service shop']) {
    expect(identity(named(after, name))).toEqual(identity(named(before, name)));
  }
  const numbers = (object: Manifest) => object.spec.ports.map(({ nodePort, ...port }: Manifest) => port);
  expect(numbers(named(after, 'Service shop'))).toEqual(numbers(named(before, 'Service shop')));
});

test.each(POSSIBLE)('%s and %s: the output is the same on every run', (first, further) => {
  expect(build(first, further).objects).toEqual(build(first, further).objects);
});

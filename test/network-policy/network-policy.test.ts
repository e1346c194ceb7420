import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import {
  AppPort, ClusterProfile, ClusterProfileProps, ExposedService, ExposedServiceProps, Exposure, ExposureStrategy, NetworkPolicyClient,
} from '../../src';
import { exposeCase, POLICY_CASES } from '../fixtures/network-policies';

type Manifest = { readonly [field: string]: any };

const NODES: ClusterProfileProps = {
  ingress: { namespace: 'traefik' },
  network: { networkPolicies: true, nodeCidrs: ['10.0.0.0/16'] },
};

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function expose(options: Partial<ExposedServiceProps> = {}, cluster = NODES, namespace?: string) {
  const chart = new Chart(Testing.app(), 'team', { namespace });
  ClusterProfile.attach(chart, ClusterProfile.custom(cluster));
  const exposed = new ExposedService(chart, 'shop', {
    app: { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }] },
    strategy: ExposureStrategy.INGRESS,
    http: { hostnames: ['shop.example.com'], tls: { secretName: 'shop-cert' } },
    networkPolicy: {},
    ...options,
  });
  return { exposed, objects: Testing.synth(chart) as Manifest[] };
}

function policy(...args: Parameters<typeof expose>): Manifest {
  return expose(...args).objects.find(({ kind }) => kind === 'NetworkPolicy')!;
}

test.each(POLICY_CASES.map(policyCase => [policyCase.name, policyCase] as const))('%s', (_, policyCase) => {
  const { spec } = exposeCase(policyCase).objects.find(({ kind }) => kind === 'NetworkPolicy')!;
  expect(`\n${stringify(spec.ingress)}`).toMatchSnapshot();
});

test('the NetworkPolicy has the name, the namespace, the labels and the selector of the app, and leaves alone what the pods send', () => {
  const app = { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080, servicePort: 80 }], labels: { team: 'shop' } };
  const { exposed, objects } = expose({ app }, NODES, 'shops');
  const [deployment] = objects.filter(({ kind }) => kind === 'Deployment');
  expect(exposed.networkPolicy!.toJson()).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'shop', namespace: 'shops', labels: { 'app.kubernetes.io/name': 'shop', 'team': 'shop' } },
    spec: {
      podSelector: deployment.spec.selector,
      policyTypes: ['Ingress'],
      ingress: [{
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'traefik' } } }],
        ports: [{ port: 8080, protocol: 'TCP' }],
      }],
    },
  });
  expect(exposed.networkPolicy).toBe(exposed.exposure.networkPolicy);
});

test('without the option there is none', () => {
  const { exposed, objects } = expose({ networkPolicy: undefined });
  expect(exposed.networkPolicy).toBeUndefined();
  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'Ingress']);
});

test('a workload of cdk8s-plus has one by its own selector', () => {
  const chart = Testing.chart();
  const workload = new kplus.Deployment(chart, 'own', {
    metadata: { name: 'own' },
    select: false,
    podMetadata: { labels: { app: 'own', tier: 'web' } },
    containers: [{ image: 'own:1', ports: [{ name: 'http', number: 8080 }] }],
  });
  workload.select(kplus.LabelSelector.of({ labels: { app: 'own' }, expressions: [kplus.LabelExpression.in('tier', ['web', 'api'])] }));
  const { networkPolicy } = new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.HOST_PORT, networkPolicy: {} });
  expect(networkPolicy!.toJson().spec.podSelector).toEqual({
    matchLabels: { app: 'own' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['web', 'api'] }],
  });
});

test('a client is a pod of the namespace by default, and of others where they are named', () => {
  const clients: NetworkPolicyClient[] = [
    {},
    { podLabels: { app: 'cart' } },
    { namespace: 'jobs' },
    { namespace: 'jobs', podLabels: { app: 'import' } },
    { namespaceLabels: {} },
    { namespaceLabels: { team: 'shop' }, podLabels: {} },
  ];
  expect(policy({ networkPolicy: { clients, from: { Ingress: [] } } }).spec.ingress.map(({ from }: Manifest) => from)).toEqual([
    [{ podSelector: {} }],
    [{ podSelector: { matchLabels: { app: 'cart' } } }],
    [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'jobs' } } }],
    [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'jobs' } }, podSelector: { matchLabels: { app: 'import' } } }],
    [{ namespaceSelector: {} }],
    [{ namespaceSelector: { matchLabels: { team: 'shop' } }, podSelector: {} }],
  ]);
});

test('a port that is not exposed is open to the clients that name it alone', () => {
  const app = {
    name: 'shop',
    image: 'shop:1',
    ports: [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }, { name: 'admin', port: 9000, exposed: false }],
  };
  const clients = [{}, { ports: ['metrics'] }, { ports: ['http', 'admin'] }];
  expect(policy({ app, networkPolicy: { clients } }).spec.ingress.map(({ ports }: Manifest) => ports.map(({ port }: Manifest) => port))).toEqual([
    [8080], [8080], [9100], [8080, 9000],
  ]);
});

test('a container port that the Service offers twice is opened once', () => {
  const app = { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }, { name: 'http-old', port: 8080, servicePort: 80 }] };
  expect(policy({ app, http: undefined, strategy: ExposureStrategy.NODE_PORT }).spec.ingress).toEqual([
    { from: [{ ipBlock: { cidr: '10.0.0.0/16' } }], ports: [{ port: 8080, protocol: 'TCP' }] },
  ]);
});

test('a Gateway in the namespace of the app is let in from there, also where the namespace has no name yet', () => {
  const gateway = { parentRefs: [{ name: 'own' }] };
  const door = (namespace?: string) => policy({ strategy: ExposureStrategy.GATEWAY, gateway, allow: { 'E-15': 'the Secret is for later' } }, NODES, namespace).spec.ingress[0].from;
  expect(door()).toEqual([{ podSelector: {} }]);
  expect(door('shops')).toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shops' } } }]);
});

test('the app\'s own Gateway is let in from the namespace of the routes', () => {
  const gateway = { namespace: 'edge', ownGateway: { gatewayClassName: 'envoy' } };
  expect(policy({ strategy: ExposureStrategy.GATEWAY, gateway }, NODES, 'shops').spec.ingress[0].from).toEqual([
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } } },
  ]);
});

test('no rule is without a source or without a port, which would let everybody in, or to every port', () => {
  const specs = POLICY_CASES.map(policyCase => exposeCase(policyCase).exposed.networkPolicy!.toJson().spec);
  const rules = specs.flatMap(({ ingress = [] }) => ingress as Manifest[]);
  expect(rules.length).toBeGreaterThan(POLICY_CASES.length);
  expect(rules.filter(({ from = [], ports = [] }) => from.length === 0 || ports.length === 0)).toEqual([]);
  expect(rules.flatMap(({ from }) => from as Manifest[]).filter(peer => Object.keys(peer).length === 0)).toEqual([]);
});

test('the ports are those of the containers with their protocols, whatever the Service and the door call them', () => {
  const number = fc.integer({ min: 1024, max: 29999 });
  const ports = fc.uniqueArray(fc.record({ port: number, servicePort: number, protocol: fc.constantFrom(kplus.Protocol.TCP, kplus.Protocol.UDP) }), {
    minLength: 1, maxLength: 5, comparator: (one, other) => one.port === other.port || one.servicePort === other.servicePort,
  });
  const strategies = fc.constantFrom(ExposureStrategy.NODE_PORT, ExposureStrategy.LOAD_BALANCER, ExposureStrategy.HOST_PORT);
  fc.assert(fc.property(ports, strategies, (given, strategy) => {
    const appPorts = given.map((port, index): AppPort => ({ name: `raw-${index}`, ...port }));
    const { spec } = policy({ strategy, http: undefined, app: { name: 'shop', image: 'shop:1', ports: appPorts }, networkPolicy: { clients: [{}] } });
    for (const rule of spec.ingress as Manifest[]) {
      expect(rule.ports).toEqual(given.map(({ port, protocol }) => ({ port, protocol })));
    }
    expect(spec.ingress).toHaveLength(2);
  }), { numRuns: 50 });
});

test('the access points say whom the NetworkPolicy keeps out', () => {
  const notes = (options: Partial<ExposedServiceProps>) => expose(options, NODES, 'shops').exposed.accessPoints.map(({ url, note }) => `${url} ${note}`);
  expect(notes({ strategy: ExposureStrategy.INGRESS })).toEqual([
    'http://shop.shops.svc:8080/ the NetworkPolicy lets in its clients alone',
    'http://<CLUSTER_IP>:8080/ the NetworkPolicy lets in a pod\'s own node alone',
    'https://shop.example.com/ undefined',
    'http://localhost:8080/ undefined',
  ]);
  expect(notes({ strategy: ExposureStrategy.NODE_PORT })).toEqual([
    'http://shop.shops.svc:8080/ the NetworkPolicy lets in its clients alone',
    'http://<NODE_IP>:<NODE_PORT>/ undefined',
    'http://<NODE_ADDRESS>:<NODE_PORT>/ undefined',
    'http://<CLUSTER_IP>:8080/ undefined',
    'http://localhost:8080/ undefined',
  ]);
  expect(notes({ strategy: ExposureStrategy.HOST_PORT })[0]).toBe('http://shop.shops.svc:8080/ undefined');
});

test('a note on an access point is added to the one that is there', () => {
  const app = { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }] };
  expect(expose({ app }, NODES, 'shops').exposed.accessPoints[1]).toMatchObject({
    port: 'metrics', note: 'not exposed: inside the cluster only; the NetworkPolicy lets in its clients alone',
  });
});

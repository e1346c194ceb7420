import { AccessReport, ClusterProfile, ClusterProfileProps, ExposureStrategy, NodeOs, PodSecurityLevel } from '../../src';
import { OnCluster, exposeOn, refusalOn, requirementsOn, warningsOn } from '../fixtures/on-cluster';

const { HOST_NETWORK, HOST_PORT, CLUSTER_IP, NODE_PORT } = ExposureStrategy;

function on(strategy: ExposureStrategy, props: ClusterProfileProps, options: Partial<OnCluster> = {}): OnCluster {
  return { profile: ClusterProfile.custom({ name: 'factory', ...props }), strategy, ports: [{ name: 'http', port: 8080 }], ...options };
}

const LINUX = { nodeSelector: { 'kubernetes.io/os': 'linux' } };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('E-17: host ports are asked for where the pod network opens them', () => {
  expect(refusalOn(on(HOST_PORT, { network: { hostPorts: false } }))).toBe(
    'E-17: strategy HostPort needs a pod network that opens host ports, and network.hostPorts of ClusterProfile factory is false; use HOST_NETWORK or NODE_PORT');
  expect(refusalOn(on(HOST_NETWORK, { network: { hostPorts: false } }))).toBe('accepted');
  expect(refusalOn(on(HOST_PORT, { network: { hostPorts: true } }))).toBe('accepted');
});

test('that host ports are opened is a requirement until the profile says so', () => {
  const needed = 'a CNI that forwards host ports (portmap, or the equivalent of Cilium and Calico); without one the port stays closed and nothing says so';
  expect(requirementsOn(on(HOST_PORT, {}))).toContain(needed);
  expect(requirementsOn(on(HOST_PORT, { network: { hostPorts: true } }))).not.toContain(needed);
});

test('E-17: pods are on the network of their node where there are nodes with Linux', () => {
  expect(refusalOn(on(HOST_NETWORK, { nodeOs: NodeOs.WINDOWS }))).toBe(
    'E-17: the pods are on the network of their node, which Windows does not let them (HN-12), and nodeOs of ClusterProfile factory is Windows; use HOST_PORT or NODE_PORT');
  expect(refusalOn(on(HOST_PORT, { nodeOs: NodeOs.WINDOWS }))).toBe('accepted');
});

test('HN-12: where some nodes have Windows, pods on the network of their node keep to Linux', () => {
  expect(warningsOn(on(HOST_NETWORK, { nodeOs: NodeOs.MIXED }))).toEqual([
    'HN-12: the pods are on the network of their node, which Windows does not let them, and nodeOs of ClusterProfile factory is Mixed; keep them to Linux with nodeSelector { \'kubernetes.io/os\': \'linux\' }',
  ]);
  expect(warningsOn(on(HOST_NETWORK, { nodeOs: NodeOs.MIXED }, { app: LINUX }))).toEqual([]);
  expect(warningsOn(on(NODE_PORT, { nodeOs: NodeOs.MIXED }))).toEqual([]);
});

test('where nodes have both systems, the image or a node selector is for them, in every strategy', () => {
  const needed = 'an image for every operating system of the nodes, since nodeOs of ClusterProfile factory is Mixed and the pods have no node selector kubernetes.io/os';
  expect(requirementsOn(on(CLUSTER_IP, { nodeOs: NodeOs.MIXED }))).toContain(needed);
  expect(requirementsOn(on(CLUSTER_IP, { nodeOs: NodeOs.MIXED }, { app: LINUX }))).not.toContain(needed);
  expect(requirementsOn(on(CLUSTER_IP, { nodeOs: NodeOs.LINUX }))).not.toContain(needed);
});

test('that nodes have Linux is a requirement until the profile says so', () => {
  const needed = 'Linux nodes: host network pods do not run on Windows (HN-12)';
  expect(requirementsOn(on(HOST_NETWORK, {}))).toContain(needed);
  expect(requirementsOn(on(HOST_NETWORK, { nodeOs: NodeOs.LINUX }))).not.toContain(needed);
});

test.each([
  [HOST_PORT, PodSecurityLevel.RESTRICTED],
  [HOST_PORT, PodSecurityLevel.BASELINE],
  [HOST_NETWORK, PodSecurityLevel.BASELINE],
])('E-18: %s opens ports of the node, which namespaces with %s do not admit', (strategy, podSecurity) => {
  expect(refusalOn(on(strategy, { podSecurity }))).toBe(
    `E-18: the pods need a namespace that admits Pod Security level privileged, and podSecurity of ClusterProfile factory is ${podSecurity}, so that they would be refused; use a strategy that opens no port of the node (if it is right here, say why: allow: { 'E-18': 'the reason' })`);
  expect(refusalOn(on(strategy, { podSecurity }, { allow: { 'E-18': 'the namespace is exempt' } }))).toBe('accepted');
  expect(refusalOn(on(strategy, { podSecurity: PodSecurityLevel.PRIVILEGED }))).toBe('accepted');
});

test('E-18: pods that ask for more than restricted are refused where the namespaces enforce it', () => {
  const app = { securityContext: { allowPrivilegeEscalation: true } };
  expect(refusalOn(on(CLUSTER_IP, { podSecurity: PodSecurityLevel.RESTRICTED }, { app }))).toBe(
    'E-18: the pods need a namespace that admits Pod Security level baseline, and podSecurity of ClusterProfile factory is restricted, so that they would be refused; keep them to restricted (if it is right here, say why: allow: { \'E-18\': \'the reason\' })');
  expect(refusalOn(on(CLUSTER_IP, { podSecurity: PodSecurityLevel.BASELINE }, { app }))).toBe('accepted');
  expect(refusalOn(on(CLUSTER_IP, { podSecurity: PodSecurityLevel.RESTRICTED }))).toBe('accepted');
});

test.each([
  ['https://api.example.com:6443', ''],
  ['https://rancher.example.com/k8s/clusters/c-1/', '/k8s/clusters/c-1'],
])('an API server at %s is a way in by itself, with the credentials of kubectl', (apiServerUrl, path) => {
  const server = apiServerUrl.replace(/\/$/, '');
  const way = '/api/v1/namespaces/shops/services/http:shop:http/proxy/';
  const { exposed } = exposeOn(on(CLUSTER_IP, { apiServerUrl }));
  expect(exposed.accessPoints.find(({ url }) => url.startsWith(server))).toEqual({
    from: 'workstation',
    port: 'http',
    url: `${server}${way}`,
    placeholders: [],
    tunnel: undefined,
    request: `kubectl get --server='${server}' --raw '${path}${way}'`,
    note: 'needs credentials for the API server; the API server drops Authorization headers (CI-10)',
  });
});

test('a report tells the request by the address of the API server apart from those that wait for DNS', () => {
  const { exposed } = exposeOn(on(CLUSTER_IP, { apiServerUrl: 'https://api.example.com' }));
  const text = AccessReport.of(exposed).toText();
  expect(text).toContain([
    '  Request, with the credentials of kubectl:',
    '    kubectl get --server=\'https://api.example.com\' --raw \'/api/v1/namespaces/shops/services/http:shop:http/proxy/\'',
    '',
  ].join('\n'));
  expect(text).not.toContain('Request, before DNS knows the hostname:');
});

test('the address of the API server is no way to a port that does not speak HTTP', () => {
  const { exposed } = exposeOn(on(CLUSTER_IP, { apiServerUrl: 'https://api.example.com' }, { ports: [{ name: 'postgresql', port: 5432 }] }));
  expect(exposed.accessPoints.filter(({ url }) => url.startsWith('https://api.example.com'))).toEqual([]);
});

import { Chart, Testing } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, ExposureStrategy, RequirementKind, TrafficPolicy } from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const WEB: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const DNS = [{ name: 'dns', port: 5353 }, { name: 'dns-udp', port: 5353, protocol: Protocol.UDP }];

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & { readonly app?: Partial<AppSpec>; readonly namespace?: string; readonly nodePortRange?: string };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function expose({ app, namespace, nodePortRange, ...options }: Options = {}, chart = new Chart(Testing.app(), 'team', { namespace })) {
  if (nodePortRange !== undefined) {
    ClusterProfile.attach(chart, ClusterProfile.custom({ nodePortRange }));
  }
  const exposed = new ExposedService(chart, 'web', { strategy: ExposureStrategy.NODE_PORT, ...options, app: { ...WEB, ...app } });
  return { exposed, objects: Testing.synth(chart) };
}

function service(options: Options = {}) {
  return expose(options).objects.find(({ spec }) => spec.type === 'NodePort');
}

function warnings(options: Options): string[] {
  const { node } = expose(options).exposed.exposure;
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

function expectRefusal(options: Options, ...lines: string[]) {
  const chart = new Chart(Testing.app(), 'team');
  expect(() => expose(options, chart)).toThrow(new Error(lines.map(line => `[team/web] ${line}`).join('\n')));
  expect(chart.node.children).toEqual([]);
}

test('an app on a port of every node', () => {
  expect(expose({
    namespace: 'shop',
    nodePort: { ports: { http: 30080 }, externalTrafficPolicy: TrafficPolicy.LOCAL, annotations: { 'example.com/note': 'any text' } },
  }).objects).toMatchSnapshot();
});

test('an app with a port that is not exposed', () => {
  expect(expose({ app: { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] }, nodePort: { ports: { http: 30080 } } }).objects).toMatchSnapshot();
});

test('the cluster chooses the node port unless it is stated', () => {
  expect(service().spec.ports).toEqual([{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }]);
  expect(service({ nodePort: { ports: { http: 30080 } } }).spec.ports[0].nodePort).toBe(30080);
  expect(service().spec).not.toHaveProperty('externalTrafficPolicy');
});

test('annotations of the door stand beside those of the Service', () => {
  expect(service({ service: { annotations: { a: '1' } }, nodePort: { annotations: { b: '2' } } }).metadata.annotations).toEqual({ a: '1', b: '2' });
});

test('E-2: an annotation has a key that Kubernetes takes', () => {
  expectRefusal({ nodePort: { annotations: { 'a b': '' } } },
    'E-2: nodePort.annotations: key "a b" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/", for instance "a-b"');
});

test.each([
  [8080, '8080 is outside the cluster\'s node port range 30000-32767; leave it out or choose one inside'],
  [32768, '32768 is outside the cluster\'s node port range 30000-32767; leave it out or choose one inside'],
  [0, '0 is not a port number; choose a whole number from 1 to 65535'],
  [30080.5, '30080.5 is not a port number; choose a whole number from 1 to 65535'],
  ['30080', '"30080" is a string, not a port number; write 30080'],
])('NP-1: a node port is not %j', (number, problem) => {
  expectRefusal({ nodePort: { ports: { http: number as number } } }, `NP-1: nodePort.ports.http ${problem}`);
});

test('NP-1: the node port range is that of the cluster', () => {
  expect(service({ nodePortRange: '20000-22000', nodePort: { ports: { http: 20001 } } }).spec.ports[0].nodePort).toBe(20001);
  expectRefusal({ nodePortRange: '20000-22000', nodePort: { ports: { http: 30080 } } },
    'NP-1: nodePort.ports.http 30080 is outside the cluster\'s node port range 20000-22000; leave it out or choose one inside');
});

test('NP-2: a number that the cluster gives out by itself is warned of', () => {
  expect(warnings({ nodePort: { ports: { http: 30086 } } })).toEqual([
    'NP-2: nodePort.ports.http 30086 is among the numbers that the cluster gives out by itself, so another Service may have it already; choose one from 30000 to 30085',
  ]);
  expect(warnings({ nodePort: { ports: { http: 30085 } } })).toEqual([]);
  expect(warnings({ nodePortRange: '30000-30010', nodePort: { ports: { http: 30010 } } })).toEqual([]);
});

test('NP-4: TCP and UDP share a node port where they share the Service port', () => {
  const { ports } = service({ app: { ports: DNS }, nodePort: { ports: { 'dns': 30053, 'dns-udp': 30053 } } }).spec;
  expect(ports.map(({ port, nodePort, protocol }: any) => `${port} ${nodePort}/${protocol}`)).toEqual(['5353 30053/TCP', '5353 30053/UDP']);
});

test('NP-4: TCP and UDP on two Service ports have two node ports', () => {
  const [dns, udp] = DNS;
  expectRefusal({ app: { ports: [dns, { ...udp, servicePort: 53 }] }, nodePort: { ports: { 'dns': 30053, 'dns-udp': 30053 } } },
    'NP-4: nodePort.ports gives 30053 to both dns and dns-udp, which may share a node port only if they share the Service port; give them different numbers');
});

test('S-8: two ports of one protocol have two node ports', () => {
  expectRefusal({ app: { ports: [...WEB.ports, { name: 'admin', port: 9090 }] }, nodePort: { ports: { http: 30080, admin: 30080 } } },
    'S-8: nodePort.ports gives 30080/TCP to both http and admin; give them different numbers');
});

test('S-8, NP-4: a third port on a node port is compared with each of the others', () => {
  expectRefusal({
    app: { ports: [...DNS, { name: 'http', port: 8080 }] },
    nodePort: { ports: { 'dns': 30053, 'dns-udp': 30053, 'http': 30053 } },
  }, 'S-8: nodePort.ports gives 30053/TCP to both dns and http; give them different numbers',
  'NP-4: nodePort.ports gives 30053 to both dns-udp and http, which may share a node port only if they share the Service port; give them different numbers');
});

test('NP-5: TCP and UDP on one Service port are best given a node port each', () => {
  const twins = 'NP-5: ports dns and dns-udp share the Service port 5353; the cluster gives them one node port if they are made together and two if one is added later; give both a number';
  expect(warnings({ app: { ports: DNS } })).toContain(twins);
  expect(warnings({ app: { ports: DNS }, nodePort: { ports: { dns: 30053 } } })).toContain(twins);
  expect(warnings({ app: { ports: DNS }, nodePort: { ports: { 'dns': 30053, 'dns-udp': 30053 } } })).not.toContain(twins);
});

test('NP-6, NP-7: the Service has no field of a load balancer, and is not headless', () => {
  const { spec } = service({
    loadBalancer: {
      loadBalancerClass: 'example.com/lb',
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      allocateLoadBalancerNodePorts: false,
      externalTrafficPolicy: TrafficPolicy.LOCAL,
      healthCheckNodePort: 30001,
    },
  });
  expect(Object.keys(spec).sort()).toEqual(['ports', 'selector', 'type']);
});

test('an app is reached at any node, by the port that the cluster chose', () => {
  const { exposed: { accessPoints } } = expose({ namespace: 'shop' });
  const nodePort = {
    name: 'NODE_PORT',
    description: 'the node port that the cluster chose for http',
    command: 'kubectl get -n shop service web -o jsonpath=\'{.spec.ports[?(@.name=="http")].nodePort}\'',
  };
  expect(accessPoints.slice(1, 3)).toEqual([
    {
      from: 'node',
      port: 'http',
      url: 'http://<NODE_IP>:<NODE_PORT>/',
      placeholders: [{
        name: 'NODE_IP',
        description: 'the address of any node',
        command: 'kubectl get nodes -o jsonpath=\'{.items[0].status.addresses[?(@.type=="InternalIP")].address}\' | awk \'{print $1}\'',
      }, nodePort],
      request: 'curl -i \'http://<NODE_IP>:<NODE_PORT>/\'',
    },
    {
      from: 'outside',
      port: 'http',
      url: 'http://<NODE_ADDRESS>:<NODE_PORT>/',
      placeholders: [{
        name: 'NODE_ADDRESS',
        description: 'the address of any node, as the outside knows it',
        command: 'kubectl get node "$(kubectl get nodes -o jsonpath=\'{.items[0].metadata.name}\')" -o jsonpath=\'{.status.addresses[?(@.type=="ExternalIP")].address} {.status.addresses[?(@.type=="InternalIP")].address}\' | awk \'{print $1}\'',
      }, nodePort],
      request: 'curl -i \'http://<NODE_ADDRESS>:<NODE_PORT>/\'',
    },
  ]);
});

test('of several ports each has a placeholder of its own', () => {
  const { exposed: { accessPoints } } = expose({ app: { ports: [...WEB.ports, { name: 'http-alt', port: 8081 }] } });
  expect(accessPoints.filter(({ from }) => from === 'node').map(({ url, placeholders }) => [url, ...placeholders.map(({ name }) => name)])).toEqual([
    ['http://<NODE_IP>:<NODE_PORT_HTTP>/', 'NODE_IP', 'NODE_PORT_HTTP'],
    ['http://<NODE_IP>:<NODE_PORT_HTTP_ALT>/', 'NODE_IP', 'NODE_PORT_HTTP_ALT'],
    ['http://<CLUSTER_IP>:8080/', 'CLUSTER_IP'],
    ['http://<CLUSTER_IP>:8081/', 'CLUSTER_IP'],
  ]);
});

test('a stated node port stands in the URL', () => {
  const { exposed: { accessPoints } } = expose({ nodePort: { ports: { http: 30080 } } });
  expect(accessPoints.map(({ from, url }) => `${from} ${url}`)).toEqual([
    'inside http://web.<NAMESPACE>.svc:8080/',
    'node http://<NODE_IP>:30080/',
    'outside http://<NODE_ADDRESS>:30080/',
    'node http://<CLUSTER_IP>:8080/',
    'workstation http://localhost:8080/',
  ]);
  expect(accessPoints[1].placeholders.map(({ name }) => name)).toEqual(['NODE_IP']);
});

test('with the policy Local the app is reached at the nodes that run its pods', () => {
  const { exposed: { accessPoints: [, node, outside] } } = expose({ namespace: 'shop', nodePort: { externalTrafficPolicy: TrafficPolicy.LOCAL } });
  expect([node.note, outside.note]).toEqual(['only nodes that run a pod', 'only nodes that run a pod']);
  expect(node.placeholders[0].command).toBe(
    'kubectl get -n shop pods -l cdk8s.io/metadata.addr=web-deployment --field-selector=status.phase=Running -o jsonpath=\'{.items[0].status.hostIP}\'',
  );
});

test('the node port of an app with a second Service is looked up there', () => {
  const app = { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] };
  const [, nodePort] = expose({ app }).exposed.accessPoints.find(({ from }) => from === 'node')!.placeholders;
  expect(nodePort.command).toBe('kubectl get service web-external -o jsonpath=\'{.spec.ports[?(@.name=="http")].nodePort}\'');
});

test('U-1: a node with an IPv6 address is put into the URL in brackets, and of two addresses the first', () => {
  const { exposed: { accessPoints: [, node] } } = expose({ nodePort: { ports: { http: 30080 } } });
  expect(node.fill({ NODE_IP: '2001:db8::7' })).toBe('http://[2001:db8::7]:30080/');
  expect(node.fill({ NODE_IP: '10.0.0.7 2001:db8::7\n' })).toBe('http://10.0.0.7:30080/');
  expect(node.fillRequest({ NODE_IP: '10.0.0.7' })).toBe('curl -i \'http://10.0.0.7:30080/\'');
});

test('U-6: a placeholder without a value is not guessed', () => {
  const { exposed: { accessPoints: [, node] } } = expose({ nodePort: { ports: { http: 30080 } } });
  expect(() => node.fill({})).toThrow(new Error(
    'placeholder <NODE_IP> of http://<NODE_IP>:30080/ has no value; this command prints it: kubectl get nodes -o jsonpath=\'{.items[0].status.addresses[?(@.type=="InternalIP")].address}\' | awk \'{print $1}\'',
  ));
});

test('what the door needs of firewalls and of other Services is said', () => {
  const ofPods = [RequirementKind.POD_SECURITY, RequirementKind.IMAGE];
  const requirements = (options: Options) => expose(options).exposed.requirements.filter(({ kind }) => !ofPods.includes(kind));
  expect(requirements({})).toEqual([{ kind: 'Network', description: 'firewalls let clients reach the node ports of the nodes' }]);
  expect(requirements({ nodePort: { ports: { http: 30080 } } })).toEqual([
    { kind: 'Network', description: 'firewalls let clients reach 30080 of the nodes' },
    {
      kind: 'Capability',
      description: 'no other Service of the cluster has node port 30080: the API server refuses the second one (NP-3)',
      check: 'kubectl get services -A -o jsonpath=\'{range .items[*]}{.metadata.namespace}/{.metadata.name} {.spec.ports[*].nodePort}{"\\n"}{end}\'',
    },
  ]);
});

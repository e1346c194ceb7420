import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AppSpec, ExposedService, ExposedServiceProps, Exposure, ExposureProps, ExposureStrategy, HostPortOptions, RequirementKind, WorkloadKind } from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const WEB: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const { absolute } = kplus.PercentOrAbsolute;

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & { readonly app?: Partial<AppSpec>; readonly namespace?: string };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function expose({ app, namespace, ...options }: Options = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace });
  const exposed = new ExposedService(chart, 'web', { strategy: ExposureStrategy.HOST_PORT, ...options, app: { ...WEB, ...app } });
  return { exposed, objects: Testing.synth(chart) };
}

function workload(options: Options = {}) {
  return expose(options).objects.find(({ spec }) => spec.template);
}

function ports(options: Options = {}) {
  return workload(options).spec.template.spec.containers[0].ports;
}

function ways(options: Options): string[] {
  return expose(options).exposed.accessPoints.map(({ from, url }) => `${from} ${url}`);
}

function warnings(options: Options): string[] {
  const { node } = expose(options).exposed.exposure;
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

/** A Deployment that was made with cdk8s-plus, and its ports after an Exposure. */
function own(declared: kplus.ContainerPort[], options: Partial<ExposureProps> = {}, props: kplus.DeploymentProps = {}) {
  const chart = Testing.chart();
  const deployment = new kplus.Deployment(chart, 'own', {
    metadata: { name: 'own' }, replicas: 1, containers: [{ image: 'nginx', ports: declared }], ...props,
  });
  new Exposure(chart, 'door', { workload: deployment, strategy: ExposureStrategy.HOST_PORT, ...options });
  return Testing.synth(chart)[0].spec.template.spec.containers[0].ports;
}

function expectRefusal(options: Options, ...lines: string[]) {
  const chart = Testing.chart();
  const { app, ...rest } = options;
  expect(() => new ExposedService(chart, 'app', { strategy: ExposureStrategy.HOST_PORT, ...rest, app: { ...WEB, ...app } })).toThrow(
    new Error(lines.map(line => `[test/app] ${line}`).join('\n')),
  );
  expect(chart.node.children).toEqual([]);
}

function expectOwnRefusal(declared: kplus.ContainerPort[], options: Partial<ExposureProps>, ...lines: string[]) {
  expect(() => own(declared, options)).toThrow(new Error(lines.map(line => `[test/door] ${line}`).join('\n')));
}

const orAllow = (rule: string) => ` (if it is right here, say why: allow: { '${rule}': 'the reason' })`;

test('an app on a port of its node', () => {
  expect(expose({ hostPort: { ports: { http: 80 }, hostIp: '10.0.0.5' } }).objects).toMatchSnapshot();
});

test('an agent on a port of every node, whose metrics stay inside', () => {
  expect(expose({
    app: { workload: WorkloadKind.DAEMON_SET, ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] },
  }).objects).toMatchSnapshot();
});

test('an exposed port is opened at its own number unless another is stated', () => {
  expect(ports()).toEqual([{ name: 'http', containerPort: 8080, hostPort: 8080, protocol: 'TCP' }]);
  expect(ports({ hostPort: { ports: { http: 80 } } })).toEqual([{ name: 'http', containerPort: 8080, hostPort: 80, protocol: 'TCP' }]);
});

test('a port that is not exposed is not opened on the node', () => {
  expect(ports({ app: { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] } })[1]).toEqual({
    name: 'metrics', containerPort: 9090, protocol: 'TCP',
  });
});

test('the port of a sidecar is opened where it listens', () => {
  const [main, proxy] = workload({
    app: { ports: [{ name: 'http', port: 4180, container: 'proxy' }], sidecars: [{ name: 'proxy', image: 'proxy:1' }], readiness: kplus.Probe.fromCommand(['true']) },
    hostPort: { ports: { http: 80 } },
  }).spec.template.spec.containers;
  expect(main).not.toHaveProperty('ports');
  expect(proxy.ports).toEqual([{ name: 'http', containerPort: 4180, hostPort: 80, protocol: 'TCP' }]);
});

test('the pods keep their own network and the DNS of the cluster', () => {
  expect(workload().spec.template.spec).toMatchObject({ hostNetwork: false, dnsPolicy: 'ClusterFirst' });
});

test.each([
  [0, '0 is not a port number; choose a whole number from 1 to 65535'],
  [65536, '65536 is not a port number; choose a whole number from 1 to 65535'],
  ['80', '"80" is a string, not a port number; write 80'],
])('HP-1: a host port is not %j', (number, problem) => {
  expectRefusal({ hostPort: { ports: { http: number as number } } }, `HP-1: hostPort.ports.http ${problem}`);
});

test('HP-2: two ports of an app have two host ports', () => {
  expectRefusal({ app: { ports: [...WEB.ports, { name: 'admin', port: 9090 }] }, hostPort: { ports: { http: 80, admin: 80 } } },
    'HP-2: ports http and admin both want host port 80/TCP; give them different numbers in hostPort.ports');
});

test('HP-2: TCP and UDP may have one host port', () => {
  const app = { ports: [{ name: 'dns', port: 5353 }, { name: 'dns-udp', port: 5354, protocol: kplus.Protocol.UDP }] };
  expect(ports({ app, hostPort: { ports: { 'dns': 1053, 'dns-udp': 1053 } } }).map(({ hostPort, protocol }: any) => `${hostPort}/${protocol}`)).toEqual([
    '1053/TCP', '1053/UDP',
  ]);
});

test('HP-2: a host port that another port of the workload has already is refused', () => {
  const declared = [{ name: 'http', number: 8080 }, { name: 'admin', number: 9090, hostPort: 80 }];
  expectOwnRefusal(declared, { ports: WEB.ports, hostPort: { ports: { http: 80 } } },
    'HP-2: port 9090 of container main and port 8080 of container main both open 80/TCP of the node; give them different numbers');
});

test.each(['0.0.0.0', '', '::', '10.0.0.5'])('HP-3: a host port on all addresses meets one on %j', hostIp => {
  const declared = [{ name: 'http', number: 8080 }, { name: 'admin', number: 9090, hostPort: 80, hostIp }];
  expectOwnRefusal(declared, { ports: WEB.ports, hostPort: { ports: { http: 80 } } },
    `HP-3: port 9090 of container main and port 8080 of container main both open 80/TCP of the node; give them different numbers${orAllow('HP-3')}`);
});

test('HP-3: one host port on two addresses is two', () => {
  const declared = [{ name: 'http', number: 8080 }, { name: 'admin', number: 9090, hostPort: 80, hostIp: '10.0.0.6' }];
  expect(own(declared, { ports: WEB.ports, hostPort: { ports: { http: 80 }, hostIp: '10.0.0.5' } })).toEqual([
    { name: 'http', containerPort: 8080, hostPort: 80, hostIP: '10.0.0.5' },
    { name: 'admin', containerPort: 9090, hostPort: 80, hostIP: '10.0.0.6' },
  ]);
});

test.each(['0.0.0.0', '::'])('HP-3: the host IP %s is every address, and is not written', hostIp => {
  expect(ports({ hostPort: { hostIp } })[0]).not.toHaveProperty('hostIP');
  expect(ways({ hostPort: { hostIp } })[1]).toBe('node http://<NODE_IP>:8080/');
});

test.each([
  ['node-1.example.com', '"node-1.example.com" is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"'],
  ['010.0.0.5', '"010.0.0.5" has leading zeros; write "10.0.0.5"'],
  ['2001:DB8::5', '"2001:DB8::5" is not in the canonical form; write "2001:db8::5"'],
  ['[2001:db8::5]', '"[2001:db8::5]" has brackets, which belong into a URL; write "2001:db8::5"'],
  ['', '"" is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"'],
])('HP-4, S-18: the host IP %j is refused', (hostIp, problem) => {
  expectRefusal({ hostPort: { hostIp } }, `HP-4: hostPort.hostIp ${problem}${orAllow('HP-4')}`);
});

test('HP-5: a host IP without a host port is refused', () => {
  const declared = [{ name: 'http', number: 8080 }, { name: 'admin', number: 9090, hostIp: '10.0.0.5' }];
  expectOwnRefusal(declared, { ports: WEB.ports },
    'HP-5: container main has hostIp 10.0.0.5 for port 9090 without a hostPort, which does nothing; leave it out');
});

const TWO_FACES = [{ name: 'http', port: 8080, servicePort: 80 }, { name: 'http-alt', port: 8080, servicePort: 8080 }];

test('HP-6: one container port has one host port', () => {
  expectOwnRefusal([{ number: 8080 }], { ports: TWO_FACES, hostPort: { ports: { 'http': 80, 'http-alt': 8000 } } },
    `HP-6: ports http and http-alt are one port 8080/TCP of container main, which cannot have both host port 80 and 8000; set exposed: false on one of them${orAllow('HP-6')}`);
});

test('HP-6: one container port under two numbers of the Service may be exposed under one of them', () => {
  const [, hidden] = TWO_FACES;
  expect(own([{ number: 8080 }], { ports: [TWO_FACES[0], { ...hidden, exposed: false }] })).toEqual([{ containerPort: 8080, hostPort: 8080 }]);
});

test('HP-7, HN-9, X-8: a Deployment with host ports ends a pod before it starts the next', () => {
  expect(workload().spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
  expectRefusal({ app: { rollout: { maxSurge: absolute(1) } } },
    `HN-9: the rollout of Deployment web has maxSurge 1, and its pods hold ports of their node: the new pod waits for ever where no other node is free; use maxSurge 0 and maxUnavailable 1${orAllow('HN-9')}`);
});

test('HP-7, HN-8: a DaemonSet with host ports ends a pod before it starts the next', () => {
  const app = { workload: WorkloadKind.DAEMON_SET };
  expect(workload({ app }).spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
  expectRefusal({ app: { ...app, rollout: { maxSurge: absolute(1) } } },
    `HN-8: rollout.maxSurge of DaemonSet web is 1, and its pods hold ports of their node: the new pod would wait for ever for the port of the old one; use maxSurge 0 and maxUnavailable 1${orAllow('HN-8')}`);
});

test('HP-7, HN-11: it is the host port that may be somebody else\'s, not the container port', () => {
  expect(warnings({ hostPort: { ports: { http: 22 } } })).toEqual(['HN-11: port http: 22 is where the SSH server listens on many nodes; choose another port']);
  expect(warnings({ app: { ports: [{ name: 'http', port: 9100 }] }, hostPort: { ports: { http: 8080 } } })).toEqual([]);
});

test('E-5: a host port below 1024 needs no root, a container port below 1024 may', () => {
  expect(warnings({ hostPort: { ports: { http: 80 } } })).toEqual([]);
  expect(warnings({ app: { ports: [{ name: 'http', port: 80 }] } })).toEqual([
    'E-5: port http: 80 is below 1024 and container main does not run as root, so binding it fails on container runtimes before containerd 2.0; listen on a port from 1024, and choose the number that clients see with servicePort or hostPort.ports',
  ]);
});

test('W-6: no two containers of the pod listen on one port', () => {
  expectRefusal({ app: { sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 8080 }] }] } },
    `W-6: containers main and proxy both listen on 8080/TCP of the one network that the pod has; give one of them another port${orAllow('W-6')}`);
});

test('E-6: a host port that the workload states is stated in one place', () => {
  const declared = [{ name: 'http', number: 8080, hostPort: 80 }];
  expectOwnRefusal(declared, { hostPort: { ports: { http: 8081 } } },
    'E-6: container main has hostPort 80 for port 8080 already, and hostPort.ports wants 8081; state it in one place');
  expect(own(declared, { hostPort: { ports: { http: 80 } } })).toEqual([{ name: 'http', containerPort: 8080, hostPort: 80 }]);
});

test('a host port that the workload states is the one of the door, and stands in its URLs', () => {
  expect(own([{ name: 'http', number: 8080, hostPort: 80 }])).toEqual([{ name: 'http', containerPort: 8080, hostPort: 80 }]);
  const app = { ports: [{ name: 'http', port: 4180, container: 'proxy' }], sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 4180, hostPort: 80 }] }] };
  expect(ways({ app })[1]).toBe('node http://<NODE_IP>/');
});

test('HP-2: one container port that the Service offers under two numbers has one host port', () => {
  expect(own([{ number: 8080 }], { ports: TWO_FACES })).toEqual([{ containerPort: 8080, hostPort: 8080 }]);
});

test('a host IP is an address that the nodes have to have', () => {
  const needs = (hostIp?: string) => expose({ hostPort: { hostIp } }).exposed.requirements.filter(({ description }) => description.includes('have the address'));
  expect(needs('10.0.0.5')).toEqual([{
    kind: RequirementKind.NETWORK,
    description: 'the nodes that run a pod have the address 10.0.0.5; on any other the ports stay closed and nothing says so',
    check: 'kubectl get nodes -o jsonpath=\'{range .items[*]}{.metadata.name} {.status.addresses[*].address}{"\\n"}{end}\'',
  }]);
  expect([...needs(), ...needs('127.0.0.1'), ...needs('0.0.0.0')]).toEqual([]);
});

test.each<[HostPortOptions, string]>([
  [{}, 'is every address'],
  [{ hostIp: '10.0.0.6' }, 'wants 10.0.0.6'],
])('E-6: a host IP that the workload states is that of the door (%#)', (hostPort, wanted) => {
  expectOwnRefusal([{ name: 'http', number: 8080, hostPort: 8080, hostIp: '10.0.0.5' }], { hostPort },
    `E-6: container main has hostIp 10.0.0.5 for port 8080 already, and hostPort.hostIp ${wanted}; state it in one place`);
});

test('E-6: a host IP that the workload and the door state alike is kept', () => {
  const declared = [{ name: 'http', number: 8080, hostPort: 8080, hostIp: '10.0.0.5' }];
  expect(own(declared, { hostPort: { hostIp: '10.0.0.5' } })).toEqual([{ name: 'http', containerPort: 8080, hostPort: 8080, hostIP: '10.0.0.5' }]);
});

test('HN-1: a workload that is on the host network already has no other host ports', () => {
  expect(() => own([{ name: 'http', number: 8080 }], { hostPort: { ports: { http: 80 } } }, { hostNetwork: true })).toThrow(new Error(
    '[test/door] HN-1: port 8080 of container main cannot have host port 80, because Deployment own is on the host network already; leave hostNetwork out of it, or the number out of hostPort.ports',
  ));
  expect(own([{ name: 'http', number: 8080 }], {}, { hostNetwork: true })).toEqual([{ name: 'http', containerPort: 8080, hostPort: 8080 }]);
});

test('the app is reached at the nodes that run its pods, on the host port', () => {
  const { exposed: { accessPoints } } = expose({ hostPort: { ports: { http: 80 } } });
  const pods = 'kubectl get pods -l cdk8s.io/metadata.addr=web-deployment --field-selector=status.phase=Running';
  expect(accessPoints.map(({ from, url, note, placeholders }) => [from, url, note, ...placeholders.map(({ name }) => name)])).toEqual([
    ['inside', 'http://web.<NAMESPACE>.svc:8080/', undefined, 'NAMESPACE'],
    ['node', 'http://<NODE_IP>/', 'only nodes that run a pod', 'NODE_IP'],
    ['outside', 'http://<NODE_ADDRESS>/', 'only nodes that run a pod', 'NODE_ADDRESS'],
    ['workstation', 'http://localhost:8080/', undefined],
  ]);
  expect(accessPoints[1].placeholders[0].command).toBe(`${pods} -o jsonpath='{.items[0].status.hostIP}'`);
});

test('U-1, U-6: a host IP stands in the URLs, an IPv6 address in brackets', () => {
  expect(ways({ hostPort: { hostIp: '10.0.0.5' } }).slice(1, 3)).toEqual(['node http://10.0.0.5:8080/', 'outside http://10.0.0.5:8080/']);
  expect(ways({ hostPort: { hostIp: '2001:db8::5' } }).slice(1, 3)).toEqual(['node http://[2001:db8::5]:8080/', 'outside http://[2001:db8::5]:8080/']);
});

test.each(['127.0.0.1', '::1'])('a host port on %s is reached on the node alone', hostIp => {
  expect(ways({ hostPort: { hostIp } }).filter(way => way.startsWith('outside'))).toEqual([]);
});

test('what the door needs of the CNI, firewalls, nodes and the namespace is said', () => {
  const app = { ports: [...WEB.ports, { name: 'dns', port: 5353, protocol: kplus.Protocol.UDP }] };
  const { exposed: { requirements } } = expose({ app, hostPort: { ports: { http: 80 } } });
  expect(requirements.map(({ kind, description }) => [kind, description]).slice(0, 4)).toEqual([
    [RequirementKind.CAPABILITY, 'a CNI that forwards host ports (portmap, or the equivalent of Cilium and Calico); without one the port stays closed and nothing says so'],
    [RequirementKind.NETWORK, 'firewalls let clients reach 80/TCP, 5353/UDP of the nodes'],
    [RequirementKind.NETWORK, 'nothing else on the nodes listens on 80/TCP, 5353/UDP: its traffic would be taken from it without a word'],
    [RequirementKind.POD_SECURITY, 'a namespace that admits Pod Security level privileged: the pods open ports of the node, or ask for more than baseline admits; a stricter namespace takes the workload and refuses its pods'],
  ]);
});

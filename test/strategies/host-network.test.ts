import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, Exposure, ExposureStrategy, RequirementKind, Rollout, RolloutType, WorkloadKind,
} from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const WEB: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const { absolute, percent } = kplus.PercentOrAbsolute;

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & { readonly app?: Partial<AppSpec>; readonly namespace?: string };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function expose({ app, namespace, ...options }: Options = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace });
  const exposed = new ExposedService(chart, 'web', { strategy: ExposureStrategy.HOST_NETWORK, ...options, app: { ...WEB, ...app } });
  return { exposed, objects: Testing.synth(chart) };
}

function workload(options: Options = {}) {
  return expose(options).objects.find(({ spec }) => spec.template);
}

function pod(options: Options = {}) {
  return workload(options).spec.template.spec;
}

function warnings(options: Options): string[] {
  const { node } = expose(options).exposed.exposure;
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

/** A Deployment that was made with cdk8s-plus. */
function own(containers: kplus.ContainerProps[]) {
  const chart = Testing.chart();
  const deployment = new kplus.Deployment(chart, 'own', { metadata: { name: 'own' }, replicas: 1, containers });
  new Exposure(chart, 'door', { workload: deployment, strategy: ExposureStrategy.HOST_NETWORK });
  return Testing.synth(chart)[0];
}

function expectRefusal(options: Options, ...lines: string[]) {
  const chart = Testing.chart();
  const { app, ...rest } = options;
  expect(() => new ExposedService(chart, 'app', { strategy: ExposureStrategy.HOST_NETWORK, ...rest, app: { ...WEB, ...app } })).toThrow(
    new Error(lines.map(line => `[test/app] ${line}`).join('\n')),
  );
  expect(chart.node.children).toEqual([]);
}

const orAllow = (rule: string) => ` (if it is right here, say why: allow: { '${rule}': 'the reason' })`;

test('an app on the host network', () => {
  expect(expose().objects).toMatchSnapshot();
});

test('an agent on the network of every node', () => {
  expect(expose({
    app: {
      workload: WorkloadKind.DAEMON_SET,
      tolerations: [kplus.NodeTaintQuery.any()],
      ports: [...WEB.ports, { name: 'dns', port: 8053, protocol: kplus.Protocol.UDP }],
    },
  }).objects).toMatchSnapshot();
});

test('HN-1, HN-2: every host port is written out, and is the container port', () => {
  const { containers } = pod({
    app: {
      ports: [
        { name: 'http', port: 8080, servicePort: 80 },
        { name: 'dns', port: 8053, protocol: kplus.Protocol.UDP },
        { name: 'admin', port: 9901, container: 'proxy' },
      ],
      sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 9902 }] }],
    },
    allow: { 'E-1': 'it binds to 127.0.0.1' },
  });
  expect(containers.map(({ ports }: any) => ports)).toEqual([
    [
      { name: 'http', containerPort: 8080, hostPort: 8080, protocol: 'TCP' },
      { name: 'dns', containerPort: 8053, hostPort: 8053, protocol: 'UDP' },
    ],
    [
      { containerPort: 9902, hostPort: 9902 },
      { name: 'admin', containerPort: 9901, hostPort: 9901, protocol: 'TCP' },
    ],
  ]);
});

test('HN-1: a host port that the workload states already is the container port', () => {
  expect(() => own([{ image: 'nginx', ports: [{ number: 8080, hostPort: 80 }] }])).toThrow(new Error(
    '[test/door] HN-1: container main has hostPort 80 for port 8080; with the node\'s network they are the same, leave hostPort out or use HOST_PORT',
  ));
});

test('HN-3: no two containers of a pod have one port', () => {
  expectRefusal({ app: { sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 8080 }] }] }, allow: { 'E-1': 'it binds to 127.0.0.1' } },
    `HN-3: containers main and proxy both listen on 8080/TCP of the one network that the pod has; give one of them another port${orAllow('HN-3')}`);
});

test('HN-4: a pod on the host network has the users of its node', () => {
  expectRefusal({ app: { hostUsers: false } }, 'HN-4: hostUsers false cannot be combined with the node\'s network; leave it out');
  expect(pod({ app: { hostUsers: true } }).hostUsers).toBe(true);
});

test('HN-5: a pod on the host network sets no sysctls of the network', () => {
  const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }, { name: 'kernel.shm_rmid_forced', value: '1' }];
  expectRefusal({ app: { podSecurityContext: { sysctls } } },
    'HN-5: sysctl net.ipv4.ip_unprivileged_port_start belongs to the network, which is the node\'s here; leave it out, or use HOST_PORT');
});

test('HN-6: the pods look names up in the cluster', () => {
  expect(pod()).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
  expect(pod({ app: { dns: { policy: kplus.DnsPolicy.CLUSTER_FIRST } } }).dnsPolicy).toBe('ClusterFirstWithHostNet');
  expect(pod({ strategy: ExposureStrategy.CLUSTER_IP })).toMatchObject({ hostNetwork: false, dnsPolicy: 'ClusterFirst' });
});

test.each([
  [{ hostNetwork: { dnsPolicy: kplus.DnsPolicy.DEFAULT } }, 'dnsPolicy Default with the node\'s network does not know the cluster\'s names; use ClusterFirstWithHostNet'],
  [{ hostNetwork: { dnsPolicy: kplus.DnsPolicy.CLUSTER_FIRST } }, 'dnsPolicy ClusterFirst with the node\'s network does not know the cluster\'s names; use ClusterFirstWithHostNet'],
  [{ app: { dns: { policy: kplus.DnsPolicy.DEFAULT } } }, 'dnsPolicy Default with the node\'s network does not know the cluster\'s names; use ClusterFirstWithHostNet'],
  [{ hostNetwork: { dnsPolicy: kplus.DnsPolicy.NONE } }, 'dnsPolicy None has no name server; add one to the pod\'s dns.nameservers'],
])('HN-6: another DNS policy is refused (%#)', (options, message) => {
  expectRefusal(options, `HN-6: ${message}${orAllow('HN-6')}`);
});

test('HN-6: another DNS policy with a reason is rendered', () => {
  const allow = { 'HN-6': 'the node\'s resolver knows the cluster' };
  expect(pod({ hostNetwork: { dnsPolicy: kplus.DnsPolicy.DEFAULT }, allow }).dnsPolicy).toBe('Default');
  expect(pod({ hostNetwork: { dnsPolicy: kplus.DnsPolicy.NONE }, app: { dns: { nameservers: ['10.0.0.10'] } }, allow })).toMatchObject({
    dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.10'] },
  });
});

test('HN-7: a host IP that the workload states already is refused', () => {
  expect(() => own([{ image: 'nginx', ports: [{ number: 8080, hostPort: 8080, hostIp: '10.0.0.5' }] }])).toThrow(new Error(
    `[test/door] HN-7: container main has hostIp 10.0.0.5 for port 8080, which does not change the address that the process binds in the node's network; leave it out${orAllow('HN-7')}`,
  ));
});

test('HN-8: a DaemonSet on the host network ends a pod before it starts the next', () => {
  expect(workload({ app: { workload: WorkloadKind.DAEMON_SET } }).spec.updateStrategy).toEqual({
    type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 },
  });
});

test('HN-8: a DaemonSet that would surge is refused', () => {
  expectRefusal({ app: { workload: WorkloadKind.DAEMON_SET, rollout: { maxSurge: percent(10) } } },
    `HN-8: rollout.maxSurge of DaemonSet web is 10%, and its pods hold ports of their node: the new pod would wait for ever for the port of the old one; use maxSurge 0 and maxUnavailable 1${orAllow('HN-8')}`);
});

test.each<[Rollout, object]>([
  [{ maxUnavailable: percent(30) }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '30%' } }],
  [{ type: RolloutType.ON_DELETE }, { type: 'OnDelete' }],
])('HN-8: a stated rollout of a DaemonSet that does not surge is kept (%#)', (rollout, updateStrategy) => {
  expect(workload({ app: { workload: WorkloadKind.DAEMON_SET, rollout } }).spec.updateStrategy).toEqual(updateStrategy);
});

test('HN-9, X-8: a host mode replaces the default rollout of a Deployment by one that cannot deadlock', () => {
  expect(workload().spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
});

test.each<[Rollout, object]>([
  [{ maxUnavailable: percent(50) }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' } }],
  [{ maxSurge: absolute(0) }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '25%' } }],
  [{ maxSurge: percent(0), maxUnavailable: absolute(2) }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '0%', maxUnavailable: 2 } }],
  [{ type: RolloutType.RECREATE }, { type: 'Recreate' }],
])('HN-9: what a stated rollout of a Deployment says is kept, and cannot deadlock (%#)', (rollout, strategy) => {
  expect(workload({ app: { rollout } }).spec.strategy).toEqual(strategy);
});

test('HN-9: a Deployment that would surge is refused', () => {
  expectRefusal({ app: { rollout: { maxSurge: absolute(1) } } },
    `HN-9: the rollout of Deployment web has maxSurge 1, and its pods hold ports of their node: the new pod waits for ever where no other node is free; use maxSurge 0 and maxUnavailable 1${orAllow('HN-9')}`);
});

test('HN-9: a Deployment whose pods may not end is refused', () => {
  expectRefusal({ app: { rollout: { maxUnavailable: absolute(0) } } },
    `HN-9: the rollout of Deployment web has maxUnavailable 0, and its pods hold ports of their node: no pod may end to free the port for its successor; use maxSurge 0 and maxUnavailable 1${orAllow('HN-9')}`);
});

test('HN-9: a surge with a reason is kept', () => {
  const { strategy } = workload({ app: { rollout: { maxSurge: absolute(1) } }, allow: { 'HN-9': 'there is always a spare node' } }).spec;
  expect(strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } });
});

test('a StatefulSet keeps its rollout, which ends a pod before the next', () => {
  expect(workload({ app: { workload: WorkloadKind.STATEFUL_SET } }).spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { partition: 0 } });
});

test('HN-10: a port below 1024 needs root', () => {
  const ports = [{ name: 'http', port: 80 }];
  expectRefusal({ app: { ports } },
    `HN-10: port http: 80 is below 1024 and container main does not run as root, so binding it fails in the node's network; listen on a port from 1024, or use HOST_PORT${orAllow('HN-10')}`);
  expect(pod({ app: { ports, securityContext: { user: 0, ensureNonRoot: false } } }).containers[0].ports[0].hostPort).toBe(80);
  expect(pod({ app: { ports }, allow: { 'HN-10': 'the image has file capabilities' } }).containers[0].ports[0].hostPort).toBe(80);
});

test('HN-10: the user of the pod counts where the container names none', () => {
  const app = { ports: [{ name: 'http', port: 80 }], securityContext: { ensureNonRoot: false } };
  expect(pod({ app: { ...app, podSecurityContext: { user: 0, ensureNonRoot: false } } }).containers[0].ports[0].hostPort).toBe(80);
  expectRefusal({ app: { ...app, podSecurityContext: { user: 1000 } } },
    `HN-10: port http: 80 is below 1024 and container main does not run as root, so binding it fails in the node's network; listen on a port from 1024, or use HOST_PORT${orAllow('HN-10')}`);
});

test.each([
  [9100, 'port http: 9100 is where the Prometheus node exporter listens on many nodes; choose another port'],
  [10251, 'port http: 10251 is one of the ports 10248-10260 of Kubernetes\' own components; choose another port'],
  [30080, 'port http: 30080 is inside the node port range 30000-32767, where kube-proxy takes what a Service claims; choose a port outside'],
  [40000, 'port http: 40000 is inside the kernel\'s ephemeral range 32768-60999, from which any outgoing connection may take it first; choose a port outside'],
])('HN-11: port %d of a node is somebody else\'s', (port, message) => {
  expect(warnings({ app: { ports: [{ name: 'http', port }] } })).toEqual([`HN-11: ${message}`]);
});

test('HN-11: the node port range is that of the cluster', () => {
  const chart = Testing.chart();
  ClusterProfile.attach(chart, ClusterProfile.custom({ nodePortRange: '8000-9000' }));
  const { exposure } = new ExposedService(chart, 'app', { app: WEB, strategy: ExposureStrategy.HOST_NETWORK });
  expect(exposure.node.metadata.map(({ data }) => data.message)).toEqual([
    'port http: 8080 is inside the node port range 8000-9000, where kube-proxy takes what a Service claims; choose a port outside',
  ]);
});

test('a web app on a free port is nothing to warn of', () => {
  expect(warnings({})).toEqual([]);
});

test('the app is reached at the nodes that run its pods', () => {
  const { exposed: { accessPoints } } = expose({ namespace: 'shop' });
  const pods = 'kubectl get -n shop pods -l cdk8s.io/metadata.addr=web-deployment --field-selector=status.phase=Running';
  expect(accessPoints.map(({ from, url }) => `${from} ${url}`)).toEqual([
    'inside http://web.shop.svc:8080/',
    'node http://<NODE_IP>:8080/',
    'outside http://<NODE_ADDRESS>:8080/',
    'workstation http://localhost:8080/',
  ]);
  const [, node, outside] = accessPoints;
  expect([node.note, outside.note]).toEqual(['only nodes that run a pod', 'only nodes that run a pod']);
  expect(node.placeholders).toEqual([{
    name: 'NODE_IP', description: 'the address of a node that runs a pod', command: `${pods} -o jsonpath='{.items[0].status.hostIP}'`,
  }]);
  expect(outside.placeholders).toEqual([{
    name: 'NODE_ADDRESS',
    description: 'the address of a node that runs a pod, as the outside knows it',
    command: `kubectl get node "$(${pods} -o jsonpath='{.items[0].spec.nodeName}')" -o jsonpath='{.status.addresses[?(@.type=="ExternalIP")].address} {.status.addresses[?(@.type=="InternalIP")].address}' | awk '{print $1}'`,
  }]);
});

test('the door has the port of the app, the Service its own', () => {
  const { exposed: { accessPoints } } = expose({ app: { ports: [{ name: 'http', port: 8080, servicePort: 80 }] } });
  expect(accessPoints.map(({ url, tunnel }) => tunnel ?? url)).toEqual([
    'http://web.<NAMESPACE>.svc/', 'http://<NODE_IP>:8080/', 'http://<NODE_ADDRESS>:8080/', 'kubectl port-forward service/web 8080:80',
  ]);
});

test('HN-12: what the door needs of nodes, firewalls and the namespace is said', () => {
  const ports = [...WEB.ports, { name: 'dns', port: 8053, protocol: kplus.Protocol.UDP }];
  const { exposed: { requirements } } = expose({ namespace: 'shop', app: { ports } });
  expect(requirements).toEqual([
    { kind: RequirementKind.CAPABILITY, description: 'Linux nodes: host network pods do not run on Windows (HN-12)', check: 'kubectl get nodes -L kubernetes.io/os' },
    { kind: RequirementKind.NETWORK, description: 'firewalls let clients reach 8080/TCP, 8053/UDP of the nodes' },
    { kind: RequirementKind.NETWORK, description: 'nothing else on the nodes listens on the ports; a NetworkPolicy does not protect host network pods' },
    {
      kind: RequirementKind.POD_SECURITY,
      description: 'a namespace that admits Pod Security level privileged: the pods open ports of the node, or ask for more than baseline admits; a stricter namespace takes the workload and refuses its pods',
      check: 'kubectl get namespace shop -o jsonpath=\'{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}\'',
    },
    { kind: RequirementKind.IMAGE, description: 'image nginx:1.27 has to name a numeric user other than root, unless securityContext.user does; otherwise the container is not started' },
    { kind: RequirementKind.IMAGE, description: 'image nginx:1.27 must write to mounted volumes alone, because its root file system is read-only' },
  ]);
});

test('a Deployment of cdk8s-plus is put on the host network with its ports, and nothing else of it changes', () => {
  const containers = [{ image: 'nginx', ports: [{ name: 'http', number: 8080 }] }];
  const plain = Testing.chart();
  new kplus.Deployment(plain, 'own', { metadata: { name: 'own' }, replicas: 1, containers });
  const [expected] = Testing.synth(plain);
  expected.spec.strategy.rollingUpdate = { maxSurge: 0, maxUnavailable: 1 };
  expected.spec.template.spec.hostNetwork = true;
  expected.spec.template.spec.dnsPolicy = 'ClusterFirstWithHostNet';
  expected.spec.template.spec.containers[0].ports[0].hostPort = 8080;
  expect(own(containers)).toEqual(expected);
});

test('a later JSON patch of the user wins over those of the door', () => {
  const chart = Testing.chart();
  const deployment = new kplus.Deployment(chart, 'own', { replicas: 1, containers: [{ image: 'nginx', portNumber: 8080 }] });
  new Exposure(chart, 'door', { workload: deployment, strategy: ExposureStrategy.HOST_NETWORK });
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.replace('/spec/template/spec/dnsPolicy', 'Default'),
    JsonPatch.replace('/spec/strategy', { type: 'Recreate' }),
  );
  expect(Testing.synth(chart)[0].spec).toMatchObject({ strategy: { type: 'Recreate' }, template: { spec: { hostNetwork: true, dnsPolicy: 'Default' } } });
});

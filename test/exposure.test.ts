import { ApiObject, Chart, Cron, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Exposure, ExposureProps, ExposureStrategy } from '../src';

// The door alone, for a workload that was made with cdk8s-plus.

const { absolute, percent } = kplus.PercentOrAbsolute;
const STRATEGIES = Object.values(ExposureStrategy);
const HOST_MODES = [ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT];

/** What each strategy cannot do without. */
const NEEDED: Record<ExposureStrategy, Partial<ExposureProps>> = {
  [ExposureStrategy.HOST_NETWORK]: {},
  [ExposureStrategy.HOST_PORT]: {},
  [ExposureStrategy.CLUSTER_IP]: {},
  [ExposureStrategy.NODE_PORT]: {},
  [ExposureStrategy.LOAD_BALANCER]: {},
  [ExposureStrategy.INGRESS]: { http: { hostnames: ['own.example.com'] } },
  [ExposureStrategy.GATEWAY]: { http: { hostnames: ['own.example.com'] }, gateway: { parentRefs: [{ name: 'shared' }] } },
};

const CONTAINERS: kplus.ContainerProps[] = [{ image: 'nginx:1.27', ports: [{ name: 'http', number: 8080 }] }];
const metadata = { name: 'own' };

type Kind = 'Deployment' | 'StatefulSet' | 'DaemonSet';
const MAKE: Record<Kind, (chart: Chart, containers: kplus.ContainerProps[]) => kplus.Workload> = {
  Deployment: (chart, containers) => new kplus.Deployment(chart, 'own', { metadata, containers, replicas: 1 }),
  StatefulSet: (chart, containers) => new kplus.StatefulSet(chart, 'own', {
    metadata,
    containers,
    service: new kplus.Service(chart, 'names', { metadata: { name: 'names' }, clusterIP: 'None', ports: [{ port: 8080 }] }),
  }),
  DaemonSet: (chart, containers) => new kplus.DaemonSet(chart, 'own', { metadata, containers }),
};

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** Exposes a Deployment. */
function expose(strategy: ExposureStrategy, props: Partial<ExposureProps> = {}, deployment: kplus.DeploymentProps = {}) {
  const chart = Testing.chart();
  const workload = new kplus.Deployment(chart, 'own', { metadata, containers: CONTAINERS, replicas: 1, ...deployment });
  const exposure = new Exposure(chart, 'door', { workload, strategy, ...NEEDED[strategy], ...props });
  return { chart, workload, exposure };
}

function synth({ chart }: { chart: Chart }, kind = 'Deployment') {
  return Testing.synth(chart).find(object => object.kind === kind);
}

/** What a Deployment of cdk8s-plus is by itself. */
function plain(deployment: kplus.DeploymentProps = {}) {
  const chart = Testing.chart();
  new kplus.Deployment(chart, 'own', { metadata, containers: CONTAINERS, replicas: 1, ...deployment });
  return Testing.synth(chart)[0];
}

const KINDS = Object.keys(MAKE) as Kind[];

test.each(STRATEGIES.flatMap(strategy => KINDS.map(kind => [kind, strategy] as const)))('X-11: a %s of cdk8s-plus is exposed by %s', (kind, strategy) => {
  const chart = Testing.chart();
  const workload = MAKE[kind](chart, CONTAINERS);
  const { service } = new Exposure(chart, 'door', { workload, strategy, ...NEEDED[strategy] });
  const objects = Testing.synth(chart);
  expect(objects).toMatchSnapshot();
  const { spec } = objects.find(object => object.kind === 'Service' && object.metadata.name === 'own');
  expect(spec.selector).toEqual(objects.find(object => object.kind === kind).spec.selector.matchLabels);
  expect(spec.ports).toEqual([{ name: 'http', port: 8080, targetPort: 8080, protocol: 'TCP' }]);
  expect(service.name).toBe('own');
});

test.each(STRATEGIES.filter(strategy => !HOST_MODES.includes(strategy)))('with %s nothing of the workload changes', strategy => {
  expect(synth(expose(strategy))).toEqual(plain());
});

test.each(STRATEGIES)('with %s the door hands out its strategy, its workload and its objects', strategy => {
  const { exposure, workload } = expose(strategy);
  expect(exposure.strategy).toBe(strategy);
  expect(exposure.workload).toBe(workload);
  expect(exposure.service).toBeInstanceOf(kplus.Service);
  expect(exposure.ingress instanceof kplus.Ingress).toBe(strategy === ExposureStrategy.INGRESS);
  expect(exposure.route?.kind).toBe(strategy === ExposureStrategy.GATEWAY ? 'HTTPRoute' : undefined);
  expect(exposure.routes).toHaveLength(strategy === ExposureStrategy.GATEWAY ? 1 : 0);
});

test('all declared ports are exposed unless ports are stated', () => {
  const containers = [
    { name: 'app', image: 'app:1', ports: [{ name: 'http', number: 8080 }, { name: 'dns', number: 5353, protocol: kplus.Protocol.UDP }] },
    { name: 'proxy', image: 'proxy:1', portNumber: 9901 },
  ];
  const { ports } = synth(expose(ExposureStrategy.LOAD_BALANCER, {}, { containers }), 'Service').spec;
  expect(ports.map(({ name, port, targetPort, protocol }: any) => `${name} ${port} ${targetPort}/${protocol}`)).toEqual([
    'http 8080 8080/TCP', 'dns 5353 5353/UDP', 'tcp-9901 9901 9901/TCP',
  ]);
});

test('a port without a name is called by its protocol and number', () => {
  const declared = [{ number: 65535 }, { number: 53, protocol: kplus.Protocol.UDP }, { number: 54, protocol: kplus.Protocol.SCTP }];
  const containers = [{ image: 'app:1', ports: declared, securityContext: { ensureNonRoot: false } }];
  const { exposure, chart } = expose(ExposureStrategy.HOST_PORT, {}, { containers, securityContext: { user: 0, ensureNonRoot: false } });
  expect(exposure.accessPoints.filter(({ from }) => from === 'inside').map(({ port }) => port)).toEqual(['tcp-65535', 'udp-53', 'sctp-54']);
  const [{ ports }] = synth({ chart }).spec.template.spec.containers;
  expect(ports).toEqual([
    { containerPort: 65535, hostPort: 65535 },
    { containerPort: 53, hostPort: 53, protocol: 'UDP' },
    { containerPort: 54, hostPort: 54, protocol: 'SCTP' },
  ]);
});

test('stated ports give declared ones a name, a number and a protocol above TCP', () => {
  const ports = [{ name: 'http', port: 9000, servicePort: 80 }, { name: 'metrics', port: 9090, exposed: false }];
  const containers = [{ image: 'app:1', ports: [{ number: 9000 }, { number: 9090 }] }];
  const { exposure, chart } = expose(ExposureStrategy.NODE_PORT, { ports }, { containers });
  const shown = ({ spec: { ports: offered } }: any) => offered.map(({ name, port, targetPort }: any) => `${name} ${port}→${targetPort}`);
  expect(Testing.synth(chart).slice(1).map(service => [service.metadata.name, service.spec.type, shown(service)])).toEqual([
    ['own', 'ClusterIP', ['http 80→9000', 'metrics 9090→9090']],
    ['own-external', 'NodePort', ['http 80→9000']],
  ]);
  expect(exposure.externalService?.name).toBe('own-external');
});

test('name, namespace and labels of the objects are those of the door', () => {
  const { chart } = expose(ExposureStrategy.INGRESS, { name: 'shop', labels: { team: 'blue' } }, { metadata: { name: 'own', namespace: 'shops' } });
  expect(Testing.synth(chart).slice(1).map(({ kind, metadata: { name, namespace, labels } }) => [kind, name, namespace, labels])).toEqual([
    ['Service', 'shop', 'shops', { team: 'blue' }],
    ['Ingress', 'shop', 'shops', { team: 'blue' }],
  ]);
});

test('S-1: the name of a workload that a Service cannot have is refused', () => {
  expect(() => expose(ExposureStrategy.CLUSTER_IP, {}, { metadata: { name: 'my.app' } })).toThrow(new Error(
    '[test/door] S-1: name "my.app" is not a Service name; write at most 63 lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit, for instance "my-app"',
  ));
});

test('E-2: labels are such as Kubernetes takes', () => {
  expect(() => expose(ExposureStrategy.CLUSTER_IP, { labels: { team: 'a b' } })).toThrow(new Error(
    '[test/door] E-2: labels.team "a b" is not a label value; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, for instance "a-b"',
  ));
});

test('W-4: a port name that two containers have is refused, since traffic would go to the first', () => {
  const containers = [
    { name: 'one', image: 'one:1', ports: [{ name: 'http', number: 8080 }] },
    { name: 'two', image: 'two:1', ports: [{ name: 'http', number: 8081 }] },
  ];
  expect(() => expose(ExposureStrategy.CLUSTER_IP, { ports: [{ name: 'web', port: 8080 }] }, { containers })).toThrow(new Error(
    '[test/door] W-4: containers one and two both have a port named http; give each a name of its own (if it is right here, say why: allow: { \'W-4\': \'the reason\' })',
  ));
});

test('W-6: a port that two containers listen on is refused', () => {
  const containers = [{ name: 'one', image: 'one:1', portNumber: 8080 }, { name: 'two', image: 'two:1', portNumber: 8080 }];
  expect(() => expose(ExposureStrategy.CLUSTER_IP, { ports: [{ name: 'web', port: 8080 }] }, { containers })).toThrow(new Error(
    '[test/door] W-6: containers one and two both listen on 8080/TCP of the one network that the pod has; give one of them another port (if it is right here, say why: allow: { \'W-6\': \'the reason\' })',
  ));
});

test('W-13: a probe that asks another host is refused', () => {
  const containers = [{ ...CONTAINERS[0], readiness: kplus.Probe.fromHttpGet('/', { host: 'example.com', port: 8080 }) }];
  expect(() => expose(ExposureStrategy.CLUSTER_IP, {}, { containers })).toThrow(new Error(
    '[test/door] W-13: a probe or hook of container main asks the host example.com, which Pod Security baseline forbids from Kubernetes 1.34 on; leave host out, and send a virtual host as a Host header (if it is right here, say why: allow: { \'W-13\': \'the reason\' })',
  ));
});

test.each<[string, (chart: Chart) => unknown, string]>([
  ['Job', chart => new kplus.Job(chart, 'own', { containers: CONTAINERS }), 'E-6: the workload is a Job; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
  ['CronJob', chart => new kplus.CronJob(chart, 'own', { containers: CONTAINERS, schedule: Cron.hourly() }), 'E-6: the workload is a CronJob; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
  ['Pod', chart => new kplus.Pod(chart, 'own', { containers: CONTAINERS }), 'E-6: the workload is a Pod; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
  ['plain ApiObject', chart => new kplus.k8s.KubeDeployment(chart, 'own', {}), 'E-2: workload is an object; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
])('E-6, E-2: a %s cannot be exposed, and is said so', (_, make, message) => {
  const chart = Testing.chart();
  const workload = make(chart) as kplus.Workload;
  expect(() => new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP })).toThrow(new Error(`[test/door] ${message}`));
  expect(chart.node.children).toEqual([workload]);
});

test.each(HOST_MODES)('E-6: with %s a port that comes after the door is an error at synth', strategy => {
  const { chart, workload } = expose(strategy);
  workload.containers[0].addPort({ name: 'late', number: 9000 });
  expect(workload.node.validate()).toEqual([
    'E-6: Deployment own got a container or a port after its Exposure was made, which cannot open it on the node any more; add containers and ports first',
  ]);
  expect(() => Testing.synth(chart)).toThrow(new Error(
    'Validation failed with the following errors:\n  [test/own] E-6: Deployment own got a container or a port after its Exposure was made, which cannot open it on the node any more; add containers and ports first',
  ));
});

test.each(HOST_MODES)('E-6: with %s a container that comes after the door is an error at synth', strategy => {
  const { workload } = expose(strategy);
  workload.addContainer({ name: 'late', image: 'late:1' });
  expect(workload.node.validate()).toHaveLength(1);
});

test('a port that comes after a door that needs no change of the workload is simply not exposed', () => {
  const { chart, workload } = expose(ExposureStrategy.NODE_PORT);
  workload.containers[0].addPort({ name: 'late', number: 9000 });
  expect(synth({ chart }, 'Service').spec.ports.map(({ name }: any) => name)).toEqual(['http']);
});

test.each(HOST_MODES)('HN-9, HP-7: with %s the default rollout of a Deployment becomes one that cannot deadlock', strategy => {
  expect(plain().spec.strategy.rollingUpdate).toEqual({ maxSurge: '25%', maxUnavailable: '25%' });
  expect(synth(expose(strategy)).spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
});

test.each(HOST_MODES)('HN-8, HP-7: with %s a DaemonSet gets a rollout that cannot deadlock', strategy => {
  const chart = Testing.chart();
  new Exposure(chart, 'door', { workload: MAKE.DaemonSet(chart, CONTAINERS), strategy });
  expect(synth({ chart }, 'DaemonSet').spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } });
});

test.each(HOST_MODES)('with %s Recreate stays', strategy => {
  expect(synth(expose(strategy, {}, { strategy: kplus.DeploymentStrategy.recreate() })).spec.strategy).toEqual({ type: 'Recreate' });
});

test.each(HOST_MODES)('with %s a user\'s own rollout without a surge stays', strategy => {
  const own = kplus.DeploymentStrategy.rollingUpdate({ maxSurge: absolute(0), maxUnavailable: percent(50) });
  expect(synth(expose(strategy, {}, { strategy: own })).spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '50%' } });
});

test.each(HOST_MODES)('HN-9: with %s a user\'s own rollout with a surge is refused, and with a reason it stays', strategy => {
  const own = { strategy: kplus.DeploymentStrategy.rollingUpdate({ maxSurge: absolute(2) }) };
  expect(() => expose(strategy, {}, own)).toThrow(new Error(
    '[test/door] HN-9: the rollout of Deployment own has maxSurge 2, and its pods hold ports of their node: the new pod waits for ever where no other node is free; use maxSurge 0 and maxUnavailable 1 (if it is right here, say why: allow: { \'HN-9\': \'the reason\' })',
  ));
  expect(synth(expose(strategy, { allow: { 'HN-9': 'there are spare nodes' } }, own)).spec.strategy.rollingUpdate).toEqual({ maxSurge: 2, maxUnavailable: '25%' });
});

test.each(HOST_MODES)('with %s a later JSON patch of the user wins', strategy => {
  const { chart, workload } = expose(strategy);
  ApiObject.of(workload).addJsonPatch(
    JsonPatch.replace('/spec/strategy', { type: 'Recreate' }),
    JsonPatch.remove('/spec/template/spec/containers/0/ports/0/hostPort'),
  );
  const { spec } = synth({ chart });
  expect(spec.strategy).toEqual({ type: 'Recreate' });
  expect(spec.template.spec.containers[0].ports).toEqual([{ containerPort: 8080, name: 'http' }]);
});

test('a refused door leaves the workload as it was', () => {
  const chart = Testing.chart();
  const workload = MAKE.Deployment(chart, [{ ...CONTAINERS[0], ports: [{ name: 'http', number: 80 }] }]);
  expect(() => new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.HOST_NETWORK })).toThrow(new Error(
    '[test/door] HN-10: port http: 80 is below 1024 and container main does not run as root, so binding it fails in the node\'s network; listen on a port from 1024, or use HOST_PORT (if it is right here, say why: allow: { \'HN-10\': \'the reason\' })',
  ));
  expect(chart.node.children).toEqual([workload]);
  expect(Testing.synth(chart)).toEqual([plain({ containers: [{ ...CONTAINERS[0], ports: [{ name: 'http', number: 80 }] }] })]);
});

test('what a workload of cdk8s-plus needs of its namespace is told from what is rendered', () => {
  const level = (deployment: kplus.DeploymentProps) => expose(ExposureStrategy.CLUSTER_IP, {}, deployment).exposure.requirements
    .filter(({ kind }) => kind === 'PodSecurity').map(({ description }) => /level (\w+)/.exec(description)![1]);
  expect(level({})).toEqual(['baseline']); // without a seccomp profile, and with capabilities
  const strategy = kplus.DeploymentStrategy.recreate();
  expect(level({ hostNetwork: true, dns: { policy: kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET }, strategy })).toEqual(['privileged']);
});

test('a door can be replaced by another after it was refused', () => {
  const chart = Testing.chart();
  const workload = MAKE.Deployment(chart, CONTAINERS);
  expect(() => new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.GATEWAY })).toThrow(new Error(
    '[test/door] E-13: strategy Gateway needs a Gateway to attach to; give gateway.parentRefs, or gateway.ownGateway for one of its own, or attach a ClusterProfile that has one',
  ));
  expect(new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP }).service.name).toBe('own');
});

// What the pods of a workload open on their node without the help of their door

const DEFAULT_ROLLOUT = '[test/door] HN-9: the rollout of Deployment own has maxSurge 25%, the default, and its pods hold ports of their node: the new pod waits for ever where no other node is free; set maxSurge 0 and maxUnavailable 1 in its strategy (if it is right here, say why: allow: { \'HN-9\': \'the reason\' })';
const NO_SURGE = kplus.DeploymentStrategy.rollingUpdate({ maxSurge: absolute(0), maxUnavailable: absolute(1) });
const DOORS_OF_SERVICES = STRATEGIES.filter(strategy => !HOST_MODES.includes(strategy));

function withPort(port: Partial<kplus.ContainerPort>): kplus.DeploymentProps {
  return { containers: [{ ...CONTAINERS[0], ports: [{ name: 'http', number: 8080, ...port }] }] };
}

test.each(DOORS_OF_SERVICES)('HN-9, HP-7: with %s a workload with a host port of its own has a rollout that cannot deadlock', strategy => {
  expect(() => expose(strategy, {}, withPort({ hostPort: 80 }))).toThrow(new Error(DEFAULT_ROLLOUT));
  const { chart } = expose(strategy, {}, { ...withPort({ hostPort: 80 }), strategy: NO_SURGE });
  expect(synth({ chart }).spec.template.spec.containers[0].ports).toEqual([{ name: 'http', containerPort: 8080, hostPort: 80 }]);
});

test('HN-9: a stated surge of a workload with a host port of its own is refused', () => {
  const strategy = kplus.DeploymentStrategy.rollingUpdate({ maxSurge: absolute(2) });
  expect(() => expose(ExposureStrategy.CLUSTER_IP, {}, { ...withPort({ hostPort: 80 }), strategy })).toThrow(/^\[test\/door\] HN-9: the rollout of Deployment own has maxSurge 2, /);
});

test('X-7: each replica of a workload with a host port of its own needs a node', () => {
  const { exposure } = expose(ExposureStrategy.CLUSTER_IP, {}, { ...withPort({ hostPort: 80 }), strategy: NO_SURGE, replicas: 3 });
  expect(exposure.node.metadata.map(({ data }) => data.rule)).toEqual(['X-7']);
});

test.each(STRATEGIES)('HP-1, HP-4: with %s a host port and a host IP of the workload are such', strategy => {
  expect(() => expose(strategy, {}, { ...withPort({ hostPort: 70000, hostIp: 'node-1' }), strategy: NO_SURGE })).toThrow(
    '[test/door] HP-1: container main, port 8080: hostPort 70000 is not a port number; choose a whole number from 1 to 65535\n'
    + '[test/door] HP-4: container main, port 8080: hostIp "node-1" is not an IP address; write one such as "10.0.0.5" or "2001:db8::5" (if it is right here',
  );
});

test('HP-2, HP-5: host ports of the workload do not meet, and a host IP has a host port', () => {
  const ports = [{ name: 'http', number: 8080, hostPort: 80 }, { name: 'admin', number: 9090, hostPort: 80 }, { name: 'late', number: 9091, hostIp: '10.0.0.5' }];
  expect(() => expose(ExposureStrategy.CLUSTER_IP, {}, { containers: [{ ...CONTAINERS[0], ports }], strategy: NO_SURGE })).toThrow(new Error([
    '[test/door] HP-5: container main has hostIp 10.0.0.5 for port 9091 without a hostPort, which does nothing; leave it out',
    '[test/door] HP-2: port 9090 of container main and port 8080 of container main both open 80/TCP of the node; give them different numbers',
  ].join('\n')));
});

test.each(DOORS_OF_SERVICES)('E-1, HN-6: with %s a workload that is on the host network keeps no port in, and knows the names of the cluster', strategy => {
  const containers = [{ ...CONTAINERS[0], ports: [{ name: 'http', number: 8080 }, { name: 'metrics', number: 9090 }] }];
  const props = { ports: [{ name: 'http', port: 8080 }] };
  expect(() => expose(strategy, props, { containers, hostNetwork: true, strategy: NO_SURGE })).toThrow(new Error([
    '[test/door] E-1: port 9090/TCP of container main is not among the exposed ports, and Deployment own on the host network cannot keep it in, because the process binds 9090 on the node; leave hostNetwork out, or bind it to 127.0.0.1 (if it is right here, say why: allow: { \'E-1\': \'the reason\' })',
    '[test/door] HN-6: dnsPolicy ClusterFirst with the node\'s network does not know the cluster\'s names; use ClusterFirstWithHostNet (if it is right here, say why: allow: { \'HN-6\': \'the reason\' })',
  ].join('\n')));
});

test('HN-1, HN-3, HN-4, HN-5, HN-10: what holds on the host network holds whoever put the pods there', () => {
  const containers: kplus.ContainerProps[] = [
    { name: 'one', image: 'one:1', ports: [{ name: 'http', number: 80, hostPort: 8080 }] },
    { name: 'two', image: 'two:1', ports: [{ name: 'admin', number: 80 }] },
  ];
  const dns = { policy: kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET };
  const securityContext = { sysctls: [{ name: 'net.core.somaxconn', value: '1024' }] };
  const make = () => expose(ExposureStrategy.CLUSTER_IP, { ports: [{ name: 'http', port: 80 }], allow: { 'E-1': 'both are exposed' } }, {
    containers, dns, securityContext, hostNetwork: true, strategy: NO_SURGE,
  });
  expect(make).toThrow(/HN-3: containers one and two both listen on 80\/TCP[^]*HN-10: port http: 80 .* listen on a port from 1024, or leave hostNetwork out[^]*HN-1: container one has hostPort 8080[^]*HN-5: sysctl net\.core\.somaxconn .* or leave hostNetwork out/);
});

// What a workload is by itself

test.each<[string, kplus.DeploymentProps]>([
  ['pod', { securityContext: { user: 0 } }],
  ['container', { containers: [{ ...CONTAINERS[0], securityContext: { user: 0 } }], securityContext: { ensureNonRoot: false } }],
])('E-9: a workload that asks for root and forbids it is never started (%s)', (_, props) => {
  expect(() => expose(ExposureStrategy.CLUSTER_IP, {}, props)).toThrow(new Error(
    '[test/door] E-9: container main has user 0, which is root, and must not run as root, so the kubelet never starts it; set ensureNonRoot: false in the container\'s security context, or choose another user',
  ));
});

test('W-2: a workload without a selector is refused', () => {
  expect(() => expose(ExposureStrategy.CLUSTER_IP, {}, { select: false })).toThrow(new Error(
    '[test/door] W-2: the selector of Deployment own has no labels; leave select: false out, or give it labels of its pods with select()',
  ));
});

test('W-2: a workload whose selector does not match its pods is refused', () => {
  const make = (...selectors: kplus.LabelSelector[]) => {
    const chart = Testing.chart();
    const workload = new kplus.Deployment(chart, 'own', { metadata, containers: CONTAINERS, podMetadata: { labels: { app: 'shop' } } });
    workload.select(...selectors);
    return new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP });
  };
  const { of } = kplus.LabelSelector;
  const is = kplus.LabelExpression;
  expect(() => make(of({ labels: { app: 'shop' } }))).not.toThrow();
  expect(() => make(of({ expressions: [is.in('app', ['shop', 'store']), is.notIn('tier', ['back']), is.exists('app'), is.doesNotExist('tier')] }))).not.toThrow();
  expect(() => make(of({ labels: { app: 'store' } }), of({ labels: { tier: 'front' } }))).toThrow(new Error([
    '[test/door] W-2: the selector of Deployment own asks for the label app=store, and its pods have shop; give it to podMetadata, or select another',
    '[test/door] W-2: the selector of Deployment own asks for the label tier=front, and its pods have none; give it to podMetadata, or select another',
  ].join('\n')));
  expect(() => make(of({ expressions: [is.in('app', ['store', 'mall']), is.notIn('app', ['shop']), is.exists('tier'), is.doesNotExist('app')] }))).toThrow(new Error([
    'app In store mall', 'app NotIn shop', 'tier Exists', 'app DoesNotExist',
  ].map(words => `[test/door] W-2: the selector of Deployment own asks for ${words}, which its pods do not meet; give them the label with podMetadata, or select another`).join('\n')));
});

test('W-13: a probe that states no port, of a container that has none for it, would ask port 80', () => {
  const refusal = new Error(
    '[test/door] W-13: a probe or hook of container main states no port, and would ask port 80, which the container does not declare; give it the port (if it is right here, say why: allow: { \'W-13\': \'the reason\' })',
  );
  const make = (container: Partial<kplus.ContainerProps>) => () =>
    expose(ExposureStrategy.CLUSTER_IP, {}, { containers: [{ ...CONTAINERS[0], ...container }] });
  const asking = { readiness: kplus.Probe.fromHttpGet('/ready') };
  expect(make(asking)).toThrow(refusal);
  expect(make({ lifecycle: { preStop: kplus.Handler.fromTcpSocket() } })).toThrow(refusal);
  expect(make({ readiness: kplus.Probe.fromHttpGet('/ready', { port: 80 }) })).not.toThrow(); // stated, so meant
  expect(make({ ...asking, ports: undefined, portNumber: 8080 })).not.toThrow();
  expect(make({ ...asking, ports: [{ name: 'http', number: 80 }] })).not.toThrow();
});

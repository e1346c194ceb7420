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
  const containers = [{ image: 'app:1', ports: declared }];
  const { exposure, chart } = expose(ExposureStrategy.HOST_PORT, {}, { containers, securityContext: { user: 0 } });
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
  const containers = [{ ...CONTAINERS[0], readiness: kplus.Probe.fromHttpGet('/', { host: 'example.com' }) }];
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
  expect(level({ hostNetwork: true })).toEqual(['privileged']);
});

test('a door can be replaced by another after it was refused', () => {
  const chart = Testing.chart();
  const workload = MAKE.Deployment(chart, CONTAINERS);
  expect(() => new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.GATEWAY })).toThrow(new Error(
    '[test/door] E-13: strategy Gateway needs a Gateway to attach to; give gateway.parentRefs, or gateway.ownGateway for one of its own',
  ));
  expect(new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP }).service.name).toBe('own');
});

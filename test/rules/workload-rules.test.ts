import { Duration, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, Exposure, ExposureStrategy, IpFamily, IpFamilyPolicy, RolloutType,
  SessionAffinity, TrafficPolicy, WorkloadKind,
} from '../../src';
import { ALLOWED_METADATA, WARNING_METADATA } from '../../src/synth-notes';

// What the rules say of an app and of its Service, whichever door leads to it.

const app: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const PORT_NAME = 'at most 15 lower-case letters, digits and single "-" between them, with at least one letter';
const SERVICE_NAME = 'at most 63 lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit';
const { absolute, percent } = kplus.PercentOrAbsolute;

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

function expose(spec: Partial<AppSpec> = {}, options: Partial<ExposedServiceProps> = {}) {
  const chart = Testing.chart();
  const service = new ExposedService(chart, 'app', { app: { ...app, ...spec }, strategy: ExposureStrategy.CLUSTER_IP, ...options });
  const metadata = service.node.findAll().flatMap(({ node }) => node.metadata);
  const notes = (type: string) => metadata.filter(note => note.type === type).map(({ data }) => data);
  return { service, objects: Testing.synth(chart), notes };
}

function objects(spec?: Partial<AppSpec>, options?: Partial<ExposedServiceProps>) {
  return expose(spec, options).objects;
}

function warnings(spec?: Partial<AppSpec>, options?: Partial<ExposedServiceProps>): string[] {
  return expose(spec, options).notes(WARNING_METADATA).map(({ rule, message }) => `${rule}: ${message}`);
}

/** The app is refused with exactly these lines, and leaves nothing behind. */
function expectRefusal(spec: Partial<AppSpec>, options: Partial<ExposedServiceProps>, ...lines: string[]) {
  const chart = Testing.chart();
  const make = () => new ExposedService(chart, 'app', { app: { ...app, ...spec }, strategy: ExposureStrategy.CLUSTER_IP, ...options });
  expect(make).toThrow(new Error(lines.map(line => `[test/app] ${line}`).join('\n')));
  expect(chart.node.children).toEqual([]);
}

const orAllow = (rule: string) => ` (if it is right here, say why: allow: { '${rule}': 'the reason' })`;

// Workloads

test.each([
  ['metrics-exporter', '"metrics-exporter" has 16 characters, and a port name at most 15; shorten it'],
  ['8080', `"8080" is not a port name; write ${PORT_NAME}`],
  ['http--x', `"http--x" is not a port name; write ${PORT_NAME}, for instance "http-x"`],
  ['Http', `"Http" is not a port name; write ${PORT_NAME}, for instance "http"`],
  ['-http', `"-http" is not a port name; write ${PORT_NAME}, for instance "http"`],
  ['123_abc', `"123_abc" is not a port name; write ${PORT_NAME}, for instance "123-abc"`],
])('W-1, S-2, S-3: a port is not called %s, in the container and in the Service', (name, problem) => {
  expectRefusal({ ports: [{ name, port: 8080 }] }, {}, `W-1: ports.0.name ${problem}`);
});

test('S-2, S-3, W-1: the port of the Service and that of the container have one name', () => {
  const [deployment, service] = objects({ ports: [{ name: 'http-metrics-15', port: 8080 }] });
  expect(deployment.spec.template.spec.containers[0].ports[0].name).toBe('http-metrics-15');
  expect(service.spec.ports[0].name).toBe('http-metrics-15');
});

test.each(['', ' ', 'my image', 'nginx:1.27\n'])('W-2: an image is not called %j', image => {
  expectRefusal({ image }, {}, `W-2: image ${JSON.stringify(image)} is not the name of an image; give one such as "influxdb:1.8"`);
});

test('W-2: sidecars and init containers have an image too', () => {
  expectRefusal({ sidecars: [{ name: 'proxy', image: '' }], initContainers: [{ image: 'a b' }] }, {},
    'W-2: sidecars.0.image "" is not the name of an image; give one such as "influxdb:1.8"',
    'W-2: initContainers.0.image "a b" is not the name of an image; give one such as "influxdb:1.8"');
});

test.each(Object.values(WorkloadKind))('W-2: a %s restarts its containers always, and selects its own pods', kind => {
  const workload = objects({ workload: kind }).find(object => object.kind === kind);
  const { template, selector: { matchLabels } } = workload.spec;
  expect(template.spec.restartPolicy).toBe('Always');
  expect(Object.keys(matchLabels)).toEqual(['cdk8s.io/metadata.addr']);
  expect(template.metadata.labels).toMatchObject(matchLabels);
});

test('W-2: a workload without a container is refused', () => {
  const chart = Testing.chart();
  const workload = new kplus.Deployment(chart, 'empty', { metadata: { name: 'empty' } });
  expect(() => new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP, ports: app.ports })).toThrow(new Error(
    '[test/door] W-2: Deployment empty has no container; add one with an image and a port before it is exposed',
  ));
  expect(chart.node.children).toEqual([workload]);
});

test('W-3: two ports of a container have two names', () => {
  expectRefusal({ sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ name: 'admin', number: 9901 }, { name: 'admin', number: 9902 }] }] }, {},
    'W-3: container proxy has two ports named admin; give each a name of its own');
});

test('W-3, S-6: two ports of the app have two names, in the container and in the Service', () => {
  expectRefusal({ ports: [{ name: 'http', port: 8080 }, { name: 'http', port: 8081 }] }, {},
    'S-6: ports.0 and ports.1 are both named "http"; give each a name of its own',
    'W-3: container main has two ports named http; give each a name of its own');
});

const sidecarWith = (name: string, number: number) => ({ sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ name, number }] }] });

test('W-4: two containers of a pod have no port name in common', () => {
  expectRefusal(sidecarWith('http', 9901), {},
    `W-4: containers main and proxy both have a port named http; give each a name of its own${orAllow('W-4')}`);
});

test('W-5: a container lists a port and protocol once', () => {
  expectRefusal({ sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 9901 }, { number: 9901 }] }] }, {},
    `W-5: container proxy lists port 9901/TCP twice, one of which server-side apply refuses; list it once${orAllow('W-5')}`);
});

test.each(Object.values(ExposureStrategy))('W-5: with %s a port that the Service offers under two numbers is declared once, under its first name', strategy => {
  const [deployment, service] = objects({ ports: [{ name: 'http', port: 8080, servicePort: 80 }, { name: 'http-alt', port: 8080 }] }, {
    strategy, http: { hostnames: ['web.example.com'] }, gateway: { parentRefs: [{ name: 'shared' }] }, allow: { 'E-3': 'both are one' },
  });
  expect(deployment.spec.template.spec.containers[0].ports.map(({ name, containerPort }: any) => [name, containerPort])).toEqual([['http', 8080]]);
  expect(service.spec.ports.map(({ name, port, targetPort }: any) => [name, port, targetPort])).toEqual([['http', 80, 8080], ['http-alt', 8080, 8080]]);
});

test('E-1: a port that is exposed under one of its two numbers is exposed', () => {
  const ports = [{ name: 'http', port: 8080, servicePort: 80, exposed: false }, { name: 'http-alt', port: 8080 }];
  expect(() => expose({ ports }, { strategy: ExposureStrategy.HOST_NETWORK })).not.toThrow();
});

test('W-5: TCP and UDP on one number are two ports', () => {
  const [deployment] = objects({ ports: [{ name: 'dns', port: 5353 }, { name: 'dns-udp', port: 5353, protocol: kplus.Protocol.UDP }] });
  expect(deployment.spec.template.spec.containers[0].ports).toEqual([
    { name: 'dns', containerPort: 5353, protocol: 'TCP' }, { name: 'dns-udp', containerPort: 5353, protocol: 'UDP' },
  ]);
});

test('W-6: no two containers of a pod listen on one port', () => {
  expectRefusal(sidecarWith('admin', 8080), {},
    `W-6: containers main and proxy both listen on 8080/TCP of the one network that the pod has; give one of them another port${orAllow('W-6')}`);
});

test('W-6: what is allowed with a reason is made', () => {
  const { objects: [deployment], notes } = expose(sidecarWith('admin', 8080), { allow: { 'W-6': 'they bind different addresses' } });
  expect(deployment.spec.template.spec.containers).toHaveLength(2);
  expect(notes(ALLOWED_METADATA)).toEqual([{
    rule: 'W-6',
    message: 'containers main and proxy both listen on 8080/TCP of the one network that the pod has; give one of them another port',
    reason: 'they bind different addresses',
  }]);
});

test.each([
  [{ maxSurge: absolute(0), maxUnavailable: percent(0) }, 'rollout.maxSurge and rollout.maxUnavailable are both 0, so no rollout could go on; give one of them a number'],
  [{ maxUnavailable: percent(101) }, 'rollout.maxUnavailable is "101%"; give at most 100%'],
  [{ maxSurge: absolute(-1) }, 'rollout.maxSurge is -1; give a whole number from 0, or a whole percentage'],
  [{ maxSurge: absolute(1.5) }, 'rollout.maxSurge is 1.5; give a whole number from 0, or a whole percentage'],
  [{ maxUnavailable: percent(12.5) }, 'rollout.maxUnavailable is "12.5%"; give a whole number from 0, or a whole percentage'],
  [{ type: RolloutType.RECREATE, maxSurge: absolute(1) }, 'rollout.maxSurge is given with type Recreate, which has no such number; leave it out, or use RollingUpdate'],
])('W-7: the rollout of a Deployment can go on (%#)', (rollout, message) => {
  expectRefusal({ rollout }, {}, `W-7: ${message}`);
});

test('W-7: a Deployment may surge by more than all its pods', () => {
  const [deployment] = objects({ rollout: { maxSurge: percent(200) } });
  expect(deployment.spec.strategy.rollingUpdate).toEqual({ maxSurge: '200%', maxUnavailable: '25%' });
});

test.each([
  [{ maxSurge: absolute(1), maxUnavailable: absolute(1) }, 'rollout.maxSurge 1 and rollout.maxUnavailable 1 of a DaemonSet; give exactly one of the two a number above 0'],
  [{ maxSurge: absolute(0), maxUnavailable: percent(0) }, 'rollout.maxSurge 0 and rollout.maxUnavailable 0% of a DaemonSet; give exactly one of the two a number above 0'],
  [{ maxUnavailable: absolute(0) }, 'rollout.maxSurge 0 and rollout.maxUnavailable 0 of a DaemonSet; give exactly one of the two a number above 0'],
  [{ maxSurge: percent(101) }, 'rollout.maxSurge is "101%"; give at most 100%'],
  [{ type: RolloutType.ON_DELETE, maxUnavailable: absolute(1) }, 'rollout.maxUnavailable is given with type OnDelete, which has no such number; leave it out, or use RollingUpdate'],
])('W-8: exactly one number of the rollout of a DaemonSet is above 0 (%#)', (rollout, message) => {
  expectRefusal({ workload: WorkloadKind.DAEMON_SET, rollout }, {}, `W-8: ${message}`);
});

test('W-9: a DaemonSet has no number of replicas', () => {
  expectRefusal({ workload: WorkloadKind.DAEMON_SET, replicas: 2 }, {},
    'W-9: replicas 2 is given for a DaemonSet, which runs one pod on every eligible node; leave it out');
});

test('W-10: the selector of a workload stays when labels, image and ports change', () => {
  const selectors = Object.values(WorkloadKind).map(workload => {
    const selectorOf = (spec: Partial<AppSpec>) => objects({ workload, ...spec }).find(({ kind }) => kind === workload).spec.selector;
    expect(selectorOf({ labels: { version: '2' }, image: 'nginx:2', ports: [{ name: 'web', port: 80 }] })).toEqual(selectorOf({}));
    return JSON.stringify(selectorOf({}));
  });
  expect(new Set(selectors).size).toBe(3); // the pods of the old kind are not those of the new one
});

test('W-11: service links are warned of', () => {
  expect(warnings({ enableServiceLinks: true })).toEqual([
    'W-11: enableServiceLinks puts <NAME>_PORT of every Service in the namespace into the environment, on which apps break that read such a variable; leave it out',
  ]);
});

test('W-12: an app without a probe and without a TCP port to derive one from is warned of', () => {
  const ports = [{ name: 'dns', port: 5353, protocol: kplus.Protocol.UDP }];
  expect(warnings({ ports })).toEqual([
    'W-12: no readiness probe is given and there is no TCP port to derive one from, so pods get traffic before they are ready; give readiness',
  ]);
  expect(warnings({ ports, readiness: kplus.Probe.fromCommand(['true']) })).toEqual([]);
});

test('W-12: the probe of a sidecar that listens for the app is one of the pod', () => {
  const ports = [{ name: 'http', port: 4180, container: 'proxy' }];
  expect(warnings({ ports, sidecars: [{ name: 'proxy', image: 'proxy:1', readiness: kplus.Probe.fromTcpSocket() }] })).toEqual([]);
});

test('W-12: a TCP port on a sidecar has the sidecar\'s probe, not one of the app', () => {
  const ports = [{ name: 'http', port: 4180, container: 'proxy' }];
  expect(warnings({ ports, sidecars: [{ name: 'proxy', image: 'proxy:1' }] })).toEqual([
    'W-12: no readiness probe is given, and none is derived for port http, which the sidecar proxy listens on, so pods get traffic before they are ready; give the sidecar readiness',
  ]);
});

test('W-12: a probe is derived for a port whose container is said to be the app\'s own', () => {
  expect(warnings({ ports: [{ name: 'http', port: 8080, container: 'main' }] })).toEqual([]);
});

test('W-13: a probe without a port asks an exposed TCP port of the app\'s own container, which is not bound to 127.0.0.1', () => {
  const ports = [
    { name: 'metrics', port: 9090, exposed: false }, { name: 'tls', port: 4180, container: 'proxy' }, { name: 'dns', port: 53, protocol: kplus.Protocol.UDP },
    { name: 'http', port: 8080 },
  ];
  const sidecars = [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 9901 }], liveness: kplus.Probe.fromTcpSocket() }];
  const probes = (spec: Partial<AppSpec>) => objects({ ports, sidecars, ...spec })[0].spec.template.spec.containers;
  expect(probes({})[0].readinessProbe.tcpSocket).toEqual({ port: 8080 });
  expect(probes({ readiness: kplus.Probe.fromHttpGet('/x') })[0].readinessProbe.httpGet.port).toBe(8080);
  expect(probes({})[1].livenessProbe.tcpSocket).toEqual({ port: 4180 });
});

test('W-13: a probe without a port falls back on a port that is not exposed', () => {
  const ports = [{ name: 'metrics', port: 9090, exposed: false }, { name: 'tls', port: 4180, container: 'proxy' }];
  expect(objects({ ports, sidecars: [{ name: 'proxy', image: 'proxy:1' }] })[0].spec.template.spec.containers[0].readinessProbe.tcpSocket).toEqual({ port: 9090 });
});

test('W-13: a probe of an app without a TCP port states its port', () => {
  const ports = [{ name: 'dns', port: 5353, protocol: kplus.Protocol.UDP }];
  expectRefusal({ ports, readiness: kplus.Probe.fromHttpGet('/ready') }, {},
    `W-13: a probe or hook of container main states no port, and would ask port 80, which the container does not declare; give it the port${orAllow('W-13')}`);
  expect(warnings({ ports, readiness: kplus.Probe.fromHttpGet('/ready', { port: 8080 }) })).toEqual([]);
});

test('W-13: the host of a probe is nobody\'s fault on a cluster that is known to be older than the rule', () => {
  const make = (kubernetesVersion: string) => () => {
    const chart = Testing.chart();
    ClusterProfile.attach(chart, ClusterProfile.custom({ kubernetesVersion }));
    return new ExposedService(chart, 'app', { app: { ...app, readiness: kplus.Probe.fromHttpGet('/', { host: 'example.com' }) }, strategy: ExposureStrategy.CLUSTER_IP });
  };
  expect(make('1.33')).not.toThrow();
  expect(make('1.34')).toThrow(/^\[test\/app\] W-13: /);
});

test.each([
  ['securityContext', { securityContext: { user: 0 } }],
  ['podSecurityContext', { podSecurityContext: { user: 0 } }],
  ['podSecurityContext alone', { podSecurityContext: { user: 0, ensureNonRoot: false } }],
])('E-9: a user that is root and must not be is never started (%s)', (_, spec) => {
  expectRefusal(spec, {},
    'E-9: container main has user 0, which is root, and must not run as root, so the kubelet never starts it; set ensureNonRoot: false in the container\'s security context, or choose another user');
});

test('E-9: a user that is root, and may be, is taken', () => {
  const securityContext = { ensureNonRoot: false };
  expect(() => objects({ podSecurityContext: { user: 0, ensureNonRoot: false }, securityContext })).not.toThrow();
  expect(() => objects({ podSecurityContext: { user: 0 }, securityContext })).not.toThrow();
  expect(() => objects({ podSecurityContext: { user: 0 }, securityContext: { user: 1000 } })).not.toThrow();
  expectRefusal({ podSecurityContext: { user: 0 }, securityContext, initContainers: [{ name: 'setup', image: 'setup:1' }] }, {},
    'E-9: container setup has user 0, which is root, and must not run as root, so the kubelet never starts it; set ensureNonRoot: false in the container\'s security context, or choose another user');
});

const SIDECAR_ON_NODE = { sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ number: 9901, hostPort: 9901, hostIp: '10.0.0.5' }] }] };

test('HN-9: a sidecar that holds a port of the node makes the default rollout one that can deadlock', () => {
  expectRefusal(SIDECAR_ON_NODE, {},
    `HN-9: the rollout of Deployment web has maxSurge 25%, the default, and its pods hold ports of their node: the new pod waits for ever where no other node is free; set maxSurge 0 and maxUnavailable 1 in rollout${orAllow('HN-9')}`);
  expect(warnings({ ...SIDECAR_ON_NODE, rollout: { maxSurge: absolute(0), maxUnavailable: absolute(1) } })).toEqual([]);
  expect(warnings({ ...SIDECAR_ON_NODE, rollout: { type: RolloutType.RECREATE } })).toEqual([]);
  expect(warnings({ ...SIDECAR_ON_NODE, workload: WorkloadKind.STATEFUL_SET })).toEqual([]);
});

test('HN-8: a DaemonSet with a sidecar that holds a port of the node does not surge', () => {
  const spec = { ...SIDECAR_ON_NODE, workload: WorkloadKind.DAEMON_SET };
  expect(warnings(spec)).toEqual([]);
  expectRefusal({ ...spec, rollout: { maxSurge: absolute(1) } }, {},
    `HN-8: rollout.maxSurge of DaemonSet web is 1, and its pods hold ports of their node: the new pod would wait for ever for the port of the old one; use maxSurge 0 and maxUnavailable 1${orAllow('HN-8')}`);
});

test('what a sidecar states of the node is kept where the app names its port', () => {
  const [deployment] = objects({
    ...SIDECAR_ON_NODE, ports: [...app.ports, { name: 'admin', port: 9901, container: 'proxy' }], rollout: { type: RolloutType.RECREATE },
  });
  expect(deployment.spec.template.spec.containers[1].ports).toEqual([
    { name: 'admin', containerPort: 9901, protocol: 'TCP', hostPort: 9901, hostIP: '10.0.0.5' },
  ]);
});

test.each([
  [{ minAvailable: percent(101) }, 'minAvailable is "101%"'],
  [{ maxUnavailable: absolute(-1) }, 'maxUnavailable is -1'],
  [{ maxUnavailable: absolute(1.5) }, 'maxUnavailable is 1.5'],
  [{ minAvailable: percent(12.5) }, 'minAvailable is "12.5%"'],
])('E-2: the share of a disruption budget is a number of pods or a part of them (%#)', (disruptionBudget, words) => {
  expectRefusal({ disruptionBudget }, {}, `E-2: disruptionBudget.${words}; give a whole number from 0, or a whole percentage of at most 100%`);
});

test('a disruption budget may be nothing or all', () => {
  for (const disruptionBudget of [{ minAvailable: percent(100) }, { maxUnavailable: percent(0) }, { maxUnavailable: absolute(0) }]) {
    expect(() => objects({ disruptionBudget })).not.toThrow();
  }
});

test('E-2: a container mounts one thing at a path', () => {
  const chart = Testing.chart();
  const mount = (name: string, path: string) => ({ path, volume: kplus.Volume.fromEmptyDir(chart, name, name) });
  const twice = [mount('one', '/data'), mount('two', '/data')];
  expectRefusal({
    workload: WorkloadKind.STATEFUL_SET,
    volumeClaims: [{ name: 'claim', path: '/data', size: Size.gibibytes(1) }],
    volumeMounts: [mount('cache', '/cache'), mount('data', '/data')],
    sidecars: [{ name: 'proxy', image: 'proxy:1', volumeMounts: twice }],
    initContainers: [{ name: 'setup', image: 'setup:1', volumeMounts: twice }],
  }, {},
  'E-2: sidecars.0.volumeMounts.0 and sidecars.0.volumeMounts.1 both have the path "/data"; give each its own',
  'E-2: initContainers.0.volumeMounts.0 and initContainers.0.volumeMounts.1 both have the path "/data"; give each its own',
  'E-2: volumeClaims.0 and volumeMounts.1 both have the path "/data"; give each its own');
  expect(() => objects({ volumeMounts: twice.slice(1), sidecars: [{ name: 'proxy', image: 'proxy:1', volumeMounts: twice.slice(1) }] })).not.toThrow();
});

test('E-2: environment variables have names that every known version takes', () => {
  const value = kplus.EnvValue.fromValue('x');
  const words = 'is not the name of an environment variable; write letters, digits, "_", "-" and ".", not beginning with a digit or ".."';
  expectRefusal({
    env: { 'OK_1': value, 'my.var-2': value, '1ST': value, 'MY VAR': value },
    sidecars: [{ name: 'proxy', image: 'proxy:1', envVariables: { 'A=B': value } }],
    initContainers: [{ name: 'setup', image: 'setup:1', envVariables: { '..': value } }],
  }, {},
  `E-2: sidecars.0.envVariables: name "A=B" ${words}, for instance "A_B"`,
  `E-2: initContainers.0.envVariables: name ".." ${words}, for instance "_"`,
  `E-2: env: name "1ST" ${words}, for instance "_1ST"`,
  `E-2: env: name "MY VAR" ${words}, for instance "MY_VAR"`);
});

test('an allowed warning of a block that is not chosen is not listed as accepted', () => {
  const options = { nodePort: { ports: { http: 32000 } }, allow: { 'NP-2': 'the number is known to be free' } };
  const allowed = (strategy: ExposureStrategy) => expose({}, { ...options, strategy }).notes(ALLOWED_METADATA).map(({ rule }) => rule);
  expect(allowed(ExposureStrategy.NODE_PORT)).toEqual(['NP-2']);
  expect(allowed(ExposureStrategy.CLUSTER_IP)).toEqual([]);
});

test.each([
  [{ ipFamilyPolicy: IpFamilyPolicy.REQUIRE_DUAL_STACK }, 'IPv4 and IPv6'],
  [{ ipFamilies: [IpFamily.IPV6] }, 'IPv6'],
])('S-17: address families are something that the cluster has to have (%#)', (service, wanted) => {
  const requirements = (options?: Partial<ExposedServiceProps>) => expose({}, options).service.requirements.filter(({ description }) => description.includes('S-17'));
  expect(requirements({ service })).toEqual([{
    kind: 'Capability',
    description: `a cluster whose Services have ${wanted}; another refuses the Service (S-17)`,
    check: 'echo \'{"apiVersion":"v1","kind":"Service","metadata":{"name":"families"},"spec":{"ipFamilyPolicy":"PreferDualStack","ports":[{"port":80}]}}\' | kubectl create --dry-run=server -f - -o jsonpath=\'{.spec.ipFamilies}\'',
  }]);
  expect(requirements({ service: { ipFamilyPolicy: IpFamilyPolicy.PREFER_DUAL_STACK } })).toEqual([]);
});

test.each([
  ['readiness', { readiness: kplus.Probe.fromHttpGet('/', { host: 'example.com' }) }],
  ['liveness', { liveness: kplus.Probe.fromTcpSocket({ host: 'example.com' }) }],
  ['startup', { startup: kplus.Probe.fromTcpSocket({ host: 'example.com' }) }],
  ['postStart', { lifecycle: { postStart: kplus.Handler.fromTcpSocket({ host: 'example.com' }) } }],
])('W-13: a probe or hook asks the pod and no other host (%s)', (_, spec) => {
  expectRefusal(spec, {},
    `W-13: a probe or hook of container main asks the host example.com, which Pod Security baseline forbids from Kubernetes 1.34 on; leave host out, and send a virtual host as a Host header${orAllow('W-13')}`);
});

// Services

test.each([
  ['My-App', `"My-App" is not a Service name; write ${SERVICE_NAME}, for instance "my-app"`],
  ['my.app', `"my.app" is not a Service name; write ${SERVICE_NAME}, for instance "my-app"`],
  ['app-', `"app-" is not a Service name; write ${SERVICE_NAME}, for instance "app"`],
  ['', `"" is not a Service name; write ${SERVICE_NAME}`],
  ['a'.repeat(64), `"${'a'.repeat(64)}" has 64 characters, and a Service name at most 63; shorten it`],
])('S-1: a Service is not called %j', (name, problem) => {
  expectRefusal({ name }, {}, `S-1: name ${problem}`);
});

test('S-4: a stated name that begins with a digit waits for a known version', () => {
  expectRefusal({ name: '1app' }, {},
    `S-4: name "1app" begins with a digit, which a Service may only from Kubernetes 1.36 on; begin it with a letter, or attach a ClusterProfile with the version${orAllow('S-4')}`);
  expect(objects({ name: '1app' }, { allow: { 'S-4': 'every cluster of ours has 1.36' } }).map(({ metadata }) => metadata.name)).toEqual(['1app', '1app']);
});

test('S-5: a Service has a port', () => {
  expectRefusal({ ports: [] }, {}, 'S-5: ports is an empty list; give at least one port, such as { name: \'http\', port: 8086 }');
});

test('S-5: a workload that declares no port has nothing to expose', () => {
  const chart = Testing.chart();
  const workload = new kplus.Deployment(chart, 'own', { metadata: { name: 'own' }, containers: [{ image: 'nginx' }] });
  expect(() => new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP })).toThrow(new Error(
    '[test/door] S-5: no container of Deployment own declares a port; declare what it listens on, such as { name: \'http\', number: 8086 }',
  ));
  expect(chart.node.children).toEqual([workload]);
});

test('S-7: two ports of a Service differ in number or protocol', () => {
  expectRefusal({ ports: [{ name: 'one', port: 8080, servicePort: 80 }, { name: 'two', port: 8081, servicePort: 80 }] }, {},
    'S-7: ports one and two both offer 80/TCP at the Service; give one of them another servicePort');
});

test('S-8: two ports of a Service with one protocol have two node ports', () => {
  expectRefusal({ ports: [{ name: 'one', port: 8080 }, { name: 'two', port: 8081 }] }, { nodePort: { ports: { one: 30080, two: 30080 } } },
    'S-8: nodePort.ports gives 30080/TCP to both one and two; give them different numbers');
});

test('S-9, X-12: target ports are numbers that the pods declare, with the same protocol', () => {
  const [deployment, service] = objects({
    ports: [{ name: 'http', port: 8080, servicePort: 80 }, { name: 'dns', port: 5353, protocol: kplus.Protocol.UDP }],
  });
  const declared = deployment.spec.template.spec.containers[0].ports.map((port: any) => `${port.containerPort}/${port.protocol}`);
  expect(service.spec.ports.map((port: any) => `${port.targetPort}/${port.protocol}`)).toEqual(declared);
  expect(declared).toEqual(['8080/TCP', '5353/UDP']);
});

test('X-12: a port of the app is in a container that there is', () => {
  expectRefusal({ ports: [{ name: 'http', port: 8080, container: 'proxy' }] }, {},
    'X-12: port http: there is no container "proxy"; the app has main');
});

test('X-12, S-9: the port of an exposure is declared by the workload, with its protocol', () => {
  const chart = Testing.chart();
  const workload = new kplus.Deployment(chart, 'own', { metadata: { name: 'own' }, containers: [{ image: 'nginx', ports: [{ number: 5353 }] }] });
  const ports = [{ name: 'http', port: 8080 }, { name: 'dns', port: 5353, protocol: kplus.Protocol.UDP }, { name: 'ok', port: 5353 }];
  expect(() => new Exposure(chart, 'door', { workload, ports, strategy: ExposureStrategy.CLUSTER_IP })).toThrow(new Error([
    '[test/door] X-12: port http: no container of Deployment own declares 8080/TCP; declare it there, or correct the number',
    '[test/door] X-12: port dns: no container of Deployment own declares 5353/UDP; declare it there, or correct the number',
  ].join('\n')));
  expect(chart.node.children).toEqual([workload]);
});

test.each(Object.values(WorkloadKind))('X-11, S-10: every Service of a %s selects with what selects the pods of the workload', kind => {
  const made = objects({ workload: kind, ports: [...app.ports, { name: 'metrics', port: 9090, exposed: false }] }, { strategy: ExposureStrategy.NODE_PORT });
  const { selector: { matchLabels }, template } = made.find(object => object.kind === kind).spec;
  const services = made.filter(object => object.kind === 'Service');
  expect(services.map(({ spec }) => spec.selector)).toEqual(services.map(() => matchLabels));
  expect(services).toHaveLength(kind === WorkloadKind.STATEFUL_SET ? 3 : 2);
  expect(template.metadata.labels).toMatchObject(matchLabels);
});

test('S-12: session affinity and its time are rendered', () => {
  const [, service] = objects({}, { service: { sessionAffinity: SessionAffinity.CLIENT_IP, sessionAffinityTimeout: Duration.hours(24) } });
  expect(service.spec).toMatchObject({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86400 } } });
});

test('S-12: session affinity without a time has Kubernetes\' own', () => {
  const [, service] = objects({}, { service: { sessionAffinity: SessionAffinity.CLIENT_IP } });
  expect(service.spec.sessionAffinity).toBe('ClientIP');
  expect(service.spec).not.toHaveProperty('sessionAffinityConfig');
});

test.each([
  [{}, 'None'],
  [{ sessionAffinity: SessionAffinity.NONE }, 'None'],
])('S-12: a session affinity time without ClientIP would be dropped in silence (%#)', (options, affinity) => {
  expectRefusal({}, { service: { ...options, sessionAffinityTimeout: Duration.seconds(60) } },
    `S-12: service.sessionAffinityTimeout 60s has no effect with sessionAffinity ${affinity}; set sessionAffinity ClientIP or leave it out`);
});

test.each([
  [Duration.seconds(0), '0'],
  [Duration.seconds(86401), '86401'],
  [Duration.millis(1500), '1.5'],
])('S-12: a session lasts 1 to 86400 whole seconds (%#)', (sessionAffinityTimeout, shown) => {
  expectRefusal({}, { service: { sessionAffinity: SessionAffinity.CLIENT_IP, sessionAffinityTimeout } },
    `S-12: service.sessionAffinityTimeout ${shown}s is not possible; choose whole seconds from 1 to 86400`);
});

test('S-13: an external traffic policy is on the Services of type NodePort and LoadBalancer alone', () => {
  const options = { nodePort: { externalTrafficPolicy: TrafficPolicy.LOCAL }, loadBalancer: { externalTrafficPolicy: TrafficPolicy.CLUSTER } };
  const policy = (strategy: ExposureStrategy) => objects({}, { strategy, ...options })[1].spec.externalTrafficPolicy;
  expect(policy(ExposureStrategy.NODE_PORT)).toBe('Local');
  expect(policy(ExposureStrategy.LOAD_BALANCER)).toBe('Cluster');
  for (const strategy of [ExposureStrategy.CLUSTER_IP, ExposureStrategy.HOST_PORT, ExposureStrategy.HOST_NETWORK]) {
    expect(policy(strategy)).toBeUndefined();
  }
});

test('S-14: an internal traffic policy is Cluster or Local', () => {
  const policy = (internalTrafficPolicy: TrafficPolicy) => objects({}, { service: { internalTrafficPolicy } })[1].spec.internalTrafficPolicy;
  expect(policy(TrafficPolicy.CLUSTER)).toBe('Cluster');
  expect(policy(TrafficPolicy.LOCAL)).toBe('Local');
  expectRefusal({}, { service: { internalTrafficPolicy: 'local' as TrafficPolicy } },
    'E-2: service.internalTrafficPolicy is "local"; give one of Cluster, Local');
});

test('S-15: a Service of type ClusterIP has no node ports, also where they are given for another strategy', () => {
  const [, service] = objects({}, { nodePort: { ports: { http: 30080 } }, loadBalancer: { nodePorts: { http: 30080 } } });
  expect(service.spec.type).toBe('ClusterIP');
  expect(service.spec.ports[0]).not.toHaveProperty('nodePort');
});

test.each([
  ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT, ExposureStrategy.CLUSTER_IP, ExposureStrategy.NODE_PORT, ExposureStrategy.LOAD_BALANCER,
])('S-16, NP-7: the Service of %s is not headless', strategy => {
  expect(objects({}, { strategy })[1].spec).not.toHaveProperty('clusterIP');
});

test('S-17: address families are rendered', () => {
  const [, service] = objects({}, {
    service: { ipFamilyPolicy: IpFamilyPolicy.PREFER_DUAL_STACK, ipFamilies: [IpFamily.IPV6, IpFamily.IPV4], publishNotReadyAddresses: true },
  });
  expect(service.spec).toMatchObject({ ipFamilyPolicy: 'PreferDualStack', ipFamilies: ['IPv6', 'IPv4'], publishNotReadyAddresses: true });
});

test.each([
  [{ ipFamilies: [] }, 'service.ipFamilies [] is not possible; give IPv4, IPv6 or both, each once'],
  [{ ipFamilies: [IpFamily.IPV4, IpFamily.IPV4] }, 'service.ipFamilies ["IPv4","IPv4"] is not possible; give IPv4, IPv6 or both, each once'],
  [{ ipFamilies: [IpFamily.IPV4, IpFamily.IPV6] }, 'service.ipFamilies ["IPv4","IPv6"] are two with ipFamilyPolicy SingleStack; set ipFamilyPolicy PreferDualStack, or give one family'],
  [
    { ipFamilies: [IpFamily.IPV4, IpFamily.IPV6], ipFamilyPolicy: IpFamilyPolicy.SINGLE_STACK },
    'service.ipFamilies ["IPv4","IPv6"] are two with ipFamilyPolicy SingleStack; set ipFamilyPolicy PreferDualStack, or give one family',
  ],
])('S-17: a Service has at most two families, and with SingleStack one (%#)', (service, message) => {
  expectRefusal({}, { service }, `S-17: ${message}`);
});

test('S-18: an address or range that newer clusters refuse is refused', () => {
  expectRefusal({}, { hostPort: { hostIp: '010.0.0.5' }, loadBalancer: { loadBalancerSourceRanges: ['192.168.0.5/24', '::ffff:10.0.0.0/104'] } },
    `HP-4: hostPort.hostIp "010.0.0.5" has leading zeros; write "10.0.0.5"${orAllow('HP-4')}`,
    'LB-2: loadBalancer.loadBalancerSourceRanges.0 "192.168.0.5/24" has host bits; write "192.168.0.0/24"',
    'LB-2: loadBalancer.loadBalancerSourceRanges.1 "::ffff:10.0.0.0/104" is an IPv4 address in the form of IPv6; write "10.0.0.0/8"');
});

test('S-19, X-19: TCP and UDP on one number are warned of', () => {
  expect(warnings({ ports: [{ name: 'dns', port: 5353 }, { name: 'dns-udp', port: 5353, protocol: kplus.Protocol.UDP }] })).toEqual([
    'S-19: ports dns and dns-udp share the number 5353, and client-side kubectl apply loses one of them on an update; apply with --server-side',
  ]);
});

test('S-22: addresses inside the cluster have the port of the Service, not the one of the container', () => {
  const { service } = expose({ ports: [{ name: 'http', port: 8080, servicePort: 8000 }] });
  expect(service.accessPoints[0].url).toBe('http://web.<NAMESPACE>.svc:8000/');
});

test('labels and annotations of the Service stand beside those of the app', () => {
  const [deployment, service] = objects({ labels: { team: 'blue' } }, { service: { labels: { tier: 'front' }, annotations: { note: 'any text' } } });
  expect(service.metadata).toEqual({
    name: 'web', labels: { 'app.kubernetes.io/name': 'web', 'team': 'blue', 'tier': 'front' }, annotations: { note: 'any text' },
  });
  expect(deployment.metadata.labels).toEqual({ 'app.kubernetes.io/name': 'web', 'team': 'blue' });
});

test('E-2: labels and annotations of the Service are such as Kubernetes takes', () => {
  expectRefusal({}, { service: { labels: { tier: 'a/b' }, annotations: { '': 'x' } } },
    'E-2: service.labels.tier "a/b" is not a label value; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, for instance "a-b"',
    'E-2: service.annotations: key "" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/"');
});

test('the appProtocol of a port is set on the Service where it is stated', () => {
  const [, service] = objects({ ports: [{ name: 'http', port: 8080 }, { name: 'web', port: 8081, appProtocol: 'kubernetes.io/h2c' }] });
  expect(service.spec.ports[0]).not.toHaveProperty('appProtocol');
  expect(service.spec.ports[1].appProtocol).toBe('kubernetes.io/h2c');
});

// The library's own

test('E-1: on the host network no port can be kept in', () => {
  const ports = [...app.ports, { name: 'metrics', port: 9090, exposed: false }];
  expectRefusal({ ports }, { strategy: ExposureStrategy.HOST_NETWORK },
    `E-1: port metrics has exposed: false, and HOST_NETWORK cannot keep it in, because the process binds 9090 on the node; use HOST_PORT, or bind it to 127.0.0.1${orAllow('E-1')}`);
});

test('E-1: a port that only a sidecar knows of is on the node as well', () => {
  expectRefusal(sidecarWith('admin', 9901), { strategy: ExposureStrategy.HOST_NETWORK },
    `E-1: port 9901/TCP of container proxy is not among the exposed ports, and HOST_NETWORK cannot keep it in, because the process binds 9901 on the node; use HOST_PORT, or bind it to 127.0.0.1${orAllow('E-1')}`);
});

test('E-1: a port that binds to the loopback address is allowed with that reason, and is no way in', () => {
  const ports = [...app.ports, { name: 'metrics', port: 9090, exposed: false }];
  const { service, notes } = expose({ ports }, { strategy: ExposureStrategy.HOST_NETWORK, allow: { 'E-1': 'it binds to 127.0.0.1' } });
  expect(notes(ALLOWED_METADATA).map(({ rule, reason }) => [rule, reason])).toEqual([['E-1', 'it binds to 127.0.0.1']]);
  expect(service.accessPoints.filter(({ port }) => port === 'metrics').map(({ from, note }) => [from, note])).toEqual([
    ['inside', 'not exposed: it binds to 127.0.0.1'],
  ]);
});

test.each([
  [0, '0 is not a port number; choose a whole number from 1 to 65535'],
  [65536, '65536 is not a port number; choose a whole number from 1 to 65535'],
  [80.5, '80.5 is not a port number; choose a whole number from 1 to 65535'],
])('E-2: the app and the Service have no port %p', (number, problem) => {
  expectRefusal({ ports: [{ name: 'http', port: number, servicePort: number }] }, {},
    `E-2: ports.0.port ${problem}`, `E-2: ports.0.servicePort ${problem}`);
});

test('E-2: an appProtocol is a qualified name', () => {
  expectRefusal({ ports: [{ name: 'http', port: 8080, appProtocol: 'HTTP 2' }] }, {},
    'E-2: ports.0.appProtocol "HTTP 2" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/", for instance "HTTP-2"');
});

test('E-5: a port below 1024 of an app that is not root is warned of', () => {
  expect(warnings({ ports: [{ name: 'http', port: 80 }] })).toEqual([
    'E-5: port http: 80 is below 1024 and container main does not run as root, so binding it fails on container runtimes before containerd 2.0; listen on a port from 1024, and choose the number that clients see with servicePort or hostPort.ports',
  ]);
  expect(warnings({ ports: [{ name: 'http', port: 80 }], securityContext: { ensureNonRoot: false, user: 0 } })).toEqual([]);
  expect(warnings({ ports: [{ name: 'http', port: 8080, servicePort: 80 }] })).toEqual([]);
});

test.each([
  ['X-99', 'a reason', 'allow names the rule \'X-99\', which does not exist; the ids are listed in docs/rules.md'],
  ['S-1', 'a reason', 'allow names the rule \'S-1\', which is a plain error: Kubernetes refuses it or it can never work; only STRICT and WARN rules can be allowed'],
  ['P-3', 'a reason', 'allow names the rule \'P-3\', which is about policies; ask those who keep the policy for an ExposurePolicy.exempt'],
  ['W-6', ' ', 'allow[\'W-6\'] is " "; write down the reason why it is right here'],
])('E-7: what is allowed is a rule that can be, with a reason (%s)', (rule, reason, message) => {
  expectRefusal({}, { allow: { [rule]: reason } }, `E-7: ${message}`);
});

test('E-7: an error stays an error although it is allowed', () => {
  expectRefusal({ ports: [] }, { allow: { 'S-5': 'no port is needed' } },
    'E-7: allow names the rule \'S-5\', which is a plain error: Kubernetes refuses it or it can never work; only STRICT and WARN rules can be allowed');
});

test.each([
  [{ rollout: { type: RolloutType.ON_DELETE } }, 'rollout.type OnDelete does not exist for a Deployment; choose RollingUpdate or Recreate'],
  [{ rollout: { partition: 1 } }, 'rollout.partition does not exist for a Deployment; it has maxSurge and maxUnavailable'],
  [{ workload: WorkloadKind.DAEMON_SET, rollout: { type: RolloutType.RECREATE } }, 'rollout.type Recreate does not exist for a DaemonSet; choose RollingUpdate or OnDelete'],
  [{ workload: WorkloadKind.STATEFUL_SET, rollout: { maxUnavailable: absolute(1) } }, 'rollout.maxUnavailable does not exist for a StatefulSet; it has partition'],
])('E-9: a rollout has what its kind of workload has (%#)', (spec, message) => {
  expectRefusal(spec, {}, `E-9: ${message}`);
});

test.each([
  ['hostPort.ports', { hostPort: { ports: { metrics: 9090 } } }],
  ['nodePort.ports', { nodePort: { ports: { metrics: 30000 } } }],
  ['loadBalancer.nodePorts', { loadBalancer: { nodePorts: { metrics: 30000 } } }],
])('E-9: %s has no number for a port that is not exposed', (option, options) => {
  expectRefusal({ ports: [...app.ports, { name: 'metrics', port: 9090, exposed: false }] }, options,
    `E-9: ${option}.metrics is given for a port with exposed: false; leave one of the two out`);
});

test.each([
  ['hostPort.ports', { hostPort: { ports: { web: 80 } } }],
  ['nodePort.ports', { nodePort: { ports: { web: 30000 } } }],
  ['loadBalancer.nodePorts', { loadBalancer: { nodePorts: { web: 30000 } } }],
])('E-2: %s names a port of the app', (option, options) => {
  expectRefusal({}, options, `E-2: ${option} names the port "web", which the app does not have; its ports are http`);
});

test('E-10: a cluster profile has facts that exist', () => {
  expect(() => ClusterProfile.custom({ kubernetesVersion: '1.20', nodePortRange: '32767-30000', clusterDomain: 'Cluster.Local' })).toThrow(new Error([
    '[ClusterProfile] E-10: kubernetesVersion "1.20" is older than the Kubernetes versions known here; choose one from 1.27 to 1.37',
    '[ClusterProfile] E-10: nodePortRange "32767-30000" ends before it begins; write "30000-32767"',
    '[ClusterProfile] E-10: clusterDomain "Cluster.Local" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "cluster.local"',
  ].join('\n')));
});

test('E-10: a scope has one cluster profile, and the nearest one counts', () => {
  const chart = Testing.chart();
  ClusterProfile.attach(chart.node.root, ClusterProfile.custom({ clusterDomain: 'outer.example' }));
  ClusterProfile.attach(chart, ClusterProfile.custom({ clusterDomain: 'inner.example' }));
  expect(() => ClusterProfile.attach(chart, ClusterProfile.custom({}))).toThrow(new Error(
    '[test] E-10: a ClusterProfile is attached here already; attach one to a scope, or another to a scope further down',
  ));
  const { accessPoints: [inside] } = new ExposedService(chart, 'app', { app, strategy: ExposureStrategy.CLUSTER_IP });
  expect(inside.url).toBe('http://web.<NAMESPACE>.svc.inner.example:8080/');
});

test('E-10: a cluster profile comes before what goes by it', () => {
  const chart = Testing.chart();
  new ExposedService(chart, 'app', { app, strategy: ExposureStrategy.CLUSTER_IP });
  expect(() => ClusterProfile.attach(chart, ClusterProfile.custom({}))).toThrow(new Error(
    '[test] E-10: a ClusterProfile is attached after something below was exposed without it; attach it first',
  ));
});

test('E-11: at least one port is exposed', () => {
  expectRefusal({ ports: [{ name: 'http', port: 8080, exposed: false }] }, {},
    'E-11: every port has exposed: false, so there is nothing to expose; expose at least one, or use a plain workload');
});

// Host modes

test.each([
  ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT,
])('X-7: with %s each replica needs a node of its own', strategy => {
  expect(warnings({ replicas: 3 }, { strategy })).toEqual([
    'X-7: Deployment web has 3 replicas, each of which needs a node of its own for its ports, or stays Pending; a DaemonSet runs one on every node',
  ]);
  expect(warnings({ replicas: 1 }, { strategy })).toEqual([]);
  expect(warnings({ workload: WorkloadKind.DAEMON_SET }, { strategy })).toEqual([]);
});

test('X-7: the two pods that a Deployment of cdk8s-plus runs by default are counted', () => {
  const chart = Testing.chart();
  const workload = new kplus.Deployment(chart, 'own', { metadata: { name: 'own' }, containers: [{ image: 'nginx', portNumber: 8080 }] });
  const door = new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.HOST_PORT });
  expect(door.node.metadata.map(({ data }) => data.message)).toEqual([
    'Deployment own has 2 replicas, each of which needs a node of its own for its ports, or stays Pending; a DaemonSet runs one on every node',
  ]);
});

test('E-16: with the internal traffic policy Local requests from nodes without a pod are dropped, unless every node has one', () => {
  const service = { internalTrafficPolicy: TrafficPolicy.LOCAL };
  expect(warnings({}, { service })).toEqual([
    'E-16: service.internalTrafficPolicy Local drops requests from pods on nodes without a pod of the app; run one on every node with a DaemonSet, or leave it out',
  ]);
  expect(warnings({ workload: WorkloadKind.DAEMON_SET }, { service })).toEqual([]);
});

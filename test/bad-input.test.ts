import { Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { ClusterProfile, ExposedService, Exposure, ExposureStrategy } from '../src';
import { RULES } from '../src/rules/catalogue';
import { REFUSED } from '../src/rules/refused';

// What JavaScript can give, where no compiler looks.

const APP = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const PROPS = { app: APP, strategy: 'ClusterIP' };
const STRATEGY_NAMES = 'HostNetwork, HostPort, ClusterIP, NodePort, LoadBalancer, Ingress, Gateway';
const OPTIONS = 'strategy, service, hostNetwork, hostPort, clusterIp, nodePort, loadBalancer, http, ingress, gateway, networkPolicy, allow, app';

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** The props with one value put at a dotted path. */
function put(target: any, path: string, value: unknown): any {
  const [head, ...tail] = path.split('.');
  const copy: any = /^\d+$/.test(head) ? [...target ?? []] : { ...target };
  copy[head] = tail.length === 0 ? value : put(target?.[head], tail.join('.'), value);
  return copy;
}

function expectRefusal(props: unknown, ...lines: string[]) {
  const chart = Testing.chart();
  expect(() => new ExposedService(chart, 'app', props as any)).toThrow(new Error(lines.map(line => `[test/app] ${line}`).join('\n')));
  expect(chart.node.children).toEqual([]);
  expect(Testing.synth(chart)).toEqual([]);
}

test.each([
  [undefined, 'props is missing; give an object'],
  [null, 'props is null; give an object'],
  [[], 'props is []; give an object'],
  ['NodePort', 'props is "NodePort"; give an object'],
  [42, 'props is 42; give an object'],
])('E-2: the props are not %j', (props, message) => {
  expectRefusal(props, `E-2: ${message}`);
});

test('E-2: an empty object says all that is missing', () => {
  expectRefusal({}, `E-2: strategy is missing; give one of ${STRATEGY_NAMES}`, 'E-2: app is missing; give an object');
});

test.each([
  ['nodeport', 'is "nodeport"'],
  ['NODE_PORT', 'is "NODE_PORT"'],
  ['', 'is ""'],
  [undefined, 'is missing'],
  [null, 'is null'],
  [3, 'is 3'],
  [['NodePort'], 'is ["NodePort"]'],
])('E-2: the strategy is not %j', (strategy, what) => {
  expectRefusal({ app: APP, strategy }, `E-2: strategy ${what}; give one of ${STRATEGY_NAMES}`);
});

test('the strategies are written as in a configuration file', () => {
  const chart = Testing.chart();
  new ExposedService(chart, 'app', { app: APP, strategy: 'NodePort' as ExposureStrategy });
  expect(Testing.synth(chart)[1].spec.type).toBe('NodePort');
});

test.each([
  ['nodePorts', 'there is no option \'nodePorts\'; write nodePort'],
  ['door', `there is no option 'door'; the construct takes ${OPTIONS}`],
  ['app.replica', 'there is no option \'app.replica\'; write replicas'],
  ['toString', `there is no option 'toString'; the construct takes ${OPTIONS}`],
  ['constructor', `there is no option 'constructor'; the construct takes ${OPTIONS}`],
  ['nodePort.port', 'there is no option \'nodePort.port\'; write ports'],
  ['hostPort.hostIP', 'there is no option \'hostPort.hostIP\'; write hostIp'],
  ['clusterIp.proxyRole.verb', 'there is no option \'clusterIp.proxyRole.verb\'; write verbs'],
  ['app.ports.0.nodePort', 'there is no option \'app.ports.0.nodePort\'; app.ports.0 takes name, port, servicePort, protocol, appProtocol, exposed, container'],
  ['app.rollout.strategy', 'there is no option \'app.rollout.strategy\'; app.rollout takes type, maxSurge, maxUnavailable, partition'],
  ['app.securityContext.runAsUser', 'there is no option \'app.securityContext.runAsUser\'; app.securityContext takes user, group, ensureNonRoot, privileged, readOnlyRootFilesystem, allowPrivilegeEscalation, capabilities'],
])('E-2: the unknown option %s is said, with those that there are', (path, message) => {
  expectRefusal(put(PROPS, path, 'x'), `E-2: ${message}`);
});

test.each([
  ['app.image', NaN, 'W-2: image NaN is not the name of an image; give one such as "influxdb:1.8"'],
  ['app.image', undefined, 'W-2: image undefined is not the name of an image; give one such as "influxdb:1.8"'],
  ['app.ports.0.port', '8080', 'E-2: ports.0.port "8080" is a string, not a port number; write 8080'],
  ['app.ports.0.port', NaN, 'E-2: ports.0.port NaN is not a port number; choose a whole number from 1 to 65535'],
  ['app.ports.0.port', null, 'E-2: ports.0.port null is not a port number; choose a whole number from 1 to 65535'],
  ['app.ports.0.port', undefined, 'E-2: ports.0.port undefined is not a port number; choose a whole number from 1 to 65535'],
  ['app.ports.0.port', { toString: null }, 'E-2: ports.0.port {"toString":null} is not a port number; choose a whole number from 1 to 65535'],
  ['app.ports.0.servicePort', '80', 'E-2: ports.0.servicePort "80" is a string, not a port number; write 80'],
  ['app.ports.0.name', 80, 'W-1: ports.0.name 80 is not a port name; write at most 15 lower-case letters, digits and single "-" between them, with at least one letter'],
  ['app.ports.0.protocol', 'tcp', 'E-2: app.ports.0.protocol is "tcp"; give one of TCP, UDP, SCTP'],
  ['app.ports.0.protocol', 'HTTP', 'E-2: app.ports.0.protocol is "HTTP"; give one of TCP, UDP, SCTP'],
  ['app.ports.0.exposed', 'false', 'E-2: app.ports.0.exposed is "false"; give true or false'],
  ['app.ports.0', 8080, 'E-2: app.ports.0 is 8080; give an object'],
  ['app.ports', 8080, 'E-2: app.ports is 8080; give a list'],
  ['app.ports', undefined, 'E-2: app.ports is missing; give a list'],
  ['app.replicas', '3', 'E-2: replicas is "3"; give a whole number from 0'],
  ['app.replicas', 1.5, 'E-2: replicas is 1.5; give a whole number from 0'],
  ['app.replicas', NaN, 'E-2: replicas is NaN; give a whole number from 0'],
  ['app.workload', 'CronJob', 'E-2: app.workload is "CronJob"; give one of Deployment, DaemonSet, StatefulSet'],
  ['app.command', 'nginx', 'E-2: app.command is "nginx"; give a list'],
  ['app.args', ['-p', 80], 'E-2: app.args.1 is 80; give a string'],
  ['app.env', { MODE: 'production' }, 'E-2: app.env.MODE is "production"; give a kplus.EnvValue, such as kplus.EnvValue.fromValue(\'text\')'],
  ['app.env', { MODE: undefined }, 'E-2: app.env.MODE is missing; give a kplus.EnvValue, such as kplus.EnvValue.fromValue(\'text\')'],
  ['app.envFrom', [{}], 'E-2: app.envFrom.0 is {}; give a kplus.EnvFrom'],
  ['app.imagePullPolicy', 'always', 'E-2: app.imagePullPolicy is "always"; give one of Always, IfNotPresent, Never'],
  ['app.readiness', { httpGet: { path: '/' } }, 'E-2: app.readiness is {"httpGet":{"path":"/"}}; give a kplus.Probe'],
  ['app.lifecycle', { preStop: 'sleep 5' }, 'E-2: app.lifecycle.preStop is "sleep 5"; give a kplus.Handler'],
  ['app.terminationGracePeriod', 30, 'E-2: app.terminationGracePeriod is 30; give a cdk8s.Duration'],
  ['app.resources', { memory: { limit: '64Mi' } }, 'E-2: app.resources.memory.limit is "64Mi"; give a cdk8s.Size'],
  ['app.resources', { cpu: { request: 1 } }, 'E-2: app.resources.cpu.request is 1; give a kplus.Cpu'],
  ['app.rollout', { maxSurge: 1 }, 'E-2: app.rollout.maxSurge is 1; give a kplus.PercentOrAbsolute'],
  ['app.rollout', { partition: -1 }, 'E-2: app.rollout.partition is -1; give a whole number from 0'],
  ['app.volumeMounts', [{ path: '/data' }], 'E-2: app.volumeMounts.0.volume is missing; give a kplus.Volume'],
  ['app.volumeClaims', [{ name: 'data', path: '/data', size: '1Gi' }], 'E-2: app.volumeClaims.0.size is "1Gi"; give a cdk8s.Size'],
  ['app.securityContext', { user: 'root' }, 'E-2: app.securityContext.user is "root"; give a whole number from 0'],
  ['app.podSecurityContext', { sysctls: {} }, 'E-2: app.podSecurityContext.sysctls is {}; give a list'],
  ['app.serviceAccount', 'robot', 'E-2: app.serviceAccount is "robot"; give a kplus.IServiceAccount'],
  ['app.dockerRegistryAuth', {}, 'E-2: app.dockerRegistryAuth is {}; give a kplus.ISecret'],
  ['app.dns', { policy: 'Cluster' }, 'E-2: app.dns.policy is "Cluster"; give one of ClusterFirst, ClusterFirstWithHostNet, Default, None'],
  ['app.tolerations', [{ key: 'a' }], 'E-2: app.tolerations.0 is {"key":"a"}; give a kplus.NodeTaintQuery'],
  ['app.disruptionBudget', { minAvailable: 1 }, 'E-2: app.disruptionBudget.minAvailable is 1; give a kplus.PercentOrAbsolute'],
  ['app.sidecars', [{ name: 'proxy', image: 'proxy:1', portNumber: '80' }], 'E-2: sidecars.0.ports.0.number "80" is a string, not a port number; write 80'],
  ['app.sidecars', ['proxy:1'], 'E-2: app.sidecars.0 is "proxy:1"; give an object'],
  ['app.initContainers', [{ image: 'a:1', command: 'sh' }], 'E-2: app.initContainers.0.command is "sh"; give a list'],
  ['app.labels', { version: 2 }, 'E-2: app.labels.version is 2; give a string'],
  ['app.nodeSelector', ['linux'], 'E-2: app.nodeSelector is ["linux"]; give an object'],
  ['app.hostUsers', 'no', 'E-2: app.hostUsers is "no"; give true or false'],
  ['service', null, 'E-2: service is null; give an object'],
  ['service.sessionAffinity', 'clientIP', 'E-2: service.sessionAffinity is "clientIP"; give one of None, ClientIP'],
  ['service.sessionAffinityTimeout', 60, 'E-2: service.sessionAffinityTimeout is 60; give a cdk8s.Duration'],
  ['service.ipFamilies', 'IPv4', 'E-2: service.ipFamilies is "IPv4"; give a list'],
  ['service.ipFamilyPolicy', 'DualStack', 'E-2: service.ipFamilyPolicy is "DualStack"; give one of SingleStack, PreferDualStack, RequireDualStack'],
  ['hostNetwork', true, 'E-2: hostNetwork is true; give an object'],
  ['hostNetwork.dnsPolicy', 'default', 'E-2: hostNetwork.dnsPolicy is "default"; give one of ClusterFirst, ClusterFirstWithHostNet, Default, None'],
  ['hostPort.ports', [80], 'E-2: hostPort.ports is [80]; give an object'],
  ['hostPort.ports', 80, 'E-2: hostPort.ports is 80; give an object'],
  ['clusterIp.proxyRole', true, 'E-2: clusterIp.proxyRole is true; give an object'],
  ['clusterIp.proxyRole.verbs', 'get', 'E-2: clusterIp.proxyRole.verbs is "get"; give a list'],
  ['nodePort.ports.http', '30080', 'NP-1: nodePort.ports.http "30080" is a string, not a port number; write 30080'],
  ['nodePort.ports.http', null, 'NP-1: nodePort.ports.http null is not a port number; choose a whole number from 1 to 65535'],
  ['nodePort.externalTrafficPolicy', 'local', 'E-2: nodePort.externalTrafficPolicy is "local"; give one of Cluster, Local'],
  ['loadBalancer.loadBalancerClass', 5, 'LB-1: loadBalancer.loadBalancerClass 5 is a number, not a qualified name; write "5"'],
  ['loadBalancer.loadBalancerSourceRanges', '10.0.0.0/8', 'E-2: loadBalancer.loadBalancerSourceRanges is "10.0.0.0/8"; give a list'],
  ['loadBalancer.loadBalancerSourceRanges', [10], 'LB-2: loadBalancer.loadBalancerSourceRanges.0 10 is not a range of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32"'],
  ['loadBalancer.allocateLoadBalancerNodePorts', 'no', 'E-2: loadBalancer.allocateLoadBalancerNodePorts is "no"; give true or false'],
  ['loadBalancer.healthCheckNodePort', { valueOf: null }, 'LB-3: loadBalancer.healthCheckNodePort {"valueOf":null} is not a port number; choose a whole number from 1 to 65535'],
  ['allow', 'HN-10', 'E-2: allow is "HN-10"; give an object'],
  ['allow', { 'HN-10': 5 }, 'E-7: allow[\'HN-10\'] is 5; write down the reason why it is right here\n[test/app] E-2: allow.HN-10 is 5; give a string'],
])('E-2: %s is not %j', (path, value, message) => {
  expectRefusal(put(PROPS, path, value), message);
});

test('E-2: everything that is wrong in the types is said at once', () => {
  expectRefusal({ app: { ...APP, args: 5, hostUsers: 'no' }, strategy: 'x', nodePort: { ports: 1 }, more: 1 },
    `E-2: strategy is "x"; give one of ${STRATEGY_NAMES}`,
    'E-2: nodePort.ports is 1; give an object',
    'E-2: app.args is 5; give a list',
    'E-2: app.hostUsers is "no"; give true or false',
    `E-2: there is no option 'more'; the construct takes ${OPTIONS}`);
});

test('null stands for nothing where a value may be left out altogether', () => {
  const chart = Testing.chart();
  new ExposedService(chart, 'app', { app: { ...APP, name: null }, strategy: 'ClusterIP' } as any);
  expect(Testing.synth(chart)).toHaveLength(2);
});

// Options that exist in Kubernetes and are refused by a rule of their own.

const LOAD_BALANCER = 'belongs to Services of type LoadBalancer; put it into loadBalancer';
const HEADLESS = 'does not exist: a headless Service has no door, and cannot be made an ordinary one later';
const EXTERNAL = 'has no meaning for a ClusterIP Service; put it into nodePort or loadBalancer';
const DEPRECATED = 'does not exist: Kubernetes has deprecated the field; use an annotation of your provider';
const SAME_ADDRESS = 'does not change the address that a process binds in the node\'s network; tell the app itself';

const NP_6 = ['nodePort.healthCheckNodePort', 'nodePort.loadBalancerClass', 'nodePort.loadBalancerSourceRanges'];
const S_16 = ['loadBalancer.clusterIP', 'clusterIp.clusterIP', 'service.clusterIP'];
const S_13 = ['clusterIp.externalTrafficPolicy', 'service.externalTrafficPolicy'];
const LB_6 = ['loadBalancer.loadBalancerIP', 'service.loadBalancerIP', 'loadBalancer.externalIPs', 'nodePort.externalIPs', 'service.externalIPs'];
const HN_7 = ['hostNetwork.hostIP', 'hostNetwork.hostIp'];
const ALONE = ['nodePort.allocateLoadBalancerNodePorts', 'nodePort.clusterIP', 'clusterIp.nodePort', 'hostNetwork.ports', 'ingress.resource'];

function expectRefusedOption(rule: string, option: string, instead: string) {
  expectRefusal(put(PROPS, option, 'x'), `${rule}: the option '${option}' ${instead}`);
}

test.each(NP_6)('NP-6: %s belongs to a load balancer', option => expectRefusedOption('NP-6', option, LOAD_BALANCER));

test.each(S_16)('S-16: %s would make the Service headless', option => expectRefusedOption('S-16', option, HEADLESS));

test.each(S_13)('S-13: %s has no meaning for a ClusterIP Service', option => expectRefusedOption('S-13', option, EXTERNAL));

test.each(LB_6)('LB-6: %s is deprecated', option => expectRefusedOption('LB-6', option, DEPRECATED));

test.each(HN_7)('HN-7: %s changes nothing', option => expectRefusedOption('HN-7', option,
  `${SAME_ADDRESS} (if it is right here, say why: allow: { 'HN-7': 'the reason' })`));

test('LB-4: nodePort.allocateLoadBalancerNodePorts belongs to a load balancer', () => {
  expectRefusedOption('LB-4', 'nodePort.allocateLoadBalancerNodePorts', LOAD_BALANCER);
});

test('NP-7: nodePort.clusterIP would make the Service headless', () => {
  expectRefusedOption('NP-7', 'nodePort.clusterIP', HEADLESS);
});

test('S-15: clusterIp.nodePort cannot be used with a ClusterIP Service', () => {
  expectRefusedOption('S-15', 'clusterIp.nodePort', 'cannot be used with a ClusterIP Service; choose the strategy NodePort and nodePort.ports');
});

test('HN-1: hostNetwork.ports does not exist, since the host port is the container port', () => {
  expectRefusedOption('HN-1', 'hostNetwork.ports', 'does not exist: with the node\'s network the host port is the container\'s; use HOST_PORT to choose another');
});

test('IN-8: ingress.resource does not exist, since the backend is the app', () => {
  expectRefusedOption('IN-8', 'ingress.resource', 'does not exist: the backend is the app\'s own Service');
});

test('every refused option is tested', () => {
  expect(Object.keys(REFUSED).sort()).toEqual([...NP_6, ...S_16, ...S_13, ...LB_6, ...HN_7, ...ALONE].sort());
});

// Other constructs

test.each([
  [undefined, 'E-2: workload is missing; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
  [null, 'E-2: workload is null; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
  [{ kind: 'Deployment' }, 'E-2: workload is {"kind":"Deployment"}; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
  ['own', 'E-2: workload is "own"; give a Deployment, StatefulSet or DaemonSet of cdk8s-plus'],
])('E-2: the workload of a door is not %j', (workload, message) => {
  const chart = Testing.chart();
  expect(() => new Exposure(chart, 'door', { workload, strategy: 'ClusterIP' } as any)).toThrow(new Error(`[test/door] ${message}`));
  expect(chart.node.children).toEqual([]);
});

test.each([
  [{ kubernetesVersion: 1.34 }, 'E-10: kubernetesVersion 1.34 is a number, not a Kubernetes version; write it in quotes, such as "1.37"'],
  [{ nodePortRange: [30000, 32767] }, 'E-10: nodePortRange [30000,32767] is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  [{ gatewayApiChannel: 'beta' }, 'E-2: gatewayApiChannel is "beta"; give one of standard, experimental'],
  [null, 'E-2: props is null; give an object'],
])('E-10, E-2: a cluster is not %j', (props, message) => {
  expect(() => ClusterProfile.custom(props as any)).toThrow(new Error(`[ClusterProfile] ${message}`));
});

// Anything at all

/** The props with every option that a path below leads into. */
const FULL = {
  app: {
    ...APP,
    ports: [...APP.ports, { name: 'http-alt', port: 8081 }],
    sidecars: [{ name: 'proxy', image: 'proxy:1', ports: [{ name: 'admin', number: 9901 }] }],
    initContainers: [{ image: 'migrate:1' }],
    volumeClaims: [{ name: 'data', path: '/data', size: Size.gibibytes(1) }],
    workload: 'StatefulSet',
    env: { MODE: kplus.EnvValue.fromValue('production') },
  },
  nodePort: { ports: { http: 30080 } },
  loadBalancer: { loadBalancerSourceRanges: ['10.0.0.0/8'], nodePorts: { http: 30080 } },
  clusterIp: { proxyRole: {} },
  gateway: { parentRefs: [{ name: 'shared' }] },
  allow: { 'E-1': 'it binds to 127.0.0.1', 'E-3': 'the port http-alt is for other doors' },
};

test.each(Object.values(ExposureStrategy))('what the following begins with makes objects with %s', strategy => {
  const chart = Testing.chart();
  new ExposedService(chart, 'app', { ...FULL, strategy } as any);
  expect(Testing.synth(chart).length).toBeGreaterThan(2);
});

const PATHS = [
  'app', 'strategy', 'allow', 'service', 'hostNetwork', 'hostPort', 'clusterIp', 'nodePort', 'loadBalancer', 'unknown',
  ...[
    'name', 'image', 'imagePullPolicy', 'dockerRegistryAuth', 'command', 'args', 'workingDir', 'env', 'env.MODE', 'envFrom', 'ports', 'ports.0',
    'ports.0.name', 'ports.0.port', 'ports.0.servicePort', 'ports.0.protocol', 'ports.0.appProtocol', 'ports.0.exposed', 'ports.0.container',
    'ports.1.name', 'ports.1.port', 'replicas', 'workload', 'rollout', 'rollout.type', 'rollout.maxSurge', 'rollout.maxUnavailable',
    'rollout.partition', 'readiness', 'liveness', 'startup', 'lifecycle', 'lifecycle.preStop', 'terminationGracePeriod', 'resources',
    'resources.cpu', 'resources.memory.limit', 'volumeMounts', 'volumeMounts.0', 'volumeClaims', 'volumeClaims.0', 'volumeClaims.0.name',
    'volumeClaims.0.size', 'securityContext', 'securityContext.user', 'securityContext.capabilities.add', 'podSecurityContext',
    'podSecurityContext.sysctls', 'hostUsers', 'serviceAccount', 'automountServiceAccountToken', 'enableServiceLinks', 'dns', 'dns.nameservers',
    'nodeSelector', 'tolerations', 'priorityClassName', 'disruptionBudget', 'disruptionBudget.minAvailable', 'initContainers',
    'initContainers.0', 'initContainers.0.name', 'initContainers.0.image', 'sidecars', 'sidecars.0', 'sidecars.0.name', 'sidecars.0.image',
    'sidecars.0.portNumber', 'sidecars.0.ports', 'sidecars.0.ports.0', 'sidecars.0.ports.0.name', 'sidecars.0.ports.0.number',
    'sidecars.0.volumeMounts', 'labels', 'annotations',
  ].map(path => `app.${path}`),
  ...[
    'sessionAffinity', 'sessionAffinityTimeout', 'internalTrafficPolicy', 'ipFamilyPolicy', 'ipFamilies', 'publishNotReadyAddresses', 'labels',
    'annotations',
  ].map(path => `service.${path}`),
  'hostNetwork.dnsPolicy', 'hostPort.ports', 'hostPort.ports.http', 'hostPort.hostIp', 'clusterIp.proxyRole', 'clusterIp.proxyRole.verbs',
  'nodePort.ports', 'nodePort.ports.http', 'nodePort.dnsName', 'nodePort.externalTrafficPolicy', 'nodePort.annotations', 'loadBalancer.loadBalancerClass',
  'loadBalancer.loadBalancerSourceRanges', 'loadBalancer.loadBalancerSourceRanges.0', 'loadBalancer.externalTrafficPolicy',
  'loadBalancer.healthCheckNodePort', 'loadBalancer.allocateLoadBalancerNodePorts', 'loadBalancer.nodePorts', 'loadBalancer.nodePorts.http',
  'loadBalancer.annotations', 'loadBalancer.ports', 'loadBalancer.ports.http',
];

/** Makes the construct, and looks at what it throws: an error with the path and rule in each line, and nothing left behind. */
function expectObjectsOrRules(props: unknown) {
  const chart = Testing.chart();
  try {
    new ExposedService(chart, 'app', props as any);
  } catch (error) {
    const { name, message } = error as Error;
    expect(name).toBe('ExposureError');
    for (const line of message.split('\n')) {
      const [, rule] = /^\[test\/app\] ([A-Z]+-\d+): ./.exec(line) ?? [];
      expect(Object.keys(RULES)).toContain(rule);
    }
    expect(chart.node.children).toEqual([]);
    return;
  }
  expect(Testing.synth(chart).length).toBeGreaterThan(1);
}

test.each(PATHS)('whatever is given for %s makes objects or breaks a rule', path => {
  fc.assert(fc.property(fc.constantFrom(...Object.values(ExposureStrategy)), fc.anything(), (strategy, value) => {
    expectObjectsOrRules(put({ ...FULL, strategy }, path, value));
  }), { numRuns: 25 });
});

test('whatever is given for the props breaks a rule', () => {
  fc.assert(fc.property(fc.anything(), expectObjectsOrRules));
});

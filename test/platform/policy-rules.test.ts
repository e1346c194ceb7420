import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AppSpec, ClusterProfile, ClusterProfileProps, ExposedService, ExposedServiceProps, Exposure, ExposurePolicy, ExposurePolicyProps, ExposureStrategy,
  GatewayParentRef, GatewayProtocol, LoadBalancerOptions, LoadBalancerProvider, PodSecurityLevel, TrafficPolicy,
} from '../../src';

const { HOST_NETWORK, HOST_PORT, CLUSTER_IP, NODE_PORT, LOAD_BALANCER, INGRESS, GATEWAY } = ExposureStrategy;
const STRATEGIES = Object.values(ExposureStrategy);

const HTTP = { name: 'http', port: 8080 };
const METRICS = { name: 'metrics', port: 9100 };
const MQTT = { name: 'mqtt', port: 1883 };
const SHARED = { name: 'shared', namespace: 'infra', sectionName: 'https' };

type Limits = Omit<ExposurePolicyProps, 'name' | 'reason'>;
type Options = Omit<Partial<ExposedServiceProps>, 'app'> & {
  readonly app?: Partial<AppSpec>;
  readonly cluster?: ClusterProfileProps;
  readonly namespace?: string;
};

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function chartOf(limits: Limits, { cluster = {}, namespace }: Options = {}): Chart {
  const chart = new Chart(new App(), 'team', { namespace });
  ClusterProfile.attach(chart, ClusterProfile.custom(cluster));
  ExposurePolicy.attach(chart, new ExposurePolicy({ name: 'edge', reason: 'the firewall knows no more', ...limits }));
  return chart;
}

/** What is thrown under a policy with these limits. */
function refusal(limits: Limits, { app, cluster, namespace, ...options }: Options): string[] {
  const chart = chartOf(limits, { cluster, namespace });
  try {
    new ExposedService(chart, 'shop', { strategy: CLUSTER_IP, ...options, app: { name: 'shop', image: 'shop:1', ports: [HTTP], ...app } });
  } catch (error) {
    expect(Testing.synth(chart)).toEqual([]);
    return (error as Error).message.split('\n');
  }
  return [];
}

function expectKept(limits: Limits, options: Options) {
  expect(refusal(limits, options)).toEqual([]);
}

/** The limit is the one broken, and each line is what is wrong and what would be right. */
function expectBroken(rule: string, limits: Limits, options: Options, ...lines: [what: string, right: string][]) {
  const [[name, value]] = Object.entries(limits);
  expect(refusal(limits, options)).toEqual(lines.map(([what, right]) =>
    `[team/shop] ${rule}: ${what} breaks ${name} ${JSON.stringify(value)} of ExposurePolicy edge (attached to team, because the firewall knows no more); ${right}`));
}

const DOORS: Record<ExposureStrategy, Options> = {
  [HOST_NETWORK]: { strategy: HOST_NETWORK },
  [HOST_PORT]: { strategy: HOST_PORT },
  [CLUSTER_IP]: { strategy: CLUSTER_IP },
  [NODE_PORT]: { strategy: NODE_PORT },
  [LOAD_BALANCER]: { strategy: LOAD_BALANCER },
  [INGRESS]: { strategy: INGRESS, http: { hostnames: ['shop.example.com'], tls: {} } },
  [GATEWAY]: { strategy: GATEWAY, http: { hostnames: ['shop.example.com'], tls: {} }, gateway: { parentRefs: [SHARED] } },
};

test('the whole message of a limit that is broken', () => {
  expect(refusal({ allowedStrategies: [INGRESS, GATEWAY] }, { strategy: NODE_PORT })).toEqual([
    '[team/shop] P-1: strategy NodePort breaks allowedStrategies ["Ingress","Gateway"] of ExposurePolicy edge (attached to team, because the firewall knows no more); choose Ingress or Gateway',
  ]);
});

test('a policy without limits limits nothing', () => {
  STRATEGIES.forEach(strategy => expectKept({}, DOORS[strategy]));
});

test('what a policy forbids is told with what the strategy does', () => {
  const [first, second, ...others] = refusal({ maxExposedPorts: 1 }, { strategy: INGRESS, http: { hostnames: ['a.example.com'] }, app: { ports: [HTTP, MQTT] } });
  expect(first).toMatch(/^\[team\/shop\] IN-14: port mqtt /);
  expect(second).toMatch(/^\[team\/shop\] P-13: exposing 2 ports, http, mqtt, breaks /);
  expect(others).toEqual([]);
});

test('what is broken several times is told each time', () => {
  expect(refusal({ requireTls: true, allowedDomains: ['example.com'], maxExposedPorts: 1 }, {
    strategy: INGRESS, http: { rules: [{ hostnames: ['a.test'] }, { hostnames: ['example.com', 'b.test'], path: '/b' }] },
  }).map(line => line.replace(/ breaks .*/, ''))).toEqual([
    '[team/shop] P-2: hostname a.test', '[team/shop] P-2: hostname b.test', '[team/shop] P-3: an Ingress without TLS',
  ]);
});

test.each(STRATEGIES)('P-1: the strategy %s is allowed where it is listed', strategy => {
  expectKept({ allowedStrategies: [strategy] }, DOORS[strategy]);
  const others = STRATEGIES.filter(other => other !== strategy);
  expectBroken('P-1', { allowedStrategies: others }, DOORS[strategy], [`strategy ${strategy}`, `choose ${others.join(' or ')}`]);
});

const TEAM: Limits = { allowedDomains: ['*.team.example.com', 'example.com'] };
const IN_TEAM = 'inside *.team.example.com or example.com';
const WEB = [INGRESS, GATEWAY];

test.each(WEB)('P-2: hostnames inside the domains are allowed for %s', strategy => {
  const hostnames = ['a.team.example.com', 'b.a.team.example.com', '*.team.example.com', '*.a.team.example.com', 'example.com'];
  expectKept(TEAM, { ...DOORS[strategy], http: { hostnames, tls: {} } });
  expectKept(TEAM, { ...DOORS[strategy], http: { rules: hostnames.map(host => ({ hostnames: [host] })), tls: {} } });
});

test.each(WEB.flatMap(strategy => ['team.example.com', 'a.example.com', '*.example.com', 'xteam.example.com', 'example.com.test'].map(
  host => [strategy, host] as const)))('P-2: with %s the hostname %s is outside the domains', (strategy, host) => {
  expectBroken('P-2', TEAM, { ...DOORS[strategy], http: { hostnames: ['example.com', host], tls: {} } }, [`hostname ${host}`, `choose one ${IN_TEAM}`]);
});

test.each(WEB)('P-2: without hostnames %s answers every one', strategy => {
  expectBroken('P-2', TEAM, { ...DOORS[strategy], http: undefined },
    ['path /, which is answered for every hostname,', `give hostnames ${IN_TEAM}`]);
  expectBroken('P-2', TEAM, { ...DOORS[strategy], http: { rules: [{ hostnames: ['example.com'] }, { path: '/all' }] } },
    ['path /all, which is answered for every hostname,', `give hostnames ${IN_TEAM}`]);
});

test('P-2: the default backend of an Ingress answers every hostname', () => {
  expectBroken('P-2', TEAM, { ...DOORS[INGRESS], http: { hostnames: ['example.com'] }, ingress: { defaultBackend: 'http' } },
    ['ingress.defaultBackend http, which answers every hostname,', `give hostnames ${IN_TEAM}`]);
});

test('P-2: the listeners of an own Gateway are inside the domains, and answer for routes without hostnames', () => {
  const own = (...hostnames: (string | undefined)[]): Options => ({
    strategy: GATEWAY,
    gateway: { ownGateway: { gatewayClassName: 'x', listeners: hostnames.map((hostname, index) => ({ name: `l${index}`, protocol: GatewayProtocol.HTTP, port: 80, hostname })) } },
  });
  expectKept(TEAM, own('a.team.example.com', 'example.com'));
  expectBroken('P-2', TEAM, own('example.com', 'b.test'), ['hostname b.test', `choose one ${IN_TEAM}`]);
  expectBroken('P-2', TEAM, { ...own('example.com', 'b.test'), http: { hostnames: ['example.com'] } }, ['hostname b.test', `choose one ${IN_TEAM}`]);
  expectBroken('P-2', TEAM, own(undefined), ['path /, which is answered for every hostname,', `give hostnames ${IN_TEAM}`]);
});

test.each([
  ['loadBalancer', LOAD_BALANCER, 'external-dns.alpha.kubernetes.io/hostname'],
  ['nodePort', NODE_PORT, 'external-dns.kubernetes.io/hostname'],
  ['service', CLUSTER_IP, 'external-dns.alpha.kubernetes.io/internal-hostname'],
  ['service', INGRESS, 'external-dns.kubernetes.io/internal-hostname'],
  ['ingress', INGRESS, 'external-dns.alpha.kubernetes.io/hostname'],
  ['gateway', GATEWAY, 'external-dns.kubernetes.io/hostname'],
])('P-2: %s.annotations of %s ask ExternalDNS for hostnames inside the domains alone (%s)', (block, strategy, key) => {
  const door = (hostnames: string): Options => {
    const { http, gateway } = DOORS[strategy];
    return { strategy, http: http && { ...http, hostnames: ['example.com'] }, gateway, [block]: { ...block === 'gateway' ? gateway : {}, annotations: { [key]: hostnames } } };
  };
  expectKept(TEAM, door('a.team.example.com,example.com'));
  expectBroken('P-2', TEAM, door('example.com, a.test'), ['hostname a.test', `choose one ${IN_TEAM}`]);
});

test('P-2: the annotation of an Ingress does not hide that of its Service', () => {
  const asking = (host: string) => ({ annotations: { 'external-dns.kubernetes.io/hostname': host } });
  const http = { hostnames: ['example.com'], tls: {} };
  expectBroken('P-2', TEAM, { strategy: INGRESS, http, service: asking('a.test'), ingress: asking('example.com') }, ['hostname a.test', `choose one ${IN_TEAM}`]);
});

test('P-2: doors without hostnames have none to judge', () => {
  [HOST_NETWORK, HOST_PORT, CLUSTER_IP, NODE_PORT, LOAD_BALANCER].forEach(strategy => expectKept(TEAM, DOORS[strategy]));
  expectKept(TEAM, { strategy: GATEWAY, app: { ports: [MQTT] }, gateway: { parentRefs: [{ name: 'shared', sectionName: 'mqtt' }] } });
});

const TLS: Limits = { requireTls: true };
const TLS_ELSEWHERE = 'choose Ingress or Gateway with http.tls, or let the app end TLS and say so with appProtocol https';

test.each([HOST_NETWORK, HOST_PORT, NODE_PORT, LOAD_BALANCER])('P-3: %s leads to no port that speaks plain HTTP or gRPC', strategy => {
  expectBroken('P-3', TLS, { strategy, app: { ports: [HTTP, { name: 'grpc', port: 9090 }] } },
    [`port http, which speaks http through a ${strategy} without TLS,`, TLS_ELSEWHERE],
    [`port grpc, which speaks grpc through a ${strategy} without TLS,`, TLS_ELSEWHERE]);
  expectKept(TLS, { strategy, app: { ports: [{ name: 'https', port: 8443 }, MQTT] } });
  expectKept({ requireTls: false }, { strategy });
});

test('P-3: the proxy of the API server is reached over TLS', () => {
  expectKept(TLS, { strategy: CLUSTER_IP });
});

test('P-3: an Ingress has TLS', () => {
  expectKept(TLS, DOORS[INGRESS]);
  expectBroken('P-3', TLS, { strategy: INGRESS, http: { hostnames: ['a.example.com'] } }, ['an Ingress without TLS', 'give http.tls']);
  expectBroken('P-3', TLS, { strategy: INGRESS }, ['an Ingress without TLS', 'give http.tls']);
  expectKept(TLS, { strategy: INGRESS, http: { hostnames: ['a.example.com'] }, cluster: { certificates: { clusterIssuer: 'letsencrypt' } } });
});

test('P-3: routes of the web attach to HTTPS listeners', () => {
  const HTTPS = { protocol: GatewayProtocol.HTTPS, port: 443 };
  const http = { hostnames: ['a.example.com'] };
  const at = (ref: object, tls = true): Options => ({ strategy: GATEWAY, http: tls ? { ...http, tls: {} } : http, gateway: { parentRefs: [{ name: 'shared', ...ref }] } });
  expectKept(TLS, at({ sectionName: 'https' }));
  expectKept(TLS, at({ sectionName: 'https', listener: HTTPS }, false));
  expectBroken('P-3', TLS, at({}), ['HTTPRoute shop at every listener of Gateway shared', 'give the sectionName of an HTTPS listener']);
  expectBroken('P-3', TLS, at({ listener: HTTPS }), ['HTTPRoute shop at every listener of Gateway shared', 'give the sectionName of an HTTPS listener']);
  expectBroken('P-3', TLS, at({ sectionName: 'web' }, false), ['HTTPRoute shop at listener web of Gateway shared', 'give http.tls']);
  expectBroken('P-3', TLS, at({ sectionName: 'web', listener: { protocol: GatewayProtocol.HTTP, port: 80 } }, false),
    ['HTTPRoute shop at listener web of Gateway shared', 'give http.tls']);
});

test('P-3: an own Gateway has an HTTPS listener for the web', () => {
  const own = (options: Options): Options => ({ strategy: GATEWAY, gateway: { ownGateway: { gatewayClassName: 'x' } }, ...options });
  expectKept(TLS, own({ http: { hostnames: ['a.example.com'], tls: { secretName: 'a-tls' } } }));
  expectBroken('P-3', TLS, own({ http: { hostnames: ['a.example.com'] } }), ['HTTPRoute shop at listener http of Gateway shop', 'give http.tls']);
  expectBroken('P-3', TLS, own({ http: { hostnames: ['a.example.com'] }, app: { ports: [{ name: 'grpc', port: 9090 }] } }),
    ['GRPCRoute shop at listener http of Gateway shop', 'give http.tls']);
  expectKept(TLS, own({ http: { hostnames: ['a.example.com'] }, app: { ports: [{ name: 'tls', port: 8443 }] } }));
  expectKept(TLS, own({ app: { ports: [MQTT] } }));
});

test('P-4: a load balancer is internal where no public one is allowed', () => {
  expectBroken('P-4', { publicLoadBalancers: false }, { strategy: LOAD_BALANCER }, ['a load balancer that is not internal', 'set loadBalancer.internal']);
  expectKept({ publicLoadBalancers: true }, { strategy: LOAD_BALANCER });
  STRATEGIES.filter(strategy => strategy !== LOAD_BALANCER).forEach(strategy => expectKept({ publicLoadBalancers: false }, DOORS[strategy]));
});

test('P-4: a load balancer is internal where it says so', () => {
  const on = (loadBalancer: LoadBalancerOptions): Options => (
    { strategy: LOAD_BALANCER, loadBalancer, cluster: { loadBalancer: { provider: LoadBalancerProvider.AWS_NLB } } });
  expectKept({ publicLoadBalancers: false }, on({ internal: true }));
  expectBroken('P-4', { publicLoadBalancers: false }, on({ internal: false }), ['a load balancer that is not internal', 'set loadBalancer.internal']);
});

const NODE_BAND: Limits = { nodePortBand: '30000-30049' };
const STATE_IN_BAND = 'state a number from 30000 to 30049 in';

test('P-5: node ports are stated, and inside the band', () => {
  const ports = (...numbers: (number | undefined)[]): Options => ({
    strategy: NODE_PORT, nodePort: { ports: Object.fromEntries(['http', 'mqtt'].flatMap((name, index) => numbers[index] === undefined ? [] : [[name, numbers[index]]])) }, app: { ports: [HTTP, MQTT] },
  });
  expectKept(NODE_BAND, ports(30000, 30049));
  expectBroken('P-5', NODE_BAND, ports(30050, 30001), ['node port 30050 of port http', `${STATE_IN_BAND} nodePort.ports.http`]);
  expectBroken('P-5', NODE_BAND, ports(30001), ['the node port of port mqtt, which the cluster chooses,', `${STATE_IN_BAND} nodePort.ports.mqtt`]);
});

test('P-5: a port that is not exposed has no node port', () => {
  expectKept(NODE_BAND, { strategy: NODE_PORT, nodePort: { ports: { http: 30001 } }, app: { ports: [HTTP, { ...METRICS, exposed: false }] } });
});

test('P-5: the node ports of a load balancer are inside the band, where it has any', () => {
  const balanced = (loadBalancer: Options['loadBalancer']): Options => ({ strategy: LOAD_BALANCER, loadBalancer });
  const health = `${STATE_IN_BAND} loadBalancer.healthCheckNodePort`;
  expectKept(NODE_BAND, balanced({ nodePorts: { http: 30007 } }));
  expectKept(NODE_BAND, balanced({ allocateLoadBalancerNodePorts: false }));
  expectKept(NODE_BAND, balanced({ nodePorts: { http: 30007 }, externalTrafficPolicy: TrafficPolicy.LOCAL, healthCheckNodePort: 30008 }));
  expectBroken('P-5', NODE_BAND, balanced(undefined), ['the node port of port http, which the cluster chooses,', `${STATE_IN_BAND} loadBalancer.nodePorts.http`]);
  expectBroken('P-5', NODE_BAND, balanced({ nodePorts: { http: 30060 }, allocateLoadBalancerNodePorts: false }),
    ['node port 30060 of port http', `${STATE_IN_BAND} loadBalancer.nodePorts.http`]);
  expectBroken('P-5', NODE_BAND, balanced({ allocateLoadBalancerNodePorts: false, externalTrafficPolicy: TrafficPolicy.LOCAL }),
    ['the health check node port, which the cluster chooses,', health]);
  expectBroken('P-5', NODE_BAND, balanced({ allocateLoadBalancerNodePorts: false, externalTrafficPolicy: TrafficPolicy.LOCAL, healthCheckNodePort: 30060 }),
    ['health check node port 30060', health]);
});

test('P-5: the Service behind an Ingress has no node port, since its number cannot be stated', () => {
  expectKept(NODE_BAND, DOORS[INGRESS]);
  expectBroken('P-5', NODE_BAND, { ...DOORS[INGRESS], ingress: { serviceType: kplus.ServiceType.NODE_PORT } },
    ['the node port of port http, which the cluster chooses,', 'leave ingress.serviceType out']);
  [HOST_NETWORK, HOST_PORT, CLUSTER_IP, GATEWAY].forEach(strategy => expectKept(NODE_BAND, DOORS[strategy]));
});

const HOST_BAND: Limits = { hostPortBand: '9000-9099' };

test('P-6: the ports that a door opens on the node are inside the band', () => {
  const choose = 'choose a number from 9000 to 9099';
  expectKept(HOST_BAND, { strategy: HOST_PORT, hostPort: { ports: { http: 9000 } } });
  expectKept(HOST_BAND, { strategy: HOST_NETWORK, app: { ports: [{ name: 'http', port: 9099 }] } });
  expectBroken('P-6', HOST_BAND, { strategy: HOST_PORT }, ['host port 8080 of container main', choose]);
  expectBroken('P-6', HOST_BAND, { strategy: HOST_PORT, hostPort: { ports: { http: 9100 } } }, ['host port 9100 of container main', choose]);
  expectBroken('P-6', HOST_BAND, { strategy: HOST_NETWORK, app: { ports: [{ name: 'http', port: 9000 }, MQTT] } }, ['host port 1883 of container main', choose]);
  [CLUSTER_IP, NODE_PORT, LOAD_BALANCER, INGRESS, GATEWAY].forEach(strategy => expectKept(HOST_BAND, DOORS[strategy]));
});

test('P-6: the ports that pods open by themselves are inside the band, whatever the door', () => {
  const broken = (hostNetwork: boolean, hostPort?: number) => {
    const chart = chartOf(HOST_BAND);
    const workload = new kplus.DaemonSet(chart, 'set', {
      metadata: { name: 'agent' },
      hostNetwork,
      dns: { policy: kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET },
      containers: [{ name: 'main', image: 'agent:1', ports: [{ name: 'http', number: 8080, hostPort }] }],
    });
    new Exposure(chart, 'door', { workload, strategy: CLUSTER_IP, allow: { 'HN-8': 'pods are deleted by hand' } });
  };
  const message = '[team/door] P-6: host port 8080 of container main breaks hostPortBand "9000-9099" of ExposurePolicy edge (attached to team, because the firewall knows no more); choose a number from 9000 to 9099';
  expect(() => broken(true)).toThrow(new Error(message));
  expect(() => broken(false, 8081)).toThrow(new Error(message.replace('8080', '8081')));
  expect(() => broken(false, 9001)).not.toThrow();
  expect(() => broken(false)).not.toThrow();
});

test('P-7: the IngressClass is one of those that are allowed', () => {
  const limits: Limits = { allowedIngressClasses: ['traefik', 'internal'] };
  const right = 'choose traefik or internal as ingress.ingressClassName';
  const byClass = (ingress?: Options['ingress'], options?: Options): Options => ({ ...DOORS[INGRESS], ingress, ...options });
  expectKept(limits, byClass({ ingressClassName: 'internal' }));
  expectKept(limits, byClass(undefined, { cluster: { ingress: { ingressClassName: 'traefik' } } }));
  expectBroken('P-7', limits, byClass({ ingressClassName: 'nginx' }), ['IngressClass nginx', right]);
  expectBroken('P-7', limits, byClass(), ['leaving the IngressClass to the cluster\'s default', right]);
  STRATEGIES.filter(strategy => strategy !== INGRESS).forEach(strategy => expectKept(limits, DOORS[strategy]));
});

test('P-8: routes attach to the Gateways that are allowed', () => {
  const limits: Limits = { allowedGateways: ['infra/shared', 'lab'] };
  const right = 'attach to infra/shared or lab';
  const at = (options: Options, ...parentRefs: GatewayParentRef[]): Options => ({ ...DOORS[GATEWAY], ...options, gateway: { parentRefs } });
  expectKept(limits, at({}, { name: 'shared', namespace: 'infra' }, { name: 'lab' }, { name: 'lab', namespace: 'other' }));
  expectKept(limits, at({ namespace: 'infra' }, { name: 'shared' }));
  expectKept(limits, { ...DOORS[GATEWAY], gateway: undefined, cluster: { gateway: { name: 'shared', namespace: 'infra' } } });
  expectBroken('P-8', limits, at({}, { name: 'shared' }, { name: 'xlab' }), ['Gateway shared', right], ['Gateway xlab', right]);
  expectBroken('P-8', limits, at({ namespace: 'shop' }, { name: 'shared' }), ['Gateway shop/shared', right]);
  STRATEGIES.filter(strategy => strategy !== GATEWAY).forEach(strategy => expectKept(limits, DOORS[strategy]));
});

const OWN: Options = { ...DOORS[GATEWAY], http: { hostnames: ['a.example.com'] }, gateway: { ownGateway: { gatewayClassName: 'cheap' } } };

test('P-8: an own Gateway is allowed beside others only where its class is', () => {
  const limits: Limits = { allowedGateways: ['infra/shared'] };
  expectBroken('P-8', limits, OWN, ['a Gateway of the app\'s own, of class cheap,', 'attach to infra/shared']);
  expectKept({ ...limits, allowedGatewayClasses: ['cheap'] }, OWN);
});

test('P-9: an own Gateway has one of the classes that are allowed', () => {
  expectKept({ allowedGatewayClasses: ['cheap'] }, OWN);
  expectKept({ allowedGatewayClasses: ['dear'] }, DOORS[GATEWAY]);
  expectBroken('P-9', { allowedGatewayClasses: ['dear', 'free'] }, OWN, ['GatewayClass cheap', 'choose dear or free as gateway.ownGateway.gatewayClassName']);
  STRATEGIES.filter(strategy => strategy !== GATEWAY).forEach(strategy => expectKept({ allowedGatewayClasses: ['dear'] }, { ...OWN, ...DOORS[strategy] }));
});

test('P-10: a load balancer has one of the classes that are allowed', () => {
  const limits: Limits = { allowedLoadBalancerClasses: ['example.com/inner'] };
  const right = 'choose example.com/inner as loadBalancer.loadBalancerClass';
  expectKept(limits, { strategy: LOAD_BALANCER, loadBalancer: { loadBalancerClass: 'example.com/inner' } });
  expectKept(limits, { strategy: LOAD_BALANCER, cluster: { loadBalancer: { loadBalancerClass: 'example.com/inner' } } });
  expectBroken('P-10', limits, { strategy: LOAD_BALANCER, loadBalancer: { loadBalancerClass: 'example.com/outer' } }, ['load balancer class example.com/outer', right]);
  expectBroken('P-10', limits, { strategy: LOAD_BALANCER }, ['leaving the load balancer class to the cluster\'s default', right]);
  STRATEGIES.filter(strategy => strategy !== LOAD_BALANCER).forEach(strategy => expectKept(limits, DOORS[strategy]));
});

const BLOCKS: Record<ExposureStrategy, keyof Options> = {
  [HOST_NETWORK]: 'service',
  [HOST_PORT]: 'service',
  [CLUSTER_IP]: 'service',
  [NODE_PORT]: 'nodePort',
  [LOAD_BALANCER]: 'loadBalancer',
  [INGRESS]: 'ingress',
  [GATEWAY]: 'gateway',
};

test.each(STRATEGIES)('P-11: the door of %s has the annotations that are required', strategy => {
  const limits: Limits = { requiredAnnotations: { 'example.com/owner': [], 'example.com/tier': ['gold', 'silver'] } };
  const block = BLOCKS[strategy];
  const annotated = (annotations: { [key: string]: string }): Options => ({
    ...DOORS[strategy],
    [block]: { ...DOORS[strategy][block] as object, annotations },
  });
  expectKept(limits, annotated({ 'example.com/owner': 'anybody', 'example.com/tier': 'silver' }));
  expectBroken('P-11', limits, DOORS[strategy],
    ['the missing annotation example.com/owner', `add it to ${block}.annotations`],
    ['the missing annotation example.com/tier', `add it to ${block}.annotations, with gold or silver`]);
  expectBroken('P-11', limits, annotated({ 'example.com/owner': '', 'example.com/tier': 'tin' }),
    ['the annotation example.com/tier "tin"', `make it gold or silver in ${block}.annotations`]);
});

test('P-11: annotations that options stand for count', () => {
  const limits: Limits = { requiredAnnotations: { 'cert-manager.io/cluster-issuer': ['letsencrypt'] } };
  const issued = (clusterIssuer: string): Options => ({ strategy: INGRESS, http: { hostnames: ['a.example.com'], tls: { clusterIssuer } } });
  expectKept(limits, issued('letsencrypt'));
  expectBroken('P-11', limits, issued('staging'),
    ['the annotation cert-manager.io/cluster-issuer "staging"', 'make it letsencrypt in ingress.annotations']);
  expectKept({ requiredAnnotations: { 'example.com/owner': [] } }, { strategy: LOAD_BALANCER, service: { annotations: { 'example.com/owner': 'shop' } } });
});

test.each(STRATEGIES)('P-12: the app behind %s has the labels that are required', strategy => {
  const limits: Limits = { requiredLabels: { 'team': ['shop', 'pay'], 'example.com/cost': [] } };
  const labelled = (labels: { [key: string]: string }): Options => ({ ...DOORS[strategy], app: { labels } });
  expectKept(limits, labelled({ 'team': 'pay', 'example.com/cost': '42' }));
  expectBroken('P-12', limits, labelled({ team: 'toString' }),
    ['the label team "toString"', 'make it shop or pay in labels'],
    ['the missing label example.com/cost', 'add it to labels']);
});

test('P-12: a name that every object has is no label', () => {
  expectBroken('P-12', { requiredLabels: { constructor: [] } }, {}, ['the missing label constructor', 'add it to labels']);
});

test('P-13: no more ports are exposed than are allowed', () => {
  expectKept({ maxExposedPorts: 2 }, { app: { ports: [HTTP, METRICS] } });
  expectKept({ maxExposedPorts: 1 }, { app: { ports: [HTTP, { ...METRICS, exposed: false }] } });
  expectBroken('P-13', { maxExposedPorts: 1 }, { app: { ports: [HTTP, METRICS] } }, ['exposing 2 ports, http, metrics,', 'set exposed: false on all but 1']);
});

test('P-14: a load balancer lets in only clients of the ranges', () => {
  const limits: Limits = { requiredSourceRanges: ['10.0.0.0/8', '2001:db8::/32'] };
  const open = (loadBalancerSourceRanges?: string[]): Options => ({ strategy: LOAD_BALANCER, loadBalancer: { loadBalancerSourceRanges } });
  const inside = 'inside 10.0.0.0/8 or 2001:db8::/32';
  expectKept(limits, open(['10.0.0.0/8', '10.1.2.0/24', '2001:db8:1::/48']));
  expectBroken('P-14', limits, open(), ['a load balancer that lets everybody in', `give loadBalancer.loadBalancerSourceRanges ${inside}`]);
  expectBroken('P-14', limits, open([]), ['a load balancer that lets everybody in', `give loadBalancer.loadBalancerSourceRanges ${inside}`]);
  expectBroken('P-14', limits, open(['10.1.0.0/16', '0.0.0.0/0', '::/0']),
    ['source range 0.0.0.0/0', `choose one ${inside}`], ['source range ::/0', `choose one ${inside}`]);
  STRATEGIES.filter(strategy => strategy !== LOAD_BALANCER).forEach(strategy => expectKept(limits, DOORS[strategy]));
});

const { RESTRICTED, BASELINE, PRIVILEGED } = PodSecurityLevel;

test.each([HOST_NETWORK, HOST_PORT])('P-15: pods of %s need the level privileged', strategy => {
  expectKept({ podSecurityFloor: PRIVILEGED }, DOORS[strategy]);
  for (const podSecurityFloor of [BASELINE, RESTRICTED]) {
    expectBroken('P-15', { podSecurityFloor }, DOORS[strategy],
      [`${strategy} with pods that need Pod Security level privileged`, 'choose a strategy that opens no port of the node']);
  }
});

test('P-15: the pods need no weaker level than is allowed', () => {
  const root: Options = { app: { securityContext: { ensureNonRoot: false, user: 0 } } };
  expectKept({ podSecurityFloor: RESTRICTED }, {});
  expectKept({ podSecurityFloor: BASELINE }, root);
  expectBroken('P-15', { podSecurityFloor: RESTRICTED }, root, [
    'ClusterIP with pods that need Pod Security level baseline', 'make the pods keep to restricted (https://kubernetes.io/docs/concepts/security/pod-security-standards/)',
  ]);
});

test.each(STRATEGIES.filter(strategy => strategy !== HOST_NETWORK))('P-19: the door of %s has a NetworkPolicy', strategy => {
  const from = { [strategy]: [{ cidr: '10.0.0.0/8' }] };
  expectKept({ requireNetworkPolicy: false }, DOORS[strategy]);
  expectKept({ requireNetworkPolicy: true }, { ...DOORS[strategy], networkPolicy: { from } });
  expectBroken('P-19', { requireNetworkPolicy: true }, DOORS[strategy],
    [`${strategy} without a NetworkPolicy`, 'give networkPolicy, {} to let in what comes through the door alone']);
});

test('P-19: HOST_NETWORK, which has no NetworkPolicy, is no strategy where one is required', () => {
  expectBroken('P-19', { requireNetworkPolicy: true }, DOORS[HOST_NETWORK],
    ['HostNetwork without a NetworkPolicy', 'choose another strategy, since pods on the host network have none, and give networkPolicy']);
});

test('P-2: the name in DNS of a load balancer is inside the domains, whoever makes its record', () => {
  const named = (dnsName: string, provider: LoadBalancerProvider): Options => (
    { strategy: LOAD_BALANCER, loadBalancer: { dnsName }, cluster: { loadBalancer: { provider } } });
  const aks = named('shop.westeurope.cloudapp.azure.com', LoadBalancerProvider.AKS);
  expectKept({ allowedDomains: ['*.cloudapp.azure.com'] }, aks);
  expectBroken('P-2', TEAM, aks, ['hostname shop.westeurope.cloudapp.azure.com', `choose one ${IN_TEAM}`]);
});

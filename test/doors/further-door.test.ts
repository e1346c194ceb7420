import { ApiObject, Chart, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  AccessFrom, AccessReport, AppPort, AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, Exposure, ExposureStrategy, FurtherDoorOptions,
  IngressController, WorkloadKind,
} from '../../src';
import { CONTROLLERS } from '../../src/platform/controllers';
import { ALLOWED_METADATA, WARNING_METADATA } from '../../src/synth-notes';

const HTTP: AppPort = { name: 'http', port: 8080, servicePort: 80 };
const GRPC: AppPort = { name: 'grpc', port: 9090 };
const ADMIN: AppPort = { name: 'http-admin', port: 9100, exposed: false };
const INGRESS = { strategy: ExposureStrategy.INGRESS, http: { hostnames: ['shop.example.com'], tls: { secretName: 'shop-cert' } }, ingress: { ingressClassName: 'traefik' } };
const GATEWAY = {
  strategy: ExposureStrategy.GATEWAY,
  http: { hostnames: ['shop.example.com'], tls: {} },
  gateway: { parentRefs: [{ name: 'shared', namespace: 'infra', sectionName: 'https' }] },
};
const LOAD_BALANCER = { strategy: ExposureStrategy.LOAD_BALANCER };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

function expose(options: Omit<ExposedServiceProps, 'app'>, ports = [HTTP], app: Partial<AppSpec> = {}, chart = new Chart(Testing.app(), 'team', { namespace: 'shops' })) {
  return { chart, exposed: new ExposedService(chart, 'shop', { app: { name: 'shop', image: 'shop:1', ports, ...app }, ...options }) };
}

function kinds(chart: Chart): string[] {
  return Testing.synth(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** What is thrown for a further door; there is no trace of it then. */
function refusal({ chart, exposed }: { chart: Chart; exposed: ExposedService }, options: FurtherDoorOptions, id = 'public'): string {
  const before = Testing.synth(chart);
  const paths = chart.node.findAll().map(({ node }) => node.path);
  try {
    exposed.alsoBy(id, options);
  } catch (error) {
    expect(Testing.synth(chart)).toEqual(before);
    expect(chart.node.findAll().map(({ node }) => node.path)).toEqual(paths);
    expect(exposed.exposures).toHaveLength(1);
    return (error as Error).message;
  }
  return 'accepted';
}

test('an Ingress beside a Gateway, for one hostname', () => {
  const { chart, exposed } = expose(INGRESS);
  exposed.alsoBy('gateway', GATEWAY);
  expect(Yaml.stringify(...Testing.synth(chart))).toMatchSnapshot();
  expect(AccessReport.of(chart).toText()).toMatchSnapshot();
});

test('an internal load balancer beside a public Ingress, with a port of its own', () => {
  const { chart, exposed } = expose(INGRESS, [HTTP, { ...GRPC, exposed: false }, ADMIN]);
  exposed.alsoBy('internal', {
    ...LOAD_BALANCER,
    ports: ['http', 'grpc'],
    loadBalancer: { annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
  });
  expect(Yaml.stringify(...Testing.synth(chart))).toMatchSnapshot();
  expect(AccessReport.of(chart).toText()).toMatchSnapshot();
});

test('the doors of an app are listed, the first one first, whichever of them was asked for the next', () => {
  const { exposed } = expose(INGRESS);
  const gateway = exposed.alsoBy('gateway', GATEWAY);
  const internal = gateway.alsoBy('internal', LOAD_BALANCER);
  expect(exposed.exposures).toEqual([exposed.exposure, gateway, internal]);
  expect(internal.exposures).toEqual(exposed.exposures);
  expect(exposed.exposures.map(({ node }) => node.path)).toEqual(['team/shop/Default', 'team/shop/gateway', 'team/shop/internal']);
  expect(internal.externalService?.name).toBe('shop-internal');
  expect(gateway.route?.name).toBe('shop-gateway');
  exposed.exposures.pop();
  expect(exposed.exposures).toHaveLength(3);
});

test('a further door hands out the workload and the Service of the app, and objects of its own', () => {
  const { exposed } = expose(GATEWAY);
  const door = exposed.alsoBy('old', INGRESS);
  expect(door.strategy).toBe(ExposureStrategy.INGRESS);
  expect(door.workload).toBe(exposed.workload);
  expect(door.service).toBe(exposed.service);
  expect(door.externalService).toBeUndefined();
  expect(door.ingress?.name).toBe('shop-old');
  expect(exposed.ingress).toBeUndefined();
});

test('an Exposure of a workload of cdk8s-plus has further doors below it', () => {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  const workload = new kplus.Deployment(chart, 'deployment', {
    metadata: { name: 'shop' },
    containers: [{ image: 'shop:1', ports: [{ name: 'http', number: 8080 }] }],
  });
  const door = new Exposure(chart, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP });
  expect(door.alsoBy('internal', LOAD_BALANCER).node.path).toBe('team/door/internal');
  expect(kinds(chart)).toEqual(['Deployment shop', 'Service shop', 'Service shop-internal']);
});

test('two load balancers, each with what it is told', () => {
  const { chart, exposed } = expose({ ...LOAD_BALANCER, loadBalancer: { annotations: { scheme: 'internet-facing' } } });
  exposed.alsoBy('internal', {
    ...LOAD_BALANCER,
    loadBalancer: { ports: { http: 8000 }, annotations: { scheme: 'internal' } },
    service: { labels: { tier: 'inner' } },
  });
  const services = Testing.synth(chart).filter(({ kind }) => kind === 'Service');
  const told = services.map(({ metadata: { name, labels, annotations }, spec: { type, ports: [{ port }] } }) =>
    [name, labels.tier, annotations.scheme, type, port]);
  expect(told).toEqual([
    ['shop', undefined, 'internet-facing', 'LoadBalancer', 80],
    ['shop-internal', 'inner', 'internal', 'LoadBalancer', 8000],
  ]);
  const outside = exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
  expect(outside.map(({ url, placeholders: [{ command }] }) => `${url} ${/service (\S+)/.exec(command)![1]}`)).toEqual([
    'http://<LB_ADDRESS>/ shop', 'http://<LB_ADDRESS>:8000/ shop-internal',
  ]);
});

test('an Ingress that needs node ports goes through a Service of its own', () => {
  const { chart, exposed } = expose(GATEWAY);
  exposed.alsoBy('alb', { ...INGRESS, ingress: { serviceType: kplus.ServiceType.NODE_PORT } });
  const [own, ingress] = Testing.synth(chart).filter(({ metadata }) => metadata.name === 'shop-alb');
  expect([own.kind, own.spec.type]).toEqual(['Service', 'NodePort']);
  expect(ingress.spec.rules[0].http.paths[0].backend.service).toEqual({ name: 'shop-alb', port: { number: 80 } });
});

test('everything that a Gateway of its own brings along is called by the id of the door', () => {
  const { chart, exposed } = expose(INGRESS);
  exposed.alsoBy('edge', {
    ...GATEWAY,
    http: { hostnames: ['shop.example.com'], tls: { clusterIssuer: 'letsencrypt' } },
    gateway: { namespace: 'infra', ownGateway: { gatewayClassName: 'traefik' }, httpsRedirectFrom: 'http' },
  });
  expect(kinds(chart).filter(name => name.includes('edge'))).toEqual([
    'Gateway shop-edge', 'HTTPRoute shop-edge', 'HTTPRoute shop-edge-redirect', 'ReferenceGrant shop-edge-routes',
  ]);
  const gateway = Testing.synth(chart).find(({ kind }) => kind === 'Gateway');
  expect(gateway.spec.listeners[0].tls.certificateRefs).toEqual([{ name: 'shop-edge-tls' }]);
});

test('a further door leads to the ports that it names, also to one that is not exposed otherwise', () => {
  const { chart, exposed } = expose(LOAD_BALANCER, [HTTP, GRPC, ADMIN]);
  exposed.alsoBy('web', { ...INGRESS, ports: ['http'] });
  exposed.alsoBy('admin', { ...INGRESS, http: { hostnames: ['admin.example.com'], tls: { secretName: 'shop-cert' } }, ports: ['http-admin'] });
  const ports = Testing.synth(chart).filter(({ kind }) => kind === 'Ingress')
    .map(({ metadata, spec }) => [metadata.name, spec.rules[0].http.paths[0].backend.service.port.number]);
  expect(ports).toEqual([['shop-web', 80], ['shop-admin', 9100]]);
  const admin = exposed.accessPoints.filter(({ port }) => port === 'http-admin');
  expect(admin.map(({ from, note }) => [from, note])).toEqual([
    [AccessFrom.INSIDE, undefined], [AccessFrom.WORKSTATION, undefined], [AccessFrom.NODE, undefined], [AccessFrom.OUTSIDE, undefined],
  ]);
});

test('a further door on the host network patches the pods, and rolls them out without a surge', () => {
  const { chart, exposed } = expose(INGRESS);
  exposed.alsoBy('node', { strategy: ExposureStrategy.HOST_NETWORK });
  const [{ spec }] = Testing.synth(chart);
  const { hostNetwork, containers: [{ ports: [{ hostPort }] }] } = spec.template.spec;
  expect([hostNetwork, hostPort, spec.strategy.rollingUpdate.maxSurge]).toEqual([true, 8080, 0]);
});

test('HN-10: a further door on the host network is judged by what holds there', () => {
  const low = expose({ strategy: ExposureStrategy.CLUSTER_IP }, [{ name: 'http', port: 80 }]);
  expect(refusal(low, { strategy: ExposureStrategy.HOST_NETWORK })).toMatch(/^\[team\/shop\/public\] HN-10: /);
});

test('reasons are those of each door', () => {
  const plain = { ...INGRESS, http: { hostnames: ['shop.example.com'] } };
  const { exposed } = expose({ ...plain, allow: { 'E-4': 'the first one is inside' } });
  const door = exposed.alsoBy('public', { ...plain, ingress: { ingressClassName: 'public' } });
  const notes = (exposure: Exposure) => exposure.node.metadata.map(({ type, data }) => [type, data.rule, data.reason]);
  expect(notes(exposed.exposure)).toEqual([[ALLOWED_METADATA, 'E-4', 'the first one is inside']]);
  expect(notes(door)).toEqual([[WARNING_METADATA, 'E-4', undefined]]);
});

test('what the platform says completes a further door too', () => {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  ClusterProfile.attach(chart, ClusterProfile.custom({
    ingress: { ingressClassName: 'traefik' },
    loadBalancer: { loadBalancerClass: 'example.com/lb' },
  }));
  const { exposed } = expose(LOAD_BALANCER, [HTTP], {}, chart);
  expect(exposed.alsoBy('web', { ...INGRESS, ingress: undefined }).ingress).toBeDefined();
  expect(Testing.synth(chart).find(({ kind }) => kind === 'Ingress').spec.ingressClassName).toBe('traefik');
});

test('a further door leaves what is added to the Service by hand', () => {
  const { chart, exposed } = expose(INGRESS);
  ApiObject.of(exposed.service).metadata.addAnnotation('example.com/owner', 'shops');
  exposed.alsoBy('gateway', GATEWAY);
  expect(Testing.synth(chart).find(({ kind }) => kind === 'Service').metadata.annotations).toEqual({ 'example.com/owner': 'shops' });
});

// What controllers are told at the Service

const STICKY = 'example.com/sticky';

/** A controller that is told of sticky sessions at the Service, and leads TCP by an object of its own. */
function stickyController(chart: Chart): void {
  const source = 'https://example.com';
  jest.replaceProperty(CONTROLLERS, IngressController.TRAEFIK, {
    title: 'Traefik',
    website: source,
    ingress: {
      routing: { by: 'Ingress', source },
      tls: { by: 'Ingress', source },
      stickySessions: { by: STICKY, source, render: ({ cookieName = 'sticky' }) => ({ serviceAnnotations: { [STICKY]: cookieName } }) },
      canary: {
        by: 'Ingress',
        source,
        render: (_, { service, name, ingressRules }) => ({
          objects: [{ apiVersion: 'example.com/v1', kind: 'Canary', suffix: 'canary', body: { spec: { service, name, rules: ingressRules() } } }],
        }),
      },
    },
  });
  ClusterProfile.attach(chart, ClusterProfile.custom({ ingress: { controller: IngressController.TRAEFIK } }));
}

function sticky(cookieName: string, hostname = 'sticky.example.com') {
  return { ...INGRESS, http: { ...INGRESS.http, hostnames: [hostname], stickySessions: { cookieName } } };
}

function stickyApp(first: Omit<ExposedServiceProps, 'app'>) {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  stickyController(chart);
  return expose(first, [HTTP], {}, chart);
}

test('what a further door needs at the Service gets there', () => {
  const { chart, exposed } = stickyApp(GATEWAY);
  exposed.alsoBy('web', sticky('shop'));
  exposed.alsoBy('api', sticky('shop', 'api.example.com'));
  expect(Testing.synth(chart).filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.annotations)).toEqual([{ [STICKY]: 'shop' }]);
});

test('E-9: what a further door needs at the Service does not contradict what is there', () => {
  expect(refusal(stickyApp(sticky('shop')), sticky('other', 'other.example.com'))).toBe(
    '[team/shop/public] E-9: the door needs the annotation example.com/sticky "other" of Service shop, which has "shop" already; ask for the same with each door that goes through it');
});

test('what a further door needs at the Service is at its own where it has one', () => {
  const { chart, exposed } = stickyApp(sticky('shop'));
  exposed.alsoBy('alb', { ...sticky('other', 'other.example.com'), ingress: { ...INGRESS.ingress, serviceType: kplus.ServiceType.NODE_PORT } });
  expect(Testing.synth(chart).filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.annotations[STICKY])).toEqual(['shop', 'other']);
});

test('objects of the controller are called by the id of the door, and lead to the Service of the app', () => {
  const { chart, exposed } = stickyApp(GATEWAY);
  exposed.alsoBy('web', { ...INGRESS, http: { ...INGRESS.http, canary: { service: 'shop-next', weight: 10 } } });
  const { metadata, spec } = Testing.synth(chart).find(({ kind }) => kind === 'Canary');
  expect([metadata.name, spec.name, spec.service, spec.rules[0].http.paths[0].backend.service.name]).toEqual(['shop-web-canary', 'shop-web', 'shop', 'shop']);
});

// Bad input

test.each<[unknown, string]>([
  [null, 'id null is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit'],
  ['', 'id "" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit'],
  ['Public Door', 'id "Public Door" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "public-door"'],
  ['a/b', 'id "a/b" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "a-b"'],
  ['taken', 'id "taken" is that of another construct in team/shop; choose another'],
])('E-21: the id is not %j', (id, message) => {
  const app = expose(INGRESS);
  new Construct(app.exposed, 'taken');
  expect(refusal(app, LOAD_BALANCER, id as string)).toBe(`[team/shop] E-21: ${message}`);
});

test('E-21: two further doors do not have one id', () => {
  const { exposed } = expose(INGRESS);
  exposed.alsoBy('internal', LOAD_BALANCER);
  expect(() => exposed.alsoBy('internal', LOAD_BALANCER)).toThrow(
    '[team/shop] E-21: id "internal" is that of another construct in team/shop; choose another');
});

test('S-1: the name of the app and the id together have at most 63 characters', () => {
  const name = 'a-name-that-is-as-long-as-a-name-may-be-and-has-no-room-left';
  expect(refusal(expose(INGRESS, [HTTP], { name }), LOAD_BALANCER, 'public')).toBe(
    `[team/shop/public] S-1: name "${name}" has 60 characters, and the name "${name}-public" is made from it, which may have 63; shorten it to at most 56`);
});

test.each<[unknown, string]>([
  [undefined, 'E-2: props is missing; give an object'],
  [{}, 'E-2: strategy is missing; give one of HostNetwork, HostPort, ClusterIP, NodePort, LoadBalancer, Ingress, Gateway'],
  [{ strategy: 'loadbalancer' }, 'E-2: strategy is "loadbalancer"; give one of HostNetwork, HostPort, ClusterIP, NodePort, LoadBalancer, Ingress, Gateway'],
  [{ ...LOAD_BALANCER, workload: {} }, "E-2: there is no option 'workload'; the construct takes strategy, service, hostNetwork, hostPort, clusterIp, nodePort, loadBalancer, http, ingress, gateway, allow, ports"],
  [{ ...LOAD_BALANCER, ports: [HTTP] }, 'E-2: ports.0 is {"name":"http","port":8080,"servicePort":80}; give a string'],
  [{ ...LOAD_BALANCER, ports: ['web'] }, 'E-2: ports names the port "web", which the app does not have; its ports are http, http-admin'],
  [{ ...LOAD_BALANCER, ports: [] }, 'E-11: ports is an empty list, so there is nothing to expose; choose from http, http-admin, or leave it out'],
  [{ ...LOAD_BALANCER, nodePort: { ports: { http: 8080 } } }, "NP-1: nodePort.ports.http 8080 is outside the cluster's node port range 30000-32767; leave it out or choose one inside"],
  [{ ...INGRESS, service: { labels: { tier: 'web' } } }, 'E-9: service is given, and the door goes through the Service shop of the app; give it with the first door of the app, or leave it out'],
  [{ ...INGRESS, ports: ['http'], http: { ...INGRESS.http, port: 'http-admin' } }, 'E-9: http.port "http-admin" is a port with no place in ports; leave that out, or lead to another port'],
  [{ ...LOAD_BALANCER, ports: ['http'], loadBalancer: { nodePorts: { 'http-admin': 30081 } } }, 'E-9: loadBalancer.nodePorts.http-admin is given for a port with no place in ports; leave one of the two out'],
  [{ strategy: ExposureStrategy.HOST_NETWORK, ports: ['http'] }, "E-1: port http-admin has no place in ports, and HOST_NETWORK cannot keep it in, because the process binds 9100 on the node; use HOST_PORT, or bind it to 127.0.0.1 (if it is right here, say why: allow: { 'E-1': 'the reason' })"],
])('E-1, E-2, E-9, E-11: a further door is not made from %j', (options, message) => {
  expect(refusal(expose(GATEWAY, [HTTP, ADMIN]), options as FurtherDoorOptions)).toBe(`[team/shop/public] ${message}`);
});

test('a further door to a StatefulSet leaves its headless Service alone', () => {
  const { chart, exposed } = expose(INGRESS, [HTTP], { workload: WorkloadKind.STATEFUL_SET });
  exposed.alsoBy('internal', LOAD_BALANCER);
  expect(kinds(chart)).toEqual(['Service shop-headless', 'StatefulSet shop', 'Service shop', 'Ingress shop', 'Service shop-internal']);
});

/** What is true of every strategy: the six invariants of the design, as far as they can be seen at synth. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Size, Testing } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-27';
import {
  AccessFrom, AppPort, AppSpec, ExposedService, ExposedServiceProps, ExposureStrategy, GatewayParentRef, RequirementKind, WorkloadKind,
} from '../src';
import { snapshotCases } from './fixtures/manifests';
import { levelOf, violations } from './fixtures/pod-security-standards';

type Manifest = { readonly [field: string]: any };

const STRATEGIES = Object.values(ExposureStrategy);
const HOST_MODES = [ExposureStrategy.HOST_NETWORK, ExposureStrategy.HOST_PORT];
const KINDS = Object.values(WorkloadKind);
const EVERY_CASE = STRATEGIES.flatMap(strategy => KINDS.map(kind => [strategy, kind] as const));
const EVERY_CHANGE = STRATEGIES.flatMap(from => STRATEGIES.filter(to => to !== from).map(to => [from, to] as const));

const HTTP: AppPort = { name: 'http', port: 8080, servicePort: 80 };
const METRICS: AppPort = { name: 'http-metrics', port: 9100, servicePort: 9101, exposed: false };

/** Every door's block at once; those of the doors that are not chosen are dormant. */
const DOORS: Omit<ExposedServiceProps, 'app' | 'strategy'> = {
  clusterIp: { proxyRole: { verbs: ['get', 'create'] } },
  hostPort: { ports: { http: 8088 } },
  nodePort: { ports: { http: 30080 } },
  loadBalancer: { loadBalancerClass: 'example.com/lb' },
  http: { hostnames: ['shop.example.com'], tls: { secretName: 'shop-cert' } },
  ingress: { ingressClassName: 'traefik' },
  gateway: { parentRefs: [{ name: 'shared', namespace: 'infra' }] },
  allow: { 'E-15': 'the Secret is for the Ingress' },
};

function appOf(kind: WorkloadKind, ports: AppPort[], app: Partial<AppSpec> = {}): AppSpec {
  return {
    name: 'shop',
    image: 'shop:1',
    workload: kind,
    ports,
    ...kind === WorkloadKind.STATEFUL_SET ? { volumeClaims: [{ name: 'data', path: '/data', size: Size.gibibytes(1) }] } : {},
    ...app,
  };
}

function expose(strategy: ExposureStrategy, kind = WorkloadKind.DEPLOYMENT, ports = [HTTP], options: Partial<ExposedServiceProps> = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  const exposed = new ExposedService(chart, 'shop', { ...DOORS, app: appOf(kind, ports), strategy, ...options });
  return { exposed, objects: Testing.synth(chart) as Manifest[] };
}

/** An app with a port that is not exposed, in HOST_NETWORK allowed to bind it. */
function exposeWithMetrics(strategy: ExposureStrategy, kind = WorkloadKind.DEPLOYMENT) {
  const allow = { ...DOORS.allow, ...strategy === ExposureStrategy.HOST_NETWORK ? { 'E-1': 'metrics are bound to 127.0.0.1' } : {} };
  return expose(strategy, kind, [HTTP, METRICS], { allow });
}

function refusal(strategy: ExposureStrategy, ports: AppPort[], options: Partial<ExposedServiceProps> = {}): string {
  try {
    expose(strategy, WorkloadKind.DEPLOYMENT, ports, options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

function named(objects: Manifest[], kind: string, name: string): Manifest {
  return objects.find(object => object.kind === kind && object.metadata.name === name)!;
}

function podOf(objects: Manifest[]): Manifest {
  return objects.find(({ kind }) => KINDS.includes(kind))!.spec.template.spec;
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

// 1. The address inside the cluster

test.each(KINDS)('the Service of a %s has one name, selector and set of ports in every strategy', kind => {
  const services = STRATEGIES.map(strategy => {
    const { spec } = named(exposeWithMetrics(strategy, kind).objects, 'Service', 'shop');
    return { selector: spec.selector, ports: spec.ports.map(({ nodePort, ...port }: Manifest) => port) };
  });
  expect(new Set(services.map(service => JSON.stringify(service))).size).toBe(1);
  expect(services[0].ports).toEqual([
    { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
    { name: 'http-metrics', port: 9101, targetPort: 9100, protocol: 'TCP' },
  ]);
});

test.each(EVERY_CASE)('X-11, S-10: in %s of a %s the selector of every Service is that of the workload and selects its pods', (strategy, kind) => {
  const { objects } = exposeWithMetrics(strategy, kind);
  const { spec } = named(objects, kind, 'shop');
  for (const service of objects.filter(object => object.kind === 'Service')) {
    expect(service.spec.selector).toEqual(spec.selector.matchLabels);
    expect(Object.keys(service.spec.selector).length).toBeGreaterThan(0);
    expect(spec.template.metadata.labels).toMatchObject(service.spec.selector);
  }
});

test.each(STRATEGIES)('in %s every port has its address inside the cluster', strategy => {
  const inside = exposeWithMetrics(strategy).exposed.accessPoints.filter(({ from }) => from === AccessFrom.INSIDE);
  const keptIn = strategy === ExposureStrategy.HOST_NETWORK ? 'metrics are bound to 127.0.0.1' : 'inside the cluster only';
  expect(inside.map(({ port, url, note }) => [port, url, note])).toEqual([
    ['http', 'http://shop.shops.svc/', undefined],
    ['http-metrics', 'http://shop.shops.svc:9101/', `not exposed: ${keptIn}`],
  ]);
});

// 2. A change of strategy

/** What the API server lets nobody change in an object that exists. */
function immutable({ apiVersion, kind, metadata, spec }: Manifest): unknown {
  const identity = { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
  switch (kind) {
    case 'Deployment':
    case 'DaemonSet':
      return { ...identity, selector: spec.selector };
    case 'StatefulSet': {
      const { replicas, ordinals, template, updateStrategy, minReadySeconds, persistentVolumeClaimRetentionPolicy, ...rest } = spec;
      return { ...identity, ...rest };
    }
    case 'Service':
      return { ...identity, clusterIP: spec.clusterIP, primaryFamily: spec.ipFamilies?.[0], isHeadless: spec.clusterIP === 'None' };
    default:
      return identity;
  }
}

test.each(EVERY_CHANGE)('S-21: a change from %s to %s moves nothing immutable, and takes away neither workload nor Service', (from, to) => {
  for (const kind of KINDS) {
    for (const exposed of [expose, exposeWithMetrics]) {
      const before = exposed(from, kind).objects;
      const after = exposed(to, kind).objects;
      const kept = before.filter(object => named(after, object.kind, object.metadata.name));
      expect(kept.map(object => immutable(named(after, object.kind, object.metadata.name)))).toEqual(kept.map(immutable));
      const lasting = ['shop', ...kind === WorkloadKind.STATEFUL_SET ? ['shop-headless'] : []];
      expect(kept.map(object => `${object.kind} ${object.metadata.name}`)).toEqual(
        expect.arrayContaining([`${kind} shop`, ...lasting.map(name => `Service ${name}`)]));
    }
  }
});

test.each(EVERY_CHANGE)('a change from %s to %s moves only what belongs to the door in the pods', (from, to) => {
  for (const kind of KINDS) {
    const [before, after] = [from, to].map(strategy => {
      const { hostNetwork, dnsPolicy, containers, ...pod } = podOf(expose(strategy, kind).objects);
      const closed = (ports: Manifest[]) => ports.map(({ hostPort, ...port }) => port);
      return { ...pod, containers: containers.map((container: Manifest) => ({ ...container, ports: closed(container.ports) })) };
    });
    expect(after).toEqual(before);
  }
});

test.each(STRATEGIES)('S-21, S-16: in %s no Service that an app is reached by is headless', strategy => {
  for (const kind of KINDS) {
    const services = exposeWithMetrics(strategy, kind).objects.filter(object => object.kind === 'Service' && object.metadata.name !== 'shop-headless');
    expect(services.map(({ spec }) => spec.clusterIP)).toEqual(services.map(() => undefined));
  }
});

// 3. What is not exposed

/** Every number and name by which the objects of a door let somebody in from outside the cluster, or through the API server. */
function openings(objects: Manifest[]): (number | string)[] {
  return objects.flatMap(({ kind, spec, rules }) => {
    switch (kind) {
      case 'Deployment':
      case 'DaemonSet':
      case 'StatefulSet':
        return spec.template.spec.containers.flatMap(({ ports }: Manifest) =>
          ports.flatMap(({ hostPort, containerPort }: Manifest) => hostPort ? [containerPort] : []));
      case 'Service':
        return spec.type === 'ClusterIP' ? [] : spec.ports.flatMap(({ port, targetPort, name }: Manifest) => [port, targetPort, name]);
      case 'Ingress':
        return [spec.defaultBackend, ...spec.rules.flatMap(({ http }: Manifest) => http.paths.map(({ backend }: Manifest) => backend))]
          .filter(backend => backend !== undefined).flatMap(({ service }) => [service.port.number, service.port.name]);
      case 'HTTPRoute':
      case 'GRPCRoute':
      case 'TLSRoute':
      case 'TCPRoute':
      case 'UDPRoute':
        return spec.rules.flatMap(({ backendRefs = [] }: Manifest) => backendRefs.map(({ port }: Manifest) => port));
      case 'Role':
        return rules.flatMap(({ resourceNames }: Manifest) => resourceNames.flatMap((name: string) => name.split(':')));
      default:
        return [];
    }
  });
}

test.each(EVERY_CASE.filter(([strategy]) => strategy !== ExposureStrategy.HOST_NETWORK))('in %s of a %s no door leads to a port that is not exposed', (strategy, kind) => {
  const opened = openings(exposeWithMetrics(strategy, kind).objects);
  expect(opened.some(opening => [80, 8080, 'http'].includes(opening))).toBe(true);
  expect(opened.filter(opening => [9100, 9101, 'http-metrics'].includes(opening))).toEqual([]);
});

test.each(STRATEGIES)('in %s a port that is not exposed has no access point but inside the cluster', strategy => {
  const points = exposeWithMetrics(strategy).exposed.accessPoints.filter(({ port }) => port === 'http-metrics');
  expect(points.map(({ from }) => from)).toEqual([AccessFrom.INSIDE]);
});

test('a Service of type NodePort behind an Ingress keeps a port in as well', () => {
  const { objects } = expose(ExposureStrategy.INGRESS, WorkloadKind.DEPLOYMENT, [HTTP, METRICS], { ingress: { serviceType: ServiceType.NODE_PORT } });
  expect(openings(objects).filter(opening => [9100, 9101, 'http-metrics'].includes(opening))).toEqual([]);
});

test('E-1: HOST_NETWORK cannot keep a port in, since the process binds it on the node', () => {
  expect(refusal(ExposureStrategy.HOST_NETWORK, [HTTP, METRICS])).toBe(
    "[team/shop] E-1: port http-metrics has exposed: false, and HOST_NETWORK cannot keep it in, because the process binds 9100 on the node; use HOST_PORT, or bind it to 127.0.0.1 (if it is right here, say why: allow: { 'E-1': 'the reason' })");
});

test.each<[string, ExposureStrategy, Partial<ExposedServiceProps>, string]>([
  ['hostPort.ports', ExposureStrategy.HOST_PORT, { hostPort: { ports: { 'http-metrics': 9100 } } },
    'E-9: hostPort.ports.http-metrics is given for a port with exposed: false; leave one of the two out'],
  ['nodePort.ports', ExposureStrategy.NODE_PORT, { nodePort: { ports: { 'http-metrics': 30081 } } },
    'E-9: nodePort.ports.http-metrics is given for a port with exposed: false; leave one of the two out'],
  ['loadBalancer.nodePorts', ExposureStrategy.LOAD_BALANCER, { loadBalancer: { nodePorts: { 'http-metrics': 30081 } } },
    'E-9: loadBalancer.nodePorts.http-metrics is given for a port with exposed: false; leave one of the two out'],
  ['http.port', ExposureStrategy.INGRESS, { http: { hostnames: ['shop.example.com'], tls: {}, port: 'http-metrics' } },
    'E-9: http.port "http-metrics" is a port with exposed: false; leave that out, or lead to another port'],
  ['ingress.defaultBackend', ExposureStrategy.INGRESS, { ingress: { defaultBackend: 'http-metrics' } },
    'X-13: ingress.defaultBackend "http-metrics" is no exposed port of the app; choose from http'],
  ['gateway.parentRefs', ExposureStrategy.GATEWAY, { gateway: { parentRefs: [{ name: 'shared', forPort: 'http-metrics' } as GatewayParentRef] } },
    'X-13: gateway.parentRefs.0.forPort "http-metrics" is no exposed port of the app; choose from http'],
])('E-9, X-13: %s cannot open a port that is not exposed, chosen or dormant', (_, strategy, options, problem) => {
  expect(refusal(strategy, [HTTP, METRICS], options)).toBe(`[team/shop] ${problem}`);
  expect(refusal(ExposureStrategy.CLUSTER_IP, [HTTP, METRICS], options)).toBe(`[team/shop] ${problem}`);
});

// 4. The same bytes

/** Every file that a fresh app writes into a fresh folder, with its bytes. */
function filesOf(strategy: ExposureStrategy, kind: WorkloadKind): { [file: string]: string } {
  const outdir = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    const app = new App({ outdir, recordConstructMetadata: true });
    for (const name of ['one', 'two']) {
      new ExposedService(new Chart(app, name, { namespace: name }), 'shop', { ...DOORS, app: appOf(kind, [HTTP]), strategy });
    }
    app.synth();
    return Object.fromEntries(readdirSync(outdir).map(file => [file, readFileSync(join(outdir, file), 'utf8')]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

test.each(EVERY_CASE)('%s of a %s is the same files with the same bytes on every run', (strategy, kind) => {
  const files = filesOf(strategy, kind);
  expect(Object.keys(files)).toEqual(['construct-metadata.json', 'one.k8s.yaml', 'two.k8s.yaml']);
  expect(filesOf(strategy, kind)).toEqual(files);
});

test.each(EVERY_CASE)('%s of a %s does not depend on the order in which options are written', (strategy, kind) => {
  const backwards = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;
  const yaml = (turn: <T extends object>(value: T) => T) => {
    const chart = new Chart(Testing.app(), 'team');
    new ExposedService(chart, 'shop', turn({ ...DOORS, app: turn(appOf(kind, [turn(HTTP)], { labels: turn({ a: '1', b: '2' }) })), strategy }));
    return Testing.synth(chart);
  };
  expect(yaml(backwards)).toEqual(yaml(value => value));
});

// 5. What the door needs

/** What the objects refer to and do not bring along, in words that a requirement has to have. */
function needs(objects: Manifest[]): string[] {
  const has = (kind: string, name: string) => objects.some(object => object.kind === kind && object.metadata.name === name);
  return objects.flatMap(({ apiVersion, kind, metadata, spec }): string[] => {
    const api = apiVersion.startsWith('gateway.networking.k8s.io/') ? [`serves ${kind} at ${apiVersion}`] : [];
    switch (kind) {
      case 'Deployment':
      case 'DaemonSet':
      case 'StatefulSet':
        return spec.template.spec.hostNetwork ? ['Linux nodes']
          : spec.template.spec.containers.some(({ ports }: Manifest) => ports.some(({ hostPort }: Manifest) => hostPort)) ? ['a CNI that forwards host ports'] : [];
      case 'Service':
        return spec.type === 'LoadBalancer'
          ? [spec.loadBalancerClass === undefined ? 'a load balancer for Services without a class' : `the load balancer ${spec.loadBalancerClass}`]
          : spec.ports.flatMap(({ nodePort }: Manifest) => nodePort === undefined ? [] : [`node port ${nodePort}`]);
      case 'Ingress': {
        const secrets = (spec.tls ?? []).flatMap(({ secretName }: Manifest) => secretName === undefined ? [] : [`Secret ${secretName}`]);
        const hosts = spec.rules.flatMap(({ host }: Manifest) => host === undefined ? [] : [host]);
        return [`IngressClass ${spec.ingressClassName}`, ...secrets, ...hosts];
      }
      case 'Gateway': {
        const refs = spec.listeners.flatMap(({ tls }: Manifest) => tls?.certificateRefs ?? []);
        const secrets = refs.map(({ name, namespace }: Manifest) => `Secret ${name}${namespace === undefined ? '' : ` of type kubernetes.io/tls in namespace ${namespace}`}`);
        return [...api, `GatewayClass ${spec.gatewayClassName}`, ...secrets];
      }
      default: {
        const parents = (spec?.parentRefs ?? []).filter(({ name }: Manifest) => !has('Gateway', name));
        const words = parents.flatMap(({ name, namespace, sectionName }: Manifest) => [
          `Gateway ${name}`, ...namespace === undefined ? [] : [`in namespace ${namespace}`], ...sectionName === undefined ? [] : [`listener ${sectionName}`],
          ...namespace === undefined || namespace === metadata.namespace ? [] : ['allowedRoutes.namespaces.from'],
        ]);
        return [...api, ...words, ...spec?.hostnames ?? []];
      }
    }
  });
}

function requirementsOf(exposed: ExposedService): string {
  return exposed.requirements.map(({ description }) => description).join('\n');
}

test.each(snapshotCases)('$name: whatever the objects refer to and do not bring along is a requirement', ({ build }) => {
  const chart = new Chart(Testing.app(), 'metrics', { namespace: 'metrics' });
  build(chart);
  const [exposed] = chart.node.children.filter(child => child instanceof ExposedService);
  const told = requirementsOf(exposed);
  expect(needs(Testing.synth(chart)).filter(need => !told.includes(need))).toEqual([]);
});

test.each(EVERY_CASE)('%s of a %s tells what it needs in sentences, each once, with a command for what can be looked up', (strategy, kind) => {
  const { requirements } = expose(strategy, kind).exposed;
  for (const { kind: what, description, check } of requirements) {
    expect(description).toMatch(/^\S.{10,}[^.\s]$/s);
    if (what === RequirementKind.OBJECT || what === RequirementKind.POD_SECURITY) {
      expect(check).toMatch(/^kubectl (get|wait) /);
    }
  }
  expect(new Set(requirements.map(({ description }) => description)).size).toBe(requirements.length);
});

// 6. Pod Security

test.each(EVERY_CASE.filter(([strategy]) => !HOST_MODES.includes(strategy)))('in %s the pods of a %s satisfy Pod Security restricted, and say so', (strategy, kind) => {
  const { exposed, objects } = expose(strategy, kind);
  expect(violations(podOf(objects))).toEqual({ baseline: [], restricted: [] });
  expect(exposed.requirements.filter(requirement => requirement.kind === RequirementKind.POD_SECURITY)).toEqual([{
    kind: 'PodSecurity',
    description: 'a namespace that admits Pod Security level restricted: the pods keep to the strictest',
    check: "kubectl get namespace shops -o jsonpath='{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}'",
  }]);
});

test.each(EVERY_CASE.filter(([strategy]) => HOST_MODES.includes(strategy)))('X-16: in %s the pods of a %s need a namespace that admits privileged, for the ports of the node and for nothing else', (strategy, kind) => {
  const { exposed, objects } = expose(strategy, kind);
  const pod = podOf(objects);
  expect(levelOf(pod)).toBe('privileged');
  expect(violations(pod)).toEqual({ baseline: strategy === ExposureStrategy.HOST_NETWORK ? ['Host Namespaces', 'Host Ports'] : ['Host Ports'], restricted: [] });
  expect(exposed.requirements.filter(requirement => requirement.kind === RequirementKind.POD_SECURITY)).toEqual([{
    kind: 'PodSecurity',
    description: 'a namespace that admits Pod Security level privileged: the pods open ports of the node, or ask for more than baseline admits; a stricter namespace takes the workload and refuses its pods',
    check: "kubectl get namespace shops -o jsonpath='{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}'",
  }]);
});

test.each(snapshotCases)('$name: the level that is told is the one that the pods need', ({ build }) => {
  const chart = new Chart(Testing.app(), 'metrics', { namespace: 'metrics' });
  build(chart);
  const [exposed] = chart.node.children.filter(child => child instanceof ExposedService);
  expect(requirementsOf(exposed)).toContain(`Pod Security level ${levelOf(podOf(Testing.synth(chart)))}: `);
});

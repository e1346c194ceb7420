import { ApiObject, App, Chart, JsonPatch, Names, Testing, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AccessFrom, AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, ExposureStrategy, WorkloadKind } from '../src';
import { ALLOWED_METADATA, WARNING_METADATA } from '../src/synth-notes';

const app: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const METRICS = { name: 'metrics', port: 9090, exposed: false };

/** What each strategy cannot do without. */
const NEEDED: Record<ExposureStrategy, Partial<ExposedServiceProps>> = {
  [ExposureStrategy.HOST_NETWORK]: {},
  [ExposureStrategy.HOST_PORT]: {},
  [ExposureStrategy.CLUSTER_IP]: {},
  [ExposureStrategy.NODE_PORT]: {},
  [ExposureStrategy.LOAD_BALANCER]: {},
  [ExposureStrategy.INGRESS]: { http: { hostnames: ['web.example.com'] } },
  [ExposureStrategy.GATEWAY]: { http: { hostnames: ['web.example.com'] }, gateway: { parentRefs: [{ name: 'shared' }] } },
};
const STRATEGIES = Object.values(ExposureStrategy);

let stderr: jest.SpyInstance;
beforeEach(() => {
  stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});

function expose(chart: Chart, strategy: ExposureStrategy, spec: Partial<AppSpec> = {}, options: Partial<ExposedServiceProps> = {}) {
  return new ExposedService(chart, 'app', { app: { ...app, ...spec }, strategy, ...NEEDED[strategy], ...options });
}

function kinds(chart: Chart): string[] {
  return Testing.synth(chart).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

function namesIn(chart: Chart, spec: Partial<AppSpec> = {}): string[] {
  expose(chart, ExposureStrategy.CLUSTER_IP, { name: undefined, ...spec });
  return Testing.synth(chart).map(({ metadata }) => metadata.name);
}

test('an app without a name is named by the chart, with the hash of its path', () => {
  expect(namesIn(Testing.chart())).toEqual(['test-app-c8f19491', 'test-app-c8f19491']);
});

test('a chart without hashes names without a hash', () => {
  expect(namesIn(new Chart(Testing.app(), 'shop', { disableResourceNameHashes: true }))).toEqual(['shop-app', 'shop-app']);
});

test('a chart with a rule of its own for names names by it', () => {
  class Prefixed extends Chart {
    public generateObjectName(object: ApiObject): string {
      return `team-${Names.toDnsLabel(object, { includeHash: false })}`;
    }
  }
  expect(namesIn(new Prefixed(Testing.app(), 'shop'))).toEqual(['team-shop-app', 'team-shop-app']);
});

test('W-10: a stated name selects the pods, so that they stay selected when the construct moves', () => {
  const selectors = (chart: Chart) => {
    expose(chart, ExposureStrategy.CLUSTER_IP);
    return Testing.synth(chart).map(({ spec }) => spec.selector);
  };
  expect(selectors(Testing.chart())).toEqual([
    { matchLabels: { 'cdk8s.io/metadata.addr': 'web-deployment' } }, { 'cdk8s.io/metadata.addr': 'web-deployment' },
  ]);
  expect(selectors(new Chart(Testing.app(), 'other'))).toEqual(selectors(Testing.chart()));
});

test('W-10: two long names that differ in their end select different pods', () => {
  const address = (name: string) => {
    const chart = Testing.chart();
    expose(chart, ExposureStrategy.CLUSTER_IP, { name });
    return Testing.synth(chart)[1].spec.selector['cdk8s.io/metadata.addr'];
  };
  const [one, other] = [address(`${'a'.repeat(62)}b`), address(`${'a'.repeat(62)}c`)];
  expect(one).toHaveLength(63);
  expect(other).toHaveLength(63);
  expect(one).not.toBe(other);
});

test('W-10: a generated name leaves the selector to cdk8s', () => {
  const chart = Testing.chart();
  expose(chart, ExposureStrategy.CLUSTER_IP, { name: undefined });
  expect(Testing.synth(chart)[1].spec.selector).toEqual({ 'cdk8s.io/metadata.addr': 'test-app-Deployment-c881d45d' });
});

test('the objects of a StatefulSet share the generated name', () => {
  expect(namesIn(Testing.chart(), { workload: WorkloadKind.STATEFUL_SET })).toEqual(['test-app-c8f19491-headless', 'test-app-c8f19491', 'test-app-c8f19491']);
});

test('S-4: a generated name that begins with a digit is refused while the version of the cluster is not known', () => {
  const chart = new Chart(Testing.app(), '1shop', { disableResourceNameHashes: true });
  expect(() => namesIn(chart)).toThrow(new Error(
    '[1shop/app] S-4: name "1shop-app" begins with a digit, which a Service may only from Kubernetes 1.36 on; begin it with a letter, or attach a ClusterProfile with the version (if it is right here, say why: allow: { \'S-4\': \'the reason\' })',
  ));
  expect(Testing.synth(chart)).toEqual([]);
});

test('S-1: a name that begins with a digit is refused by an older cluster and taken by a newer one', () => {
  const chart = (kubernetesVersion: string) => {
    const scope = new Chart(Testing.app(), '1shop', { disableResourceNameHashes: true });
    ClusterProfile.attach(scope, ClusterProfile.custom({ kubernetesVersion }));
    return scope;
  };
  expect(() => namesIn(chart('1.35'))).toThrow(new Error(
    '[1shop/app] S-1: name "1shop-app" begins with a digit, which a Service may only from Kubernetes 1.36 on, and the cluster has 1.35; begin it with a letter',
  ));
  expect(namesIn(chart('1.36'))).toEqual(['1shop-app', '1shop-app']);
});

test('all objects are in the namespace of the chart', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'team-a' });
  expose(chart, ExposureStrategy.NODE_PORT, {
    ports: [...app.ports, METRICS],
    workload: WorkloadKind.STATEFUL_SET,
    disruptionBudget: { maxUnavailable: kplus.PercentOrAbsolute.absolute(1) },
  });
  expect(Testing.synth(chart).map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace}/${name}`)).toEqual([
    'Service team-a/web-headless', 'StatefulSet team-a/web', 'PodDisruptionBudget team-a/web', 'Service team-a/web', 'Service team-a/web-external',
  ]);
});

test('the objects of the app are handed out as those of cdk8s-plus', () => {
  const service = expose(Testing.chart(), ExposureStrategy.CLUSTER_IP);
  expect(service.workload).toBeInstanceOf(kplus.Deployment);
  expect(service.service).toBeInstanceOf(kplus.Service);
  expect(service.workload.name).toBe('web');
  expect(service.service.name).toBe('web');
  expect(service.headlessService).toBeUndefined();
  expect(service.disruptionBudget).toBeUndefined();
  expect(service.externalService).toBeUndefined();
  expect(service.ingress).toBeUndefined();
  expect(service.route).toBeUndefined();
  expect(service.routes).toEqual([]);
  expect(service.gateway).toBeUndefined();
  expect(service.proxyRole).toBeUndefined();
});

test('a StatefulSet hands out its headless Service, and a disruption budget is handed out where there is one', () => {
  const service = expose(Testing.chart(), ExposureStrategy.CLUSTER_IP, {
    workload: WorkloadKind.STATEFUL_SET,
    disruptionBudget: { minAvailable: kplus.PercentOrAbsolute.absolute(1) },
  });
  expect(service.workload).toBeInstanceOf(kplus.StatefulSet);
  expect(service.headlessService?.name).toBe('web-headless');
  expect(service.disruptionBudget?.kind).toBe('PodDisruptionBudget');
});

test.each([
  [ExposureStrategy.NODE_PORT],
  [ExposureStrategy.LOAD_BALANCER],
])('with %s an app with a port that is not exposed gets a second Service for the door', strategy => {
  const chart = Testing.chart();
  const { externalService } = expose(chart, strategy, { ports: [...app.ports, METRICS] });
  const [, inside, outside] = Testing.synth(chart);
  expect(externalService?.name).toBe('web-external');
  expect(inside).toMatchObject({ metadata: { name: 'web' }, spec: { type: 'ClusterIP', ports: [{ name: 'http' }, { name: 'metrics' }] } });
  expect(outside).toMatchObject({ metadata: { name: 'web-external' }, spec: { type: strategy } });
  expect(outside.spec.ports.map(({ name }: { name: string }) => name)).toEqual(['http']);
  expect(outside.spec.selector).toEqual(inside.spec.selector);
});

test('S-1: the name of the second Service has room too', () => {
  const chart = Testing.chart();
  expect(() => expose(chart, ExposureStrategy.NODE_PORT, { name: 'a'.repeat(55), ports: [...app.ports, METRICS] })).toThrow(new Error(
    `[test/app] S-1: name "${'a'.repeat(55)}" has 55 characters, and the name "${'a'.repeat(55)}-external" is made from it, which may have 63; shorten it to at most 54`,
  ));
  expect(Testing.synth(chart)).toEqual([]);
});

test('S-1: the name of the headless Service has room too', () => {
  const chart = Testing.chart();
  expect(() => expose(chart, ExposureStrategy.CLUSTER_IP, { name: 'a'.repeat(55), workload: WorkloadKind.STATEFUL_SET })).toThrow(new Error(
    `[test/app] S-1: name "${'a'.repeat(55)}" has 55 characters, and the name "${'a'.repeat(55)}-headless" is made from it, which may have 63; shorten it to at most 54`,
  ));
  expect(Testing.synth(chart)).toEqual([]);
});

test('an autoscaler on the workload takes the number of pods over', () => {
  const chart = Testing.chart();
  const { workload } = expose(chart, ExposureStrategy.CLUSTER_IP, { resources: { cpu: { request: kplus.Cpu.millis(100) } } });
  new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target: workload as kplus.Deployment, maxReplicas: 5 });
  const [deployment, , autoscaler] = Testing.synth(chart);
  expect(deployment.spec).not.toHaveProperty('replicas');
  expect(autoscaler.spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
});

test('an autoscaler takes the number of pods of a StatefulSet over as well', () => {
  const chart = Testing.chart();
  const { workload } = expose(chart, ExposureStrategy.CLUSTER_IP, {
    workload: WorkloadKind.STATEFUL_SET,
    resources: { cpu: { request: kplus.Cpu.millis(100) } },
  });
  new kplus.HorizontalPodAutoscaler(chart, 'autoscaler', { target: workload as kplus.StatefulSet, maxReplicas: 5 });
  expect(Testing.synth(chart).find(({ kind }) => kind === 'StatefulSet').spec).not.toHaveProperty('replicas');
});

test.each(STRATEGIES)('with %s JSON patches on the workload and the Service are applied last', strategy => {
  const chart = Testing.chart();
  const { workload, service } = expose(chart, strategy);
  ApiObject.of(workload).addJsonPatch(
    JsonPatch.add('/spec/template/spec/schedulerName', 'special'),
    JsonPatch.add('/spec/template/spec/dnsPolicy', 'Default'),
  );
  ApiObject.of(service).addJsonPatch(JsonPatch.replace('/spec/ports/0/port', 81));
  const manifests = Testing.synth(chart);
  expect(manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec).toMatchObject({ schedulerName: 'special', dnsPolicy: 'Default' });
  expect(manifests.find(({ kind }) => kind === 'Service').spec.ports[0].port).toBe(81);
});

test('JSON patches on the Ingress are applied', () => {
  const chart = Testing.chart();
  ApiObject.of(expose(chart, ExposureStrategy.INGRESS).ingress!).addJsonPatch(JsonPatch.add('/spec/ingressClassName', 'internal'));
  expect(Testing.synth(chart).find(({ kind }) => kind === 'Ingress').spec.ingressClassName).toBe('internal');
});

test('JSON patches on the route are applied', () => {
  const chart = Testing.chart();
  expose(chart, ExposureStrategy.GATEWAY).route!.addJsonPatch(JsonPatch.add('/spec/hostnames', ['other.example.com']));
  expect(Testing.synth(chart).find(({ kind }) => kind === 'HTTPRoute').spec.hostnames).toEqual(['other.example.com']);
});

test.each(STRATEGIES)('with %s two runs write the same bytes', strategy => {
  const run = () => {
    const chart = new Chart(new App(), 'shop', { namespace: 'team-a' });
    const { accessPoints, requirements } = expose(chart, strategy, {
      ports: [...app.ports, { name: 'grpc', port: 9000, exposed: strategy === ExposureStrategy.HOST_NETWORK }],
      labels: { b: '2', a: '1' },
      sidecars: [{ name: 'proxy', image: 'proxy:1' }],
    });
    return `${Yaml.stringify(...Testing.synth(chart))}${JSON.stringify({ accessPoints, requirements })}`;
  };
  expect(run()).toBe(run());
});

test.each(STRATEGIES)('with %s the Service keeps its name, ports and selector, and every port its address inside the cluster', strategy => {
  const chart = Testing.chart();
  const { accessPoints } = expose(chart, strategy, { ports: [{ name: 'http', port: 8080, servicePort: 80 }, { name: 'http-admin', port: 5000 }] }, {
    allow: { 'E-3': 'operators reach it inside the cluster' },
  });
  const { metadata, spec } = Testing.synth(chart).find(({ kind }) => kind === 'Service');
  expect(metadata.name).toBe('web');
  expect(spec.selector).toEqual({ 'cdk8s.io/metadata.addr': 'web-deployment' });
  expect(spec.ports).toEqual([
    { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
    { name: 'http-admin', port: 5000, targetPort: 5000, protocol: 'TCP' },
  ]);
  expect(accessPoints.filter(({ from }) => from === AccessFrom.INSIDE).map(({ url }) => url)).toEqual([
    'http://web.<NAMESPACE>.svc/', 'http://web.<NAMESPACE>.svc:5000/',
  ]);
});

test('a block of a strategy that is not chosen changes nothing', () => {
  const plain = Testing.chart();
  expose(plain, ExposureStrategy.CLUSTER_IP);
  const prepared = Testing.chart();
  expose(prepared, ExposureStrategy.CLUSTER_IP, {}, {
    nodePort: { ports: { http: 32000 } },
    hostPort: { ports: { http: 80 }, hostIp: '10.0.0.5' },
    loadBalancer: { loadBalancerClass: 'service.k8s.aws/nlb' },
    http: { hostnames: ['web.example.com'] },
  });
  expect(Testing.synth(prepared)).toEqual(Testing.synth(plain));
  expect(stderr).not.toHaveBeenCalled();
});

test('what is wrong by itself is an error in a block that is not chosen, too', () => {
  const chart = Testing.chart();
  expect(() => expose(chart, ExposureStrategy.CLUSTER_IP, {}, { nodePort: { ports: { http: 8080 } } })).toThrow(new Error(
    '[test/app] NP-1: nodePort.ports.http 8080 is outside the cluster\'s node port range 30000-32767; leave it out or choose one inside',
  ));
  expect(Testing.synth(chart)).toEqual([]);
});

test('everything that is wrong is said at once', () => {
  expect(() => expose(Testing.chart(), ExposureStrategy.CLUSTER_IP, { name: 'My App', image: '', replicas: -1 })).toThrow(new Error([
    '[test/app] S-1: name "My App" is not a Service name; write at most 63 lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit, for instance "my-app"',
    '[test/app] W-2: image "" is not the name of an image; give one such as "influxdb:1.8"',
    '[test/app] E-2: replicas is -1; give a whole number from 0',
  ].join('\n')));
});

test('a warning is shown once at synth, and kept in the construct tree', () => {
  const chart = Testing.chart();
  const service = expose(chart, ExposureStrategy.CLUSTER_IP, { enableServiceLinks: true });
  Testing.synth(chart);
  Testing.synth(chart);
  expect(stderr.mock.calls).toEqual([[
    'warning: [test/app] W-11: enableServiceLinks puts <NAME>_PORT of every Service in the namespace into the environment, on which apps break that read such a variable; leave it out\n',
  ]]);
  expect(service.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data.rule)).toEqual(['W-11']);
});

test('what is allowed with a reason is kept in the construct tree with it, and not shown', () => {
  const chart = Testing.chart();
  const service = expose(chart, ExposureStrategy.CLUSTER_IP, { enableServiceLinks: true }, { allow: { 'W-11': 'the app reads them' } });
  Testing.synth(chart);
  expect(stderr).not.toHaveBeenCalled();
  expect(service.node.metadata.filter(({ type }) => type === ALLOWED_METADATA).map(({ data }) => [data.rule, data.reason])).toEqual([['W-11', 'the app reads them']]);
});

test('one name in two namespaces is two apps', () => {
  const scope = Testing.app();
  for (const namespace of ['team-a', 'team-b']) {
    expose(new Chart(scope, namespace, { namespace }), ExposureStrategy.CLUSTER_IP);
  }
  expect(scope.charts.flatMap(kinds)).toEqual(['Deployment web', 'Service web', 'Deployment web', 'Service web']);
});

describe('the selector', () => {
  const selectorOf = (scope: Construct, name?: string, workload?: WorkloadKind) => {
    const exposed = new ExposedService(scope, 'app', {
      app: { name, workload, image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] }, strategy: ExposureStrategy.CLUSTER_IP,
    });
    return exposed.workload.matchLabels['cdk8s.io/metadata.addr'];
  };

  test('stays when an app with a name of its own moves in the tree, so that a live Deployment takes the change', () => {
    const chart = Testing.chart();
    expect(selectorOf(chart, 'web')).toBe('web-deployment');
    expect(selectorOf(new Construct(chart, 'moved'), 'web')).toBe('web-deployment');
  });

  test('X-0: changes with the kind of workload, so that the pods of an old kind get no traffic', () => {
    expect(selectorOf(Testing.chart(), 'web', WorkloadKind.DAEMON_SET)).toBe('web-daemonset');
  });

  test('is told apart and short enough when the name is as long as a name may be', () => {
    const [one, other] = ['a', 'b'].map(last => selectorOf(Testing.chart(), `${'x'.repeat(62)}${last}`));
    expect(one).not.toBe(other);
    expect(one).toMatch(/^x{54}-[0-9a-f]{8}$/);
    expect(other).toMatch(/^x{54}-[0-9a-f]{8}$/);
  });

  test('is that of the construct path when the chart names the app', () => {
    expect(selectorOf(Testing.chart())).toMatch(/^test-app-Deployment-[0-9a-f]{8}$/);
  });
});

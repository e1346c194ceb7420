import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AccessReport, AppPort, ExposedService, Exposure, ExposureOptions, ExposureStrategy } from '../../src';

const HTTP = { name: 'http', port: 8086 };

function expose(scope: Chart, options: ExposureOptions, ports: AppPort[] = [HTTP]): ExposedService {
  return new ExposedService(scope, 'influxdb', { app: { name: 'influxdb', image: 'influxdb:1.8', ports }, ...options });
}

function chart(app: App = Testing.app(), id = 'metrics'): Chart {
  return new Chart(app, id, { namespace: id });
}

test('the text of an app behind a host port, with a port that is not exposed', () => {
  const scope = chart();
  expose(scope, { strategy: ExposureStrategy.HOST_PORT, hostPort: { ports: { http: 80 } } }, [HTTP, { name: 'admin', port: 8088, exposed: false }]);
  expect(AccessReport.of(scope).toText()).toMatchSnapshot();
});

test('the text of an app behind an Ingress, with a warning and a rule that is allowed', () => {
  const scope = chart();
  expose(scope, {
    strategy: ExposureStrategy.INGRESS,
    http: { hostnames: ['influxdb.example.com'], path: '/influxdb' },
    allow: { 'E-4': 'the load balancer in front of the controller ends TLS' },
  });
  expect(AccessReport.of(scope).toText()).toMatchSnapshot();
});

test('the text of a workload of cdk8s-plus in a chart without a namespace', () => {
  const scope = new Chart(Testing.app(), 'metrics');
  const workload = new kplus.Deployment(scope, 'deployment', {
    metadata: { name: 'influxdb' },
    containers: [{ image: 'influxdb:1.8', ports: [{ name: 'http', number: 8086 }] }],
  });
  new Exposure(scope, 'door', { workload, strategy: ExposureStrategy.CLUSTER_IP });
  expect(AccessReport.of(scope).toText()).toMatchSnapshot();
});

test('the JSON of an app by node port', () => {
  const scope = chart();
  expose(scope, { strategy: ExposureStrategy.NODE_PORT, allow: { 'W-12': 'not asked here' } });
  const json = AccessReport.of(scope).toJson();
  expect(JSON.parse(json)).toMatchSnapshot();
  expect(AccessReport.of(scope).toJson()).toBe(json);
});

test('the exposures of an app are in the order of the construct tree, and those of a chart are its own', () => {
  const app = Testing.app();
  const charts = ['b', 'a', 'c'].map(id => chart(app, id));
  charts.forEach(scope => expose(scope, { strategy: ExposureStrategy.NODE_PORT }));
  const paths = (report: AccessReport) => JSON.parse(report.toJson()).exposures.map(({ path }: { path: string }) => path);
  expect(paths(AccessReport.of(app))).toEqual(['b/influxdb', 'a/influxdb', 'c/influxdb']);
  expect(paths(AccessReport.of(charts[1]))).toEqual(['a/influxdb']);
});

test('an exposure is found when it is the scope itself', () => {
  const { exposure } = expose(chart(), { strategy: ExposureStrategy.NODE_PORT });
  expect(JSON.parse(AccessReport.of(exposure).toJson()).exposures).toHaveLength(1);
});

test('a scope without exposures says so', () => {
  expect(AccessReport.of(chart()).toText()).toBe('Nothing is exposed.\n');
  expect(AccessReport.of(chart()).toJson()).toBe('{\n  "exposures": []\n}\n');
});

test('a placeholder of several URLs is listed once', () => {
  const scope = chart();
  expose(scope, { strategy: ExposureStrategy.LOAD_BALANCER }, [HTTP, { name: 'http-rpc', port: 8088 }]);
  const text = AccessReport.of(scope).toText();
  expect(text.match(/- <LB_ADDRESS>,/g)).toHaveLength(1);
  expect(text.match(/http:\/\/<LB_ADDRESS>/g)).toHaveLength(2);
});

test('placeholders of one name with different commands are all listed', () => {
  const scope = chart();
  expose(scope, { strategy: ExposureStrategy.NODE_PORT }, [HTTP, { name: 'http-rpc', port: 8088 }]);
  expect(AccessReport.of(scope).toText().match(/- <NODE_PORT[A-Z_]*>,/g)).toHaveLength(2);
});

test('the tunnel of a port that does not speak HTTP is named by its address', () => {
  const scope = chart();
  expose(scope, { strategy: ExposureStrategy.CLUSTER_IP }, [{ name: 'postgres', port: 5432 }]);
  expect(AccessReport.of(scope).toText()).toContain('  - for tcp://localhost:5432\n      kubectl port-forward -n metrics service/influxdb 5432:5432\n');
});

test.each(Object.values(ExposureStrategy))('%s: URLs and commands stand whole on one line, and the rest fits into 100 columns', strategy => {
  const scope = chart(Testing.app(), 'a-namespace-with-a-name-as-long-as-the-cluster-admits-them-to-b');
  expose(scope, {
    strategy,
    http: { hostnames: [`${'a-long-label.'.repeat(12)}example.com`] },
    gateway: { parentRefs: [{ name: 'shared', namespace: 'infra' }] },
  });
  const { exposures: [{ accessPoints, requirements }] } = JSON.parse(AccessReport.of(scope).toJson());
  const whole: string[] = [
    ...accessPoints.flatMap(({ url, tunnel, placeholders }: any) => [url, tunnel, ...placeholders.map(({ command }: any) => command)]),
    ...requirements.map(({ check }: any) => check),
  ].filter(text => text !== undefined);
  const lines = AccessReport.of(scope).toText().split('\n');
  expect(whole.filter(text => !lines.some(line => line.includes(text)))).toEqual([]);

  const prose = lines.filter(line => /^( {2}- | {4}\w)/.test(line) && !/curl|a-long-label|a-namespace-with/.test(line));
  expect(prose.length).toBeGreaterThan(0);
  expect(prose.filter(line => line.length > 100)).toEqual([]);
});

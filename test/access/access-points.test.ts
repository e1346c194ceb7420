import { Chart, Testing } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AccessFrom, AppPort, ClusterProfile, ExposedService, ExposureStrategy, GatewayProtocol } from '../../src';

const HTTP: AppPort = { name: 'http', port: 8086 };

function points(options: { strategy?: ExposureStrategy; ports?: AppPort[]; namespace?: string; clusterDomain?: string; hostIp?: string } = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace: options.namespace });
  ClusterProfile.attach(chart, ClusterProfile.custom({ clusterDomain: options.clusterDomain }));
  return new ExposedService(chart, 'influxdb', {
    app: { name: 'influxdb', image: 'influxdb:1.8', ports: options.ports ?? [HTTP] },
    strategy: options.strategy ?? ExposureStrategy.CLUSTER_IP,
    hostPort: { hostIp: options.hostIp },
    http: { hostnames: ['influxdb.example.com'] },
    gateway: { parentRefs: [{ name: 'shared', sectionName: 'web', listener: { protocol: GatewayProtocol.HTTP, port: 80 } }] },
  }).accessPoints;
}

function urls(options: Parameters<typeof points>[0], from: AccessFrom): string[] {
  return points(options).filter(point => point.from === from).map(({ url }) => url);
}

const STRATEGIES = Object.values(ExposureStrategy);

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('U-1: the literal IPv6 address of a host port stands in brackets', () => {
  expect(urls({ strategy: ExposureStrategy.HOST_PORT, hostIp: '2001:db8::5' }, AccessFrom.OUTSIDE)).toEqual(['http://[2001:db8::5]:8086/']);
});

test('U-2: port 80 of http and 443 of https are left out, and not the other way round', () => {
  const ports = [
    { name: 'http-a', port: 8080, servicePort: 80 }, { name: 'https-a', port: 8443, servicePort: 443 },
    { name: 'tls-a', port: 8444, servicePort: 444, appProtocol: 'https' }, { name: 'http-b', port: 8081, servicePort: 81 },
  ];
  expect(urls({ ports, namespace: 'db' }, AccessFrom.INSIDE)).toEqual([
    'http://influxdb.db.svc/', 'https://influxdb.db.svc/', 'https://influxdb.db.svc:444/', 'http://influxdb.db.svc:81/',
  ]);
  expect(urls({ ports: [{ name: 'https', port: 8080, servicePort: 80 }, { name: 'http', port: 8443, servicePort: 443 }], namespace: 'db' }, AccessFrom.INSIDE)).toEqual([
    'https://influxdb.db.svc:80/', 'http://influxdb.db.svc:443/',
  ]);
});

test.each([
  [{ name: 'http', port: 443 }, 'http'],
  [{ name: 'https-ui', port: 80 }, 'https'],
  [{ name: 'ui', port: 80 }, 'tcp'],
  [{ name: 'ui', port: 8080, appProtocol: 'http' }, 'http'],
  [{ name: 'http', port: 8080, appProtocol: 'https' }, 'https'],
  [{ name: 'h2c', port: 8080 }, 'http'],
  [{ name: 'grpc-api', port: 8080 }, 'grpc'],
  [{ name: 'ws', port: 8080 }, 'ws'],
  [{ name: 'dns', port: 53, protocol: Protocol.UDP }, 'udp'],
  [{ name: 'http', port: 80, protocol: Protocol.UDP }, 'udp'],
  [{ name: 'diameter', port: 3868, protocol: Protocol.SCTP }, 'sctp'],
])('U-3: the scheme of port %j is %s in every URL', (port, scheme) => {
  for (const strategy of [ExposureStrategy.CLUSTER_IP, ExposureStrategy.NODE_PORT, ExposureStrategy.LOAD_BALANCER, ExposureStrategy.HOST_PORT]) {
    const own = points({ ports: [port], strategy }).filter(({ url }) => !url.startsWith('http://127.0.0.1:8001/')); // that of kubectl proxy
    expect([...new Set(own.map(({ url }) => url.split('://')[0]))]).toEqual([scheme]);
  }
});

test('U-4: the cluster domain is that of the cluster, and without one the short form is used', () => {
  expect(urls({ namespace: 'db', clusterDomain: 'k8s.example.internal' }, AccessFrom.INSIDE)).toEqual(['http://influxdb.db.svc.k8s.example.internal:8086/']);
  expect(urls({ namespace: 'db' }, AccessFrom.INSIDE)).toEqual(['http://influxdb.db.svc:8086/']);
});

test('U-5: the path of a door begins with one slash, and is encoded', () => {
  const chart = new Chart(Testing.app(), 'team');
  const { accessPoints } = new ExposedService(chart, 'influxdb', {
    app: { name: 'influxdb', image: 'influxdb:1.8', ports: [HTTP] },
    strategy: ExposureStrategy.INGRESS,
    http: { hostnames: ['a.example.com'], rules: [{}, { path: '/größe' }, { path: '/a/b' }] },
  });
  expect(accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE).map(({ url }) => url)).toEqual([
    'http://a.example.com/', 'http://a.example.com/gr%C3%B6%C3%9Fe', 'http://a.example.com/a/b',
  ]);
});

test.each(STRATEGIES)('U-6: whatever stands between < and > in a URL or request of %s is a placeholder with a command', strategy => {
  for (const { url, request, placeholders } of points({ strategy })) {
    const named = [...`${url} ${request ?? ''}`.matchAll(/<([^>]*)>/g)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(placeholders.map(({ name }) => name)));
    for (const { name, description, command } of placeholders) {
      expect(name).toMatch(/^[A-Z_]+$/);
      expect(description).toMatch(/^[a-z].{10,}[^.]$/);
      expect(command).toMatch(/^(kubectl|echo) /);
    }
  }
});

test('U-7: a proxy URL gives scheme, Service, and port by name, and ends in proxy/', () => {
  const proxied = (port: AppPort) => urls({ ports: [port], namespace: 'db' }, AccessFrom.WORKSTATION)[0];
  expect(proxied(HTTP)).toBe('http://127.0.0.1:8001/api/v1/namespaces/db/services/http:influxdb:http/proxy/');
  expect(proxied({ name: 'https-ui', port: 8443 })).toBe('http://127.0.0.1:8001/api/v1/namespaces/db/services/https:influxdb:https-ui/proxy/');
});

test('U-7: what is not HTTP has no proxy URL', () => {
  expect(urls({ ports: [{ name: 'redis', port: 6379 }], namespace: 'db' }, AccessFrom.WORKSTATION)).toEqual(['tcp://localhost:6379']);
});

test.each([
  [ExposureStrategy.LOAD_BALANCER, 'LB_ADDRESS', "kubectl get -n db service influxdb -o jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}'"],
  [ExposureStrategy.INGRESS, 'INGRESS_ADDRESS', "kubectl get -n db ingress influxdb -o jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}'"],
  [ExposureStrategy.GATEWAY, 'GATEWAY_ADDRESS', "kubectl get -n db gateway shared -o jsonpath='{.status.addresses[0].value}'"],
])('U-8: the address of %s is looked for as an IP address and as a hostname', (strategy, name, command) => {
  const [point] = points({ strategy, namespace: 'db' }).filter(({ from }) => from === AccessFrom.OUTSIDE);
  expect(point.placeholders.find(placeholder => placeholder.name === name)?.command).toBe(command);
});

test.each(STRATEGIES)('U-9: without a namespace %s means the current one, and never "default"', strategy => {
  const inside = points({ strategy }).find(({ from }) => from === AccessFrom.INSIDE);
  expect(inside?.url).toBe('http://influxdb.<NAMESPACE>.svc:8086/');
  expect(inside?.placeholders.map(({ name, command }) => [name, command])).toEqual([
    ['NAMESPACE', "kubectl config view --minify -o jsonpath='{..namespace}' | grep . || echo default"], // kubectl's own current namespace where its context has none
  ]);
  const commands = points({ strategy }).flatMap(({ placeholders, tunnel }) => [...placeholders.map(({ command }) => command), tunnel ?? '']);
  expect(commands.filter(command => / -n |--namespace/.test(command))).toEqual([]);
});

test.each(STRATEGIES)('U-9: with a namespace every command of %s that looks into it says so', strategy => {
  const commands = points({ strategy, namespace: 'db' })
    .flatMap(({ placeholders, tunnel }) => [...placeholders.map(({ command }) => command), tunnel ?? ''])
    .filter(command => /\b(service|pods|ingress|gateway|port-forward)\b/.test(command));
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter(command => !command.includes(' -n db '))).toEqual([]);
});

test('no two tunnels of an app want one port of the workstation, nor that of kubectl proxy', () => {
  const chart = Testing.chart();
  const { accessPoints } = new ExposedService(chart, 'app', {
    app: {
      name: 'web',
      image: 'nginx:1.27',
      ports: [{ name: 'http', port: 8080, servicePort: 80 }, { name: 'http-alt', port: 8081, servicePort: 8080 }, { name: 'http-api', port: 8001 }],
    },
    strategy: ExposureStrategy.CLUSTER_IP,
  });
  expect(accessPoints.flatMap(({ tunnel }) => tunnel ?? []).filter(tunnel => tunnel.includes('port-forward'))).toEqual([
    'kubectl port-forward service/web 8080:80',
    'kubectl port-forward service/web 8081:8080',
    'kubectl port-forward service/web 8002:8001',
  ]);
});

test('a namespace that no cluster takes is refused', () => {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'Team_A' });
  expect(() => new ExposedService(chart, 'app', {
    app: { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] }, strategy: ExposureStrategy.CLUSTER_IP,
  })).toThrow(/^\[team\/app\] E-2: namespace "Team_A" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "team-a"$/);
});

import { Chart, Testing } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, ExposureStrategy, LoadBalancerOptions, RequirementKind, TrafficPolicy } from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const WEB: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080, servicePort: 80 }] };
const SCHEME = 'service.beta.kubernetes.io/aws-load-balancer-scheme';

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & { readonly app?: Partial<AppSpec>; readonly namespace?: string };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function expose({ app, namespace, ...options }: Options = {}, chart = new Chart(Testing.app(), 'team', { namespace })) {
  const exposed = new ExposedService(chart, 'web', { strategy: ExposureStrategy.LOAD_BALANCER, ...options, app: { ...WEB, ...app } });
  return { exposed, objects: Testing.synth(chart) };
}

function service(loadBalancer?: LoadBalancerOptions, options: Options = {}) {
  return expose({ ...options, loadBalancer }).objects.find(({ spec }) => spec.type === 'LoadBalancer');
}

function warnings(options: Options): string[] {
  const { node } = expose(options).exposed.exposure;
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

function expectRefusal(loadBalancer: LoadBalancerOptions, ...lines: string[]) {
  const chart = new Chart(Testing.app(), 'team');
  expect(() => expose({ loadBalancer }, chart)).toThrow(new Error(lines.map(line => `[team/web] ${line}`).join('\n')));
  expect(chart.node.children).toEqual([]);
}

test('an app with an address of its own', () => {
  expect(expose({
    namespace: 'shop',
    loadBalancer: {
      loadBalancerClass: 'example.com/internal',
      loadBalancerSourceRanges: ['10.0.0.0/8', '2001:db8::/32'],
      externalTrafficPolicy: TrafficPolicy.LOCAL,
      healthCheckNodePort: 30001,
      allocateLoadBalancerNodePorts: false,
      nodePorts: { http: 30080 },
      annotations: { 'example.com/address': 'internal' },
    },
  }).objects).toMatchSnapshot();
});

test('an app with a port that is not exposed', () => {
  expect(expose({ app: { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] } }).objects).toMatchSnapshot();
});

test('without options the Service has nothing but its type', () => {
  const { spec } = service();
  expect(Object.keys(spec).sort()).toEqual(['ports', 'selector', 'type']);
  expect(spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }]);
});

test('the load balancer may have another number than the address inside the cluster', () => {
  const app = { ports: [{ name: 'http', port: 8080 }, { name: 'https', port: 8443 }] };
  const { objects, exposed } = expose({ app, loadBalancer: { ports: { http: 80 } } });
  const shown = ({ spec }: any) => [spec.type, ...spec.ports.map(({ port, targetPort }: any) => `${port}→${targetPort}`)];
  expect(objects.slice(1).map(shown)).toEqual([['ClusterIP', '8080→8080', '8443→8443'], ['LoadBalancer', '80→8080', '8443→8443']]);
  expect(exposed.accessPoints.filter(({ from }) => ['inside', 'outside'].includes(from)).map(({ url }) => url)).toEqual([
    'http://web.<NAMESPACE>.svc:8080/', 'https://web.<NAMESPACE>.svc:8443/', 'http://<LB_ADDRESS>/', 'https://<LB_ADDRESS>:8443/',
  ]);
});

test('a load balancer with the numbers of the Service is the Service', () => {
  expect(expose({ loadBalancer: { ports: { http: 80 } } }).exposed.externalService).toBeUndefined();
});

test('S-7: two ports of the load balancer differ in number or protocol', () => {
  const chart = new Chart(Testing.app(), 'team');
  const app = { ports: [{ name: 'http', port: 8080 }, { name: 'admin', port: 9090 }] };
  expect(() => expose({ app, loadBalancer: { ports: { http: 80, admin: 80 } } }, chart)).toThrow(new Error(
    '[team/web] S-7: ports http and admin both want 80/TCP of the load balancer; give them different numbers in loadBalancer.ports',
  ));
  expect(chart.node.children).toEqual([]);
});

test('E-2: a port of the load balancer is a number, of a port that there is', () => {
  expectRefusal({ ports: { http: 0, web: 80 } },
    'E-2: loadBalancer.ports.http 0 is not a port number; choose a whole number from 1 to 65535',
    'E-2: loadBalancer.ports names the port "web", which the app does not have; its ports are http');
});

test('annotations of the door stand beside those of the Service', () => {
  expect(service({ annotations: { b: '2' } }, { service: { annotations: { a: '1', b: '1' } } }).metadata.annotations).toEqual({ a: '1', b: '2' });
});

test('E-2: an annotation has a key that Kubernetes takes', () => {
  expectRefusal({ annotations: { 'a/b/c': '' } },
    'E-2: loadBalancer.annotations: key "a/b/c" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/"');
});

test('LB-1: a load balancer class is a qualified name', () => {
  expect(service({ loadBalancerClass: 'example.com/lb' }).spec.loadBalancerClass).toBe('example.com/lb');
  expectRefusal({ loadBalancerClass: 'Example Load Balancer' },
    'LB-1: loadBalancer.loadBalancerClass "Example Load Balancer" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/", for instance "Example-Load-Balancer"');
  expectRefusal({ loadBalancerClass: '' },
    'LB-1: loadBalancer.loadBalancerClass "" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/"');
});

test.each([
  ['10.0.0.5', '"10.0.0.5" is one address, not a range; write "10.0.0.5/32"'],
  ['192.168.0.5/24', '"192.168.0.5/24" has host bits; write "192.168.0.0/24"'],
  ['010.0.0.0/8', '"010.0.0.0/8" has leading zeros; write "10.0.0.0/8"'],
  ['2001:DB8::/32', '"2001:DB8::/32" is not in the canonical form; write "2001:db8::/32"'],
  ['everybody', '"everybody" is not a range of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32"'],
])('LB-2, S-18: the source range %s is refused', (range, problem) => {
  expectRefusal({ loadBalancerSourceRanges: ['10.0.0.0/8', range] }, `LB-2: loadBalancer.loadBalancerSourceRanges.1 ${problem}`);
});

test.each<[LoadBalancerOptions, string]>([
  [{ healthCheckNodePort: 30001 }, 'loadBalancer.healthCheckNodePort 30001 needs externalTrafficPolicy Local; set that, or leave it out'],
  [
    { healthCheckNodePort: 30001, externalTrafficPolicy: TrafficPolicy.CLUSTER },
    'loadBalancer.healthCheckNodePort 30001 needs externalTrafficPolicy Local; set that, or leave it out',
  ],
  [
    { healthCheckNodePort: 8080, externalTrafficPolicy: TrafficPolicy.LOCAL },
    'loadBalancer.healthCheckNodePort 8080 is outside the cluster\'s node port range 30000-32767; leave it out or choose one inside',
  ],
  [
    { healthCheckNodePort: 0, externalTrafficPolicy: TrafficPolicy.LOCAL },
    'loadBalancer.healthCheckNodePort 0 is not a port number; choose a whole number from 1 to 65535',
  ],
])('LB-3: a health check node port goes with Local and lies in the range (%#)', (options, message) => {
  expectRefusal(options, `LB-3: ${message}`);
});

test('LB-3: the node port range is that of the cluster', () => {
  const chart = Testing.chart();
  ClusterProfile.attach(chart, ClusterProfile.custom({ nodePortRange: '20000-22000' }));
  const { objects } = expose({ loadBalancer: { healthCheckNodePort: 20001, externalTrafficPolicy: TrafficPolicy.LOCAL } }, chart);
  expect(objects[1].spec.healthCheckNodePort).toBe(20001);
});

test('X-2: the health check node port is no node port of the Service', () => {
  expectRefusal({ healthCheckNodePort: 30001, externalTrafficPolicy: TrafficPolicy.LOCAL, nodePorts: { http: 30001 } },
    'X-2: loadBalancer.healthCheckNodePort 30001 is the node port of http too; give them different numbers');
});

test('LB-4: a load balancer that sends traffic straight to pods goes without node ports', () => {
  expect(service({ allocateLoadBalancerNodePorts: false }).spec.allocateLoadBalancerNodePorts).toBe(false);
});

test('NP-1: a node port of a load balancer lies in the range', () => {
  expect(service({ nodePorts: { http: 30080 } }).spec.ports[0].nodePort).toBe(30080);
  expectRefusal({ nodePorts: { http: 8080 } },
    'NP-1: loadBalancer.nodePorts.http 8080 is outside the cluster\'s node port range 30000-32767; leave it out or choose one inside');
});

test('LB-5: several protocols are warned of', () => {
  expect(warnings({ app: { ports: [...WEB.ports, { name: 'dns', port: 5353, protocol: Protocol.UDP }] } })).toEqual([
    'LB-5: one load balancer is asked for TCP and UDP, which some providers refuse; see the Service\'s status, or make one exposure for each, with a name of its own',
  ]);
});

test('LB-5: the protocol of a port that is not exposed does not count', () => {
  expect(warnings({ app: { ports: [...WEB.ports, { name: 'statsd', port: 8125, protocol: Protocol.UDP, exposed: false }] } })).toEqual([]);
});

test('LB-6: the Service has neither loadBalancerIP nor externalIPs', () => {
  expect(service().spec).not.toHaveProperty('loadBalancerIP');
  expect(service().spec).not.toHaveProperty('externalIPs');
});

test('LB-7: a load balancer of AWS says whether it faces the internet', () => {
  const loadBalancerClass = 'service.k8s.aws/nlb';
  expect(warnings({ loadBalancer: { loadBalancerClass } })).toEqual([
    `LB-7: the AWS load balancer is internal unless the annotation ${SCHEME} says internet-facing; state one of the two in loadBalancer.annotations`,
  ]);
  expect(warnings({ loadBalancer: { loadBalancerClass, annotations: { [SCHEME]: 'internal' } } })).toEqual([]);
  expect(warnings({ loadBalancer: { loadBalancerClass }, service: { annotations: { [SCHEME]: 'internet-facing' } } })).toEqual([]);
});

test('LB-8: SCTP is warned of', () => {
  expect(warnings({ app: { ports: [{ name: 'sctp', port: 5000, protocol: Protocol.SCTP }] } })).toContain(
    'LB-8: SCTP is served by few load balancers; ask your provider, or use NODE_PORT',
  );
});

test('U-8: an app is reached at the address or hostname that the load balancer gave, on the port of the Service', () => {
  const { exposed: { accessPoints } } = expose({ namespace: 'shop' });
  expect(accessPoints.map(({ from, url }) => `${from} ${url}`)).toEqual([
    'inside http://web.shop.svc/',
    'node http://<CLUSTER_IP>/',
    'outside http://<LB_ADDRESS>/',
    'workstation http://localhost:8080/',
  ]);
  expect(accessPoints[2].placeholders).toEqual([{
    name: 'LB_ADDRESS',
    description: 'the address, or the hostname, that the load balancer gave',
    command: 'kubectl get -n shop service web -o jsonpath=\'{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}\'',
  }]);
  expect(accessPoints[2].fill({ LB_ADDRESS: 'lb-1.example.com' })).toBe('http://lb-1.example.com/');
  expect(accessPoints[2].fill({ LB_ADDRESS: '2001:db8::9' })).toBe('http://[2001:db8::9]/');
});

test('U-3: the URL of a port that is not HTTP has its own scheme', () => {
  const app = { ports: [{ name: 'tcp', port: 80 }, { name: 'https', port: 8443, servicePort: 443 }] };
  const outside = expose({ app }).exposed.accessPoints.filter(({ from }) => from === 'outside');
  expect(outside.map(({ url, request }) => [url, request])).toEqual([
    ['tcp://<LB_ADDRESS>:80', undefined],
    ['https://<LB_ADDRESS>/', 'curl -i \'https://<LB_ADDRESS>/\''],
  ]);
});

test('the address of an app with a second Service is looked up there', () => {
  const app = { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] };
  const { accessPoints, requirements } = expose({ app }).exposed;
  expect(accessPoints.find(({ from }) => from === 'outside')!.placeholders[0].command).toMatch(/^kubectl get service web-external /);
  expect(requirements[0].check).toBe('kubectl wait --for=jsonpath=\'{.status.loadBalancer.ingress}\' service/web-external --timeout=5m');
});

test.each([
  [undefined, 'a load balancer for Services without a class; without one the address stays pending for ever'],
  [{ loadBalancerClass: 'example.com/lb' }, 'the load balancer example.com/lb; without it the address stays pending for ever, and the class cannot be changed later (LB-1)'],
])('the load balancer that the door needs is said (%#)', (loadBalancer, description) => {
  const { exposed: { requirements } } = expose({ namespace: 'shop', loadBalancer });
  expect(requirements[0]).toEqual({
    kind: RequirementKind.CAPABILITY,
    description,
    check: 'kubectl wait -n shop --for=jsonpath=\'{.status.loadBalancer.ingress}\' service/web --timeout=5m',
  });
});

test('NP-4: what shares a node port is judged by the numbers at the load balancer', () => {
  const ports = [{ name: 'dns-tcp', port: 5353, servicePort: 53 }, { name: 'dns-udp', port: 5353, servicePort: 53, protocol: Protocol.UDP }];
  const nodePorts = { 'dns-tcp': 30053, 'dns-udp': 30053 };
  const chart = Testing.chart();
  const make = (id: string, numbers: { [name: string]: number }) => new ExposedService(chart, id, {
    app: { name: id, image: 'dns:1', ports }, strategy: ExposureStrategy.LOAD_BALANCER, loadBalancer: { ports: numbers, nodePorts }, allow: { 'S-19': 'server-side apply' },
  });
  expect(() => make('apart', { 'dns-tcp': 5300 })).toThrow(new Error(
    '[test/apart] NP-4: loadBalancer.nodePorts gives 30053 to both dns-tcp and dns-udp, which may share a node port only if they share the Service port; give them different numbers',
  ));
  expect(make('together', { 'dns-tcp': 5300, 'dns-udp': 5300 }).externalService?.name).toBe('together-external');
});

test('S-19: TCP and UDP that share a number at the load balancer alone are warned of', () => {
  const exposed = new ExposedService(Testing.chart(), 'app', {
    app: { name: 'app', image: 'app:1', ports: [{ name: 'http', port: 8080 }, { name: 'game', port: 7777, protocol: Protocol.UDP }] },
    strategy: ExposureStrategy.LOAD_BALANCER,
    loadBalancer: { ports: { http: 80, game: 80 } },
  });
  expect(exposed.exposure.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => data.rule)).toEqual(['S-19', 'LB-5']);
});

test('a node port stays with the Service that holds it when LOAD_BALANCER becomes NODE_PORT', () => {
  const holders = [ExposureStrategy.LOAD_BALANCER, ExposureStrategy.NODE_PORT].map(strategy => {
    const chart = Testing.chart();
    new ExposedService(chart, 'app', {
      app: { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] },
      strategy,
      nodePort: { ports: { http: 30080 } },
      loadBalancer: { ports: { http: 80 }, nodePorts: { http: 30080 } },
    });
    return Testing.synth(chart).filter(({ kind, spec }) => kind === 'Service' && spec.ports[0].nodePort === 30080).map(({ metadata }) => metadata.name);
  });
  expect(holders).toEqual([['web-external'], ['web-external']]);
});

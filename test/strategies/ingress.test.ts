import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { IngressBackend, Protocol, Secret, ServiceType } from 'cdk8s-plus-27';
import { AccessFrom, AppSpec, ExposedService, ExposedServiceProps, ExposureStrategy, HttpOptions, HttpPathType } from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const SHOP: AppSpec = { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080, servicePort: 80 }] };
const SECURE = { hostnames: ['shop.example.com'], tls: { secretName: 'shop-cert' } };

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & { readonly app?: Partial<AppSpec>; readonly namespace?: string };

function expose({ app, namespace, ...options }: Options = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace });
  const exposed = new ExposedService(chart, 'shop', { strategy: ExposureStrategy.INGRESS, ...options, app: { ...SHOP, ...app } });
  return { exposed, objects: Testing.synth(chart) };
}

function ingressOf(options: Options) {
  return expose(options).objects.find(({ kind }) => kind === 'Ingress');
}

function refusal(options: Options): string {
  try {
    expose(options);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

function warnings(options: Options): string[] {
  const { exposed } = expose(options);
  return exposed.exposure.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

function outside(options: Options) {
  return expose(options).exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE);
}

test('IN-1, IN-2: without any option every hostname and path lead to the first exposed HTTP port, and the path has its type', () => {
  expect(ingressOf({ allow: { 'E-4': 'inside the company only' } })).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'shop', labels: { 'app.kubernetes.io/name': 'shop' } },
    spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } }] } }] },
  });
});

test('IN-8, IN-9: the backend is the Service of the app in the same namespace, by the number that the Service offers', () => {
  const { objects } = expose({ namespace: 'shops', http: SECURE });
  const ingress = objects.find(({ kind }) => kind === 'Ingress');
  const service = objects.find(({ kind }) => kind === 'Service');
  const [port] = service.spec.ports;
  expect(ingress.spec.rules[0].http.paths[0].backend).toEqual({ service: { name: service.metadata.name, port: { number: port.port } } });
  expect([ingress.metadata.namespace, service.metadata.namespace]).toEqual(['shops', 'shops']);
  expect(port).toEqual({ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 });
});

test('IN-8: a backend that is another resource is refused', () => {
  expect(refusal({ ingress: { resource: { kind: 'Bucket', name: 'static' } } as object })).toBe(
    "[team/shop] IN-8: the option 'ingress.resource' does not exist: the backend is the app's own Service");
});

test('IN-5, X-13: several hostnames and paths lead to several ports, each with a path of its own', () => {
  const ingress = ingressOf({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-admin', port: 9090, servicePort: 90 }] },
    http: {
      hostnames: ['shop.example.com', 'www.example.com'],
      rules: [
        {},
        { path: '/admin', port: 'http-admin', pathType: HttpPathType.EXACT },
        { hostnames: ['admin.example.com'], port: 'http-admin' },
      ],
      tls: { secretName: 'shop-cert' },
    },
  });
  const path = (at: string, pathType: string, number: number) => ({ path: at, pathType, backend: { service: { name: 'shop', port: { number } } } });
  expect(ingress.spec.rules).toEqual([
    { host: 'shop.example.com', http: { paths: [path('/', 'Prefix', 8080), path('/admin', 'Exact', 90)] } },
    { host: 'www.example.com', http: { paths: [path('/', 'Prefix', 8080), path('/admin', 'Exact', 90)] } },
    { host: 'admin.example.com', http: { paths: [path('/', 'Prefix', 90)] } },
  ]);
});

test('IN-2: the three path types are rendered as Kubernetes spells them', () => {
  const types = Object.values(HttpPathType).map(pathType => ingressOf({ http: { path: '/', pathType } }).spec.rules[0].http.paths[0].pathType);
  expect(types).toEqual(['Prefix', 'Exact', 'ImplementationSpecific']);
});

test('IN-15: Prefix and Exact of one path stand side by side', () => {
  const ingress = ingressOf({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-home', port: 9090 }] },
    http: {
      ...SECURE,
      rules: [{}, { hostnames: ['www.example.com'] }, { hostnames: ['www.example.com'], pathType: HttpPathType.EXACT, port: 'http-home' }],
    },
  });
  expect(ingress.spec.rules[1]).toEqual({
    host: 'www.example.com',
    http: {
      paths: [
        { path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 8080 } } } },
        { path: '/', pathType: 'Exact', backend: { service: { name: 'shop', port: { number: 9090 } } } },
      ],
    },
  });
});

test('IN-15: what leads from one hostname and path twice is rendered where that is allowed with a reason', () => {
  const ingress = ingressOf({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-canary', port: 9090 }] },
    http: { rules: [{}, { port: 'http-canary' }] },
    allow: { 'IN-15': 'the controller spreads requests over both' },
  });
  expect(ingress.spec.rules).toEqual([{
    http: {
      paths: [
        { path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 8080 } } } },
        { path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 9090 } } } },
      ],
    },
  }]);
});

test('paths are sorted by their characters, so that the locale of the machine changes nothing', () => {
  const paths = ['/b', '/a', '/B', '/A', '/ä', '/_', '/-', '/'];
  const compare = jest.spyOn(String.prototype, 'localeCompare');
  const [rule] = ingressOf({ http: { ...SECURE, rules: paths.map(path => ({ path })) } }).spec.rules;
  expect(rule.http.paths.map(({ path }: { path: string }) => path)).toEqual(['/', '/-', '/A', '/B', '/_', '/a', '/b', '/ä']);
  expect(compare).not.toHaveBeenCalled();
});

test('hostnames stay in the order in which they are given, also where one is a number, and each has its own paths', () => {
  const ingress = ingressOf({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-home', port: 9090 }] },
    http: {
      rules: [{ hostnames: ['b.com', '123'] }, { hostnames: ['b.com'], pathType: HttpPathType.EXACT, port: 'http-home' }],
    },
  });
  const types = (paths: any[]) => paths.map(({ pathType, backend }) => [pathType, backend.service.port.number]);
  expect(ingress.spec.rules.map(({ host, http }: any) => [host, types(http.paths)])).toEqual([
    ['b.com', [['Prefix', 8080], ['Exact', 9090]]],
    ['123', [['Prefix', 8080]]],
  ]);
});

test('IN-4: an empty path of type ImplementationSpecific is rendered as it is, with and without a hostname and a default backend', () => {
  const app = { ports: [{ name: 'http', port: 8080 }, { name: 'http-errors', port: 9090 }] };
  const every = { path: '', pathType: HttpPathType.IMPLEMENTATION_SPECIFIC };
  const paths = (port: number) => [{ path: '', pathType: 'ImplementationSpecific', backend: { service: { name: 'shop', port: { number: port } } } }];
  expect(ingressOf({ http: every }).spec).toEqual({ rules: [{ http: { paths: paths(80) } }] });
  expect(ingressOf({ app, http: { rules: [every, { path: '/errors', port: 'http-errors' }] }, ingress: { defaultBackend: 'http-errors' } }).spec).toEqual({
    defaultBackend: { service: { name: 'shop', port: { number: 9090 } } },
    rules: [{ http: { paths: [...paths(8080), { path: '/errors', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 9090 } } } }] } }],
  });
  expect(ingressOf({ app, http: { rules: [every, { ...every, hostnames: ['a.example.com'], port: 'http-errors' }] } }).spec.rules).toEqual([
    { http: { paths: paths(8080) } },
    { host: 'a.example.com', http: { paths: paths(9090) } },
  ]);
});

test('rules, certificates, a default backend and patches are added to the Ingress as to any of cdk8s-plus', () => {
  const chart = new Chart(Testing.app(), 'team');
  const { ingress, service } = new ExposedService(chart, 'shop', { app: SHOP, strategy: ExposureStrategy.INGRESS, http: { ...SECURE, path: '/shop' } });
  const backend = IngressBackend.fromService(service);
  ingress!.addHostRule('shop.example.com', '/', backend);
  ingress!.addRule('/any', backend);
  ingress!.addHostDefaultBackend('www.example.com', backend);
  ingress!.addDefaultBackend(backend);
  ingress!.addTls([{ hosts: ['www.example.com'], secret: Secret.fromSecretName(chart, 'More', 'www-cert') }]);
  ApiObject.of(ingress!).addJsonPatch(JsonPatch.replace('/spec/rules/0/host', 'patched.example.com'));
  const { spec } = Testing.synth(chart).find(({ kind }) => kind === 'Ingress');
  const path = (at: string) => ({ path: at, pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 80 } } } });
  expect(spec).toEqual({
    defaultBackend: path('').backend,
    rules: [
      { host: 'patched.example.com', http: { paths: [path('/'), path('/shop')] } },
      { http: { paths: [path('/any')] } },
      { host: 'www.example.com', http: { paths: [path('/')] } },
    ],
    tls: [{ hosts: ['shop.example.com'], secretName: 'shop-cert' }, { hosts: ['www.example.com'], secretName: 'www-cert' }],
  });
  expect(() => ingress!.addHostRule('shop.example.com', '/shop', backend)).toThrow(new Error('there is already an ingress rule for shop.example.com/shop'));
});

test('E-2: an annotation has a key that Kubernetes takes', () => {
  expect(refusal({ http: SECURE, ingress: { annotations: { 'a key': 'value' } } })).toMatch(/^\[team\/shop\] E-2: ingress\.annotations: key "a key" /);
});

test('TLS by an existing Secret covers every hostname, each once', () => {
  const http = { hostnames: ['a.example.com', 'b.example.com'], tls: { secretName: 'certs' }, rules: [{ path: '/x' }, { path: '/y' }] };
  const ingress = ingressOf({ http });
  expect(ingress.spec.tls).toEqual([{ hosts: ['a.example.com', 'b.example.com'], secretName: 'certs' }]);
  expect(ingress.metadata.annotations).toBeUndefined();
});

test('TLS by an Issuer asks cert-manager to fill a Secret named after the app', () => {
  const ingress = ingressOf({ http: { hostnames: ['shop.example.com'], tls: { issuer: 'letsencrypt' } } });
  expect(ingress.metadata.annotations).toEqual({ 'cert-manager.io/issuer': 'letsencrypt' });
  expect(ingress.spec.tls).toEqual([{ hosts: ['shop.example.com'], secretName: 'shop-tls' }]);
});

test('TLS by a ClusterIssuer asks cert-manager to fill the Secret that is named', () => {
  const ingress = ingressOf({ http: { hostnames: ['shop.example.com'], tls: { clusterIssuer: 'letsencrypt', secretName: 'mine' } } });
  expect(ingress.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
  expect(ingress.spec.tls).toEqual([{ hosts: ['shop.example.com'], secretName: 'mine' }]);
});

test('TLS without a Secret uses the default certificate of the controller', () => {
  const ingress = ingressOf({ http: { hostnames: ['shop.example.com'], tls: {} } });
  expect(ingress.spec.tls).toEqual([{ hosts: ['shop.example.com'] }]);
});

test('the default backend is the port that answers what no rule matches', () => {
  const ingress = ingressOf({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-errors', port: 9090 }] },
    http: { ...SECURE, rules: [{}, { path: '/errors', port: 'http-errors' }] },
    ingress: { defaultBackend: 'http-errors' },
  });
  expect(ingress.spec.defaultBackend).toEqual({ service: { name: 'shop', port: { number: 9090 } } });
});

test('the class and the annotations of the controller are set', () => {
  const ingress = ingressOf({
    http: SECURE,
    ingress: { ingressClassName: 'traefik', annotations: { 'traefik.ingress.kubernetes.io/router.priority': '42' } },
  });
  expect(ingress.spec.ingressClassName).toBe('traefik');
  expect(ingress.metadata.annotations).toEqual({ 'traefik.ingress.kubernetes.io/router.priority': '42' });
});

test('a Service of type NodePort behind the Ingress opens the exposed ports alone', () => {
  const { objects } = expose({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }] },
    http: SECURE,
    ingress: { serviceType: ServiceType.NODE_PORT },
  });
  const services = objects.filter(({ kind }) => kind === 'Service');
  expect(services.map(({ metadata, spec }) => [metadata.name, spec.type, spec.ports.map((port: { name: string }) => port.name)])).toEqual([
    ['shop', 'ClusterIP', ['http', 'metrics']],
    ['shop-external', 'NodePort', ['http']],
  ]);
  expect(objects.find(({ kind }) => kind === 'Ingress').spec.rules[0].http.paths[0].backend.service.name).toBe('shop-external');
});

test('the port of a sidecar can be the one that is led to', () => {
  const ingress = ingressOf({
    app: {
      ports: [{ name: 'http-app', port: 8080, exposed: false }, { name: 'http', port: 4180, servicePort: 80, container: 'auth' }],
      sidecars: [{ name: 'auth', image: 'auth:1' }],
    },
    http: SECURE,
  });
  expect(ingress.spec.rules[0].http.paths[0].backend.service.port).toEqual({ number: 80 });
});

test.each([
  ['', '"" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each "."'],
  ['Nginx', '"Nginx" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "nginx"'],
])('IN-10: the class %j is refused', (ingressClassName, problem) => {
  expect(refusal({ http: SECURE, ingress: { ingressClassName } })).toBe(`[team/shop] IN-10: ingress.ingressClassName ${problem}`);
});

test('IN-11: the old annotation for the class is refused', () => {
  expect(refusal({ http: SECURE, ingress: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } })).toBe(
    '[team/shop] IN-11: ingress.annotations has kubernetes.io/ingress.class "nginx", which is deprecated and must not differ from ingressClassName; use ingressClassName');
});

test('IN-11: a dormant block is looked at too', () => {
  expect(refusal({ strategy: ExposureStrategy.CLUSTER_IP, ingress: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } })).toBe(
    '[team/shop] IN-11: ingress.annotations has kubernetes.io/ingress.class "nginx", which is deprecated and must not differ from ingressClassName; use ingressClassName');
});

test.each([
  ['a port that does not exist', 'web'],
  ['a port that is not exposed', 'metrics'],
])('X-13: a default backend that is %s is refused', (_, defaultBackend) => {
  expect(refusal({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }] },
    http: SECURE,
    ingress: { defaultBackend },
  })).toBe(`[team/shop] X-13: ingress.defaultBackend "${defaultBackend}" is no exposed port of the app; choose from http`);
});

test.each([
  [Protocol.TCP, 'postgresql', 'tcp'],
  [Protocol.UDP, 'dns', 'udp'],
  [Protocol.SCTP, 'diameter', 'sctp'],
])('IN-14: an exposed %s port is refused, since an Ingress leads to HTTP only', (protocol, name, scheme) => {
  expect(refusal({ app: { ports: [{ name: 'http', port: 8080 }, { name, port: 9000, protocol }] }, http: SECURE })).toBe(
    `[team/shop] IN-14: port ${name} speaks ${scheme}, and an Ingress leads to HTTP only; say what it speaks with appProtocol, set exposed: false, or choose another strategy`);
});

test('IN-14: a port says with its appProtocol that it speaks HTTP', () => {
  expect(refusal({ app: { ports: [{ name: 'api', port: 8080, appProtocol: 'http' }] }, http: SECURE })).toBe('accepted');
});

test('E-3: an exposed HTTP port that no rule leads to is refused', () => {
  expect(refusal({ app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-api', port: 9000 }] }, http: SECURE })).toBe(
    "[team/shop] E-3: port http-api is exposed, and no rule of http leads to it; add one to http.rules, or set exposed: false on the port (if it is right here, say why: allow: { 'E-3': 'the reason' })");
});

const WITH_ERRORS = { ports: [{ name: 'http', port: 8080 }, { name: 'http-errors', port: 9090 }] };

test('E-3: the port that is the default backend needs no rule, and is reached by the address of the controller', () => {
  const options = { app: WITH_ERRORS, ingress: { defaultBackend: 'http-errors' } };
  const errors = (http: HttpOptions) => outside({ ...options, http }).filter(({ port }) => port === 'http-errors').map(({ url, note }) => [url, note]);
  expect(errors({ hostnames: ['shop.example.com'] })).toEqual([['http://<INGRESS_ADDRESS>/', 'the default backend: it answers what no rule matches']]);
  expect(errors(SECURE)).toEqual([
    ['https://<INGRESS_ADDRESS>/', 'the default backend: it answers what no rule matches, with the default certificate of the controller'],
  ]);
  expect(errors({})).toEqual([]); // the rule for every hostname and path answers there
});

test('E-3: the default backend of a dormant Ingress is no rule of a Gateway', () => {
  expect(refusal({
    app: WITH_ERRORS,
    strategy: ExposureStrategy.GATEWAY,
    http: { hostnames: ['shop.example.com'] },
    ingress: { defaultBackend: 'http-errors' },
    gateway: { parentRefs: [{ name: 'shared' }] },
  })).toMatch(/^\[team\/shop\] E-3: port http-errors is exposed, and no rule of http leads to it/);
});

test('E-8: a default backend that speaks gRPC is warned of as well', () => {
  const ports = [{ name: 'http', port: 8080 }, { name: 'grpc', port: 9090 }];
  expect(warnings({ app: { ports }, http: SECURE, ingress: { defaultBackend: 'grpc' } })).toEqual([
    'E-8: port grpc speaks grpc, which most Ingress controllers have to be told with an annotation; without it they speak plain HTTP to it',
  ]);
});

test('E-4: plain HTTP is warned of', () => {
  expect(warnings({})).toEqual(['E-4: the app is served over plain HTTP, readable on the way; give http.tls']);
  expect(warnings({ http: SECURE })).toEqual([]);
});

test('E-4: what is allowed with a reason is not warned of', () => {
  expect(warnings({ allow: { 'E-4': 'TLS ends at the load balancer before the controller' } })).toEqual([]);
});

test.each([['grpc', 'grpc'], ['https', 'https'], ['wss', 'wss'], ['tls-app', 'tls']])('E-8: a backend with the port name %s is warned of, since controllers speak plain HTTP by themselves', (name, scheme) => {
  expect(warnings({ app: { ports: [{ name, port: 8443 }] }, http: SECURE })).toEqual([
    `E-8: port ${name} speaks ${scheme}, which most Ingress controllers have to be told with an annotation; without it they speak plain HTTP to it`,
  ]);
});

test('IN-17: a prefix that the app has to serve under is warned of', () => {
  expect(warnings({ http: { ...SECURE, path: '/shop' } })).toEqual([
    'IN-17: path /shop is a prefix that the app sees as it is; the app has to serve under it, or the controller has to rewrite it',
  ]);
  expect(warnings({ http: { ...SECURE, path: '/shop', pathType: HttpPathType.EXACT } })).toEqual([]);
});

test('IN-18: a wildcard is warned of, since it stands for one label', () => {
  expect(warnings({ http: { ...SECURE, hostnames: ['*.example.com'] } })).toEqual([
    'IN-18: hostname *.example.com stands for one label in an Ingress: app.sub.example.com is not served',
  ]);
});

test('warnings are shown once at synth, each with its construct and rule', () => {
  const stderr = jest.spyOn(process.stderr, 'write');
  const app = Testing.app();
  new ExposedService(new Chart(app, 'team'), 'shop', { app: SHOP, strategy: ExposureStrategy.INGRESS, http: { path: '/shop' } });
  app.synth();
  app.synth();
  expect(stderr.mock.calls).toEqual([[[
    'warning: [team/shop] IN-17: path /shop is a prefix that the app sees as it is; the app has to serve under it, or the controller has to rewrite it\n',
    'warning: [team/shop] E-4: the app is served over plain HTTP, readable on the way; give http.tls\n',
  ].join('')]]);
});

test('a hostname with TLS is reached by https, with a request that works before DNS does', () => {
  expect(outside({ namespace: 'shops', http: { ...SECURE, path: '/shop' } })).toEqual([{
    from: 'outside',
    port: 'http',
    url: 'https://shop.example.com/shop',
    placeholders: [{
      name: 'INGRESS_ADDRESS',
      description: 'the address, or the hostname, of the Ingress controller',
      command: "kubectl get -n shops ingress shop -o jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}'",
    }],
    request: "curl -i --connect-to 'shop.example.com:443:<INGRESS_ADDRESS>:443' 'https://shop.example.com/shop'",
  }]);
});

test('without a hostname the address of the controller stands in the URL', () => {
  const [point] = outside({ namespace: 'shops' });
  expect([point.url, point.request]).toEqual(['http://<INGRESS_ADDRESS>/', "curl -i 'http://<INGRESS_ADDRESS>/'"]);
  expect(point.fill({ INGRESS_ADDRESS: '192.0.2.7' })).toBe('http://192.0.2.7/');
});

test('a wildcard hostname has a placeholder for its label', () => {
  const [point] = outside({ http: { ...SECURE, hostnames: ['*.example.com'] } });
  expect(point.url).toBe('https://<ANY_LABEL>.example.com/');
  expect(point.placeholders.map(({ name, command }) => [name, command])).toEqual([
    ['ANY_LABEL', 'echo app'],
    ['INGRESS_ADDRESS', "kubectl get ingress shop -o jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}'"],
  ]);
  expect(point.fillRequest({ ANY_LABEL: 'app', INGRESS_ADDRESS: 'lb.example.net' })).toBe(
    "curl -i --connect-to 'app.example.com:443:lb.example.net:443' 'https://app.example.com/'");
});

test('every hostname and path of every rule is an access point of its port', () => {
  const points = outside({
    app: { ports: [{ name: 'http', port: 8080 }, { name: 'http-admin', port: 9090 }] },
    http: { hostnames: ['a.example.com', 'b.example.com'], rules: [{}, { path: '/admin', port: 'http-admin' }] },
  });
  expect(points.map(({ port, url }) => `${port} ${url}`)).toEqual([
    'http http://a.example.com/',
    'http http://b.example.com/',
    'http-admin http://a.example.com/admin',
    'http-admin http://b.example.com/admin',
  ]);
});

test('an app that speaks TLS itself is reached by https only where the Ingress has TLS', () => {
  const app = { ports: [{ name: 'https', port: 8443 }] };
  expect(outside({ app }).map(({ url }) => url)).toEqual(['http://<INGRESS_ADDRESS>/']);
  expect(outside({ app, http: SECURE }).map(({ url }) => url)).toEqual(['https://shop.example.com/']);
});

test('the requirements are the class, the Secret and DNS, with the commands that look', () => {
  const { exposed } = expose({ namespace: 'shops', http: SECURE, ingress: { ingressClassName: 'traefik' } });
  expect(exposed.requirements.slice(0, 3)).toEqual([
    { kind: 'Object', description: 'IngressClass traefik and its controller; without them the Ingress gets no address, ever', check: 'kubectl get ingressclass traefik' },
    { kind: 'Object', description: "Secret shop-cert of type kubernetes.io/tls in the app's namespace; without it clients get a wrong certificate", check: 'kubectl get -n shops secret shop-cert' },
    { kind: 'Network', description: 'DNS leads shop.example.com to the address of the door' },
  ]);
});

test('without a class the requirement is one that is the default', () => {
  expect(expose().exposed.requirements[0]).toEqual({
    kind: 'Object',
    description: 'exactly one IngressClass that is the default, and its controller; without them the Ingress gets no address, ever',
    check: 'kubectl get ingressclasses',
  });
});

test.each([
  [{ issuer: 'ca' }, 'Issuer', 'kubectl get -n shops issuer ca'],
  [{ clusterIssuer: 'ca' }, 'ClusterIssuer', 'kubectl get clusterissuer ca'],
])('the requirement of TLS by %j is cert-manager and its %s', (tls, kind, check) => {
  const { exposed } = expose({ namespace: 'shops', http: { hostnames: ['shop.example.com'], tls } });
  expect(exposed.requirements[1]).toEqual({ kind: 'Object', description: `cert-manager and its ${kind} ca, which fill Secret shop-tls`, check });
});

test('the Ingress is handed out, so that cdk8s-plus and patches go on from there', () => {
  const { exposed } = expose({ http: SECURE });
  expect([exposed.ingress?.kind, exposed.ingress?.name, exposed.routes]).toEqual(['Ingress', 'shop', []]);
});

test('TLS without a Secret needs a default certificate of the controller', () => {
  const { requirements } = expose({ http: { hostnames: ['shop.example.com'], tls: {} } }).exposed;
  expect(requirements.map(({ description }) => description)).toContain(
    'a default certificate of the Ingress controller that is made out for the hostnames; without it clients get one that they do not trust',
  );
});

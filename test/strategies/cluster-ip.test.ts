import { Chart, Testing } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AccessFrom, AccessPoint, AppSpec, ClusterProfile, ExposedService, ExposedServiceProps, ExposureStrategy, RequirementKind } from '../../src';

const WEB: AppSpec = { name: 'web', image: 'nginx:1.27', ports: [{ name: 'http', port: 8080 }] };
const PROXY = 'http://127.0.0.1:8001/api/v1/namespaces';
const CURRENT_NAMESPACE = 'kubectl config view --minify -o jsonpath=\'{..namespace}\' | grep . || echo default';

type Options = Omit<Partial<ExposedServiceProps>, 'app'> & { readonly app?: Partial<AppSpec>; readonly namespace?: string };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function expose({ app, namespace, ...options }: Options = {}) {
  const chart = new Chart(Testing.app(), 'team', { namespace });
  const exposed = new ExposedService(chart, 'web', { strategy: ExposureStrategy.CLUSTER_IP, ...options, app: { ...WEB, ...app } });
  return { exposed, objects: Testing.synth(chart) };
}

function points(options: Options = {}): AccessPoint[] {
  return expose(options).exposed.accessPoints;
}

/** The access points through the API server's proxy. */
function proxied(options: Options = {}): AccessPoint[] {
  return points(options).filter(({ url }) => url.startsWith(PROXY));
}

function role(options: Options) {
  return expose(options).objects.find(({ kind }) => kind === 'Role');
}

function expectRefusal(options: Options, ...lines: string[]) {
  const chart = Testing.chart();
  const { app, ...rest } = options;
  expect(() => new ExposedService(chart, 'app', { strategy: ExposureStrategy.CLUSTER_IP, ...rest, app: { ...WEB, ...app } })).toThrow(
    new Error(lines.map(line => `[test/app] ${line}`).join('\n')),
  );
  expect(chart.node.children).toEqual([]);
}

test('an app inside the cluster, and a role for its proxy', () => {
  expect(expose({ namespace: 'shop', clusterIp: { proxyRole: {} } }).objects).toMatchSnapshot();
});

test('an app is reached inside, from a node, by the proxy and by port-forward', () => {
  expect(points({ namespace: 'shop' })).toEqual([
    { from: AccessFrom.INSIDE, port: 'http', url: 'http://web.shop.svc:8080/', placeholders: [], request: 'curl -i \'http://web.shop.svc:8080/\'' },
    {
      from: AccessFrom.NODE,
      port: 'http',
      url: 'http://<CLUSTER_IP>:8080/',
      placeholders: [{
        name: 'CLUSTER_IP', description: 'the address of the Service', command: 'kubectl get -n shop service web -o jsonpath=\'{.spec.clusterIP}\'',
      }],
      request: 'curl -i \'http://<CLUSTER_IP>:8080/\'',
    },
    {
      from: AccessFrom.WORKSTATION,
      port: 'http',
      url: `${PROXY}/shop/services/http:web:http/proxy/`,
      placeholders: [],
      tunnel: 'kubectl proxy --port=8001',
      request: `curl -i '${PROXY}/shop/services/http:web:http/proxy/'`,
      note: 'the API server drops Authorization headers (CI-10)',
    },
    {
      from: AccessFrom.WORKSTATION,
      port: 'http',
      url: 'http://localhost:8080/',
      placeholders: [],
      tunnel: 'kubectl port-forward -n shop service/web 8080:8080',
      request: 'curl -i \'http://localhost:8080/\'',
    },
  ]);
});

test('CI-1, CI-2, CI-3: a proxy URL names the port of the Service, though it is the only one', () => {
  expect(proxied({ namespace: 'shop', app: { ports: [{ name: 'http', port: 8080, servicePort: 80 }] } }).map(({ url }) => url)).toEqual([
    `${PROXY}/shop/services/http:web:http/proxy/`,
  ]);
});

test('CI-3: where TCP and UDP share a number the proxy URL still finds the TCP port', () => {
  const app = { ports: [{ name: 'udp', port: 8080, protocol: Protocol.UDP }, { name: 'http', port: 8080 }] };
  expect(proxied({ namespace: 'shop', app }).map(({ url }) => url)).toEqual([`${PROXY}/shop/services/http:web:http/proxy/`]);
});

test('CI-4: a port is not named by digits alone, which the proxy would take for a number', () => {
  expectRefusal({ app: { ports: [{ name: '8080', port: 8080 }] } },
    'W-1: ports.0.name "8080" is not a port name; write at most 15 lower-case letters, digits and single "-" between them, with at least one letter');
});

test('CI-5, CI-6, U-7: a proxy URL has today\'s form and its slash at the end', () => {
  const [{ url }] = proxied({ namespace: 'shop' });
  expect(new URL(url).pathname).toBe('/api/v1/namespaces/shop/services/http:web:http/proxy/');
});

test('CI-7: what is not HTTP is not offered through the proxy, TCP is offered by port-forward, and UDP by neither', () => {
  const app = {
    ports: [
      { name: 'tcp', port: 5000 },
      { name: 'grpc', port: 5001 },
      { name: 'udp', port: 5002, protocol: Protocol.UDP },
      { name: 'sctp', port: 5003, protocol: Protocol.SCTP },
      { name: 'ws', port: 5004 },
    ],
  };
  expect(points({ app }).filter(({ from }) => from === AccessFrom.WORKSTATION).map(({ url, tunnel }) => [url, tunnel])).toEqual([
    ['tcp://localhost:5000', 'kubectl port-forward service/web 5000:5000'],
    ['grpc://localhost:5001', 'kubectl port-forward service/web 5001:5001'],
    ['ws://localhost:5004/', 'kubectl port-forward service/web 5004:5004'],
  ]);
});

test('CI-7: a role for the proxy of an app without HTTP is refused', () => {
  expectRefusal({ app: { ports: [{ name: 'tcp', port: 5000 }] }, clusterIp: { proxyRole: {} } },
    'CI-7: clusterIp.proxyRole is asked for, and no exposed port speaks HTTP, which is all that the API server\'s proxy speaks; leave it out, the ports tcp are reached by kubectl port-forward');
});

test('CI-8: what the proxy reaches are the pods of the app, in the namespace of the Service', () => {
  const [deployment, service] = expose({ namespace: 'shop' }).objects;
  expect([deployment.metadata.namespace, service.metadata.namespace]).toEqual(['shop', 'shop']);
  expect(service.spec.selector).toEqual(deployment.spec.selector.matchLabels);
});

test('CI-9: the proxy URL of an app that ends TLS itself says https', () => {
  const app = { ports: [{ name: 'https', port: 8443 }, { name: 'admin', port: 9443, appProtocol: 'https' }] };
  expect(proxied({ namespace: 'shop', app }).map(({ url }) => url)).toEqual([
    `${PROXY}/shop/services/https:web:https/proxy/`,
    `${PROXY}/shop/services/https:web:admin/proxy/`,
  ]);
});

test('CI-10, CI-11: the proxy says what it takes away, and port-forward stands beside it', () => {
  const [proxy, portForward] = points().filter(({ from }) => from === AccessFrom.WORKSTATION);
  expect(proxy.note).toBe('the API server drops Authorization headers (CI-10)');
  expect(portForward.tunnel).toBe('kubectl port-forward service/web 8080:8080');
});

test('CI-12: the role names the forms of each exposed HTTP port, and nothing else', () => {
  const app = {
    ports: [
      { name: 'http', port: 8080 },
      { name: 'https', port: 8443 },
      { name: 'tcp', port: 5000 },
      { name: 'http-metrics', port: 9090, exposed: false },
    ],
  };
  expect(role({ app, clusterIp: { proxyRole: { verbs: ['get', 'create'] } } })).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'web-proxy', labels: { 'app.kubernetes.io/name': 'web' } },
    rules: [{ apiGroups: [''], resources: ['services/proxy'], resourceNames: ['http:web:http', 'web:http', 'https:web:https'], verbs: ['get', 'create'] }],
  });
});

test('CI-12: the role allows reading unless told otherwise, and is handed out', () => {
  expect(role({ clusterIp: { proxyRole: {} } }).rules[0].verbs).toEqual(['get']);
  expect(expose({ clusterIp: { proxyRole: {} } }).exposed.proxyRole?.name).toBe('web-proxy');
  expect(role({})).toBeUndefined();
});

test('CI-12: the verbs of the role are those that the proxy takes', () => {
  expectRefusal({ clusterIp: { proxyRole: { verbs: ['GET', 'get', '*'] } } },
    'CI-12: clusterIp.proxyRole.verbs has "GET"; choose from get, create, update, patch, delete',
    'CI-12: clusterIp.proxyRole.verbs has "*"; choose from get, create, update, patch, delete');
  expectRefusal({ clusterIp: { proxyRole: { verbs: [] } } },
    'CI-12: clusterIp.proxyRole.verbs is an empty list, which allows nothing; choose from get, create, update, patch, delete, or leave it out');
});

test('CI-12: no role is made for another strategy', () => {
  expect(role({ strategy: ExposureStrategy.NODE_PORT, clusterIp: { proxyRole: {} } })).toBeUndefined();
});

test('CI-13: the proxy listens on the workstation alone', () => {
  expect(proxied()[0].tunnel).toBe('kubectl proxy --port=8001');
});

test('U-2: the port of the scheme is left out, and no other', () => {
  const app = {
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
      { name: 'http-tls', port: 8443, servicePort: 444 },
      { name: 'tcp', port: 5000, servicePort: 81 },
    ],
  };
  expect(points({ app, namespace: 'shop' }).filter(({ from }) => from === AccessFrom.INSIDE).map(({ url }) => url)).toEqual([
    'http://web.shop.svc/', 'https://web.shop.svc/', 'http://web.shop.svc:444/', 'tcp://web.shop.svc:81',
  ]);
});

test('U-3: the scheme is told by appProtocol or name, never by the number', () => {
  const app = {
    ports: [
      { name: 'web', port: 80 },
      { name: 'plain', port: 443, appProtocol: 'http' },
      { name: 'http-api', port: 8080, appProtocol: 'grpc' },
      { name: 'h2c', port: 8081 },
      { name: 'http', port: 8082, protocol: Protocol.UDP },
    ],
  };
  expect(points({ app, namespace: 'shop' }).filter(({ from }) => from === AccessFrom.INSIDE).map(({ url }) => url)).toEqual([
    'tcp://web.shop.svc:80', 'http://web.shop.svc:443/', 'grpc://web.shop.svc:8080', 'http://web.shop.svc:8081/', 'udp://web.shop.svc:8082',
  ]);
});

test('U-4: the cluster domain is that of the cluster, and left out where it is not known', () => {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shop' });
  ClusterProfile.attach(chart, ClusterProfile.custom({ clusterDomain: 'corp.example' }));
  const { accessPoints: [inside] } = new ExposedService(chart, 'web', { app: WEB, strategy: ExposureStrategy.CLUSTER_IP });
  expect(inside.url).toBe('http://web.shop.svc.corp.example:8080/');
  expect(points({ namespace: 'shop' })[0].url).toBe('http://web.shop.svc:8080/');
});

test('U-5: URLs of the web have a path of one slash, others have none', () => {
  const app = { ports: [{ name: 'http', port: 8080 }, { name: 'tcp', port: 5000 }] };
  expect(points({ app, namespace: 'shop' }).slice(0, 2).map(({ url }) => url)).toEqual(['http://web.shop.svc:8080/', 'tcp://web.shop.svc:5000']);
});

test('U-6, U-9: without a namespace the current one is a placeholder, with the command that resolves it', () => {
  const [inside, , proxy, portForward] = points();
  const placeholders = [{ name: 'NAMESPACE', description: 'the namespace that kubectl works in', command: CURRENT_NAMESPACE }];
  expect(inside).toMatchObject({ url: 'http://web.<NAMESPACE>.svc:8080/', placeholders });
  expect(proxy).toMatchObject({ url: `${PROXY}/<NAMESPACE>/services/http:web:http/proxy/`, placeholders });
  expect(portForward.tunnel).toBe('kubectl port-forward service/web 8080:8080');
  expect(inside.fill({ NAMESPACE: 'shop\n' })).toBe('http://web.shop.svc:8080/');
});

test('U-6: every placeholder of a URL has its command, and nothing is left after filling them in', () => {
  for (const point of points()) {
    const named = [...point.url.matchAll(/<([A-Z_]+)>/g)].map(([, name]) => name);
    expect(point.placeholders.map(({ name }) => name)).toEqual(named);
    expect(point.fill(Object.fromEntries(named.map(name => [name, 'x'])))).not.toMatch(/[<>]/);
  }
});

test('a port below 1024 is forwarded to one of the workstation that needs no root', () => {
  const { url, tunnel } = points({ app: { ports: [{ name: 'http', port: 8080, servicePort: 80 }] } }).at(-1)!;
  expect([url, tunnel]).toEqual(['http://localhost:8080/', 'kubectl port-forward service/web 8080:80']);
});

test('a port that is not exposed has its address inside the cluster and no other', () => {
  const app = { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] };
  expect(points({ app }).filter(({ port }) => port === 'metrics').map(({ from, url, note }) => [from, url, note])).toEqual([
    ['inside', 'tcp://web.<NAMESPACE>.svc:9090', 'not exposed: inside the cluster only'],
  ]);
});

test('what the proxy needs is said where there is one', () => {
  const requirements = (options: Options) => expose({ namespace: 'shop', ...options }).exposed.requirements.filter(({ kind }) => kind === RequirementKind.CAPABILITY);
  expect(requirements({})).toEqual([
    { kind: 'Capability', description: 'for the proxy: the API server reaches the pod network, and NetworkPolicies let it in' },
    {
      kind: 'Capability',
      description: 'for the proxy: the right to services/proxy on this Service, such as by clusterIp.proxyRole',
      check: 'kubectl auth can-i get -n shop services/http:web:http --subresource=proxy',
    },
  ]);
  expect(requirements({ app: { ports: [{ name: 'tcp', port: 5000 }] } })).toEqual([]);
});

test('X-16: the namespace may be as strict as Pod Security gets', () => {
  expect(expose({ namespace: 'shop' }).exposed.requirements.find(({ kind }) => kind === RequirementKind.POD_SECURITY)).toEqual({
    kind: 'PodSecurity',
    description: 'a namespace that admits Pod Security level restricted: the pods keep to the strictest',
    check: 'kubectl get namespace shop -o jsonpath=\'{.metadata.labels.pod-security\\.kubernetes\\.io/enforce}\'',
  });
});

test('X-16: a pod that asks for more than restricted needs a namespace that admits it', () => {
  const level = (app: Partial<AppSpec>) => {
    const { description } = expose({ app }).exposed.requirements.find(({ kind }) => kind === RequirementKind.POD_SECURITY)!;
    return /level (\w+)/.exec(description)![1];
  };
  expect(level({ securityContext: { ensureNonRoot: false } })).toBe('baseline');
  expect(level({ securityContext: { user: 0, ensureNonRoot: false } })).toBe('baseline');
  expect(level({ securityContext: { privileged: true } })).toBe('privileged');
  expect(level({ sidecars: [{ name: 'proxy', image: 'proxy:1', securityContext: { allowPrivilegeEscalation: true } }] })).toBe('baseline');
});

test('what the image has to be is said', () => {
  const images = (app: Partial<AppSpec>) => {
    const { requirements } = expose({ app }).exposed;
    return requirements.filter(({ kind }) => kind === RequirementKind.IMAGE).map(({ description }) => description);
  };
  expect(images({})).toEqual([
    'image nginx:1.27 has to name a numeric user other than root, unless securityContext.user does; otherwise the container is not started',
    'image nginx:1.27 must write to mounted volumes alone, because its root file system is read-only',
  ]);
  expect(images({ securityContext: { user: 1500, readOnlyRootFilesystem: false } })).toEqual([]);
});

import { Protocol } from 'cdk8s-plus-27';
import {
  AccessFrom, AppPort, ClusterProfile, ClusterProfileProps, ExposureStrategy, GatewayProtocol, IngressController, PlatformListener,
} from '../../src';
import { exposeOn, OnCluster, refusalOn, requirementsOn, warningsOn } from '../fixtures/on-cluster';

const { INGRESS, GATEWAY, LOAD_BALANCER, CLUSTER_IP } = ExposureStrategy;
const HTTP: AppPort = { name: 'http', port: 8080, servicePort: 80 };
const TLS: AppPort = { name: 'https', port: 8443, servicePort: 443 };
const TCP: AppPort = { name: 'postgresql', port: 5432 };
const UDP: AppPort = { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP };
const HOSTNAMES = ['shop.example.com'];
const ISSUED = { clusterIssuer: 'letsencrypt' };

const WEB: PlatformListener = { name: 'web', protocol: GatewayProtocol.HTTP, port: 80 };
const SECURE: PlatformListener = { name: 'websecure', protocol: GatewayProtocol.HTTPS, port: 8443 };
const PASSED: PlatformListener = { name: 'passed', protocol: GatewayProtocol.TLS, port: 9443 };
const MYSQL: PlatformListener = { name: 'mysql', protocol: GatewayProtocol.TCP, port: 3306 };
const POSTGRESQL: PlatformListener = { name: 'pg', protocol: GatewayProtocol.TCP, port: 5432 };
const DNS: PlatformListener = { name: 'dns', protocol: GatewayProtocol.UDP, port: 53 };

function on(strategy: ExposureStrategy, props: ClusterProfileProps, options: Partial<OnCluster> = {}): OnCluster {
  return { profile: ClusterProfile.custom({ name: 'factory', ...props }), strategy, http: { hostnames: HOSTNAMES }, ...options };
}

/** With a Gateway that is shared, and has these listeners. */
function shared(listeners: PlatformListener[] | undefined, options: Partial<OnCluster> = {}, more: ClusterProfileProps = {}): OnCluster {
  return on(GATEWAY, { gateway: { name: 'edge', namespace: 'infra', listeners }, ...more }, options);
}

function parentsOf(options: OnCluster): Record<string, unknown> {
  return Object.fromEntries(exposeOn(options).exposed.routes.map(route => {
    const { metadata, spec } = route.toJson();
    return [`${route.kind} ${metadata.name}`, spec.parentRefs.map((ref: any) => `${ref.namespace}/${ref.name}/${ref.sectionName ?? '*'}`)];
  }));
}

function outside(options: OnCluster): string[] {
  return exposeOn(options).exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE).map(({ url }) => url);
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

// Classes

test('the IngressClass of the platform is that of an app that states none', () => {
  const ingress = { ingressClassName: 'traefik', annotations: { 'example.com/zone': 'public' } };
  const [made] = exposeOn(on(INGRESS, { ingress })).of('Ingress');
  expect(made.spec.ingressClassName).toBe('traefik');
  expect(made.metadata.annotations).toEqual({ 'example.com/zone': 'public' });
});

test.each([undefined, 'traefik'])('an app that states the IngressClass %s has that of the platform with all that belongs to it', ingressClassName => {
  const ingress = { ingressClassName: 'traefik', annotations: { 'example.com/zone': 'public', 'example.com/owner': 'infra' } };
  const [made] = exposeOn(on(INGRESS, { ingress }, { ingress: { ingressClassName, annotations: { 'example.com/owner': 'shops' } } })).of('Ingress');
  expect(made.spec.ingressClassName).toBe('traefik');
  expect(made.metadata.annotations).toEqual({ 'example.com/zone': 'public', 'example.com/owner': 'shops' });
});

test('nothing of the platform is true of another IngressClass that an app states', () => {
  const ingress = {
    controller: IngressController.TRAEFIK, ingressClassName: 'traefik', annotations: { 'example.com/zone': 'public' }, setUpBy: 'helm install traefik',
  };
  const options = on(INGRESS, { ingress }, { ingress: { ingressClassName: 'other' } });
  const [made] = exposeOn(options).of('Ingress');
  expect(made.spec.ingressClassName).toBe('other');
  expect(made.metadata.annotations).toBeUndefined();
  expect(requirementsOn(options).filter(text => text.includes('helm install'))).toEqual([]);
  expect(refusalOn({ ...options, http: { hostnames: HOSTNAMES, stickySessions: {} } })).toContain('C-2: http.stickySessions is told to each Ingress controller in another way');
});

test('the load balancer class of the platform is that of an app that states none', () => {
  const loadBalancer = { loadBalancerClass: 'example.com/public', annotations: { 'example.com/zone': 'public' } };
  const [service] = exposeOn(on(LOAD_BALANCER, { loadBalancer })).of('Service');
  expect(service.spec.loadBalancerClass).toBe('example.com/public');
  expect(service.metadata.annotations).toEqual({ 'example.com/zone': 'public' });
  const [other] = exposeOn(on(LOAD_BALANCER, { loadBalancer }, { loadBalancer: { loadBalancerClass: 'example.com/internal' } })).of('Service');
  expect(other.spec.loadBalancerClass).toBe('example.com/internal');
  expect(other.metadata.annotations).toBeUndefined();
});

test('blocks of doors that are not chosen stay as they are', () => {
  const { objects } = exposeOn(on(CLUSTER_IP, {
    ingress: { ingressClassName: 'traefik' }, gateway: { name: 'edge' }, loadBalancer: { loadBalancerClass: 'example.com/public' }, certificates: ISSUED,
  }));
  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Service']);
  expect(objects[1].spec.loadBalancerClass).toBeUndefined();
});

// The Gateway

test('each route attaches to the listeners of the shared Gateway that take it', () => {
  const http = { rules: [{ hostnames: HOSTNAMES }, { hostnames: ['tls.example.com'], port: 'https' }], tls: { enabled: false } };
  expect(parentsOf(shared([WEB, SECURE, PASSED, MYSQL, POSTGRESQL, DNS], { ports: [HTTP, TLS, TCP, UDP], http }))).toEqual({
    'HTTPRoute shop': ['infra/edge/web'],
    'TLSRoute shop': ['infra/edge/passed'],
    'TCPRoute shop-postgresql': ['infra/edge/pg'],
    'UDPRoute shop-dns': ['infra/edge/dns'],
  });
});

test('a Gateway with a listener of HTTPS serves hostnames over TLS, with its certificate and at its port', () => {
  const options = shared([WEB, SECURE]);
  expect(parentsOf(options)).toEqual({ 'HTTPRoute shop': ['infra/edge/websecure'] });
  expect(outside(options)).toEqual(['https://shop.example.com:8443/']);
  expect(warningsOn(options)).toEqual([]);
});

test('TLS that is switched off, by the app or by the platform, leads to the plain listener', () => {
  const plain = { 'HTTPRoute shop': ['infra/edge/web'] };
  expect(parentsOf(shared([WEB, SECURE], { http: { hostnames: HOSTNAMES, tls: { enabled: false } } }))).toEqual(plain);
  expect(parentsOf(shared([WEB, SECURE], {}, { certificates: { ...ISSUED, byDefault: false } }))).toEqual(plain);
  expect(parentsOf(shared([WEB, SECURE], { http: { path: '/shop' } }))).toEqual(plain);
});

test('routes attach to a shared Gateway whose listeners are not known as they are taken', () => {
  expect(parentsOf(shared(undefined))).toEqual({ 'HTTPRoute shop': ['infra/edge/*'] });
});

test('the only listener of TCP takes a port of another number', () => {
  expect(parentsOf(shared([MYSQL], { ports: [TCP], http: undefined }))).toEqual({ 'TCPRoute shop-postgresql': ['infra/edge/mysql'] });
  expect(outside(shared([MYSQL], { ports: [TCP], http: undefined }))).toEqual(['tcp://<GATEWAY_ADDRESS>:3306']);
});

test.each([
  [[SECURE], { http: { path: '/' } }, 'port http needs an HTTPRoute, and gateway.listeners of ClusterProfile factory has no listener of protocol HTTP'],
  [[WEB], { http: { hostnames: HOSTNAMES, tls: {} } }, 'port http needs an HTTPRoute, and gateway.listeners of ClusterProfile factory has no listener of protocol HTTPS'],
  [[WEB], { ports: [HTTP, TCP] }, 'port postgresql needs a TCPRoute, and gateway.listeners of ClusterProfile factory has no listener of protocol TCP'],
  [[WEB, MYSQL, { ...MYSQL, name: 'other', port: 3307 }], { ports: [HTTP, TCP] }, 'port postgresql needs a TCPRoute, and gateway.listeners of ClusterProfile factory has several listeners of protocol TCP, and none for port 5432'],
])('E-13: a port that no listener of the platform takes is refused, by the name of its profile', (listeners, options, message) => {
  expect(refusalOn(shared(listeners, options))).toBe(`E-13: ${message}; add one, or give gateway.parentRefs`);
});

test('E-13: a profile without a Gateway leaves it to the app', () => {
  expect(refusalOn(on(GATEWAY, { gateway: {} }))).toBe(
    'E-13: strategy Gateway needs a Gateway to attach to; give gateway.parentRefs, or gateway.ownGateway for one of its own, or attach a ClusterProfile that has one');
});

test('a Gateway that the app states goes before that of the platform', () => {
  expect(parentsOf(shared([WEB], { gateway: { parentRefs: [{ name: 'own', namespace: 'shops' }] } }))).toEqual({ 'HTTPRoute shop': ['shops/own/*'] });
  const { of } = exposeOn(shared([WEB], { gateway: { ownGateway: { gatewayClassName: 'other' } } }));
  expect(of('Gateway')[0].spec.gatewayClassName).toBe('other');
});

test('nothing of the platform is true of another Gateway or GatewayClass that an app states', () => {
  const setUp = (options: OnCluster) => requirementsOn(options).filter(text => text.includes('helm install'));
  const own = (gatewayClassName: string) => ({ gateway: { ownGateway: { gatewayClassName } } });
  const to = (name: string) => ({ gateway: { parentRefs: [{ name }] } });
  const gateway = { setUpBy: 'helm install traefik' };
  expect(setUp(on(GATEWAY, { gateway: { ...gateway, name: 'edge' } }, to('edge')))).toHaveLength(1);
  expect(setUp(on(GATEWAY, { gateway: { ...gateway, name: 'edge' } }, to('other')))).toEqual([]);
  expect(setUp(on(GATEWAY, { gateway: { ...gateway, gatewayClassName: 'traefik' } }, own('traefik')))).toHaveLength(1);
  expect(setUp(on(GATEWAY, { gateway: { ...gateway, gatewayClassName: 'traefik' } }, own('other')))).toEqual([]);
});

test('a platform with a class has each app make a Gateway, with the annotations that it needs', () => {
  const gateway = { gatewayClassName: 'cilium', annotations: { 'example.com/zone': 'public' } };
  const [made] = exposeOn(on(GATEWAY, { gateway }, { gateway: { annotations: { 'example.com/owner': 'shops' } } })).of('Gateway');
  expect(made).toMatchObject({
    metadata: { name: 'shop', annotations: { 'example.com/zone': 'public' } },
    spec: { gatewayClassName: 'cilium', listeners: [{ name: 'http', protocol: 'HTTP', port: 80 }] },
  });
});

test('requests are redirected from the plain listener that the platform states', () => {
  const { of } = exposeOn(shared([WEB, SECURE], { http: { hostnames: HOSTNAMES, redirectToHttps: true } }));
  expect(of('HTTPRoute').map(({ metadata, spec }) => [metadata.name, spec.parentRefs[0].sectionName])).toEqual([['shop', 'websecure'], ['shop-redirect', 'web']]);
});

test('requests are redirected from the plain listener of an own Gateway, made or stated', () => {
  const http = { hostnames: HOSTNAMES, redirectToHttps: true };
  const made = exposeOn(on(GATEWAY, { gateway: { gatewayClassName: 'cilium' }, certificates: ISSUED }, { http }));
  expect(made.of('Gateway')[0].spec.listeners.map(({ name, protocol }: any) => `${name} ${protocol}`)).toEqual(['https HTTPS', 'http HTTP']);
  const listeners = [
    { name: 'plain', protocol: GatewayProtocol.HTTP, port: 80 },
    { name: 'safe', protocol: GatewayProtocol.HTTPS, port: 443, tls: { certificateRefs: [{ name: 'shop' }] } },
  ];
  const stated = exposeOn(on(GATEWAY, {}, { http: { ...http, tls: {} }, gateway: { ownGateway: { gatewayClassName: 'cilium', listeners } } }));
  expect(stated.of('HTTPRoute').map(({ spec }) => spec.parentRefs[0].sectionName)).toEqual(['safe', 'plain']);
});

test('E-9: a redirect needs a plain listener that is known', () => {
  const http = { hostnames: HOSTNAMES, redirectToHttps: true };
  expect(refusalOn(shared([SECURE], { http }))).toBe(
    'E-9: http.redirectToHttps needs the plain HTTP listener to redirect from, which is not known from gateway of ClusterProfile factory; give gateway.httpsRedirectFrom');
  expect(refusalOn(on(GATEWAY, {}, { http: { ...http, tls: {} }, gateway: { parentRefs: [{ name: 'edge' }] } }))).toBe(
    'E-9: http.redirectToHttps needs the plain HTTP listener to redirect from, which is not known; give gateway.httpsRedirectFrom');
});

// Certificates

test('with certificates of the platform an Ingress has TLS, and cert-manager fills the Secret', () => {
  const options = on(INGRESS, { certificates: ISSUED });
  const [made] = exposeOn(options).of('Ingress');
  expect(made.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
  expect(made.spec.tls).toEqual([{ hosts: HOSTNAMES, secretName: 'shop-tls' }]);
  expect(outside(options)).toEqual(['https://shop.example.com/']);
  expect(requirementsOn(options)).toContain('cert-manager and its ClusterIssuer letsencrypt, which fill Secret shop-tls');
  expect(warningsOn(options)).toEqual([]);
});

test('an Issuer of the platform is looked for in the namespace of the app', () => {
  const { exposed, of } = exposeOn(on(INGRESS, { certificates: { issuer: 'team-ca' } }));
  expect(of('Ingress')[0].metadata.annotations).toEqual({ 'cert-manager.io/issuer': 'team-ca' });
  expect(exposed.requirements).toContainEqual(expect.objectContaining({ check: 'kubectl get -n shops issuer team-ca' }));
});

test('with certificates of the platform an own Gateway has a listener of HTTPS for each hostname', () => {
  const options = on(GATEWAY, { gateway: { gatewayClassName: 'cilium' }, certificates: ISSUED });
  const [made] = exposeOn(options).of('Gateway');
  expect(made.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt' });
  expect(made.spec.listeners).toEqual([
    { name: 'https', protocol: 'HTTPS', port: 443, hostname: 'shop.example.com', tls: { certificateRefs: [{ name: 'shop-tls' }] } },
  ]);
  expect(outside(options)).toEqual(['https://shop.example.com/']);
  expect(requirementsOn(options)).toContain('cert-manager and its ClusterIssuer letsencrypt, which fill Secret shop-tls');
});

test('at a shared Gateway the certificate is that of the listener, whatever the platform issues', () => {
  const options = shared([WEB, SECURE], {}, { certificates: ISSUED });
  const { objects } = exposeOn(options);
  expect(objects.map(({ kind }) => kind)).toEqual(['Deployment', 'Service', 'HTTPRoute']);
  expect(objects[2].metadata.annotations).toBeUndefined();
  expect(requirementsOn(options).filter(text => text.includes('cert-manager'))).toEqual([]);
});

test.each([
  ['a Secret', { secretName: 'shop-cert' }, {}, 'shop-cert'],
  ['an issuer', { issuer: 'own' }, { 'cert-manager.io/issuer': 'own' }, 'shop-tls'],
])('%s that the app states goes before the issuer of the platform', (_, tls, annotations, secretName) => {
  const [made] = exposeOn(on(INGRESS, { certificates: ISSUED }, { http: { hostnames: HOSTNAMES, tls } })).of('Ingress');
  expect(made.metadata.annotations ?? {}).toEqual(annotations);
  expect(made.spec.tls).toEqual([{ hosts: HOSTNAMES, secretName }]);
});

test('TLS that the app asks for gets a certificate of the platform also where that is not the default', () => {
  const certificates = { ...ISSUED, byDefault: false };
  expect(exposeOn(on(INGRESS, { certificates })).of('Ingress')[0].spec.tls).toBeUndefined();
  expect(exposeOn(on(INGRESS, { certificates }, { http: { hostnames: HOSTNAMES, tls: {} } })).of('Ingress')[0].spec.tls).toEqual([
    { hosts: HOSTNAMES, secretName: 'shop-tls' },
  ]);
});

test('TLS is no default for a rule without hostnames, and none for an app that is switched off', () => {
  const tlsOf = (http: OnCluster['http']) => exposeOn(on(INGRESS, { certificates: ISSUED }, { http })).of('Ingress')[0].spec.tls;
  expect(tlsOf({ path: '/shop' })).toBeUndefined();
  expect(tlsOf({ hostnames: HOSTNAMES, tls: { enabled: false } })).toBeUndefined();
  expect(tlsOf({ hostnames: HOSTNAMES, tls: { enabled: true } })).toEqual([{ hosts: HOSTNAMES, secretName: 'shop-tls' }]);
});

test('E-4: TLS that is switched off is said to be readable', () => {
  expect(warningsOn(on(INGRESS, { certificates: ISSUED }, { http: { hostnames: HOSTNAMES, tls: { enabled: false } } }))).toEqual([
    'E-4: the app is served over plain HTTP, readable on the way; give http.tls',
  ]);
});

test.each([INGRESS, CLUSTER_IP])('E-9: with %s TLS is not both switched off and described', strategy => {
  const http = (tls: object) => ({ http: { hostnames: HOSTNAMES, tls: { enabled: false, ...tls } } });
  expect(refusalOn(on(strategy, {}, http({ secretName: 'shop' })))).toBe(
    'E-9: http.tls.enabled is false, and http.tls.secretName is given besides; leave one of the two out');
  expect(refusalOn(on(strategy, {}, http({ issuer: 'own', passthrough: true })))).toBe(
    'E-9: http.tls.enabled is false, and http.tls.issuer, http.tls.passthrough are given besides; leave one of the two out');
  expect(refusalOn(on(strategy, {}, { http: { path: '/', tls: { enabled: false } } }))).toBe('accepted');
});

test('a Gateway or listeners that the app states say by themselves whether there is TLS', () => {
  const parentRefs = [{ name: 'own', sectionName: 'web', listener: { protocol: GatewayProtocol.HTTP, port: 80 } }];
  expect(outside(on(GATEWAY, { certificates: ISSUED }, { gateway: { parentRefs } }))).toEqual(['http://shop.example.com/']);
  const listeners = [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 80 }];
  expect(outside(on(GATEWAY, { certificates: ISSUED }, { gateway: { ownGateway: { gatewayClassName: 'cilium', listeners } } }))).toEqual(['http://shop.example.com/']);
  expect(outside(on(GATEWAY, { certificates: ISSUED }, { gateway: { ownGateway: { gatewayClassName: 'cilium' } } }))).toEqual(['https://shop.example.com/']);
});

test('a Gateway that the app states has the annotations of the platform, where it is of the same class', () => {
  const gateway = { gatewayClassName: 'cilium', annotations: { 'example.com/zone': 'public', 'example.com/owner': 'infra' } };
  const annotationsOf = (gatewayClassName: string) => {
    const listeners = [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 80 }];
    const ownGateway = { gatewayClassName, listeners, annotations: { 'example.com/owner': 'shop' } };
    return exposeOn(on(GATEWAY, { gateway }, { gateway: { ownGateway } })).of('Gateway')[0].metadata.annotations;
  };
  expect(annotationsOf('cilium')).toEqual({ 'example.com/zone': 'public', 'example.com/owner': 'shop' });
  expect(annotationsOf('istio')).toEqual({ 'example.com/owner': 'shop' });
});

test('the URL of an Ingress has the port that the platform states', () => {
  const ingress = { controller: IngressController.TRAEFIK, listeners: [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 8080 }, SECURE] };
  expect(outside(on(INGRESS, { ingress }))).toEqual(['http://shop.example.com:8080/']);
  expect(outside(on(INGRESS, { ingress }, { http: { hostnames: HOSTNAMES, tls: {} }, ingress: { defaultBackend: 'http' } }))).toEqual([
    'https://shop.example.com:8443/', 'https://<INGRESS_ADDRESS>:8443/',
  ]);
});

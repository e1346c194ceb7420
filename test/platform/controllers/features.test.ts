import { Duration } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-27';
import { AppPort, ExposureStrategy, GatewayProtocol, HttpCors, HttpFeatures, HttpOptions, IngressController } from '../../../src';
import { CONTROLLERS } from '../../../src/platform/controllers';
import { FeatureName } from '../../../src/platform/controllers/controller';
import { Asked, annotationsOf, doorOf, madeOf, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const CLASS = { ingressClassName: 'web' };
const traefik = (asked?: Asked) => throughIngress({ ...CLASS, controller: IngressController.TRAEFIK }, asked);

/** The titles of the controllers that do a feature, read from the table by itself. */
function doing(feature: FeatureName, door: 'ingress' | 'gateway'): string {
  return Object.values(CONTROLLERS).filter(controller => Object.keys(controller[door] ?? {}).includes(feature)).map(({ title }) => title).join(', ');
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test('C-1: a feature that the controller lacks is an error that names those that have it', () => {
  expect(refusal(() => traefik({ http: { canary: { service: 'next', weight: 10 } } }))).toBe(
    '[chart/shop] C-1: http.canary is nothing that Traefik does for an Ingress (ingress.controller of ClusterProfile custom); '
    + `it is done by ${doing('canary', 'ingress')}`);
});

test('C-1: what follows from a port is asked of the controller too', () => {
  const dns: AppPort = { name: 'dns', port: 5353, protocol: 'UDP' as never };
  expect(refusal(() => throughGateway({ controller: IngressController.TRAEFIK }, { ports: [WEB, dns] }))).toBe(
    '[chart/shop] C-1: UDP load balancing for port dns is nothing that Traefik does for the Gateway API (gateway.controller of ClusterProfile custom); '
    + `it is done by ${doing('udp', 'gateway')}`);
});

test('C-1: a controller that serves no Ingresses, or no Gateways, is named with those that do', () => {
  const serving = (door: 'ingress' | 'gateway') => Object.values(CONTROLLERS).filter(controller => controller[door]).map(({ title }) => title).join(', ');
  expect(refusal(() => throughIngress({ controller: IngressController.ENVOY_GATEWAY }))).toBe(
    `[chart/shop] C-1: ingress.controller of ClusterProfile custom is Envoy Gateway, which does not serve an Ingress; choose ${serving('ingress')}`);
});

test('C-2: what each controller is told in another way needs a controller that is known', () => {
  expect(refusal(() => throughIngress(CLASS, { http: { rewritePath: '/' } }))).toBe(
    '[chart/shop] C-2: http.rewritePath is told to each Ingress controller in another way, and which one it is is not known; '
    + 'attach a ClusterProfile with ingress.controller, or use ingress.annotations');
});

test('C-1: a Gateway of an unknown implementation does what the Gateway API itself has', () => {
  const [route] = madeOf(throughGateway({}, { http: { path: '/shop', rewritePath: '/', timeouts: { request: Duration.seconds(30) } } }), 'HTTPRoute');
  expect(route.spec.rules).toEqual([{
    matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
    filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }],
    timeouts: { request: '30s' },
    backendRefs: [{ name: 'shop', port: 8080 }],
  }]);
  expect(refusal(() => throughGateway({}, { http: { basicAuth: { secretName: 'users' } } }))).toBe(
    '[chart/shop] C-1: http.basicAuth is nothing that the Gateway API has itself; '
    + `it is done by ${doing('basicAuth', 'gateway')}, where gateway.controller of a ClusterProfile says so`);
});

test('C-3: a value that the controller does not take is told with what would be right', () => {
  expect(refusal(() => traefik({ http: { timeouts: { request: Duration.seconds(30) } } }))).toBe(
    '[chart/shop] C-3: http.timeouts has request, and Traefik times the connection and the beginning of the answer; use connect and response');
});

test('C-3: a field that the installed Gateway API does not have is refused', () => {
  expect(refusal(() => throughGateway({}, { http: { stickySessions: {} } }))).toBe(
    '[chart/shop] C-3: http.stickySessions is in the experimental channel of the Gateway API alone, and cluster custom has the standard one; install that, or leave it out');
});

test('E-9: an annotation that is stated and follows from http is refused', () => {
  const middlewares = 'traefik.ingress.kubernetes.io/router.middlewares';
  const asked = { http: { cors: { allowOrigins: ['*'] } } };
  expect(refusal(() => traefik({ ...asked, more: { ingress: { annotations: { [middlewares]: 'team-own@kubernetescrd' } } } }))).toBe(
    `[chart/shop] E-9: ingress.annotations has ${middlewares}, which http sets to team-shop-cors@kubernetescrd; leave one of the two out`);
  expect(annotationsOf(traefik({ ...asked, more: { ingress: { annotations: { own: 'kept' } } } }))).toEqual({ own: 'kept', [middlewares]: 'team-shop-cors@kubernetescrd' });
});

test('E-9: a change of headers or path in gateway.filters and in http is refused', () => {
  const headers = { set: { 'X-Team': 'shop' } };
  const filters = { requestHeaderModifier: headers, responseHeaderModifier: headers, urlRewrite: { replacePrefixMatch: '/' } };
  expect(refusal(() => throughGateway({}, {
    http: { requestHeaders: headers, responseHeaders: headers, rewritePath: '/' }, more: { gateway: { filters } },
  })).split('\n')).toEqual(['requestHeaderModifier and http.requestHeaders', 'responseHeaderModifier and http.responseHeaders', 'urlRewrite and http.rewritePath'].map(
    both => `[chart/shop] E-9: gateway.filters.${both} are both given; put all of it into one of them`));
});

const TLS: AppPort = { name: 'https', port: 8443 };
const GRPC: AppPort = { name: 'grpc', port: 50051 };

test('E-9: a feature of HTTP is refused where nothing is HTTP as it passes', () => {
  const useless = (feature: keyof HttpFeatures) => `[chart/shop] E-9: http.${feature} changes HTTP requests, and nothing that the door leads to is HTTP as it passes; `
    + 'leave it out, or say with appProtocol that a port speaks HTTP';
  const cors: HttpOptions = { cors: { allowOrigins: ['*'] } };
  expect(refusal(() => traefik({ ports: [TLS], http: { tls: { passthrough: true }, ...cors } }))).toBe(useless('cors'));
  expect(refusal(() => throughGateway({}, { ports: [TLS], http: cors }))).toBe(useless('cors'));
  expect(refusal(() => throughGateway({}, { ports: [GRPC], http: cors }))).toBe(useless('cors'));
});

test('a GRPCRoute has the features that it can have', () => {
  const [route] = madeOf(throughGateway({}, {
    ports: [GRPC], http: { requestHeaders: { set: { 'X-Team': 'shop' } }, canary: { service: 'next', weight: 10 } },
  }), 'GRPCRoute');
  expect(route.spec.rules).toEqual([{
    filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'X-Team', value: 'shop' }] } }],
    backendRefs: [{ name: 'shop', port: 50051, weight: 90 }, { name: 'next', port: 50051, weight: 10 }],
  }]);
});

test('a canary gets its share of every rule, at the port of the rule unless it has its own', () => {
  const ports: AppPort[] = [WEB, { name: 'http-admin', port: 9000 }];
  const http: HttpOptions = { rules: [{ path: '/' }, { path: '/admin', port: 'http-admin' }] };
  const backends = (port?: number) => madeOf(throughGateway({}, { ports, http: { ...http, canary: { service: 'next', port, weight: 25 } } }), 'HTTPRoute')[0]
    .spec.rules.map(({ backendRefs }: { backendRefs: unknown }) => backendRefs);
  expect(backends()).toEqual([
    [{ name: 'shop', port: 8080, weight: 75 }, { name: 'next', port: 8080, weight: 25 }],
    [{ name: 'shop', port: 9000, weight: 75 }, { name: 'next', port: 9000, weight: 25 }],
  ]);
  expect(backends(80)).toEqual([
    [{ name: 'shop', port: 8080, weight: 75 }, { name: 'next', port: 80, weight: 25 }],
    [{ name: 'shop', port: 9000, weight: 75 }, { name: 'next', port: 80, weight: 25 }],
  ]);
});

/** The names of the Services that an object leads to, wherever they stand. */
function ledTo(object: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(object, (key, value) => {
    found.push(...key === 'service' && value?.name ? [value.name] : key === 'services' ? value.map(({ name }: { name: string }) => name) : []);
    found.push(...key === 'serviceName' ? [value] : key === 'upstreams' ? value.map(({ service }: { service: string }) => service) : []);
    return value;
  });
  return found;
}

test.each([
  IngressController.TRAEFIK, IngressController.HAPROXY, IngressController.HAPROXY_INGRESS, IngressController.NGINX, IngressController.KONG,
])('a further door of TCP and of TLS that is handed on leads to the Service of the app (%s)', controller => {
  const listeners = [{ name: 'tls', protocol: GatewayProtocol.TLS, port: 8443 }, { name: 'db', protocol: GatewayProtocol.TCP, port: 5432 }];
  const app = throughIngress({ ...CLASS, controller, listeners }, {
    ports: [TLS, { name: 'tcp-db', port: 5432 }], more: { strategy: ExposureStrategy.CLUSTER_IP, http: undefined },
  });
  app.alsoBy('edge', { strategy: ExposureStrategy.INGRESS, http: { hostnames: ['shop.example.com'], tls: { passthrough: true } } });
  const beside = doorOf(app).filter(({ kind }) => kind !== 'Service');
  expect(beside.flatMap(ledTo)).toEqual(['shop', 'shop']);
});

test('what a controller is told of a Service by its name is told of the one that the door goes through', () => {
  const ports: AppPort[] = [WEB, { name: 'metrics', port: 9090, exposed: false }];
  const more = { ingress: { serviceType: ServiceType.NODE_PORT } };
  const nginx = throughIngress({ ...CLASS, controller: IngressController.NGINX }, { ports, more, http: { rewritePath: '/x' } });
  expect(annotationsOf(nginx)).toEqual({ 'nginx.org/rewrites': 'serviceName=shop-external rewrite=/x/' });
  const alb = throughIngress({ ...CLASS, controller: IngressController.AWS_ALB }, { ports, more, http: { canary: { service: 'next', weight: 10 } } });
  expect(Object.keys(annotationsOf(alb))).toContain('alb.ingress.kubernetes.io/actions.shop-external');
  expect(ledTo(madeOf(alb, 'Ingress'))).toEqual(['shop-external']);
});

test('a canary is in the namespace of the app, and its routes are let in from theirs', () => {
  const app = throughGateway({}, { http: { canary: { service: 'next', weight: 10 } }, more: { gateway: { namespace: 'edge' } } });
  expect(madeOf(app, 'HTTPRoute')[0].spec.rules[0].backendRefs).toEqual([
    { name: 'shop', namespace: 'team', port: 8080, weight: 90 }, { name: 'next', namespace: 'team', port: 8080, weight: 10 },
  ]);
  expect(madeOf(app, 'ReferenceGrant')[0].spec.to).toEqual([{ group: '', kind: 'Service', name: 'shop' }, { group: '', kind: 'Service', name: 'next' }]);
});

test('E-9: an annotation of the Service that is stated and follows from http is refused, and goes before a default', () => {
  const timeout = 'konghq.com/read-timeout';
  expect(refusal(() => throughIngress({ ...CLASS, controller: IngressController.KONG }, {
    http: { timeouts: { response: Duration.seconds(5) } }, more: { service: { annotations: { [timeout]: '7' } } },
  }))).toBe(`[chart/shop] E-9: service.annotations has ${timeout}, which http sets to 5000; leave one of the two out`);
  const neg = { 'cloud.google.com/neg': '{"ingress":true,"exposed_ports":{"8080":{}}}' };
  const gke = throughIngress({ ingressClassName: 'gce', controller: IngressController.GKE }, { more: { service: { annotations: neg } } });
  expect(madeOf(gke, 'Service')[0].metadata.annotations).toEqual(neg);
});

test('GW-6: what is sent elsewhere has no rewrite and no canary', () => {
  const more = { gateway: { filters: { requestRedirect: { hostname: 'www.example.com' } } } };
  expect(refusal(() => throughGateway({}, { http: { rewritePath: '/', canary: { service: 'next', weight: 10 } }, more })).split('\n')).toEqual(
    ['rewritePath', 'canary'].map(feature => `[chart/shop] GW-6: gateway.filters.requestRedirect and http.${feature} are both given; `
      + 'a redirected request never reaches the app, give one of the two'));
});

test('C-3: what the Gateway API does not take in lists of CORS is refused', () => {
  const wrong = (cors: Partial<HttpCors>) => refusal(() => throughGateway({}, { http: { cors: { allowOrigins: ['*'], ...cors } } }));
  expect(wrong({ allowMethods: ['*', 'GET'] })).toBe(
    '[chart/shop] C-3: http.cors has "*" beside others in allowMethods, which the Gateway API takes alone; leave one or the other out');
  expect(wrong({ allowHeaders: ['X-Team', '*'] })).toBe(
    '[chart/shop] C-3: http.cors has "*" beside others in allowHeaders, which the Gateway API takes alone; leave one or the other out');
  expect(wrong({ exposeHeaders: ['X-Team', 'X-User', 'X-Team'] })).toBe('[chart/shop] C-3: http.cors has X-Team in exposeHeaders more than once; keep one');
});

test('what the default backend speaks is told to the controller like what a rule leads to', () => {
  const more = { ingress: { defaultBackend: 'https' } };
  const facts = { ...CLASS, controller: IngressController.INGRESS_NGINX };
  const nginx = (ports: AppPort[], http?: HttpOptions) => throughIngress(facts, { ports, http, more });
  const told = { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' };
  expect(annotationsOf(nginx([TLS]))).toEqual(told);
  expect(annotationsOf(nginx([TLS], { tls: { passthrough: true } }))).toEqual(told); // no server name leads there
  expect(refusal(() => nginx([WEB, TLS]))).toBe('[chart/shop] C-3: TLS to the app for port https is told to ingress-nginx for a whole Ingress, '
    + 'and port http of it does not speak TLS; expose the two kinds by themselves');
});

test('C-5: ports that are not HTTP as they pass are open to clients that http.allowSourceRanges keeps out', () => {
  const listeners = [{ name: 'db', protocol: GatewayProtocol.TCP, port: 5432 }];
  const DB: AppPort = { name: 'postgresql', port: 5432 };
  const allowSourceRanges = ['192.0.2.0/24'];
  const open = (port: string) => `[chart/shop] C-5: http.allowSourceRanges keeps clients from what is HTTP as it passes, and everybody reaches port ${port}; `
    + "set exposed: false on it, or open a door of its own for it (if it is right here, say why: allow: { 'C-5': 'the reason' })";
  expect(refusal(() => traefik({ ports: [WEB, DB], ingress: { listeners }, http: { allowSourceRanges } }))).toBe(open('postgresql'));
  const rules = [{ port: 'http' }, { hostnames: ['tls.example.com'], port: 'https' }];
  expect(refusal(() => throughGateway({ controller: IngressController.ENVOY_GATEWAY }, { ports: [WEB, TLS], http: { rules, allowSourceRanges } }))).toBe(open('https'));
  const more = { gateway: { ownGateway: { gatewayClassName: 'istio' } } };
  const ofIstio = throughGateway({ controller: IngressController.ISTIO }, { ports: [WEB, DB], http: { allowSourceRanges }, more });
  expect(madeOf(ofIstio, 'AuthorizationPolicy')).toHaveLength(1);
});

import { Duration, Size } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import { AppPort, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.TRAEFIK, ingressClassName: 'traefik' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.TRAEFIK }, asked);

const EVERYTHING: HttpOptions = {
  path: '/shop',
  tls: { secretName: 'shop-tls' },
  allowSourceRanges: ['192.0.2.0/24', '2001:db8::/32'],
  rateLimit: { requests: 100, period: Duration.minutes(1), burst: 20 },
  maxBodySize: Size.mebibytes(8),
  cors: {
    allowOrigins: ['https://www.example.com'],
    allowMethods: ['GET', 'PUT'],
    allowHeaders: ['X-Token'],
    exposeHeaders: ['X-Total'],
    allowCredentials: true,
    maxAge: Duration.hours(1),
  },
  basicAuth: { secretName: 'shop-users', realm: 'Shop' },
  externalAuth: { service: 'login', port: 4180, namespace: 'auth', path: '/verify', responseHeaders: ['X-User'] },
  responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
  rewritePath: '/',
};

const ENTRY_POINTS = [
  { name: 'http', protocol: GatewayProtocol.HTTP, port: 8080 },
  { name: 'https', protocol: GatewayProtocol.HTTPS, port: 8443 },
  { name: 'tls', protocol: GatewayProtocol.TLS, port: 9443 },
  { name: 'postgres', protocol: GatewayProtocol.TCP, port: 5432 },
  { name: 'udp', protocol: GatewayProtocol.UDP, port: 9053 },
];

const DB: AppPort = { name: 'db', port: 5432 };
const CACHE: AppPort = { name: 'cache', port: 6379 };
const DNS: AppPort = { name: 'dns', port: 5353, servicePort: 53, protocol: Protocol.UDP };
const HTTPS: AppPort = { name: 'https', port: 8443 };
const GRPC: AppPort = { name: 'grpc', port: 50051 };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

const spec = (asked: Asked, kind: string) => madeOf(ingress(asked), kind)[0].spec;
const serviceAnnotations = (asked: Asked) => madeOf(ingress(asked), 'Service')[0].metadata.annotations;

test('Traefik is told of everything by an Ingress, in the order in which a request meets it', () => {
  expect(doorOf(ingress({
    http: {
      ...EVERYTHING,
      redirectToHttps: true,
      requestHeaders: { set: { 'X-Tenant': 'shop' }, remove: ['X-Debug'] },
      timeouts: { connect: Duration.seconds(2), response: Duration.minutes(2) },
      stickySessions: { cookieName: 'shop', maxAge: Duration.days(1) },
    },
  }))).toMatchSnapshot();
});

test('Traefik is told of everything by an HTTPRoute, in the order in which a request meets it', () => {
  expect(doorOf(gateway({
    http: {
      ...EVERYTHING,
      redirectToHttps: true,
      requestHeaders: { set: { 'X-Tenant': 'shop' }, add: { 'X-Via': 'shared' }, remove: ['X-Debug'] },
      canary: { service: 'shop-next', weight: 10 },
    },
    gateway: { listeners: [{ name: 'http', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'https', protocol: GatewayProtocol.HTTPS, port: 443 }] },
  }))).toMatchSnapshot();
});

test('an Ingress with TLS is told to Traefik to be served over TLS, at its HTTPS entry points where the platform states them', () => {
  expect(annotationsOf(ingress({ http: { tls: {} } }))).toEqual({ 'traefik.ingress.kubernetes.io/router.tls': 'true' });
  expect(annotationsOf(ingress({ http: { tls: {} }, ingress: { listeners: ENTRY_POINTS } }))).toEqual({
    'traefik.ingress.kubernetes.io/router.tls': 'true',
    'traefik.ingress.kubernetes.io/router.entrypoints': 'https',
  });
  expect(annotationsOf(ingress())).toEqual({});
});

test('the redirect to HTTPS goes from the HTTP entry points to the port of HTTPS, by an Ingress of its own', () => {
  const [, redirect] = madeOf(ingress({ http: { tls: {}, redirectToHttps: true }, ingress: { listeners: ENTRY_POINTS } }), 'Ingress');
  expect(redirect).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'shop-redirect',
      namespace: 'team',
      labels: expect.anything(),
      annotations: {
        'traefik.ingress.kubernetes.io/router.entrypoints': 'http',
        'traefik.ingress.kubernetes.io/router.middlewares': 'team-shop-redirect@kubernetescrd',
      },
    },
    spec: {
      ingressClassName: 'traefik',
      rules: [{ host: HOSTNAME, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'shop', port: { number: 8080 } } } }] } }],
    },
  });
  expect(spec({ http: { tls: {}, redirectToHttps: true }, ingress: { listeners: ENTRY_POINTS } }, 'Middleware'))
    .toEqual({ redirectScheme: { scheme: 'https', port: '8443', permanent: true } });
  expect(spec({ http: { tls: {}, redirectToHttps: true } }, 'Middleware')).toEqual({ redirectScheme: { scheme: 'https', permanent: true } });
});

test.each<[string, HttpOptions, { regex: string; replacement: string }, [string, string][]]>([
  ['/', { path: '/shop' }, { regex: '^(?:/shop)(?:/(.*))?$', replacement: '/$1' }, [['/shop', '/'], ['/shop/cart', '/cart'], ['/shop/', '/'], ['/shopping', '/shopping']]],
  ['/v2', { path: '/shop/' }, { regex: '^(?:/shop)(/.*)?$', replacement: '/v2$1' }, [['/shop', '/v2'], ['/shop/cart', '/v2/cart'], ['/shop/', '/v2/']]],
  ['/v2/', {}, { regex: '^(?:)(/.*)?$', replacement: '/v2$1' }, [['/', '/v2/'], ['/cart', '/v2/cart']]],
  ['/', { rules: [{}, { path: '/shop' }, { path: '/shop/a.b' }] }, { regex: '^(?:/shop/a\\.b|/shop|)(?:/(.*))?$', replacement: '/$1' }, [
    ['/shop/a.b/x', '/x'], ['/shop/aXb', '/aXb'], ['/shopping', '/shopping'], ['/', '/'],
  ]],
  ['/$1', { path: '/shop' }, { regex: '^(?:/shop)(/.*)?$', replacement: '/$$1$1' }, [['/shop/cart', '/$1/cart']]],
])('the rewrite to %s under %j takes the place of the matched prefix', (rewritePath, http, rewrite, seen) => {
  expect(spec({ http: { ...http, rewritePath } }, 'Middleware')).toEqual({ replacePathRegex: rewrite });
  for (const [asked, path] of seen) {
    expect(asked.replace(new RegExp(rewrite.regex), rewrite.replacement)).toBe(path);
  }
});

test('C-3: one rewrite of Traefik does not fit paths of one hostname inside those of another', () => {
  const rules = [{ hostnames: ['a.example.com'] }, { hostnames: ['b.example.com'], path: '/shop' }];
  expect(refusal(() => ingress({ http: { hostnames: undefined, rules, rewritePath: '/' } }))).toBe(
    '[chart/shop] C-3: http.rewritePath is one rewrite for every hostname in Traefik, and path /shop of b.example.com lies inside path / of a.example.com; give both the same paths');
  expect(refusal(() => ingress({ http: { hostnames: [], rules: [{}, { hostnames: ['b.example.com'], path: '/shop' }], rewritePath: '/' } }))).toContain(
    'path /shop of b.example.com lies inside path / of every hostname');
});

test('a path that is a prefix needs Traefik to compare whole parts of it', () => {
  const strict = 'Traefik compares whole parts of paths: providers.kubernetesIngress.strictPrefixMatching; without it path /shop stands for /shopx too';
  expect(needs(ingress({ http: { path: '/shop' } }))).toContain(strict);
  expect(needs(ingress()).filter(need => need.includes('strictPrefixMatching'))).toEqual([]);
});

test('what Traefik does by objects of its own is required of the cluster, once', () => {
  const http = { basicAuth: { secretName: 'users' }, allowSourceRanges: ['192.0.2.0/24'], timeouts: { connect: Duration.seconds(1) } };
  expect(needs(ingress({ http })).slice(1, 4)).toEqual([
    'the kind Middleware of traefik.io/v1alpha1 is installed, and Traefik reads it: providers.kubernetesCRD without safeNaming; otherwise nothing is served',
    'Secret users in namespace team with the one key users, of lines as htpasswd writes them; without it nothing is served',
    'the kind ServersTransport of traefik.io/v1alpha1 is installed, and Traefik reads it: providers.kubernetesCRD without safeNaming; otherwise nothing is served',
  ]);
});

test('a filter of a route finds Middlewares under any name that Traefik gives them', () => {
  expect(needs(gateway({ http: { allowSourceRanges: ['192.0.2.0/24'] } }))).toContain(
    'the kind Middleware of traefik.io/v1alpha1 is installed, and Traefik reads it: providers.kubernetesCRD; otherwise nothing is served');
});

test.each<[string, HttpOptions]>([
  ['redirectToHttps', { tls: {}, redirectToHttps: true }],
  ['allowSourceRanges', { allowSourceRanges: ['192.0.2.0/24'] }],
  ['timeouts', { timeouts: { connect: Duration.seconds(1) } }],
])('C-3: %s is told to Traefik by namespace, which has to be known', (feature, http) => {
  expect(refusal(() => ingress({ http, namespace: null }))).toBe(
    `[chart/shop] C-3: http.${feature} is told to Traefik by an object with its namespace, which is not known; give the Chart a namespace`);
});

test('C-3: TLS to the app is told to Traefik by namespace, which has to be known', () => {
  expect(refusal(() => ingress({ ports: [HTTPS], namespace: null }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to Traefik by an object with its namespace, which is not known; give the Chart a namespace');
});

test('C-3: Traefik adds no values to headers by an Ingress', () => {
  const http = { requestHeaders: { add: { 'X-A': '1', 'X-B': '2' } }, responseHeaders: { add: { 'X-C': '3' } } };
  expect(refusal(() => ingress({ http }))).toBe([
    '[chart/shop] C-3: http.requestHeaders adds values to X-A, X-B, and Traefik sets headers and removes them; use set',
    '[chart/shop] C-3: http.responseHeaders adds values to X-C, and Traefik sets headers and removes them; use set',
  ].join('\n'));
});

test('C-3: Traefik times no whole request', () => {
  expect(refusal(() => ingress({ http: { timeouts: { request: Duration.minutes(1) } } }))).toBe(
    '[chart/shop] C-3: http.timeouts has request, and Traefik times the connection and the beginning of the answer; use connect and response');
});

test('a rate limit and sticky sessions without details are left to Traefik', () => {
  expect(spec({ http: { rateLimit: { requests: 5 } } }, 'Middleware')).toEqual({ rateLimit: { average: 5 } });
  expect(serviceAnnotations({ http: { stickySessions: {} } })).toEqual({ 'traefik.ingress.kubernetes.io/service.sticky.cookie': 'true' });
});

test('external authentication asks a Service of the namespace of the app, where no other is given', () => {
  const http = { externalAuth: { service: 'login', port: 4180 } };
  expect(spec({ http }, 'Middleware')).toEqual({ forwardAuth: { address: 'http://login.team.svc:4180/' } });
  const distant = gateway({ http, more: { gateway: { namespace: 'routes' } } });
  expect(madeOf(distant, 'Middleware').map(({ metadata, spec: { forwardAuth } }) => [metadata.namespace, forwardAuth]))
    .toEqual([['routes', { address: 'http://login.team.svc:4180/' }]]);
});

test('C-3: external authentication asks at an address with a namespace', () => {
  expect(refusal(() => gateway({ http: { externalAuth: { service: 'login', port: 4180 } }, namespace: null }))).toBe(
    '[chart/shop] C-3: http.externalAuth is asked at an address with its namespace in it, and the namespace is not known; give http.externalAuth.namespace');
});

test('gRPC is told to Traefik as h2c', () => {
  expect(serviceAnnotations({ ports: [GRPC] })).toEqual({ 'traefik.ingress.kubernetes.io/service.serversscheme': 'h2c' });
});

test('C-3: Traefik speaks one protocol to all ports of a Service', () => {
  const http = { rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] };
  expect(refusal(() => ingress({ ports: [WEB, GRPC], http }))).toBe(
    '[chart/shop] C-3: gRPC for port grpc is told to Traefik for a whole Service, and port http of it does not speak gRPC; expose the two kinds by themselves');
  expect(refusal(() => ingress({ ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } }))).toBe(
    '[chart/shop] C-3: TLS to the app for port https is told to Traefik for a whole Service, and port http of it does not speak TLS; expose the two kinds by themselves');
});

test('TLS to the app is told to Traefik without a look at the certificate, and says so', () => {
  const exposed = ingress({ ports: [HTTPS], http: { tls: {}, timeouts: { connect: Duration.seconds(1) } } });
  expect(madeOf(exposed, 'ServersTransport')[0].spec).toEqual({ insecureSkipVerify: true, forwardingTimeouts: { dialTimeout: '1s' } });
  expect(madeOf(exposed, 'Service')[0].metadata.annotations).toEqual({
    'traefik.ingress.kubernetes.io/service.serversscheme': 'https',
    'traefik.ingress.kubernetes.io/service.serverstransport': 'team-shop-transport@kubernetescrd',
  });
  expect(needs(exposed)).toContain(
    'the network between Traefik and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
});

test('TLS is handed on by an IngressRouteTCP with the server names', () => {
  const http = { hostnames: [HOSTNAME, '*.shop.example.com'], tls: { passthrough: true } };
  expect(spec({ ports: [HTTPS], http }, 'IngressRouteTCP')).toEqual({
    entryPoints: ['websecure'],
    routes: [{
      match: `HostSNI(\`${HOSTNAME}\`) || HostSNIRegexp(\`^[^.]+\\.shop\\.example\\.com$\`)`,
      services: [{ name: 'shop', port: 8443 }],
    }],
    tls: { passthrough: true },
  });
  expect(spec({ ports: [HTTPS], http, ingress: { listeners: ENTRY_POINTS } }, 'IngressRouteTCP').entryPoints).toEqual(['tls']);
  expect(madeOf(ingress({ ports: [HTTPS], http }), 'Ingress')).toEqual([]);
});

test('C-3: TLS that is handed on has no paths', () => {
  expect(refusal(() => ingress({ ports: [HTTPS], http: { path: '/shop', tls: { passthrough: true } } }))).toBe(
    '[chart/shop] C-3: TLS passthrough for port https leads by server name alone, and a rule has path /shop, which TLS hides; leave it out');
});

test('ports of TCP and UDP have an object of Traefik each, at the entry point of their number or the only one', () => {
  const exposed = ingress({ ports: [DB, DNS], ingress: { listeners: ENTRY_POINTS } });
  expect(doorOf(exposed).filter(({ kind }) => kind !== 'Service')).toMatchSnapshot();
  expect(needs(exposed)).toContain(
    'the kind IngressRouteUDP of traefik.io/v1alpha1 is installed, and Traefik reads it: providers.kubernetesCRD without ingressClass; otherwise nothing is served');
});

test('C-3: a port of TCP or UDP needs an entry point of its own', () => {
  expect(refusal(() => ingress({ ports: [DB, DNS] }))).toBe([
    '[chart/shop] C-3: TCP load balancing for port db needs an entry point of the controller, and ClusterProfile custom states none for port db; give its ingress.listeners one of protocol TCP and port 5432',
    '[chart/shop] C-3: UDP load balancing for port dns needs an entry point of the controller, and ClusterProfile custom states none for port dns; give its ingress.listeners one of protocol UDP and port 53',
  ].join('\n'));
  expect(refusal(() => ingress({ ports: [DB, CACHE], ingress: { listeners: ENTRY_POINTS } }))).toBe(
    '[chart/shop] C-3: TCP load balancing for port db, cache needs an entry point for each port, and ClusterProfile custom states postgres alone; give its ingress.listeners one of protocol TCP and port 6379');
});

test('C-1: Traefik splits no traffic by weight for an Ingress, and has no UDPRoute, timeouts or sticky sessions for a Gateway', () => {
  expect(refusal(() => ingress({ http: { canary: { service: 'next', weight: 10 } } }))).toMatch(
    /^\[chart\/shop\] C-1: http\.canary is nothing that Traefik does for an Ingress \(ingress\.controller of ClusterProfile custom\); /);
  const asked = { ports: [WEB, DNS], http: { timeouts: { connect: Duration.seconds(1) }, stickySessions: {} } };
  const lacking = refusal(() => gateway({ ...asked, gateway: { listeners: ENTRY_POINTS } })).split('\n');
  expect(lacking.map(line => line.split(' (')[0])).toEqual([
    '[chart/shop] C-1: UDP load balancing for port dns is nothing that Traefik does for the Gateway API',
    '[chart/shop] C-1: http.timeouts is nothing that Traefik does for the Gateway API',
    '[chart/shop] C-1: http.stickySessions is nothing that Traefik does for the Gateway API',
  ]);
});

test('C-3: the Gateway provider of Traefik knows the prefixed appProtocols alone', () => {
  expect(refusal(() => gateway({ ports: [{ ...WEB, appProtocol: 'h2c' }] }))).toBe(
    '[chart/shop] C-3: HTTP routing by hostname and path is not done for port http, whose appProtocol h2c Traefik does not know; write kubernetes.io/h2c');
  expect(refusal(() => gateway({ ports: [{ ...WEB, appProtocol: 'WS' }] }))).toBe(
    '[chart/shop] C-3: HTTP routing by hostname and path is not done for port http, whose appProtocol WS Traefik does not know; write kubernetes.io/ws');
  expect(refusal(() => gateway({ ports: [{ ...WEB, appProtocol: 'grpc' }] }))).toBe(
    '[chart/shop] C-3: gRPC for port http is not done with appProtocol grpc, which Traefik does not know; leave it out, and begin the name of the port with grpc');
});

test('Middlewares stand in a GRPCRoute too', () => {
  expect(madeOf(gateway({ ports: [GRPC], http: { allowSourceRanges: ['192.0.2.0/24'] } }), 'GRPCRoute')[0].spec.rules[0].filters).toEqual([
    { type: 'ExtensionRef', extensionRef: { group: 'traefik.io', kind: 'Middleware', name: 'shop-allow-list' } },
  ]);
});

test('C-3: Traefik changes no headers of answers of gRPC in a GRPCRoute, and limits no body of gRPC', () => {
  expect(refusal(() => gateway({ ports: [GRPC], http: { responseHeaders: { set: { 'X-A': '1' } } } }))).toBe(
    '[chart/shop] C-3: http.responseHeaders is nothing that Traefik does in a GRPCRoute, which it then does not serve; leave it out');
  expect(refusal(() => gateway({ ports: [GRPC], http: { maxBodySize: Size.mebibytes(1) } }))).toBe(
    '[chart/shop] C-3: http.maxBodySize is kept by Traefik by holding whole requests and answers back, which streams of gRPC at port grpc do not stand; leave it out');
});

test('TCPRoutes need Traefik to look at them', () => {
  const exposed = gateway({ ports: [DB], http: { hostnames: undefined }, gateway: { listeners: ENTRY_POINTS } });
  expect(needs(exposed)).toContain('Traefik looks at TCPRoutes: providers.kubernetesGateway.experimentalChannel; without it the listener is refused');
});

test('TLS is handed on at the entry point of HTTPS, where the platform states none for it alone', () => {
  const listeners = [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'secure', protocol: GatewayProtocol.HTTPS, port: 8443 }];
  const exposed = throughIngress({ controller: IngressController.TRAEFIK, ingressClassName: 'traefik', listeners }, {
    ports: [{ name: 'https', port: 9443 }], http: { tls: { passthrough: true } },
  });
  expect(madeOf(exposed, 'IngressRouteTCP')[0].spec.entryPoints).toEqual(['secure']);
  expect(exposed.accessPoints.map(({ url }) => url)).toContain('https://shop.example.com:8443/');
  expect(needs(exposed).join()).not.toContain('default certificate');
});

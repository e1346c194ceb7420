import { Duration } from 'cdk8s';
import { AppPort, GatewayProtocol, HttpOptions, IngressController } from '../../../src';
import { annotationsOf, Asked, doorOf, HOSTNAME, madeOf, needs, refusal, throughGateway, throughIngress, WEB } from '../../fixtures/controlled-door';

const ingress = (asked?: Asked) => throughIngress({ controller: IngressController.AWS_ALB, ingressClassName: 'alb' }, asked);
const gateway = (asked?: Asked) => throughGateway({ controller: IngressController.AWS_ALB }, asked);
const PREFIX = 'alb.ingress.kubernetes.io/';

const GRPC: AppPort = { name: 'grpc', port: 50051 };
const HTTPS: AppPort = { name: 'https', port: 8443 };
const TLS: HttpOptions = { tls: {} };
const LISTENERS = [
  { name: 'http', protocol: GatewayProtocol.HTTP, port: 8080 },
  { name: 'https', protocol: GatewayProtocol.HTTPS, port: 8443 },
];

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** The annotations without their prefix, beside that of the target type. */
function told(asked: Asked): Record<string, string> {
  const { [`${PREFIX}target-type`]: targetType, ...others } = annotationsOf(ingress(asked));
  expect(targetType).toBe('ip');
  return Object.fromEntries(Object.entries(others).map(([key, value]) => [key.replace(PREFIX, ''), value]));
}

const refused = (asked: Asked) => refusal(() => ingress(asked));
const refusedAtGateway = (asked: Asked) => refusal(() => gateway(asked));

test('the AWS Load Balancer Controller is told of everything by annotations of the Ingress', () => {
  expect(doorOf(ingress({
    http: {
      path: '/shop',
      tls: {},
      redirectToHttps: true,
      allowSourceRanges: ['192.0.2.0/24', '198.51.100.0/24'],
      cors: {
        allowOrigins: ['https://www.example.com'],
        allowMethods: ['GET', 'PUT'],
        allowHeaders: ['X-Token'],
        exposeHeaders: ['X-Total'],
        allowCredentials: true,
        maxAge: Duration.hours(1),
      },
      responseHeaders: { set: { 'X-Frame-Options': 'DENY' }, remove: ['Server'] },
      rewritePath: '/',
      timeouts: { response: Duration.minutes(2) },
      stickySessions: { maxAge: Duration.hours(2) },
      canary: { service: 'shop-next', weight: 10 },
    },
  }))).toMatchSnapshot();
});

test('the AWS Load Balancer Controller is told of everything by an HTTPRoute and objects of its own kinds', () => {
  expect(doorOf(gateway({
    http: { path: '/shop', tls: {}, redirectToHttps: true, allowSourceRanges: ['192.0.2.0/24'], rewritePath: '/', stickySessions: { maxAge: Duration.hours(2) } },
    gateway: { listeners: LISTENERS },
  }))).toMatchSnapshot();
});

test('the pods of a Service without node ports are reached by their addresses', () => {
  expect(annotationsOf(ingress())).toEqual({ [`${PREFIX}target-type`]: 'ip' });
  expect(madeOf(ingress(), 'Service')[0].spec.type).toBe('ClusterIP');
  expect(needs(ingress()).slice(1, 4)).toEqual([
    'pods have addresses of the VPC, as the Amazon VPC CNI gives them; without them the load balancer reaches no pod',
    'the app answers GET / with 200, or the health checks of the load balancer are told another path by ingress.annotations with alb.ingress.kubernetes.io/healthcheck-path; without it no pod gets requests',
    'the IngressClassParams of the class, or ingress.annotations, say alb.ingress.kubernetes.io/scheme internet-facing; without it the load balancer is reached from inside the VPC alone',
  ]);
});

test('certificates are found by hostname, so that the Ingress has a listener of HTTPS and no Secret', () => {
  const exposed = ingress({ http: TLS });
  expect(told({ http: TLS })).toEqual({ 'listen-ports': '[{"HTTPS":443}]' });
  expect(madeOf(exposed, 'Ingress')[0].spec.tls).toBeUndefined();
  expect(needs(exposed)[1]).toBe(
    `a certificate of AWS Certificate Manager for ${HOSTNAME}, in the region of the cluster; without it there is no HTTPS listener`);
  expect(needs(exposed).filter(need => need.includes('default certificate'))).toEqual([]);
});

test('listeners have the ports that the platform states', () => {
  expect(told({ http: { tls: {}, redirectToHttps: true, responseHeaders: { remove: ['server'] } }, ingress: { listeners: LISTENERS } })).toEqual({
    'listen-ports': '[{"HTTP":8080},{"HTTPS":8443}]',
    'ssl-redirect': '8443',
    'listener-attributes.HTTPS-8443': 'routing.http.response.server.enabled=false',
  });
});

test.each<[string, HttpOptions, Record<string, string>]>([
  ['CORS without more', { cors: { allowOrigins: ['*'] } }, {
    'listener-attributes.HTTP-80': 'routing.http.response.access_control_allow_origin.header_value=*,'
      + 'routing.http.response.access_control_allow_methods.header_value=GET\\,PUT\\,POST\\,DELETE\\,PATCH\\,OPTIONS',
  }],
  ['headers with commas', { responseHeaders: { set: { 'strict-transport-security': 'max-age=1, \\' } } }, {
    'listener-attributes.HTTP-80': 'routing.http.response.strict_transport_security.header_value=max-age=1\\, \\\\',
  }],
  ['sticky sessions', { stickySessions: {} }, { 'target-group-attributes': 'stickiness.enabled=true,stickiness.type=lb_cookie' }],
  ['a canary', { canary: { service: 'next', port: 81, weight: 25 } }, {
    'actions.shop': '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"shop","servicePort":8080,"weight":75},{"serviceName":"next","servicePort":81,"weight":25}]}}',
  }],
  ['a canary with sticky sessions', { canary: { service: 'next', weight: 0 }, stickySessions: {} }, {
    'target-group-attributes': 'stickiness.enabled=true,stickiness.type=lb_cookie',
    'actions.shop': '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"shop","servicePort":8080,"weight":100},{"serviceName":"next","servicePort":8080,"weight":0}],'
      + '"targetGroupStickinessConfig":{"enabled":true,"durationSeconds":86400}}}',
  }],
])('%s is told to the AWS Load Balancer Controller without what was not asked for', (_, http, annotations) => {
  expect(told({ http })).toEqual(annotations);
});

test('a path with a canary leads to the action of its name', () => {
  const [{ spec }] = madeOf(ingress({ http: { canary: { service: 'next', weight: 10 } } }), 'Ingress');
  expect(spec.rules[0].http.paths[0].backend).toEqual({ service: { name: 'shop', port: { name: 'use-annotation' } } });
});

test.each<[string, string, string, [string, string][]]>([
  ['/', '/shop', '{"regex":"^/shop/?(.*)$","replace":"/$1"}', [['/shop', '/'], ['/shop/cart', '/cart'], ['/shop?a=1', '/?a=1']]],
  ['/v2/', '/a.b/', '{"regex":"^/a\\\\.b(.*)$","replace":"/v2$1"}', [['/a.b', '/v2'], ['/a.b/cart', '/v2/cart'], ['/a.b?a=1', '/v2?a=1']]],
  ['/v2', '/', '{"regex":"^(.*)$","replace":"/v2$1"}', [['/', '/v2/'], ['/cart', '/v2/cart']]],
])('the rewrite to %s under %s takes the place of the matched prefix', (rewritePath, path, rewrite, seen) => {
  expect(told({ http: { path, rewritePath } })).toEqual({ 'transforms.shop': `[{"type":"url-rewrite","urlRewriteConfig":{"rewrites":[${rewrite}]}}]` });
  const { regex, replace } = JSON.parse(rewrite);
  for (const [asked, got] of seen) {
    expect(asked.replace(new RegExp(regex), replace)).toBe(got);
  }
});

test('gRPC and TLS to the app are told as the protocol of the backend', () => {
  expect(told({ ports: [GRPC], http: TLS })).toEqual({ 'listen-ports': '[{"HTTPS":443}]', 'backend-protocol-version': 'GRPC' });
  expect(told({ ports: [HTTPS], http: TLS })).toEqual({ 'listen-ports': '[{"HTTPS":443}]', 'backend-protocol': 'HTTPS' });
  expect(needs(ingress({ ports: [HTTPS], http: TLS }))).toContain(
    'the network between the load balancer and the pods is trusted: what goes over it is encrypted, and the certificate of the app is not looked at');
  expect(needs(ingress({ ports: [GRPC], http: TLS })).filter(need => need.includes('GET /'))).toEqual([]);
});

test('CORS needs an app that answers OPTIONS', () => {
  expect(needs(ingress({ http: { cors: { allowOrigins: ['*'] } } }))).toContain(
    'the app answers OPTIONS with 200 or 204, to which the load balancer adds the headers; without it browsers refuse what they ask about before');
});

test.each<[string, Asked, string]>([
  ['a Secret', { http: { tls: { secretName: 'shop-tls' } } },
    'http.tls has secretName shop-tls, and an Application Load Balancer takes certificates from AWS Certificate Manager alone; leave it out of http.tls, or certificates out of the ClusterProfile'],
  ['an issuer', { http: { tls: { clusterIssuer: 'letsencrypt' } } },
    'http.tls has clusterIssuer letsencrypt, and an Application Load Balancer takes certificates from AWS Certificate Manager alone; leave it out of http.tls, or certificates out of the ClusterProfile'],
  ['gRPC without TLS', { ports: [GRPC] }, 'gRPC for port grpc is done by an Application Load Balancer over HTTPS alone; give http.tls'],
  ['gRPC beside HTTP', { ports: [WEB, GRPC], http: { tls: {}, rules: [{ port: 'http' }, { port: 'grpc', path: '/grpc' }] } },
    'gRPC for port grpc is told to AWS Load Balancer Controller for a whole Ingress, and port http of it does not speak gRPC; expose the two kinds by themselves'],
  ['TLS beside HTTP', { ports: [WEB, HTTPS], http: { rules: [{ port: 'http' }, { port: 'https', path: '/tls' }] } },
    'TLS to the app for port https is told to AWS Load Balancer Controller for a whole Ingress, and port http of it does not speak TLS; expose the two kinds by themselves'],
  ['several origins', { http: { cors: { allowOrigins: ['https://a.example.com', 'https://b.example.com'] } } },
    'http.cors has 2 allowOrigins, and an Application Load Balancer names one in every answer; give one'],
  ['values added', { http: { responseHeaders: { add: { 'X-Team': 'a' } } } },
    'http.responseHeaders adds values to X-Team, and an Application Load Balancer sets headers; use set'],
  ['any header', { http: { responseHeaders: { set: { 'X-Team': 'a', 'X-Frame-Options': 'DENY' } } } },
    'http.responseHeaders sets X-Team, and an Application Load Balancer sets strict-transport-security, content-security-policy, x-content-type-options, x-frame-options alone; leave it to the app'],
  ['any header removed', { http: { responseHeaders: { remove: ['X-Powered-By', 'Server'] } } },
    'http.responseHeaders removes X-Powered-By, and an Application Load Balancer removes Server alone; leave it to the app'],
  ['two rewrites', { http: { rules: [{ path: '/a' }, { path: '/b' }], rewritePath: '/' } },
    'http.rewritePath is one rewrite for the whole app in an Ingress of AWS Load Balancer Controller, and http leads from /a and from /b; keep one of the paths'],
  ['the connection', { http: { timeouts: { connect: Duration.seconds(1), request: Duration.seconds(2) } } },
    'http.timeouts has connect, and an Application Load Balancer times how long nothing is sent; use response'],
  ['a long wait', { http: { timeouts: { response: Duration.hours(2) } } },
    'http.timeouts has response 7200s, and an Application Load Balancer waits for at most 4000s; make it shorter'],
  ['the name of the cookie', { http: { stickySessions: { cookieName: 'shop' } } },
    'http.stickySessions has cookieName shop, and the cookie of an Application Load Balancer is called AWSALB; leave it out'],
  ['a long session', { http: { stickySessions: { maxAge: Duration.days(8) } } },
    'http.stickySessions has maxAge 691200s, and an Application Load Balancer keeps a session for at most 604800s; make it shorter'],
  ['a canary of two ports', {
    ports: [WEB, { name: 'http-admin', port: 9000 }], http: { rules: [{}, { path: '/admin', port: 'http-admin' }], canary: { service: 'next', weight: 10 } },
  }, 'http.canary is one action for the whole app in an Ingress of AWS Load Balancer Controller, and http leads to ports http and http-admin; expose them by themselves'],
  ['the rewrite of a long name', { http: { rewritePath: '/', path: '/shop' }, more: { app: { name: 's'.repeat(53), image: 'shop:1', ports: [WEB] } } },
    `http.rewritePath is told by the annotation transforms.${'s'.repeat(53)}, whose name is too long; give the app a name of at most 52 characters`],
  ['the canary of a long name', { http: { canary: { service: 'next', weight: 1 } }, more: { app: { name: 's'.repeat(56), image: 'shop:1', ports: [WEB] } } },
    `http.canary is told by the annotation actions.${'s'.repeat(56)}, whose name is too long; give the app a name of at most 55 characters`],
])('C-3: %s is nothing that an Ingress of the AWS Load Balancer Controller takes', (_, asked, message) => {
  expect(refused(asked)).toBe(`[chart/shop] C-3: ${message}`);
});

test('what is told of the Service stands in its namespace', () => {
  const exposed = gateway({ http: { allowSourceRanges: ['192.0.2.0/24'] }, more: { gateway: { namespace: 'routes' } } });
  expect(madeOf(exposed, 'TargetGroupConfiguration')[0].metadata.namespace).toBe('team');
  expect(madeOf(exposed, 'ListenerRuleConfiguration')[0].metadata.namespace).toBe('routes');
});

test('an own Gateway has a listener of HTTPS that names no certificate', () => {
  const exposed = gateway({ http: TLS, gateway: { name: undefined, namespace: undefined, gatewayClassName: 'alb' } });
  expect(madeOf(exposed, 'Gateway')[0].spec).toEqual({ gatewayClassName: 'alb', listeners: [{ name: 'https', protocol: 'HTTPS', port: 443 }] });
  expect(needs(exposed)).toContain(
    `a certificate of AWS Certificate Manager for ${HOSTNAME}, in the region of the cluster; without it there is no HTTPS listener`);
});

test('who leads to node ports says so, and the target type is theirs', () => {
  const annotations = { [`${PREFIX}target-type`]: 'instance' };
  expect(annotationsOf(ingress({ more: { ingress: { annotations } } }))).toEqual(annotations);
});

test('a GRPCRoute and a canary are those of the Gateway API', () => {
  const [route] = madeOf(gateway({ ports: [GRPC], http: { tls: {}, canary: { service: 'next', weight: 10 } } }), 'GRPCRoute');
  expect(route.spec.rules[0].backendRefs).toEqual([{ name: 'shop', port: 50051, weight: 90 }, { name: 'next', port: 50051, weight: 10 }]);
  expect(needs(gateway({ ports: [GRPC], http: TLS }))).toContain(
    `a certificate of AWS Certificate Manager for ${HOSTNAME}, in the region of the cluster; without it there is no HTTPS listener`);
  expect(needs(gateway())).toContain(
    'the app answers GET / with 200, or the health checks of the load balancer are told another path by a TargetGroupConfiguration of the Gateway; without it no pod gets requests');
  expect(needs(gateway({}))).toContain(
    'the LoadBalancerConfiguration of the GatewayClass, or of the Gateway, says scheme internet-facing; without it the load balancer is reached from inside the VPC alone');
});

test.each<[string, Asked, string]>([
  ['a Secret', { http: { tls: { issuer: 'ca' } } },
    'http.tls has issuer ca, and an Application Load Balancer takes certificates from AWS Certificate Manager alone; leave it out of http.tls, or certificates out of the ClusterProfile'],
  ['gRPC without TLS', { ports: [GRPC] }, 'gRPC for port grpc is done by an Application Load Balancer over HTTPS alone; give http.tls'],
  ['many ranges', { http: { allowSourceRanges: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '10.0.0.0/8'] } },
    'http.allowSourceRanges has 4 ranges, and a rule of an Application Load Balancer compares 3; give wider ones'],
  ['the name of the cookie', { http: { stickySessions: { cookieName: 'shop' } } },
    'http.stickySessions has cookieName shop, and the cookie of an Application Load Balancer is called AWSALB; leave it out'],
  ['sticky sessions beside a canary', { http: { stickySessions: {}, canary: { service: 'next', weight: 10 } } },
    'http.stickySessions is nothing that an Application Load Balancer does beside http.canary unless the choice of the Service is sticky too; leave one of the two out'],
])('C-3: %s is nothing that a Gateway of the AWS Load Balancer Controller takes', (_, asked, message) => {
  expect(refusedAtGateway(asked).split('\n')).toContain(`[chart/shop] C-3: ${message}`);
});

import { SizeRoundingBehavior } from 'cdk8s';
import { PLAIN_HEADER, PLAIN_PATH, prefixed, Told } from './annotations';
import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, FeatureContext, FeatureValues, Rendering, Row } from './controller';
import { gatewayApiWithout } from './gateway-api';
import { checkPassedPaths, passedIngress } from './passthrough';
import { checkEntryPoints, entryPoints } from './raw-ports';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { Traffic } from '../../kubernetes/application';
import { GatewayProtocol } from '../../strategies/gateway-protocol';

const TITLE = 'HAProxy Ingress';
const DOCS = 'https://haproxy-ingress.github.io/docs/configuration';
const KEYS = `${DOCS}/keys/`;
const GATEWAY = 'https://haproxy-ingress.github.io/v0.17/docs/configuration/gateway-api/';

const annotations = (told: Told) => prefixed('haproxy-ingress.github.io', told);
const seconds = (duration: { toSeconds(): number } | undefined) => duration && `${duration.toSeconds()}s`;
const list = (entries: readonly string[] | undefined) => entries?.join(',');

/** A feature that configuration keys carry, on an Ingress or on a Service. */
interface Keys<V> {
  readonly by: string;
  readonly anchor: string;
  readonly check?: (value: V, context: FeatureContext) => string | undefined;
  readonly told: (value: V, context: FeatureContext) => Told;
  readonly requirements?: (value: V, context: FeatureContext) => Requirement[];
}

const FEATURE_KEYS = {
  allowSourceRanges: {
    by: 'allowlist-source-range',
    anchor: 'allowlist',
    told: ranges => ({ 'allowlist-source-range': list(ranges) }),
  },
  rateLimit: {
    by: 'limit-rps',
    anchor: 'limit',
    check({ period, burst }) {
      const given = period?.toSeconds() ?? 1;
      return given !== 1 ? `counts in ${given} seconds, and ${TITLE} counts in a second; use Duration.seconds(1)`
        : burst === undefined ? undefined : `has burst ${burst}, and ${TITLE} counts every request of a second alike; leave it out`;
    },
    told: ({ requests }) => ({ 'limit-rps': String(requests) }),
  },
  maxBodySize: {
    by: 'proxy-body-size',
    anchor: 'proxy-body-size',
    told: size => ({ 'proxy-body-size': `${size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR })}k` }),
  },
  cors: {
    by: 'cors-enable',
    anchor: 'cors',
    check({ allowHeaders = [], exposeHeaders = [] }) {
      const header = [...allowHeaders, ...exposeHeaders].find(name => name !== '*' && !PLAIN_HEADER.test(name));
      return header && `has the header ${header}, and ${TITLE} takes letters, digits, "-" and "_" alone; leave it out`;
    },
    told: ({ allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge }) => ({
      'cors-enable': 'true',
      'cors-allow-origin': list(allowOrigins),
      'cors-allow-methods': list(allowMethods),
      'cors-allow-headers': list(allowHeaders),
      'cors-expose-headers': list(exposeHeaders),
      'cors-allow-credentials': String(allowCredentials === true), // its own default is true
      'cors-max-age': maxAge && String(maxAge.toSeconds()),
    }),
  },
  basicAuth: {
    by: 'auth-secret',
    anchor: 'auth-basic',
    told: ({ secretName, realm }) => ({ 'auth-secret': secretName, 'auth-realm': realm }),
    requirements: ({ secretName }, { appNamespace }) => [{
      kind: RequirementKind.OBJECT,
      description: `Secret ${secretName} in the app's namespace with the key auth, of lines <user>:<hash> as mkpasswd makes it; without it everybody may be let in`,
      check: new Kubectl(appNamespace).run('get', `secret ${secretName}`),
    }],
  },
  rewritePath: {
    by: 'rewrite-target',
    anchor: 'rewrite-target',
    check: path => PLAIN_PATH.test(path) ? undefined : `is ${path}, and ${TITLE} is told letters, digits and "-._~/" alone; choose another`,
    told: path => ({ 'rewrite-target': path }),
  },
  timeouts: {
    by: 'timeout-connect, timeout-server',
    anchor: 'timeout',
    check: ({ request }) => request && `has request, and ${TITLE} times the connection and the parts of the answer; use connect and response`,
    told: ({ connect, response }) => ({ 'timeout-connect': seconds(connect), 'timeout-server': seconds(response) }),
  },
  stickySessions: {
    by: 'affinity: cookie',
    anchor: 'affinity',
    check: ({ maxAge }) => maxAge && `has maxAge, and the cookie of ${TITLE} is kept as long as the browser runs; leave it out`,
    told: ({ cookieName }) => ({ 'affinity': 'cookie', 'session-cookie-name': cookieName }),
  },
} satisfies { readonly [F in keyof FeatureValues]?: Keys<FeatureValues[F]> };

/** The features above, told in one way. */
function keyed(place: (told: Told) => Rendering, check: (context: FeatureContext) => string | undefined = () => undefined): Row {
  const features: { readonly [feature: string]: Keys<never> } = FEATURE_KEYS;
  return Object.fromEntries(Object.entries(features).map(([feature, keys]): [string, Cell<never>] => [feature, {
    by: keys.by,
    source: `${KEYS}#${keys.anchor}`,
    check: (value, context) => check(context) ?? keys.check?.(value, context),
    render: (value, context) => ({ ...place(keys.told(value, context)), requirements: keys.requirements?.(value, context) }),
  }]));
}

/** What stands without quotes in HAProxy's configuration and is read as it is. */
const HEADER_VALUE = /^[^\s"'#\\%]+$/;

const ingress: Row = {
  routing: { by: 'Ingress', source: KEYS },
  tls: { by: 'Ingress spec.tls', source: `${KEYS}#ssl-always-add-https` },
  tlsPassthrough: {
    by: 'a second Ingress, ssl-passthrough',
    source: `${KEYS}#ssl-passthrough`,
    check: (_, context) => checkPassedPaths(context),
    render: (_, context) => ({ objects: [passedIngress(annotations({ 'ssl-passthrough': 'true' }), context)] }),
  },
  tcp: {
    by: 'an Ingress for each port, tcp-service-port',
    source: `${KEYS}#tcp-services`,
    check: (ports, context) => checkEntryPoints(GatewayProtocol.TCP, ports, context),
    render(ports, context) {
      const { service: name, ingressClassName } = context;
      const carried = entryPoints(GatewayProtocol.TCP, ports, context).map(({ port, listener }) => ({ port, number: listener!.port }));
      return {
        objects: carried.map(({ port, number }) => ({
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          suffix: `tcp-${port.name}`,
          annotations: annotations({ 'tcp-service-port': String(number) }),
          body: { spec: { ingressClassName, defaultBackend: { service: { name, port: { number: port.servicePort } } } } },
        })),
        requirements: [{
          kind: RequirementKind.CAPABILITY,
          description: `the Service of ${TITLE} passes port ${carried.map(({ number }) => number).join(', ')} on to the same port of its pods`,
        }],
      };
    },
  },
  webSockets: { by: 'Ingress', source: `${KEYS}#timeout` },
  grpc: {
    by: 'backend-protocol: h2',
    source: `${KEYS}#backend-protocol`,
    check: checkAlike(TITLE, 'Ingress', Traffic.GRPC),
    render: () => ({ annotations: annotations({ 'backend-protocol': 'h2' }) }),
  },
  backendTls: {
    by: 'backend-protocol: h1-ssl',
    source: `${KEYS}#backend-protocol`,
    check: checkAlike(TITLE, 'Ingress', Traffic.TLS),
    render: () => ({ annotations: annotations({ 'backend-protocol': 'h1-ssl' }), requirements: [uncheckedCertificate(TITLE)] }),
  },
  redirectToHttps: { by: 'ssl-redirect', source: `${KEYS}#ssl-redirect`, render: () => ({ annotations: annotations({ 'ssl-redirect': 'true' }) }) },
  ...keyed(told => ({ annotations: annotations(told) })),
  externalAuth: {
    by: 'auth-url',
    source: `${KEYS}#auth-external`,
    check({ path = '/', responseHeaders = [] }) {
      const header = responseHeaders.find(name => !PLAIN_HEADER.test(name));
      return !PLAIN_PATH.test(path) ? `has path ${path}, and ${TITLE} is told letters, digits and "-._~/" alone; choose another`
        : header && `has the response header ${header}, and ${TITLE} takes letters, digits, "-" and "_" alone; leave it out`;
    },
    render({ service, port, namespace, path = '/', responseHeaders }, { appNamespace }) {
      const other = namespace !== undefined && namespace !== appNamespace ? namespace : undefined;
      return {
        annotations: annotations({
          'auth-url': `svc://${other === undefined ? '' : `${other}/`}${service}:${port}${path}`,
          'auth-headers-succeed': list(responseHeaders) ?? '-', // without it the app gets every header
        }),
        requirements: other === undefined ? [] : [{
          kind: RequirementKind.CAPABILITY,
          description: `cross-namespace-services is allow in the ConfigMap of ${TITLE}; without it Service ${service} of namespace ${other} is not asked`,
        }],
      };
    },
  },
  requestHeaders: {
    by: 'headers',
    source: `${KEYS}#headers`,
    check({ set = {}, add = {}, remove = [] }) {
      const others = [...Object.keys(add), ...remove];
      const bad = Object.entries(set).find(([name, value]) => !PLAIN_HEADER.test(name) || !HEADER_VALUE.test(value))?.[0];
      return others.length > 0 ? `changes ${others.join(', ')} by add or remove, and ${TITLE} sets headers alone; use set`
        : bad && `sets ${bad} to what ${TITLE} takes apart; use letters, digits, "-" and "_" for its name, and no blanks and none of "'#\\% in its value`;
    },
    render: ({ set = {} }) => ({ annotations: annotations({ headers: Object.entries(set).map(([name, value]) => `${name}: ${value}`).join('\n') }) }),
  },
};

/** What is told to a Service is true of whatever leads to it. */
function checkRoutes({ routes }: FeatureContext): string | undefined {
  const other = routes.find(({ kind }) => kind !== 'HTTPRoute');
  return other && `is told to ${TITLE} for a whole Service, and ${other.kind} ${other.name} leads to it too; expose the two kinds by themselves`;
}

const gateway: Row = {
  ...gatewayApiWithout('udp', 'grpc', 'responseHeaders'),
  routing: {
    by: 'HTTPRoute',
    source: GATEWAY,
    render: () => ({
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `${TITLE} is 0.17 or later: earlier ones know neither filters of HTTPRoutes nor TLSRoutes`,
      }],
    }),
  },
  webSockets: { by: 'HTTPRoute', source: `${KEYS}#timeout` },
  ...keyed(told => ({ serviceAnnotations: annotations(told) }), checkRoutes),
};

export const haproxyIngress: Controller = { title: TITLE, website: 'https://haproxy-ingress.github.io/', ingress, gateway };

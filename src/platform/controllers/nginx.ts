import { SizeRoundingBehavior } from 'cdk8s';
import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, FeatureContext, FeatureValues, Json, RenderedObject, Rendering, Row } from './controller';
import { NGINX_GATEWAY_FABRIC } from './nginx-gateway-fabric';
import { checkRate, rate } from './nginx-rate';
import { checkEntryPoints, entryPoints } from './raw-ports';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HttpLead } from '../../http/http-lead';
import { Traffic } from '../../kubernetes/application';
import { isWildcard } from '../../kubernetes/hostnames';
import { GatewayProtocol } from '../../strategies/gateway-protocol';
import { DoorPort } from '../../workload/door-port';

const TITLE = 'NGINX Ingress Controller';
const DOCS = 'https://docs.nginx.com/nginx-ingress-controller/configuration';
const ANNOTATIONS = `${DOCS}/ingress-resources/advanced-configuration-with-annotations/`;
const POLICIES = `${DOCS}/policy-resource/policy-specification/`;
const TRANSPORT_SERVER = `${DOCS}/transportserver-resource/`;

/** Annotations by their names without the prefix; those without a value are left out. */
function annotations(values: { readonly [name: string]: string | undefined }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => value === undefined ? [] : [[`nginx.org/${name}`, value]]));
}

/** A feature that annotations alone carry. */
function annotated<F extends keyof FeatureValues>(
  by: string, anchor: string, values: (value: FeatureValues[F], context: FeatureContext) => { readonly [name: string]: string | undefined },
  more: Partial<Cell<FeatureValues[F]>> = {},
): Cell<FeatureValues[F]> {
  return { by, source: `${ANNOTATIONS}#${anchor}`, render: (value, context) => ({ annotations: annotations(values(value, context)) }), ...more };
}

/** What the controller is told by an object of one of its own kinds. */
function object(kind: string, suffix: string, { ingressClassName }: FeatureContext, spec: Json): RenderedObject {
  return { apiVersion: 'k8s.nginx.org/v1', kind, suffix, body: { spec: { ingressClassName, ...spec } } };
}

/** A Policy that the Ingress refers to. */
function policy(type: string, suffix: string, context: FeatureContext, value: Json): Rendering {
  return {
    lists: { 'nginx.org/policies': [`${context.name}-${suffix}`] },
    objects: [object('Policy', suffix, context, { [type]: value })],
    requirements: [{
      kind: RequirementKind.CAPABILITY,
      description: `the kind Policy of k8s.nginx.org/v1 is installed, and the version of ${TITLE} takes ${type} from Ingresses by nginx.org/policies`,
      check: 'kubectl get crd policies.k8s.nginx.org',
    }],
  };
}

/** A TransportServer that leads from a listener to a port. */
function transportServer(
  suffix: string, context: FeatureContext, port: DoorPort, listener: { readonly name: string; readonly protocol: string }, host?: string,
): RenderedObject {
  return object('TransportServer', suffix, context, {
    listener,
    host,
    upstreams: [{ name: 'app', service: context.service, port: port.servicePort }],
    action: { pass: 'app' },
  });
}

/** A door for ports of TCP or UDP, each with an object at its listener. */
function raw(protocol: GatewayProtocol.TCP | GatewayProtocol.UDP): Cell<readonly DoorPort[]> {
  return {
    by: `TransportServer ${protocol}`,
    source: TRANSPORT_SERVER,
    check: (ports, context) => checkEntryPoints(protocol, ports, context),
    render(ports, context) {
      const carried = entryPoints(protocol, ports, context).map(({ port, listener }) => ({ port, name: listener!.name }));
      return {
        objects: carried.map(({ port, name }) => transportServer(`${protocol.toLowerCase()}-${port.name}`, context, port, { name, protocol })),
        requirements: carried.map(({ name }): Requirement => ({
          kind: RequirementKind.OBJECT,
          description: `the GlobalConfiguration of ${TITLE} with listener ${name} of protocol ${protocol}; without it the TransportServer is refused`,
        })),
      };
    },
  };
}

const isPassed = ({ port }: HttpLead) => port.application.traffic === Traffic.TLS;

/** What stands in a list of headers without being taken apart. */
const HEADER_VALUE = /^[^,:$"\\\n\r]+$/;

function checkValues(values: { [name: string]: string }): string | undefined {
  const bad = Object.entries(values).find(([, value]) => !HEADER_VALUE.test(value))?.[0];
  return bad && `gives ${bad} a value with one of ,:$"\\, which ${TITLE} takes apart; choose another value`;
}

const pairs = (values: { [name: string]: string } | undefined, end: string) => Object.entries(values ?? {}).map(([name, value]) => `${name}:${value}${end}`);
const list = (entries: readonly string[]) => entries.length === 0 ? undefined : entries.join(',');
const closed = (path: string) => path.endsWith('/') ? path : `${path}/`;

const ingress: Row = {
  routing: { by: 'Ingress', source: `${DOCS}/ingress-resources/basic-configuration/` },
  tls: { by: 'Ingress spec.tls', source: `${DOCS}/ingress-resources/basic-configuration/` },
  tlsPassthrough: {
    by: 'TransportServer TLS_PASSTHROUGH',
    source: TRANSPORT_SERVER,
    check(_, { leads }) {
      const deep = leads.find(lead => isPassed(lead) && !['', '/'].includes(lead.path));
      const wild = leads.filter(isPassed).flatMap(({ hostnames }) => hostnames).find(isWildcard);
      return deep ? `leads by server name alone, and a rule has path ${deep.path}, which TLS hides; leave it out`
        : wild && `leads by whole server names alone, and ${wild} stands for many; name each`;
    },
    render: (_, context) => ({
      objects: context.leads.filter(isPassed).flatMap(({ hostnames, port }) => hostnames.map(host => ({ host, port }))).map(({ host, port }, index) =>
        transportServer(index === 0 ? 'tls' : `tls-${index + 1}`, context, port, { name: 'tls-passthrough', protocol: 'TLS_PASSTHROUGH' }, host)),
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `${TITLE} runs with -enable-tls-passthrough; without it the TransportServer is refused`,
      }],
    }),
  },
  tcp: raw(GatewayProtocol.TCP),
  udp: raw(GatewayProtocol.UDP),
  webSockets: annotated<'webSockets'>('websocket-services', 'backend-services-upstreams', (_, { service }) => ({ 'websocket-services': service })),
  grpc: {
    by: 'grpc-services',
    source: `${ANNOTATIONS}#backend-services-upstreams`,
    check: (ports, context) => context.tls === undefined
      ? `is done by ${TITLE} behind TLS alone; give http.tls`
      : checkAlike(TITLE, 'Service', Traffic.GRPC)(ports, context),
    render: (_, { service }) => ({
      annotations: annotations({ 'grpc-services': service }),
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `http2 is "true" in the ConfigMap of ${TITLE}; without it gRPC is not done`,
      }],
    }),
  },
  backendTls: {
    by: 'ssl-services',
    source: `${ANNOTATIONS}#backend-services-upstreams`,
    check: checkAlike(TITLE, 'Service', Traffic.TLS),
    render: (_, { service }) => ({ annotations: annotations({ 'ssl-services': service }), requirements: [uncheckedCertificate(TITLE)] }),
  },
  redirectToHttps: annotated('ssl-redirect', 'auth-and-ssltls', () => ({ 'ssl-redirect': 'true' })),
  allowSourceRanges: {
    by: 'Policy accessControl',
    source: POLICIES,
    render: (ranges, context) => policy('accessControl', 'allow-list', context, { allow: ranges }),
  },
  rateLimit: annotated<'rateLimit'>('limit-req-rate', 'rate-limiting', limit => ({
    'limit-req-rate': rate(limit),
    'limit-req-burst': limit.burst ? String(limit.burst) : undefined, // without one it is 0, which nginx does not take
    'limit-req-no-delay': limit.burst ? 'true' : undefined,
  }), { check: limit => checkRate(limit, TITLE) }),
  maxBodySize: annotated<'maxBodySize'>('client-max-body-size', 'general-customization', size => ({
    'client-max-body-size': `${size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR })}k`,
  })),
  cors: {
    by: 'Policy cors',
    source: POLICIES,
    render: ({ allowOrigins, maxAge, ...cors }, context) => policy('cors', 'cors', context, { ...cors, allowOrigin: allowOrigins, maxAge: maxAge?.toSeconds() }),
  },
  basicAuth: {
    by: 'basic-auth-secret',
    source: `${ANNOTATIONS}#auth-and-ssltls`,
    render: ({ secretName, realm }, { namespace }) => ({
      annotations: annotations({ 'basic-auth-secret': secretName, 'basic-auth-realm': realm }),
      requirements: [{
        kind: RequirementKind.OBJECT,
        description: `Secret ${secretName} of type nginx.org/htpasswd in the app's namespace with the key htpasswd; without it requests are refused`,
        check: new Kubectl(namespace).run('get', `secret ${secretName}`),
      }],
    }),
  },
  externalAuth: {
    by: 'Policy externalAuth',
    source: POLICIES,
    check: ({ responseHeaders = [] }) => responseHeaders.length === 0
      ? undefined
      : `has responseHeaders ${responseHeaders.join(', ')}, which ${TITLE} does not hand on; leave them out`,
    render: ({ service, port, namespace, path = '/' }, context) => policy('externalAuth', 'external-auth', context, {
      authURI: path,
      authServiceName: namespace === undefined ? service : `${namespace}/${service}`,
      authServicePorts: [port],
    }),
  },
  requestHeaders: annotated<'requestHeaders'>('proxy-set-headers', 'request-uriheader-manipulation', ({ set }) => ({
    'proxy-set-headers': list(pairs(set, '')),
  }), {
    check({ add = {}, remove = [], set = {} }) {
      const others = [...Object.keys(add), ...remove];
      return others.length > 0 ? `changes ${others.join(', ')} by add or remove, and ${TITLE} sets headers alone; use set` : checkValues(set);
    },
  }),
  responseHeaders: {
    by: 'proxy-hide-headers, add-header',
    source: `${ANNOTATIONS}#request-uriheader-manipulation`,
    check: ({ add = {}, set = {} }) => checkValues({ ...add, ...set }),
    render({ set = {}, add, remove = [] }) {
      const added = list([...pairs(set, ':always'), ...pairs(add, ':always')]);
      return {
        annotations: annotations({ 'proxy-hide-headers': list([...Object.keys(set), ...remove]), 'add-header': added }),
        requirements: added === undefined ? [] : [{
          kind: RequirementKind.CAPABILITY,
          description: `the version of ${TITLE} takes the annotation nginx.org/add-header; without it headers of answers are taken away and not set`,
        }],
      };
    },
  },
  rewritePath: annotated<'rewritePath'>('rewrites', 'request-uriheader-manipulation', (path, { service }) => ({
    rewrites: `serviceName=${service} rewrite=${closed(path)}`,
  }), {
    check: path => /[;$'"]/.test(path) ? `is ${path}, and ${TITLE} takes none of ;$'" in it; choose another` : undefined,
    ruled: lead => ({ ...lead, path: closed(lead.path) }), // only what follows a slash is a whole part of the path
  }),
  timeouts: annotated<'timeouts'>('proxy-connect-timeout, proxy-read-timeout', 'general-customization', ({ connect, response }) => ({
    'proxy-connect-timeout': connect && `${connect.toSeconds()}s`,
    'proxy-read-timeout': response && `${response.toSeconds()}s`,
  }), {
    check: ({ request }) => request === undefined ? undefined : `has request, and ${TITLE} times the connection and the parts of the answer; use connect and response`,
  }),
  stickySessions: {
    by: 'sticky-cookie-services',
    source: `${ANNOTATIONS}#backend-services-upstreams`,
    render: ({ cookieName = 'srv_id', maxAge }, { service }) => ({
      annotations: annotations({
        'sticky-cookie-services': `serviceName=${service} ${cookieName}${maxAge === undefined ? '' : ` expires=${maxAge.toSeconds()}s`} path=/`,
      }),
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `${TITLE} runs NGINX 1.29.6 or later, or NGINX Plus; without it sessions do not stick`,
      }],
    }),
  },
};

export const nginx: Controller = {
  title: 'F5 NGINX',
  website: 'https://docs.nginx.com/nginx-ingress-controller/',
  ingress,
  gateway: NGINX_GATEWAY_FABRIC,
};

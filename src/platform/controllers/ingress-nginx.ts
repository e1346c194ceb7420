import { SizeRoundingBehavior } from 'cdk8s';
import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, FeatureContext, FeatureValues, Row } from './controller';
import { Kubectl } from '../../access/kubectl';
import { RequirementKind } from '../../access/requirement';
import { HttpCors } from '../../http/http-features';
import { HttpLead } from '../../http/http-lead';
import { HttpPathType } from '../../http/http-options';
import { Traffic } from '../../kubernetes/application';
import { ingressRules } from '../../strategies/ingress-rules';

const TITLE = 'ingress-nginx';
const DOCS = 'https://kubernetes.github.io/ingress-nginx/user-guide';
const ANNOTATIONS = `${DOCS}/nginx-configuration/annotations/`;

/** Annotations by their names without the prefix; those without a value are left out. */
function annotations(values: { readonly [name: string]: string | undefined }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => value === undefined ? [] : [[`nginx.ingress.kubernetes.io/${name}`, value]]));
}

/** A feature that annotations alone carry. */
function annotated<F extends keyof FeatureValues>(
  by: string, anchor: string, values: (value: FeatureValues[F], context: FeatureContext) => { readonly [name: string]: string | undefined },
  more: Partial<Cell<FeatureValues[F]>> = {},
): Cell<FeatureValues[F]> {
  return { by, source: `${ANNOTATIONS}#${anchor}`, render: (value, context) => ({ annotations: annotations(values(value, context)) }), ...more };
}

const list = (entries: readonly string[] | undefined) => entries?.join(',');

/** The characters that its validation of a list of headers lets pass. */
const HEADER_NAME = /^[\w-]+$/;

function checkCors({ allowMethods = [], allowHeaders = [], exposeHeaders = [] }: HttpCors): string | undefined {
  const header = [...allowHeaders, ...exposeHeaders].find(name => name !== '*' && !HEADER_NAME.test(name));
  return allowMethods.includes('*') ? `allows the method "*", which ${TITLE} does not take; name the methods`
    : allowHeaders.includes('*') ? `allows the header "*", which ${TITLE} does not take; name the headers`
      : header && `has the header ${header}, and ${TITLE} takes letters, digits, "-" and "_" alone; leave it out`;
}

/** Rates by the seconds of their period. */
const RATES: Readonly<Record<number, string>> = { 1: 'limit-rps', 60: 'limit-rpm' };

const PATH = /^[\w.~/:-]*$/;

/** A prefix as a pattern whose second group is what follows it. */
function pattern(lead: HttpLead): HttpLead {
  const prefix = lead.path.replace(/\/+$/, '').replace(/[.+\\]/g, '\\$&');
  return { ...lead, path: prefix === '' ? '/()(.*)' : `${prefix}(/|$)(.*)`, pathType: HttpPathType.IMPLEMENTATION_SPECIFIC };
}

const isPassed = ({ port }: HttpLead) => port.application.traffic === Traffic.TLS;

const ingress: Row = {
  routing: { by: 'Ingress', source: `${DOCS}/basic-usage/` },
  tls: { by: 'Ingress spec.tls', source: `${DOCS}/tls/` },
  tlsPassthrough: {
    by: 'ssl-passthrough',
    source: `${ANNOTATIONS}#ssl-passthrough`,
    check(_, { leads }) {
      const deep = leads.find(lead => isPassed(lead) && !['', '/'].includes(lead.path));
      return deep && `leads by server name alone, and a rule has path ${deep.path}, which TLS hides; leave it out`;
    },
    render: (_, { service, leads, ingressClassName }) => ({
      objects: [{
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        suffix: 'tls',
        annotations: annotations({ 'ssl-passthrough': 'true' }),
        body: { spec: { ingressClassName, rules: ingressRules(leads.filter(isPassed), service) } },
      }],
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `${TITLE} runs with --enable-ssl-passthrough; without it clients get its own certificate`,
      }],
    }),
  },
  webSockets: { by: 'Ingress', source: `${DOCS}/miscellaneous/#websockets` },
  grpc: annotated<'grpc'>('backend-protocol: GRPC', 'backend-protocol', () => ({ 'backend-protocol': 'GRPC' }), { check: checkAlike(TITLE, 'Ingress', Traffic.GRPC) }),
  backendTls: {
    by: 'backend-protocol: HTTPS',
    source: `${ANNOTATIONS}#backend-protocol`,
    check: checkAlike(TITLE, 'Ingress', Traffic.TLS),
    render: () => ({ annotations: annotations({ 'backend-protocol': 'HTTPS' }), requirements: [uncheckedCertificate(TITLE)] }),
  },
  redirectToHttps: annotated('ssl-redirect', 'server-side-https-enforcement-through-redirect', () => ({ 'ssl-redirect': 'true' })),
  allowSourceRanges: annotated<'allowSourceRanges'>('whitelist-source-range', 'whitelist-source-range', ranges => ({ 'whitelist-source-range': list(ranges) })),
  rateLimit: annotated<'rateLimit'>('limit-rps, limit-rpm', 'rate-limiting', ({ requests, period, burst }) => ({
    [RATES[period?.toSeconds() ?? 1]]: String(requests),
    'limit-burst-multiplier': burst === undefined ? undefined : String(burst / requests),
  }), {
    check({ requests, period, burst = requests }) {
      const seconds = period?.toSeconds() ?? 1;
      const multiple = Math.max(Math.ceil(burst / requests), 1) * requests;
      return RATES[seconds] === undefined ? `counts in ${seconds} seconds, and ${TITLE} counts in a second or a minute; use Duration.seconds(1) or Duration.minutes(1)`
        : burst === multiple ? undefined : `has burst ${burst}, which ${TITLE} takes as a multiple of requests ${requests}; use ${multiple}`;
    },
  }),
  maxBodySize: annotated<'maxBodySize'>('proxy-body-size', 'custom-max-body-size', size => ({
    'proxy-body-size': `${size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR })}k`,
  })),
  cors: annotated<'cors'>('enable-cors', 'enable-cors', ({ allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge }) => ({
    'enable-cors': 'true',
    'cors-allow-origin': list(allowOrigins),
    'cors-allow-methods': list(allowMethods),
    'cors-allow-headers': list(allowHeaders),
    'cors-expose-headers': list(exposeHeaders),
    'cors-allow-credentials': String(allowCredentials === true), // its own default is true
    'cors-max-age': maxAge && String(maxAge.toSeconds()),
  }), { check: checkCors }),
  basicAuth: {
    by: 'auth-type, auth-secret',
    source: `${ANNOTATIONS}#authentication`,
    render: ({ secretName, realm }, { namespace }) => ({
      annotations: annotations({ 'auth-type': 'basic', 'auth-secret': secretName, 'auth-realm': realm }),
      requirements: [{
        kind: RequirementKind.OBJECT,
        description: `Secret ${secretName} in the app's namespace with the key auth, of lines as htpasswd writes them; without it requests are answered 503`,
        check: new Kubectl(namespace).run('get', `secret ${secretName}`),
      }],
    }),
  },
  externalAuth: annotated<'externalAuth'>('auth-url', 'external-authentication', ({ service, port, namespace, path = '/', responseHeaders }, { appNamespace, cluster }) => ({
    'auth-url': `http://${service}.${namespace ?? appNamespace}.svc.${cluster.clusterDomain}:${port}${path}`,
    'auth-response-headers': list(responseHeaders),
  }), {
    check({ namespace, path = '/', responseHeaders = [] }, { appNamespace, cluster }) {
      const header = responseHeaders.find(name => !HEADER_NAME.test(name));
      return namespace === undefined && appNamespace === undefined ? 'is asked at an address with its namespace in it, and the namespace is not known; give http.externalAuth.namespace'
        : cluster.clusterDomain === undefined ? `is asked at a full name, since nginx looks up no other, and the cluster's domain is not known; give clusterDomain in ClusterProfile ${cluster.name}`
          : !PATH.test(path) ? `has path ${path}, and ${TITLE} takes letters, digits and "-._~/:" alone; choose another`
            : header && `has the response header ${header}, and ${TITLE} takes letters, digits, "-" and "_" alone; leave it out`;
    },
  }),
  responseHeaders: {
    by: 'custom-headers',
    source: `${ANNOTATIONS}#custom-headers`,
    check({ add = {}, remove = [], set = {} }, { namespace }) {
      const others = [...Object.keys(add), ...remove];
      const bad = Object.entries(set).find(([name, value]) => !HEADER_NAME.test(name) || !/^[\x20-\x7e]+$/.test(value))?.[0];
      return others.length > 0 ? `changes ${others.join(', ')} by add or remove, and ${TITLE} sets headers alone; use set`
        : bad !== undefined ? `sets ${bad} to what ${TITLE} does not take; use letters, digits, "-" and "_" for its name and ASCII for its value`
          : namespace === undefined ? `is told to ${TITLE} by an object with its namespace, which is not known; give the Chart a namespace`
            : undefined;
    },
    render: ({ set = {} }, { name, namespace }) => ({
      annotations: annotations({ 'custom-headers': `${namespace}/${name}-headers` }),
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', suffix: 'headers', body: { data: set } }],
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `global-allowed-response-headers in the ConfigMap of ${TITLE} has ${Object.keys(set).join(', ')}; without it requests are answered 503`,
      }],
    }),
  },
  rewritePath: {
    by: 'rewrite-target, use-regex',
    source: 'https://kubernetes.github.io/ingress-nginx/examples/rewrite/',
    check: path => PATH.test(path) ? undefined : `is ${path}, and ${TITLE} takes letters, digits and "-._~/:" alone; choose another`,
    ruled: pattern,
    render: (path, { hostnames }) => ({
      annotations: annotations({
        'rewrite-target': `${path.replace(/\/+$/, '')}/$2`,
        'use-regex': 'true',
        'session-cookie-path': '/', // cookies have no patterns
      }),
      requirements: [{
        kind: RequirementKind.NETWORK,
        description: `no other Ingress of ${hostnames.join(', ') || 'the hostname'} has paths of which ${TITLE} must not make patterns: beside a rewrite it compares all of them so, without regard to case`,
      }],
    }),
  },
  timeouts: annotated<'timeouts'>('proxy-connect-timeout, proxy-read-timeout', 'custom-timeouts', ({ connect, response }) => ({
    'proxy-connect-timeout': connect && String(connect.toSeconds()),
    'proxy-read-timeout': response && String(response.toSeconds()),
  }), {
    check: ({ request }) => request === undefined ? undefined : `has request, and ${TITLE} times the connection and the parts of the answer; use connect and response`,
  }),
  stickySessions: annotated<'stickySessions'>('affinity: cookie', 'session-affinity', ({ cookieName, maxAge }) => ({
    'affinity': 'cookie',
    'session-cookie-name': cookieName,
    'session-cookie-max-age': maxAge && String(maxAge.toSeconds()),
    'session-cookie-expires': maxAge && String(maxAge.toSeconds()),
  })),
  canary: {
    by: 'a second Ingress, canary-weight',
    source: `${ANNOTATIONS}#canary`,
    render: ({ service, port, weight }, { ingressClassName, ingressRules: rules }) => ({
      objects: [{
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        suffix: 'canary',
        annotations: annotations({ 'canary': 'true', 'canary-weight': String(weight) }),
        body: { spec: { ingressClassName, rules: rules({ service, port }) } },
      }],
    }),
  },
};

export const ingressNginx: Controller = {
  title: TITLE,
  website: 'https://kubernetes.github.io/ingress-nginx/',
  ingress,
  warning: 'it has not been maintained since March 2026, and what is found in it stays open; choose another controller, or the Gateway API',
};

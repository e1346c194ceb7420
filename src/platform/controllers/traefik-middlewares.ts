import { Duration, SizeRoundingBehavior } from 'cdk8s';
import { FeatureContext, FeatureValues, Json, RenderedObject, Rendering, Row } from './controller';
import { checkPrefixes, prefixesOf } from './path-prefixes';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HeaderModifier } from '../../http/header-modifier';
import { HttpLead } from '../../http/http-lead';
import { Traffic } from '../../kubernetes/application';

/** A feature that Traefik does by a Middleware. */
interface Middleware<V> {
  /** What follows the app's name in that of the Middleware. */
  readonly suffix: string;
  /** The middleware's page in the documentation, which is named like it. */
  readonly kind: string;
  readonly check?: (value: V, context: FeatureContext) => string | undefined;
  /** What the field of the middleware says. */
  readonly spec: (value: V, context: FeatureContext) => Json;
  readonly requirement?: (value: V, context: FeatureContext) => Requirement;
}

const DOCS = 'https://doc.traefik.io/traefik/reference/routing-configuration';

/** Without methods browsers are refused all but the simple ones. */
const USUAL_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];

/** Everything that Traefik does by Middlewares. */
const MIDDLEWARES = {
  allowSourceRanges: {
    suffix: 'allow-list',
    kind: 'ipAllowList',
    spec: ranges => ({ sourceRange: ranges }),
  },
  rateLimit: {
    suffix: 'rate-limit',
    kind: 'rateLimit',
    // its burst is how many come at once in all
    spec: ({ requests, period, burst }) => ({
      average: requests, period: period && duration(period), burst: burst === undefined ? undefined : burst + 1,
    }),
  },
  maxBodySize: {
    suffix: 'body-size',
    kind: 'buffering',
    check(_, { leads }) {
      const grpc = leads.find(({ port }) => port.application.traffic === Traffic.GRPC);
      return grpc && `is kept by Traefik by holding whole requests and answers back, which streams of gRPC at port ${grpc.port.name} do not stand; leave it out`;
    },
    spec: size => ({ maxRequestBodyBytes: size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) * 1024 }),
  },
  cors: {
    suffix: 'cors',
    kind: 'headers',
    spec: ({ allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAge }) => ({
      accessControlAllowOriginList: allowOrigins,
      accessControlAllowMethods: allowMethods ?? USUAL_METHODS,
      accessControlAllowHeaders: allowHeaders,
      accessControlExposeHeaders: exposeHeaders,
      accessControlAllowCredentials: allowCredentials,
      accessControlMaxAge: maxAge?.toSeconds(),
      addVaryHeader: true,
    }),
  },
  basicAuth: {
    suffix: 'basic-auth',
    kind: 'basicAuth',
    spec: ({ secretName, realm }) => ({ secret: secretName, realm }),
    requirement: ({ secretName }, { namespace }) => ({
      kind: RequirementKind.OBJECT,
      description: `Secret ${secretName}${namespace === undefined ? '' : ` in namespace ${namespace}`} with the one key users, of lines as htpasswd writes them; without it nothing is served`,
      check: new Kubectl(namespace).run('get', `secret ${secretName}`),
    }),
  },
  externalAuth: {
    suffix: 'external-auth',
    kind: 'forwardAuth',
    check: ({ namespace }, { appNamespace }) => namespace === undefined && appNamespace === undefined
      ? 'is asked at an address with its namespace in it, and the namespace is not known; give http.externalAuth.namespace'
      : undefined,
    spec: ({ service, port, namespace, path = '/', responseHeaders }, { appNamespace }) => ({
      address: `http://${service}.${namespace ?? appNamespace}.svc:${port}${path}`,
      authResponseHeaders: responseHeaders,
    }),
  },
  requestHeaders: {
    suffix: 'request-headers',
    kind: 'headers',
    check: checkHeaders,
    spec: headers => ({ customRequestHeaders: customHeaders(headers) }),
  },
  responseHeaders: {
    suffix: 'response-headers',
    kind: 'headers',
    check: checkHeaders,
    spec: headers => ({ customResponseHeaders: customHeaders(headers) }),
  },
  rewritePath: {
    suffix: 'rewrite',
    kind: 'replacePathRegex',
    check: (_, { leads }) => checkPrefixes('Traefik', leads),
    spec: (path, { leads }) => rewrite(path, leads),
  },
} satisfies { readonly [F in keyof FeatureValues]?: Middleware<FeatureValues[F]> };

/** A feature that is done by a Middleware. */
export type MiddlewareFeature = keyof typeof MIDDLEWARES;

export const MIDDLEWARE_FEATURES = Object.keys(MIDDLEWARES) as MiddlewareFeature[];

/** How a door refers to Middlewares. */
export interface MiddlewareReference {
  readonly to: (middleware: string, context: FeatureContext) => Rendering;
  /** What keeps it from doing so. */
  readonly check?: (context: FeatureContext) => string | undefined;
  /** The option of Traefik's provider under which it would not find them. */
  readonly without?: string;
}

/** How Traefik does features by Middlewares. */
export function middlewareRow(features: readonly MiddlewareFeature[], reference: MiddlewareReference): Row {
  return Object.fromEntries(features.map(feature => {
    const { suffix, kind, check, spec, requirement }: Middleware<never> = MIDDLEWARES[feature];
    return [feature, {
      by: `Middleware ${kind}`,
      source: `${DOCS}/http/middlewares/${kind.toLowerCase()}/`,
      check: (value: never, context: FeatureContext) => reference.check?.(context) ?? check?.(value, context),
      render: (value: never, context: FeatureContext): Rendering => ({
        ...reference.to(`${context.name}-${suffix}`, context),
        objects: [traefikObject('Middleware', suffix, { [kind]: spec(value, context) })],
        requirements: [ownKind('Middleware', reference.without), ...requirement ? [requirement(value, context)] : []],
      }),
    }];
  }));
}

export function traefikObject(kind: string, suffix: string, spec: Json): RenderedObject {
  return { apiVersion: 'traefik.io/v1alpha1', kind, suffix, body: { spec } };
}

/** What Traefik has to be told before it looks at objects of its own kinds, and finds them. */
export function ownKind(kind: string, without?: string): Requirement {
  return {
    kind: RequirementKind.CAPABILITY,
    description: `the kind ${kind} of traefik.io/v1alpha1 is installed, and Traefik reads it: providers.kubernetesCRD${without === undefined ? '' : ` without ${without}`}; otherwise nothing is served`,
    check: `kubectl get crd ${kind.toLowerCase()}s.traefik.io`,
  };
}

function duration(value: Duration): string {
  return `${value.toSeconds()}s`;
}

function checkHeaders({ add }: HeaderModifier): string | undefined {
  return Object.keys(add ?? {}).length === 0 ? undefined : `adds values to ${Object.keys(add!).join(', ')}, and Traefik sets headers and removes them; use set`;
}

/** Headers as Traefik is told: what is empty is removed. */
function customHeaders({ set, remove = [] }: HeaderModifier): Json {
  return { ...set, ...Object.fromEntries(remove.map(name => [name, ''])) };
}

/** The matched prefix, whichever it is, gives way to a path; the longest is tried first. */
function rewrite(path: string, leads: readonly HttpLead[]): Json {
  const matched = `^(?:${prefixesOf(leads).map(prefix => prefix.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|')})`;
  const target = path.replace(/\/+$/, '').replace(/\$/g, '$$$$');
  return target === '' ? { regex: `${matched}(?:/(.*))?$`, replacement: '/$1' } : { regex: `${matched}(/.*)?$`, replacement: `${target}$1` };
}

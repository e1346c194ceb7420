import { Duration, SizeRoundingBehavior } from 'cdk8s';
import { Controller, FeatureContext, Json, Rendering, Row } from './controller';
import { GATEWAY_API, gatewayDuration } from './gateway-api';
import { USUAL_METHODS } from './usual-methods';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HttpBasicAuth, HttpRateLimit } from '../../http/http-features';
import { Traffic } from '../../kubernetes/application';

const DOCS = 'https://gateway.envoyproxy.io/docs/tasks';
const API = 'https://gateway.envoyproxy.io/docs/api/extension_types/';

type Policy = 'SecurityPolicy' | 'BackendTrafficPolicy';

/** What the routes of HTTP and gRPC are told, by one object of a kind. It stands in place of what the Gateway is told by its own one. */
function policy(kind: Policy, spec: Json, { routes }: FeatureContext): Rendering {
  const targetRefs = routes.filter(route => route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute')
    .map(route => ({ group: 'gateway.networking.k8s.io', kind: route.kind, name: route.name }));
  return {
    objects: [{ apiVersion: 'gateway.envoyproxy.io/v1alpha1', kind, suffix: '', body: { spec: { targetRefs, ...spec } } }],
    requirements: [{
      kind: RequirementKind.CAPABILITY,
      description: `the kind ${kind} of gateway.envoyproxy.io/v1alpha1 is installed; it is read in place of that of the Gateway, if there is one`,
      check: `kubectl get crd ${kind === 'SecurityPolicy' ? 'securitypolicies' : 'backendtrafficpolicies'}.gateway.envoyproxy.io`,
    }],
  };
}

/** The same, with more that the cluster has to have. */
function policyWith(requirements: readonly Requirement[], ...of: Parameters<typeof policy>): Rendering {
  const rendering = policy(...of);
  return { ...rendering, requirements: [...rendering.requirements!, ...requirements] };
}

/** The periods that a limit is told for. */
const UNITS: Readonly<Record<number, string>> = { 1: 'Second', 60: 'Minute', 3600: 'Hour', 86400: 'Day' };

function unitOf(period: Duration = Duration.seconds(1)): string | undefined {
  return UNITS[period.toSeconds()];
}

function checkRateLimit({ period, burst }: HttpRateLimit): string | undefined {
  return unitOf(period) === undefined ? `has period ${period!.toSeconds()}s, and Envoy Gateway counts by the second, minute, hour or day; choose one of these`
    : burst !== undefined ? `has burst ${burst}, and Envoy Gateway lets no more through than requests; leave it out`
      : undefined;
}

/** Every address is counted by itself, of IPv4 and of IPv6. */
function limits({ requests, period }: HttpRateLimit): Json[] {
  return ['0.0.0.0/0', '::/0'].map(value => ({
    clientSelectors: [{ sourceCIDR: { type: 'Distinct', value } }],
    limit: { requests, unit: unitOf(period) },
  }));
}

/** Whole requests are held back, which streams do not stand. */
function checkBuffer({ leads }: FeatureContext): string | undefined {
  const stream = leads.find(({ port: { application } }) => application.traffic === Traffic.GRPC || ['ws', 'wss'].includes(application.scheme));
  return stream && `is kept by Envoy Gateway by holding whole requests back, which streams of ${stream.port.application.scheme} at port ${stream.port.name} do not stand; leave it out`;
}

function checkBasicAuth({ realm }: HttpBasicAuth): string | undefined {
  return realm === undefined ? undefined : `has realm ${realm}, and Envoy Gateway tells browsers none; leave it out`;
}

function users({ secretName }: HttpBasicAuth, { namespace }: FeatureContext): Requirement {
  return {
    kind: RequirementKind.OBJECT,
    description: `Secret ${secretName}${namespace === undefined ? '' : ` in namespace ${namespace}`} of type Opaque with the key .htpasswd, of lines as htpasswd -s writes them; without it requests are answered 500`,
    check: new Kubectl(namespace).run('get', `secret ${secretName}`),
  };
}

/** The namespace that is named beside a Service; none where it is that of the policy. */
function foreign(stated: string | undefined, { appNamespace, namespace }: FeatureContext): string | undefined {
  const meant = stated ?? appNamespace;
  return meant === namespace ? undefined : meant;
}

/** What lets the policy refer over the border of a namespace. */
function grant(service: string, namespace: string, { namespace: from }: FeatureContext): Requirement {
  return {
    kind: RequirementKind.OBJECT,
    description: `a ReferenceGrant in namespace ${namespace} to Service ${service} from kind SecurityPolicy of gateway.envoyproxy.io in ${from === undefined ? 'that of the app' : `namespace ${from}`}; without it requests are answered 500`,
    check: new Kubectl(namespace).run('get', 'referencegrants'),
  };
}

const EXACT_PATH: Requirement = {
  kind: RequirementKind.CAPABILITY,
  description: 'Envoy Gateway from 1.8 on, where the path that is asked can be stated',
};

function seconds(duration: Duration | undefined): string | undefined {
  return duration && gatewayDuration(duration);
}

const gateway: Row = {
  ...GATEWAY_API,
  allowSourceRanges: {
    by: 'SecurityPolicy authorization',
    source: `${DOCS}/security/restrict-ip-access/`,
    render: (clientCIDRs, context) => policy('SecurityPolicy', {
      authorization: { defaultAction: 'Deny', rules: [{ action: 'Allow', principal: { clientCIDRs } }] },
    }, context),
  },
  rateLimit: {
    by: 'BackendTrafficPolicy rateLimit',
    source: `${DOCS}/traffic/local-rate-limit/`,
    check: checkRateLimit,
    render: (limit, context) => policyWith([{
      kind: RequirementKind.CAPABILITY,
      description: 'Envoy Gateway from 1.4 on; each of its proxies counts for itself, so that clients may make as many times more requests as there are proxies',
    }], 'BackendTrafficPolicy', { rateLimit: { type: 'Local', local: { rules: limits(limit) } } }, context),
  },
  maxBodySize: {
    by: 'BackendTrafficPolicy requestBuffer',
    source: `${DOCS}/traffic/request-buffering/`,
    check: (_, context) => checkBuffer(context),
    render: (size, context) => policy('BackendTrafficPolicy', {
      requestBuffer: { limit: `${size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR })}Ki` },
    }, context),
  },
  cors: {
    by: 'SecurityPolicy cors',
    source: `${DOCS}/security/cors/`,
    render: ({ allowMethods = USUAL_METHODS, maxAge, ...cors }, context) => policy('SecurityPolicy', {
      cors: { ...cors, allowMethods, maxAge: seconds(maxAge) },
    }, context),
  },
  basicAuth: {
    by: 'SecurityPolicy basicAuth',
    source: `${DOCS}/security/basic-auth/`,
    check: checkBasicAuth,
    render: (auth, context) => policyWith([users(auth, context)], 'SecurityPolicy', { basicAuth: { users: { name: auth.secretName } } }, context),
  },
  externalAuth: {
    by: 'SecurityPolicy extAuth',
    source: `${DOCS}/security/ext-auth/`,
    render({ service: name, port, path = '/', namespace: stated, responseHeaders }, context) {
      const namespace = foreign(stated, context);
      return policyWith([EXACT_PATH, ...namespace === undefined ? [] : [grant(name, namespace, context)]], 'SecurityPolicy', {
        extAuth: { http: { backendRefs: [{ name, namespace, port }], pathOverride: path, headersToBackend: responseHeaders } },
      }, context);
    },
  },
  timeouts: {
    by: 'BackendTrafficPolicy timeout',
    source: `${API}#timeout`,
    check: ({ response }) => response === undefined ? undefined
      : 'has response, and Envoy Gateway times the connection and the whole answer; use connect and request',
    render: ({ connect, request }, context) => policy('BackendTrafficPolicy', {
      timeout: {
        tcp: connect && { connectTimeout: seconds(connect) },
        http: request && { requestTimeout: seconds(request) },
      },
    }, context),
  },
  stickySessions: {
    by: 'BackendTrafficPolicy loadBalancer',
    source: `${DOCS}/traffic/load-balancing/`,
    // without a time to live none is generated; with 0s it lasts as long as the browser runs
    render: ({ cookieName, maxAge }, context) => policy('BackendTrafficPolicy', {
      loadBalancer: {
        type: 'ConsistentHash',
        consistentHash: { type: 'Cookie', cookie: { name: cookieName ?? context.service, ttl: seconds(maxAge) ?? '0s' } },
      },
    }, context),
  },
};

export const envoyGateway: Controller = { title: 'Envoy Gateway', website: 'https://gateway.envoyproxy.io/', gateway };

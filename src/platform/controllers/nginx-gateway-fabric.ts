import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { FeatureContext, Json, RenderedObject, Rendering, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout, since } from './gateway-api';
import { checkRate, rate } from './nginx-rate';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { GatewayApiChannel } from '../cluster-profile-props';

const TITLE = 'NGINX Gateway Fabric';
const DOCS = 'https://docs.nginx.com/nginx-gateway-fabric';

function object(kind: string, suffix: string, spec: Json): RenderedObject {
  return { apiVersion: 'gateway.nginx.org/v1alpha1', kind, suffix, body: { spec } };
}

function installed(kind: string, plural: string): Requirement {
  return {
    kind: RequirementKind.CAPABILITY,
    description: `the kind ${kind} of gateway.nginx.org/v1alpha1 is installed, by a version of ${TITLE} that has it`,
    check: `kubectl get crd ${plural}.gateway.nginx.org`,
  };
}

/** The routes that a policy attaches to. */
function targets({ routes }: FeatureContext): Json[] {
  return routes.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute').map(({ kind, name }) => ({ group: 'gateway.networking.k8s.io', kind, name }));
}

/** A policy that attaches to all routes. */
function policy(kind: string, plural: string, suffix: string, context: FeatureContext, spec: Json): Rendering {
  return { objects: [object(kind, suffix, { ...spec, targetRefs: targets(context) })], requirements: [installed(kind, plural)] };
}

const MOST_RANGES = 64;
const UNITS: readonly [string, number][] = [['g', 1024 * 1024], ['m', 1024], ['k', 1]];

/** A size of at most four digits, or nothing where there is none. */
function sizeOf(size: Size): string | undefined {
  const kibibytes = size.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR });
  const [unit, each] = UNITS.find(([, divisor]) => kibibytes % divisor === 0)!;
  return kibibytes / each > 9999 ? undefined : `${kibibytes / each}${unit}`;
}

/** A duration of at most four digits, or nothing where there is none. */
function timeOf(duration: Duration): string | undefined {
  const seconds = duration.toSeconds();
  const [unit, each] = ([['h', 3600], ['m', 60], ['s', 1]] as const).find(([, divisor]) => seconds % divisor === 0)!;
  return seconds / each > 9999 ? undefined : `${seconds / each}${unit}`;
}

/** What it does beside what the Gateway API has: by policies that attach to the routes, and filters of its own. */
export const NGINX_GATEWAY_FABRIC: Row = {
  ...gatewayApiWithout('timeouts'),
  allowSourceRanges: {
    by: 'AccessPolicy',
    source: `${DOCS}/traffic-security/access-policy/`,
    check: ranges => ranges.length > MOST_RANGES ? `has ${ranges.length} ranges, and ${TITLE} takes ${MOST_RANGES}; give fewer` : undefined,
    render: (ranges, context) => policy('AccessPolicy', 'accesspolicies', 'allow-list', context, {
      action: 'Allow',
      rules: ranges.map((address, index) => ({ name: `range-${index + 1}`, source: { type: 'IPAddress', ipAddress: { address } } })),
    }),
  },
  rateLimit: {
    by: 'RateLimitPolicy',
    source: `${DOCS}/traffic-management/rate-limit/`,
    check: limit => checkRate(limit, TITLE),
    render: (limit, context) => policy('RateLimitPolicy', 'ratelimitpolicies', 'rate-limit', context, {
      rateLimit: {
        local: {
          rules: [{
            rate: rate(limit),
            key: '$binary_remote_addr',
            zoneSize: '10m',
            burst: limit.burst || undefined,
            noDelay: limit.burst ? true : undefined,
            rejectCode: 429,
          }],
        },
      },
    }),
  },
  maxBodySize: {
    by: 'ClientSettingsPolicy',
    source: `${DOCS}/traffic-management/client-settings/`,
    check: size => sizeOf(size) === undefined ? `has more than four digits in its unit, which is more than ${TITLE} takes; round it` : undefined,
    render: (size, context) => ({
      objects: targets(context).map((targetRef, index) => object('ClientSettingsPolicy', index === 0 ? 'body-size' : `body-size-${index + 1}`, {
        targetRef,
        body: { maxSize: sizeOf(size) },
      })),
      requirements: [installed('ClientSettingsPolicy', 'clientsettingspolicies')],
    }),
  },
  basicAuth: {
    by: 'AuthenticationFilter',
    source: `${DOCS}/traffic-security/basic-authentication/`,
    render: ({ secretName, realm = 'Restricted' }, { name, namespace }) => ({
      filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.nginx.org', kind: 'AuthenticationFilter', name: `${name}-basic-auth` } }],
      objects: [object('AuthenticationFilter', 'basic-auth', { type: 'Basic', basic: { secretRef: { name: secretName }, realm } })],
      requirements: [installed('AuthenticationFilter', 'authenticationfilters'), {
        kind: RequirementKind.OBJECT,
        description: `Secret ${secretName} of type nginx.org/htpasswd${namespace === undefined ? '' : ` in namespace ${namespace}`} with the key auth; without it requests are refused`,
        check: new Kubectl(namespace).run('get', `secret ${secretName}`),
      }],
    }),
  },
  externalAuth: {
    by: 'filter ExternalAuth (experimental channel)',
    source: `${DOCS}/traffic-security/external-authentication/`,
    check: (_, context) => since(4, GatewayApiChannel.EXPERIMENTAL, context),
    render({ service, port, namespace, path, responseHeaders }, context) {
      const home = namespace ?? context.appNamespace;
      const distant = home === context.namespace ? undefined : home;
      return {
        filters: [{
          type: 'ExternalAuth',
          externalAuth: {
            protocol: 'HTTP',
            backendRef: { name: service, namespace: distant, port },
            http: path === undefined && !responseHeaders ? undefined : { path, allowedResponseHeaders: responseHeaders },
          },
        }],
        requirements: distant === undefined ? [] : [{
          kind: RequirementKind.OBJECT,
          description: `a ReferenceGrant in namespace ${distant} that lets HTTPRoutes of ${context.namespace} lead to Service ${service}; without it requests are refused`,
          check: new Kubectl(distant).run('get', 'referencegrants'),
        }],
      };
    },
  },
  timeouts: {
    by: 'ProxySettingsPolicy',
    source: `${DOCS}/traffic-management/proxy-settings/`,
    check({ connect, response, request }) {
      return request !== undefined ? `has request, and ${TITLE} times the connection and the parts of the answer; use connect and response`
        : [connect, response].some(duration => duration && timeOf(duration) === undefined) ? `has more than four digits in its unit, which is more than ${TITLE} takes; round it`
          : undefined;
    },
    render: ({ connect, response }, context) => policy('ProxySettingsPolicy', 'proxysettingspolicies', 'proxy-settings', context, {
      timeout: { connect: connect && timeOf(connect), read: response && timeOf(response) },
    }),
  },
  stickySessions: {
    ...GATEWAY_API.stickySessions!,
    render: (value, context) => ({
      ...GATEWAY_API.stickySessions!.render!(value, context),
      requirements: [{ kind: RequirementKind.CAPABILITY, description: `${TITLE} runs NGINX Plus; without it sessions do not stick` }],
    }),
  },
};

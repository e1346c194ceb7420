import { FeatureContext, FeatureName, Json, Rendering, Row } from './controller';
import { HeaderModifier } from '../../http/header-modifier';
import { HttpCors } from '../../http/http-features';
import { parseGatewayApiVersion } from '../../kubernetes/versions';
import { GatewayApiChannel } from '../cluster-profile-props';

const SPEC = 'https://gateway-api.sigs.k8s.io/reference/spec/';
const guide = (page: string) => `https://gateway-api.sigs.k8s.io/guides/${page}/`;

/** What is wrong where a field came with a later version of the Gateway API, or is in its experimental channel alone. */
export function since(minor: number, channel: GatewayApiChannel, { cluster }: FeatureContext): string | undefined {
  if (channel === GatewayApiChannel.EXPERIMENTAL && cluster.gatewayApiChannel !== channel) {
    return `is in the experimental channel of the Gateway API alone, and cluster ${cluster.name} has the ${cluster.gatewayApiChannel} one; install that, or leave it out`;
  }
  return parseGatewayApiVersion(cluster.gatewayApiVersion) as number < minor
    ? `is in the Gateway API from 1.${minor} on, and cluster ${cluster.name} has ${cluster.gatewayApiVersion}; install that, or leave it out`
    : undefined;
}

export function headerFilter(type: 'RequestHeaderModifier' | 'ResponseHeaderModifier', { set, add, remove }: HeaderModifier): Rendering {
  const pairs = (values: { [name: string]: string } | undefined) => values && Object.entries(values).map(([name, value]) => ({ name, value }));
  const field = `${type[0].toLowerCase()}${type.slice(1)}`;
  return { filters: [{ type, [field]: { set: pairs(set), add: pairs(add), remove } }] };
}

/** The lists of CORS are sets, and `*` in them stands for everything (CEL of HTTPCORSFilter). */
function checkCors({ allowOrigins, allowMethods = [], allowHeaders = [], exposeHeaders = [] }: HttpCors): string | undefined {
  const lists = Object.entries({ allowOrigins, allowMethods, allowHeaders, exposeHeaders });
  const [twice, entries] = lists.find(([, list]) => new Set(list).size < list.length) ?? [];
  const [wild] = Object.entries({ allowMethods, allowHeaders }).find(([, list]) => list.includes('*') && list.length > 1) ?? [];
  return twice !== undefined ? `has ${entries!.find((entry, index) => entries!.indexOf(entry) < index)} in ${twice} more than once; keep one`
    : wild && `has "*" beside others in ${wild}, which the Gateway API takes alone; leave one or the other out`;
}

const LONGEST_SECONDS = 99999;

/** A duration as the Gateway API writes it (GEP-2257), where no number has more than five digits. */
export function gatewayDuration(duration: { toMilliseconds(): number }): string {
  const milliseconds = duration.toMilliseconds();
  const seconds = milliseconds / 1000;
  if (seconds > LONGEST_SECONDS) {
    const parts = [[Math.floor(seconds / 3600), 'h'], [Math.floor(seconds / 60) % 60, 'm'], [seconds % 60, 's']] as const;
    return parts.filter(([value]) => value > 0).map(([value, unit]) => `${value}${unit}`).join('');
  }
  return milliseconds % 1000 === 0 ? `${seconds}s` : `${milliseconds}ms`;
}

/**
 * What the routes of the Gateway API have themselves, so that every implementation is told in the same way. The redirect to HTTPS is a
 * route of its own (makeRedirect), and the kinds of route for gRPC, TLS, TCP and UDP follow from the ports.
 */
export const GATEWAY_API: Row = {
  routing: { by: 'HTTPRoute', source: guide('http-routing') },
  tls: { by: 'listener HTTPS', source: guide('tls') },
  tlsPassthrough: { by: 'TLSRoute', source: guide('tls') },
  tcp: { by: 'TCPRoute', source: guide('tcp') },
  udp: { by: 'UDPRoute', source: `${SPEC}#udproute` },
  webSockets: { by: 'HTTPRoute, appProtocol kubernetes.io/ws', source: 'https://gateway-api.sigs.k8s.io/geps/gep-1911/' },
  grpc: { by: 'GRPCRoute', source: guide('grpc-routing') },
  redirectToHttps: { by: 'filter RequestRedirect at the HTTP listener', source: guide('http-redirect-rewrite') },
  requestHeaders: {
    by: 'filter RequestHeaderModifier',
    source: guide('http-header-modifier'),
    render: value => headerFilter('RequestHeaderModifier', value),
  },
  responseHeaders: {
    by: 'filter ResponseHeaderModifier',
    source: guide('http-header-modifier'),
    render: value => headerFilter('ResponseHeaderModifier', value),
  },
  rewritePath: {
    by: 'filter URLRewrite',
    source: guide('http-redirect-rewrite'),
    render: path => ({ filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: path } } }] }),
  },
  cors: {
    by: 'filter CORS',
    source: `${SPEC}#httpcorsfilter`,
    check: (cors, context) => since(5, GatewayApiChannel.STANDARD, context) ?? checkCors(cors),
    render: ({ maxAge, ...cors }) => ({ filters: [{ type: 'CORS', cors: { ...cors, maxAge: maxAge?.toSeconds() } as Json }] }),
  },
  timeouts: {
    by: 'field timeouts',
    source: `${SPEC}#httproutetimeouts`,
    check: ({ connect }, context) => connect === undefined
      ? since(2, GatewayApiChannel.STANDARD, context)
      : 'connect is not a timeout of the Gateway API; leave it out',
    render: ({ request, response }) => ({
      rule: { timeouts: { request: request && gatewayDuration(request), backendRequest: response && gatewayDuration(response) } },
    }),
  },
  stickySessions: {
    by: 'field sessionPersistence (experimental channel)',
    source: `${SPEC}#sessionpersistence`,
    check: (_, context) => since(1, GatewayApiChannel.EXPERIMENTAL, context),
    render: ({ cookieName, maxAge }) => ({
      rule: {
        sessionPersistence: {
          type: 'Cookie',
          sessionName: cookieName,
          absoluteTimeout: maxAge && gatewayDuration(maxAge),
          cookieConfig: maxAge && { lifetimeType: 'Permanent' },
        },
      },
    }),
  },
  canary: {
    by: 'field weight of backendRefs',
    source: guide('traffic-splitting'),
    render: ({ service, port, weight }) => ({ backends: { others: [{ name: service, port, weight }], ownWeight: 100 - weight } }),
  },
};

/** What the routes of the Gateway API have themselves and an implementation takes: all but what it lacks. */
export function gatewayApiWithout(...lacking: readonly FeatureName[]): Row {
  return Object.fromEntries(Object.entries(GATEWAY_API).filter(([feature]) => !lacking.includes(feature as FeatureName)));
}

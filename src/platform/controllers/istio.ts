import { Cell, Controller, FeatureContext, Json, RenderedObject, Row } from './controller';
import { gatewayApiWithout, gatewayDuration, GATEWAY_API } from './gateway-api';
import { Kubectl } from '../../access/kubectl';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HttpStickySessions, HttpTimeouts } from '../../http/http-features';
import { DoorPort } from '../../workload/door-port';

const DOCS = 'https://istio.io/latest/docs';
const INGRESS = `${DOCS}/tasks/traffic-management/ingress/kubernetes-ingress/`;
const RULE = `${DOCS}/reference/config/networking/destination-rule/`;

/** How Istio speaks to the app's pods: one object for each Service, which it finds beside it. */
function destinationRule({ service: host }: FeatureContext, trafficPolicy: Json): RenderedObject {
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', suffix: '', isBesideService: true, body: { spec: { host, trafficPolicy } } };
}

function connecting({ connect }: HttpTimeouts, context: FeatureContext): RenderedObject[] {
  return connect ? [destinationRule(context, { connectionPool: { tcp: { connectTimeout: gatewayDuration(connect) } } })] : [];
}

const stickySessions: Cell<HttpStickySessions> = {
  by: 'DestinationRule consistentHash',
  source: `${RULE}#LoadBalancerSettings-ConsistentHashLB-HTTPCookie`,
  // without a time to live none is generated; with 0s it lasts as long as the browser runs
  render: ({ cookieName, maxAge }, context) => ({
    objects: [destinationRule(context, {
      loadBalancer: { consistentHash: { httpCookie: { name: cookieName ?? context.service, ttl: maxAge ? gatewayDuration(maxAge) : '0s' } } },
    })],
  }),
};

/** Where Istio's own gateway of Ingresses reads certificates. */
function certificate({ cluster, tlsSecret }: FeatureContext): Requirement {
  const home = cluster.ingress?.namespace;
  return {
    kind: RequirementKind.OBJECT,
    description: `Secret ${tlsSecret} of type kubernetes.io/tls in the namespace of Istio's ingress gateway, ${home ?? 'mostly istio-system'}; without it there is no HTTPS`,
    check: new Kubectl(home ?? 'istio-system').run('get', `secret ${tlsSecret}`),
  };
}

const ingress: Row = {
  routing: { by: 'Ingress', source: INGRESS },
  tls: {
    by: 'Ingress spec.tls',
    source: INGRESS,
    check: ({ secretName, issuer, clusterIssuer }) => issuer !== undefined || clusterIssuer !== undefined
      ? `has issuer ${issuer ?? clusterIssuer}, which keeps its Secret beside the app, and Istio reads that of its ingress gateway's namespace; give http.tls.secretName alone, or use the Gateway API`
      : secretName === undefined ? 'has no certificate, and Istio has none by default; give http.tls.secretName' : undefined,
    render: (_, context) => ({ certificate: certificate(context) }),
  },
  webSockets: { by: 'Ingress', source: INGRESS },
  grpc: { by: 'name or appProtocol of the port', source: `${DOCS}/ops/configuration/traffic-management/protocol-selection/` },
  timeouts: {
    by: 'DestinationRule connectTimeout',
    source: `${RULE}#ConnectionPoolSettings-TCPSettings`,
    check({ request, response }) {
      const [other] = Object.entries({ request, response }).find(([, stated]) => stated !== undefined) ?? [];
      return other && `has ${other}, and Istio times the connection alone for an Ingress; use connect, or the Gateway API`;
    },
    render: (timeouts, context) => ({ objects: connecting(timeouts, context) }),
  },
  stickySessions,
};

/** A kind of route that is new in Istio. */
function alphaRoute(feature: 'tlsPassthrough' | 'tcp', kind: string): Cell<readonly DoorPort[]> {
  return {
    ...GATEWAY_API[feature]!,
    render: () => ({
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `Istio looks at ${kind}s: PILOT_ENABLE_ALPHA_GATEWAY_API, where it is too old to read them at v1`,
      }],
    }),
  };
}

const gateway: Row = {
  ...gatewayApiWithout('udp'),
  tlsPassthrough: alphaRoute('tlsPassthrough', 'TLSRoute'),
  tcp: alphaRoute('tcp', 'TCPRoute'),
  allowSourceRanges: {
    by: 'AuthorizationPolicy of an own Gateway',
    isOfWholeDoor: true,
    source: `${DOCS}/tasks/security/authorization/authz-ingress/`,
    check: (_, { ownsGateway }) => ownsGateway ? undefined
      : 'is told to Istio for a whole Gateway, which other apps share; give gateway.ownGateway, or leave it to the owner of the Gateway',
    render: (remoteIpBlocks, { name }) => ({
      objects: [{
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        suffix: '',
        body: {
          spec: {
            targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }],
            action: 'ALLOW',
            rules: [{ from: [{ source: { remoteIpBlocks } }] }],
          },
        },
      }],
      requirements: [{
        kind: RequirementKind.NETWORK,
        description: 'the Gateway sees the addresses of clients: its Service has externalTrafficPolicy Local, or Istio is told numTrustedProxies; without it nobody is let in',
      }],
    }),
  },
  timeouts: {
    by: 'field timeouts, DestinationRule connectTimeout',
    source: `${RULE}#ConnectionPoolSettings-TCPSettings`,
    check: ({ response, ...others }, context) => response === undefined
      ? others.request && GATEWAY_API.timeouts!.check!({ request: others.request }, context)
      : 'has response, and Istio times the connection and the whole answer; use connect and request',
    render: (timeouts, context) => ({
      rule: timeouts.request && { timeouts: { request: gatewayDuration(timeouts.request) } },
      objects: connecting(timeouts, context),
    }),
  },
  stickySessions,
};

export const istio: Controller = { title: 'Istio', website: 'https://istio.io/', ingress, gateway };

import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Controller, FeatureContext, Json, RenderedObject, Rendering, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout } from './gateway-api';
import { USUAL_METHODS } from './usual-methods';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HeaderModifier } from '../../http/header-modifier';
import { HttpCanary, HttpCors, HttpStickySessions, HttpTimeouts } from '../../http/http-features';
import { HttpTls } from '../../http/http-options';
import { Traffic } from '../../kubernetes/application';
import { GatewayProtocol } from '../../strategies/gateway-protocol';
import { listenersOf } from '../platform-listeners';

const TITLE = 'AWS Load Balancer Controller';
const GUIDE = 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide';
const AWS = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application';
const annotation = (anchor: string) => `${GUIDE}/ingress/annotations/#${anchor}`;
const alb = (option: string) => `alb.ingress.kubernetes.io/${option}`;

/** The port that clients use, as the platform states it. */
function portOf(protocol: GatewayProtocol.HTTP | GatewayProtocol.HTTPS, { listeners }: FeatureContext): number {
  return listenersOf(listeners, protocol)[0]?.port ?? (protocol === GatewayProtocol.HTTPS ? 443 : 80);
}

/** The annotation that opens listeners, which is read as a whole. */
function listenPorts(context: FeatureContext, ...protocols: (GatewayProtocol.HTTP | GatewayProtocol.HTTPS)[]): { [key: string]: string } {
  return { [alb('listen-ports')]: JSON.stringify(protocols.map(protocol => ({ [protocol]: portOf(protocol, context) }))) };
}

/** Values are kept to the load balancer, and so to the listener that the app is served at. */
function listenerAttributes(attributes: { readonly [name: string]: string | undefined }, context: FeatureContext): Rendering {
  const protocol = context.tls ? GatewayProtocol.HTTPS : GatewayProtocol.HTTP;
  const stated = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    lists: {
      [alb(`listener-attributes.${protocol}-${portOf(protocol, context)}`)]:
        stated.map(([name, value]) => `routing.http.response.${name}=${value!.replace(/[\\,]/g, '\\$&')}`),
    },
  };
}

/** Certificates are those of AWS Certificate Manager, found by hostname. */
function checkCertificate({ secretName, issuer, clusterIssuer }: HttpTls): string | undefined {
  const [option, value] = Object.entries({ secretName, issuer, clusterIssuer }).find(([, stated]) => stated !== undefined) ?? [];
  return option === undefined ? undefined
    : `has ${option} ${value}, and an Application Load Balancer takes certificates from AWS Certificate Manager alone; leave it out of http.tls, or certificates out of the ClusterProfile`;
}

/** What gets the certificate. */
function certificate(hostnames: readonly string[]): Requirement {
  return {
    kind: RequirementKind.OBJECT,
    description: `a certificate of AWS Certificate Manager for ${hostnames.join(', ')}, in the region of the cluster; without it there is no HTTPS listener`,
  };
}

/** What leads to pods without a node port. */
function podNetwork(): Requirement {
  return {
    kind: RequirementKind.CAPABILITY,
    description: 'pods have addresses of the VPC, as the Amazon VPC CNI gives them; without them the load balancer reaches no pod',
  };
}

/** What the load balancer asks the pods before they get anything. */
function healthChecks({ leads }: FeatureContext, otherwise: string): Requirement[] {
  return leads.every(({ port }) => port.application.traffic === Traffic.GRPC) ? [] : [{
    kind: RequirementKind.IMAGE,
    description: `the app answers GET / with 200, or the health checks of the load balancer are told another path by ${otherwise}; without it no pod gets requests`,
  }];
}

/** Whom the load balancer is open to, which is nobody outside where nothing is said. */
function scheme(said: string): Requirement {
  return {
    kind: RequirementKind.NETWORK,
    description: `${said} internet-facing; without it the load balancer is reached from inside the VPC alone`,
  };
}

function checkGrpc({ tls }: FeatureContext): string | undefined {
  return tls ? undefined : 'is done by an Application Load Balancer over HTTPS alone; give http.tls';
}

const LONGEST_STICKINESS = 604800;

function checkStickiness({ cookieName, maxAge }: HttpStickySessions): string | undefined {
  if (cookieName !== undefined) {
    return `has cookieName ${cookieName}, and the cookie of an Application Load Balancer is called AWSALB; leave it out`;
  }
  return maxAge && maxAge.toSeconds() > LONGEST_STICKINESS
    ? `has maxAge ${maxAge.toSeconds()}s, and an Application Load Balancer keeps a session for at most ${LONGEST_STICKINESS}s; make it shorter`
    : undefined;
}

/** The attributes of a target group that keep a browser at its pod; the cookie stays for a day unless something is said. */
function stickiness({ maxAge }: HttpStickySessions): [string, string][] {
  return [
    ['stickiness.enabled', 'true'],
    ['stickiness.type', 'lb_cookie'],
    ...maxAge ? [['stickiness.lb_cookie.duration_seconds', String(maxAge.toSeconds())] as [string, string]] : [],
  ];
}

const LONGEST_IDLE = 4000;

function checkTimeouts({ connect, request, response }: HttpTimeouts): string | undefined {
  const [other] = Object.entries({ connect, request }).find(([, stated]) => stated !== undefined) ?? [];
  if (other !== undefined) {
    return `has ${other}, and an Application Load Balancer times how long nothing is sent; use response`;
  }
  return response!.toSeconds() > LONGEST_IDLE
    ? `has response ${response!.toSeconds()}s, and an Application Load Balancer waits for at most ${LONGEST_IDLE}s; make it shorter`
    : undefined;
}

/** The headers that a listener can set, by their names in lower case. */
const SETTABLE: Readonly<Record<string, string>> = {
  'strict-transport-security': 'strict_transport_security.header_value',
  'content-security-policy': 'content_security_policy.header_value',
  'x-content-type-options': 'x_content_type_options.header_value',
  'x-frame-options': 'x_frame_options.header_value',
};

function checkResponseHeaders({ set = {}, add = {}, remove = [] }: HeaderModifier): string | undefined {
  const unset = Object.keys(set).filter(name => !Object.hasOwn(SETTABLE, name.toLowerCase()));
  const kept = remove.filter(name => name.toLowerCase() !== 'server');
  return Object.keys(add).length > 0 ? `adds values to ${Object.keys(add).join(', ')}, and an Application Load Balancer sets headers; use set`
    : unset.length > 0 ? `sets ${unset.join(', ')}, and an Application Load Balancer sets ${Object.keys(SETTABLE).join(', ')} alone; leave it to the app`
      : kept.length > 0 ? `removes ${kept.join(', ')}, and an Application Load Balancer removes Server alone; leave it to the app`
        : undefined;
}

/** The headers of answers that browsers look at before pages of other origins get them. */
function corsHeaders(
  { allowOrigins, allowMethods = USUAL_METHODS, allowHeaders, exposeHeaders, allowCredentials, maxAge }: HttpCors,
): { [name: string]: string | undefined } {
  return {
    'access_control_allow_origin.header_value': allowOrigins[0],
    'access_control_allow_methods.header_value': allowMethods.join(','),
    'access_control_allow_headers.header_value': allowHeaders?.join(','),
    'access_control_expose_headers.header_value': exposeHeaders?.join(','),
    'access_control_allow_credentials.header_value': allowCredentials ? 'true' : undefined,
    'access_control_max_age.header_value': maxAge && String(maxAge.toSeconds()),
  };
}

const LONGEST_KEY = 63;

/** Some annotations have the name of the app's Service in their key. */
function checkKey(option: string, { service }: FeatureContext): string | undefined {
  const most = LONGEST_KEY - option.length - 1;
  return service.length > most ? `is told by the annotation ${option}.${service}, whose name is too long; give the app a name of at most ${most} characters` : undefined;
}

const trimmed = (path: string) => path.replace(/\/+$/, '');

/** One path for all that leads to a Service, by whose name annotations are told apart. */
function checkOnePath({ leads }: FeatureContext): string | undefined {
  const other = leads.find(({ path }) => trimmed(path) !== trimmed(leads[0].path));
  return other && `is one rewrite for the whole app in an Ingress of ${TITLE}, and http leads from ${leads[0].path} and from ${other.path}; keep one of the paths`;
}

/** The matched prefix gives way to a path; what is matched is the path with its query. */
function rewrite(path: string, { leads }: FeatureContext): Json {
  const prefix = trimmed(leads[0].path).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const target = trimmed(path);
  return target === '' ? { regex: `^${prefix}/?(.*)$`, replace: '/$1' } : { regex: `^${prefix}(.*)$`, replace: `${target}$1` };
}

/** One Service port for all that leads to the app, since an action stands in its place. */
function checkOnePort({ leads }: FeatureContext): string | undefined {
  const other = leads.find(({ port }) => port !== leads[0].port);
  return other && `is one action for the whole app in an Ingress of ${TITLE}, and http leads to ports ${leads[0].port.name} and ${other.port.name}; expose them by themselves`;
}

const DAY = 86400;

/** What the paths lead to in place of a port of the Service; where sessions are sticky, the choice of the Service has to be as well. */
function weightedAction({ service: other, port, weight }: HttpCanary, { service, leads, http: { stickySessions } }: FeatureContext): Json {
  const { servicePort } = leads[0].port;
  return {
    type: 'forward',
    forwardConfig: {
      targetGroups: [
        { serviceName: service, servicePort, weight: 100 - weight },
        { serviceName: other, servicePort: port ?? servicePort, weight },
      ],
      targetGroupStickinessConfig: stickySessions && { enabled: true, durationSeconds: stickySessions.maxAge?.toSeconds() ?? DAY },
    },
  };
}

const ingress: Row = {
  routing: {
    by: 'target-type',
    source: annotation('target-type'),
    // a Service without node ports is reached by the addresses of its pods
    render: (_, context) => ({
      annotations: { [alb('target-type')]: 'ip' },
      requirements: [
        podNetwork(),
        ...healthChecks(context, `ingress.annotations with ${alb('healthcheck-path')}`),
        scheme(`the IngressClassParams of the class, or ingress.annotations, say ${alb('scheme')}`),
      ],
    }),
  },
  tls: {
    by: 'listen-ports, certificates found by hostname',
    source: `${GUIDE}/ingress/cert_discovery/`,
    check: checkCertificate,
    render: (_, context) => ({ annotations: listenPorts(context, GatewayProtocol.HTTPS), certificate: certificate(context.hostnames) }),
  },
  webSockets: { by: 'Ingress', source: `${AWS}/load-balancer-listeners.html` },
  grpc: {
    by: 'backend-protocol-version',
    source: annotation('backend-protocol-version'),
    check: (ports, context) => checkGrpc(context) ?? checkAlike(TITLE, 'Ingress', Traffic.GRPC)(ports, context),
    render: () => ({ annotations: { [alb('backend-protocol-version')]: 'GRPC' } }),
  },
  backendTls: {
    by: 'backend-protocol',
    source: annotation('backend-protocol'),
    check: checkAlike(TITLE, 'Ingress', Traffic.TLS),
    render: () => ({ annotations: { [alb('backend-protocol')]: 'HTTPS' }, requirements: [uncheckedCertificate('the load balancer')] }),
  },
  redirectToHttps: {
    by: 'ssl-redirect, listen-ports',
    source: annotation('ssl-redirect'),
    render: (_, context) => ({
      annotations: {
        ...listenPorts(context, GatewayProtocol.HTTP, GatewayProtocol.HTTPS),
        [alb('ssl-redirect')]: String(portOf(GatewayProtocol.HTTPS, context)),
      },
    }),
  },
  allowSourceRanges: {
    by: 'inbound-cidrs',
    source: annotation('inbound-cidrs'),
    render: ranges => ({ lists: { [alb('inbound-cidrs')]: ranges } }),
  },
  cors: {
    by: 'listener-attributes',
    source: `${AWS}/header-modification.html`,
    check: ({ allowOrigins }) => allowOrigins.length === 1 ? undefined
      : `has ${allowOrigins.length} allowOrigins, and an Application Load Balancer names one in every answer; give one`,
    render: (cors, context) => ({
      ...listenerAttributes(corsHeaders(cors), context),
      requirements: [{
        kind: RequirementKind.IMAGE,
        description: 'the app answers OPTIONS with 200 or 204, to which the load balancer adds the headers; without it browsers refuse what they ask about before',
      }],
    }),
  },
  responseHeaders: {
    by: 'listener-attributes',
    source: `${AWS}/header-modification.html`,
    check: checkResponseHeaders,
    render: ({ set = {}, remove = [] }, context) => listenerAttributes({
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [SETTABLE[name.toLowerCase()], value])),
      'server.enabled': remove.length === 0 ? undefined : 'false',
    }, context),
  },
  rewritePath: {
    by: 'transforms',
    source: annotation('transforms'),
    check: (_, context) => checkOnePath(context) ?? checkKey('transforms', context),
    render: (path, context) => ({
      annotations: {
        [alb(`transforms.${context.service}`)]: JSON.stringify([{ type: 'url-rewrite', urlRewriteConfig: { rewrites: [rewrite(path, context)] } }]),
      },
    }),
  },
  timeouts: {
    by: 'load-balancer-attributes',
    source: annotation('load-balancer-attributes'),
    check: checkTimeouts,
    render: ({ response }) => ({ lists: { [alb('load-balancer-attributes')]: [`idle_timeout.timeout_seconds=${response!.toSeconds()}`] } }),
  },
  stickySessions: {
    by: 'target-group-attributes',
    source: annotation('target-group-attributes'),
    check: checkStickiness,
    render: sticky => ({ lists: { [alb('target-group-attributes')]: stickiness(sticky).map(([key, value]) => `${key}=${value}`) } }),
  },
  canary: {
    by: 'actions',
    source: annotation('actions'),
    check: (_, context) => checkOnePort(context) ?? checkKey('actions', context),
    render: (canary, context) => ({
      annotations: { [alb(`actions.${context.service}`)]: JSON.stringify(weightedAction(canary, context)) },
      backendPort: 'use-annotation',
    }),
  },
};

const KINDS = 'gateway.k8s.aws/v1beta1';
const MOST_RANGES = 3;

/** How the load balancer treats the app's pods: one object for each Service. */
function targetGroup({ service: name }: FeatureContext, defaultConfiguration: Json): RenderedObject {
  return {
    apiVersion: KINDS,
    kind: 'TargetGroupConfiguration',
    suffix: '',
    isBesideService: true,
    body: { spec: { targetReference: { kind: 'Service', name }, defaultConfiguration } },
  };
}

const gateway: Row = {
  ...gatewayApiWithout('tlsPassthrough', 'tcp', 'udp', 'requestHeaders', 'responseHeaders', 'cors', 'timeouts', 'stickySessions'),
  routing: {
    by: 'HTTPRoute, TargetGroupConfiguration targetType',
    source: `${GUIDE}/gateway/targetgroupconfig/`,
    render: (_, context) => ({
      objects: [targetGroup(context, { targetType: 'ip' })],
      requirements: [
        podNetwork(),
        ...healthChecks(context, 'a TargetGroupConfiguration of the Gateway'),
        scheme('the LoadBalancerConfiguration of the GatewayClass, or of the Gateway, says scheme'), // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/
      ],
    }),
  },
  tls: {
    by: 'listener HTTPS, certificates found by hostname',
    source: `${GUIDE}/gateway/gateway/`,
    check: checkCertificate,
    render: (_, { hostnames }) => ({ certificate: certificate(hostnames) }),
  },
  grpc: { ...GATEWAY_API.grpc!, check: (_, context) => checkGrpc(context) },
  allowSourceRanges: {
    by: 'ListenerRuleConfiguration conditions',
    source: `${GUIDE}/gateway/listenerruleconfig/`,
    check: ({ length }) => length > MOST_RANGES
      ? `has ${length} ranges, and a rule of an Application Load Balancer compares ${MOST_RANGES}; give wider ones`
      : undefined,
    render: (values, { name }) => ({
      objects: [{
        apiVersion: KINDS,
        kind: 'ListenerRuleConfiguration',
        suffix: '',
        body: { spec: { conditions: [{ field: 'source-ip', sourceIPConfig: { values } }] } },
      }],
      filters: [{ type: 'ExtensionRef', extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name } }],
    }),
  },
  stickySessions: {
    by: 'TargetGroupConfiguration targetGroupAttributes',
    source: `${GUIDE}/gateway/targetgroupconfig/`,
    check: (sticky, { http: { canary } }) => checkStickiness(sticky)
      ?? (canary && 'is nothing that an Application Load Balancer does beside http.canary unless the choice of the Service is sticky too; leave one of the two out'),
    render: (sticky, context) => ({
      objects: [targetGroup(context, { targetGroupAttributes: stickiness(sticky).map(([key, value]) => ({ key, value })) })],
    }),
  },
};

export const awsAlb: Controller = { title: TITLE, website: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/', ingress, gateway };

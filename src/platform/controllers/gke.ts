import { uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, FeatureContext, Json, RenderedObject, Rendering, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout } from './gateway-api';
import { Requirement, RequirementKind } from '../../access/requirement';
import { HeaderModifier } from '../../http/header-modifier';
import { HttpStickySessions, HttpTimeouts } from '../../http/http-features';
import { isWildcard } from '../../kubernetes/hostnames';

const DOCS = 'https://docs.cloud.google.com/kubernetes-engine/docs';
const CONFIGURATION = `${DOCS}/how-to/ingress-configuration`;
const POLICIES = `${DOCS}/how-to/configure-gateway-resources`;
const LOAD_BALANCING = 'https://docs.cloud.google.com/load-balancing/docs';

const CLASSES = ['gce', 'gce-internal'];

/** The class of the load balancer, which GKE reads from an annotation alone. */
function classOf({ ingressClassName }: FeatureContext): string {
  return ingressClassName ?? CLASSES[0];
}

/** What is nothing for the load balancer inside the VPC. */
function checkExternal(context: FeatureContext, otherwise: string): string | undefined {
  return classOf(context) === 'gce-internal' ? `is nothing that GKE does for class gce-internal; ${otherwise}` : undefined;
}

/** What the load balancer is told of the app: one object, which the Service refers to. */
function backendConfig({ service: name }: FeatureContext, spec: Json): Rendering {
  return {
    objects: [{ apiVersion: 'cloud.google.com/v1', kind: 'BackendConfig', suffix: '', isBesideService: true, body: { spec } }],
    serviceAnnotations: { 'cloud.google.com/backend-config': JSON.stringify({ default: name }) },
  };
}

/** The same for Gateways: one object, which refers to the Service. */
function backendPolicy({ service: name }: FeatureContext, config: Json): RenderedObject {
  return {
    apiVersion: 'networking.gke.io/v1',
    kind: 'GCPBackendPolicy',
    suffix: '',
    isBesideService: true,
    body: { spec: { default: config, targetRef: { group: '', kind: 'Service', name } } },
  };
}

function checkTimeouts({ connect, response }: HttpTimeouts): string | undefined {
  const [other] = Object.entries({ connect, response }).find(([, stated]) => stated !== undefined) ?? [];
  return other && `has ${other}, and a load balancer of Google Cloud times the whole answer; use request`;
}

const LONGEST_STICKINESS = 1209600;

function checkStickiness({ cookieName, maxAge }: HttpStickySessions): string | undefined {
  if (cookieName !== undefined) {
    return `has cookieName ${cookieName}, and load balancers of Google Cloud name their cookie themselves; leave it out`;
  }
  return maxAge && maxAge.toSeconds() > LONGEST_STICKINESS
    ? `has maxAge ${maxAge.toSeconds()}s, and load balancers of Google Cloud keep a session for at most ${LONGEST_STICKINESS}s; make it shorter`
    : undefined;
}

/** Headers that a load balancer of Google Cloud leaves alone. */
const RESERVED = /^(?:host|authority|x-user-ip|x-goog(?:le|-).*|x-gfe.*|x-amz-.*)$/i;

function checkHeaders({ set = {}, add = {}, remove = [] }: HeaderModifier): string | undefined {
  const reserved = Object.keys(set).filter(name => RESERVED.test(name));
  return Object.keys(add).length > 0 ? `adds values to ${Object.keys(add).join(', ')}, and a BackendConfig sets headers; use set`
    : remove.length > 0 ? `removes ${remove.join(', ')}, and a BackendConfig sets headers; leave it to the app`
      : reserved.length > 0 ? `sets ${reserved.join(', ')}, which load balancers of Google Cloud keep to themselves; leave it out`
        : undefined;
}

/** Headers that are set on everything that passes. */
function headers(field: 'customRequestHeaders' | 'customResponseHeaders', page: string): Cell<HeaderModifier> {
  return {
    by: `BackendConfig ${field}`,
    source: page,
    check: (modifier, context) => checkExternal(context, 'leave it to the app') ?? checkHeaders(modifier),
    render: ({ set = {} }, context) => backendConfig(context, { [field]: { headers: Object.entries(set).map(([name, value]) => `${name}:${value}`) } }),
  };
}

/** What the load balancer asks the pods before they get anything. */
function healthChecks(otherwise: string): Requirement {
  return {
    kind: RequirementKind.IMAGE,
    description: `the app answers GET / with 200, or ${otherwise}; without it no pod gets requests`,
  };
}

const MOST_DOMAINS = 100;
const LONGEST_DOMAIN = 63;

/** A certificate of Google's is made out for plain hostnames. */
function checkManaged(context: FeatureContext): string | undefined {
  const { hostnames } = context;
  const unfit = hostnames.find(host => isWildcard(host) || host.length > LONGEST_DOMAIN);
  return checkExternal(context, 'give http.tls.secretName')
    ?? (unfit !== undefined ? `has no certificate, and Google makes none for ${unfit}, but for hostnames of at most ${LONGEST_DOMAIN} characters without "*"; give http.tls.secretName`
      : hostnames.length > MOST_DOMAINS ? `has no certificate, and Google makes one for at most ${MOST_DOMAINS} hostnames, not for ${hostnames.length}; give http.tls.secretName`
        : undefined);
}

/** A certificate that Google makes and renews. */
function managedCertificate({ name, hostnames }: FeatureContext): Rendering {
  return {
    annotations: { 'networking.gke.io/managed-certificates': name },
    objects: [{ apiVersion: 'networking.gke.io/v1', kind: 'ManagedCertificate', suffix: '', body: { spec: { domains: hostnames } } }],
    certificate: {
      kind: RequirementKind.NETWORK,
      description: `DNS leads ${hostnames.join(', ')} to the load balancer before Google makes the certificate, which takes up to an hour; until then there is no HTTPS`,
    },
  };
}

const ingress: Row = {
  routing: {
    by: 'kubernetes.io/ingress.class, cloud.google.com/neg',
    source: `${DOCS}/how-to/container-native-load-balancing`,
    check: (_, context) => CLASSES.includes(classOf(context)) ? undefined
      : `is done by GKE for the classes ${CLASSES.join(' and ')}, and ingressClassName is ${context.ingressClassName}; give one of the two`,
    render: (_, context) => ({
      annotations: { 'kubernetes.io/ingress.class': classOf(context) },
      serviceAnnotations: { 'cloud.google.com/neg': JSON.stringify({ ingress: true }) }, // pods themselves are reached, with no node port
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: `a VPC-native cluster of GKE with the add-on HttpLoadBalancing, which serves class ${classOf(context)}; without them the Ingress gets no address, ever`,
      }, healthChecks('has a readiness probe of HTTP at the port')],
    }),
  },
  tls: {
    by: 'Ingress spec.tls, else ManagedCertificate',
    source: `${DOCS}/how-to/managed-certs`,
    check: (_, context) => context.tlsSecret === undefined ? checkManaged(context) : undefined,
    render: (_, context) => context.tlsSecret === undefined ? managedCertificate(context) : {},
  },
  webSockets: { by: 'Ingress', source: `${DOCS}/concepts/ingress-xlb` },
  backendTls: {
    by: 'cloud.google.com/app-protocols',
    source: `${DOCS}/how-to/secure-traffic-management`,
    render: ports => ({
      serviceAnnotations: { 'cloud.google.com/app-protocols': JSON.stringify(Object.fromEntries(ports.map(({ name }) => [name, 'HTTPS']))) },
      requirements: [uncheckedCertificate('the load balancer')],
    }),
  },
  redirectToHttps: {
    by: 'FrontendConfig redirectToHttps',
    source: `${CONFIGURATION}#https_redirect`,
    check: (_, context) => checkExternal(context, 'leave it out'),
    render: (_, { name }) => ({
      annotations: { 'networking.gke.io/v1beta1.FrontendConfig': name },
      objects: [{ apiVersion: 'networking.gke.io/v1beta1', kind: 'FrontendConfig', suffix: '', body: { spec: { redirectToHttps: { enabled: true } } } }],
    }),
  },
  requestHeaders: headers('customRequestHeaders', `${CONFIGURATION}#request_headers`),
  responseHeaders: headers('customResponseHeaders', `${CONFIGURATION}#response_headers`),
  timeouts: {
    by: 'BackendConfig timeoutSec',
    source: `${CONFIGURATION}#timeout`,
    check: checkTimeouts,
    render: ({ request }, context) => backendConfig(context, { timeoutSec: request!.toSeconds() }),
  },
  stickySessions: {
    by: 'BackendConfig sessionAffinity',
    source: `${CONFIGURATION}#session_affinity`,
    check: checkStickiness,
    render: ({ maxAge }, context) => backendConfig(context, {
      sessionAffinity: { affinityType: 'GENERATED_COOKIE', affinityCookieTtlSec: maxAge?.toSeconds() },
    }),
  },
};

const gateway: Row = {
  ...gatewayApiWithout('tlsPassthrough', 'tcp', 'udp', 'grpc', 'cors'),
  routing: {
    ...GATEWAY_API.routing!,
    render: () => ({ requirements: [healthChecks('a HealthCheckPolicy of its Service says another path')] }),
  },
  webSockets: {
    by: 'HTTPRoute',
    source: `${LOAD_BALANCING}/https#websocket_support`,
    check(ports) {
      const stated = ports.find(({ appProtocol }) => appProtocol !== undefined);
      return stated && `is not done with appProtocol ${stated.appProtocol}, which GKE does not know; leave it out, and begin the name of the port with ws`;
    },
  },
  timeouts: {
    by: 'GCPBackendPolicy timeoutSec',
    source: `${POLICIES}#configure_backend_service_timeout`,
    check: checkTimeouts,
    render: ({ request }, context) => ({ objects: [backendPolicy(context, { timeoutSec: request!.toSeconds() })] }),
  },
  stickySessions: {
    by: 'GCPBackendPolicy sessionAffinity',
    source: `${POLICIES}#configure_session_affinity`,
    check: checkStickiness,
    render: ({ maxAge }, context) => ({
      objects: [backendPolicy(context, { sessionAffinity: { type: 'GENERATED_COOKIE', cookieTtlSec: maxAge?.toSeconds() } })],
    }),
  },
};

export const gke: Controller = { title: 'GKE', website: `${DOCS}/concepts/ingress`, ingress, gateway };

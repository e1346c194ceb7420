import { Duration } from 'cdk8s';
import { checkAlike, uncheckedCertificate } from './backend-protocol';
import { Cell, Controller, FeatureContext, Json, Rendering, Row } from './controller';
import { GATEWAY_API, gatewayApiWithout } from './gateway-api';
import { checkEntryPoints, entryPoints } from './raw-ports';
import { middlewareRow, MIDDLEWARE_FEATURES, ownKind, traefikObject } from './traefik-middlewares';
import { RequirementKind } from '../../access/requirement';
import { HttpPathType } from '../../http/http-options';
import { Traffic } from '../../kubernetes/application';
import { isWildcard } from '../../kubernetes/hostnames';
import { GatewayProtocol } from '../../strategies/gateway-protocol';
import { DoorPort } from '../../workload/door-port';
import { listenersOf } from '../platform-listeners';

const DOCS = 'https://doc.traefik.io/traefik/reference';
const INGRESS = `${DOCS}/routing-configuration/kubernetes/ingress/`;
const GATEWAY = `${DOCS}/routing-configuration/kubernetes/gateway-api/`;
const CRD = `${DOCS}/routing-configuration/kubernetes/crd`;

const router = (option: string) => `traefik.ingress.kubernetes.io/router.${option}`;
const service = (option: string) => `traefik.ingress.kubernetes.io/service.${option}`;

/** The options of its provider under which Traefik gives objects other names, and looks at some of them alone. */
const BY_NAME = 'safeNaming';
const BY_CLASS = 'ingressClass';

/** The name by which annotations refer to an object of Traefik's own kinds. */
function qualified(objectName: string, { namespace }: FeatureContext): string {
  return `${namespace}-${objectName}@kubernetescrd`;
}

/** Annotations refer to objects by namespace and name. */
function checkNamespace({ namespace }: FeatureContext): string | undefined {
  return namespace === undefined ? 'is told to Traefik by an object with its namespace, which is not known; give the Chart a namespace' : undefined;
}

/** The entry points of the first of some protocols that has any, by the names that Traefik's own chart gives them where the platform states none. */
function entryPointsOf(protocols: readonly GatewayProtocol[], otherwise: string, { listeners }: FeatureContext): string[] {
  const stated = protocols.map(protocol => listenersOf(listeners, protocol)).find(some => some.length > 0);
  return stated?.map(({ name }) => name) ?? [otherwise];
}

/** How connections to the app are made, for a whole Service. */
function transport(spec: Json, context: FeatureContext): Rendering {
  return {
    objects: [{ ...traefikObject('ServersTransport', 'transport', spec), isBesideService: true }],
    serviceAnnotations: { [service('serverstransport')]: qualified(`${context.service}-transport`, context) },
    requirements: [ownKind('ServersTransport', BY_NAME)],
  };
}

const seconds = (duration: Duration | undefined) => duration && `${duration.toSeconds()}s`;

/** The server names of a route of TLS. */
function serverNames(hostnames: readonly string[]): string {
  const names = hostnames.map(host => isWildcard(host) ? `HostSNIRegexp(\`^[^.]+${host.slice(1).replace(/\./g, '\\.')}$\`)` : `HostSNI(\`${host}\`)`);
  return names.length === 0 ? 'HostSNI(`*`)' : names.join(' || ');
}

/** A door for ports of TCP or UDP, each with an object at its entry point. */
function raw(protocol: GatewayProtocol.TCP | GatewayProtocol.UDP, match: Json): Cell<readonly DoorPort[]> {
  const kind = `IngressRoute${protocol}`;
  return {
    by: kind,
    source: `${CRD}/${protocol.toLowerCase()}/${kind.toLowerCase()}/`,
    check: (ports, context) => checkEntryPoints(protocol, ports, context),
    render: (ports, context) => ({
      objects: entryPoints(protocol, ports, context).map(({ port, listener }) => traefikObject(kind, `${protocol.toLowerCase()}-${port.name}`, {
        entryPoints: [listener!.name],
        routes: [{ ...match, services: [{ name: context.service, port: port.servicePort }] }],
      })),
      requirements: [ownKind(kind, BY_CLASS)],
    }),
  };
}

const ingress: Row = {
  routing: {
    by: 'Ingress',
    source: INGRESS,
    render(_, { leads }) {
      const prefix = leads.find(({ path, pathType }) => pathType === HttpPathType.PREFIX && path !== '/')?.path;
      return prefix === undefined ? {} : {
        requirements: [{
          kind: RequirementKind.CAPABILITY,
          description: `Traefik compares whole parts of paths: providers.kubernetesIngress.strictPrefixMatching; without it path ${prefix} stands for ${prefix}x too`,
        }],
      };
    },
  },
  tls: {
    by: 'Ingress spec.tls, router.tls',
    source: `${INGRESS}#enabling-tls-via-annotations`,
    // spec.tls alone loads a certificate and does not serve it
    render(_, { listeners }) {
      const stated = listenersOf(listeners, GatewayProtocol.HTTPS).map(({ name }) => name);
      return { annotations: { [router('tls')]: 'true', ...stated.length === 0 ? {} : { [router('entrypoints')]: stated.join(',') } } };
    },
  },
  tlsPassthrough: {
    by: 'IngressRouteTCP tls.passthrough',
    source: `${CRD}/tcp/ingressroutetcp/`,
    check(_, { leads }) {
      const deep = leads.find(({ path, port }) => port.application.traffic === Traffic.TLS && !['', '/'].includes(path));
      return deep && `leads by server name alone, and a rule has path ${deep.path}, which TLS hides; leave it out`;
    },
    render: (_, context) => ({
      objects: [traefikObject('IngressRouteTCP', 'tls', {
        entryPoints: entryPointsOf([GatewayProtocol.TLS, GatewayProtocol.HTTPS], 'websecure', context),
        routes: context.leads.filter(({ port }) => port.application.traffic === Traffic.TLS).map(({ hostnames, port }) => ({
          match: serverNames(hostnames),
          services: [{ name: context.service, port: port.servicePort }],
        })),
        tls: { passthrough: true },
      })],
      requirements: [ownKind('IngressRouteTCP', BY_CLASS)],
    }),
  },
  tcp: raw(GatewayProtocol.TCP, { match: 'HostSNI(`*`)' }),
  udp: raw(GatewayProtocol.UDP, {}),
  webSockets: { by: 'Ingress', source: INGRESS },
  grpc: {
    by: 'service.serversscheme',
    source: `${INGRESS}#on-service`,
    check: checkAlike('Traefik', 'Service', Traffic.GRPC),
    render: () => ({ serviceAnnotations: { [service('serversscheme')]: 'h2c' } }),
  },
  backendTls: {
    by: 'service.serversscheme, ServersTransport',
    source: `${INGRESS}#communication-between-traefik-and-pods`,
    check: (ports, context) => checkNamespace(context) ?? checkAlike('Traefik', 'Service', Traffic.TLS)(ports, context),
    render(_, context) {
      const { serviceAnnotations, requirements = [], ...rendering } = transport({ insecureSkipVerify: true }, context);
      return {
        ...rendering,
        serviceAnnotations: { ...serviceAnnotations, [service('serversscheme')]: 'https' },
        requirements: [...requirements, uncheckedCertificate('Traefik')],
      };
    },
  },
  redirectToHttps: {
    by: 'a second Ingress, Middleware redirectScheme',
    source: `${DOCS}/routing-configuration/http/middlewares/redirectscheme/`,
    check: (_, context) => checkNamespace(context),
    render(_, context) {
      const httpsPort = listenersOf(context.listeners, GatewayProtocol.HTTPS)[0]?.port ?? 443;
      return {
        objects: [traefikObject('Middleware', 'redirect', {
          redirectScheme: { scheme: 'https', port: httpsPort === 443 ? undefined : String(httpsPort), permanent: true },
        }), {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'Ingress',
          suffix: 'redirect',
          annotations: {
            [router('entrypoints')]: entryPointsOf([GatewayProtocol.HTTP], 'web', context).join(','),
            [router('middlewares')]: qualified(`${context.name}-redirect`, context),
          },
          body: { spec: { ingressClassName: context.ingressClassName, rules: context.ingressRules() } },
        }],
        requirements: [ownKind('Middleware', BY_NAME)],
      };
    },
  },
  ...middlewareRow(MIDDLEWARE_FEATURES, {
    to: (name, context) => ({ lists: { [router('middlewares')]: [qualified(name, context)] } }),
    check: checkNamespace,
    without: BY_NAME,
  }),
  timeouts: {
    by: 'ServersTransport forwardingTimeouts',
    source: `${CRD}/http/serverstransport/`,
    check: ({ request }, context) => request === undefined
      ? checkNamespace(context)
      : 'has request, and Traefik times the connection and the beginning of the answer; use connect and response',
    render: ({ connect, response }, context) => transport({
      forwardingTimeouts: { dialTimeout: seconds(connect), responseHeaderTimeout: seconds(response) },
    }, context),
  },
  stickySessions: {
    by: 'service.sticky.cookie',
    source: `${INGRESS}#on-service`,
    render: ({ cookieName, maxAge }) => ({
      serviceAnnotations: {
        [service('sticky.cookie')]: 'true',
        ...cookieName === undefined ? {} : { [service('sticky.cookie.name')]: cookieName },
        ...maxAge === undefined ? {} : { [service('sticky.cookie.maxage')]: String(maxAge.toSeconds()) },
      },
    }),
  },
};

/** What a port of HTTP has to state in place of an `appProtocol` that the Gateway provider does not know. */
const APP_PROTOCOLS: Readonly<Record<string, string>> = { h2c: 'kubernetes.io/h2c', http2: 'kubernetes.io/h2c', ws: 'kubernetes.io/ws' };

const gateway: Row = {
  ...gatewayApiWithout('udp', 'timeouts', 'stickySessions'),
  routing: {
    ...GATEWAY_API.routing!,
    check(_, { leads }) {
      const unknown = leads.map(({ port }) => port).find(({ appProtocol = '' }) => Object.hasOwn(APP_PROTOCOLS, appProtocol.toLowerCase()));
      return unknown && `is not done for port ${unknown.name}, whose appProtocol ${unknown.appProtocol} Traefik does not know; write ${APP_PROTOCOLS[unknown.appProtocol!.toLowerCase()]}`;
    },
  },
  tcp: {
    by: 'TCPRoute',
    source: `${GATEWAY}#tcp`,
    render: () => ({
      requirements: [{
        kind: RequirementKind.CAPABILITY,
        description: 'Traefik looks at TCPRoutes: providers.kubernetesGateway.experimentalChannel; without it the listener is refused',
      }],
    }),
  },
  grpc: {
    ...GATEWAY_API.grpc!,
    check(ports) {
      const stated = ports.find(({ appProtocol }) => appProtocol?.toLowerCase() === 'grpc');
      return stated && 'is not done with appProtocol grpc, which Traefik does not know; leave it out, and begin the name of the port with grpc';
    },
  },
  ...middlewareRow(['allowSourceRanges', 'rateLimit', 'maxBodySize', 'cors', 'basicAuth', 'externalAuth'], {
    to: name => ({ filters: [{ type: 'ExtensionRef', extensionRef: { group: 'traefik.io', kind: 'Middleware', name } }] }),
  }),
  responseHeaders: {
    ...GATEWAY_API.responseHeaders!,
    check: (_, { routes }) => routes.some(({ kind }) => kind === 'GRPCRoute')
      ? 'is nothing that Traefik does in a GRPCRoute, which it then does not serve; leave it out'
      : undefined,
  },
};

export const traefik: Controller = { title: 'Traefik', website: 'https://doc.traefik.io/traefik/', ingress, gateway };

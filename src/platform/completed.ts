import { PlatformGateway } from './cluster-facts';
import type { ClusterProfile } from './cluster-profile';
import { listenerFor, listenersOf } from './platform-listeners';
import { ExposureOptions } from '../exposure-options';
import { ExposureStrategy } from '../exposure-strategy';
import { HttpOptions, HttpTls } from '../http/http-options';
import { isRoutedByHostname, Traffic } from '../kubernetes/application';
import { GatewayOptions, GatewayParentRef } from '../strategies/gateway-options';
import { GatewayProtocol, RAW_LISTENERS } from '../strategies/gateway-protocol';
import { DoorPort } from '../workload/door-port';

/**
 * What an app says of its door, completed by what the platform says where the app says nothing. Only the block of the chosen door is, and
 * `http`, whose TLS is none where it is switched off.
 */
export function completed(options: ExposureOptions, cluster: ClusterProfile, exposed: readonly DoorPort[]): ExposureOptions {
  const { http } = options;
  const meant = http?.tls?.enabled === false ? { ...options, http: { ...http, tls: undefined } } : withTls(options, cluster, exposed);
  return COMPLETE[options.strategy]?.(meant, cluster, exposed) ?? meant;
}

type Complete = (options: ExposureOptions, cluster: ClusterProfile, exposed: readonly DoorPort[]) => ExposureOptions;

/** One row for each door that the platform knows something of. */
const COMPLETE: Partial<Record<ExposureStrategy, Complete>> = {
  [ExposureStrategy.LOAD_BALANCER]: (options, { loadBalancer }) => (
    { ...options, loadBalancer: withClass('loadBalancerClass', options.loadBalancer, loadBalancer) }),
  [ExposureStrategy.INGRESS]: (options, cluster) => withIssuer(
    { ...options, ingress: withClass('ingressClassName', options.ingress, cluster.ingress) }, cluster),
  [ExposureStrategy.GATEWAY](options, cluster, exposed) {
    const gateway = withGateway(options, cluster.gateway, exposed);
    return gateway?.ownGateway ? withIssuer({ ...options, gateway }, cluster) : { ...options, gateway };
  },
};

/** What the platform and an app say of a class, and of what has it. */
type Classed<K extends string> = { readonly [key in K]?: string } & { readonly annotations?: { [key: string]: string } };

/** The class of the platform, where the app states none, and the annotations that come with it. */
function withClass<K extends string, B extends Classed<K>>(key: K, block: B | undefined, platform: Classed<K> | undefined): B | undefined {
  const stated = block?.[key];
  const isOther = stated !== undefined && platform?.[key] !== undefined && stated !== platform[key];
  return !platform || isOther ? block : {
    ...block,
    [key]: stated ?? platform[key],
    ...platform.annotations ? { annotations: { ...platform.annotations, ...block?.annotations } } : {},
  } as B;
}

/** TLS where the platform has certificates, or a listener with one, and the app says nothing of it. */
function withTls(options: ExposureOptions, cluster: ClusterProfile, exposed: readonly DoorPort[]): ExposureOptions {
  const { http, strategy } = options;
  return http !== undefined && http.tls === undefined && IS_SECURE[strategy]?.(options, cluster) && hasHostnames(http) && exposed.some(isPlainWeb)
    ? { ...options, http: { ...http, tls: {} } }
    : options;
}

/** Whether a door serves hostnames over TLS by itself. Of a Gateway or of listeners that the app states, it says so itself. */
const IS_SECURE: Partial<Record<ExposureStrategy, (options: ExposureOptions, cluster: ClusterProfile) => boolean>> = {
  [ExposureStrategy.INGRESS]: (_, cluster) => hasCertificates(cluster),
  [ExposureStrategy.GATEWAY]({ gateway }, cluster) {
    const { name, gatewayClassName, listeners = [] } = cluster.gateway ?? {};
    if (gateway?.parentRefs || gateway?.ownGateway?.listeners) {
      return false;
    }
    return gateway?.ownGateway !== undefined || name === undefined
      ? hasCertificates(cluster) && (gateway?.ownGateway ?? gatewayClassName) !== undefined
      : cluster.certificates?.byDefault !== false && listenersOf(listeners, GatewayProtocol.HTTPS).length > 0;
  },
};

function hasCertificates({ certificates }: ClusterProfile): boolean {
  return certificates !== undefined && certificates.byDefault !== false;
}

function hasHostnames(http: HttpOptions): boolean {
  return (http.rules ?? [http]).every(rule => (rule.hostnames ?? http.hostnames ?? []).length > 0);
}

/** Whether the port speaks what needs TLS from the door to be secret. */
function isPlainWeb({ application }: DoorPort): boolean {
  return isRoutedByHostname(application) && application.traffic !== Traffic.TLS;
}

/** The issuer of the platform, where TLS is asked for and the app does not say where the certificate comes from. */
function withIssuer(options: ExposureOptions, { certificates }: ClusterProfile): ExposureOptions {
  const { http } = options;
  const tls = http?.tls;
  if (!tls || !certificates || tls.passthrough || [tls.secretName, tls.issuer, tls.clusterIssuer].some(source => source !== undefined)) {
    return options;
  }
  const issued: HttpTls = { ...tls, issuer: certificates.issuer, clusterIssuer: certificates.clusterIssuer };
  return { ...options, http: { ...http, tls: issued } };
}

/** The Gateway that the routes attach to, and the listener that is redirected from. */
function withGateway(options: ExposureOptions, platform: PlatformGateway | undefined, exposed: readonly DoorPort[]): GatewayOptions | undefined {
  const { http, gateway } = options;
  const isStated = gateway?.parentRefs !== undefined || gateway?.ownGateway !== undefined;
  const complete = !platform ? gateway
    : isStated ? withOwn(gateway, platform)
      : { ...gateway, ...reference(platform, http?.tls !== undefined, exposed) };
  if (!http?.redirectToHttps || complete?.httpsRedirectFrom !== undefined) {
    return complete;
  }
  const own = complete?.ownGateway;
  const listeners = own ? own.listeners ?? [{ name: 'http', protocol: GatewayProtocol.HTTP }] : isStated ? [] : platform?.listeners ?? [];
  return { ...complete, httpsRedirectFrom: listeners.find(({ protocol }) => protocol === GatewayProtocol.HTTP)?.name };
}

/** What every Gateway of the platform's class needs, where the app states one of its own. */
function withOwn(gateway: GatewayOptions, { gatewayClassName, annotations }: PlatformGateway): GatewayOptions {
  const own = gateway.ownGateway;
  return own && annotations && own.gatewayClassName === gatewayClassName
    ? { ...gateway, ownGateway: { ...own, annotations: { ...annotations, ...own.annotations } } }
    : gateway;
}

/** How the platform has apps attach: to its Gateway, or to one of their own; to nothing where no listener of it takes them. */
function reference(platform: PlatformGateway, isSecure: boolean, exposed: readonly DoorPort[]): GatewayOptions {
  const { name, gatewayClassName, annotations } = platform;
  if (name !== undefined) {
    const refs = parentRefs(platform, name, isSecure, exposed);
    return refs.length === 0 ? {} : { parentRefs: refs };
  }
  return gatewayClassName === undefined ? {} : { ownGateway: { gatewayClassName, annotations } };
}

/** References to the listeners that the app's ports need: of HTTP and HTTPS the one that its TLS asks for, of TCP and UDP one for each port. */
function parentRefs({ namespace, listeners }: PlatformGateway, name: string, isSecure: boolean, exposed: readonly DoorPort[]): GatewayParentRef[] {
  if (!listeners) {
    return [{ name, namespace }];
  }
  const web = exposed.some(isPlainWeb) ? listenersOf(listeners, isSecure ? GatewayProtocol.HTTPS : GatewayProtocol.HTTP) : [];
  const tls = exposed.some(({ application }) => application.traffic === Traffic.TLS) ? listenersOf(listeners, GatewayProtocol.TLS) : [];
  const raw = exposed.flatMap(port => {
    const protocol = RAW_LISTENERS[port.application.traffic];
    const listener = protocol && listenerFor(listeners, protocol, port);
    return listener ? [{ ...listener, forPort: port.name }] : [];
  });
  return [...web, ...tls, ...raw].map(({ name: sectionName, protocol, port, ...more }) => (
    { name, namespace, sectionName, ...more, listener: { protocol, port } }));
}

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

/** What an app says of its door, completed by what the platform says where the app says nothing. Only the block of the chosen door is. */
export function completed(options: ExposureOptions, cluster: ClusterProfile, exposed: readonly DoorPort[]): ExposureOptions {
  return COMPLETE[options.strategy]?.(withTls(options, cluster, exposed), cluster, exposed) ?? options;
}

type Complete = (options: ExposureOptions, cluster: ClusterProfile, exposed: readonly DoorPort[]) => ExposureOptions;

/** One row for each door that the platform knows something of. */
const COMPLETE: Partial<Record<ExposureStrategy, Complete>> = {
  [ExposureStrategy.LOAD_BALANCER]: (options, { loadBalancer }) => loadBalancer?.loadBalancerClass === undefined
    ? options
    : { ...options, loadBalancer: { loadBalancerClass: loadBalancer.loadBalancerClass, ...options.loadBalancer } },
  [ExposureStrategy.INGRESS]: (options, cluster) => withIssuer(cluster.ingress?.ingressClassName === undefined
    ? options
    : { ...options, ingress: { ingressClassName: cluster.ingress.ingressClassName, ...options.ingress } }, cluster),
  [ExposureStrategy.GATEWAY](options, cluster, exposed) {
    const gateway = withGateway(options, cluster.gateway, exposed);
    const complete = gateway === options.gateway ? options : { ...options, gateway };
    return gateway?.ownGateway ? withIssuer(complete, cluster) : complete;
  },
};

/** `http.tls` as it is meant: none where it is switched off, and one where the platform has certificates, or a listener with one, and the app says nothing. */
function withTls(options: ExposureOptions, cluster: ClusterProfile, exposed: readonly DoorPort[]): ExposureOptions {
  const { http, strategy } = options;
  if (http?.tls?.enabled === false) {
    return { ...options, http: { ...http, tls: undefined } };
  }
  const isSecureByDefault = (cluster.certificates !== undefined && cluster.certificates.byDefault !== false)
    || (strategy === ExposureStrategy.GATEWAY && listenersOf(cluster.gateway?.listeners ?? [], GatewayProtocol.HTTPS).length > 0);
  return http !== undefined && http.tls === undefined && isSecureByDefault && hasHostnames(http) && exposed.some(isPlainWeb)
    ? { ...options, http: { ...http, tls: {} } }
    : options;
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
  if (!tls || !certificates || tls.passthrough || ([tls.secretName, tls.issuer, tls.clusterIssuer]).some(source => source !== undefined)) {
    return options;
  }
  const issued: HttpTls = { ...tls, issuer: certificates.issuer, clusterIssuer: certificates.clusterIssuer };
  return { ...options, http: { ...http, tls: issued } };
}

/** The Gateway that the routes attach to, and the listener that is redirected from. */
function withGateway(
  { http, gateway }: ExposureOptions, platform: PlatformGateway | undefined, exposed: readonly DoorPort[],
): GatewayOptions | undefined {
  const isStated = gateway?.parentRefs !== undefined || gateway?.ownGateway !== undefined;
  const reference = isStated || !platform ? {}
    : platform.name !== undefined ? { parentRefs: parentRefs(platform, platform.name, http?.tls !== undefined, exposed) }
      : platform.gatewayClassName !== undefined ? { ownGateway: { gatewayClassName: platform.gatewayClassName } } : {};
  const complete: GatewayOptions = { ...gateway, ...reference };
  const plain = complete.ownGateway ? 'http' : listenersOf(platform?.listeners ?? [], GatewayProtocol.HTTP)[0]?.name;
  const redirect = http?.redirectToHttps && complete.httpsRedirectFrom === undefined && plain !== undefined ? { httpsRedirectFrom: plain } : {};
  return Object.keys({ ...reference, ...redirect }).length === 0 ? gateway : { ...complete, ...redirect };
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

export { AccessFrom, AccessPoint, AccessPointProps, Placeholder } from './access/access-point';
export * from './access/requirement';
export * from './app-port';
export * from './app-spec';
export * from './rollout';
export * from './exposed-service';
export * from './exposure';
export { ExposureOptions } from './exposure-options';
export * from './exposure-strategy';
export { HttpOptions, HttpPathType, HttpRule, HttpTls } from './http/http-options';
export { ClusterProfile, ClusterProfileProps, GatewayApiChannel } from './platform/cluster-profile';
export { AccessReport } from './report/access-report';
export { IpFamily, IpFamilyPolicy, ServiceOptions, SessionAffinity, TrafficPolicy } from './service-options';
export { ClusterIpOptions, ProxyRole } from './strategies/cluster-ip-options';
export {
  CertificateRef, GatewayListener, GatewayOptions, GatewayParentRef, GatewayProtocol, GatewayTls, GatewayTlsMode,
  KnownListener, OwnGateway, RouteNamespaces,
} from './strategies/gateway-options';
export { GatewayFilters, HeaderModifier, RequestRedirect, UrlRewrite } from './strategies/gateway-filters';
export { HostNetworkOptions } from './strategies/host-network-options';
export { HostPortOptions } from './strategies/host-port-options';
export { IngressOptions } from './strategies/ingress-options';
export { LoadBalancerOptions } from './strategies/load-balancer-options';
export { NodePortOptions } from './strategies/node-port-options';

export { AccessFrom, AccessPoint, AccessPointProps, Placeholder } from './access/access-point';
export * from './access/requirement';
export * from './app-port';
export * from './app-spec';
export { FurtherDoorOptions } from './doors/further-door-options';
export * from './rollout';
export * from './exposed-service';
export * from './exposure';
export { ExposureOptions } from './exposure-options';
export * from './exposure-strategy';
export { HeaderModifier } from './http/header-modifier';
export {
  HttpBasicAuth, HttpCanary, HttpCors, HttpExternalAuth, HttpFeatures, HttpRateLimit, HttpStickySessions, HttpTimeouts,
} from './http/http-features';
export { HttpOptions, HttpPathType, HttpRule, HttpTls } from './http/http-options';
export { NetworkPolicyClient, NetworkPolicyOptions, NetworkPolicyPods, NetworkPolicySource } from './network-policy/network-policy-options';
export {
  DnsProvider, NodeOs, PlatformCertificates, PlatformGateway, PlatformIngress, PlatformListener, PlatformLoadBalancer, PlatformNetwork,
  PodSecurityLevel,
} from './platform/cluster-facts';
export { ClusterProfile } from './platform/cluster-profile';
export { ClusterProfileProps, GatewayApiChannel } from './platform/cluster-profile-props';
export { ExposurePolicy } from './platform/exposure-policy';
export { ExposurePolicyProps } from './platform/exposure-policy-props';
export * from './platform/ingress-controller';
export * from './platform/load-balancer-provider';
export { PolicyExemption } from './platform/policy-exemption';
export { AccessReport } from './report/access-report';
export { IpFamily, IpFamilyPolicy, ServiceOptions, SessionAffinity, TrafficPolicy } from './service-options';
export { ClusterIpOptions, ProxyRole } from './strategies/cluster-ip-options';
export {
  CertificateRef, GatewayListener, GatewayOptions, GatewayParentRef, GatewayTls, GatewayTlsMode,
  KnownListener, OwnGateway, RouteNamespaces,
} from './strategies/gateway-options';
export { GatewayProtocol } from './strategies/gateway-protocol';
export { GatewayFilters, RequestRedirect, UrlRewrite } from './strategies/gateway-filters';
export { HostNetworkOptions } from './strategies/host-network-options';
export { HostPortOptions } from './strategies/host-port-options';
export { IngressOptions } from './strategies/ingress-options';
export { HealthCheckProtocol, LoadBalancerHealthCheck, LoadBalancerIntents } from './strategies/load-balancer-intents';
export { LoadBalancerOptions } from './strategies/load-balancer-options';
export { NodePortOptions } from './strategies/node-port-options';

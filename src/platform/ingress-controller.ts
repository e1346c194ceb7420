/** The software that serves Ingresses, or the Gateways of a GatewayClass. */
export enum IngressController {
  /** Traefik Proxy, for Ingress and Gateway API. */
  TRAEFIK = 'Traefik',

  /** The HAProxy Kubernetes Ingress Controller of HAProxy Technologies (`haproxy.org` annotations), and HAProxy Unified Gateway for Gateway API. */
  HAPROXY = 'HAProxy',

  /** HAProxy Ingress of its community (`haproxy-ingress.github.io` annotations). */
  HAPROXY_INGRESS = 'HAProxyIngress',

  /** NGINX Ingress Controller of F5 (`nginx.org` annotations), and NGINX Gateway Fabric for Gateway API. */
  NGINX = 'NGINX',

  /** kubernetes/ingress-nginx, which has not been maintained since March 2026 (`nginx.ingress.kubernetes.io` annotations). */
  INGRESS_NGINX = 'IngressNginx',

  /** The AWS Load Balancer Controller, which makes an Application Load Balancer. */
  AWS_ALB = 'AwsAlb',

  /** GKE Ingress and GKE Gateway. */
  GKE = 'Gke',

  /** Contour. */
  CONTOUR = 'Contour',

  /** Kong Ingress Controller. */
  KONG = 'Kong',

  /** Envoy Gateway, for Gateway API alone. */
  ENVOY_GATEWAY = 'EnvoyGateway',

  /** Istio, for Gateway API. */
  ISTIO = 'Istio',
}

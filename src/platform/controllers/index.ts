import { Controller } from './controller';
import { ingressNginx } from './ingress-nginx';
import { nginx } from './nginx';
import { traefik } from './traefik';
import { IngressController } from '../ingress-controller';

/** The total table: a controller that is missing here does not compile. */
export const CONTROLLERS: Record<IngressController, Controller> = {
  [IngressController.TRAEFIK]: traefik,
  [IngressController.HAPROXY]: traefik,
  [IngressController.HAPROXY_INGRESS]: traefik,
  [IngressController.NGINX]: nginx,
  [IngressController.INGRESS_NGINX]: ingressNginx,
  [IngressController.AWS_ALB]: traefik,
  [IngressController.GKE]: traefik,
  [IngressController.CONTOUR]: traefik,
  [IngressController.KONG]: traefik,
  [IngressController.ENVOY_GATEWAY]: traefik,
  [IngressController.ISTIO]: traefik,
};

import { contour } from './contour';
import { Controller } from './controller';
import { haproxy } from './haproxy';
import { haproxyIngress } from './haproxy-ingress';
import { ingressNginx } from './ingress-nginx';
import { kong } from './kong';
import { nginx } from './nginx';
import { traefik } from './traefik';
import { IngressController } from '../ingress-controller';

/** The total table: a controller that is missing here does not compile. */
export const CONTROLLERS: Record<IngressController, Controller> = {
  [IngressController.TRAEFIK]: traefik,
  [IngressController.HAPROXY]: haproxy,
  [IngressController.HAPROXY_INGRESS]: haproxyIngress,
  [IngressController.NGINX]: nginx,
  [IngressController.INGRESS_NGINX]: ingressNginx,
  [IngressController.AWS_ALB]: traefik,
  [IngressController.GKE]: traefik,
  [IngressController.CONTOUR]: contour,
  [IngressController.KONG]: kong,
  [IngressController.ENVOY_GATEWAY]: traefik,
  [IngressController.ISTIO]: traefik,
};

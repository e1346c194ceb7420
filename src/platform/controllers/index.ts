import { awsAlb } from './aws-alb';
import { Controller } from './controller';
import { envoyGateway } from './envoy-gateway';
import { gke } from './gke';
import { ingressNginx } from './ingress-nginx';
import { istio } from './istio';
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
  [IngressController.AWS_ALB]: awsAlb,
  [IngressController.GKE]: gke,
  [IngressController.CONTOUR]: traefik,
  [IngressController.KONG]: traefik,
  [IngressController.ENVOY_GATEWAY]: envoyGateway,
  [IngressController.ISTIO]: istio,
};

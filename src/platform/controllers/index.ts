import { awsAlb } from './aws-alb';
import { contour } from './contour';
import { Controller } from './controller';
import { envoyGateway } from './envoy-gateway';
import { gke } from './gke';
import { haproxy } from './haproxy';
import { haproxyIngress } from './haproxy-ingress';
import { ingressNginx } from './ingress-nginx';
import { istio } from './istio';
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
  [IngressController.AWS_ALB]: awsAlb,
  [IngressController.GKE]: gke,
  [IngressController.CONTOUR]: contour,
  [IngressController.KONG]: kong,
  [IngressController.ENVOY_GATEWAY]: envoyGateway,
  [IngressController.ISTIO]: istio,
};

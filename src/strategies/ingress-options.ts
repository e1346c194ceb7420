import { ServiceType } from 'cdk8s-plus-27';
import { anything, oneOf, struct, text, textMap } from '../shape';

/**
 * For INGRESS: what the Ingress controller has to know besides hostnames, paths and TLS, which stand in `http`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export interface IngressOptions {
  /**
   * The IngressClass, a DNS name (IN-10).
   *
   * @default - that of the ClusterProfile, else the cluster's default IngressClass, of which there has to be exactly one
   */
  readonly ingressClassName?: string;

  /**
   * The app's port that answers what no rule matches, by name.
   *
   * @default - what the controller answers, mostly 404
   */
  readonly defaultBackend?: string;

  /**
   * The type of the Service behind the Ingress: NODE_PORT for controllers outside the cluster that cannot reach pods.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: ServiceType;

  /**
   * Annotations of the Ingress, which controllers are configured by.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

export const ingressShape = struct<IngressOptions>({
  ingressClassName: anything,
  defaultBackend: text.optional(),
  serviceType: oneOf({ CLUSTER_IP: ServiceType.CLUSTER_IP, NODE_PORT: ServiceType.NODE_PORT }).optional(),
  annotations: textMap.optional(),
});

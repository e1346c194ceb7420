import { TrafficPolicy } from '../service-options';
import { anything, numberByPort, oneOf, struct, textMap } from '../shape';

/**
 * For NODE_PORT: one port of every node leads to the app.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
 */
export interface NodePortOptions {
  /**
   * The port of every node, for each exposed port of the app by name: `{ http: 30080 }`. It has to lie in the cluster's node port
   * range (NP-1), and is best chosen from its static band (NP-2), where the cluster gives out none by itself.
   *
   * @default - the cluster chooses
   */
  readonly ports?: { [portName: string]: number };

  /**
   * Which pods a node sends traffic from outside to. `LOCAL` keeps the client's address, and drops what arrives at a node
   * without a pod.
   *
   * @default TrafficPolicy.CLUSTER
   */
  readonly externalTrafficPolicy?: TrafficPolicy;

  /**
   * A name that DNS leads to the nodes, without `*`. ExternalDNS makes its record, so `dns` of the ClusterProfile has to be EXTERNAL_DNS.
   *
   * @default - none
   * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/service/
   */
  readonly dnsName?: string;

  /**
   * Annotations of the Service that is the door.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

export const nodePortShape = struct<NodePortOptions>({
  ports: numberByPort.optional(),
  externalTrafficPolicy: oneOf(TrafficPolicy).optional(),
  dnsName: anything,
  annotations: textMap.optional(),
});

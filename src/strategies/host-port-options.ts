import { anything, numberByPort, struct } from '../shape';

/**
 * For HOST_PORT: which ports of the node lead to the pods on it.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
 */
export interface HostPortOptions {
  /**
   * The port of the node, 1-65535, for each exposed port of the app by name: `{ http: 80 }`. It may differ from the container's,
   * so that an app that is not root can be reached on a port below 1024.
   *
   * @default - the host port that the container itself states, else the same number as the container's port
   */
  readonly ports?: { [portName: string]: number };

  /**
   * The address of the node that the ports are opened on, as a literal: `127.0.0.1` for the node alone, or that of one
   * interface (HP-4).
   *
   * @default - all addresses of the node
   */
  readonly hostIp?: string;
}

export const hostPortShape = struct<HostPortOptions>({
  ports: numberByPort.optional(),
  hostIp: anything,
});

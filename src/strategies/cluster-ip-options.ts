import { struct, texts } from '../shape';

/**
 * A Role that allows the API server's proxy to the exposed ports of this Service and to nothing else (CI-12).
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/
 */
export interface ProxyRole {
  /**
   * What may be done, as Kubernetes verbs: the proxy takes `get` for GET and HEAD, `create` for POST, `update` for PUT, `patch`
   * for PATCH, `delete` for DELETE.
   *
   * @default ['get']
   */
  readonly verbs?: string[];
}

/**
 * For CLUSTER_IP: reached inside the cluster, and by `kubectl proxy` or `kubectl port-forward` from a workstation.
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/
 */
export interface ClusterIpOptions {
  /**
   * Make a Role that allows the API server's proxy to this Service. Bind it to whom you like.
   *
   * @default - no Role
   */
  readonly proxyRole?: ProxyRole;
}

export const clusterIpShape = struct<ClusterIpOptions>({
  proxyRole: struct<ProxyRole>({ verbs: texts.optional() }).optional(),
});

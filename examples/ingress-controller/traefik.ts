import { isIP } from 'node:net';
import { ApiObject, Chart } from 'cdk8s';
import { ExposedService, ExposureStrategy, WorkloadKind } from 'cdk8s-expose';
import * as kplus from 'cdk8s-plus-27';

const NAME = 'traefik';
const NAMESPACE = 'traefik';
const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** The name of the IngressClass, and of the GatewayClass. */
export const TRAEFIK_CLASS = 'traefik';

/** The Gateway that every namespace may attach routes to. */
export const TRAEFIK_GATEWAY = { name: 'shared', namespace: NAMESPACE };

export interface TraefikSettings {
  readonly image: string;
  /** The address or the hostname that clients reach the nodes at. Ingresses and Gateways get it as theirs, and have none without it. */
  readonly nodeAddress?: string;
}

/** What belongs to the cluster and not to a namespace: the two classes, and the right to read what Traefik serves. */
export function makeTraefikClasses(chart: Chart): void {
  new kplus.k8s.KubeIngressClass(chart, 'ingress-class', {
    metadata: { name: TRAEFIK_CLASS },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  new ApiObject(chart, 'gateway-class', {
    apiVersion: `${GATEWAY_GROUP}/v1`,
    kind: 'GatewayClass',
    metadata: { name: TRAEFIK_CLASS },
    spec: { controllerName: 'traefik.io/gateway-controller' },
  });

  const read = ['get', 'list', 'watch'];
  const gatewayKinds = ['gatewayclasses', 'gateways', 'listenersets', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'backendtlspolicies'];
  new kplus.k8s.KubeClusterRole(chart, 'role', {
    metadata: { name: NAME },
    rules: [
      { apiGroups: [''], resources: ['services', 'secrets', 'configmaps', 'nodes', 'namespaces'], verbs: read },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: read },
      { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update'] },
      { apiGroups: [GATEWAY_GROUP], resources: [...gatewayKinds, 'referencegrants'], verbs: read },
      { apiGroups: [GATEWAY_GROUP], resources: gatewayKinds.map(kind => `${kind}/status`), verbs: ['update'] },
    ],
  });
  new kplus.k8s.KubeClusterRoleBinding(chart, 'binding', {
    metadata: { name: NAME },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
  });
}

/** Traefik on ports 80 and 443 of every node, as Ingress controller and as implementation of the Gateway API. */
export function exposeTraefik(chart: Chart, { image, nodeAddress }: TraefikSettings): ExposedService {
  new ApiObject(chart, 'gateway', {
    apiVersion: `${GATEWAY_GROUP}/v1`,
    kind: 'Gateway',
    metadata: TRAEFIK_GATEWAY,
    spec: {
      gatewayClassName: TRAEFIK_CLASS,
      // Traefik finds the entry point of a listener by its port, so it is the container's. Clients use the host port, 80.
      listeners: [{ name: 'http', protocol: 'HTTP', port: 8000, allowedRoutes: { namespaces: { from: 'All' } } }],
    },
  });

  return new ExposedService(chart, 'traefik', {
    app: {
      name: NAME,
      image,
      args: [
        '--entrypoints.web.address=:8000',
        '--entrypoints.websecure.address=:8443',
        '--ping', // on an entry point of its own, :8080
        '--providers.kubernetesingress',
        `--providers.kubernetesingress.ingressclass=${TRAEFIK_CLASS}`,
        '--providers.kubernetesgateway',
        ...nodeAddress === undefined ? [] : [
          `--providers.kubernetesingress.ingressendpoint.${kindOf(nodeAddress)}=${nodeAddress}`,
          `--providers.kubernetesgateway.statusaddress.${kindOf(nodeAddress)}=${nodeAddress}`,
        ],
        '--global.checknewversion=false',
        '--global.sendanonymoususage=false',
      ],
      // Not root, so the container cannot listen below 1024. That the node does is the affair of hostPort below.
      ports: [
        { name: 'http', port: 8000, servicePort: 80 },
        { name: 'https', port: 8443, servicePort: 443 },
        { name: 'http-ping', port: 8080, exposed: false },
      ],
      workload: WorkloadKind.DAEMON_SET,
      readiness: kplus.Probe.fromHttpGet('/ping', { port: 8080 }),
      securityContext: { user: 65532, group: 65532 },
      serviceAccount: new kplus.ServiceAccount(chart, 'account', { metadata: { name: NAME } }),
      automountServiceAccountToken: true,
      tolerations: [kplus.NodeTaintQuery.any()], // every node, whatever its taints
    },
    strategy: ExposureStrategy.HOST_PORT,
    hostPort: { ports: { http: 80, https: 443 } },
  });
}

function kindOf(address: string): 'ip' | 'hostname' {
  return isIP(address) ? 'ip' : 'hostname';
}

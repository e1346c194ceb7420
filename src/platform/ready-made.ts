import { NodeOs, PlatformGateway, PlatformIngress } from './cluster-facts';
import { ClusterProfileProps } from './cluster-profile-props';
import { IngressController } from './ingress-controller';
import { LoadBalancerProvider } from './load-balancer-provider';
import { GatewayProtocol } from '../strategies/gateway-protocol';

/** The kinds of cluster that are known. */
export type KnownCluster = 'kind' | 'k3s' | 'minikube' | 'eks' | 'gke' | 'aks' | 'doks' | 'bareMetal';

const CLOUD_PROVIDER_KIND = 'cloud-provider-kind, which runs beside the cluster: https://kind.sigs.k8s.io/docs/user/loadbalancer/';
const AWS_CONTROLLER = 'the AWS Load Balancer Controller: https://docs.aws.amazon.com/eks/latest/userguide/lbc-helm.html';

/** Traefik, as its Helm chart installs it. */
function traefik(namespace: string, setUpBy?: string): PlatformIngress {
  return {
    controller: IngressController.TRAEFIK,
    ingressClassName: 'traefik',
    namespace,
    podLabels: { 'app.kubernetes.io/name': 'traefik' },
    serviceName: 'traefik',
    listeners: [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 80 }, { name: 'websecure', protocol: GatewayProtocol.HTTPS, port: 443 }],
    setUpBy,
  };
}

/**
 * The Gateway of Traefik's Helm chart. A Gateway of an app's own would need the ports that Traefik's entry points have inside their pod,
 * so one is shared.
 */
function traefikGateway(namespace: string, setUpBy: string): PlatformGateway {
  return {
    controller: IngressController.TRAEFIK,
    name: 'traefik-gateway',
    namespace,
    listeners: [{ name: 'web', protocol: GatewayProtocol.HTTP, port: 80 }],
    dataPlaneNamespace: namespace,
    podLabels: { 'app.kubernetes.io/name': 'traefik' },
    setUpBy,
  };
}

const TRAEFIK_CHART = 'the Helm chart of Traefik, as release traefik in namespace traefik: https://doc.traefik.io/traefik/getting-started/install-traefik/';
const TRAEFIK_GATEWAY = 'providers.kubernetesGateway.enabled true and gateway.listeners.web.namespacePolicy.from All';

/** What is true of a cluster of each kind, where nobody says otherwise. The sources are in the docstrings of ClusterProfile. */
export const READY_MADE: Readonly<Record<KnownCluster, ClusterProfileProps>> = {
  kind: {
    name: 'kind',
    clusterDomain: 'cluster.local',
    ingress: { ingressClassName: 'cloud-provider-kind', setUpBy: CLOUD_PROVIDER_KIND },
    gateway: { gatewayClassName: 'cloud-provider-kind', setUpBy: CLOUD_PROVIDER_KIND },
    loadBalancer: { setUpBy: CLOUD_PROVIDER_KIND },
    network: { hostPorts: true, networkPolicies: true },
    nodeOs: NodeOs.LINUX,
  },
  k3s: {
    name: 'k3s',
    clusterDomain: 'cluster.local',
    ingress: traefik('kube-system'),
    gateway: traefikGateway('kube-system', `a HelmChartConfig for traefik with the values ${TRAEFIK_GATEWAY}: https://docs.k3s.io/helm#customizing-packaged-components-with-helmchartconfig`),
    loadBalancer: { provider: LoadBalancerProvider.SERVICE_LB },
    network: { hostPorts: true, networkPolicies: true },
    nodeOs: NodeOs.LINUX,
  },
  minikube: {
    name: 'minikube',
    clusterDomain: 'cluster.local',
    ingress: {
      controller: IngressController.INGRESS_NGINX,
      ingressClassName: 'nginx',
      namespace: 'ingress-nginx',
      setUpBy: 'minikube addons enable ingress',
    },
    gateway: {
      controller: IngressController.ENVOY_GATEWAY,
      gatewayClassName: 'eg',
      dataPlaneNamespace: 'envoy-gateway-system',
      setUpBy: 'Envoy Gateway with its GatewayClass eg, and minikube tunnel for the addresses: https://gateway.envoyproxy.io/docs/tasks/quickstart/',
    },
    loadBalancer: { setUpBy: 'minikube tunnel' },
    network: { networkPolicies: false },
    nodeOs: NodeOs.LINUX,
  },
  eks: {
    name: 'eks',
    clusterDomain: 'cluster.local',
    ingress: {
      controller: IngressController.AWS_ALB,
      ingressClassName: 'alb',
      annotations: { 'alb.ingress.kubernetes.io/target-type': 'ip' }, // else it wants a Service of type NodePort
      setUpBy: AWS_CONTROLLER,
    },
    gateway: {
      controller: IngressController.AWS_ALB,
      gatewayClassName: 'aws-alb-gateway-class',
      setUpBy: `${AWS_CONTROLLER}, with defaultTargetType ip and a GatewayClass aws-alb-gateway-class of gateway.k8s.aws/alb: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/`,
    },
    loadBalancer: { provider: LoadBalancerProvider.AWS_NLB, loadBalancerClass: 'service.k8s.aws/nlb', setUpBy: AWS_CONTROLLER },
  },
  gke: {
    name: 'gke',
    clusterDomain: 'cluster.local',
    ingress: {
      controller: IngressController.GKE,
      setUpBy: 'the add-on HttpLoadBalancing of a VPC-native cluster, which is on unless it was switched off: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress',
    },
    gateway: {
      controller: IngressController.GKE,
      gatewayClassName: 'gke-l7-global-external-managed',
      setUpBy: 'gcloud container clusters update NAME --gateway-api=standard, which Autopilot has by itself: https://docs.cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways',
    },
    gatewayApiVersion: '1.5',
    loadBalancer: { provider: LoadBalancerProvider.GKE },
  },
  aks: {
    name: 'aks',
    clusterDomain: 'cluster.local',
    ingress: {
      controller: IngressController.INGRESS_NGINX,
      ingressClassName: 'webapprouting.kubernetes.azure.com',
      namespace: 'app-routing-system',
      setUpBy: 'az aks approuting enable: https://learn.microsoft.com/azure/aks/app-routing',
    },
    gateway: {
      controller: IngressController.ISTIO,
      gatewayClassName: 'approuting-istio',
      setUpBy: 'az aks approuting gateway istio enable, and the Managed Gateway API: https://learn.microsoft.com/azure/aks/app-routing-gateway-api',
    },
    gatewayApiVersion: '1.3',
    loadBalancer: { provider: LoadBalancerProvider.AKS },
  },
  doks: {
    name: 'doks',
    clusterDomain: 'cluster.local',
    ingress: traefik('traefik', TRAEFIK_CHART),
    gateway: {
      gatewayClassName: 'cilium',
      setUpBy: 'VPC-native networking and Kubernetes from 1.33 on: https://docs.digitalocean.com/products/kubernetes/how-to/use-gateway-api/',
    },
    gatewayApiVersion: '1.4',
    loadBalancer: { provider: LoadBalancerProvider.DIGITAL_OCEAN },
    network: { networkPolicies: true },
    nodeOs: NodeOs.LINUX,
  },
  bareMetal: {
    name: 'bare-metal',
    ingress: traefik('traefik', TRAEFIK_CHART),
    gateway: traefikGateway('traefik', `${TRAEFIK_CHART}, with the values ${TRAEFIK_GATEWAY}`),
    loadBalancer: {
      provider: LoadBalancerProvider.METAL_LB,
      setUpBy: 'MetalLB, with an IPAddressPool and an L2Advertisement or BGPAdvertisement: https://metallb.io/installation/',
    },
  },
};

/** The blocks of a profile, which are merged one by one. */
const BLOCKS = ['ingress', 'gateway', 'loadBalancer', 'certificates', 'network'] as const;

/** The facts of a known kind of cluster, with what is said of one cluster before them. Input that is no object is left to be judged. */
export function readyMade(kind: KnownCluster, stated: ClusterProfileProps | undefined): ClusterProfileProps {
  if (stated !== undefined && !isObject(stated)) {
    return stated;
  }
  const defaults: Block = { ...READY_MADE[kind] };
  const merged: Block = { ...defaults, ...defined(stated) };
  for (const block of BLOCKS) {
    const [one, other] = [defaults[block], merged[block]];
    merged[block] = isObject(one) && isObject(other) && one !== other ? mergedBlock(one, other) : other;
  }
  return merged;
}

type Block = { [fact: string]: unknown };

/** A block, unless it speaks of another controller, provider or Gateway than its defaults, of which the rest is not true then. */
function mergedBlock(defaults: Block, stated: Block): Block {
  const isOther = ['controller', 'provider'].some(fact => stated[fact] !== undefined && stated[fact] !== defaults[fact])
    || (stated.gatewayClassName !== undefined && stated.name === undefined && defaults.name !== undefined);
  return isOther ? stated : { ...defaults, ...defined(stated) };
}

function defined(block: object | undefined): Block {
  return Object.fromEntries(Object.entries(block ?? {}).filter(([, value]) => value !== undefined));
}

function isObject(value: unknown): value is Block {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

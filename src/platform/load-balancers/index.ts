import { aks } from './aks';
import { awsInTree, awsNlb } from './aws';
import { cilium, kubeVip, metalLb, serviceLb } from './bare-metal';
import { digitalOcean, hetzner, openStack } from './clouds';
import { gke } from './gke';
import { Provider } from './provider';
import { LoadBalancerProvider } from '../load-balancer-provider';

/** The total table: a provider that is missing here does not compile. */
export const PROVIDERS: Record<LoadBalancerProvider, Provider> = {
  [LoadBalancerProvider.AWS_NLB]: awsNlb,
  [LoadBalancerProvider.AWS_IN_TREE]: awsInTree,
  [LoadBalancerProvider.GKE]: gke,
  [LoadBalancerProvider.AKS]: aks,
  [LoadBalancerProvider.DIGITAL_OCEAN]: digitalOcean,
  [LoadBalancerProvider.HETZNER]: hetzner,
  [LoadBalancerProvider.OPEN_STACK]: openStack,
  [LoadBalancerProvider.METAL_LB]: metalLb,
  [LoadBalancerProvider.CILIUM]: cilium,
  [LoadBalancerProvider.KUBE_VIP]: kubeVip,
  [LoadBalancerProvider.SERVICE_LB]: serviceLb,
};

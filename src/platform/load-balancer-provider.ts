/** What gives a Service of type LoadBalancer its address. */
export enum LoadBalancerProvider {
  /** The AWS Load Balancer Controller, which makes a Network Load Balancer. */
  AWS_NLB = 'AwsNlb',

  /** The AWS cloud provider that was a part of Kubernetes, which makes a Classic Load Balancer. */
  AWS_IN_TREE = 'AwsInTree',

  /** GKE. */
  GKE = 'Gke',

  /** AKS. */
  AKS = 'Aks',

  /** DigitalOcean. */
  DIGITAL_OCEAN = 'DigitalOcean',

  /** Hetzner Cloud. */
  HETZNER = 'Hetzner',

  /** OpenStack Octavia. */
  OPEN_STACK = 'OpenStack',

  /** MetalLB. */
  METAL_LB = 'MetalLB',

  /** Cilium's LB IPAM. */
  CILIUM = 'Cilium',

  /** kube-vip. */
  KUBE_VIP = 'KubeVip',

  /** ServiceLB of k3s, which opens the port on the nodes. */
  SERVICE_LB = 'ServiceLB',
}

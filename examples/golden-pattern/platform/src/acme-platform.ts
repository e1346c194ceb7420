import { ClusterProfile, ExposurePolicy, ExposureStrategy, GatewayProtocol, NetworkPolicySource } from 'cdk8s-expose';
import { IConstruct } from 'constructs';

/** The clusters of Acme. */
export enum AcmeCluster {
  /** kind on a workstation, with cloud-provider-kind and cert-manager. */
  KIND = 'kind',

  /** Production, on EKS. */
  EKS = 'eks',
}

/** What is true of each cluster, beyond what is true of its kind. */
const PROFILES: Record<AcmeCluster, ClusterProfile> = {
  [AcmeCluster.KIND]: ClusterProfile.kind({
    name: AcmeCluster.KIND,
    certificates: { clusterIssuer: 'self-signed' },
  }),
  [AcmeCluster.EKS]: ClusterProfile.eks({
    name: AcmeCluster.EKS,
    gateway: { // one load balancer for all apps, with the certificate of *.acme.example
      name: 'public',
      namespace: 'infra',
      listeners: [{ name: 'https', protocol: GatewayProtocol.HTTPS, port: 443 }],
    },
    network: { networkPolicies: true }, // switched on in the VPC CNI
  }),
};

/** Where the web comes from, by name of the cluster: both doors stand outside the cluster, where no profile knows them. */
const SOURCES: { [cluster: string]: NetworkPolicySource[] } = {
  [AcmeCluster.KIND]: [{ cidr: '172.18.0.0/16' }], // the Docker network of kind, with the proxy of cloud-provider-kind
  [AcmeCluster.EKS]: [{ cidr: '10.20.0.0/24' }, { cidr: '10.20.1.0/24' }], // the subnets of the load balancer, where no pod runs
};

/** What a NetworkPolicy lets in for the web to come in. */
export function webSources(scope: IConstruct): NetworkPolicySource[] | undefined {
  return SOURCES[ClusterProfile.of(scope).name];
}

const POLICY = new ExposurePolicy({
  name: 'acme',
  reason: 'what Acme opens is under acme.example, encrypted, and somebody answers for it',
  allowedStrategies: [ExposureStrategy.INGRESS, ExposureStrategy.GATEWAY, ExposureStrategy.CLUSTER_IP],
  allowedDomains: ['*.acme.example'],
  requireTls: true,
  requiredLabels: { 'acme.example/team': [] },
});

/** Where the apps of Acme run, and what they may open there. */
export class AcmePlatform {
  /** Says which cluster an app is for, and holds it to the policy `acme`. It comes before everything that is exposed. */
  public static attach(app: IConstruct, cluster: AcmeCluster): void {
    ClusterProfile.attach(app, PROFILES[cluster]);
    ExposurePolicy.attach(app, POLICY);
  }

  private constructor() {}
}

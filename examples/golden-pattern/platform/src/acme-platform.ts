import { ClusterProfile, ExposurePolicy, ExposureStrategy, GatewayProtocol } from 'cdk8s-expose';
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
    certificates: { clusterIssuer: 'self-signed' },
    network: { nodeCidrs: ['172.18.0.0/16'] }, // the Docker network kind: the nodes, and the proxy of cloud-provider-kind
  }),
  [AcmeCluster.EKS]: ClusterProfile.eks({
    gateway: { // one load balancer for all apps, with the certificate of *.acme.example
      name: 'public',
      namespace: 'infra',
      listeners: [{ name: 'https', protocol: GatewayProtocol.HTTPS, port: 443 }],
    },
    network: { networkPolicies: true, nodeCidrs: ['10.20.0.0/16'] }, // the VPC: the nodes, and the load balancers
  }),
};

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

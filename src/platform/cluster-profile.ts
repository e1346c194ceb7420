import { IConstruct } from 'constructs';
import {
  DnsProvider, NodeOs, PlatformCertificates, PlatformGateway, PlatformIngress, PlatformLoadBalancer, PlatformNetwork, PodSecurityLevel,
} from './cluster-facts';
import { ClusterProfileProps, GatewayApiChannel } from './cluster-profile-props';
import { checkProfile } from './cluster-profile-rules';
import { readyMade } from './ready-made';
import { shown } from '../kubernetes/names';
import { parsePortRange, PortRange } from '../kubernetes/ports';
import { parseKubernetesVersion } from '../kubernetes/versions';
import { Findings } from '../rules/findings';

const PROFILE = Symbol.for('cdk8s-expose.ClusterProfile');

/** What scopes go by in which something was exposed: a profile of their own would come too late, and the walk up ends here. */
const SETTLED = new WeakMap<IConstruct, ClusterProfile>();

/**
 * What a cluster is. Attach one to an App, a Chart or any other scope; whatever is exposed below goes by it.
 *
 * @example
 * ClusterProfile.attach(app, ClusterProfile.custom({ kubernetesVersion: '1.34', clusterDomain: 'example.internal' }));
 */
export class ClusterProfile {
  /**
   * A cluster described by hand.
   *
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static custom(props: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(props);
  }

  /**
   * A cluster of kind, with cloud-provider-kind beside it.
   *
   * - IngressClass and GatewayClass `cloud-provider-kind`, and load balancers: https://kind.sigs.k8s.io/docs/user/loadbalancer/
   * - Host ports and NetworkPolicies by kindnet, whose policies are enforced since kind 0.24:
   *   https://github.com/kubernetes-sigs/kind/releases/tag/v0.24.0
   * - Linux, and the domain `cluster.local` of kubeadm: https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static kind(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('kind', props));
  }

  /**
   * A cluster of k3s, with what it brings along.
   *
   * - Traefik in kube-system with the class `traefik`, and ServiceLB, which take ports 80 and 443 of every node:
   *   https://docs.k3s.io/networking/networking-services
   * - The shared Gateway `traefik-gateway` of Traefik's chart, once its provider is switched on:
   *   https://docs.k3s.io/helm#customizing-packaged-components-with-helmchartconfig
   * - NetworkPolicies by kube-router, host ports by the bundled portmap:
   *   https://docs.k3s.io/networking/networking-services#network-policy-controller
   * - Linux, and the domain `cluster.local`: https://docs.k3s.io/cli/server#networking
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static k3s(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('k3s', props));
  }

  /**
   * A cluster of minikube.
   *
   * - ingress-nginx by its addon, which is not maintained any more:
   *   https://minikube.sigs.k8s.io/docs/handbook/addons/ingress-dns/
   * - Envoy Gateway with the class `eg`, which minikube has no addon for: https://gateway.envoyproxy.io/docs/tasks/quickstart/
   * - Load balancers by `minikube tunnel`: https://minikube.sigs.k8s.io/docs/handbook/accessing/#loadbalancer-access
   * - No NetworkPolicies, unless it was started with `--cni calico`: https://minikube.sigs.k8s.io/docs/handbook/network_policy/
   * - Linux, and the domain `cluster.local`: https://minikube.sigs.k8s.io/docs/commands/start/
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static minikube(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('minikube', props));
  }

  /**
   * A cluster of Amazon EKS, with the AWS Load Balancer Controller.
   *
   * - IngressClass `alb`, with pods as targets: https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html
   * - Load balancers of the class `service.k8s.aws/nlb`:
   *   https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
   * - GatewayClass `aws-alb-gateway-class`, to be made:
   *   https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/l7gateway/
   * - NetworkPolicies are not known, since the VPC CNI enforces them on request:
   *   https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static eks(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('eks', props));
  }

  /**
   * A cluster of Google Kubernetes Engine.
   *
   * - GKE Ingress, which needs no class: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/ingress
   * - GatewayClass `gke-l7-global-external-managed`, and Gateway API 1.5 since GKE 1.35:
   *   https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gatewayclass-capabilities
   * - Load balancers of GKE: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer
   * - NetworkPolicies are not known; with Dataplane V2 they are enforced:
   *   https://docs.cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static gke(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('gke', props));
  }

  /**
   * A cluster of Azure Kubernetes Service, with the application routing add-on.
   *
   * - IngressClass `webapprouting.kubernetes.azure.com`, which is ingress-nginx and supported until November 2026:
   *   https://learn.microsoft.com/azure/aks/app-routing
   * - GatewayClass `approuting-istio`: https://learn.microsoft.com/azure/aks/app-routing-gateway-api
   * - Gateway API 1.3, which AKS manages since Kubernetes 1.34: https://learn.microsoft.com/azure/aks/managed-gateway-api
   * - Load balancers of Azure: https://learn.microsoft.com/azure/aks/load-balancer-standard
   * - NetworkPolicies are not known, since the engine is chosen with the cluster:
   *   https://learn.microsoft.com/azure/aks/use-network-policies
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static aks(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('aks', props));
  }

  /**
   * A cluster of DigitalOcean Kubernetes, with Cilium.
   *
   * - GatewayClass `cilium`: https://docs.digitalocean.com/products/kubernetes/how-to/use-gateway-api/
   * - Gateway API 1.4, which is that of Cilium 1.19:
   *   https://docs.cilium.io/en/v1.19/network/servicemesh/gateway-api/gateway-api/
   * - Load balancers of DigitalOcean: https://docs.digitalocean.com/products/kubernetes/how-to/configure-load-balancers/
   * - No Ingress controller comes along, so Traefik is to be installed:
   *   https://doc.traefik.io/traefik/getting-started/install-traefik/
   * - NetworkPolicies by Cilium: https://docs.digitalocean.com/products/kubernetes/details/features/
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static doks(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('doks', props));
  }

  /**
   * A cluster on machines of one's own, with MetalLB and Traefik.
   *
   * - Load balancers by MetalLB: https://metallb.io/installation/
   * - Traefik in namespace traefik, with the class `traefik`: https://doc.traefik.io/traefik/getting-started/install-traefik/
   * - Its shared Gateway `traefik-gateway`:
   *   https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-gateway/
   * - Nothing else is known.
   *
   * @param props What is otherwise, with blocks merged one level deep. A block with another controller, provider or kind of Gateway
   * stands by itself.
   * @throws when a fact has a form that no cluster has (E-10).
   */
  public static bareMetal(props?: ClusterProfileProps): ClusterProfile {
    return new ClusterProfile(readyMade('bareMetal', props));
  }

  /**
   * Says what the cluster is for everything in a scope. A scope further down may say otherwise.
   *
   * @throws when it is no profile, the scope has one already, or something below was exposed before (E-10).
   */
  public static attach(scope: IConstruct, profile: ClusterProfile): void {
    const findings = new Findings(scope.node.path || 'App');
    if (!isProfile(profile)) {
      findings.report('E-10', `the profile is ${shown(profile)}; give one of ClusterProfile, such as ClusterProfile.custom({})`);
    } else if (Object.hasOwn(scope, PROFILE)) {
      findings.report('E-10', 'a ClusterProfile is attached here already; attach one to a scope, or another to a scope further down');
    } else if (SETTLED.has(scope)) {
      findings.report('E-10', 'a ClusterProfile is attached after something below was exposed without it; attach it first');
    }
    findings.throwIfBroken();
    Object.defineProperty(scope, PROFILE, { value: profile });
  }

  /** The profile that a construct goes by: of the nearest scope that has one, else one that makes no assumption. */
  public static of(construct: IConstruct): ClusterProfile {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      const profile = (scope as { [PROFILE]?: ClusterProfile })[PROFILE] ?? SETTLED.get(scope);
      if (profile) {
        return profile;
      }
    }
    return UNKNOWN_CLUSTER;
  }

  /**
   * The profile that something which is being exposed goes by from now on.
   *
   * @internal
   */
  public static _settle(construct: IConstruct): ClusterProfile {
    const profile = ClusterProfile.of(construct);
    for (let scope: IConstruct | undefined = construct; scope && !Object.hasOwn(scope, PROFILE) && !SETTLED.has(scope); scope = scope.node.scope) {
      SETTLED.set(scope, profile);
    }
    return profile;
  }

  /** What messages call the cluster. */
  public readonly name: string;

  /** The domain of the cluster's DNS, where it is known. */
  public readonly clusterDomain?: string;

  /** The version of the Gateway API that is installed. */
  public readonly gatewayApiVersion: string;

  /** The channel of the Gateway API that is installed. */
  public readonly gatewayApiChannel: GatewayApiChannel;

  /** The minor version of Kubernetes 1, where it is known. */
  public readonly kubernetesMinor?: number;

  /** The range of node ports, as `from-to`. */
  public readonly nodePortRange: string;

  /** The address of the API server, where it is known. */
  public readonly apiServerUrl?: string;

  /** The Ingress controller, where it is known. */
  public readonly ingress?: PlatformIngress;

  /** The Gateway, where it is known. */
  public readonly gateway?: PlatformGateway;

  /** What gives load balancers their address, where it is known. */
  public readonly loadBalancer?: PlatformLoadBalancer;

  /** What makes DNS records. */
  public readonly dns: DnsProvider;

  /** Where certificates come from that no app states, if from anywhere. */
  public readonly certificates?: PlatformCertificates;

  /** The level of Pod Security that namespaces of apps enforce, where it is known. */
  public readonly podSecurity?: PodSecurityLevel;

  /** What the pod network does, as far as it is known. */
  public readonly network: PlatformNetwork;

  /** The operating system of the nodes, where it is known. */
  public readonly nodeOs?: NodeOs;

  /** @internal */
  public readonly _nodePorts: PortRange;

  private constructor(props: ClusterProfileProps) {
    const findings = new Findings(typeof props?.name === 'string' ? `ClusterProfile ${props.name}` : 'ClusterProfile');
    checkProfile(findings, props);
    findings.throwIfBroken();
    this.name = props.name ?? 'custom';
    this.clusterDomain = props.clusterDomain;
    this.gatewayApiVersion = props.gatewayApiVersion ?? '1.6';
    this.gatewayApiChannel = props.gatewayApiChannel ?? GatewayApiChannel.STANDARD;
    this.kubernetesMinor = props.kubernetesVersion === undefined ? undefined : parseKubernetesVersion(props.kubernetesVersion) as number;
    this.nodePortRange = props.nodePortRange ?? '30000-32767';
    this.apiServerUrl = props.apiServerUrl;
    this.ingress = props.ingress;
    this.gateway = props.gateway;
    this.loadBalancer = props.loadBalancer;
    this.dns = props.dns ?? DnsProvider.NONE;
    this.certificates = props.certificates;
    this.podSecurity = props.podSecurity;
    this.network = props.network ?? {};
    this.nodeOs = props.nodeOs;
    this._nodePorts = parsePortRange(this.nodePortRange) as PortRange;
  }
}

/** Also one of another copy of the library. */
function isProfile(profile: unknown): profile is ClusterProfile {
  return typeof profile === 'object' && profile !== null && '_nodePorts' in profile;
}

const UNKNOWN_CLUSTER = ClusterProfile.custom({});

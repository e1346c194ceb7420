import { IConstruct } from 'constructs';
import {
  DnsProvider, NodeOs, PlatformCertificates, PlatformGateway, PlatformIngress, PlatformLoadBalancer, PlatformNetwork, PodSecurityLevel,
} from './cluster-facts';
import { ClusterProfileProps, GatewayApiChannel } from './cluster-profile-props';
import { checkProfile } from './cluster-profile-rules';
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
   * Says what the cluster is for everything in a scope. A scope further down may say otherwise.
   *
   * @throws when the scope has a profile already, or something below was exposed before (E-10).
   */
  public static attach(scope: IConstruct, profile: ClusterProfile): void {
    const findings = new Findings(scope.node.path || 'App');
    if (Object.hasOwn(scope, PROFILE)) {
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

const UNKNOWN_CLUSTER = ClusterProfile.custom({});

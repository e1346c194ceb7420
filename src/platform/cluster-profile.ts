import { IConstruct } from 'constructs';
import { dnsSubdomain } from '../kubernetes/names';
import { parsePortRange, PortRange } from '../kubernetes/ports';
import { parseGatewayApiVersion, parseKubernetesVersion } from '../kubernetes/versions';
import { Findings } from '../rules/findings';
import { hasShape, oneOf, struct, anything } from '../shape';

/**
 * Which set of the Gateway API's kinds is installed.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/#release-channels
 */
export enum GatewayApiChannel {
  /** What is stable. */
  STANDARD = 'standard',

  /** Everything, at versions that may change. */
  EXPERIMENTAL = 'experimental',
}

/** What a cluster is, as far as a door depends on it. */
export interface ClusterProfileProps {
  /**
   * The version of Kubernetes, such as `1.34`; 1.27 to 1.37 are known.
   *
   * @default - unknown: only what works on every version is accepted
   */
  readonly kubernetesVersion?: string;

  /**
   * The API server's `--service-node-port-range` (NP-1).
   *
   * @default '30000-32767'
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
   */
  readonly nodePortRange?: string;

  /**
   * The domain of the cluster's DNS, for the addresses inside the cluster (U-4).
   *
   * @default - unknown: the short form `<service>.<namespace>.svc` is used, which every cluster resolves
   */
  readonly clusterDomain?: string;

  /**
   * The version of the Gateway API that is installed, 1.0 to 1.6. It decides at which version routes are written.
   *
   * @default '1.6'
   */
  readonly gatewayApiVersion?: string;

  /**
   * The channel of the Gateway API that is installed.
   *
   * @default GatewayApiChannel.STANDARD
   */
  readonly gatewayApiChannel?: GatewayApiChannel;
}

const PROFILE = Symbol.for('cdk8s-expose.ClusterProfile');

/** Scopes without a profile of their own in which something was exposed: a profile would come too late. */
const PASSED_BY = new WeakSet<IConstruct>();

const profileShape = struct<ClusterProfileProps>({
  kubernetesVersion: anything,
  nodePortRange: anything,
  clusterDomain: anything,
  gatewayApiVersion: anything,
  gatewayApiChannel: oneOf(GatewayApiChannel).optional(),
});

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
    } else if (PASSED_BY.has(scope)) {
      findings.report('E-10', 'a ClusterProfile is attached after something below was exposed without it; attach it first');
    }
    findings.throwIfBroken();
    Object.defineProperty(scope, PROFILE, { value: profile });
  }

  /** The profile that a construct goes by: of the nearest scope that has one, else one that makes no assumption. */
  public static of(construct: IConstruct): ClusterProfile {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      const profile = (scope as { [PROFILE]?: ClusterProfile })[PROFILE];
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
    for (let scope: IConstruct | undefined = construct; scope && !Object.hasOwn(scope, PROFILE) && !PASSED_BY.has(scope); scope = scope.node.scope) {
      PASSED_BY.add(scope);
    }
    return ClusterProfile.of(construct);
  }

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

  /** @internal */
  public readonly _nodePorts: PortRange;

  private constructor(props: ClusterProfileProps) {
    const findings = new Findings('ClusterProfile');
    if (hasShape(findings, profileShape, props)) {
      check(findings, 'kubernetesVersion', props.kubernetesVersion, parseKubernetesVersion);
      check(findings, 'nodePortRange', props.nodePortRange, parsePortRange);
      check(findings, 'clusterDomain', props.clusterDomain, dnsSubdomain);
      check(findings, 'gatewayApiVersion', props.gatewayApiVersion, parseGatewayApiVersion);
    }
    findings.throwIfBroken();
    this.clusterDomain = props.clusterDomain;
    this.gatewayApiVersion = props.gatewayApiVersion ?? '1.6';
    this.gatewayApiChannel = props.gatewayApiChannel ?? GatewayApiChannel.STANDARD;
    this.kubernetesMinor = props.kubernetesVersion === undefined ? undefined : parseKubernetesVersion(props.kubernetesVersion) as number;
    this.nodePortRange = props.nodePortRange ?? '30000-32767';
    this._nodePorts = parsePortRange(this.nodePortRange) as PortRange;
  }
}

/** Reports what a parser answers with a text, which is a problem. */
function check(findings: Findings, option: string, value: unknown, parse: (value: unknown) => unknown): void {
  if (value !== undefined) {
    const problem = parse(value);
    findings.reportIf('E-10', option, typeof problem === 'string' ? problem : undefined);
  }
}

const UNKNOWN_CLUSTER = ClusterProfile.custom({});

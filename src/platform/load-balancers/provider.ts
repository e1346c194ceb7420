import { LoadBalancerIntents } from '../../strategies/load-balancer-intents';
import { DoorPort } from '../../workload/door-port';

/** What an app may ask a provider for, with what it says of it. */
export interface IntentValues extends Required<LoadBalancerIntents> {
  /** What Kubernetes has a field for, which providers may ignore. */
  readonly loadBalancerSourceRanges: string[];
}

export type IntentName = keyof IntentValues;

/** Every intent; what providers are told, they are told in this order. */
export const INTENTS: Readonly<Record<IntentName, string>> = {
  internal: 'internal',
  staticAddress: 'static address',
  addressPool: 'address pool',
  subnets: 'subnets',
  loadBalancerSourceRanges: 'source ranges',
  crossZone: 'across zones',
  proxyProtocol: 'PROXY protocol',
  idleTimeout: 'idle timeout',
  healthCheck: 'health check',
  dnsName: 'DNS name',
};

/** What a provider is told about: the load balancer that is being made. */
export interface IntentContext {
  /** Everything that the app asks for. */
  readonly intents: LoadBalancerIntents;
  readonly loadBalancerClass?: string;
  /** The annotations that the app states itself. */
  readonly stated: { readonly [key: string]: string };
  /** The ports, with the numbers of the load balancer. */
  readonly ports: readonly (Pick<DoorPort, 'name' | 'protocol'> & { readonly number: number })[];
}

/** What an intent adds to the Service that is the door. */
export interface Rendering {
  readonly annotations?: { readonly [key: string]: string };
  readonly labels?: { readonly [key: string]: string };
}

/** How a provider does something. */
export interface Cell<V> {
  /** The annotation, label or field, for the table of the documentation. */
  readonly by: string;
  /** Where its maker documents it. */
  readonly source: string;
  /** What keeps this value from working, with what would be right; undefined where nothing does. */
  readonly check?: (value: V, context: IntentContext) => string | undefined;
  /** Nothing where a field of the Service says it. */
  readonly render?: (value: V, context: IntentContext) => Rendering;
  /** What has to be there beside the provider, as a requirement of the door. */
  readonly needs?: string;
}

/** How a provider does each of the intents that it knows. Source ranges that are missing here are ignored by it. */
export type Row = { readonly [I in IntentName]?: Cell<IntentValues[I]> };

/** What is known of a provider. */
export interface Provider {
  /** As its makers write it. */
  readonly title: string;
  readonly website: string;
  /** What it is told in any case, so that it does the right thing at all. What the app states itself goes before. */
  readonly always?: Cell<true>;
  readonly intents: Row;
}

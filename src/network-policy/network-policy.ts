import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { NetworkPolicySource } from './network-policy-options';
import { sourcesOf } from './senders';
import { AccessFrom, AccessPoint } from '../access/access-point';
import { ExposureContext } from '../strategies/strategy';
import { DoorPort } from '../workload/door-port';

/** The label that every namespace has from Kubernetes 1.22 on, with its name. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Those who are let in, and to which ports. */
interface Opening {
  readonly from: readonly NetworkPolicySource[];
  readonly ports: readonly DoorPort[];
}

/** The NetworkPolicy of the app's pods, where one is asked for. */
export function makeNetworkPolicy(context: ExposureContext): ApiObject | undefined {
  const { scope, name, namespace, labels, workload, options } = context;
  return options.networkPolicy && new kplus.k8s.KubeNetworkPolicy(scope, 'NetworkPolicy', {
    metadata: { name, namespace, labels },
    spec: {
      podSelector: workload._toLabelSelector(),
      policyTypes: ['Ingress'],
      ingress: [...doorOpenings(context), ...clientOpenings(context)].map(opening => ({
        from: opening.from.map(peer),
        ports: portsOf(opening.ports),
      })),
    },
  });
}

/** Ports that are reached from the same sources together. One that is reached from nowhere has no rule: a rule without a source lets everybody in. */
function doorOpenings(context: ExposureContext): Opening[] {
  const openings = new Map<string, { readonly from: readonly NetworkPolicySource[]; readonly ports: DoorPort[] }>();
  for (const port of context.exposed) {
    const from = sourcesOf(context, port) ?? [];
    const key = JSON.stringify(from);
    if (from.length > 0) {
      openings.set(key, { from, ports: [...openings.get(key)?.ports ?? [], port] });
    }
  }
  return [...openings.values()];
}

function clientOpenings({ options: { networkPolicy }, ports }: ExposureContext): Opening[] {
  return (networkPolicy?.clients ?? []).map(client => ({
    from: [client],
    ports: ports.filter(({ name, exposed }) => client.ports?.includes(name) ?? exposed),
  }));
}

function peer({ cidr, podLabels, namespace, namespaceLabels }: NetworkPolicySource): kplus.k8s.NetworkPolicyPeer {
  if (cidr !== undefined) {
    return { ipBlock: { cidr } };
  }
  const ofNamespace = namespace === undefined ? namespaceLabels : { [NAMESPACE_NAME]: namespace };
  return {
    namespaceSelector: ofNamespace && selector(ofNamespace),
    podSelector: podLabels || !ofNamespace ? selector(podLabels ?? {}) : undefined,
  };
}

/** A selector; one without labels selects everything. */
function selector(labels: { [key: string]: string }): kplus.k8s.LabelSelector {
  return Object.keys(labels).length === 0 ? {} : { matchLabels: labels };
}

/** What the containers listen on, each once: packets have the number of the container when they are judged, whatever the Service's is. */
function portsOf(ports: readonly DoorPort[]): kplus.k8s.NetworkPolicyPort[] {
  const distinct = new Map(ports.map(({ port, protocol }) => [`${port}/${protocol}`, { port: kplus.k8s.IntOrString.fromNumber(port), protocol }]));
  return [...distinct.values()];
}

/** The access points, with what the NetworkPolicy makes of those beside the door. */
export function policed(context: ExposureContext, points: readonly AccessPoint[]): AccessPoint[] {
  return points.map(point => {
    const note = context.options.networkPolicy && noteOn(context, point);
    return note === undefined ? point : new AccessPoint({ ...point, note: [...point.note === undefined ? [] : [point.note], note].join('; ') });
  });
}

function noteOn(context: ExposureContext, { from, port, placeholders }: AccessPoint): string | undefined {
  const { exposed, cluster } = context;
  const door = exposed.find(({ name }) => name === port);
  const letIn = (door && sourcesOf(context, door))?.map(({ cidr }) => cidr) ?? [];
  const isEverybody = letIn.includes('0.0.0.0/0');
  const areNodes = isEverybody || cluster.network.nodeCidrs?.every(range => letIn.includes(range));
  const isByService = placeholders.some(({ name }) => name === 'CLUSTER_IP');
  return from === AccessFrom.INSIDE && !isEverybody ? 'the NetworkPolicy lets in its clients alone'
    : isByService && !areNodes ? 'the NetworkPolicy lets in a pod\'s own node alone'
      : undefined;
}

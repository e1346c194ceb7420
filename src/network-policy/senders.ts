import { ServiceType } from 'cdk8s-plus-27';
import { NetworkPolicySource } from './network-policy-options';
import { Kubectl, labelSelector } from '../access/kubectl';
import { Requirement, RequirementKind } from '../access/requirement';
import { ExposureStrategy } from '../exposure-strategy';
import { CONTROLLERS } from '../platform/controllers';
import { controllerOf } from '../platform/controllers/features';
import { IngressController } from '../platform/ingress-controller';
import { LoadBalancerProvider } from '../platform/load-balancer-provider';
import { ControlledDoor, platformOf } from '../platform/platform-of';
import { RuleId } from '../rules/catalogue';
import { doorServiceName } from '../service/external-service';
import { TrafficPolicy } from '../service-options';
import { proxied } from '../strategies/cluster-ip';
import { routeNamespace } from '../strategies/gateway-namespace';
import { refsFor } from '../strategies/gateway-plan';
import { hostIpOf, isLoopback } from '../strategies/host-port-rules';
import { ExposureContext } from '../strategies/strategy';
import { DoorPort } from '../workload/door-port';

/** Who sends to the pods what comes through a door: the address that they see, and that a NetworkPolicy has to let in. */
export interface Sender {
  /** What is wrong where nobody says where it sends from. */
  readonly unknown?: { readonly rule: RuleId; message(context: ExposureContext): string };

  /** Whom the pods see in place of the clients, where they do not see those, and what keeps clients out then. */
  readonly hidesClients?: string;

  /** Where it sends to a port from: nothing where nobody says, and an empty list where a NetworkPolicy has no say. */
  from(context: ExposureContext, port: DoorPort): readonly NetworkPolicySource[] | undefined;

  /** What has to be true of it for the NetworkPolicy to fit. */
  requirement?(context: ExposureContext): Requirement | undefined;
}

const EVERYBODY: readonly NetworkPolicySource[] = [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }];

/** Controllers whose requests come from a load balancer outside the cluster: the namespace of the pods that set it up is of no use. */
const OUTSIDE: readonly (IngressController | undefined)[] = [IngressController.AWS_ALB, IngressController.GKE];

/** What is wrong with the requests of those, by door. */
function fromOutside(context: ExposureContext, door: ControlledDoor): string | undefined {
  const controller = controllerOf(context, door);
  return controller !== undefined && OUTSIDE.includes(controller)
    ? `what comes through the load balancer of ${CONTROLLERS[controller].title} comes from outside the cluster, or from the nodes; say from where with networkPolicy.from.${context.options.strategy}`
    : undefined;
}

/** Classes of Gateways that have no pods of their own, and what is wrong with their requests. */
const WITHOUT_PODS: Readonly<Record<string, string>> = {
  // https://docs.cilium.io/en/stable/network/servicemesh/ingress-and-network-policy/
  'cilium': 'what comes through a Gateway of class cilium has the identity ingress of Cilium, which no NetworkPolicy selects; leave networkPolicy out, and make a CiliumNetworkPolicy that has it in fromEntities',
  // https://kind.sigs.k8s.io/docs/user/loadbalancer/
  'cloud-provider-kind': 'what comes through a Gateway of class cloud-provider-kind comes from a container beside the cluster; say from where with networkPolicy.from.Gateway',
};

/** What is wrong with the requests of a Gateway that no pods of the cluster send. */
function fromNoPods(context: ExposureContext): string | undefined {
  const gatewayClass = context.options.gateway?.ownGateway?.gatewayClassName;
  return fromOutside(context, 'gateway') ?? (gatewayClass === undefined ? undefined : WITHOUT_PODS[gatewayClass]);
}

function ranges(cidrs: readonly string[] | undefined): readonly NetworkPolicySource[] | undefined {
  return cidrs?.map(cidr => ({ cidr }));
}

/** A list of facts that says something. */
function stated<T>(facts: readonly T[] | undefined): readonly T[] | undefined {
  return facts?.length === 0 ? undefined : facts;
}

/** The clients themselves: nothing on the way gives their packets another address. */
const clients: Sender = {
  from: context => ranges(clientRanges(context)) ?? EVERYBODY,
  requirement: context => stated(clientRanges(context)) && {
    kind: RequirementKind.NETWORK,
    description: `clients come to the nodes with their own addresses, of ${clientRanges(context)?.join(' and ')}; what a proxy or load balancer sends from its own is kept out by the NetworkPolicy`,
  },
};

function clientRanges({ options: { networkPolicy, loadBalancer: options, strategy } }: ExposureContext): readonly string[] | undefined {
  return networkPolicy?.clientRanges ?? (strategy === ExposureStrategy.LOAD_BALANCER ? stated(options?.loadBalancerSourceRanges) : undefined);
}

/** A host port on a loopback address, which the pod's own node alone reaches, and that is always let in. */
const ownNode: Sender = { from: () => [] };

/** The nodes: kube-proxy gives a packet that it may pass on to another node the address of its own. */
const nodes = (hidesClients: string): Sender => ({
  from: ({ cluster }) => ranges(stated(cluster.network.nodeCidrs)),
  unknown: {
    rule: 'N-3',
    message: ({ options: { strategy } }) => `what comes through a node port has the address of a node, and no ClusterProfile says network.nodeCidrs; state it there, or networkPolicy.from.${strategy}`,
  },
  hidesClients,
  requirement: ({ cluster }) => ({
    kind: RequirementKind.NETWORK,
    description: `the pods see the nodes at ${cluster.network.nodeCidrs?.join(' and ')}: with an overlay that has to include the addresses of the nodes on the pod network, and Cilium has to have policy-cidr-match-mode nodes; otherwise the NetworkPolicy shuts the door`,
    check: 'kubectl get nodes -o jsonpath=\'{range .items[*]}{.metadata.name} {.status.addresses[*].address} {.spec.podCIDRs}{"\\n"}{end}\'',
  }),
});

const nodesOfNodePort = nodes('a node in place of clients; nodePort.externalTrafficPolicy LOCAL lets them see the clients');
const nodesOfLoadBalancer = nodes('a node in place of clients; loadBalancer.loadBalancerSourceRanges keeps clients out before, or loadBalancer.externalTrafficPolicy LOCAL lets them see the clients');

const TARGET_TYPE = 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type';

/** A load balancer whose targets are the pods, past the nodes. */
const pastNodes: Sender = {
  from: () => undefined,
  unknown: {
    rule: 'N-3',
    message: () => 'what comes through a Network Load Balancer to the addresses of pods comes from its own addresses, which are of its subnets, and over UDP from the clients; say from where with networkPolicy.from.LoadBalancer',
  },
  hidesClients: 'the load balancer in place of clients; loadBalancer.loadBalancerSourceRanges keeps clients out before',
};

/** Whether the targets of the load balancer are the pods, as they are where nobody says otherwise. */
function leadsToPods({ options, cluster }: ExposureContext): boolean {
  return cluster.loadBalancer?.provider === LoadBalancerProvider.AWS_NLB && options.loadBalancer?.annotations?.[TARGET_TYPE] !== 'instance';
}

/** The pods of ServiceLB, which forward to the Service and put their own address on what they forward (k3s-io/klipper-lb, entry). */
function serviceLbPods(context: ExposureContext): NetworkPolicySource {
  return {
    namespace: 'kube-system',
    podLabels: {
      'svccontroller.k3s.cattle.io/svcname': doorServiceName(context, { type: ServiceType.LOAD_BALANCER }),
      ...context.namespace === undefined ? {} : { 'svccontroller.k3s.cattle.io/svcnamespace': context.namespace },
    },
  };
}

const serviceLb: Sender = {
  from: context => [serviceLbPods(context)],
  hidesClients: 'the pods of ServiceLB in place of clients; loadBalancer.loadBalancerSourceRanges keeps clients out there',
  requirement: context => podsOf('ServiceLB', serviceLbPods(context)),
};

const BEHIND_A_PROXY = 'in place of clients; http.allowSourceRanges keeps clients out there';

const ingressController: Sender = {
  from(context) {
    const ingress = platformOf(context, 'ingress');
    return ingress?.namespace === undefined || fromOutside(context, 'ingress') !== undefined
      ? undefined
      : [{ namespace: ingress.namespace, podLabels: ingress.podLabels }];
  },
  unknown: {
    rule: 'N-3',
    message: context => fromOutside(context, 'ingress')
      ?? 'what comes through an Ingress comes from the pods of its controller, and no ClusterProfile says ingress.namespace; state it there, or networkPolicy.from.Ingress',
  },
  hidesClients: `the Ingress controller ${BEHIND_A_PROXY}`,
  requirement(context) {
    const { namespace, podLabels } = platformOf(context, 'ingress') ?? {};
    return podsOf('the Ingress controller', { namespace, podLabels });
  },
};

/** The pods behind a Gateway, by default in its own namespace. */
const dataPlane: Sender = {
  from: (context, port) => fromNoPods(context) === undefined
    ? dataPlaneNamespaces(context, port).map(namespace => ({ namespace, podLabels: platformOf(context, 'gateway')?.podLabels }))
    : undefined,
  unknown: { rule: 'N-3', message: context => fromNoPods(context)! },
  hidesClients: `the Gateway ${BEHIND_A_PROXY}`,
  requirement: context => podsOf('the data plane of the Gateway', {
    namespace: dataPlaneNamespaces(context, ...context.exposed).join(' and ') || undefined,
    podLabels: platformOf(context, 'gateway')?.podLabels,
  }),
};

function dataPlaneNamespaces(context: ExposureContext, ...ports: readonly DoorPort[]): (string | undefined)[] {
  const { options: { gateway = {} } } = context;
  const platform = platformOf(context, 'gateway');
  const stays = routeNamespace(context);
  const ofGateways = gateway.ownGateway ? [stays] : ports.flatMap(port => refsFor(gateway, port).map(({ namespace }) => namespace ?? stays));
  return [...new Set(platform?.dataPlaneNamespace === undefined ? ofGateways : [platform.dataPlaneNamespace])];
}

/**
 * The API server, for its proxy. Where nobody says what its address is, it is kept out with a warning and not an error: the app is an
 * inner one, reached by its clients and by port-forward, which goes through the kubelet into the pod and so past every NetworkPolicy.
 * Letting everybody in instead would give up what was asked for.
 */
const apiServer: Sender = {
  from: ({ cluster: { network } }, port) => proxied([port]).length === 0 ? [] : ranges(stated(network.apiServerCidrs) ?? stated(network.nodeCidrs)),
  unknown: {
    rule: 'N-5',
    message: () => 'the API server\'s proxy is kept out, since no ClusterProfile says network.apiServerCidrs or network.nodeCidrs; state one there, or networkPolicy.from.ClusterIP; port-forward works all the same',
  },
  requirement: ({ cluster: { network }, exposed }) => proxied(exposed).length === 0 ? undefined : {
    kind: RequirementKind.NETWORK,
    description: `the API server sends to pods from ${(stated(network.apiServerCidrs) ?? network.nodeCidrs)?.join(' and ')}, and not through pods of a tunnel (Konnectivity); otherwise the NetworkPolicy keeps its proxy out`,
  },
};

/** What is required of pods that are let in by their labels. */
function podsOf(whose: string, { namespace, podLabels = {} }: NetworkPolicySource): Requirement {
  const labels = labelSelector(podLabels);
  const where = `${namespace === undefined ? 'the app\'s namespace' : `namespace ${namespace}`}${labels === '' ? '' : ` with ${labels}`}`;
  return {
    kind: RequirementKind.NETWORK,
    description: `the pods of ${whose} run in ${where}, and not on the host network; otherwise the NetworkPolicy shuts the door`,
    check: new Kubectl(namespace).run('get', `pods${labels === '' ? '' : ` -l ${labels}`} -o wide`),
  };
}

/** Who sends, by door; nothing where no NetworkPolicy can work (N-1). A door that is missing here does not compile. */
export const SENDERS: Record<ExposureStrategy, ((context: ExposureContext) => Sender) | undefined> = {
  [ExposureStrategy.HOST_NETWORK]: undefined,
  [ExposureStrategy.HOST_PORT]: context => isLoopback(hostIpOf(context)) ? ownNode : clients,
  [ExposureStrategy.CLUSTER_IP]: () => apiServer,
  [ExposureStrategy.NODE_PORT]: ({ options }) => options.nodePort?.externalTrafficPolicy === TrafficPolicy.LOCAL ? clients : nodesOfNodePort,
  [ExposureStrategy.LOAD_BALANCER]: context => context.cluster.loadBalancer?.provider === LoadBalancerProvider.SERVICE_LB ? serviceLb
    : leadsToPods(context) ? pastNodes
      : context.options.loadBalancer?.externalTrafficPolicy === TrafficPolicy.LOCAL ? clients : nodesOfLoadBalancer,
  [ExposureStrategy.INGRESS]: () => ingressController,
  [ExposureStrategy.GATEWAY]: () => dataPlane,
};

/** Who sends through the door of an exposure. */
export function senderOf(context: ExposureContext): Sender | undefined {
  return SENDERS[context.options.strategy]?.(context);
}

/** Where a port is reached from through the door: as the app states it, else as the platform does; nothing where nobody says. */
export function sourcesOf(context: ExposureContext, port: DoorPort): readonly NetworkPolicySource[] | undefined {
  const { networkPolicy, strategy } = context.options;
  return networkPolicy?.from?.[strategy] ?? senderOf(context)?.from(context, port);
}

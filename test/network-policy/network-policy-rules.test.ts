import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  ClusterProfile, ClusterProfileProps, ExposedService, ExposedServiceProps, Exposure, ExposureStrategy, IngressController,
  LoadBalancerProvider, TrafficPolicy,
} from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const { HOST_NETWORK, HOST_PORT, CLUSTER_IP, NODE_PORT, LOAD_BALANCER, INGRESS, GATEWAY } = ExposureStrategy;

const PROFILE: ClusterProfileProps = {
  name: 'production',
  ingress: { namespace: 'traefik' },
  gateway: { name: 'shared', namespace: 'infra' },
  network: { networkPolicies: true, nodeCidrs: ['10.0.0.0/16'] },
};

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

function chartOf(cluster?: ClusterProfileProps) {
  const chart = new Chart(Testing.app(), 'team', { namespace: 'shops' });
  if (cluster) {
    ClusterProfile.attach(chart, ClusterProfile.custom(cluster));
  }
  return chart;
}

function expose(options: Partial<ExposedServiceProps>, cluster?: ClusterProfileProps) {
  return new ExposedService(chartOf(cluster), 'shop', {
    app: { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }] },
    strategy: CLUSTER_IP,
    http: { hostnames: ['shop.example.com'], tls: { secretName: 'shop-cert' } },
    networkPolicy: {},
    allow: { 'E-15': 'the Secret is for the Ingress' },
    ...options,
  });
}

function expectRefusal(options: Partial<ExposedServiceProps>, cluster: ClusterProfileProps | undefined, ...lines: string[]) {
  expect(() => expose(options, cluster)).toThrow(new Error(lines.map(line => `[team/shop] ${line}`).join('\n')));
}

function warnings(options: Partial<ExposedServiceProps>, cluster?: ClusterProfileProps): string[] {
  const { node } = expose(options, cluster).exposure;
  return node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

/** What is required beyond the same door without a NetworkPolicy. */
function requirements(options: Partial<ExposedServiceProps>, cluster?: ClusterProfileProps) {
  const without = expose({ ...options, networkPolicy: undefined }, cluster).requirements.map(({ description }) => description);
  return expose(options, cluster).requirements.filter(({ description }) => !without.includes(description));
}

const ENFORCED = {
  kind: 'Capability',
  description: 'a CNI that enforces NetworkPolicies, such as Calico, Cilium or Antrea; another, such as flannel alone, takes the object and lets everybody in',
  check: 'kubectl get daemonsets -A -o wide',
};

test('N-1: there is none on the host network', () => {
  expectRefusal({ strategy: HOST_NETWORK }, PROFILE, 'N-1: networkPolicy is asked for, and the pods of Deployment shop are on the host network, where most CNIs ignore it; leave it out, or use HOST_PORT');
  const chart = chartOf(PROFILE);
  const workload = new kplus.Deployment(chart, 'own', {
    metadata: { name: 'own' }, hostNetwork: true, containers: [{ image: 'own:1', ports: [{ name: 'http', number: 8080, hostPort: 8080 }] }],
  });
  expect(() => new Exposure(chart, 'door', { workload, strategy: CLUSTER_IP, networkPolicy: {}, allow: { 'HN-6': 'no cluster names', 'HN-9': 'one pod' } })).toThrow(
    'N-1: networkPolicy is asked for, and the pods of Deployment own are on the host network, where most CNIs ignore it; leave it out, or use HOST_PORT',
  );
});

test('N-2: a pod network that does not enforce it is an error, unless a reason is written down', () => {
  const cluster = { ...PROFILE, network: { ...PROFILE.network, networkPolicies: false } };
  expectRefusal({}, cluster, 'N-2: networkPolicy is asked for, and the ClusterProfile production says network.networkPolicies: false, so everybody would be let in; leave it out, or use a CNI that enforces it (if it is right here, say why: allow: { \'N-2\': \'the reason\' })');
  expect(expose({ allow: { 'N-2': 'the CNI is replaced next week' } }, cluster).networkPolicy).toBeDefined();
  expect(requirements({ allow: { 'N-2': 'the CNI is replaced next week' } }, cluster)[0]).toEqual(ENFORCED);
});

test.each([
  [INGRESS, undefined, 'what comes through an Ingress comes from the pods of its controller, and no ClusterProfile says ingress.namespace; state it there, or networkPolicy.from.Ingress'],
  [INGRESS, { ingress: { controller: IngressController.GKE, namespace: 'kube-system' } }, 'what comes through the load balancer of GKE comes from outside the cluster, or from the nodes; say from where with networkPolicy.from.Ingress'],
  [GATEWAY, { gateway: { ...PROFILE.gateway, controller: IngressController.GKE } }, 'what comes through the load balancer of GKE comes from outside the cluster, or from the nodes; say from where with networkPolicy.from.Gateway'],
  [NODE_PORT, undefined, 'what comes through a node port has the address of a node, and no ClusterProfile says network.nodeCidrs; state it there, or networkPolicy.from.NodePort'],
  [NODE_PORT, { network: { nodeCidrs: [] } }, 'what comes through a node port has the address of a node, and no ClusterProfile says network.nodeCidrs; state it there, or networkPolicy.from.NodePort'],
  [LOAD_BALANCER, undefined, 'what comes through a node port has the address of a node, and no ClusterProfile says network.nodeCidrs; state it there, or networkPolicy.from.LoadBalancer'],
  [GATEWAY, { gateway: { gatewayClassName: 'cilium' } }, 'what comes through a Gateway of class cilium has the identity ingress of Cilium, which no NetworkPolicy selects; leave networkPolicy out, and make a CiliumNetworkPolicy that has it in fromEntities'],
  [GATEWAY, { gateway: { gatewayClassName: 'cloud-provider-kind' } }, 'what comes through a Gateway of class cloud-provider-kind comes from a container beside the cluster; say from where with networkPolicy.from.Gateway'],
  [LOAD_BALANCER, { ...PROFILE, loadBalancer: { provider: LoadBalancerProvider.AWS_NLB } }, 'what comes through a Network Load Balancer to the addresses of pods comes from its own addresses, which are of its subnets, and over UDP from the clients; say from where with networkPolicy.from.LoadBalancer'],
])('N-3: %s needs to know where its traffic comes from (%#)', (strategy, cluster, message) => {
  expectRefusal({ strategy }, cluster, `N-3: ${message}`);
  const { networkPolicy } = expose({ strategy, networkPolicy: { from: { [strategy]: [{ cidr: '192.0.2.0/24' }] } } }, cluster);
  expect(networkPolicy!.toJson().spec.ingress).toEqual([{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ port: 8080, protocol: 'TCP' }] }]);
});

test('the pods of ServiceLB are looked for by the labels that the NetworkPolicy has', () => {
  const cluster = { ...PROFILE, loadBalancer: { provider: LoadBalancerProvider.SERVICE_LB } };
  const labels = 'svccontroller.k3s.cattle.io/svcname=shop,svccontroller.k3s.cattle.io/svcnamespace=shops';
  expect(requirements({ strategy: LOAD_BALANCER }, cluster)).toEqual([{
    kind: 'Network',
    description: `the pods of ServiceLB run in namespace kube-system with ${labels}, and not on the host network; otherwise the NetworkPolicy shuts the door`,
    check: `kubectl get -n kube-system pods -l ${labels} -o wide`,
  }]);
});

test('a Network Load Balancer whose targets are the nodes sends through them', () => {
  const loadBalancer = { annotations: { 'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'instance' } };
  const cluster = { ...PROFILE, loadBalancer: { provider: LoadBalancerProvider.AWS_NLB } };
  const { networkPolicy } = expose({ strategy: LOAD_BALANCER, loadBalancer }, cluster);
  expect(networkPolicy!.toJson().spec.ingress[0].from).toEqual([{ ipBlock: { cidr: '10.0.0.0/16' } }]);
});

test('what is stated for a door that is not chosen is dormant, and checked all the same', () => {
  const from = { NodePort: [{ cidr: '192.0.2.0/24' }] };
  expect(expose({ networkPolicy: { from } }, PROFILE).networkPolicy!.toJson().spec.ingress[0].from).toEqual([{ ipBlock: { cidr: '10.0.0.0/16' } }]);
  expectRefusal({ networkPolicy: { from: { NodePort: [{ cidr: '192.0.2.1/24' }] } } }, PROFILE, 'N-4: networkPolicy.from.NodePort.0.cidr "192.0.2.1/24" has host bits; write "192.0.2.0/24"');
});

test('N-4: those who are let in are a range of addresses, or pods by labels', () => {
  expectRefusal({
    networkPolicy: {
      clients: [
        { ports: [] },
        { ports: ['http', 'grpc'] },
        { namespace: 'Jobs' },
        { namespace: 'jobs', namespaceLabels: { team: 'shop' } },
      ],
      clientRanges: ['10.0.0.1'],
      from: { Ingress: [{ cidr: '10.0.0.0/8', podLabels: { app: 'traefik' } }, { cidr: 'anywhere' }] },
    },
  }, PROFILE,
  'N-4: networkPolicy.clients.0.ports is an empty list; name a port of the app, or leave it out for every exposed one',
  'N-4: networkPolicy.clients.1.ports names the port "grpc", which the app does not have; its ports are http',
  'N-4: networkPolicy.clients.2.namespace "Jobs" is not a DNS label; write at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, for instance "jobs"',
  'N-4: networkPolicy.clients.3 has namespace and namespaceLabels; give one of the two',
  'N-4: networkPolicy.clientRanges.0 "10.0.0.1" is one address, not a range; write "10.0.0.1/32"',
  'N-4: networkPolicy.from.Ingress.0 has a range of addresses and labels of pods; make two entries of it',
  'N-4: networkPolicy.from.Ingress.1.cidr "anywhere" is not a range of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32"');
});

test('E-2: labels and options of a NetworkPolicy have the right form', () => {
  expectRefusal({ networkPolicy: { clients: [{ podLabels: { 'a b': 'c' } }, { namespaceLabels: { team: 'a b' } }] } }, PROFILE,
    'E-2: networkPolicy.clients.0.podLabels: key "a b" is not a qualified name; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/", for instance "a-b"',
    'E-2: networkPolicy.clients.1.namespaceLabels.team "a b" is not a label value; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, for instance "a-b"');
  expectRefusal({ networkPolicy: { from: { ingress: [] } } }, PROFILE, 'E-2: there is no option \'networkPolicy.from.ingress\'; write Ingress');
  expectRefusal({ networkPolicy: { client: [] } as never }, PROFILE, 'E-2: there is no option \'networkPolicy.client\'; write clients');
  expectRefusal({ networkPolicy: { clientRanges: [8] as never } }, PROFILE, 'E-2: networkPolicy.clientRanges.0 is 8; give a string');
  expectRefusal({ networkPolicy: true as never }, PROFILE, 'E-2: networkPolicy is true; give an object');
});

test('N-5: an API server at an unknown address is kept out with a warning, and only where its proxy reaches a port', () => {
  const message = 'N-5: the API server\'s proxy is kept out, since no ClusterProfile says network.apiServerCidrs or network.nodeCidrs; state one there, or networkPolicy.from.ClusterIP; port-forward works all the same';
  const ingress = (options: Partial<ExposedServiceProps>) => expose(options).networkPolicy!.toJson().spec.ingress;
  expect(warnings({})).toEqual([message]);
  expect(ingress({})).toEqual([]);
  expect(warnings({ networkPolicy: { from: { ClusterIP: [] } } })).toEqual([]);
  const app = { name: 'db', image: 'postgres:17', ports: [{ name: 'postgres', port: 5432 }] };
  expect(warnings({ app, http: undefined })).toEqual([]);
  expect(ingress({ app, http: undefined })).toEqual([]);
});

test.each([
  [INGRESS, {}, 'Ingress, where the pods see the Ingress controller in place of clients; http.allowSourceRanges keeps clients out there'],
  [GATEWAY, {}, 'Gateway, where the pods see the Gateway in place of clients; http.allowSourceRanges keeps clients out there'],
  [NODE_PORT, {}, 'NodePort, where the pods see a node in place of clients; nodePort.externalTrafficPolicy LOCAL lets them see the clients'],
  [LOAD_BALANCER, {}, 'LoadBalancer, where the pods see a node in place of clients; loadBalancer.loadBalancerSourceRanges keeps clients out before, or loadBalancer.externalTrafficPolicy LOCAL lets them see the clients'],
])('N-6: ranges of clients are of no use in %s, and that is said', (strategy, options, message) => {
  expect(warnings({ strategy, ...options, networkPolicy: { clientRanges: ['198.51.100.0/24'] } }, PROFILE).filter(line => line.startsWith('N-'))).toEqual([
    `N-6: networkPolicy.clientRanges keeps nobody out of ${message}`,
  ]);
});

test.each([
  [HOST_PORT, {}],
  [NODE_PORT, { nodePort: { externalTrafficPolicy: TrafficPolicy.LOCAL } }],
  [LOAD_BALANCER, { loadBalancer: { externalTrafficPolicy: TrafficPolicy.LOCAL } }],
  [CLUSTER_IP, {}],
])('N-6: ranges of clients are right in %s, which shows them or lets none in', (strategy, options) => {
  expect(warnings({ strategy, ...options, networkPolicy: { clientRanges: ['198.51.100.0/24'] } }, PROFILE).filter(line => line.startsWith('N-'))).toEqual([]);
});

test('N-7: a port that nobody reaches is told', () => {
  const app = { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }] };
  expect(warnings({ app, networkPolicy: { clients: [{ namespace: 'monitoring' }] } }, PROFILE)).toEqual([
    'N-7: port metrics is not exposed, and no client of the NetworkPolicy names it, so nobody reaches it; name it in networkPolicy.clients',
  ]);
  expect(warnings({ app, networkPolicy: { clients: [{ namespace: 'monitoring', ports: ['metrics'] }] } }, PROFILE)).toEqual([]);
});

test('a cluster that is not known to enforce it is required to, with a command that looks', () => {
  expect(requirements({ strategy: HOST_PORT })).toEqual([ENFORCED]);
  expect(requirements({ strategy: HOST_PORT }, PROFILE)).toEqual([]);
});

test('those who are let in are required to be where they are said to be', () => {
  const labelled = { ...PROFILE, ingress: { namespace: 'traefik', podLabels: { app: 'traefik', tier: 'edge' } } };
  expect(requirements({ strategy: INGRESS }, labelled)).toEqual([{
    kind: 'Network',
    description: 'the pods of the Ingress controller run in namespace traefik with app=traefik,tier=edge, and not on the host network; otherwise the NetworkPolicy shuts the door',
    check: 'kubectl get -n traefik pods -l app=traefik,tier=edge -o wide',
  }]);
  expect(requirements({ strategy: GATEWAY }, PROFILE)).toEqual([{
    kind: 'Network',
    description: 'the pods of the data plane of the Gateway run in namespace infra, and not on the host network; otherwise the NetworkPolicy shuts the door',
    check: 'kubectl get -n infra pods -o wide',
  }]);
  expect(requirements({ strategy: NODE_PORT }, PROFILE)).toEqual([{
    kind: 'Network',
    description: 'the pods see the nodes at 10.0.0.0/16: with an overlay that has to include the addresses of the nodes on the pod network, and Cilium has to have policy-cidr-match-mode nodes; otherwise the NetworkPolicy shuts the door',
    check: 'kubectl get nodes -o jsonpath=\'{range .items[*]}{.metadata.name} {.status.addresses[*].address} {.spec.podCIDRs}{"\\n"}{end}\'',
  }]);
  expect(requirements({ strategy: CLUSTER_IP }, PROFILE)).toEqual([{
    kind: 'Network',
    description: 'the API server sends to pods from 10.0.0.0/16, and not through pods of a tunnel (Konnectivity); otherwise the NetworkPolicy keeps its proxy out',
  }]);
  const local = { externalTrafficPolicy: TrafficPolicy.LOCAL, loadBalancerSourceRanges: ['198.51.100.0/24'] };
  expect(requirements({ strategy: LOAD_BALANCER, loadBalancer: local }, PROFILE)).toEqual([{
    kind: 'Network',
    description: 'clients come to the nodes with their own addresses, of 198.51.100.0/24; what a proxy or load balancer sends from its own is kept out by the NetworkPolicy',
  }]);
});

test('what the app states of its door itself is taken at its word', () => {
  expect(requirements({ strategy: INGRESS, networkPolicy: { from: { Ingress: [{ namespace: 'edge' }] } } }, PROFILE)).toEqual([]);
});

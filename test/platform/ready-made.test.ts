import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AccessFrom, ClusterProfile, ClusterProfileProps, ExposureStrategy, GatewayProtocol, IngressController, LoadBalancerProvider,
} from '../../src';
import { READY_MADE } from '../../src/platform/ready-made';
import { exposeOn, requirementsOn } from '../fixtures/on-cluster';

type Factory = (props?: ClusterProfileProps) => ClusterProfile;

const FACTORIES: Record<keyof typeof READY_MADE, Factory> = {
  kind: ClusterProfile.kind,
  k3s: ClusterProfile.k3s,
  minikube: ClusterProfile.minikube,
  eks: ClusterProfile.eks,
  gke: ClusterProfile.gke,
  aks: ClusterProfile.aks,
  doks: ClusterProfile.doks,
  bareMetal: ClusterProfile.bareMetal,
};

const { INGRESS, GATEWAY, LOAD_BALANCER, NODE_PORT } = ExposureStrategy;
const DOORS = [INGRESS, GATEWAY, LOAD_BALANCER, NODE_PORT];
const EVERY = Object.entries(FACTORIES).flatMap(([name, make]) =>
  DOORS.map((strategy): [string, ExposureStrategy, Factory] => [name, strategy, make]));
const HOSTNAME = { hostnames: ['shop.example.com'] };

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each(EVERY)('on %s an app that says image, port, hostname and strategy has everything for the strategy %s', (_, strategy, make) => {
  const profile = make();
  const { exposed, of } = exposeOn({ profile, strategy, http: HOSTNAME });
  const types = of('Service').map(({ spec }) => spec.type);
  const doors = ['Ingress', 'Gateway', 'HTTPRoute'].flatMap(kind => of(kind).map(() => kind));
  expect({ types, doors }).toEqual({
    [INGRESS]: { types: ['ClusterIP'], doors: ['Ingress'] },
    [GATEWAY]: { types: ['ClusterIP'], doors: profile.gateway!.name === undefined ? ['Gateway', 'HTTPRoute'] : ['HTTPRoute'] },
    [LOAD_BALANCER]: { types: ['LoadBalancer'], doors: [] },
    [NODE_PORT]: { types: ['NodePort'], doors: [] },
  }[strategy as string]);
  expect(exposed.accessPoints.filter(({ from }) => from === AccessFrom.OUTSIDE)).toHaveLength(1);
});

test.each(EVERY)('on %s what the strategy %s takes for granted is a requirement, as far as it is not there by itself', (_, strategy, make) => {
  const profile = make();
  const facts = { [INGRESS]: profile.ingress, [GATEWAY]: profile.gateway, [LOAD_BALANCER]: profile.loadBalancer }[strategy as string];
  const expected = facts?.setUpBy === undefined ? [] : [expect.stringContaining(`of cluster ${profile.name}, which is set up by ${facts.setUpBy}`)];
  expect(requirementsOn({ profile, strategy, http: HOSTNAME }).filter(text => text.includes('which is set up by'))).toEqual(expected);
});

test.each(EVERY)('the objects on %s for the strategy %s', (_, strategy, make) => {
  const { objects } = exposeOn({ profile: make(), strategy, http: HOSTNAME });
  expect(objects.filter(({ kind }) => kind !== 'Deployment')).toMatchSnapshot();
});

test.each(Object.entries(FACTORIES))('the factory %s has the facts of its row', (name, make) => {
  const { kubernetesVersion, ...facts } = READY_MADE[name as keyof typeof READY_MADE];
  expect(kubernetesVersion).toBeUndefined();
  expect(make()).toMatchObject(facts);
});

test('the names of ready-made profiles are distinct, and can be replaced', () => {
  expect(Object.values(FACTORIES).map(make => make().name)).toEqual(['kind', 'k3s', 'minikube', 'eks', 'gke', 'aks', 'doks', 'bare-metal']);
  expect(ClusterProfile.eks({ name: 'production' }).name).toBe('production');
});

test('facts that are stated go before those of a ready-made profile, and blocks are merged one level deep', () => {
  const profile = ClusterProfile.k3s({ clusterDomain: 'corp.example', ingress: { namespace: 'traefik' }, network: { hostPorts: false } });
  expect(profile.clusterDomain).toBe('corp.example');
  expect(profile.ingress).toMatchObject({ controller: IngressController.TRAEFIK, ingressClassName: 'traefik', namespace: 'traefik' });
  expect(profile.network).toEqual({ hostPorts: false, networkPolicies: true });
  expect(ClusterProfile.k3s().network).toEqual({ hostPorts: true, networkPolicies: true });
});

test('lists are replaced, not merged', () => {
  const listeners = [{ name: 'websecure', protocol: GatewayProtocol.HTTPS, port: 443 }];
  expect(ClusterProfile.k3s({ gateway: { listeners } }).gateway).toMatchObject({ name: 'traefik-gateway', listeners });
});

test('nothing of a ready-made block is true of another controller, provider or kind of Gateway', () => {
  const ingress = { controller: IngressController.CONTOUR, ingressClassName: 'contour' };
  expect(ClusterProfile.k3s({ ingress }).ingress).toEqual(ingress);
  const loadBalancer = { provider: LoadBalancerProvider.METAL_LB };
  expect(ClusterProfile.k3s({ loadBalancer }).loadBalancer).toEqual(loadBalancer);
  const gateway = { gatewayClassName: 'cilium' };
  expect(ClusterProfile.k3s({ gateway }).gateway).toEqual(gateway);
});

test('another GatewayClass or load balancer class of the same provider leaves the rest as it is', () => {
  expect(ClusterProfile.gke({ gateway: { gatewayClassName: 'gke-l7-rilb' } }).gateway).toMatchObject({
    controller: IngressController.GKE, gatewayClassName: 'gke-l7-rilb',
  });
  expect(ClusterProfile.eks({ loadBalancer: { loadBalancerClass: 'eks.amazonaws.com/nlb' } }).loadBalancer).toMatchObject({
    provider: LoadBalancerProvider.AWS_NLB, loadBalancerClass: 'eks.amazonaws.com/nlb',
  });
});

test('what JavaScript leaves undefined is not stated', () => {
  expect(ClusterProfile.kind({ name: undefined, ingress: undefined, network: { hostPorts: undefined } })).toMatchObject({
    name: 'kind', ingress: { ingressClassName: 'cloud-provider-kind' }, network: { hostPorts: true },
  });
});

test.each([
  [5, '[ClusterProfile] E-2: props is 5; give an object'],
  [null, '[ClusterProfile] E-2: props is null; give an object'],
  [[], '[ClusterProfile] E-2: props is []; give an object'],
  [{ ingress: 'nginx' }, '[ClusterProfile kind] E-2: ingress is "nginx"; give an object'],
  [{ nodePortRange: '1' }, '[ClusterProfile kind] E-10: nodePortRange "1" is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  [{ gateway: { setUpBy: ' ' } }, '[ClusterProfile kind] E-10: gateway.setUpBy " " says nothing; write what has to be installed, or leave it out'],
  [{ ingress: { annotations: { 'not a key': 'x' } } }, '[ClusterProfile kind] E-2: ingress.annotations: key "not a key" is not a qualified name'],
])('E-2, E-10: a ready-made profile cannot be told %j', (props, message) => {
  expect(() => ClusterProfile.kind(props as any)).toThrow(message);
});

test('on gke an Ingress has no class, and none is required', () => {
  const [ingress] = exposeOn({ profile: ClusterProfile.gke(), strategy: INGRESS, http: HOSTNAME }).of('Ingress');
  expect(ingress.spec.ingressClassName).toBeUndefined();
  expect(requirementsOn({ profile: ClusterProfile.gke(), strategy: INGRESS, http: HOSTNAME }).filter(text => text.includes('IngressClass'))).toEqual([]);
});

test('on eks an Ingress leads to pods, since its Service has no node port', () => {
  const [ingress] = exposeOn({ profile: ClusterProfile.eks(), strategy: INGRESS, http: HOSTNAME }).of('Ingress');
  expect(ingress.metadata.annotations).toMatchObject({ 'alb.ingress.kubernetes.io/target-type': 'ip' });
  const stated = { annotations: { 'alb.ingress.kubernetes.io/target-type': 'instance' } };
  const [other] = exposeOn({ profile: ClusterProfile.eks(), strategy: INGRESS, http: HOSTNAME, ingress: stated }).of('Ingress');
  expect(other.metadata.annotations).toMatchObject({ 'alb.ingress.kubernetes.io/target-type': 'instance' });
});

test.each(Object.entries(READY_MADE))('the page about profiles has the facts of %s', (name, { ingress, gateway, loadBalancer }) => {
  const page = readFileSync(join(__dirname, '../../docs/cluster-profiles.md'), 'utf8');
  const row = page.split('\n').find(line => line.startsWith(`| \`${name}\` |`));
  const facts = [ingress?.ingressClassName, gateway?.name ?? gateway?.gatewayClassName, gateway?.namespace, loadBalancer?.loadBalancerClass];
  for (const fact of facts.filter(known => known !== undefined)) {
    expect(row).toContain(`\`${fact}\``);
  }
});

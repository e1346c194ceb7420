import { Duration } from 'cdk8s';
import { Protocol } from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { annotationsOf, refusal, serviceOf, warnings, WEB } from './app';
import { DnsProvider, HealthCheckProtocol, LoadBalancerOptions, LoadBalancerProvider } from '../../../src';
import { PROVIDERS } from '../../../src/platform/load-balancers';
import { IntentName, INTENTS } from '../../../src/platform/load-balancers/provider';

const {
  AWS_NLB, AWS_IN_TREE, GKE, AKS, DIGITAL_OCEAN, HETZNER, OPEN_STACK, METAL_LB, CILIUM, KUBE_VIP, SERVICE_LB,
} = LoadBalancerProvider;
const ALL = Object.values(LoadBalancerProvider);
const INTENT_NAMES = Object.keys(INTENTS) as IntentName[];
const ID = 'a57af0a0-da92-49be-a98a-345ceca004b3';
const PREFIX = '/subscriptions/1/resourceGroups/apps/providers/Microsoft.Network/publicIPPrefixes/web';
const SCHEME = 'service.beta.kubernetes.io/aws-load-balancer-scheme';

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** What is asked for in every provider's own form. */
const COMMON: LoadBalancerOptions = {
  internal: true,
  staticAddress: '10.0.0.5',
  crossZone: true,
  proxyProtocol: true,
  idleTimeout: Duration.minutes(10),
  subnets: ['apps'],
  dnsName: 'web.westeurope.cloudapp.azure.com',
  addressPool: 'public',
  loadBalancerSourceRanges: ['10.0.0.0/8'],
  healthCheck: { interval: Duration.seconds(10), unhealthyThreshold: 3 },
};
const WEB_CHECK = { protocol: HealthCheckProtocol.HTTP, path: '/healthz', port: 8081, interval: Duration.seconds(10), unhealthyThreshold: 3 };
const SAMPLES: Partial<Record<LoadBalancerProvider, LoadBalancerOptions>> = {
  [AWS_NLB]: { staticAddress: 'eipalloc-0a, eipalloc-0b', healthCheck: { ...WEB_CHECK, healthyThreshold: 2 } },
  [AWS_IN_TREE]: { healthCheck: { ...WEB_CHECK, timeout: Duration.seconds(5), healthyThreshold: 2 } },
  [GKE]: { staticAddress: 'web-ip', subnets: ['apps'] },
  [AKS]: { healthCheck: WEB_CHECK, addressPool: PREFIX },
  [DIGITAL_OCEAN]: { healthCheck: { ...WEB_CHECK, port: 80, timeout: Duration.seconds(5), healthyThreshold: 2 } },
  [HETZNER]: { staticAddress: '4711', subnets: ['10.0.1.0/24'], healthCheck: { ...WEB_CHECK, timeout: Duration.seconds(5) } },
  [OPEN_STACK]: {
    staticAddress: ID, subnets: [ID], addressPool: ID, healthCheck: { ...COMMON.healthCheck, timeout: Duration.seconds(5), healthyThreshold: 2 },
  },
  [METAL_LB]: { staticAddress: '10.0.0.5, 2001:db8::5' },
  [CILIUM]: { addressPool: 'pool=public' },
};
/** What goes only with an internal load balancer. */
const INTERNAL: Partial<Record<LoadBalancerProvider, readonly IntentName[]>> = {
  [GKE]: ['subnets'], [AKS]: ['subnets'], [OPEN_STACK]: ['staticAddress'],
};

function sampleOf(provider: LoadBalancerProvider, intent: IntentName): LoadBalancerOptions {
  const value = { ...COMMON, ...SAMPLES[provider] }[intent];
  return { [intent]: value, ...INTERNAL[provider]?.includes(intent) ? { internal: true } : {} };
}

test.each(ALL)('%s is told each intent, or says that it lacks it', provider => {
  expect(Object.fromEntries(INTENT_NAMES.map(intent => {
    const options = sampleOf(provider, intent);
    if (!PROVIDERS[provider].intents[intent] && intent !== 'loadBalancerSourceRanges') {
      return [intent, refusal(provider, options)];
    }
    const { metadata, spec } = serviceOf(provider, options);
    const { annotations, labels: { 'app.kubernetes.io/name': _, ...labels } } = metadata;
    return [intent, { annotations, labels, ranges: spec.loadBalancerSourceRanges, warnings: warnings(provider, options) }];
  }))).toMatchSnapshot();
});

test.each(ALL)('what %s is told in any case', provider => {
  expect(serviceOf(provider, {}).metadata).toMatchSnapshot();
});

test('every cell has a source at a web address, and every provider its documentation', () => {
  const cells = Object.values(PROVIDERS).flatMap(({ always, intents }) => [always, ...Object.values(intents)]).flatMap(cell => cell ?? []);
  expect(cells.length).toBeGreaterThan(50);
  const pages = [...cells.map(({ source }) => source), ...Object.values(PROVIDERS).map(({ website }) => website)];
  expect(pages.filter(page => !page.startsWith('https://') || !URL.canParse(page))).toEqual([]);
});

test('L-1: what the provider lacks is an error that names those that have it', () => {
  expect(refusal(METAL_LB, { internal: true, idleTimeout: Duration.minutes(5) })).toEqual([
    'L-1: loadBalancer.internal is nothing that MetalLB does (loadBalancer.provider of ClusterProfile prod); it is done by AWS Load Balancer Controller, AWS cloud provider, GKE, AKS, DigitalOcean, Hetzner Cloud, OpenStack Octavia',
    'L-1: loadBalancer.idleTimeout is nothing that MetalLB does (loadBalancer.provider of ClusterProfile prod); it is done by AWS Load Balancer Controller, AWS cloud provider, AKS, OpenStack Octavia',
  ]);
  expect(refusal(DIGITAL_OCEAN, { staticAddress: '203.0.113.5' })).toEqual([
    'L-1: loadBalancer.staticAddress is nothing that DigitalOcean does (loadBalancer.provider of ClusterProfile prod); it is done by AWS Load Balancer Controller, GKE, AKS, Hetzner Cloud, OpenStack Octavia, MetalLB, Cilium LB IPAM, kube-vip',
  ]);
  expect(refusal(GKE, { dnsName: 'web.example.com' })).toEqual([
    'L-1: loadBalancer.dnsName is nothing that GKE does (loadBalancer.provider of ClusterProfile prod); it is done by AKS, and with any provider by ExternalDNS, where dns of a ClusterProfile says so',
  ]);
});

test('L-2: without a provider nothing can be asked for but what Kubernetes has itself', () => {
  expect(refusal(undefined, { crossZone: true, dnsName: 'web.example.com' })).toEqual([
    'L-2: loadBalancer.crossZone is told to each provider in another way, and which one it is is not known; attach a ClusterProfile with loadBalancer.provider, or use loadBalancer.annotations',
    'L-2: loadBalancer.dnsName is told to each provider in another way, and which one it is is not known; attach a ClusterProfile with loadBalancer.provider, or use loadBalancer.annotations',
  ]);
  expect(refusal(undefined, { loadBalancerSourceRanges: ['10.0.0.0/8'] })).toEqual([]);
  expect(warnings(undefined, { loadBalancerSourceRanges: ['10.0.0.0/8'] })).toEqual([]);
});

test('what is switched off is not asked for', () => {
  expect(annotationsOf(undefined, { internal: false, crossZone: false, proxyProtocol: false })).toEqual({});
  expect(annotationsOf(METAL_LB, { internal: false, crossZone: false, proxyProtocol: false })).toEqual({});
  expect(annotationsOf(AWS_NLB, { internal: false })[SCHEME]).toBe('internet-facing');
});

test.each<[LoadBalancerProvider, LoadBalancerOptions, string]>([
  [AKS, { idleTimeout: Duration.minutes(3) }, 'idleTimeout is 180 seconds, and the provider takes whole minutes from 4 to 30; choose one of them'],
  [AKS, { idleTimeout: Duration.seconds(301) }, 'idleTimeout is 301 seconds, and the provider takes whole minutes from 4 to 30; choose one of them'],
  [AKS, { idleTimeout: Duration.minutes(31) }, 'idleTimeout is 1860 seconds, and the provider takes whole minutes from 4 to 30; choose one of them'],
  [AKS, { staticAddress: 'web ip' }, 'staticAddress "web ip" is neither an IP address nor the name of a public one; write one such as "10.0.0.5" or "web-ip"'],
  [AKS, { staticAddress: 'web-ip', internal: true }, 'staticAddress "web-ip" is the name of a public IP address, and the load balancer is internal; give an IP address, or leave internal out'],
  [AKS, { staticAddress: '10.0.0.5,10.0.0.6' }, 'staticAddress "10.0.0.5,10.0.0.6" has two addresses of one family; give one of each family at most'],
  [AKS, { subnets: ['apps'] }, 'subnets is for internal load balancers; set internal: true, or leave it out'],
  [AKS, { subnets: ['apps', 'more'], internal: true }, 'subnets has 2 entries, and the provider takes one; name the one'],
  [AKS, { addressPool: 'web' }, 'addressPool "web" is not the id of a public IP prefix; write one such as "/subscriptions/…/publicIPPrefixes/web"'],
  [DIGITAL_OCEAN, { healthCheck: { port: 8081 } }, 'healthCheck has port 8081, and the provider takes one of its own TCP ports, 80; choose one of them'],
  [HETZNER, { staticAddress: '2001:db8::5', internal: true }, 'staticAddress "2001:db8::5" is not an IPv4 address; give one of the subnet'],
  [AKS, { addressPool: PREFIX, internal: true }, 'addressPool is for load balancers that are not internal; leave it or internal out'],
  [AKS, { dnsName: 'web.example.com' }, 'dnsName "web.example.com" is not a name that Azure gives; write <label>.<region>.cloudapp.azure.com, or have ExternalDNS make it, by dns of the ClusterProfile'],
  [AKS, { dnsName: 'web.westeurope.cloudapp.azure.com', internal: true }, 'dnsName is for load balancers that are not internal; leave it or internal out'],
  [AKS, { healthCheck: { interval: Duration.seconds(60), unhealthyThreshold: 3 } }, 'healthCheck takes more than 120 seconds to find a target unhealthy; lower interval or unhealthyThreshold'],
  [AKS, { healthCheck: { timeout: Duration.seconds(5) } }, 'healthCheck has timeout, which the provider has no place for; leave it out'],
  [AWS_NLB, { idleTimeout: Duration.seconds(59) }, 'idleTimeout is 59 seconds, and the provider takes 60 to 6000; choose one of them'],
  [AWS_IN_TREE, { idleTimeout: Duration.seconds(4001) }, 'idleTimeout is 4001 seconds, and the provider takes 1 to 4000; choose one of them'],
  [AWS_NLB, { staticAddress: '203.0.113.5' }, 'staticAddress "203.0.113.5" is not the allocation id of an Elastic IP address; write one such as "eipalloc-0123456789abcdef0"'],
  [AWS_NLB, { staticAddress: 'eipalloc-0a', internal: true }, 'staticAddress "eipalloc-0a" is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"'],
  [AWS_NLB, { staticAddress: '2001:db8::5', internal: true }, 'staticAddress "2001:db8::5" is not an IPv4 address; give one of the subnet'],
  [AWS_NLB, { staticAddress: 'eipalloc-0a', subnets: ['a', 'b'] }, 'staticAddress has 1 entries for 2 subnets; give one for each of subnets'],
  [AWS_NLB, { healthCheck: { interval: Duration.seconds(4) } }, 'healthCheck has interval 4 seconds, and the provider takes 5 to 300; choose one of them'],
  [AWS_NLB, { healthCheck: { healthyThreshold: 11 } }, 'healthCheck has healthyThreshold 11, and the provider takes 2 to 10; choose one of them'],
  [GKE, { staticAddress: '203.0.113.5' }, 'staticAddress "203.0.113.5" is not the name of a reserved address; write at most 63 lower-case letters, digits and "-", beginning with a letter'],
  [GKE, { staticAddress: 'a,b,c' }, 'staticAddress has more than two names; give one of each family at most'],
  [GKE, { internal: true, loadBalancerClass: 'networking.gke.io/l4-regional-external' }, 'internal is decided by loadBalancerClass, and that is networking.gke.io/l4-regional-external; make it networking.gke.io/l4-regional-internal, or leave it out'],
  [HETZNER, { staticAddress: '203.0.113.5' }, 'staticAddress "203.0.113.5" is not the id of a Primary IP; write one such as "4711"'],
  [HETZNER, { staticAddress: '4711,4712' }, 'staticAddress has several entries, and the provider takes one; give the one'],
  [HETZNER, { subnets: ['10.0.1.5/24'] }, 'subnets "10.0.1.5/24" has host bits; write "10.0.1.0/24"'],
  [OPEN_STACK, { staticAddress: ID }, 'staticAddress is for internal load balancers; set internal: true, or leave it out'],
  [OPEN_STACK, { staticAddress: '10.0.0.5', internal: true }, `staticAddress "10.0.0.5" is not an id of OpenStack; write one such as "${ID}"`],
  [OPEN_STACK, { subnets: ['apps'] }, `subnets "apps" is not an id of OpenStack; write one such as "${ID}"`],
  [OPEN_STACK, { healthCheck: WEB_CHECK }, 'healthCheck has protocol, which the provider has no place for; leave it out'],
  [METAL_LB, { staticAddress: 'web-ip' }, 'staticAddress "web-ip" is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"'],
  [METAL_LB, { addressPool: 'Public Pool' }, 'addressPool "Public Pool" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "public-pool"'],
  [CILIUM, { addressPool: 'public' }, 'addressPool "public" is not a label; write the one that the pool selects, such as "pool=public"'],
  [KUBE_VIP, { staticAddress: '10.0.0.5,10.0.0.6' }, 'staticAddress "10.0.0.5,10.0.0.6" has two addresses of one family; give one of each family at most'],
  [SERVICE_LB, { addressPool: 'a/b' }, 'addressPool "a/b" is not a label value; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, for instance "a-b"'],
])('L-3: %s does not take every value (%#)', (provider, options, message) => {
  expect(refusal(provider, options)).toEqual([`L-3: loadBalancer.${message} (loadBalancer.provider of ClusterProfile prod is ${PROVIDERS[provider].title})`]);
});

test('L-3: what is about TCP alone needs a port that speaks it', () => {
  const app = { ports: [{ name: 'dns', port: 5353, protocol: Protocol.UDP }] };
  expect(refusal(AWS_NLB, { idleTimeout: Duration.minutes(5) }, { app })).toEqual([
    'L-3: loadBalancer.idleTimeout is about TCP, and no exposed port speaks it; leave it out (loadBalancer.provider of ClusterProfile prod is AWS Load Balancer Controller)',
  ]);
});

test('what is told for each port is told for the numbers of the load balancer, and for TCP', () => {
  const app = { ports: [...WEB.ports, { name: 'admin', port: 9090 }, { name: 'dns', port: 5353, protocol: Protocol.UDP }] };
  const annotations = annotationsOf(AKS, { ports: { admin: 8443 }, healthCheck: { protocol: HealthCheckProtocol.HTTPS } }, { app });
  expect(annotations).toEqual({
    'service.beta.kubernetes.io/port_80_health-probe_protocol': 'https',
    'service.beta.kubernetes.io/port_8443_health-probe_protocol': 'https',
  });
});

test('L-4: source ranges that the provider ignores are warned of', () => {
  expect(warnings(HETZNER, { loadBalancerSourceRanges: ['10.0.0.0/8'] })).toEqual([
    'L-4: loadBalancer.loadBalancerSourceRanges is ignored by Hetzner Cloud (loadBalancer.provider of ClusterProfile prod), and everybody is let in; keep others out by a NetworkPolicy or a firewall, or use INGRESS with http.allowSourceRanges',
  ]);
  expect(ALL.filter(provider => warnings(provider, { loadBalancerSourceRanges: ['10.0.0.0/8'] }).length > 0)).toEqual([HETZNER]);
});

test('an internal load balancer of AKS keeps the rest of its network out too', () => {
  const key = 'service.beta.kubernetes.io/azure-deny-all-except-load-balancer-source-ranges';
  expect(annotationsOf(AKS, { internal: true, loadBalancerSourceRanges: ['10.0.0.0/8'] })[key]).toBe('true');
  expect(annotationsOf(AKS, { loadBalancerSourceRanges: ['10.0.0.0/8'] })).toEqual({});
});

test('a load balancer of AWS faces the internet, unless the app says otherwise', () => {
  const of = (options: LoadBalancerOptions, service = {}) => annotationsOf(AWS_NLB, options, { service })[SCHEME];
  expect(of({})).toBe('internet-facing');
  expect(of({ internal: true })).toBe('internal');
  expect(of({ annotations: { [SCHEME]: 'internal' } })).toBe('internal');
  expect(of({}, { annotations: { [SCHEME]: 'internal' } })).toBe('internal');
  expect(of({ annotations: { 'service.beta.kubernetes.io/aws-load-balancer-internal': 'true' } })).toBeUndefined();
});

test('a load balancer of AWS has a class or a type', () => {
  const type = 'service.beta.kubernetes.io/aws-load-balancer-type';
  expect(annotationsOf(AWS_NLB, {})[type]).toBe('external');
  expect(annotationsOf(AWS_NLB, {}, { loadBalancerClass: 'service.k8s.aws/nlb' })).not.toHaveProperty([type]);
});

test('a static address of GKE is that of the kind of load balancer that takes it', () => {
  const rbs = 'cloud.google.com/l4-rbs';
  expect(annotationsOf(GKE, { staticAddress: 'web-ip' })[rbs]).toBe('enabled');
  expect(annotationsOf(GKE, { staticAddress: 'web-ip', internal: true })).not.toHaveProperty([rbs]);
  expect(annotationsOf(GKE, { staticAddress: 'web-ip' }, { loadBalancerClass: 'networking.gke.io/l4-regional-external' })).not.toHaveProperty([rbs]);
});

test('static addresses of internal load balancers', () => {
  const aws = 'service.beta.kubernetes.io/aws-load-balancer-private-ipv4-addresses';
  expect(annotationsOf(AWS_NLB, { internal: true, staticAddress: '10.0.0.5, 10.0.1.5' })[aws]).toBe('10.0.0.5,10.0.1.5');
  expect(annotationsOf(HETZNER, { internal: true, staticAddress: '10.0.0.5' })['load-balancer.hetzner.cloud/private-ipv4']).toBe('10.0.0.5');
  expect(annotationsOf(AKS, { staticAddress: '2001:db8::5' })).toEqual({ 'service.beta.kubernetes.io/azure-load-balancer-ipv6': '2001:db8::5' });
  expect(annotationsOf(AKS, { staticAddress: 'web-ip' })).toEqual({ 'service.beta.kubernetes.io/azure-pip-name': 'web-ip' });
});

test('a DNS name is made by ExternalDNS where the cluster has it, whatever the provider', () => {
  const expected = { 'external-dns.kubernetes.io/hostname': 'web.example.com', 'external-dns.alpha.kubernetes.io/hostname': 'web.example.com' };
  const cluster = { dns: DnsProvider.EXTERNAL_DNS };
  expect(annotationsOf(undefined, { dnsName: 'web.example.com' }, { cluster: { ...cluster, loadBalancer: undefined } })).toEqual(expected);
  expect(annotationsOf(AKS, { dnsName: 'web.example.com' }, { cluster })).toEqual(expected);
});

test.each<[LoadBalancerOptions, object, string]>([
  [
    { internal: true, annotations: { [SCHEME]: 'internet-facing' } }, {},
    `E-9: loadBalancer.annotations has ${SCHEME}, which loadBalancer.internal sets to internal; leave one of the two out`,
  ],
  [
    { internal: true }, { annotations: { [SCHEME]: 'internet-facing' } },
    `E-9: service.annotations has ${SCHEME}, which loadBalancer.internal sets to internal; leave one of the two out`,
  ],
])('E-9: an annotation does not contradict an intent (%#)', (options, service, message) => {
  expect(refusal(AWS_NLB, options, { service })).toEqual([message]);
});

test('E-9: a label does not contradict the pool', () => {
  expect(refusal(CILIUM, { addressPool: 'pool=public' }, { service: { labels: { pool: 'private' } } })).toEqual([
    'E-9: service.labels has pool, which loadBalancer.addressPool sets to public; leave one of the two out',
  ]);
  expect(refusal(CILIUM, { addressPool: 'pool=public' }, { service: { labels: { pool: 'public' } } })).toEqual([]);
});

test('the label of a pool is on the door alone', () => {
  const app = { ports: [...WEB.ports, { name: 'metrics', port: 9090, exposed: false }] };
  expect(serviceOf(CILIUM, { addressPool: 'pool=public' }, { app }).metadata).toMatchObject({ name: 'web-external', labels: { pool: 'public' } });
});

test('a provider is not asked about a door that is not chosen', () => {
  expect(refusal(METAL_LB, { internal: true }, { strategy: 'NodePort' as any })).toEqual([]);
});

test('whatever is rendered is a string, and the deprecated field never stands there', () => {
  const options = fc.record({
    internal: fc.boolean(),
    staticAddress: fc.constantFrom('10.0.0.5', '10.0.0.5,2001:db8::5', 'eipalloc-0a', 'web-ip', '4711', ID),
    crossZone: fc.boolean(),
    proxyProtocol: fc.boolean(),
    idleTimeout: fc.integer({ min: 1, max: 7000 }).map(number => Duration.seconds(number)),
    subnets: fc.constantFrom(['apps'], ['a', 'b'], [ID], ['10.0.1.0/24']),
    healthCheck: fc.record({
      protocol: fc.constantFrom(...Object.values(HealthCheckProtocol)),
      port: fc.constantFrom(80, 8081),
      interval: fc.integer({ min: 1, max: 400 }).map(number => Duration.seconds(number)),
      healthyThreshold: fc.integer({ min: 1, max: 12 }),
      unhealthyThreshold: fc.integer({ min: 1, max: 12 }),
    }, { requiredKeys: ['interval'] }),
    dnsName: fc.constantFrom('web.example.com', 'web.westeurope.cloudapp.azure.com'),
    addressPool: fc.constantFrom('public', 'pool=public', ID, PREFIX),
    loadBalancerSourceRanges: fc.constant(['10.0.0.0/8']),
  });
  let accepted = 0;
  const some = fc.subarray(INTENT_NAMES, { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(fc.constantFrom(...ALL), fc.boolean(), some, options, (provider, hasDns, names, any) => {
    const known = names.filter(name => PROVIDERS[provider].intents[name]);
    const stated: LoadBalancerOptions = Object.fromEntries(known.map(name => [name, any[name]]));
    const setting = { cluster: { dns: hasDns ? DnsProvider.EXTERNAL_DNS : DnsProvider.NONE } };
    const broken = refusal(provider, stated, setting);
    if (broken.length > 0) {
      expect(broken.filter(line => !/^L-3: .*\(loadBalancer\.provider of ClusterProfile prod/.test(line))).toEqual([]);
      return;
    }
    accepted += 1;
    const { metadata: { annotations = {}, labels }, spec } = serviceOf(provider, stated, setting);
    expect([...Object.values(annotations), ...Object.values(labels)].filter(value => typeof value !== 'string' || value === '')).toEqual([]);
    expect(spec).not.toHaveProperty('loadBalancerIP');
  }), { numRuns: 200, seed: 7 });
  expect(accepted).toBeGreaterThan(40);
});

import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { ExposedService, ExposedServiceProps, ExposurePolicy, ExposurePolicyProps, ExposureStrategy, PodSecurityLevel, TrafficPolicy } from '../../src';
import { LIMIT_NAMES } from '../../src/platform/policy-rules';

// Whatever policies say of nested scopes, what an outer one forbids stays forbidden.

type Limits = Omit<ExposurePolicyProps, 'name' | 'reason'>;

const listOf = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });
const band = (from: number) => fc.tuple(fc.nat(9), fc.nat(9)).map(ends => ends.sort((one, other) => one - other).map(end => from + end).join('-'));
const required = (...keys: string[]) => fc.dictionary(fc.constantFrom(...keys), fc.subarray(['gold', 'silver']), { maxKeys: keys.length });

/** Values of each limit that the apps below keep and break. */
const VALUES: { readonly [L in keyof Limits]-?: fc.Arbitrary<NonNullable<Limits[L]>> } = {
  allowedStrategies: fc.subarray(Object.values(ExposureStrategy), { minLength: 1 }),
  allowedDomains: listOf('*.com', '*.example.com', '*.a.example.com', 'example.com', 'a.example.com'),
  requireTls: fc.boolean(),
  publicLoadBalancers: fc.boolean(),
  nodePortBand: band(30000),
  hostPortBand: band(8080),
  allowedIngressClasses: listOf('traefik', 'nginx'),
  allowedGateways: listOf('shared', 'infra/shared', 'other', 'infra/other'),
  allowedGatewayClasses: listOf('cheap', 'dear'),
  allowedLoadBalancerClasses: listOf('example.com/inner', 'example.com/outer'),
  requiredAnnotations: required('tier', 'class'),
  requiredLabels: required('tier', 'class'),
  maxExposedPorts: fc.integer({ min: 1, max: 3 }),
  requiredSourceRanges: listOf('0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '2001:db8::/32'),
  podSecurityFloor: fc.constantFrom(...Object.values(PodSecurityLevel)),
};

const LIMITS = Object.keys(VALUES) as (keyof Limits)[];

/** What is said of one key says nothing of another. */
const KEYED: readonly string[] = ['requiredAnnotations', 'requiredLabels'];

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const metadata = fc.dictionary(fc.constantFrom('tier', 'class'), fc.constantFrom('gold', 'silver', 'tin'));

/** Apps behind every door, with what the limits look at. */
const apps: fc.Arbitrary<ExposedServiceProps> = fc.record({
  strategy: fc.constantFrom(...Object.values(ExposureStrategy)),
  count: fc.integer({ min: 1, max: 3 }),
  isRoot: fc.boolean(),
  labels: metadata,
  annotations: metadata,
  hostnames: maybe(listOf('example.com', 'a.example.com', '*.a.example.com', 'b.a.example.com', 'b.com', '*.com')),
  isSecure: fc.boolean(),
  sectionName: maybe(fc.constant('https')),
  ingressClassName: maybe(fc.constantFrom('traefik', 'nginx', 'kong')),
  gateway: fc.constantFrom('shared', 'other', 'own'),
  namespace: fc.constantFrom('infra', 'lab'),
  gatewayClassName: fc.constantFrom('cheap', 'dear', 'other'),
  loadBalancerClass: maybe(fc.constantFrom('example.com/inner', 'example.com/outer', 'example.com/other')),
  loadBalancerSourceRanges: maybe(fc.subarray(['0.0.0.0/0', '10.0.0.0/8', '10.1.2.0/24', '2001:db8:1::/48', '::/0'])),
  node: maybe(fc.nat(10)),
  isLocal: fc.boolean(),
}).map(({ strategy, count, isRoot, labels, annotations, hostnames, isSecure, sectionName, node, ...made }) => {
  const names = ['http', 'http-b', 'http-c'].slice(0, count);
  const numbers = node === undefined ? undefined : Object.fromEntries(names.map((name, index) => [name, node + index]));
  const above = (from: number) => numbers && Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, from + number]));
  return {
    app: {
      name: 'shop',
      image: 'shop:1',
      ports: names.map((name, index) => ({ name, port: 8080 + index })),
      labels,
      securityContext: isRoot ? { ensureNonRoot: false, user: 0 } : undefined,
    },
    strategy,
    service: { annotations },
    hostPort: { ports: above(8080) },
    nodePort: { ports: above(30000) },
    loadBalancer: {
      loadBalancerClass: made.loadBalancerClass,
      loadBalancerSourceRanges: made.loadBalancerSourceRanges,
      nodePorts: above(30000),
      externalTrafficPolicy: made.isLocal ? TrafficPolicy.LOCAL : undefined,
    },
    http: { hostnames, tls: isSecure && hostnames ? {} : undefined },
    ingress: { ingressClassName: made.ingressClassName, annotations },
    gateway: {
      annotations,
      ...made.gateway === 'own'
        ? { ownGateway: { gatewayClassName: made.gatewayClassName } }
        : { parentRefs: [{ name: made.gateway, namespace: made.namespace, sectionName }] },
    },
    allow: { 'E-3': 'only the first port has hostnames', 'HN-11': 'nobody else is on the nodes' },
  };
});

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** The ids of the rules of policies that an app breaks, below policies from the root down; undefined where these do not narrow each other. */
function broken(props: ExposedServiceProps, ...nested: Limits[]): Set<string> | undefined {
  let scope: Construct = new Chart(new App(), 'team');
  try {
    for (const [index, limits] of nested.entries()) {
      ExposurePolicy.attach(scope, new ExposurePolicy({ name: `policy-${index}`, reason: 'it is so', ...limits }));
      scope = new Construct(scope, 'inner');
    }
  } catch (error) {
    expect((error as Error).message).toMatch(/^(\[[^\]]+\] P-17: .+\n?)+$/);
    return undefined;
  }
  try {
    new ExposedService(scope, 'shop', props);
  } catch (error) {
    return new Set([...(error as Error).message.matchAll(/ (P-\d+): /g)].map(([, rule]) => rule));
  }
  return new Set();
}

test('every limit has values here', () => {
  expect([...LIMITS].sort()).toEqual([...LIMIT_NAMES].sort());
});

test.each(LIMITS)('what an outer %s forbids, one that narrows it forbids by itself', limit => {
  let [kept, narrowed, forbidden] = [0, 0, 0];
  fc.assert(fc.property(VALUES[limit] as fc.Arbitrary<unknown>, VALUES[limit] as fc.Arbitrary<unknown>, apps, (outer, said, props) => {
    const inner = KEYED.includes(limit) ? { ...outer as object, ...said as object } : said;
    if (broken(props, { [limit]: outer }, { [limit]: inner }) === undefined) {
      return;
    }
    narrowed++;
    if (broken(props, { [limit]: outer })!.size > 0) {
      forbidden++;
      expect([...broken(props, { [limit]: inner })!]).not.toEqual([]);
    } else {
      kept++;
    }
  }), { numRuns: 150, seed: 1 });
  expect([kept, narrowed, forbidden].map(Math.sign)).toEqual([1, 1, 1]); // the property says something
});

test('policies of nested scopes never allow what an outer one forbids', () => {
  const limits = fc.record(VALUES, { requiredKeys: [] }) as fc.Arbitrary<Limits>;
  const few = limits.map(all => Object.fromEntries(Object.entries(all).slice(0, 4)) as Limits);
  let forbidden = 0;
  fc.assert(fc.property(fc.array(few, { minLength: 1, maxLength: 3 }), apps, (nested, props) => {
    const all = broken(props, ...nested);
    if (all === undefined) {
      return;
    }
    for (const outer of nested) {
      const alone = broken(props, outer)!;
      forbidden += alone.size;
      expect([...all]).toEqual(expect.arrayContaining([...alone]));
    }
  }), { numRuns: 300, seed: 1 });
  expect(forbidden).toBeGreaterThan(50);
});

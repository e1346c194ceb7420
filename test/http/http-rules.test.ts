import { Chart, Testing } from 'cdk8s';
import { AppPort, ExposedService, ExposureStrategy, HttpOptions, HttpPathType } from '../../src';
import { WARNING_METADATA } from '../../src/synth-notes';

const PORTS: AppPort[] = [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100, exposed: false }];

function expose(http: HttpOptions, strategy = ExposureStrategy.INGRESS, ports = PORTS, allow?: { [rule: string]: string }) {
  const chart = new Chart(Testing.app(), 'team');
  return new ExposedService(chart, 'shop', {
    app: { name: 'shop', image: 'shop:1', ports },
    strategy,
    http,
    gateway: { parentRefs: [{ name: 'shared' }] },
    allow,
  });
}

function refusal(...args: Parameters<typeof expose>): string {
  try {
    expose(...args);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

function warnings(...args: Parameters<typeof expose>): string[] {
  return expose(...args).exposure.node.metadata.filter(({ type }) => type === WARNING_METADATA).map(({ data }) => `${data.rule}: ${data.message}`);
}

function strict(rule: string, message: string): string {
  return `[team/shop] ${rule}: ${message} (if it is right here, say why: allow: { '${rule}': 'the reason' })`;
}

const STRATEGIES = Object.values(ExposureStrategy);

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

afterEach(() => {
  jest.restoreAllMocks();
});

test.each(STRATEGIES)('IN-6: a hostname that is none is refused with strategy %s, chosen or dormant', strategy => {
  expect(refusal({ hostnames: ['Shop.example.com'] }, strategy)).toBe(
    '[team/shop] IN-6: http.hostnames.0 "Shop.example.com" has upper-case letters; write "shop.example.com"');
});

test.each([
  ['a.com:8080', 'has a port; write "a.com"'],
  ['10.0.0.1', 'is an IP address, not a hostname; write a DNS name, or leave the hostname out'],
  ['*', 'stands for no domain; write "*." and a domain, such as "*.example.com", or leave the hostname out'],
  ['foo.*.com', 'has "*", which can only be the whole first label; write a DNS name such as "app.example.com" or "*.example.com"'],
  ['https://a.com', 'has a scheme; write "a.com"'],
  ['my_app.com', 'has "_", which no hostname has; write "my-app.com"'],
  ['', 'is not a hostname; write lower-case letters, digits and "-" around each ".", such as "app.example.com"'],
])('IN-6: the hostname %j is refused, also in a rule', (host, problem) => {
  expect(refusal({ hostnames: [host] })).toBe(`[team/shop] IN-6: http.hostnames.0 ${JSON.stringify(host)} ${problem}`);
  expect(refusal({ rules: [{}, { hostnames: ['a.example.com', host] }] })).toBe(`[team/shop] IN-6: http.rules.1.hostnames.1 ${JSON.stringify(host)} ${problem}`);
});

test('IN-7: a hostname with a label of 64 characters is refused, which the API server would take', () => {
  const host = `${'a'.repeat(64)}.example.com`;
  expect(refusal({ hostnames: [host] })).toBe(`[team/shop] IN-6: http.hostnames.0 "${host}" has a label of 64 characters, and DNS takes at most 63; shorten it`);
});

test.each([
  ['', '"" is empty; write "/" for every path'],
  ['foo', '"foo" does not begin with "/"; write "/foo"'],
  ['/a//b', '"/a//b" contains "//"; write "/a/b"'],
  ['/a/./b', '"/a/./b" contains "/./"; write "/a/b"'],
  ['/a/../b', '"/a/../b" contains "/../"; write "/b"'],
  ['/a%2fb', '"/a%2fb" contains "%2f"; leave it out'],
  ['/a/..', '"/a/.." ends with "/.."; write "/"'],
  ['/a/.', '"/a/." ends with "/."; write "/a"'],
  ['/a b', '"/a b" has a blank, which no path of a request has; leave it out'],
])('IN-3: the path %j of type Prefix and Exact is refused', (path, problem) => {
  for (const pathType of [HttpPathType.PREFIX, HttpPathType.EXACT]) {
    expect(refusal({ path, pathType })).toBe(`[team/shop] IN-3: http.path ${problem}`);
  }
  expect(refusal({ rules: [{ path }] })).toBe(`[team/shop] IN-3: http.rules.0.path ${problem}`);
});

test('IN-4: a path of type ImplementationSpecific is empty or begins with a slash', () => {
  expect(refusal({ path: 'foo', pathType: HttpPathType.IMPLEMENTATION_SPECIFIC })).toBe('[team/shop] IN-4: http.path "foo" does not begin with "/"; write "/foo"');
  expect(refusal({ hostnames: ['a.example.com'], path: '', pathType: HttpPathType.IMPLEMENTATION_SPECIFIC })).toBe('accepted');
  expect(refusal({ path: '/a/.*', pathType: HttpPathType.IMPLEMENTATION_SPECIFIC })).toBe('accepted');
});

test('IN-2: a path type that Kubernetes does not know is refused', () => {
  expect(refusal({ pathType: 'prefix' as HttpPathType })).toBe('[team/shop] E-2: http.pathType is "prefix"; give one of Prefix, Exact, ImplementationSpecific');
});

test('IN-5: an empty list of rules is refused', () => {
  expect(refusal({ rules: [] })).toBe('[team/shop] IN-5: http.rules is an empty list; give at least one rule, or leave it out');
});

test.each([
  [{ path: '/a' }, 'http.path', 'path'],
  [{ path: '/a', pathType: HttpPathType.EXACT, port: 'http' }, 'http.path, http.pathType, http.port', 'path, pathType, port'],
])('E-9: %j beside rules is refused', (options, given, words) => {
  expect(refusal({ ...options, rules: [{}] })).toBe(`[team/shop] E-9: http.rules and ${given} are both given; put ${words} into the rules`);
});

test('E-9: hostnames that no rule uses, because each has its own, are refused', () => {
  const rules = [{ hostnames: ['a.example.com'] }, { hostnames: ['b.example.com'] }];
  expect(refusal({ hostnames: ['shop.example.com'], rules })).toBe(
    '[team/shop] E-9: http.hostnames shop.example.com are those of no rule, since each rule has its own; leave them out, or add a rule without hostnames');
  expect(refusal({ hostnames: ['shop.example.com'], rules: [...rules, { path: '/shop' }] })).toBe('accepted');
  expect(refusal({ rules })).toBe('accepted');
});

test('X-13: a port that the app does not have is refused', () => {
  expect(refusal({ port: 'web' })).toBe('[team/shop] X-13: http.port "web" is no port of the app; its ports are http, metrics');
  expect(refusal({ rules: [{ port: 'web' }] }, ExposureStrategy.NODE_PORT)).toBe('[team/shop] X-13: http.rules.0.port "web" is no port of the app; its ports are http, metrics');
});

test('E-9: a port with exposed: false is refused', () => {
  expect(refusal({ port: 'metrics' })).toBe('[team/shop] E-9: http.port "metrics" is a port with exposed: false; leave that out, or lead to another port');
});

test('IN-14: a port without hostnames and paths is refused', () => {
  expect(refusal({ port: 'redis' }, ExposureStrategy.CLUSTER_IP, [{ name: 'redis', port: 6379 }])).toBe(
    '[team/shop] IN-14: http.port "redis" speaks tcp, which has no hostnames and paths; lead to a port that speaks HTTP, gRPC or TLS, or say so with its appProtocol');
});

const NOT_A_SUBDOMAIN = 'is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each "."';

test.each(['secretName', 'issuer', 'clusterIssuer'])('IN-12: http.tls.%s has the name of an object', option => {
  expect(refusal({ hostnames: ['a.example.com'], tls: { [option]: 'My_Secret' } })).toBe(
    `[team/shop] IN-12: http.tls.${option} "My_Secret" ${NOT_A_SUBDOMAIN}, for instance "my-secret"`);
  expect(refusal({ hostnames: ['a.example.com'], tls: { [option]: '' } })).toBe(`[team/shop] IN-12: http.tls.${option} "" ${NOT_A_SUBDOMAIN}`);
});

test('E-9: two issuers are refused', () => {
  expect(refusal({ hostnames: ['a.example.com'], tls: { issuer: 'a', clusterIssuer: 'b' } })).toBe(
    '[team/shop] E-9: http.tls.issuer "a" and http.tls.clusterIssuer "b" are both given; give one');
});

test.each(STRATEGIES)('IN-13: TLS for a rule without a hostname is refused with strategy %s', strategy => {
  const message = strict('IN-13', 'http.tls is given and a rule has no hostname, so no certificate can be chosen for it; give http.hostnames');
  expect(refusal({ tls: {} }, strategy)).toBe(message);
  expect(refusal({ tls: {}, rules: [{ hostnames: ['a.example.com'] }, { path: '/b' }] }, strategy)).toBe(message);
});

test('IN-15: one hostname and path to two ports is refused', () => {
  const ports = [{ name: 'http', port: 8080 }, { name: 'http-api', port: 9090 }];
  expect(refusal({ hostnames: ['a.example.com'], rules: [{ path: '/x' }, { path: '/x', port: 'http-api' }] }, ExposureStrategy.INGRESS, ports)).toBe(
    strict('IN-15', 'http leads from a.example.com/x twice, to port http and to port http-api; keep one'));
  expect(refusal({ rules: [{}, { port: 'http-api' }] }, ExposureStrategy.GATEWAY, ports)).toBe(
    strict('IN-15', 'http leads from every hostname with path / twice, to port http and to port http-api; keep one'));
});

test('IN-15: a hostname that stands twice in a list is refused', () => {
  expect(refusal({ hostnames: ['a.example.com', 'a.example.com'] })).toBe(strict('IN-15', 'http leads from a.example.com/ twice, to port http and to port http; keep one'));
});

test('IN-15: Exact and Prefix of one path are two', () => {
  const ports = [{ name: 'http', port: 8080 }, { name: 'http-api', port: 9090 }];
  expect(refusal({ rules: [{ path: '/x' }, { path: '/x', pathType: HttpPathType.EXACT, port: 'http-api' }] }, ExposureStrategy.GATEWAY, ports)).toBe('accepted');
});

test('IN-16: a sign of a pattern in a path is warned of, by the chosen strategy alone', () => {
  const http = { hostnames: ['a.example.com'], tls: {}, path: '/api/*', pathType: HttpPathType.EXACT };
  expect(warnings(http)).toEqual([
    'IN-16: http.path "/api/*" contains "*", which stands for itself, or for something else with each controller; write "/api" with path type Prefix for everything below it',
  ]);
  expect(warnings(http, ExposureStrategy.CLUSTER_IP)).toEqual([]);
  expect(warnings({ ...http, pathType: HttpPathType.IMPLEMENTATION_SPECIFIC })).toEqual([]);
});

test('everything that is wrong is told at once, each with its rule', () => {
  expect(refusal({ hostnames: ['a_b.com'], path: 'x', port: 'web', tls: { secretName: '' } })).toBe([
    '[team/shop] IN-6: http.hostnames.0 "a_b.com" has "_", which no hostname has; write "a-b.com"',
    '[team/shop] IN-3: http.path "x" does not begin with "/"; write "/x"',
    '[team/shop] X-13: http.port "web" is no port of the app; its ports are http, metrics',
    `[team/shop] IN-12: http.tls.secretName "" ${NOT_A_SUBDOMAIN}`,
  ].join('\n'));
});

test('what is refused leaves nothing in the chart', () => {
  const chart = new Chart(Testing.app(), 'team');
  const props = { app: { image: 'shop:1', ports: PORTS }, strategy: ExposureStrategy.INGRESS, http: { path: 'x' } };
  expect(() => new ExposedService(chart, 'shop', props)).toThrow(new Error('[team/shop] IN-3: http.path "x" does not begin with "/"; write "/x"'));
  expect(Testing.synth(chart)).toEqual([]);
});

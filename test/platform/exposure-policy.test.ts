import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { AccessReport, ExposedService, ExposurePolicy, ExposurePolicyProps, ExposureStrategy, PodSecurityLevel } from '../../src';

const { CLUSTER_IP, NODE_PORT, INGRESS, GATEWAY } = ExposureStrategy;

type Limits = Omit<ExposurePolicyProps, 'name' | 'reason'>;

function policy(name: string, limits: Limits = {}): ExposurePolicy {
  return new ExposurePolicy({ name, reason: `${name} says so`, ...limits });
}

function expose(scope: Construct, strategy = CLUSTER_IP) {
  return new ExposedService(scope, 'shop', { strategy, app: { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }] } });
}

function refusal(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    expect((error as Error).name).toBe('ExposureError');
    return (error as Error).message.split('\n');
  }
  return [];
}

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
});

/** An app, a chart in it, and a construct in that. */
function scopes() {
  const app = new App();
  const chart = new Chart(app, 'team');
  return { app, chart, part: new Construct(chart, 'part') };
}

test('the policies of every scope from the root down count', () => {
  const { app, chart, part } = scopes();
  ExposurePolicy.attach(app, policy('company', { allowedStrategies: [CLUSTER_IP, INGRESS] }));
  ExposurePolicy.attach(chart, policy('team', { maxExposedPorts: 1 }));
  ExposurePolicy.attach(part, policy('part', { requiredLabels: { tier: ['web'] } }));
  const make = (scope: Construct) => refusal(() => new ExposedService(scope, 'shop', {
    strategy: NODE_PORT, app: { name: 'shop', image: 'shop:1', ports: [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100 }] },
  }));
  expect(make(part)).toEqual([
    '[team/part/shop] P-1: strategy NodePort breaks allowedStrategies ["ClusterIP","Ingress"] of ExposurePolicy company (attached to App, because company says so); choose ClusterIP or Ingress',
    '[team/part/shop] P-13: exposing 2 ports, http, metrics, breaks maxExposedPorts 1 of ExposurePolicy team (attached to team, because team says so); set exposed: false on all but 1',
    '[team/part/shop] P-12: the missing label tier breaks requiredLabels {"tier":["web"]} of ExposurePolicy part (attached to team/part, because part says so); add it to labels, with web',
  ]);
  expect(make(chart).map(line => line.slice(0, 20))).toEqual(['[team/shop] P-1: str', '[team/shop] P-13: ex']);
  expect(Testing.synth(chart)).toEqual([]);
});

test('a policy counts for what is below its scope alone', () => {
  const { app, chart, part } = scopes();
  ExposurePolicy.attach(part, policy('part', { allowedStrategies: [INGRESS] }));
  expect(refusal(() => expose(chart))).toEqual([]);
  expect(refusal(() => expose(new Chart(app, 'other')))).toEqual([]);
  expect(refusal(() => expose(part))).toHaveLength(1);
});

test('the policies of a construct are told from the root down, before something is exposed and after', () => {
  const { app, chart, part } = scopes();
  const [company, team] = [policy('company'), policy('team')];
  ExposurePolicy.attach(part, team);
  ExposurePolicy.attach(app, company);
  const all = () => [app, chart, part].map(scope => ExposurePolicy.of(scope));
  expect(all()).toEqual([[company], [company], [company, team]]);
  expose(part);
  expect(all()).toEqual([[company], [company], [company, team]]);
  expect(ExposurePolicy.of(new App())).toEqual([]);
});

test('a policy may be attached to several scopes', () => {
  const { app, chart } = scopes();
  const shared = policy('shared', { allowedStrategies: [INGRESS] });
  const other = new Chart(app, 'other');
  [chart, other].forEach(scope => ExposurePolicy.attach(scope, shared));
  expect([chart, other].map(scope => refusal(() => expose(scope)).length)).toEqual([1, 1]);
});

test('what is changed in props afterwards changes nothing of the policy', () => {
  const { chart } = scopes();
  const allowedStrategies = [INGRESS];
  ExposurePolicy.attach(chart, policy('team', { allowedStrategies }));
  allowedStrategies.push(CLUSTER_IP);
  expect(refusal(() => expose(chart))).toHaveLength(1);
});

test('P-16: a scope has one policy', () => {
  const { chart } = scopes();
  ExposurePolicy.attach(chart, policy('one'));
  const message = '[team] P-16: ExposurePolicy one is attached here already; attach one to a scope, or another to a scope further down';
  expect(refusal(() => ExposurePolicy.attach(chart, policy('two')))).toEqual([message]);
  expect(refusal(() => ExposurePolicy.attach(chart, ExposurePolicy.of(chart)[0]))).toEqual([message]);
});

test('P-16: a policy is attached before something below is exposed', () => {
  const { app, chart } = scopes();
  const { exposure } = expose(chart);
  const late = (path: string) => [`[${path}] P-16: ExposurePolicy late is attached after something below was exposed without it; attach it first`];
  expect(refusal(() => ExposurePolicy.attach(exposure, policy('late')))).toEqual(late('team/shop/Default'));
  expect(refusal(() => ExposurePolicy.attach(chart, policy('late')))).toEqual(late('team'));
  expect(refusal(() => ExposurePolicy.attach(app, policy('late')))).toEqual(late('App'));
  expect(refusal(() => ExposurePolicy.attach(new Chart(app, 'other'), policy('in time')))).toEqual([]);
});

test('P-16: policies that count for one construct have different names, in whichever order they are attached', () => {
  const message = (path: string) => [`[${path}] P-16: ExposurePolicy same, attached to team, has the name of the one that is attached to App, above it; give each its own`];
  const down = scopes();
  ExposurePolicy.attach(down.app, policy('same'));
  expect(refusal(() => ExposurePolicy.attach(down.chart, policy('same')))).toEqual(message('team'));
  const up = scopes();
  ExposurePolicy.attach(up.chart, policy('same'));
  expect(refusal(() => ExposurePolicy.attach(up.app, policy('same')))).toEqual(message('App'));
});

/** Of each limit: an outer value, values that narrow it, and values that widen it, with what would be right. */
const NESTED: Record<keyof Limits, { outer: unknown; narrower: unknown[]; wider: [unknown, string][] }> = {
  allowedStrategies: {
    outer: [INGRESS, GATEWAY],
    narrower: [[INGRESS], [GATEWAY, INGRESS]],
    wider: [[[INGRESS, NODE_PORT, CLUSTER_IP], 'leave NodePort, ClusterIP out']],
  },
  allowedDomains: {
    outer: ['*.example.com', 'example.org'],
    narrower: [['a.example.com', '*.b.example.com'], ['*.example.com'], ['example.org']],
    wider: [[['example.com'], 'leave example.com out'], [['*.com'], 'leave *.com out'], [['a.example.com', '*.example.org'], 'leave *.example.org out']],
  },
  requireTls: { outer: true, narrower: [true], wider: [[false, 'leave it out']] },
  publicLoadBalancers: { outer: false, narrower: [false], wider: [[true, 'leave it out']] },
  nodePortBand: {
    outer: '30000-30049',
    narrower: ['30000-30049', '30010-30010'],
    wider: [['30000-30050', 'choose a range inside 30000-30049'], ['29999-30049', 'choose a range inside 30000-30049'], ['1-9', 'choose a range inside 30000-30049']],
  },
  hostPortBand: {
    outer: '9000-9099',
    narrower: ['9000-9001'],
    wider: [['8000-9999', 'choose a range inside 9000-9099']],
  },
  allowedIngressClasses: { outer: ['traefik', 'nginx'], narrower: [['nginx']], wider: [[['nginx', 'kong'], 'leave kong out']] },
  allowedGateways: {
    outer: ['infra/shared', 'lab'],
    narrower: [['infra/shared'], ['lab', 'team/lab']],
    wider: [[['shared'], 'leave shared out'], [['team/shared', 'team/lab'], 'leave team/shared out'], [['xlab', 'team/xlab'], 'leave xlab, team/xlab out']],
  },
  allowedGatewayClasses: { outer: ['cheap'], narrower: [['cheap']], wider: [[['dear'], 'leave dear out']] },
  allowedLoadBalancerClasses: { outer: ['example.com/inner'], narrower: [['example.com/inner']], wider: [[['example.com/outer'], 'leave example.com/outer out']] },
  requiredAnnotations: {
    outer: { owner: [], tier: ['gold', 'silver'] },
    narrower: [{ tier: ['gold'] }, { owner: ['shop'] }, { owner: [] }, { other: [] }, { constructor: ['any'] }, {}],
    wider: [[{ tier: [] }, 'choose values of tier from gold, silver'], [{ tier: ['gold', 'tin'] }, 'choose values of tier from gold, silver']],
  },
  requiredLabels: {
    outer: { tier: ['gold'] },
    narrower: [{ tier: ['gold'], owner: [] }],
    wider: [[{ owner: [], tier: ['tin'] }, 'choose values of tier from gold']],
  },
  maxExposedPorts: { outer: 2, narrower: [1, 2], wider: [[3, 'choose at most 2']] },
  requiredSourceRanges: {
    outer: ['10.0.0.0/8', '2001:db8::/32'],
    narrower: [['10.1.0.0/16'], ['2001:db8::/32', '10.0.0.0/8']],
    wider: [[['0.0.0.0/0', '10.1.0.0/16'], 'leave 0.0.0.0/0 out'], [['::/0'], 'leave ::/0 out']],
  },
  podSecurityFloor: {
    outer: PodSecurityLevel.BASELINE,
    narrower: [PodSecurityLevel.RESTRICTED, PodSecurityLevel.BASELINE],
    wider: [[PodSecurityLevel.PRIVILEGED, 'choose restricted or baseline']],
  },
};

const LIMITS = Object.keys(NESTED) as (keyof Limits)[];

test.each(LIMITS)('P-17: a policy below may narrow %s, or say nothing of it', limit => {
  const { outer, narrower } = NESTED[limit];
  for (const limits of [...narrower.map(value => ({ [limit]: value })), {}]) {
    for (const isDown of [true, false]) {
      const { app, part } = scopes();
      const attach = [() => ExposurePolicy.attach(app, policy('company', { [limit]: outer })), () => ExposurePolicy.attach(part, policy('team', limits))];
      expect(refusal(() => (isDown ? attach : attach.reverse()).forEach(act => act()))).toEqual([]);
    }
  }
});

test.each(LIMITS)('P-17: a policy below may not widen %s, in whichever order the two are attached', limit => {
  const { outer, wider } = NESTED[limit];
  for (const [value, right] of wider) {
    const message = `P-17: ${limit} ${JSON.stringify(value)} of ExposurePolicy team (attached to team/part) allows more than ${JSON.stringify(outer)} of ExposurePolicy company (attached to App, because company says so); ${right}`;
    const down = scopes();
    ExposurePolicy.attach(down.app, policy('company', { [limit]: outer }));
    expect(refusal(() => ExposurePolicy.attach(down.part, policy('team', { [limit]: value })))).toEqual([`[team/part] ${message}`]);
    expect(ExposurePolicy.of(down.part)).toHaveLength(1);
    const up = scopes();
    ExposurePolicy.attach(up.part, policy('team', { [limit]: value }));
    expect(refusal(() => ExposurePolicy.attach(up.app, policy('company', { [limit]: outer })))).toEqual([`[App] ${message}`]);
    expect(ExposurePolicy.of(up.part)).toHaveLength(1);
  }
});

test('P-17: a policy narrows every one above it, and not only the next', () => {
  const { app, chart, part } = scopes();
  ExposurePolicy.attach(app, policy('company', { maxExposedPorts: 1 }));
  ExposurePolicy.attach(chart, policy('team', { allowedStrategies: [INGRESS] }));
  expect(refusal(() => ExposurePolicy.attach(part, policy('part', { maxExposedPorts: 2, allowedStrategies: [NODE_PORT] })))).toEqual([
    '[team/part] P-17: maxExposedPorts 2 of ExposurePolicy part (attached to team/part) allows more than 1 of ExposurePolicy company (attached to App, because company says so); choose at most 1',
    '[team/part] P-17: allowedStrategies ["NodePort"] of ExposurePolicy part (attached to team/part) allows more than ["Ingress"] of ExposurePolicy team (attached to team, because team says so); leave NodePort out',
  ]);
});

test('docs/policies.md shows what is really printed', () => {
  const [broken, wider, allowed, ended] = [...readFileSync(join(__dirname, '../../docs/policies.md'), 'utf8').matchAll(/^```text\n([^]*?)\n```$/gm)]
    .map(([, text]) => text);
  const reason = 'what the internet reaches passes the firewall in front of Traefik';
  const demo = (props: ExposurePolicyProps) => {
    const app = new App();
    ExposurePolicy.attach(app, new ExposurePolicy(props));
    return { app, chart: new Chart(app, 'demo', { namespace: 'demo' }) };
  };

  const web = demo({ name: 'edge', reason, allowedStrategies: [CLUSTER_IP, INGRESS] });
  expect(refusal(() => expose(web.chart, NODE_PORT))).toEqual([broken]);

  const company = demo({ name: 'company', reason: 'other numbers belong to other clusters', nodePortBand: '30000-30099' });
  expect(refusal(() => ExposurePolicy.attach(company.chart, policy('demo', { nodePortBand: '30090-30109' })))).toEqual([wider]);

  const { app, chart } = demo({ name: 'edge', reason, allowedStrategies: [INGRESS] });
  const exemption = {
    policy: 'edge', limit: 'allowedStrategies', grantedBy: 'the security team', reason: 'the devices in the field know no hostname',
  };
  jest.useFakeTimers({ now: new Date('2026-11-25') });
  const refused = refusal(() => ExposurePolicy.exempt(chart, { ...exemption, until: '2026-06-30' }));
  jest.useRealTimers();
  expect(refused).toEqual([ended]);
  ExposurePolicy.exempt(chart, { ...exemption, until: '2999-12-31' });
  expose(chart, NODE_PORT);
  expect(AccessReport.of(app).toText()).toContain(allowed);
});

// What JavaScript can give

const STRATEGY_NAMES = 'HostNetwork, HostPort, ClusterIP, NodePort, LoadBalancer, Ingress, Gateway';
const EMPTY = 'is an empty list, which allows nothing; give at least one entry, or leave it out';
const NAME = 'at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each "."';
const KEY = 'at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, if need be after a DNS subdomain and "/"';

test.each([
  [undefined, 'E-2: props is missing; give an object'],
  [null, 'E-2: props is null; give an object'],
  [{}, 'P-16: name undefined is not a line of text; write one', 'P-16: reason undefined is not a line of text; write one'],
])('P-16, E-2: a policy is not %j', (props, ...lines) => {
  expect(refusal(() => new ExposurePolicy(props as any))).toEqual(lines.map(line => `[ExposurePolicy] ${line}`));
});

test.each([
  ['reason', ' ', 'P-16: reason " " is not a line of text; write one'],
  ['reason', 'two\nlines', 'P-16: reason "two\\nlines" is not a line of text; write one'],
  ['reason', 7, 'P-16: reason 7 is not a line of text; write one'],
  ['allowedStrategies', 'Ingress', 'E-2: allowedStrategies is "Ingress"; give a list'],
  ['allowedStrategies', ['INGRESS'], `E-2: allowedStrategies.0 is "INGRESS"; give one of ${STRATEGY_NAMES}`],
  ['allowedStrategies', [], `P-16: allowedStrategies ${EMPTY}`],
  ['allowedDomains', [], `P-16: allowedDomains ${EMPTY}`],
  ['allowedDomains', ['example.com', '*'], 'P-16: allowedDomains.1 "*" stands for no domain; write "*." and a domain, such as "*.example.com", or leave the hostname out'],
  ['allowedDomains', [/example/], 'E-2: allowedDomains.0 is {}; give a string'],
  ['requireTls', 'yes', 'E-2: requireTls is "yes"; give true or false'],
  ['publicLoadBalancers', 0, 'E-2: publicLoadBalancers is 0; give true or false'],
  ['nodePortBand', 30000, 'P-16: nodePortBand 30000 is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  ['nodePortBand', '30049-30000', 'P-16: nodePortBand "30049-30000" ends before it begins; write "30000-30049"'],
  ['hostPortBand', null, 'P-16: hostPortBand null is not a range of ports; write two port numbers and "-" between them, such as "30000-32767"'],
  ['allowedIngressClasses', ['Traefik'], `P-16: allowedIngressClasses.0 "Traefik" is not a DNS subdomain; write ${NAME}, for instance "traefik"`],
  ['allowedGateways', ['a/b/c'], 'P-16: allowedGateways.0 "a/b/c" is not a Gateway; write its name, or its namespace and name, such as "infra/shared"'],
  ['allowedGateways', ['infra/'], 'P-16: allowedGateways.0 "infra/" is not a Gateway; write its name, or its namespace and name, such as "infra/shared"'],
  ['allowedGatewayClasses', [''], `P-16: allowedGatewayClasses.0 "" is not a DNS subdomain; write ${NAME}`],
  ['allowedLoadBalancerClasses', ['a b'], `P-16: allowedLoadBalancerClasses.0 "a b" is not a qualified name; write ${KEY}, for instance "a-b"`],
  ['requiredAnnotations', { owner: 'shop' }, 'E-2: requiredAnnotations.owner is "shop"; give a list'],
  ['requiredAnnotations', ['owner'], 'E-2: requiredAnnotations is ["owner"]; give an object'],
  ['requiredAnnotations', { 'my owner': [] }, `P-16: requiredAnnotations: key "my owner" is not a qualified name; write ${KEY}, for instance "my-owner"`],
  ['requiredLabels', { tier: ['go ld'] }, 'P-16: requiredLabels.tier.0 "go ld" is not a label value; write at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, for instance "go-ld"'],
  ['maxExposedPorts', 0, 'P-16: maxExposedPorts 0 is no number of ports; write a whole number from 1'],
  ['maxExposedPorts', '3', 'P-16: maxExposedPorts "3" is no number of ports; write a whole number from 1'],
  ['maxExposedPorts', NaN, 'P-16: maxExposedPorts NaN is no number of ports; write a whole number from 1'],
  ['requiredSourceRanges', ['10.0.0.1/8'], 'P-16: requiredSourceRanges.0 "10.0.0.1/8" has host bits; write "10.0.0.0/8"'],
  ['podSecurityFloor', 'strict', 'E-2: podSecurityFloor is "strict"; give one of restricted, baseline, privileged'],
  ['requireTLS', true, 'E-2: there is no option \'requireTLS\'; write requireTls'],
])('P-16, E-2: %s of a policy is not %j', (option, value, message) => {
  expect(refusal(() => new ExposurePolicy({ name: 'edge', reason: 'it is so', [option]: value } as any))).toEqual([`[ExposurePolicy edge] ${message}`]);
});

test.each([
  [undefined, 'undefined'],
  [null, 'null'],
  [{ name: 'edge', reason: 'it is so' }, '{"name":"edge","reason":"it is so"}'],
])('E-2: what is attached is not %j', (value, shown) => {
  expect(refusal(() => ExposurePolicy.attach(scopes().chart, value as any))).toEqual([`[team] E-2: policy is ${shown}; give an ExposurePolicy`]);
});

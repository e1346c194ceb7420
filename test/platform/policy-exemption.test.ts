import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { AccessReport, ExposedService, ExposurePolicy, ExposureStrategy, PolicyExemption } from '../../src';
import { ALLOWED_METADATA } from '../../src/synth-notes';

const EXEMPTION: PolicyExemption = {
  policy: 'edge', limit: 'allowedStrategies', grantedBy: 'the security team', reason: 'the devices know no hostname', until: '2027-06-30',
};
const BROKEN = 'strategy NodePort breaks allowedStrategies ["Ingress"] of ExposurePolicy edge (attached to App, because the firewall is there); choose Ingress';

const { NODE_PORT, INGRESS } = ExposureStrategy;

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true); // where warnings are shown
  jest.useFakeTimers({ now: new Date('2026-11-25T12:00:00Z') });
  delete process.env.SOURCE_DATE_EPOCH;
});

afterAll(() => {
  jest.useRealTimers();
  delete process.env.SOURCE_DATE_EPOCH;
});

/** An app with a policy, a chart in it, and a construct in that. */
function scopes() {
  const app = new App();
  const chart = new Chart(app, 'team');
  ExposurePolicy.attach(app, new ExposurePolicy({ name: 'edge', reason: 'the firewall is there', allowedStrategies: [INGRESS], maxExposedPorts: 1 }));
  return { app, chart, part: new Construct(chart, 'part') };
}

function expose(scope: Construct, ports = [{ name: 'http', port: 8080 }]) {
  return new ExposedService(scope, 'shop', { strategy: NODE_PORT, app: { name: 'shop', image: 'shop:1', ports } });
}

function refusal(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return [];
}

function expectRefusal(change: object, ...messages: string[]) {
  const { chart } = scopes();
  expect(refusal(() => ExposurePolicy.exempt(chart, { ...EXEMPTION, ...change }))).toEqual(messages.map(message => `[team] ${message}`));
  expect(refusal(() => expose(chart))).toEqual([`[team/shop] P-1: ${BROKEN}`]);
}

test('a limit that is exempted may be broken, which is noted with who granted it and until when', () => {
  const { app, chart } = scopes();
  ExposurePolicy.exempt(chart, EXEMPTION);
  const { exposure } = expose(chart);
  expect(Testing.synth(chart)).toHaveLength(2);
  const accepted = { rule: 'P-1', message: BROKEN, reason: EXEMPTION.reason, grantedBy: EXEMPTION.grantedBy, until: EXEMPTION.until };
  expect(exposure.node.metadata.filter(({ type }) => type === ALLOWED_METADATA).map(({ data }) => data)).toEqual([accepted]);
  expect(JSON.parse(AccessReport.of(app).toJson()).exposures[0].allowed).toEqual([accepted]);
  expect(AccessReport.of(app).toText()).toContain([
    '  Allowed:',
    '  - P-1, granted by the security team until 2027-06-30, because the devices know no hostname:',
    '    strategy NodePort breaks allowedStrategies ["Ingress"] of ExposurePolicy edge (attached to App,',
    '    because the firewall is there); choose Ingress',
  ].join('\n'));
});

test('an exemption that nothing needs is not noted', () => {
  const { app, chart } = scopes();
  ExposurePolicy.exempt(chart, { ...EXEMPTION, limit: 'maxExposedPorts' });
  ExposurePolicy.exempt(chart, EXEMPTION);
  expose(chart);
  expect(JSON.parse(AccessReport.of(app).toJson()).exposures[0].allowed.map(({ rule }: { rule: string }) => rule)).toEqual(['P-1']);
});

test('an exemption counts for its scope and what is below, for one limit of one policy', () => {
  const { app, chart, part } = scopes();
  ExposurePolicy.attach(chart, new ExposurePolicy({ name: 'inner', reason: 'it is so', allowedStrategies: [INGRESS] }));
  ExposurePolicy.exempt(part, EXEMPTION);
  const inner = 'P-1: strategy NodePort breaks allowedStrategies ["Ingress"] of ExposurePolicy inner (attached to team, because it is so); choose Ingress';
  expect(refusal(() => expose(part, [{ name: 'http', port: 8080 }, { name: 'metrics', port: 9100 }]))).toEqual([
    '[team/part/shop] P-13: exposing 2 ports, http, metrics, breaks maxExposedPorts 1 of ExposurePolicy edge (attached to App, because the firewall is there); set exposed: false on all but 1',
    `[team/part/shop] ${inner}`,
  ]);
  expect(refusal(() => expose(chart))).toEqual([`[team/shop] P-1: ${BROKEN}`, `[team/shop] ${inner}`]);
  const other = new Chart(app, 'other');
  expect(refusal(() => expose(other))).toEqual([`[other/shop] P-1: ${BROKEN}`]);
});

test('of two exemptions the nearer one is noted', () => {
  const { app, chart, part } = scopes();
  ExposurePolicy.exempt(part, { ...EXEMPTION, grantedBy: 'the nearer' });
  ExposurePolicy.exempt(chart, { ...EXEMPTION, grantedBy: 'the farther' });
  expose(part);
  expect(JSON.parse(AccessReport.of(app).toJson()).exposures[0].allowed.map(({ grantedBy }: PolicyExemption) => grantedBy)).toEqual(['the nearer']);
});

test.each([
  ['2026-11-25', '2026-11-25T23:59:59Z'],
  ['2028-02-29', '2028-02-29T00:00:00Z'],
  ['9999-12-31', '2026-11-25T00:00:00Z'],
])('an exemption until %s counts at %s', (until, now) => {
  jest.setSystemTime(new Date(now));
  const { chart } = scopes();
  ExposurePolicy.exempt(chart, { ...EXEMPTION, until });
  expect(refusal(() => expose(chart))).toEqual([]);
});

const ENDED = 'P-18: the exemption from allowedStrategies of ExposurePolicy edge, which the security team granted because the devices know no hostname, ended on';

test('P-18: an exemption that has ended is an error', () => {
  expectRefusal({ until: '2026-11-24' }, `${ENDED} 2026-11-24, and today is 2026-11-25; keep to the limit, or have it granted anew`);
});

test('P-18: SOURCE_DATE_EPOCH says what day it is', () => {
  process.env.SOURCE_DATE_EPOCH = String(Date.parse('2027-07-01T00:00:00Z') / 1000);
  expectRefusal({}, `${ENDED} 2027-06-30, and today is 2027-07-01; keep to the limit, or have it granted anew`);
  process.env.SOURCE_DATE_EPOCH = '0';
  const { chart } = scopes();
  ExposurePolicy.exempt(chart, { ...EXEMPTION, until: '1970-01-01' });
  expect(refusal(() => expose(chart))).toEqual([]);
});

test.each(['', 'today', '-1', '1.5', '999999999999'])('P-18: SOURCE_DATE_EPOCH is not %j', epoch => {
  process.env.SOURCE_DATE_EPOCH = epoch;
  expectRefusal({}, `P-18: SOURCE_DATE_EPOCH ${JSON.stringify(epoch)} in the environment is no time; write whole seconds since 1970, or unset it`);
});

test.each(['2027-02-29', '2027-13-01', '2027-6-30', '30.06.2027', '2027-06-30T00:00:00Z', '', 20270630, null, undefined, new Date(0)])(
  'P-18: until is not %j', until => {
    const shown = until === undefined ? 'undefined' : JSON.stringify(until);
    expectRefusal({ until }, `P-18: until ${shown} is not a day; write one such as "2027-06-30"`);
  });

test.each([
  [{ policy: 'egde' }, 'P-18: policy "egde" is attached neither here nor above; choose edge'],
  [{ policy: undefined }, 'P-18: policy undefined is attached neither here nor above; choose edge'],
  [{ limit: 'requireTLS' }, 'P-18: limit "requireTLS" is none that a policy has; ExposurePolicy edge sets allowedStrategies, maxExposedPorts'],
  [{ limit: 'name' }, 'P-18: limit "name" is none that a policy has; ExposurePolicy edge sets allowedStrategies, maxExposedPorts'],
  [{ limit: ['requireTls'] }, 'P-18: limit ["requireTls"] is none that a policy has; ExposurePolicy edge sets allowedStrategies, maxExposedPorts'],
  [{ limit: 'requireTls' }, 'P-18: limit requireTls is not set by ExposurePolicy edge, which sets allowedStrategies, maxExposedPorts; leave the exemption out'],
  [{ grantedBy: ' ' }, 'P-18: grantedBy " " is not a line of text; write one'],
  [{ reason: undefined }, 'P-18: reason undefined is not a line of text; write one'],
  [{ grantor: 'me' }, 'E-2: there is no option \'grantor\'; the construct takes policy, limit, grantedBy, reason, until'],
])('P-18, E-2: an exemption is not one with %j', (change, message) => {
  expectRefusal(change, message);
});

test.each([undefined, null, 'edge'])('E-2: an exemption is not %j', value => {
  const what = value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`;
  expect(refusal(() => ExposurePolicy.exempt(scopes().chart, value as any))).toEqual([`[team] E-2: props ${what}; give an object`]);
});

test('P-18: everything that is wrong in an exemption is told at once', () => {
  expectRefusal({ policy: 'egde', reason: '', until: 'soon' },
    'P-18: policy "egde" is attached neither here nor above; choose edge',
    'P-18: reason "" is not a line of text; write one',
    'P-18: until "soon" is not a day; write one such as "2027-06-30"');
});

test('P-18: a policy is attached before it is exempted from', () => {
  const chart = new Chart(new App(), 'team');
  expect(refusal(() => ExposurePolicy.exempt(chart, EXEMPTION))).toEqual([
    '[team] P-18: policy "edge" is attached neither here nor above; attach it before it is exempted from',
  ]);
});

test('P-18: an exemption is granted once in a scope, and before something below is exposed', () => {
  const { app, chart, part } = scopes();
  ExposurePolicy.exempt(part, EXEMPTION);
  expect(refusal(() => ExposurePolicy.exempt(part, { ...EXEMPTION, until: '2028-06-30' }))).toEqual([
    '[team/part] P-18: an exemption from allowedStrategies of ExposurePolicy edge is granted here already; keep one',
  ]);
  expose(part);
  for (const [scope, path] of [[part, 'team/part'], [chart, 'team'], [app, 'App']] as const) {
    expect(refusal(() => ExposurePolicy.exempt(scope, { ...EXEMPTION, limit: 'maxExposedPorts' }))).toEqual([
      `[${path}] P-18: the exemption from maxExposedPorts of ExposurePolicy edge is granted after something below was exposed without it; grant it first`,
    ]);
  }
});

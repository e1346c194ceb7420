import * as fc from 'fast-check';
import { dnsLabel, dnsSubdomain, Grammar, labelValue, qualifiedName, serviceName, shown, startsWithDigit } from '../../src/kubernetes/names';

const LABEL_WORDS = 'at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit';
const SERVICE_WORDS = 'at most 63 lower-case letters, digits and "-", beginning with a letter and ending with a letter or digit';
const KEY_WORDS = 'at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit';

test.each([
  ['1app', `"1app" is not a Service name; write ${SERVICE_WORDS}`],
  ['My-App', `"My-App" is not a Service name; write ${SERVICE_WORDS}, for instance "my-app"`],
  ['my.app', `"my.app" is not a Service name; write ${SERVICE_WORDS}, for instance "my-app"`],
  ['app-', `"app-" is not a Service name; write ${SERVICE_WORDS}, for instance "app"`],
  ['', `"" is not a Service name; write ${SERVICE_WORDS}`],
  ['a'.repeat(64), `"${'a'.repeat(64)}" has 64 characters, and a Service name at most 63; shorten it`],
  [7, `7 is not a Service name; write ${SERVICE_WORDS}`],
  [undefined, `undefined is not a Service name; write ${SERVICE_WORDS}`],
])('S-1: the Service name %j is refused', (value, problem) => {
  expect(serviceName(value)).toBe(problem);
});

test('S-1: a Service name is a label of RFC 1035', () => {
  expect(['a', 'my-app', 'a1', 'a--b', 'a'.repeat(63)].map(serviceName)).toEqual(Array(5).fill(undefined));
});

test('S-4: a name with a digit at the start and nothing else wrong is told apart', () => {
  expect(['1app', '1', '0-a'].map(startsWithDigit)).toEqual([true, true, true]);
  expect(['app', '1_app', '1App', '-1', '', '1'.repeat(64)].map(startsWithDigit)).toEqual(Array(6).fill(false));
});

test.each([
  ['-web', `"-web" is not a DNS label; write ${LABEL_WORDS}, for instance "web"`],
  ['123_abc', `"123_abc" is not a DNS label; write ${LABEL_WORDS}, for instance "123-abc"`],
])('S-2: the name %j is refused for a Service port', (value, problem) => {
  expect(dnsLabel(value)).toBe(problem);
});

test('S-2: what is no name of a container port is still a DNS label', () => {
  expect(['8080', 'http--x', 'metrics-exporter'].map(dnsLabel)).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['team.a', `"team.a" is not a DNS label; write ${LABEL_WORDS}, for instance "team-a"`],
  ['app_1', `"app_1" is not a DNS label; write ${LABEL_WORDS}, for instance "app-1"`],
  [42, '42 is a number, not a DNS label; write "42"'],
  [true, 'true is a boolean, not a DNS label; write "true"'],
  [null, `null is not a DNS label; write ${LABEL_WORDS}`],
])('the name %j is refused for a namespace and for a container', (value, problem) => {
  expect(dnsLabel(value)).toBe(problem);
});

test.each([
  ['My_App', '"My_App" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "my-app"'],
  ['a..b', '"a..b" is not a DNS subdomain; write at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit around each ".", for instance "a.b"'],
  ['a'.repeat(254), `"${'a'.repeat(254)}" has 254 characters, and a DNS subdomain at most 253; shorten it`],
])('the object name %j is refused', (value, problem) => {
  expect(dnsSubdomain(value)).toBe(problem);
});

test.each(['', 'Nginx', 'My_Secret'])('IN-10, IN-12: %j is no name of an Ingress class or a Secret', value => {
  expect(dnsSubdomain(value)).toMatch(/^".*" is not a DNS subdomain; write /);
});

test.each([
  ['a/b/c', `"a/b/c" is not a qualified name; write ${KEY_WORDS}, if need be after a DNS subdomain and "/"`],
  ['HTTP 2', `"HTTP 2" is not a qualified name; write ${KEY_WORDS}, if need be after a DNS subdomain and "/", for instance "HTTP-2"`],
])('LB-1: the qualified name %j is refused', (value, problem) => {
  expect(qualifiedName(value)).toBe(problem);
});

test('a qualified name may have a prefix of 253 characters and a name of 63', () => {
  const prefix = `${'a'.repeat(251)}.b`;
  expect(['kubernetes.io/h2c', 'http', 'My_App.1', `${prefix}/${'B'.repeat(63)}`].map(qualifiedName)).toEqual(Array(4).fill(undefined));
  for (const wrong of [`a${prefix}/b`, `a/${'B'.repeat(64)}`, 'A/b', '/b', 'a/', '']) {
    expect(qualifiedName(wrong)).toContain(shown(wrong));
  }
});

test.each([
  ['has space', `"has space" is not a label value; write ${KEY_WORDS}, for instance "has-space"`],
  ['-x', `"-x" is not a label value; write ${KEY_WORDS}, for instance "x"`],
  ['a/b', `"a/b" is not a label value; write ${KEY_WORDS}, for instance "a-b"`],
  ['a'.repeat(64), `"${'a'.repeat(64)}" has 64 characters, and a label value at most 63; shorten it`],
  [true, 'true is a boolean, not a label value; write "true"'],
  [1.5, '1.5 is a number, not a label value; write "1.5"'],
])('the label value %j is refused', (value, problem) => {
  expect(labelValue(value)).toBe(problem);
});

test('a label value may be empty', () => {
  expect(labelValue('')).toBeUndefined();
});

const GRAMMARS: [string, Grammar, RegExp][] = [
  ['dnsLabel', dnsLabel, /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/],
  ['serviceName', serviceName, /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/],
  ['dnsSubdomain', dnsSubdomain, /^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?){0,6}$/],
  ['qualifiedName', qualifiedName, /^([a-z0-9]{1,9}(\.[a-z0-9]{1,9}){0,3}\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/],
  ['labelValue', labelValue, /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/],
];

test.each(GRAMMARS)('%s answers for any value, and with a phrase in lower case without a full stop', (_name, grammar) => {
  const values = fc.oneof(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }), fc.string(), fc.constantFrom(Symbol('a'), () => 1));
  fc.assert(fc.property(values, value => {
    const problem = grammar(value);
    expect(problem === undefined ? typeof value : problem).toMatch(problem === undefined ? /^string$/ : /[^.]$/s);
  }));
});

test.each(GRAMMARS)('%s accepts what is made from its form', (_name, grammar, form) => {
  fc.assert(fc.property(fc.stringMatching(form), value => expect(grammar(value)).toBeUndefined()));
});

test.each(GRAMMARS)('%s refuses a right value with a wrong character in it, and shows it', (_name, grammar, form) => {
  fc.assert(fc.property(fc.stringMatching(form), fc.nat(), fc.constantFrom(' ', '\n', '*', ':', 'ä', '\0', '😀', '"'), (value, position, wrong) => {
    const at = position % (value.length + 1);
    const broken = value.slice(0, at) + wrong + value.slice(at);
    expect(grammar(broken)).toContain(JSON.stringify(broken));
  }));
});

test.each(GRAMMARS)('%s proposes only what it accepts', (_name, grammar) => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'B', '1', '-', '_', '.', '/', ' ', 'ä'), maxLength: 20 }), value => {
    const [, proposal] = / for instance (".*")$/.exec(grammar(value) ?? '') ?? [];
    expect(proposal && grammar(JSON.parse(proposal))).toBeUndefined();
  }));
});

test('a huge value is refused quickly and shown in short', () => {
  for (const [, grammar] of GRAMMARS) {
    expect(grammar('a-'.repeat(5_000_000))).toMatch(/^"(a-){40}"… has 10000000 characters, and /);
  }
});

test.each([
  ['a "quote"', '"a \\"quote\\""'],
  [{ a: [1, null] }, '{"a":[1,null]}'],
  [[], '[]'],
  [NaN, 'NaN'],
  [-0, '0'],
  [undefined, 'undefined'],
  [12n, '12n'],
  [10n ** 90n, 'a bigint'],
  [Symbol('s'), 'a symbol'],
  [() => 1, 'a function'],
  [{ big: 1n }, 'an object'],
  [{ toJSON: () => undefined }, 'an object'],
  [Array(200).fill('ab'), `${JSON.stringify(Array(200).fill('ab')).slice(0, 80)}…`],
])('a message shows a value as it was written', (value, text) => {
  expect(shown(value)).toBe(text);
});

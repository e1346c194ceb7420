import * as fc from 'fast-check';
import { gatewayPath, literalHazard, path, PathType } from '../../src/kubernetes/paths';

const TYPES: PathType[] = ['Exact', 'Prefix', 'ImplementationSpecific'];

test.each([
  ['foo', '"foo" does not begin with "/"; write "/foo"'],
  ['a/b/', '"a/b/" does not begin with "/"; write "/a/b/"'],
  ['../x', '"../x" does not begin with "/"; write the path alone, such as "/app"'],
  ['https://a.com/x', '"https://a.com/x" does not begin with "/"; write the path alone, such as "/app"'],
  ['', '"" is empty; write "/" for every path'],
  ['/a//b', '"/a//b" contains "//"; write "/a/b"'],
  ['/a/./b', '"/a/./b" contains "/./"; write "/a/b"'],
  ['/a/../b', '"/a/../b" contains "/../"; write "/b"'],
  ['/a%2fb', '"/a%2fb" contains "%2f"; leave it out'],
  ['/a%2Fb', '"/a%2Fb" contains "%2F"; leave it out'],
  ['/a/..', '"/a/.." ends with "/.."; write "/"'],
  ['/a/.', '"/a/." ends with "/."; write "/a"'],
  ['/a b', '"/a b" has a blank, which no path of a request has; leave it out'],
  ['/a\n', '"/a\\n" has a blank, which no path of a request has; leave it out'],
  [undefined, 'undefined is not a path; write a string such as "/"'],
  [7, '7 is not a path; write a string such as "/"'],
])('IN-3, GW-4: the path %j is refused', (value, problem) => {
  expect(path(value, 'Exact')).toBe(problem);
  expect(path(value, 'Prefix')).toBe(problem);
  expect(gatewayPath(value)).toBe(problem);
});

test('IN-4: an ImplementationSpecific path is empty or begins with "/"', () => {
  expect(['', '/', '/a//b', '/.*', '/a/..'].map(value => path(value, 'ImplementationSpecific'))).toEqual(Array(5).fill(undefined));
  expect(path('foo', 'ImplementationSpecific')).toBe('"foo" does not begin with "/"; write "/foo"');
  expect(path('/a b', 'ImplementationSpecific')).toBe('"/a b" has a blank, which no path of a request has; leave it out');
});

test.each([
  ['/a#b', '"/a#b" contains "#", which a path of a route cannot have; write the path alone, without query and fragment'],
  ['/a?b=c', '"/a?b=c" contains "?", which a path of a route cannot have; write the path alone, without query and fragment'],
  ['/a%zz', '"/a%zz" contains "%", which a path of a route cannot have; write "%25"'],
  ['/ä', '"/ä" contains "ä", which a path of a route cannot have; write "%C3%A4"'],
  ['/😀', '"/😀" contains "😀", which a path of a route cannot have; write "%F0%9F%98%80"'],
  ['/[a]', '"/[a]" contains "[", which a path of a route cannot have; write "%5B"'],
  ['/\ud800', '"/\\ud800" contains "\\ud800", which a path of a route cannot have; leave it out'],
])('GW-4: the path %j is refused for a route, and taken by an Ingress', (value, problem) => {
  expect(gatewayPath(value)).toBe(problem);
  expect(path(value, 'Prefix')).toBeUndefined();
});

test('GW-4: a path of a route has at most 1024 characters', () => {
  expect(gatewayPath(`/${'a'.repeat(1023)}`)).toBeUndefined();
  expect(gatewayPath(`/${'a'.repeat(1024)}`)).toBe(`"/${'a'.repeat(79)}"… has 1025 characters, and a path of a route at most 1024; shorten it`);
});

const SEGMENT = fc.stringMatching(/^[-A-Za-z0-9._~!$&'()*+,;=:@]{1,8}$/).filter(segment => segment !== '.' && segment !== '..');
const PATH = fc.tuple(fc.array(SEGMENT, { maxLength: 6 }), fc.boolean()).map(([segments, slash]) => `/${segments.join('/')}${slash && segments.length ? '/' : ''}`);

test('IN-3, IN-4, GW-4: a path of plain segments is taken in every type', () => {
  fc.assert(fc.property(PATH, value => {
    expect(gatewayPath(value)).toBeUndefined();
    expect(TYPES.map(type => path(value, type))).toEqual([undefined, undefined, undefined]);
  }));
});

test('IN-3, GW-4: a path with something forbidden in it is refused, and shown', () => {
  fc.assert(fc.property(PATH, fc.constantFrom('//', '/./', '/../', '%2f', '%2F', ' ', '\t', '\u00a0', '/..', '/.'), PATH, (before, wrong, after) => {
    const value = wrong.endsWith('.') ? before + wrong : before + wrong + after;
    expect(path(value, 'Exact')).toContain(JSON.stringify(value));
    expect(gatewayPath(value)).toBe(path(value, 'Prefix'));
  }));
});

test('GW-4: a path of a route is a path of an Ingress of every type', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('/', '.', 'a', '%', '2', 'f', ' ', '#', '*') }).map(value => `/${value}`), value => {
    if (gatewayPath(value) === undefined) {
      expect(TYPES.map(type => path(value, type))).toEqual([undefined, undefined, undefined]);
    }
  }));
});

test('IN-3: a path is proposed only when it would be accepted', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('/', '.', 'a', '%2f', ':', ' ') }), value => {
    const [, proposal] = /; write (".*")(?: for every path)?$/.exec(path(value, 'Exact') ?? '') ?? [];
    expect(proposal && path(JSON.parse(proposal), 'Exact')).toBeUndefined();
  }));
});

test('a path never throws, whatever it is', () => {
  const values = fc.oneof(fc.anything({ withBigInt: true, withNullPrototype: true }), fc.string({ unit: 'binary' }), fc.string().map(value => `/${value}`));
  fc.assert(fc.property(values, fc.constantFrom(...TYPES), (value, type) => {
    expect(() => path(value, type)).not.toThrow();
    expect(() => gatewayPath(value)).not.toThrow();
    expect(() => literalHazard(String(typeof value === 'string' ? value : ''))).not.toThrow();
  }));
});

test('a huge path is answered', () => {
  for (const huge of ['/a'.repeat(5_000_000), 'a/'.repeat(5_000_000), '/..'.repeat(1_000_000), '/*'.repeat(1_000_000)]) {
    expect(() => [path(huge, 'Prefix'), gatewayPath(huge), literalHazard(huge)]).not.toThrow();
  }
});

test.each([
  ['/*', '"/*" contains "*", which stands for itself, or for something else with each controller; write "/" with path type Prefix for everything below it'],
  ['/api/*', '"/api/*" contains "*", which stands for itself, or for something else with each controller; write "/api" with path type Prefix for everything below it'],
  ['/a/*/b', '"/a/*/b" contains "*", which stands for itself, or for something else with each controller; leave it out'],
  ['/a?b', '"/a?b" contains "?", which stands for itself, or for something else with each controller; leave it out'],
  ['/a#b', '"/a#b" contains "#", which stands for itself, or for something else with each controller; leave it out'],
  ['/api/v[0-9]+', '"/api/v[0-9]+" contains "[", which stands for itself, or for something else with each controller; leave it out'],
  ['/(.*)', '"/(.*)" contains "(", which stands for itself, or for something else with each controller; leave it out'],
  ['/a b', '"/a b" contains " ", which stands for itself, or for something else with each controller; leave it out'],
])('IN-16: %j looks like a pattern and is none', (value, problem) => {
  expect(literalHazard(value)).toBe(problem);
});

test('IN-16: an ordinary path is no hazard', () => {
  expect(['/', '/api/v1', '/a.b/c-d_e~f', '/%20'].map(literalHazard)).toEqual(Array(4).fill(undefined));
});

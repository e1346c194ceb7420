import * as fc from 'fast-check';
import { coveredBy, hostname, isWildcard } from '../../src/kubernetes/hostnames';
import { dnsSubdomain } from '../../src/kubernetes/names';

test.each([
  ['Example.com', '"Example.com" has upper-case letters; write "example.com"'],
  ['a.com:8080', '"a.com:8080" has a port; write "a.com"'],
  ['https://app.Example.com:8443/x?y', '"https://app.Example.com:8443/x?y" has a scheme; write "app.example.com"'],
  ['a.com/x', '"a.com/x" has a path; write "a.com"'],
  ['a.com.', '"a.com." ends with a dot; write "a.com"'],
  ['my_app.example.com', '"my_app.example.com" has "_", which no hostname has; write "my-app.example.com"'],
  ['bücher.example', '"bücher.example" has letters that DNS knows only by their ASCII form; write "xn--bcher-kva.example"'],
  ['*.Example.com', '"*.Example.com" has upper-case letters; write "*.example.com"'],
  ['http://10.0.0.1', '"http://10.0.0.1" has a scheme; write a DNS name such as "app.example.com" or "*.example.com"'],
  ['a..b', '"a..b" is not a hostname; write lower-case letters, digits and "-" around each ".", such as "app.example.com"'],
  ['a b', '"a b" is not a hostname; write lower-case letters, digits and "-" around each ".", such as "app.example.com"'],
  ['-a.com', '"-a.com" is not a hostname; write lower-case letters, digits and "-" around each ".", such as "app.example.com"'],
  ['', '"" is not a hostname; write lower-case letters, digits and "-" around each ".", such as "app.example.com"'],
  [80, '80 is not a hostname; write a DNS name such as "app.example.com"'],
  [undefined, 'undefined is not a hostname; write a DNS name such as "app.example.com"'],
])('IN-6, GW-2: the hostname %j is refused', (value, problem) => {
  expect(hostname(value)).toBe(problem);
});

test.each([
  ['*', '"*" stands for no domain; write "*." and a domain, such as "*.example.com", or leave the hostname out'],
  ['*.*.x', '"*.*.x" has "*", which can only be the whole first label; write a DNS name such as "app.example.com" or "*.example.com"'],
  ['foo.*.x', '"foo.*.x" has "*", which can only be the whole first label; write a DNS name such as "app.example.com" or "*.example.com"'],
  ['*foo.x', '"*foo.x" has "*", which can only be the whole first label; write a DNS name such as "app.example.com" or "*.example.com"'],
  ['*.', '"*." ends with a dot; write a DNS name such as "app.example.com" or "*.example.com"'],
])('IN-6, GW-2: the wildcard %j is refused', (value, problem) => {
  expect(hostname(value)).toBe(problem);
});

test.each(['10.0.0.1', '010.0.0.1', '::1', '[2001:db8::1]', '::ffff:10.0.0.1'])('IN-6, GW-3: the IP address %s is no hostname', value => {
  expect(hostname(value)).toBe(`"${value}" is an IP address, not a hostname; write a DNS name, or leave the hostname out`);
});

test('IN-7: a label of a hostname has at most 63 characters', () => {
  expect(hostname(`${'a'.repeat(63)}.example.com`)).toBeUndefined();
  expect(hostname(`*.${'a'.repeat(63)}.com`)).toBeUndefined();
  expect(hostname(`${'a'.repeat(64)}.example.com`))
    .toBe(`"${'a'.repeat(64)}.example.com" has a label of 64 characters, and DNS takes at most 63; shorten it`);
});

test('IN-6, GW-2: a hostname has at most 253 characters, with its wildcard', () => {
  const most = `*.${'a.'.repeat(125)}b`;
  expect(most).toHaveLength(253);
  expect(hostname(most)).toBeUndefined();
  expect(hostname(`${most}b`)).toBe(`"${most}b" has 254 characters, and a hostname at most 253; shorten it`);
});

test('IN-6, IN-12, GW-2: a DNS name and a wildcard of one are hostnames', () => {
  expect(['localhost', 'app.example.com', '*.example.com', '*.com', '1.example', 'xn--bcher-kva.example'].map(hostname)).toEqual(Array(6).fill(undefined));
});

const LABEL = fc.stringMatching(/^[a-z]([-a-z0-9]{0,20}[a-z0-9])?$/);
const NAME = fc.array(LABEL, { minLength: 1, maxLength: 6 }).map(labels => labels.join('.'));
const HOST = fc.tuple(fc.boolean(), NAME).map(([wildcard, name]) => (wildcard ? `*.${name}` : name));
const GATEWAY_API = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

test('IN-6, GW-2: a hostname is accepted when it is made from the grammar', () => {
  fc.assert(fc.property(HOST, host => expect(hostname(host)).toBeUndefined()));
});

test('IN-6, GW-2: what is accepted is accepted by the Gateway API and by Ingress', () => {
  fc.assert(fc.property(fc.oneof(HOST, fc.string({ unit: fc.constantFrom('a', '1', '.', '-', '*', 'A', '_', ':', '/') })), value => {
    if (hostname(value) === undefined) {
      expect(value).toMatch(GATEWAY_API);
      expect(dnsSubdomain(value.replace(/^\*\./, ''))).toBeUndefined();
    }
  }));
});

test('IN-6, GW-2: a hostname with a wrong character in it is refused, and shown', () => {
  fc.assert(fc.property(HOST, fc.nat(), fc.constantFrom('*', '_', ' ', 'A', '/', ':', '..', 'ä', '\n', '\0'), (host, position, wrong) => {
    const at = 1 + position % host.length;
    const broken = host.slice(0, at) + wrong + host.slice(at);
    expect(hostname(broken)).toContain(JSON.stringify(broken));
  }));
});

test('a hostname is proposed only when it would be accepted', () => {
  fc.assert(fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.domain().map(name => name.toUpperCase())), value => {
    const [, proposal] = /; write (".*")$/s.exec(hostname(value) ?? '') ?? [];
    expect(proposal && hostname(JSON.parse(proposal))).toBeUndefined();
  }));
});

test('a hostname never throws, whatever it is', () => {
  fc.assert(fc.property(fc.oneof(fc.anything({ withBigInt: true, withNullPrototype: true }), fc.string({ unit: 'binary' })), value => {
    expect(() => hostname(value)).not.toThrow();
  }));
  expect(hostname('http://'.repeat(1_000_000))).toContain('has 7000000 characters');
});

test('IN-18: the wildcard of an Ingress stands for one label, that of the Gateway API for many', () => {
  expect(coveredBy('a.foo.com', '*.foo.com', 'one')).toBe(true);
  expect(coveredBy('a.b.foo.com', '*.foo.com', 'one')).toBe(false);
  expect(coveredBy('a.b.foo.com', '*.foo.com', 'many')).toBe(true);
  expect(coveredBy('*.b.foo.com', '*.foo.com', 'one')).toBe(false);
  expect(coveredBy('*.b.foo.com', '*.foo.com', 'many')).toBe(true);
});

test.each(['one', 'many'] as const)('IN-13, GW-14: with a wildcard for %s label, neither the domain itself nor a longer name is covered', labels => {
  expect(coveredBy('foo.com', '*.foo.com', labels)).toBe(false);
  expect(coveredBy('.foo.com', '*.foo.com', labels)).toBe(false);
  expect(coveredBy('a.barfoo.com', '*.foo.com', labels)).toBe(false);
  expect(coveredBy('a.foo.com', 'foo.com', labels)).toBe(false);
  expect(coveredBy('*.foo.com', 'a.foo.com', labels)).toBe(false);
  expect(coveredBy('foo.com', 'foo.com', labels)).toBe(true);
  expect(coveredBy('*.foo.com', '*.foo.com', labels)).toBe(true);
});

test('IN-18: what is covered with one label is covered with many', () => {
  fc.assert(fc.property(HOST, LABEL, (host, label) => {
    const below = `${label}.${host.replace('*.', '')}`;
    const wildcard = `*.${host.replace('*.', '')}`;
    expect(isWildcard(wildcard)).toBe(true);
    expect(isWildcard(below)).toBe(false);
    expect(coveredBy(below, wildcard, 'one')).toBe(true);
    expect(coveredBy(below, wildcard, 'many')).toBe(true);
    expect(coveredBy(`${label}.${below}`, wildcard, 'one')).toBe(false);
    expect(coveredBy(`${label}.${below}`, wildcard, 'many')).toBe(true);
  }));
});

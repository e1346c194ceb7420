import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { bracketed, cidr, ipAddress, isIpAddress, isIpv6, isWithin } from '../../src/kubernetes/addresses';

test.each([
  ['010.0.0.5', '"010.0.0.5" has leading zeros; write "10.0.0.5"'],
  ['::ffff:1.2.3.4', '"::ffff:1.2.3.4" is an IPv4 address in the form of IPv6; write "1.2.3.4"'],
  ['::FFFF:102:304', '"::FFFF:102:304" is an IPv4 address in the form of IPv6; write "1.2.3.4"'],
  ['2001:DB8::1', '"2001:DB8::1" is not in the canonical form; write "2001:db8::1"'],
  ['2001:db8:0:0:1:0:0:1', '"2001:db8:0:0:1:0:0:1" is not in the canonical form; write "2001:db8::1:0:0:1"'],
  ['64:ff9b::1.2.3.4', '"64:ff9b::1.2.3.4" is not in the canonical form; write "64:ff9b::102:304"'],
  ['fe80::1%eth0', '"fe80::1%eth0" has a zone, which only one node knows; write "fe80::1"'],
  ['[::1]', '"[::1]" has brackets, which belong into a URL; write "::1"'],
])('HP-4, S-18: the address %s is not canonical', (value, problem) => {
  expect(ipAddress(value)).toBe(problem);
});

test.each(['node-1', 'localhost', '999.0.0.1', '1', '0x7f.1', '10.0.0', '10.0.0.1:80', '10.0.0.0/8', ' 10.0.0.1', '', ':::', 'g::'])('HP-4: %j is no address', value => {
  expect(ipAddress(value)).toBe(`"${value}" is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"`);
});

test('HP-4: an address is a string', () => {
  expect(ipAddress(10)).toBe('10 is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"');
  expect(ipAddress(null)).toBe('null is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"');
});

/** An IPv6 address as the URL standard writes it, which is the form of RFC 5952. */
const canonicalV6 = (address: string) => new URL(`http://[${address}]/`).hostname.slice(1, -1);

/** IPv6 addresses with and without runs of zeros, none of them an IPv4 address in disguise. */
const V6 = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  .filter(groups => groups.slice(0, 5).some(group => group !== 0))
  .map(groups => groups.map(group => group.toString(16)).join(':'));

test('HP-4, S-18: an IPv4 address in four plain numbers is accepted', () => {
  fc.assert(fc.property(fc.ipV4(), address => expect(ipAddress(address)).toBeUndefined()));
});

test('HP-4, S-18: an IPv6 address in the form of RFC 5952 is accepted, and proposed for every other form', () => {
  fc.assert(fc.property(V6, address => {
    const canonical = canonicalV6(address);
    expect(ipAddress(canonical)).toBeUndefined();
    expect(ipAddress(address)).toBe(address === canonical ? undefined : `"${address}" is not in the canonical form; write "${canonical}"`);
  }));
});

test('HP-4: an address is recognised where Node recognises one', () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom('1', '0', '.', ':', 'f') })), value => {
    if (isIP(value) !== 0) {
      expect(isIpAddress(value)).toBe(true);
      expect(isIpv6(value)).toBe(isIP(value) === 6);
    }
    if (ipAddress(value) === undefined) {
      expect(isIP(value)).not.toBe(0);
    }
  }));
});

test.each([
  ['192.168.0.5/24', '"192.168.0.5/24" has host bits; write "192.168.0.0/24"'],
  ['2001:db8::1/32', '"2001:db8::1/32" has host bits; write "2001:db8::/32"'],
  ['010.0.0.0/8', '"010.0.0.0/8" has leading zeros; write "10.0.0.0/8"'],
  ['10.0.0.0/08', '"10.0.0.0/08" is not in the canonical form; write "10.0.0.0/8"'],
  [' 10.0.0.0/8 ', '" 10.0.0.0/8 " is not in the canonical form; write "10.0.0.0/8"'],
  ['2001:DB8::/32', '"2001:DB8::/32" is not in the canonical form; write "2001:db8::/32"'],
  ['::ffff:1.2.3.0/120', '"::ffff:1.2.3.0/120" is an IPv4 address in the form of IPv6; write "1.2.3.0/24"'],
  ['10.0.0.1', '"10.0.0.1" is one address, not a range; write "10.0.0.1/32"'],
  ['2001:DB8::1', '"2001:DB8::1" is one address, not a range; write "2001:db8::1/128"'],
])('LB-2, S-18: the range %j is not canonical', (value, problem) => {
  expect(cidr(value)).toBe(problem);
});

test.each(['office', '10.0.0.0/33', '2001:db8::/129', '10/8', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '/8', '', '10.0.0.0/255.0.0.0', '::ffff:1.2.3.0/90'])('LB-2: %j is no range', value => {
  expect(cidr(value)).toBe(`"${value}" is not a range of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32"`);
});

test('LB-2: a range is a string', () => {
  expect(cidr(8)).toBe('8 is not a range of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32"');
});

test('LB-2, S-18: every address has a canonical range of every length, which is what is proposed', () => {
  const ranges = fc.oneof(
    fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
    fc.tuple(V6.map(canonicalV6), fc.integer({ min: 0, max: 128 })),
  );
  fc.assert(fc.property(ranges, ([address, prefix]) => {
    const problem = cidr(`${address}/${prefix}`);
    const canonical = problem === undefined ? `${address}/${prefix}` : / has host bits; write "(.*)"$/.exec(problem)?.[1];
    expect(canonical).toMatch(new RegExp(`/${prefix}$`));
    expect(cidr(canonical)).toBeUndefined();
  }));
});

test('LB-2: all addresses and one address are ranges', () => {
  expect(['0.0.0.0/0', '::/0', '10.0.0.1/32', '2001:db8::1/128'].map(cidr)).toEqual(Array(4).fill(undefined));
});

test.each([
  ['10.1.0.0/16', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.1.0.0/16', false],
  ['11.0.0.0/16', '10.0.0.0/8', false],
  ['2001:db8:1::/48', '2001:db8::/32', true],
  ['::/0', '2001:db8::/32', false],
  ['10.0.0.0/8', '::/0', false],
  ['2001:db8::/32', '0.0.0.0/0', false],
])('whether %s lies in %s is %s', (range, outer, is) => {
  expect(isWithin(range, outer)).toBe(is);
});

test('U-1: an IPv6 address is put into brackets, and nothing else is', () => {
  expect(bracketed('2001:db8::1')).toBe('[2001:db8::1]');
  expect(['10.0.0.1', 'app.example.com', '<NODE_IP>', '[::1]', ''].map(bracketed)).toEqual(['10.0.0.1', 'app.example.com', '<NODE_IP>', '[::1]', '']);
});

test('U-1: a URL with a bracketed host has that host', () => {
  fc.assert(fc.property(V6.map(canonicalV6), address => expect(new URL(`http://${bracketed(address)}:30080/`).host).toBe(`[${address}]:30080`)));
});

test('no grammar of addresses throws for any value', () => {
  const values = fc.oneof(fc.anything({ withBigInt: true, withNullPrototype: true }), fc.string({ unit: fc.constantFrom('0', '1', ':', '.', '/', '%', '[', ']') }));
  fc.assert(fc.property(values, value => {
    for (const grammar of [ipAddress, cidr, isIpv6, isIpAddress]) {
      expect(() => grammar(value)).not.toThrow();
    }
  }));
  expect(ipAddress('1'.repeat(10_000_000))).toMatch(/^"1{80}"… is not an IP address/);
  expect(cidr('::/'.repeat(1_000_000))).toMatch(/ is not a range of addresses/);
});

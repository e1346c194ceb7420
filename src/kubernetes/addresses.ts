import * as ipaddr from 'ipaddr.js';
import { Grammar, shown } from './names';

/** An address in the one form that every version of Kubernetes takes, and what was wrong with the form that it came in. */
interface Reading {
  readonly canonical: string;
  readonly fault?: string;
}

/**
 * HP-4, S-18: a literal IP address in its canonical form: no leading zeros, no IPv4 in IPv6 clothes, IPv6 as RFC 5952 writes it.
 * Kubernetes 1.36 and later refuse the first two.
 *
 * @see https://kubernetes.io/docs/reference/command-line-tools-reference/feature-gates/ StrictIPCIDRValidation
 * @see https://www.rfc-editor.org/rfc/rfc5952#section-4
 */
export const ipAddress: Grammar = value => {
  const reading = typeof value === 'string' ? read(value) : undefined;
  if (reading === undefined) {
    return `${shown(value)} is not an IP address; write one such as "10.0.0.5" or "2001:db8::5"`;
  }
  return reading.fault && `${shown(value)} ${reading.fault}; write ${shown(reading.canonical)}`;
};

/**
 * LB-2, S-18: a range of addresses in its canonical form: a canonical address without host bits, "/" and the length of the prefix.
 *
 * @see kubernetes/kubernetes#137053
 */
export const cidr: Grammar = value => {
  const wrong = `${shown(value)} is not a range of addresses; write one such as "10.0.0.0/8" or "2001:db8::/32"`;
  if (typeof value !== 'string' || value.length > LONGEST) {
    return wrong;
  }
  const [start, length, ...more] = value.trim().split('/');
  const reading = read(start);
  if (reading === undefined || more.length > 0) {
    return wrong;
  }
  const bits = isIpv6(reading.canonical) ? 128 : 32;
  if (length === undefined) {
    return `${shown(value)} is one address, not a range; write "${reading.canonical}/${bits}"`;
  }
  // Of a range in IPv6 clothes the prefix counts the 96 bits of the clothes too.
  const prefix = Number(length) - (isIpv6(start) && bits === 32 ? 96 : 0);
  if (!/^\d{1,3}$/.test(length) || prefix < 0 || prefix > bits) {
    return wrong;
  }
  const network = networkOf(reading.canonical, prefix);
  const canonical = `${network}/${prefix}`;
  if (value === canonical) {
    return undefined;
  }
  const fault = network !== reading.canonical ? 'has host bits' : reading.fault ?? 'is not in the canonical form';
  return `${shown(value)} ${fault}; write ${shown(canonical)}`;
};

/** Whether this is an IPv6 address, in whatever form. */
export function isIpv6(value: unknown): boolean {
  return typeof value === 'string' && value.length <= LONGEST && ipaddr.IPv6.isValid(value);
}

/** Whether this is an IP address, in whatever form. */
export function isIpAddress(value: unknown): boolean {
  return typeof value === 'string' && read(value) !== undefined;
}

/** Whether every address of a canonical range lies in another one. */
export function isWithin(range: string, outer: string): boolean {
  const [start, length] = ipaddr.parseCIDR(range);
  const [outerStart, outerLength] = ipaddr.parseCIDR(outer);
  return start.kind() === outerStart.kind() && length >= outerLength && start.match(outerStart, outerLength);
}

/** U-1: a host as it stands in a URL, with brackets around an IPv6 address. */
export function bracketed(host: string): string {
  return isIpv6(host) ? `[${host}]` : host;
}

/** What may be an address at all; hostnames, of which there are many more, need no parser. */
const LIKE_AN_ADDRESS = /:|^[\[\dx.a-f]+\]?$/i;

/** Longer than any form of an address or range, so that nothing longer needs to be parsed. */
const LONGEST = 100;

function read(value: string): Reading | undefined {
  if (value.length > LONGEST || !LIKE_AN_ADDRESS.test(value)) {
    return undefined;
  }
  const plain = value.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.IPv6.isValid(plain)) {
    return { ...readIpv6(plain), ...(plain === value ? {} : { fault: 'has brackets, which belong into a URL' }) };
  }
  const decimal = value.replace(/(?<!\d)0+(?=\d)/g, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(decimal)) {
    return { canonical: decimal, fault: decimal === value ? undefined : 'has leading zeros' };
  }
  return undefined;
}

function readIpv6(value: string): Reading {
  const [unzoned, zone] = value.split('%');
  const address = ipaddr.IPv6.parse(unzoned);
  if (address.isIPv4MappedAddress()) {
    return { canonical: address.toIPv4Address().toString(), fault: 'is an IPv4 address in the form of IPv6' };
  }
  const canonical = address.toRFC5952String();
  if (zone !== undefined) {
    return { canonical, fault: 'has a zone, which only one node knows' };
  }
  return { canonical, fault: canonical === value ? undefined : 'is not in the canonical form' };
}

function networkOf(address: string, prefix: number): string {
  return isIpv6(address)
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/${prefix}`).toRFC5952String()
    : ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefix}`).toString();
}

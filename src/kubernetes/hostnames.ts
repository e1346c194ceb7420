import { domainToASCII } from 'node:url';
import { isIpAddress } from './addresses';
import { dnsLabel, Grammar, shown } from './names';

/**
 * A hostname that an Ingress and a route of the Gateway API both take: a DNS name, or `*.` and a DNS name
 * (IN-6, IN-7, IN-12, GW-2, GW-3).
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 * @see https://gateway-api.sigs.k8s.io/reference/spec/
 */
export const hostname: Grammar = value => {
  if (typeof value !== 'string') {
    return `${shown(value)} is not a hostname; write a DNS name such as "app.example.com"`;
  }
  return isHostname(value) ? undefined : `${shown(value)} ${faultOf(value)}`;
};

/** The most characters of a hostname; the API asks for no more than this, DNS also for labels of at most 63. */
const MOST = 253;

function isHostname(value: string): boolean {
  return value.length <= MOST && !isIpAddress(value) && nameOf(value).split('.').every(label => dnsLabel(label) === undefined);
}

function nameOf(value: string): string {
  return isWildcard(value) ? value.slice('*.'.length) : value;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Signs of what a person had in mind, the most telling first. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [SCHEME, 'has a scheme'],
  [/\//, 'has a path'],
  [/:\d*$/, 'has a port'],
  [/\.$/, 'ends with a dot'],
  [/_/, 'has "_", which no hostname has'],
  [/[A-Z]/, 'has upper-case letters'],
  [/[^\x00-\x7f]/, 'has letters that DNS knows only by their ASCII form'],
  [/^.+\*|^\*[^.]/s, 'has "*", which can only be the whole first label'],
];

function faultOf(value: string): string {
  if (value.length > MOST) {
    return `has ${value.length} characters, and a hostname at most ${MOST}; shorten it`;
  }
  if (isIpAddress(value)) {
    return 'is an IP address, not a hostname; write a DNS name, or leave the hostname out';
  }
  if (value === '*') {
    return 'stands for no domain; write "*." and a domain, such as "*.example.com", or leave the hostname out';
  }
  const [, fault] = SIGNS.find(([sign]) => sign.test(value)) ?? [];
  if (fault !== undefined) {
    return `${fault}; write ${mended(value) ?? 'a DNS name such as "app.example.com" or "*.example.com"'}`;
  }
  const long = nameOf(value).split('.').find(label => label.length > 63);
  if (long !== undefined) {
    return `has a label of ${long.length} characters, and DNS takes at most 63; shorten it`;
  }
  return 'is not a hostname; write lower-case letters, digits and "-" around each ".", such as "app.example.com"';
}

/** What was probably meant, in quotes, where that is a hostname. */
function mended(value: string): string | undefined {
  const host = value.replace(SCHEME, '').replace(/[/?#].*$/s, '').replace(/:\d*$/, '').replace(/\.$/, '').replace(/_/g, '-');
  const meant = (isWildcard(host) ? '*.' : '') + domainToASCII(nameOf(host));
  return isHostname(meant) ? shown(meant) : undefined;
}

/** Whether a hostname stands for the names below a domain. */
export function isWildcard(host: string): boolean {
  return host.startsWith('*.');
}

/**
 * IN-18: whether everything that `host` stands for is also covered by `pattern`.
 *
 * @param labels How many labels the `*` of a wildcard stands for: one in an Ingress and in a certificate, many in the Gateway API.
 */
export function coveredBy(host: string, pattern: string, labels: 'one' | 'many'): boolean {
  if (host === pattern) {
    return true;
  }
  const domain = pattern.slice('*'.length);
  if (!isWildcard(pattern) || !host.endsWith(domain)) {
    return false;
  }
  const head = host.slice(0, -domain.length);
  return head !== '' && (labels === 'many' || !head.includes('.'));
}

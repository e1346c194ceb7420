import { posix } from 'node:path';
import { Grammar, Problem, shown } from './names';

/** How a path of an Ingress is compared with that of a request. */
export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/**
 * A path of an Ingress (IN-3, IN-4). Blanks are refused as well: the API takes them, and no request can have them.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 * @see kubernetes/kubernetes validation.go validateHTTPIngressPath
 */
export function path(value: unknown, pathType: PathType): Problem | undefined {
  if (typeof value !== 'string') {
    return `${shown(value)} is not a path; write a string such as "/"`;
  }
  if (value === '') {
    return pathType === 'ImplementationSpecific' ? undefined : `${shown(value)} is empty; write "/" for every path`;
  }
  if (/[\s\x00-\x1f\x7f]/.test(value)) {
    return `${shown(value)} has a blank, which no path of a request has; leave it out`;
  }
  if (!value.startsWith('/')) {
    const rooted = `/${value}`;
    const isRest = !value.startsWith('.') && !value.includes(':') && faultOf(rooted) === undefined; // not of a URL or a relative path
    return `${shown(value)} does not begin with "/"; ${isRest ? `write ${shown(rooted)}` : 'write the path alone, such as "/app"'}`;
  }
  const fault = pathType === 'ImplementationSpecific' ? undefined : faultOf(value);
  if (fault === undefined) {
    return undefined;
  }
  const plain = posix.normalize(value);
  return `${shown(value)} ${fault}; ${faultOf(plain) === undefined ? `write ${shown(plain)}` : 'leave it out'}`;
}

function faultOf(value: string): string | undefined {
  const part = ['//', '/./', '/../', '%2f', '%2F'].find(sequence => value.includes(sequence));
  if (part !== undefined) {
    return `contains ${shown(part)}`;
  }
  const end = ['/..', '/.'].find(suffix => value.endsWith(suffix));
  return end && `ends with ${shown(end)}`;
}

const MOST = 1024;
const PCHARS = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})*/;

/**
 * GW-4: a path of type Exact or PathPrefix in a route of the Gateway API.
 *
 * @see kubernetes-sigs/gateway-api apis/v1/httproute_types.go HTTPPathMatch
 */
export const gatewayPath: Grammar = value => {
  const problem = path(value, 'Prefix');
  if (problem !== undefined || typeof value !== 'string') {
    return problem;
  }
  if (value.length > MOST) {
    return `${shown(value)} has ${value.length} characters, and a path of a route at most ${MOST}; shorten it`;
  }
  const right = PCHARS.exec(value)![0];
  if (right.length === value.length) {
    return undefined;
  }
  const [bad] = value.slice(right.length);
  return `${shown(value)} contains ${shown(bad)}, which a path of a route cannot have; ${encoded(bad)}`;
};

function encoded(character: string): string {
  if (character === '?' || character === '#') {
    return 'write the path alone, without query and fragment';
  }
  return /[\ud800-\udfff]/.test(character) && character.length === 1 ? 'leave it out' : `write "${encodeURIComponent(character)}"`;
}

/**
 * IN-16: what looks like a pattern, a query or a fragment, and is compared letter by letter, or by each controller in its own way.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export function literalHazard(value: string): Problem | undefined {
  const [sign] = LITERALS.exec(value) ?? [];
  if (sign === undefined) {
    return undefined;
  }
  const above = value.endsWith('/*') ? value.slice(0, -'/*'.length) || '/' : undefined;
  const way = above !== undefined && !LITERALS.test(above) ? `write ${shown(above)} with path type Prefix for everything below it` : 'leave it out';
  return `${shown(value)} contains ${shown(sign)}, which stands for itself, or for something else with each controller; ${way}`;
}

const LITERALS = /[*?#[\](){}^$|+\\\s]/;

import { Placeholder } from './access-point';
import { bracketed } from '../kubernetes/addresses';

/** A part of a URL, with the placeholders in it. */
export interface UrlPart<T> {
  readonly inUrl: T;
  readonly placeholders: Placeholder[];
}

const DEFAULT_PORTS: Record<string, number> = { http: 80, ws: 80, https: 443, wss: 443 };

/**
 * Builds a URL from its parts.
 *
 * U-1: IPv6 literals are bracketed. U-2: the scheme's own port is left out. U-3: the scheme is the caller's, never told from the
 * port number. U-5: one leading slash.
 *
 * @param scheme As in the URL, without `:`.
 * @param host   A hostname, an address, or a placeholder.
 * @param port   A number, or a placeholder such as `<NODE_PORT>`.
 * @param path   The path, without placeholders. URLs of the web have one, `/` if nothing else; others have none.
 */
export function url(scheme: string, host: string, port: number | string | undefined, path: string = '/'): string {
  const authority = port === undefined || port === DEFAULT_PORTS[scheme] ? bracketed(host) : `${bracketed(host)}:${port}`;
  return `${scheme}://${authority}${isOfWeb(scheme) ? encodePath(path) : ''}`;
}

/** Whether URLs of a scheme have a path: those of the web, and a placeholder, which stands for http or https. */
function isOfWeb(scheme: string): boolean {
  return scheme in DEFAULT_PORTS || scheme.startsWith('<');
}

/**
 * A path with one leading slash, and with whatever a URL cannot hold percent-encoded; `%2F` and its like stay as they are.
 * `'` is encoded too, so that the path can stand in the quotes of a shell.
 */
export function encodePath(path: string): string {
  return `/${path.replace(/^\/+/, '')}`.replace(/[^A-Za-z0-9\-._~!$&()*+,;=:@/%]/gu, percentEncoded);
}

/** Half a surrogate pair becomes U+FFFD. */
function percentEncoded(character: string): string {
  return character === "'" ? '%27' : encodeURIComponent(Buffer.from(character).toString());
}

import { environment } from './environment';
import { bash } from './shell';

/** An answer of the web. */
export interface WebAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
  /** What the echo server says of the request; empty where something else answered. */
  readonly echo: {
    readonly pod?: string;
    readonly path?: string;
    readonly protocol?: string;
    readonly headers?: { readonly [name: string]: readonly string[] };
  };
}

/** How a request is made. */
export interface WebRequest {
  readonly host: string;
  readonly path?: string;
  readonly secure?: boolean;
  readonly port?: number;
  /** The address of the door. */
  readonly address: string;
  /** Further arguments of curl, quoted for the shell. */
  readonly curl?: string;
}

/** Requests a hostname through the door at an address, by a new connection, without a look at the certificate. */
export async function ask({ host, path = '/', secure = false, port = secure ? 443 : 80, address, curl = '' }: WebRequest): Promise<WebAnswer> {
  const url = `${secure ? 'https' : 'http'}://${host}:${port}${path}`;
  const { stdout, stderr } = await bash(`curl -k -sS -i --connect-to '${host}:${port}:${address}:${port}' ${curl} '${url}'`, 10_000);
  const [head, ...rest] = stdout.replace(/^HTTP\/\S+ 100[^\n]*\r?\n\r?\n/, '').split(/\r?\n\r?\n/);
  const status = Number(/^HTTP\/\S+ (\d{3})/.exec(head)?.[1]);
  if (!status) {
    throw new Error(`${url} at ${address} did not answer: ${stderr}`);
  }
  const body = rest.join('\n\n');
  const headers = Object.fromEntries(head.split(/\r?\n/).slice(1).map(line => [line.split(':')[0].toLowerCase(), line.replace(/^[^:]*:\s*/, '')]));
  return { status, headers, body, echo: body.startsWith('{') ? JSON.parse(body) as WebAnswer['echo'] : {} };
}

/** A hostname of the suite. */
export function hostFor(name: string): string {
  return `${name}.${environment.domain}`;
}

import { bracketed, isIpv6 } from '../kubernetes/addresses';

/** Where somebody stands who wants to reach the app. */
export enum AccessFrom {
  /** In a pod of the same cluster. */
  INSIDE = 'inside',

  /** On a node of the cluster. */
  NODE = 'node',

  /** Anywhere that the door leads to: the network of the nodes, of the load balancer, or the internet. */
  OUTSIDE = 'outside',

  /** On a machine with `kubectl` and access to the API server. */
  WORKSTATION = 'workstation',
}

/** Something in a URL that only the running cluster knows. */
export interface Placeholder {
  /** The name that stands between `<` and `>` in the URL: upper-case letters and underscores. */
  readonly name: string;

  /** What it stands for. */
  readonly description: string;

  /** The command line that prints it, for a POSIX shell with `kubectl`. */
  readonly command: string;
}

/** The name of a placeholder: the base, and what tells it from others of its kind where there are several. */
export function placeholderName(base: string, ...distinction: string[]): string {
  return [base, ...distinction].join('_').toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** What an access point is made of. */
export interface AccessPointProps {
  /** Where somebody stands who wants to reach the app. */
  readonly from: AccessFrom;

  /** The name of the app's port. */
  readonly port: string;

  /** The URL, with `<NAME>` for each placeholder. */
  readonly url: string;

  /**
   * What only the running cluster knows, of the URL and of the request.
   *
   * @default - the URL is complete
   */
  readonly placeholders?: Placeholder[];

  /**
   * A command line that has to run while the URL is used, such as `kubectl proxy`.
   *
   * @default - none
   */
  readonly tunnel?: string;

  /**
   * A command line that makes the request, with the same placeholders.
   *
   * @default - `curl -i` with the URL, for HTTP
   */
  readonly request?: string;

  /**
   * What else somebody has to know.
   *
   * @default - nothing
   */
  readonly note?: string;
}

/**
 * One way to reach one port of an app: a URL, the commands that fill in what only the running cluster knows, and the
 * command that makes the request. Nothing in it is guessed (U-6).
 */
export class AccessPoint {
  /** Where somebody stands who wants to reach the app. */
  public readonly from: AccessFrom;

  /** The name of the app's port. */
  public readonly port: string;

  /** The URL, with `<NAME>` for each placeholder. */
  public readonly url: string;

  /** What only the running cluster knows, of the URL and of the request. */
  public readonly placeholders: Placeholder[];

  /** A command line that has to run while the URL is used, such as `kubectl proxy`. */
  public readonly tunnel?: string;

  /** A command line that makes the request, with the same placeholders. */
  public readonly request?: string;

  /** What else somebody has to know. */
  public readonly note?: string;

  public constructor(props: AccessPointProps) {
    this.from = props.from;
    this.port = props.port;
    this.url = props.url;
    this.placeholders = props.placeholders ?? [];
    this.tunnel = props.tunnel;
    this.request = props.request ?? (/^https?:/.test(props.url) ? `curl -i '${props.url}'` : undefined);
    this.note = props.note;
  }

  /**
   * The URL with its placeholders filled in. An IPv6 address gets its brackets (U-1).
   *
   * @param values The value of each placeholder, by name; of several separated by blanks the first is taken.
   * @throws when a placeholder has no value.
   */
  public fill(values: { [name: string]: string }): string {
    return this.fillIn(this.url, values);
  }

  /**
   * The command that makes the request, with its placeholders filled in; undefined where there is none.
   *
   * @param values The value of each placeholder, by name; of several separated by blanks the first is taken.
   * @throws when a placeholder has no value.
   */
  public fillRequest(values: { [name: string]: string }): string | undefined {
    return this.request === undefined ? undefined : this.fillIn(this.request, values);
  }

  private fillIn(template: string, values: { [name: string]: string } = {}): string {
    return this.placeholders.filter(({ name }) => template.includes(`<${name}>`)).reduce((filled, { name, command }) => {
      const value = (values[name] ?? '').trim().split(/\s+/)[0];
      if (value === '') {
        throw new Error(`placeholder <${name}> of ${this.url} has no value; this command prints it: ${command}`);
      }
      return filled.replaceAll(`<${name}>`, () => isIpv6(value) ? bracketed(value) : value);
    }, template);
  }
}

import { Placeholder } from './access-point';

/** The value that a URL has where the chart has no namespace (U-9). */
const NAMESPACE: Placeholder = {
  name: 'NAMESPACE',
  description: 'the namespace that kubectl works in',
  command: 'kubectl config view --minify -o jsonpath=\'{..namespace}\' | grep . || echo default',
};

/** Builds the command lines and URL parts of one namespace. */
export class Kubectl {
  /** The namespace, or its placeholder. */
  public readonly namespace: string;
  /** What a URL with the namespace in it needs. */
  public readonly placeholders: Placeholder[];
  private readonly flag: string;

  public constructor(namespace?: string) {
    this.namespace = namespace ?? `<${NAMESPACE.name}>`;
    this.placeholders = namespace === undefined ? [NAMESPACE] : [];
    this.flag = namespace === undefined ? '' : ` -n ${namespace}`;
  }

  /** `kubectl VERB WORDS`, in the namespace. */
  public run(verb: string, words: string): string {
    return `kubectl ${verb}${this.flag} ${words}`;
  }

  /** Prints fields of an object. */
  public get(object: string, jsonpath: string): string {
    return this.run('get', `${object} -o jsonpath='${jsonpath}'`);
  }

  /** The namespace as it stands inside a command line. */
  public get namespaceWord(): string {
    return this.placeholders.length === 0 ? this.namespace : `"$(${NAMESPACE.command})"`;
  }
}

/** The two fields of which a load balancer, an Ingress and their like fill one (U-8). */
export const ADDRESS_IN_STATUS = '{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}';

/** Prints the address of a node that the outside knows: its ExternalIP, else its InternalIP. */
export function nodeAddress(node: string): string {
  return `kubectl get node ${node} -o jsonpath='{.status.addresses[?(@.type=="ExternalIP")].address} {.status.addresses[?(@.type=="InternalIP")].address}' | awk '{print $1}'`;
}

/** The labels of a selector as `kubectl -l` takes them. */
export function labelSelector(labels: { [key: string]: string }): string {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`).join(',');
}

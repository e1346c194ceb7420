import { ApiObject, ApiObjectMetadata, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** What an Ingress of an app is made of. */
interface AppIngressProps {
  readonly metadata: ApiObjectMetadata;
  readonly className?: string;
  readonly defaultBackend?: kplus.IngressBackend;
  /** The app's rules. Unlike those that are added later, one hostname and path may be there with several path types. */
  readonly rules: readonly AppIngressRule[];
}

/** A rule of an Ingress, which may have a name in place of the number of the Service's port. */
export interface AppIngressRule extends kplus.IngressRule {
  readonly backendPort?: string;
}

/**
 * An Ingress of cdk8s-plus that renders its rules itself: hosts in the order in which they were given, paths by their characters.
 * Its base class sorts paths by the locale of the machine and numeric hosts first, takes one path of a host only once, and
 * makes the default backend of a rule without host and path.
 */
export class AppIngress extends kplus.Ingress {
  protected readonly apiObject: ApiObject;
  private readonly given: AppIngressRule[] = [];
  private readonly certificates: kplus.IngressTls[] = [];
  private fallback?: kplus.IngressBackend;

  public constructor(scope: Construct, id: string, { metadata, className, defaultBackend, rules }: AppIngressProps) {
    super(scope, id, { metadata });
    this.node.tryRemoveChild('Resource'); // that of the base class, which renders what only the base class knows
    this.apiObject = new kplus.k8s.KubeIngress(this, 'Resource', {
      metadata,
      spec: {
        defaultBackend: Lazy.any({ produce: () => this.fallback?._toKube() }),
        ingressClassName: className,
        rules: Lazy.any({ produce: () => this.renderRules() }),
        tls: Lazy.any({ produce: () => this.renderTls() }),
      },
    });
    if (defaultBackend) {
      this.addDefaultBackend(defaultBackend);
    }
    this.addOwnRules(rules);
  }

  /** As in cdk8s-plus, which refuses a hostname and path that are there. */
  public override addRules(...rules: kplus.IngressRule[]): void {
    super.addRules(...rules);
    for (const rule of rules) { // none while the base class is constructed
      if (!rule.host && !rule.path) {
        this.fallback = rule.backend;
      } else {
        this.given.push(rule);
      }
    }
  }

  public override addTls(tls: kplus.IngressTls[]): void {
    super.addTls(tls);
    this.certificates.push(...tls);
  }

  /** The base class is told each hostname and path once, so that it refuses them when they are added again. */
  private addOwnRules(rules: readonly AppIngressRule[]): void {
    const told = new Set<string>();
    for (const rule of rules) {
      const path = rule.path || '/'; // an empty one matches every path as well
      const place = `${rule.host ?? ''}${path}`;
      if (!told.has(place)) {
        super.addRules({ ...rule, path });
      }
      told.add(place);
      this.given.push(rule);
    }
  }

  private renderRules(): kplus.k8s.IngressRule[] | undefined {
    const hosts = [...new Set(this.given.map(({ host }) => host || undefined))];
    return nothingIfEmpty(hosts.map(host => ({
      host,
      http: { paths: this.given.filter(rule => (rule.host || undefined) === host).map(renderPath).sort(byPath) },
    })));
  }

  private renderTls(): kplus.k8s.IngressTls[] | undefined {
    return nothingIfEmpty(this.certificates.map(({ hosts, secret }) => ({ hosts, secretName: secret?.name })));
  }
}

function renderPath({ path = '/', pathType = kplus.HttpIngressPathType.PREFIX, backend, backendPort }: AppIngressRule): kplus.k8s.HttpIngressPath {
  const kube = backend._toKube();
  return { path, pathType, backend: backendPort === undefined ? kube : { service: { name: kube.service!.name, port: { name: backendPort } } } };
}

/** By code units, which are the same on every machine. */
function byPath({ path: one = '' }: kplus.k8s.HttpIngressPath, { path: other = '' }: kplus.k8s.HttpIngressPath): number {
  return one < other ? -1 : Number(one > other);
}

function nothingIfEmpty<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

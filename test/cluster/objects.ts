import { Chart, Testing, Yaml } from 'cdk8s';

/** A Kubernetes object, as far as it has to be told from others. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** The objects of a chart, and what its builder returned. */
export interface Synthesized<T> {
  readonly objects: KubeObject[];
  readonly built: T;
}

/** What a chart synthesizes, and what its builder returned. The id of the chart is the same each time, so that a rebuilt app is the same app. */
export function synthesize<T>(namespace: string, build: (chart: Chart) => T): Synthesized<T> {
  const chart = new Chart(Testing.app(), 'app', { namespace });
  const built = build(chart);
  return { objects: Testing.synth(chart) as KubeObject[], built };
}

export function yamlOf(objects: readonly KubeObject[]): string {
  return Yaml.stringify(...objects);
}

/** What makes an object that object: an apply of another one with the same identity changes it. */
export function identity({ apiVersion, kind, metadata }: KubeObject): string {
  return [apiVersion.replace(/\/?[^/]*$/, ''), kind, metadata.namespace, metadata.name].join('/');
}

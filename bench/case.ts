import { Construct } from 'constructs';

/** One app to be written down: what is the same however it is written. */
export interface AppFacts {
  readonly name: string;
  readonly hostname: string;
}

export const IMAGE = 'registry.example.com/app:1.2.3';
export const PORT = 8080;
export const SERVICE_PORT = 80;
export const CPU_MILLIS = 100;
export const MEMORY_MEBIBYTES = 128;
export const USER = 1500;
export const DATA_PATH = '/var/lib/app';
export const LOG_LEVEL = { name: 'LOG_LEVEL', value: 'info' };
export const HEALTH_PATH = '/health';
export const SOURCE_RANGE = '10.0.0.0/8';
export const INGRESS_CLASS = 'nginx';
export const CLUSTER_ISSUER = 'letsencrypt';
export const GATEWAY = { name: 'shared', namespace: 'infra', sectionName: 'https' };

export function factsOf(index: number): AppFacts {
  return { name: `app-${index}`, hostname: `app-${index}.example.com` };
}

/** The modes in the spelling of `ExposureStrategy`; written out, because the variants by hand do not load the library. */
export const MODES = ['HostNetwork', 'HostPort', 'ClusterIP', 'NodePort', 'LoadBalancer', 'Ingress', 'Gateway'] as const;
export type Mode = typeof MODES[number];

/** Adds one app to a chart. `read`, where there is one, asks for what the variant tells of the app beside the objects. */
export type Write = (chart: Construct, mode: Mode, facts: AppFacts) => void | { readonly read: () => unknown };

/** The ways to write the same objects. */
export const VARIANTS = {
  'expose': 'ExposedService',
  'plus': 'cdk8s-plus by hand',
  'plus-bare': 'the same without patches (less YAML)',
  'api-object': 'ApiObject by hand',
} as const;
export type Variant = keyof typeof VARIANTS;

/** Loads one variant and nothing that only the others need. */
export async function load(variant: Variant): Promise<Write> {
  switch (variant) {
    case 'expose': return (await import('./variants/expose.js')).write;
    case 'plus': return (await import('./variants/plus.js')).write;
    case 'plus-bare': return (await import('./variants/plus.js')).writeBare;
    case 'api-object': return (await import('./variants/api-object.js')).write;
  }
}

import { Cell, FeatureContext, FeatureValues } from './controller';

/** Annotations by their names without a prefix; those without a value are left out. */
export type Told = { readonly [name: string]: string | undefined };

/** Annotations with the prefix that a controller's own have. */
export function prefixed(prefix: string, told: Told): { [key: string]: string } {
  return Object.fromEntries(Object.entries(told).flatMap(([name, value]) => value === undefined ? [] : [[`${prefix}/${name}`, value]]));
}

/** What annotations of the Ingress are made of: a prefix, and the page that documents them. */
export interface Annotating {
  readonly prefix: string;
  readonly page: string;
}

/** A feature that annotations of the Ingress alone carry. */
export function annotated<F extends keyof FeatureValues>(
  { prefix, page }: Annotating, by: string, anchor: string, told: (value: FeatureValues[F], context: FeatureContext) => Told,
  more: Partial<Cell<FeatureValues[F]>> = {},
): Cell<FeatureValues[F]> {
  return { by, source: `${page}#${anchor}`, render: (value, context) => ({ annotations: prefixed(prefix, told(value, context)) }), ...more };
}

/** A path of which nothing is read as anything but itself. */
export const PLAIN_PATH = /^[\w.~/-]*$/;

/** The name of a header of which nothing is read as anything but itself. */
export const PLAIN_HEADER = /^[\w-]+$/;

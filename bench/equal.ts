import { deepStrictEqual } from 'node:assert';
import { parseAllDocuments } from 'yaml';
import { build } from './build';
import { load, MODES, Variant } from './case';

/** What may differ between the variants, each with its reason. */
export const EXCEPTIONS = [
  'the value of the label `cdk8s.io/metadata.addr` of selector and pods, which cdk8s-plus makes from the construct path: it has to be one value in each app and another in every other app, and is then not compared',
  'the order of the documents of one app, which is that of the construct tree',
];

type Json = { kind: string; metadata: { name: string } };

/** Throws unless the variants write the same objects in every mode. */
export async function assertEqual(variants: readonly Variant[]): Promise<number> {
  let objects = 0;
  for (const mode of MODES) {
    const [first, ...others] = await Promise.all(variants.map(async variant => {
      const yaml = build(await load(variant), mode, 3, 'one chart').app.synthYaml();
      const documents = parseAllDocuments(yaml).map(document => withoutAddress(document.toJS() as Json));
      return { variant, documents: documents.sort((a, b) => idOf(a).localeCompare(idOf(b))) };
    }));
    for (const other of others) {
      deepStrictEqual(other.documents, first.documents, `${mode}: ${other.variant} does not write the objects of ${first.variant}`);
    }
    objects += first.documents.length;
  }
  return objects;
}

function idOf({ kind, metadata }: Json): string {
  return `${kind}/${metadata.name}`;
}

const ADDRESS = 'cdk8s.io/metadata.addr';
/** The address that stands for each app, which tells whether selectors and pods still belong together. */
const owners = new Map<string, string>();

function withoutAddress(document: Json): Json {
  const app = document.metadata.name;
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (key !== ADDRESS) {
      return value;
    }
    owners.set(value as string, owners.get(value as string) ?? app);
    return `the address of ${owners.get(value as string)}`;
  }) as Json;
}

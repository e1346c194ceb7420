import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// What the compiled assembly says of the public surface: what other languages and the docs get to see.
const file = join(__dirname, '..', '.jsii');

interface Docs { readonly summary?: string; readonly default?: string }
interface Property { readonly name: string; readonly optional?: boolean; readonly docs?: Docs; readonly type: object; readonly overrides?: string }
interface Type {
  readonly fqn: string;
  readonly kind: string;
  readonly datatype?: boolean;
  readonly docs?: Docs;
  readonly properties?: Property[];
  readonly methods?: Property[];
  readonly members?: Property[];
}

const types = (): Type[] => {
  if (!existsSync(file)) {
    throw new Error('.jsii is missing: run "npx projen compile" first, as npm test does');
  }
  return Object.values((JSON.parse(readFileSync(file, 'utf8')) as { types: Record<string, Type> }).types);
};
const members = (type: Type) => [...type.properties ?? [], ...type.methods ?? [], ...type.members ?? []].map(member => ({ at: `${type.fqn}.${member.name}`, member }));

test('every public type and member has a summary', () => {
  const silent = types().flatMap(type => [
    ...type.docs?.summary ? [] : [type.fqn],
    ...members(type).filter(({ member }) => !member.docs?.summary).map(({ at }) => at),
  ]);
  expect(types().length).toBeGreaterThan(30);
  expect(silent).toEqual([]);
});

test('every optional option says its default', () => {
  const silent = types().filter(type => type.datatype).flatMap(members)
    .filter(({ member }) => member.optional && !member.docs?.default)
    .map(({ at }) => at);
  expect(silent).toEqual([]);
});

test('no union reaches other languages', () => {
  expect(types().flatMap(members).filter(({ member }) => JSON.stringify(member).includes('"union"')).map(({ at }) => at)).toEqual([]);
});

test('no member is named like its type, which C# does not take', () => {
  const lower = (name: string) => name.toLowerCase();
  const clashes = types().flatMap(type => members(type).filter(({ member }) => lower(member.name) === lower(type.fqn.split('.')[1]))).map(({ at }) => at);
  expect(clashes).toEqual([]);
});

test('no declaration needs a bundled library, so users compile with any settings', () => {
  const lib = join(__dirname, '..', 'lib');
  const bundled = (JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { bundledDependencies?: string[]; bundleDependencies?: string[] });
  const libraries = bundled.bundledDependencies ?? bundled.bundleDependencies ?? [];
  const declarations = readdirSync(lib, { recursive: true }).map(String).filter(name => name.endsWith('.d.ts'));
  const needing = declarations.filter(name => libraries.some(library => readFileSync(join(lib, name), 'utf8').includes(`'${library}'`) || readFileSync(join(lib, name), 'utf8').includes(`"${library}"`)));
  expect(libraries.length).toBeGreaterThan(0);
  expect(declarations.length).toBeGreaterThan(30);
  expect(needing).toEqual([]);
});

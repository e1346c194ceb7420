import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

// jsii-rosetta compiles the snippets of README.md and of the docstrings; those of docs/ are compiled here, with the same fixtures.
const ROOT = join(__dirname, '..');

interface Snippet { readonly name: string; readonly source: string }

function snippets(): Snippet[] {
  return readdirSync(join(ROOT, 'docs')).filter(file => file.endsWith('.md')).flatMap(file => {
    const text = readFileSync(join(ROOT, 'docs', file), 'utf8');
    return [...text.matchAll(/^```ts(?: fixture=(\S+))?\n([\s\S]*?)^```$/gm)].map(([, fixture = 'default', body], index) => ({
      name: `${file}-${index}.ts`,
      source: readFileSync(join(ROOT, 'rosetta', `${fixture}.ts-fixture`), 'utf8').replace('/// here', () => body),
    }));
  });
}

/** What the compiler has to say of a set of files that exist in memory alone. */
function problems(files: readonly Snippet[]): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    paths: { 'cdk8s-expose': [join(ROOT, 'src', 'index.ts')] },
  };
  const sources = new Map(files.map(({ name, source }) => [join(ROOT, 'docs', name), source]));
  const host = ts.createCompilerHost(options);
  const onDisk = { getSourceFile: host.getSourceFile.bind(host), fileExists: host.fileExists.bind(host) };
  host.fileExists = name => sources.has(name) || onDisk.fileExists(name);
  host.getSourceFile = (name, version) => sources.has(name)
    ? ts.createSourceFile(name, sources.get(name)!, version)
    : onDisk.getSourceFile(name, version);
  const program = ts.createProgram([...sources.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => `${file?.fileName.replace(`${ROOT}/`, '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

test('every snippet of docs compiles', () => {
  const all = snippets();
  expect(all.length).toBeGreaterThan(3);
  expect(problems(all)).toEqual([]);
}, 120_000);

test('a snippet that does not compile would be found', () => {
  const [first] = snippets();
  expect(problems([{ ...first, source: `${first.source}\nconst wrong: number = 'text';\n` }])).toEqual([
    expect.stringContaining('Type \'string\' is not assignable to type \'number\''),
  ]);
}, 120_000);

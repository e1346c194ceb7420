import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileIfStale, PLAIN_ENVIRONMENT, ROOT, tool } from './fixtures/tools';

const EXAMPLES = join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name);

jest.setTimeout(120_000);

let outdir: string;
beforeEach(() => { outdir = mkdtempSync(join(tmpdir(), 'example-')); });
afterEach(() => rmSync(outdir, { recursive: true, force: true }));

/** What was written, by file name. */
function written(): { [file: string]: string } {
  return Object.fromEntries(readdirSync(outdir).sort().map(file => [file, readFileSync(join(outdir, file), 'utf8')]));
}

/** Runs an example in this process, against src/. */
function run(example: string): { [file: string]: string } {
  const environment = process.env;
  process.env = { ...PLAIN_ENVIRONMENT, CDK8S_OUTDIR: outdir };
  try {
    jest.isolateModules(() => jest.requireActual(join(EXAMPLES, example, 'main')));
    return written();
  } finally {
    process.env = environment;
  }
}

test('every folder of examples has what cdk8s synth and a reader need', () => {
  const missing = examples.flatMap(example => ['cdk8s.yaml', 'main.ts', 'README.md'].map(file => join(example, file)))
    .filter(file => !existsSync(join(EXAMPLES, file)));
  expect(missing).toEqual([]);
});

test('the README of an example names every variable that it reads, and no others', () => {
  for (const example of examples) {
    const code = readdirSync(join(EXAMPLES, example)).filter(file => file.endsWith('.ts')).map(file => readFileSync(join(EXAMPLES, example, file), 'utf8')).join('\n');
    const read = [...code.matchAll(/\benv\.([A-Z_]+)/g)].map(([, name]) => name);
    const rows = readFileSync(join(EXAMPLES, example, 'README.md'), 'utf8').split('\n').filter(line => line.startsWith('| `'));
    const documented = rows.flatMap(row => [...row.split('|')[1].matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
    expect({ example, variables: documented.sort() }).toEqual({ example, variables: [...new Set(read)].sort() });
  }
});

test.each(examples)('the objects of %s', example => {
  expect(run(example)).toMatchSnapshot();
});

test.each(examples)('%s is synthesized without a warning', example => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  run(example);
  const warnings = stderr.mock.calls.map(([text]) => text);
  stderr.mockRestore();
  expect(warnings).toEqual([]);
});

test('the examples are free of type errors', () => {
  expect(tool('tsc', ['-p', EXAMPLES], ROOT)).toBe('');
});

describe('in a shell', () => {
  beforeAll(compileIfStale);

  test.each(examples)('cdk8s synth in %s writes the same', example => {
    const inProcess = run(example);
    rmSync(outdir, { recursive: true });
    tool('cdk8s', ['synth', '--output', outdir, '--check-upgrade=false'], join(EXAMPLES, example));
    expect(written()).toEqual(inProcess);
  });
});

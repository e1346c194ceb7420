/**
 * Writes docs/rules.md: every rule, what it is about, and the tests that hold it.
 *
 * Run it with `npx ts-node --project test/tsconfig.json scripts/rules-doc.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import * as ts from 'typescript';
import { RULES, Rule, RuleId, Severity, Sight } from '../src/rules/catalogue';

const ROOT = join(__dirname, '..');

/** Where the document stands. */
export const RULES_DOCUMENT = join(ROOT, 'docs', 'rules.md');

/** A test by its file and title. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

const GROUPS: Readonly<Record<string, string>> = {
  S: 'Services',
  W: 'Workloads',
  HN: 'Host network',
  HP: 'Host ports',
  NP: 'Node ports',
  LB: 'Load balancers',
  IN: 'Ingress',
  CI: "The API server's proxy",
  X: 'Conflicts between objects',
  GW: 'Gateway API',
  U: 'URLs',
  C: 'Controllers and providers',
  N: 'NetworkPolicies',
  E: "The library's own",
};

const SEVERITIES: Readonly<Record<Severity, string>> = {
  [Severity.ERR]: 'an error: Kubernetes refuses it, or it can never work',
  [Severity.STRICT]: "an error, unless it is allowed with a written reason (`allow: { 'S-9': 'the reason' }`): Kubernetes accepts it, and it is broken in silence or on some clusters",
  [Severity.WARN]: 'a warning at synth, which can be allowed in the same way: it works, with a consequence that one has to know',
  [Severity.DEPLOY]: 'only the cluster knows: told with the requirements of an exposure',
};

/** The text of docs/rules.md. */
export function rulesDocument(): string {
  const tests = testTitles();
  const rules = Object.entries(RULES) as [RuleId, Rule][];
  const tables = Object.entries(GROUPS).map(([prefix, group]) => [
    `## ${group}`,
    '',
    '| id | severity | rule | seen by | test |',
    '|---|---|---|---|---|',
    ...rules.filter(([id]) => id.startsWith(`${prefix}-`)).map(([id, rule]) => row(id, rule, tests)),
  ].join('\n'));
  return [
    '# Rules',
    'What is checked, or kept by how objects and URLs are built. Messages begin with the id of their rule.',
    Object.entries(SEVERITIES).map(([severity, meaning]) => `- **${severity}**: ${meaning}`).join('\n'),
    ...tables,
    'Written by `scripts/rules-doc.ts` from `src/rules/catalogue.ts` and the titles of the tests.',
  ].join('\n\n') + '\n';
}

function row(id: string, rule: Rule, tests: readonly NamedTest[]): string {
  return `| ${id} | ${rule.severity} | ${cell(rule.title)} (${sourceLink(rule.source)}) | ${rule.sight} | ${testCell(rule, testsOf(id, tests))} |`;
}

function sourceLink(source: string): string {
  const [, repository, number] = /^([\w-]+\/[\w-]+)#(\d+)$/.exec(source) ?? [];
  if (repository !== undefined) {
    return `[${source}](https://github.com/${repository}/issues/${number})`;
  }
  return source.startsWith('https://') ? `[source](${source})` : `source: ${cell(source)}`;
}

function testCell({ sight }: Rule, tests: readonly NamedTest[]): string {
  switch (sight) {
    case Sight.SEVERAL:
      return 'left for rules over several objects';
    case Sight.CLUSTER:
      return 'found on the cluster';
    case Sight.CONSTRUCT: {
      const files = new Set(tests.map(({ file }) => file));
      return [...files]
        .map(file => `[${file}](../${file}): ${tests.filter(test => test.file === file).map(({ title }) => cell(title)).join('; ')}`)
        .join('<br>');
    }
  }
}

function cell(text: string): string {
  return text.replace(/[|*_<>`\\]/g, '\\$&').replace(/\s+/g, ' ');
}

/** The tests whose title names a rule as a whole word: HN-1 is not named by HN-10. */
export function testsOf(id: string, tests: readonly NamedTest[]): NamedTest[] {
  const word = new RegExp(`(?<![\\w-])${id}(?!\\w)`);
  return tests.filter(({ title }) => word.test(title));
}

/** Every test under test/, in the order of its files and in them. What is skipped is not counted. */
export function testTitles(): NamedTest[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => `test/${file.split(sep).join('/')}`)
    .sort()
    .flatMap(file => titlesIn(readFileSync(join(ROOT, file), 'utf8')).map(title => ({ file, title })));
}

/** The titles of `test('…')`, `it('…')`, `test.each(…)('…')` and the like in a source text. */
export function titlesIn(source: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isCallExpression(node) && isTest(node.expression)) {
      const title = titleOf(node.arguments[0]);
      if (title !== undefined) {
        titles.push(title);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('test.ts', source, ts.ScriptTarget.Latest));
  return titles;
}

/** Whether this is what a test is declared with: test, it, test.only, test.each(…). */
function isTest(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) {
    return callee.text === 'test' || callee.text === 'it';
  }
  if (ts.isPropertyAccessExpression(callee)) {
    return !['skip', 'todo'].includes(callee.name.text) && isTest(callee.expression);
  }
  return (ts.isCallExpression(callee) && isTest(callee.expression)) || (ts.isTaggedTemplateExpression(callee) && isTest(callee.tag));
}

function titleOf(argument: ts.Expression | undefined): string | undefined {
  if (argument && ts.isStringLiteralLike(argument)) {
    return argument.text;
  }
  if (argument && ts.isTemplateExpression(argument)) {
    return argument.head.text + argument.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  return undefined;
}

if (require.main === module) {
  writeFileSync(RULES_DOCUMENT, rulesDocument());
}

import { readFileSync } from 'node:fs';
import { RULES_DOCUMENT, rulesDocument, testsOf, testTitles, titlesIn } from '../../scripts/rules-doc';
import { RULES, Severity, Sight } from '../../src/rules/catalogue';

test('docs/rules.md is what scripts/rules-doc.ts writes', () => {
  expect(readFileSync(RULES_DOCUMENT, 'utf8')).toBe(rulesDocument());
});

test('every rule that one construct can break is held by a test that names it', () => {
  const tests = testTitles();
  const untested = Object.entries(RULES)
    .filter(([, { severity, sight }]) => (severity === Severity.ERR || severity === Severity.STRICT) && sight === Sight.CONSTRUCT)
    .map(([id]) => id)
    .filter(id => testsOf(id, tests).length === 0);
  expect(untested).toEqual([]);
});

test('a rule is named by its id as a whole word only', () => {
  const named = (title: string) => testsOf('HN-1', [{ file: 'test/a.test.ts', title }]).length === 1;
  expect(['HN-1: a port', 'a port (HN-1)', 'HN-1, HN-10', 'HN-10/HN-1'].filter(title => !named(title))).toEqual([]);
  expect(['HN-10: a port', 'XHN-1', 'A-HN-1', 'HN-1a', 'HN 1'].filter(named)).toEqual([]);
});

test('titles are found however a test is declared, and not where it is skipped', () => {
  const source = [
    "test('one', () => {});",
    "describe('no title', () => { it('two', () => {}); });",
    "test.each([['a', 'b)']])('three %s', () => {});",
    "test.only('four', () => {});",
    'test.each`a | b`("five", () => {});',
    'for (const mode of modes) { test(`six ${mode} and ${mode}`, () => {}); }',
    "test.skip('skipped', () => {}); test.todo('to be done'); test.skip.each([1])('skipped as well', () => {});",
    "expect(text).toBe(\"test('in a string')\"); // test('in a comment')",
  ].join('\n');
  expect(titlesIn(source)).toEqual(['one', 'two', 'three %s', 'four', 'five', 'six … and …']);
});

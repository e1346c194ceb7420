import { Rule, RULES, Severity, Sight } from '../../src/rules/catalogue';

const rules: [string, Rule][] = Object.entries(RULES);

/** How many rules of each prefix there are: S-1 … S-22, and so on without a gap. */
const PREFIXES: Record<string, { first: number; last: number }> = {
  S: { first: 1, last: 22 },
  W: { first: 1, last: 13 },
  HN: { first: 1, last: 13 },
  HP: { first: 1, last: 7 },
  NP: { first: 1, last: 8 },
  LB: { first: 1, last: 8 },
  IN: { first: 1, last: 18 },
  CI: { first: 1, last: 13 },
  X: { first: 0, last: 20 },
  GW: { first: 1, last: 17 },
  U: { first: 1, last: 9 },
  C: { first: 1, last: 5 },
  L: { first: 1, last: 4 },
  P: { first: 1, last: 19 },
  N: { first: 1, last: 8 },
  E: { first: 1, last: 21 },
};

test('the catalogue has every rule once, in order', () => {
  const expected = Object.entries(PREFIXES).flatMap(([prefix, { first, last }]) =>
    Array.from({ length: last - first + 1 }, (_, index) => `${prefix}-${first + index}`));
  expect(rules.map(([id]) => id)).toEqual(expected);
});

test.each(rules)('rule %s says what is right in a sentence without a full stop, and where that comes from', (id, rule) => {
  expect(id).toMatch(/^[A-Z]{1,2}-\d{1,2}$/);
  expect(rule.title).toMatch(/^[a-z].{15,}[^.;,\s]$/);
  expect(rule.title).not.toMatch(/\. /);
  expect(rule.source).toMatch(/^\S.{5,}\S$/);
  if (rule.source.includes(':')) {
    expect(new URL(rule.source).protocol).toBe('https:');
  }
});

test('severities and sights are those of their enums', () => {
  expect(rules.filter(([, rule]) => !Object.values(Severity).includes(rule.severity))).toEqual([]);
  expect(rules.filter(([, rule]) => !Object.values(Sight).includes(rule.sight))).toEqual([]);
});

test('what only a cluster knows is never seen in a construct', () => {
  expect(rules.filter(([, { severity, sight }]) => severity === Severity.DEPLOY && sight !== Sight.CLUSTER)).toEqual([]);
});

test('no two rules have the same title', () => {
  expect(new Set(rules.map(([, rule]) => rule.title)).size).toBe(rules.length);
});

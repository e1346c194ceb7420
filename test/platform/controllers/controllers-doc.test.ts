import { readFileSync } from 'node:fs';
import { CONTROLLERS_DOCUMENT, controllersDocument } from '../../../scripts/controllers-doc';
import { CONTROLLERS } from '../../../src/platform/controllers';
import { Cell, Row } from '../../../src/platform/controllers/controller';

test('docs/controllers.md is what scripts/controllers-doc.ts writes', () => {
  expect(readFileSync(CONTROLLERS_DOCUMENT, 'utf8')).toBe(controllersDocument());
});

test('every cell of the table says how, and where that is documented', () => {
  const cells = Object.values(CONTROLLERS).flatMap(({ title, ingress, gateway }) => [ingress, gateway].flatMap((row: Row = {}) =>
    Object.entries(row as Record<string, Cell<unknown>>).map(([feature, { by, source }]) => ({ where: `${title} ${feature}`, by, source }))));
  expect(cells.filter(({ by }) => by.trim() === '')).toEqual([]);
  expect(cells.filter(({ source }) => !/^https:\/\/\S+$/.test(source))).toEqual([]);
  expect(cells.length).toBeGreaterThan(0);
});

import { readFileSync } from 'node:fs';
import { LOAD_BALANCERS_DOCUMENT, loadBalancersDocument } from '../../../scripts/load-balancers-doc';

test('docs/load-balancers.md is what scripts/load-balancers-doc.ts writes', () => {
  expect(readFileSync(LOAD_BALANCERS_DOCUMENT, 'utf8')).toBe(loadBalancersDocument());
});

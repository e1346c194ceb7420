import { HeaderModifier } from './header-modifier';
import { shown } from '../kubernetes/names';
import { Findings } from '../rules/findings';

const MOST_HEADERS = 16;
const LONGEST_HEADER = 4096;
const HEADER = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;

/** Whether a text may be the name of a header. */
export function isHeaderName(name: string): boolean {
  return HEADER.test(name);
}

/** What a header may say: one line, without blanks at its ends. Whatever else there was would end the header, or begin another one. */
function isHeaderValue(value: string): boolean {
  return !/[\x00-\x08\x0a-\x1f\x7f]/.test(value) && value === value.trim();
}

/** E-2, E-9: what is wrong in a change of headers, in the limits of the Gateway API, which controllers of Ingresses keep too. */
export function checkHeaders(findings: Findings, at: string, { set = {}, add = {}, remove = [] }: HeaderModifier): void {
  const names = [...Object.keys(set), ...Object.keys(add), ...remove];
  const lower = names.map(name => name.toLowerCase());
  for (const name of names.filter(candidate => !isHeaderName(candidate))) {
    findings.report('E-2', `${at} has the header ${shown(name)}; a header name is made of letters, digits and -`);
  }
  const values = [...Object.entries(set), ...Object.entries(add)];
  for (const [name, value] of values.filter(([, { length }]) => length === 0 || length > LONGEST_HEADER)) {
    findings.report('E-2', `${at} gives the header ${name} a value of ${value.length} characters; give 1 to ${LONGEST_HEADER}`);
  }
  for (const [name, value] of values.filter(([, given]) => !isHeaderValue(given))) {
    findings.report('E-2', `${at} gives the header ${name} the value ${shown(value)}, which is no line of text; leave control characters and blanks at its ends out`);
  }
  for (const [list, { length }] of Object.entries({ set: Object.keys(set), add: Object.keys(add), remove })) {
    if (length > MOST_HEADERS) {
      findings.report('E-2', `${at}.${list} has ${length} headers; give at most ${MOST_HEADERS}`);
    }
  }
  for (const name of new Set(names.filter((_, index) => lower.indexOf(lower[index]) !== index))) {
    findings.report('E-9', `${at} changes the header ${name} more than once; keep one of set, add and remove`);
  }
}

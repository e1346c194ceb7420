import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import Table from 'cli-table3';

/** What the tests saw, kept in a file until all have run, since every test file has a memory of its own. */
const file = () => process.env.CLUSTER_SUITE_PROTOCOL!;

/** One row of a table, by the heading of its column. */
type Row = { readonly [heading: string]: string | number | null | undefined };

/** Begins the tables of a run. */
export function beginProtocol(path: string): void {
  process.env.CLUSTER_SUITE_PROTOCOL = path;
  writeFileSync(path, '');
}

/** Adds a row to the table of this title. */
export function note(title: string, row: Row): void {
  appendFileSync(file(), JSON.stringify({ title, row }, (_, value) => (value === undefined ? null : value) as unknown) + '\n');
}

/** Every table, readable. */
export function protocol(): string {
  const notes = (existsSync(file()) ? readFileSync(file(), 'utf8') : '').split('\n').filter(line => line !== '')
    .map(line => JSON.parse(line) as { title: string; row: Row });
  return [...new Set(notes.map(({ title }) => title))].map(title => {
    const rows = notes.filter(entry => entry.title === title).map(({ row }) => row);
    const head = Object.keys(rows[0]);
    const table = new Table({ head, style: { head: [], border: [], compact: true } });
    table.push(...rows.map(row => head.map(heading => String(row[heading] ?? '-'))));
    return `\n${title}\n${table.toString()}\n`;
  }).join('');
}

/** A cell of a Markdown table: one line, in which nothing is markup. */
export function cell(text: string): string {
  return text.replace(/[|*_<>`\\]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A table of Markdown; its cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

/** How wide prose may get in a report. */
const COLUMNS = 100;

/**
 * Breaks prose into lines between its words; a word that is longer than a line stays whole.
 *
 * @param indent What the first line and the others begin with.
 */
export function wrapped(prose: string, indent: { readonly first: string; readonly rest: string }): string {
  const lines: string[] = [];
  let line = indent.first;
  let isEmpty = true;
  for (const word of prose.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = indent.rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}

/** Every line of a text, moved to the right. */
export function indented(text: string, columns: number): string {
  return text.replace(/^/gm, ' '.repeat(columns));
}

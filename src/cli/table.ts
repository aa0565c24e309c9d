import { printable } from './printable.ts';

/** A column of a table: its heading, and what stands in it. */
export interface Column<Row> {
  readonly heading: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => string;
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return align === 'right' ? blanks + text : text + blanks;
}

/** Columns under their headings, ready to be written; cells are made safe for a terminal. */
export function renderTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const table = columns.map(({ heading, align, cell }) => {
    const cells = [heading, ...rows.map((row) => printable(cell(row)))];
    const width = Math.max(...cells.map(lengthOf));
    return cells.map((text) => pad(text, width, align));
  });
  const lines = [undefined, ...rows].map((_, line) =>
    table
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

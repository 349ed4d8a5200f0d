/** A picture's table as files. */
import type { Cell, Picture } from './picture.ts';

/** A text that a sheet would take for a formula begins with an apostrophe. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const linesOf = ({ head, rows }: Picture['table']): readonly (readonly Cell[])[] => [head, ...rows];
const written = (cell: Cell): string =>
  typeof cell === 'number' ? String(cell) : csvCell(cell ?? '');

/** With the mark by which Excel knows UTF-8. */
export const csvOf = (table: Picture['table']): string =>
  `\ufeff${linesOf(table)
    .map((row) => row.map(written).join(','))
    .join('\r\n')}\r\n`;

/** As `write-excel-file` takes it. */
export const sheetOf = (table: Picture['table']) =>
  linesOf(table).map((row) =>
    row.map((cell) =>
      cell === null ? null : { value: cell, type: typeof cell === 'number' ? Number : String },
    ),
  );

/** A file of adjustments as it is sent: text in columns, with a head that names them. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import type { BulkCells } from '../../domain/bulkLines.ts';
import type { Refused } from '../refusals.ts';
import columns from '../words/columns.json' with { type: 'json' };

const MOST_LINES = 20_000;

/** Where our own files keep a phone number from being read as a formula. */
const OUR_APOSTROPHE = /^'(?=[=+\-@])/;

type Column = keyof BulkCells;
const NAMES = new Map<string, Column>(
  Object.entries(columns).flatMap(([column, names]) =>
    names.map((name): [string, Column] => [name, column as Column]),
  ),
);

const problem = (word: string): Refused => ({
  kind: 'invalid',
  field: 'file',
  data: { problem: word },
});

export type FileRow = { line: number; cells: BulkCells };

/** The rows of a file, or what is wrong with all of it. */
export const readBulkFile = (body: Buffer): { rows: FileRow[] } | Refused => readRows(body, true);

/** The rows of a list of shoppers: whatever else its columns say is left alone. */
export const readPeopleFile = (body: Buffer): { rows: FileRow[] } | Refused =>
  readRows(body, false);

function readRows(body: Buffer, withPoints: boolean): { rows: FileRow[] } | Refused {
  if (!isUtf8(body)) return problem('notUtf8');
  const text = body.toString('utf8');
  if (text.includes('\0')) return problem('notUtf8');
  const rows = rowsOf(text);
  if (!rows) return problem('notCsv');
  const [head, ...rest] = rows;
  const places = placesOf(head?.cells ?? []);
  if (withPoints && !places.has('points')) return problem('noPointsColumn');
  if (!(['id', 'email', 'phone'] as const).some((each) => places.has(each))) {
    return problem('noWhoColumn');
  }
  if (rest.length === 0) return problem('noLines');
  if (rest.length > MOST_LINES) return problem('tooManyLines');
  const named = rest.map(({ cells, line }) => {
    const cell = (column: Column): string =>
      (cells[places.get(column) ?? -1] ?? '').replace(OUR_APOSTROPHE, '');
    const who = { id: cell('id'), email: cell('email'), phone: cell('phone') };
    return { line, cells: { ...who, points: cell('points'), note: cell('note') } };
  });
  return { rows: named };
}

type Parsed = { cells: string[]; line: number };

/** Null where quotes do not end. Separated by commas, semicolons (Excel in many places) or tabs. */
function rowsOf(text: string): Parsed[] | null {
  const [head = ''] = text.split(/\r?\n/, 1);
  const counts = [',', ';', '\t'].map((each) => ({ each, n: head.split(each).length }));
  const delimiter = counts.reduce((most, next) => (next.n > most.n ? next : most)).each;
  try {
    const rows = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function placesOf(head: readonly string[]): Map<Column, number> {
  const places = new Map<Column, number>();
  for (const [place, cell] of head.entries()) {
    const column = NAMES.get(cell.normalize('NFC').trim().toLowerCase());
    if (column !== undefined && !places.has(column)) places.set(column, place);
  }
  return places;
}

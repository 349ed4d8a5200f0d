/** Set-based writing: many rows, one statement. */
import type { Tx } from './transaction.ts';

type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];

function insertOf<Row>(
  tx: Tx,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  conflict: string,
): [text: string, values: unknown[]] {
  const names = columns.map(([name]) => name).join(', ');
  const arrays = columns.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ');
  const text = `insert into ${table} (club_id, ${names})
     select $1, r.* from unnest(${arrays}) as r(${names}) ${conflict}`;
  return [text, [tx.clubId, ...columns.map(([, , value]) => rows.map(value))]];
}

/**
 * Inserts rows in one statement. `conflict` is the text after the VALUES, such as
 * `on conflict do nothing`; `club_id` is put first by itself.
 */
export async function insertRows<Row, Out = unknown>(
  tx: Tx,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  conflict = '',
): Promise<Out[]> {
  if (rows.length === 0) return [];
  return tx.hot<Out>(...insertOf(tx, table, columns, rows, conflict));
}

/** The same where nobody needs an answer: it travels with what comes next, at the latest the commit. */
export function sendRows<Row>(
  tx: Tx,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  conflict = '',
): void {
  if (rows.length > 0) tx.send(...insertOf(tx, table, columns, rows, conflict));
}

/** Updates rows by id in one statement: `set` names the columns to take over from the input. */
export async function updateRows<Row>(
  tx: Tx,
  table: string,
  key: Column<Row>,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const all = [key, ...columns];
  const names = all.map(([name]) => name).join(', ');
  const arrays = all.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ');
  const set = columns.map(([name]) => `${name} = r.${name}`).join(', ');
  await tx.query(
    `update ${table} t set ${set} from unnest(${arrays}) as r(${names})
     where t.club_id = $1 and t.${key[0]} = r.${key[0]}`,
    [tx.clubId, ...all.map(([, , value]) => rows.map(value))],
  );
}

export const at = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();

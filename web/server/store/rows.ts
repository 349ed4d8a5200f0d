/** Set-based writing: many rows, one statement. */
import type { Tx } from './transaction.ts';

type Column<Row> = readonly [name: string, type: string, value: (row: Row) => unknown];

/** A write whose answer nobody needs: `$1` is the club, and `values` begin with `$2`. */
export type Write = { text: string; values: readonly unknown[] };

/**
 * So many rows are written out, each value by itself: PostgreSQL makes a table in memory of every array
 * that is unnested, which costs more than the insert of a row or two.
 */
const FEW = 4;

function insertOf<Row>(
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  conflict: string,
): Write {
  const names = columns.map(([name]) => name).join(', ');
  const into = `insert into ${table} (club_id, ${names})`;
  if (rows.length > FEW) {
    const arrays = columns.map(([, type], i) => `$${i + 2}::${type}[]`).join(', ');
    const text = `${into} select $1, r.* from unnest(${arrays}) as r(${names}) ${conflict}`;
    return { text, values: columns.map(([, , value]) => rows.map(value)) };
  }
  const written = rows.map((_, n) => {
    const first = 2 + n * columns.length;
    return `($1, ${columns.map(([, type], i) => `$${first + i}::${type}`).join(', ')})`;
  });
  const values = rows.flatMap((row) => columns.map(([, , value]) => value(row)));
  return { text: `${into} values ${written.join(', ')} ${conflict}`, values };
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
  const { text, values } = insertOf(table, columns, rows, conflict);
  return tx.hot<Out>(text, [tx.clubId, ...values]);
}

/** Rows to insert, for `sendTogether`; nothing where there are none. */
export function insertion<Row>(
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  conflict = '',
): Write[] {
  return rows.length === 0 ? [] : [insertOf(table, columns, rows, conflict)];
}

/**
 * Sends writes to different tables as one statement, which costs a fraction of as many: one plan, one
 * answer, one trip of each into the kernel. They travel with what comes next, at the latest the commit.
 * None sees what another wrote, and no two may touch the same row.
 */
export function sendTogether(tx: Tx, writes: readonly Write[]): void {
  if (writes.length === 0) return;
  tx.send(togetherOf(writes), [tx.clubId, ...writes.flatMap(({ values }) => values)]);
}

/** Inserts rows where nobody needs an answer. */
export function sendRows<Row>(
  tx: Tx,
  table: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  conflict = '',
): void {
  sendTogether(tx, insertion(table, columns, rows, conflict));
}

const numbers = new Map<string, number>();
const together = new Map<string, string>();

/** Made once for the same texts in the same order: they are constants, so there are few. */
function togetherOf(writes: readonly Write[]): string {
  const key = writes.map(({ text }) => numberOf(text)).join();
  let text = together.get(key);
  if (text === undefined) together.set(key, (text = join(writes)));
  return text;
}

function numberOf(text: string): number {
  let number = numbers.get(text);
  if (number === undefined) numbers.set(text, (number = numbers.size));
  return number;
}

/** All but the last stand in a WITH; the values of each are numbered after those before it. */
function join(writes: readonly Write[]): string {
  let before = 0;
  const texts = writes.map(({ text, values }) => {
    const shift = before;
    before += values.length;
    const moved = (_: string, n: string) => `$${n === '1' ? n : Number(n) + shift}`;
    return text.replace(/\$(\d+)/g, moved);
  });
  const last = texts.pop() ?? '';
  const first = texts.map((text, i) => `w${i} as (${text})`).join(', ');
  return first === '' ? last : `with ${first} ${last}`;
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

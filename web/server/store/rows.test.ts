/** Writes that travel together are as good as one by one, and few rows are written as many are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/database.ts';
import type { FreshDatabase } from '../../../tests/database.ts';
import { openDatabase } from './connections.ts';
import type { Database } from './connections.ts';
import { at, insertion, sendRows, sendTogether } from './rows.ts';
import type { Write } from './rows.ts';
import { inTransaction } from './transaction.ts';
import type { Tx } from './transaction.ts';

const CLUB = '0190a000-0000-7000-8000-000000000001';
const NOW = Date.parse('2026-06-01T12:00:00Z');

let database: FreshDatabase;
let db: Database;

beforeAll(async () => {
  database = await freshDatabase();
  db = openDatabase(database.url, 2);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});

const inClub = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, CLUB, work);
const idOf = (n: number) => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const shoppers = (ids: readonly number[], available = 0n): Write[] =>
  insertion<number>(
    'shoppers',
    [
      ['shopper_id', 'uuid', idOf],
      ['first_seen_at', 'timestamptz', () => at(NOW)],
      ['available', 'bigint', () => available],
    ],
    ids,
    'on conflict (club_id, shopper_id) do update set available = excluded.available',
  );

const names = (ids: readonly number[]): Write[] =>
  insertion<number>(
    'identities',
    [
      ['kind', 'text', () => 'customer'],
      ['value', 'text', (n) => `${n}`],
      ['shopper_id', 'uuid', idOf],
    ],
    ids,
  );

const known = () =>
  inClub((tx) =>
    tx.query<{ value: string; available: bigint }>(
      `select value, available from identities i join shoppers s using (club_id, shopper_id)
       where i.club_id = $1 order by value::int`,
      [CLUB],
    ),
  );

test.each([1, 2, 4, 5, 12])('%i rows of two tables are one statement', async (count) => {
  const ids = Array.from({ length: count }, (_, n) => count * 100 + n);
  await inClub(async (tx) => sendTogether(tx, [...shoppers(ids, 7n), ...names(ids)]));
  await inClub(async (tx) => sendTogether(tx, shoppers(ids, 9n)));
  const rows = (await known()).filter(({ value }) => ids.includes(Number(value)));
  expect(rows).toEqual(ids.map((id) => ({ value: `${id}`, available: 9n })));
});

test('values are numbered on past the ninth, whichever stand together and in whatever order', async () => {
  const update: Write = {
    text: 'update shoppers set available = $3 where club_id = $1 and shopper_id = $2',
    values: [idOf(1), 41n],
  };
  await inClub(async (tx) => sendTogether(tx, shoppers([1])));
  await inClub(async (tx) =>
    sendTogether(tx, [...names([1, 2, 3, 4]), update, ...shoppers([2, 3, 4], 43n)]),
  );
  const rows = (await known()).filter(({ value }) => Number(value) < 5);
  expect(rows.map(({ available }) => available)).toEqual([41n, 43n, 43n, 43n]);
});

test('one that is refused undoes them all, and nothing to write is nothing sent', async () => {
  const twice = inClub(async (tx) => sendTogether(tx, [...shoppers([61]), ...names([61, 61])]));
  await expect(twice).rejects.toMatchObject({ code: '23505' });
  await inClub(async (tx) => {
    sendTogether(tx, [...shoppers([]), ...names([])]);
    sendRows<number>(tx, 'shoppers', [['shopper_id', 'uuid', idOf]], []);
  });
  const rows = await inClub((tx) =>
    tx.query('select 1 from shoppers where club_id = $1 and shopper_id = $2', [CLUB, idOf(61)]),
  );
  expect(rows).toEqual([]);
});

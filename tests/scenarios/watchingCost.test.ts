/** What /metrics asks the database costs as much as what waits, whatever lies behind it. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DELIVERIES_WAITING, INBOX_WAITING, PARKED } from '../../web/server/store/watching.ts';
import { freshDatabase } from '../database.ts';

const CLUBS = 20;
const NOW = '2026-03-01T12:00:00Z';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let owner: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Client(database.url);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});

/** Rows of many clubs: `messages` and `deliveries` of each, in a state. */
async function put(from: number, each: number, messages: string, deliveries: string) {
  const row = `from generate_series(1, ${CLUBS}) c, generate_series(${from}, ${from + each - 1}) n`;
  const club = `('00000000-0000-4000-8000-' || lpad(c::text, 12, '0'))::uuid`;
  const at = `'${NOW}'::timestamptz - n * interval '1 second'`;
  await owner.query(
    `insert into inbox (club_id, shop_id, webhook_id, topic, triggered_at, received_at, payload,
       due_at, state)
     select ${club}, ${club}, 'w' || n, 'orders/create', ${at}, ${at}, 'x', ${at}, '${messages}'
     ${row}`,
  );
  await owner.query(
    `insert into deliveries (club_id, delivery_id, shop_id, kind, key, due_at, created_at, state)
     select ${club}, gen_random_uuid(), ${club}, (array['mail', 'shopperCard'])[1 + n % 2],
       'k' || n, ${at}, ${at}, '${deliveries}' ${row}`,
  );
}

const QUERIES: [name: string, text: string, values: string[]][] = [
  ['messages', INBOX_WAITING, [NOW]],
  ['deliveries', DELIVERIES_WAITING, [NOW, NOW]],
  ['what is parked', PARKED, []],
];

type Node = { 'Shared Hit Blocks': number; 'Shared Read Blocks': number };

/** Pages of the database that a query looks at, asked as the narrow role asks it. */
async function pagesOf(text: string, values: string[]): Promise<number> {
  await owner.query('analyze; set role regulars_intake');
  const { rows } = await owner.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
    `explain (analyze, buffers, format json) ${text}`,
    values,
  );
  await owner.query('reset role');
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('no plan');
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

async function answers(): Promise<string> {
  const told = [];
  for (const [, text, values] of QUERIES) told.push((await owner.query(text, values)).rows);
  return JSON.stringify(told);
}

describe('with a little that waits', () => {
  test('a long history changes neither the answers nor their price', async () => {
    await put(1, 10, 'new', 'due');
    await put(11, 5, 'parked', 'parked');
    const told = await answers();
    expect(JSON.parse(told)).toMatchObject([
      [{ count: CLUBS * 10 }],
      [{ count: CLUBS * 5 }, { count: CLUBS * 5 }],
      [{ messages: CLUBS * 5, deliveries: CLUBS * 5 }],
    ]);
    const before: number[] = [];
    for (const [, text, values] of QUERIES) before.push(await pagesOf(text, values));
    await put(1000, 1500, 'handled', 'done');
    expect(await answers()).toBe(told);
    const { rows: history } = await owner.query<{ pages: number }>(
      `select (pg_relation_size(name) / 8192)::int as pages
       from unnest(array['inbox', 'deliveries']) name`,
    );
    for (const { pages } of history) expect(pages).toBeGreaterThan(400);
    for (const [i, [name, text, values]] of QUERIES.entries()) {
      const pages = await pagesOf(text, values);
      // A page for each row that waits, and some for a deeper tree.
      expect([name, pages <= 2 * (before[i] ?? 0) + 100]).toEqual([name, true]);
    }
  });

  test('what somebody has in their hands and what is not due yet does not wait', async () => {
    await owner.query(
      `update deliveries set lease_until = $1::timestamptz + interval '1 minute'
       where state = 'due' and kind = 'mail'`,
      [NOW],
    );
    await owner.query(
      `update inbox set due_at = $1::timestamptz + interval '1 minute' where state = 'new'
         and webhook_id <> 'w7'`,
      [NOW],
    );
    expect(JSON.parse(await answers())).toMatchObject([
      [{ count: CLUBS, oldestAt: '2026-03-01T11:59:53.000Z' }],
      [{ kind: 'shopperCard', count: CLUBS * 5 }],
      [{}],
    ]);
  });
});

/**
 * Tables as they are after many orders. One real order of one shopper goes through the real path; its
 * rows are then multiplied by the database itself, so that the audit finds them sound.
 */
import pg from 'pg';
import { recordBatch } from '../web/server/actions/recordMessages.ts';
import { contextOf } from '../web/server/actions/context.ts';
import { idsOf } from '../web/server/actions/installShop.ts';
import { reachAt } from './appRun.ts';
import { domainOf } from './harness.ts';
import type { Bench } from './harness.ts';
import { fillInbox } from './inboxFill.ts';

const { clubId } = idsOf('shopify', domainOf(0));
/** Orders of one shopper. */
export const EACH = 4;

/** A number as an id: ascending, as our own ids are, and different for every table. */
const idOf = (table: number, n: string) =>
  `('0190${table}000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** What the copies have of their own; everything else is as in the real row. */
const OWN: Record<string, Record<string, string>> = {
  shoppers: { shopper_id: idOf(1, 'n'), available: `t.available * ${EACH}` },
  identities: {
    shopper_id: idOf(1, 'n'),
    value: `case t.kind when 'customer' then split_part(t.value, ':', 1) || ':' || (8000000 + n)
      else md5(t.value || n) end`,
  },
  orders: {
    order_id: idOf(2, 'n'),
    shopper_id: idOf(1, `n / ${EACH}`),
    platform_order_id: `(8000000000000 + n)::text`,
  },
  lots: { lot_id: idOf(3, 'n'), order_id: idOf(2, 'n'), shopper_id: idOf(1, `n / ${EACH}`) },
  transfers: {
    transfer_id: idOf(4, 'n * 4 + t.posting'),
    order_id: idOf(2, 'n'),
    from_shopper_id: `case when t.from_shopper_id is not null then ${idOf(1, `n / ${EACH}`)} end`,
    to_shopper_id: `case when t.to_shopper_id is not null then ${idOf(1, `n / ${EACH}`)} end`,
  },
  lot_moves: {
    lot_id: idOf(3, 'n'),
    transfer_id: idOf(
      4,
      'n * 4 + (select posting from first_transfers f where f.id = t.transfer_id)',
    ),
  },
  inbox: { webhook_id: `'filled-' || n`, seq: '2000000000 + n', payload: 'null' },
};

/** The real order that all others are copies of. */
async function placeFirst(bench: Bench, client: pg.Client, now: number): Promise<void> {
  await fillInbox(bench, { count: 1, clubs: 1, people: 1, at: now });
  const reach = reachAt(bench.db, now);
  await reach.inTransaction(clubId, (tx) => recordBatch(tx, contextOf(reach), reach.platform));
  for (const table of Object.keys(OWN)) {
    await client.query(`create table first_${table} as select * from ${table}
      where club_id = '${clubId}'`);
  }
  await client.query('alter table first_transfers add column id uuid');
  await client.query('update first_transfers set id = transfer_id');
}

/**
 * Goes on from `from` copies to `to` of them. Answers how many transfers there are then. Indexes stay,
 * so a step costs what its rows cost.
 */
export async function fill(bench: Bench, from: number, to: number, now: number): Promise<number> {
  const client = new pg.Client(bench.url);
  await client.connect();
  await client.query('set synchronous_commit = off');
  if (from === 0) await placeFirst(bench, client, now);
  for (const [table, own] of Object.entries(OWN)) {
    const { rows } = await client.query<{ name: string }>(
      `select attname as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table],
    );
    const names = rows.map(({ name }) => name);
    const few = table === 'shoppers' || table === 'identities';
    const [first, last] = few ? [from / EACH, to / EACH] : [from, to];
    await client.query(`insert into ${table} (${names.join(', ')})
      select ${names.map((name) => own[name] ?? `t.${name}`).join(', ')}
      from generate_series(${first}, ${last - 1}) n cross join first_${table} t`);
  }
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ n: string }>('select count(*) as n from transfers');
  await client.end();
  return Number(rows[0]?.n);
}

/**
 * Tables as they are after many orders. One real order of one shopper goes through the real path; its
 * rows are then multiplied by the database itself, so that the audit finds them sound.
 */
import pg from 'pg';
import { recordBatch } from '../web/server/actions/recordMessages.ts';
import { contextOf } from '../web/server/actions/context.ts';
import { finishCodes } from '../web/server/actions/finishCodes.ts';
import { idsOf } from '../web/server/actions/installShop.ts';
import { redeemReward } from '../web/server/actions/redeemReward.ts';
import { reachAt } from './appRun.ts';
import { domainOf } from './harness.ts';
import type { Bench } from './harness.ts';
import { fillInbox } from './inboxFill.ts';

const { clubId, shopId } = idsOf('shopify', domainOf(0));
/** Orders of one shopper, who took a reward once; and what it cost, points. */
export const EACH = 4;
const PRICE = 1;
const FIRST_CUSTOMER = 5_000_000;

/** A number as an id: ascending, as our own ids are, and different for every table. */
const idOf = (table: number, n: string) =>
  `('0190${table}000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

type Copies = {
  /** Where the copies go, and the table of the rows that they are copies of. */
  into: string;
  of: string;
  each: 'shopper' | 'order';
  /** What the copies have of their own; everything else is as in the real row. */
  own: Record<string, string>;
};

const shopperOfOrder = idOf(1, `n / ${EACH}`);

const COPIES: readonly Copies[] = [
  {
    into: 'shoppers',
    of: 'first_shoppers',
    each: 'shopper',
    own: { shopper_id: idOf(1, 'n'), available: `t.available * ${EACH} - ${PRICE}` },
  },
  {
    into: 'identities',
    of: 'first_identities',
    each: 'shopper',
    own: {
      shopper_id: idOf(1, 'n'),
      value: `case t.kind when 'customer' then split_part(t.value, ':', 1) || ':' || (8000000 + n)
        else md5(t.value || n) end`,
    },
  },
  {
    into: 'orders',
    of: 'first_orders',
    each: 'order',
    own: {
      order_id: idOf(2, 'n'),
      shopper_id: shopperOfOrder,
      platform_order_id: `(8000000000000 + n)::text`,
    },
  },
  {
    into: 'lots',
    of: 'first_lots',
    each: 'order',
    own: {
      lot_id: idOf(3, 'n'),
      order_id: idOf(2, 'n'),
      shopper_id: shopperOfOrder,
      open: `t.open - case when n % ${EACH} = 0 then ${PRICE} else 0 end`,
    },
  },
  {
    into: 'transfers',
    of: 'first_transfers',
    each: 'order',
    own: {
      transfer_id: idOf(4, 'n * 4 + t.posting'),
      order_id: idOf(2, 'n'),
      from_shopper_id: `case when t.from_shopper_id is not null then ${shopperOfOrder} end`,
      to_shopper_id: `case when t.to_shopper_id is not null then ${shopperOfOrder} end`,
    },
  },
  {
    into: 'lot_moves',
    of: 'first_lot_moves',
    each: 'order',
    own: {
      lot_id: idOf(3, 'n'),
      transfer_id: idOf(
        4,
        'n * 4 + (select posting from first_transfers f where f.id = t.transfer_id)',
      ),
    },
  },
  {
    into: 'redemptions',
    of: 'taken_redemptions',
    each: 'shopper',
    own: {
      shopper_id: idOf(1, 'n'),
      redemption_id: idOf(6, 'n'),
      hold_transfer_id: idOf(5, 'n * 2'),
      code: `t.code || n`,
      // A later order used it.
      status: `'used'`,
      order_id: idOf(2, `n * ${EACH} + 1`),
      closed_at: 't.created_at',
    },
  },
  {
    into: 'transfers',
    of: 'taken_transfers',
    each: 'shopper',
    own: {
      transfer_id: idOf(5, `n * 2 + (t.reason = 'redeem')::int`),
      redemption_id: idOf(6, 'n'),
      of_transfer_id: `case when t.of_transfer_id is not null then ${idOf(5, 'n * 2')} end`,
      from_shopper_id: `case when t.from_shopper_id is not null then ${idOf(1, 'n')} end`,
      to_shopper_id: `case when t.to_shopper_id is not null then ${idOf(1, 'n')} end`,
    },
  },
  {
    into: 'lot_moves',
    of: 'taken_lot_moves',
    each: 'shopper',
    own: { lot_id: idOf(3, `n * ${EACH}`), transfer_id: idOf(5, 'n * 2') },
  },
  {
    into: 'inbox',
    of: 'first_inbox',
    each: 'order',
    own: { webhook_id: `'filled-' || n`, seq: '2000000000 + n', payload: 'null' },
  },
];

/** The real order and then the real redemption that all others are copies of. */
async function placeFirst(bench: Bench, client: pg.Client, now: number): Promise<void> {
  await fillInbox(bench, {
    count: 1,
    clubs: 1,
    people: 1,
    at: now,
    customer: FIRST_CUSTOMER,
  });
  const reach = reachAt(bench.db, now);
  const ctx = contextOf(reach);
  await reach.inTransaction(clubId, (tx) => recordBatch(tx, ctx, reach.platform));
  const tables = ['shoppers', 'identities', 'orders', 'lots', 'transfers', 'lot_moves', 'inbox'];
  for (const table of tables) {
    await client.query(`create table first_${table} as select * from ${table}
      where club_id = '${clubId}'`);
  }
  await client.query('alter table first_transfers add column id uuid');
  await client.query('update first_transfers set id = transfer_id');
  const redemptionId = crypto.randomUUID();
  const shop = { clubId, shopId, domain: domainOf(0), storefrontOrigin: '' };
  await reach.inTransaction(clubId, async (tx) => {
    const input = {
      shop,
      customerId: String(FIRST_CUSTOMER),
      redemptionId,
      rewardId: 'one',
      points: PRICE,
    };
    const done = await redeemReward(tx, ctx, input);
    if (!done.ok) throw new Error(done.kind);
  });
  const { rows } = await client.query<{ id: string }>('select shopper_id as id from redemptions');
  const key = { shopperId: rows[0]?.id ?? '', redemptionId };
  const news = [{ key, told: { kind: 'issued' } as const }];
  await reach.inTransaction(clubId, (tx) => finishCodes(tx, ctx, shopId, news));
  await client.query('create table taken_redemptions as select * from redemptions');
  for (const table of ['transfers', 'lot_moves']) {
    await client.query(`create table taken_${table} as select * from ${table}
      where club_id = '${clubId}' and transfer_id not in (select id from first_transfers)`);
  }
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
  for (const { into, of, each, own } of COPIES) {
    const { rows } = await client.query<{ name: string }>(
      `select attname as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [into],
    );
    const names = rows.map(({ name }) => name);
    const [first, last] = each === 'shopper' ? [from / EACH, to / EACH] : [from, to];
    await client.query(`insert into ${into} (${names.join(', ')})
      select ${names.map((name) => own[name] ?? `t.${name}`).join(', ')}
      from generate_series(${first}, ${last - 1}) n cross join ${of} t`);
  }
  // Tables without rows are left as a fresh database has them: without statistics.
  for (const { into } of COPIES) await client.query(`vacuum analyze ${into}`);
  // What was written is on the disk before anything is measured.
  await client.query('checkpoint');
  const { rows } = await client.query<{ n: string }>('select count(*) as n from transfers');
  await client.end();
  return Number(rows[0]?.n);
}

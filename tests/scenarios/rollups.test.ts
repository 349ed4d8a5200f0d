/**
 * What shoppers bought on which day is kept up beside the orders, and is the same as when it is made
 * again from all of them.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditClub } from '../../web/server/analytics/audit.ts';
import { rebuildRollups } from '../../web/server/actions/rollUp.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { inTransaction as begin } from '../../web/server/store/transaction.ts';
import type { InTransaction } from '../../web/server/store/transaction.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { liveThroughOrders } from './orderLife.ts';
import { rolledUp } from './rolledUp.ts';

type Days = { shopper_id: string; day: number; orders: number; items: number; amount: string };

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await liveThroughOrders(world);
  await world.pass(9 * DAY);
  await liveThroughOrders(world);
});
afterAll(() => world.stop());

const dump = async () => {
  const days = await world.owner.query(
    'select d::text as row from buying_days d order by shopper_id, day',
  );
  const stats = await world.owner.query('select s::text as row from buying_stats s order by 1');
  return [...days.rows, ...stats.rows].map(({ row }: { row: string }) => row);
};

/** The same once more, order by order, by the words of docs/measures.md. */
async function byHand(): Promise<string[]> {
  const { rows } = await world.owner.query<{
    shopper: string;
    placed: Date;
    worth: string;
    zone: string;
    lines: { currentQuantity: number; giftCard: boolean }[];
  }>(`select o.shopper_id as shopper, o.placed_at as placed, o.eligible_minor as worth,
        s.time_zone as zone, o.facts #> '{scalars,lines}' as lines
      from orders o join shops s using (club_id, shop_id)
      where o.shopper_id is not null and o.eligible_minor > 0`);
  const days = new Map<string, Days>();
  for (const { shopper, placed, worth, zone, lines } of rows) {
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(placed);
    const day = Date.parse(`${local}T00:00:00Z`) / DAY;
    const key = `${shopper} ${day}`;
    const known = days.get(key) ?? { shopper_id: shopper, day, orders: 0, items: 0, amount: '0' };
    known.orders += 1;
    known.amount = `${BigInt(known.amount) + BigInt(worth)}`;
    for (const line of lines) if (!line.giftCard) known.items += line.currentQuantity;
    days.set(key, known);
  }
  return [...days.values()].map((d) => JSON.stringify(Object.values(d))).sort();
}

async function kept(): Promise<string[]> {
  const { rows } = await world.owner.query<Days>(
    'select shopper_id, day, orders, items, amount_minor::text as amount from buying_days',
  );
  return rows.map((d) => JSON.stringify(Object.values(d))).sort();
}

async function rebuild(): Promise<number> {
  const { rows } = await world.owner.query<{ id: string }>('select club_id as id from shops');
  const db = openDatabase(world.databaseUrl, 2);
  const inTransaction: InTransaction = (clubId, work) => begin(db, clubId, work);
  const orders = await rebuildRollups({ inTransaction, now: world.app.now }, rows[0]?.id ?? '');
  await db.end();
  return orders;
}

describe('after eighty orders with refunds, edits, cancellations and disputes', () => {
  test('every day holds what its orders are worth now', async () => {
    await rolledUp(world);
    expect(await kept()).toEqual(await byHand());
    expect((await kept()).length).toBeGreaterThan(6);
  });

  test('one more order, and a late refund of an old one, are in a moment later', async () => {
    const before = await dump();
    const [first] = world.sim.commerce.orders(SHOP);
    const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
    const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
    await world.buy({
      buyer: { kind: 'customer', customerId },
      lines: [{ variantId: mug?.id ?? '', quantity: 3 }],
    });
    world.sim.commerce.cancel(SHOP, first?.id ?? '', { refund: true });
    await world.settle();
    await rolledUp(world);
    expect(await dump()).not.toEqual(before);
    expect(await kept()).toEqual(await byHand());
  });

  test('two who become one have their days together', async () => {
    const [one, other] = world.sim.commerce.customers(SHOP);
    world.sim.commerce.mergeCustomers(SHOP, one?.id ?? '', other?.id ?? '');
    await world.settle();
    await rolledUp(world);
    expect(await kept()).toEqual(await byHand());
  });

  test('all of it made again from the orders is the same, to the byte', async () => {
    const before = await dump();
    const orders = await rebuild();
    expect(orders).toBeGreaterThanOrEqual(80);
    expect(await dump()).toEqual(before);
  });

  const buyMug = async () => {
    const [customer] = world.sim.commerce.customers(SHOP);
    const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
    await world.buy({
      buyer: { kind: 'customer', customerId: customer?.id ?? '' },
      lines: [{ variantId: mug?.id ?? '', quantity: 1 }],
    });
  };

  test('what was told while an older transaction was under way is there once that has ended', async () => {
    const slow = new pg.Client(world.databaseUrl);
    await slow.connect();
    await slow.query('begin');
    const { rows } = await slow.query<{ id: string }>(
      'select order_id as id, pg_current_xact_id() from orders where eligible_minor > 0 limit 1',
    );
    await buyMug();
    await world.pass(MINUTE);
    const early = await kept();
    expect(early).not.toEqual(await byHand());
    // It commits last what carries the smallest number.
    await slow.query(
      'update orders set eligible_minor = eligible_minor + 7, changed_in = default where order_id = $1',
      [rows[0]?.id],
    );
    await slow.query('commit');
    await slow.end();
    await rolledUp(world);
    expect(await kept()).toEqual(await byHand());
    expect(await kept()).not.toEqual(early);
  });

  test('restored into a server that has counted less, all of it is there and goes on', async () => {
    await world.owner.query('update orders set changed_in = changed_in + 1000000000000');
    await world.owner.query('update rollup_marks set changed_in = changed_in + 1000000000000');
    const before = await dump();
    await buyMug();
    await rolledUp(world);
    expect(await dump()).not.toEqual(before);
    expect(await kept()).toEqual(await byHand());
    await buyMug();
    await rolledUp(world);
    expect(await kept()).toEqual(await byHand());
  });

  test('the audit names a day that is not what its orders are, and rolling up again mends it', async () => {
    const { rows } = await world.owner.query<{ club_id: string; shopper_id: string; day: number }>(
      'update buying_days set amount_minor = amount_minor + 1 where ctid = (select ctid from buying_days limit 1) returning *',
    );
    const [row] = rows;
    const audit = () => auditClub(world.databaseUrl, row?.club_id ?? '');
    expect((await audit()).findings).toMatchObject([
      { table: 'buying_days', id: `${row?.shopper_id}/${row?.day}`, column: 'amount_minor' },
      { table: 'buying_stats', id: row?.shopper_id },
    ]);
    await rebuild();
    expect((await audit()).findings).toEqual([]);
  });

  test('a shop that moves to another time zone has other days, with nobody asking', async () => {
    await world.owner.query(`update shops set time_zone = 'Pacific/Kiritimati'`);
    await world.owner.query(
      `update deliveries set state = 'due', done_at = null where kind = 'rollUp'`,
    );
    await rolledUp(world);
    expect(await kept()).toEqual(await byHand());
  });
});

test('a churn window that the merchant set is what the next night counts by, until it is taken away', async () => {
  const rhythm = async () => {
    const { rows } = await world.owner.query(
      'select rhythm from model_fits order by version desc limit 1',
    );
    return rows[0]?.rhythm;
  };
  await world.owner.query(
    `insert into retention_settings (club_id, churn_days, set_at, set_by)
     select club_id, 900, now(), 'test' from shops`,
  );
  await world.pass(2 * DAY);
  expect(await rhythm()).toMatchObject({ churnDays: 900, source: 'set' });
  await world.owner.query('delete from retention_settings');
  await world.pass(2 * DAY);
  expect(await rhythm()).toMatchObject({ churnDays: 365, source: 'assumed' });
});

test('every night shoppers are foreseen, and where they stand is kept with their moves', async () => {
  await world.pass(2 * DAY);
  const { rows: fits } = await world.owner.query(
    'select version, shoppers, fits, rhythm, cut_points from model_fits order by version',
  );
  expect(fits.length).toBeGreaterThanOrEqual(2);
  const { rows: bare } = await world.owner.query(
    `select p.version, p.churn_risk, p.clv_minor, s.stage from buying_stats b
     left join predictions p using (club_id, shopper_id) left join stages s using (club_id, shopper_id)`,
  );
  expect(bare.length).toBeGreaterThan(2);
  for (const { version, churn_risk, stage } of bare) {
    expect(version).toBe(fits.at(-1)?.version);
    expect(churn_risk).toBeGreaterThanOrEqual(0);
    expect(stage).toMatch(/^(new|active)$/);
  }
  // A year of silence.
  await world.pass(400 * DAY);
  const { rows: lost } = await world.owner.query(
    `select count(*)::int as n from stages where stage = 'lost'`,
  );
  expect(lost).toEqual([{ n: bare.length }]);
  const { rows: moves } = await world.owner.query(
    `select from_stage, to_stage, sum(shoppers)::int as n from stage_moves group by 1, 2`,
  );
  const net = (stage: string) =>
    moves.reduce(
      (sum, m) => sum + (m.to_stage === stage ? m.n : 0) - (m.from_stage === stage ? m.n : 0),
      0,
    );
  expect(net('lost')).toBe(bare.length);
  // The one who became somebody else stands nowhere, and moved nowhere.
  expect(net('new')).toBe(1);
});

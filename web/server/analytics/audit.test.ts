/** The audit sees every kind of damage, and names its row. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../../../tests/world.ts';
import type { World } from '../../../tests/world.ts';
import { auditClub } from './audit.ts';

const NOBODY = '00000000-0000-0000-0000-00000000dead';
/** The tables of the books, as they were before they were damaged. */
const BOOKS = [
  'shoppers',
  'transfers',
  'lots',
  'lot_moves',
  'debts',
  'orders',
  'redemptions',
  'programs',
];

let world: World;
let clubId: string;

beforeAll(async () => {
  world = await startWorld();
  const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const variant = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: variant?.id ?? '', quantity: 6 }];
  const bought = await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  await world.pass(15 * DAY);
  await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  const shopper = world.shopper(customerId);
  await shopper.redeem('off-3', 300);
  const back = crypto.randomUUID();
  await shopper.redeem('ship', 400, back);
  await shopper.putBack(back);
  const line = bought.lines[0];
  world.sim.commerce.refund(SHOP, {
    orderId: bought.id,
    lines: [{ lineId: line?.id ?? '', quantity: 2 }],
    shipping: false,
  });
  await world.settle();
  const { rows } = await world.owner.query<{ club_id: string }>('select club_id from clubs');
  clubId = rows[0]?.club_id ?? '';
  for (const table of BOOKS) {
    await world.owner.query(`create temp table kept_${table} as table ${table}`);
  }
});
afterAll(() => world.stop());

const audit = (lanes = 1) => auditClub(world.databaseUrl, clubId, lanes);

test('books that nobody touched are sound', async () => {
  const report = await audit();
  expect(report.findings).toEqual([]);
  expect(report.transfers).toBeGreaterThan(5);
  expect(report.shoppers).toBeGreaterThan(0);
});

type Damage = { what: string; change: string; names: RegExp };
const damages: Damage[] = [
  {
    what: 'a balance changed by hand',
    change: 'update shoppers set available = available + 7 where available > 0',
    names: /^shoppers [0-9a-f-]{36}: available is \d+, should be \d+$/m,
  },
  {
    what: 'points on the way that no transfer brought',
    change: 'update shoppers set pending = pending + 1 where pending > 0',
    names: /^shoppers [0-9a-f-]{36}: pending is/m,
  },
  {
    what: 'a lot emptied by hand',
    change: 'update lots set open = open - 1 where open > 1',
    names: /^lots [0-9a-f-]{36}: open is/m,
  },
  {
    what: 'an order that says it posted more',
    change: 'update orders set points = points + 1',
    names: /^orders [0-9a-f-]{36}: points is \d+, should be \d+ \(its facts and version\)$/m,
  },
  {
    what: 'an order’s facts changed without a posting',
    change: `update orders set facts = jsonb_set(facts, '{scalars,test}', 'true')`,
    names: /^orders .*should be 0 \(its facts and version\)$/m,
  },
  {
    what: 'a code revived after its points came back',
    change: `update redemptions set status = 'open' where status = 'cancelled'`,
    names: /^redemptions [0-9a-f-]{36}\/[0-9a-f-]{36}: status is open/m,
  },
  {
    what: 'a code cancelled without its points',
    change: `update redemptions set status = 'cancelled' where returned = 0`,
    names: /^redemptions .*: status is cancelled, should be still closing/m,
  },
  {
    what: 'a redemption that claims to have given back more',
    change: 'update redemptions set returned = 1 where returned = 0',
    names: /^redemptions .*: returned is 1, should be 0$/m,
  },
  {
    what: 'points set aside that no transfer set aside',
    change: 'update shoppers set held = held + 1 where available > 0',
    names: /^shoppers [0-9a-f-]{36}: held is 1, should be 0$/m,
  },
  {
    what: 'a lot in other hands',
    change: `update lots set shopper_id = '${NOBODY}' where open > 0`,
    names: /^shoppers [0-9a-f-]{36}: available is \d+, should be 0 \(lots less debts\)$/m,
  },
  {
    what: 'a debt out of nothing',
    change: `insert into debts (club_id, debt_id, shopper_id, points, open, occurred_at, write_off_at)
      select club_id, '${NOBODY}', shopper_id, 9, 9, first_seen_at,
        first_seen_at + interval '100 years' from shoppers where available > 0`,
    names: /^debts [0-9a-f-]{36}: open is 9, should be 0 \(the shopper has open lots\)$/m,
  },
  {
    what: 'an order with more on the way',
    change: 'update orders set pending = pending + 1 where pending < points',
    names: /^orders [0-9a-f-]{36}: pending is 1, should be 0 \(its postings\)$/m,
  },
  {
    what: 'an order in other hands',
    change: `update orders set shopper_id = '${NOBODY}'`,
    names: /^orders [0-9a-f-]{36}: shopper_id is \S+, should be \S+ \(its postings\)$/m,
  },
  {
    what: 'an order under another version',
    change: 'update orders set program_version = program_version + 1',
    names: /^orders .*: points is \d+, should be 0 \(its facts and version\)$/m,
  },
  {
    what: 'facts that cannot be computed',
    change: `update orders set facts = jsonb_set(facts, '{scalars,lines,0,priceMinor}', '"a lot"')`,
    names: /^orders [0-9a-f-]{36}: facts is \w+Error: .*, should be to be computed$/m,
  },
  {
    what: 'a redemption of another price',
    change: 'update redemptions set points = points + 1',
    names: /^redemptions \S+: hold_transfer_id is hold of \d+, should be hold of \d+$/m,
  },
  {
    what: 'a redemption whose hold is still out, though it was spent',
    change: 'update redemptions set hold_posted = false where returned = 0',
    names: /^redemptions \S+: hold_posted is false, should be true$/m,
  },
  {
    what: 'a redemption in other hands',
    change: `update redemptions set shopper_id = '${NOBODY}' where returned = 0`,
    names: /^redemptions \S+: shopper_id is \S+, should be [0-9a-f-]{36}$/m,
  },
  {
    what: 'a redemption without its hold',
    change: `update redemptions set hold_transfer_id = '${NOBODY}' where returned = 0`,
    names: /^redemptions \S+: hold_transfer_id is no transfer of 0, should be hold of \d+$/m,
  },
  {
    what: 'a transfer of more points',
    change: `update transfers set points = points + 1 where reason = 'earn'`,
    names: /^orders [0-9a-f-]{36}: points is \d+, should be \d+ \(its postings\)$/m,
  },
  {
    what: 'a transfer to other hands',
    change: `update transfers set to_shopper_id = '${NOBODY}' where reason = 'earn'`,
    names: /^shoppers 00000000-\S+: pending is missing, should be \d+$/m,
  },
  {
    what: 'a transfer of no order',
    change: `update transfers set order_id = '${NOBODY}' where reason = 'clawback'`,
    names: /^transfers [0-9a-f-]{36}: order_id is \S+, should be an order$/m,
  },
  {
    what: 'a posting explained by another total',
    change: `update transfers set explain = jsonb_set(explain, '{now}', to_jsonb((explain ->> 'now')::int + 1))
      where reason = 'earn'`,
    names: /^transfers [0-9a-f-]{36}: explain.now is \d+, should be \d+$/m,
  },
  {
    what: 'a posting explained from another total',
    change: `update transfers set explain = jsonb_set(explain, '{before}', '3') where reason = 'earn'`,
    names: /^transfers [0-9a-f-]{36}: explain.before is 3, should be 0$/m,
  },
  {
    what: 'more put into a lot than the transfer brought',
    change: `update lot_moves set points = points + 1 where points > 0`,
    names: /^transfers [0-9a-f-]{36}: lot moves is \d+, should be between 0 and \d+$/m,
  },
  {
    what: 'points in a lot that is not there',
    change: `update lot_moves set lot_id = '${NOBODY}' where points > 0`,
    names: /^lots 00000000-\S+: open is missing, should be \d+$/m,
  },
  {
    what: 'a program that gave other points then',
    change: `update programs set settings = jsonb_set(settings, '{earning,perMinor}', '1')`,
    names: /^orders [0-9a-f-]{36}: points is \d+, should be \d+ \(its facts and version\)$/m,
  },
];

/** As somebody who owns the database, past every trigger. */
async function byHand(...statements: string[]) {
  await world.owner.query('set session_replication_role = replica');
  for (const statement of statements) await world.owner.query(statement);
  await world.owner.query('set session_replication_role = origin');
}

const restore = () =>
  byHand(
    ...BOOKS.flatMap((table) => [`truncate ${table}`, `insert into ${table} table kept_${table}`]),
  );

test.each(damages)('$what is found and named', async ({ change, names }) => {
  await byHand(change);
  const { findings } = await audit();
  await restore();
  expect(findings.map(({ text }) => text).join('\n')).toMatch(names);
});

test('threads that share the work find what one finds', async () => {
  await byHand(...damages.map(({ change }) => change));
  const { findings } = await audit();
  const shared = await audit(2);
  await restore();
  expect(findings.length).toBeGreaterThan(damages.length / 2);
  expect(shared.findings).toEqual(findings);
  expect((await audit(2)).findings).toEqual([]);
});

test('a transfer slipped in past the app is found', async () => {
  await world.owner.query('begin');
  await world.owner.query(
    `insert into transfers (club_id, transfer_id, from_account, to_account, to_shopper_id, points,
       reason, occurred_at, recorded_at)
     select club_id, gen_random_uuid(), 'adjusted', 'available', shopper_id, 5, 'adjust',
       first_seen_at, first_seen_at from shoppers where available > 0 limit 1`,
  );
  await world.owner.query('commit');
  const { findings } = await audit();
  expect(findings.map(({ table, column }) => [table, column])).toContainEqual([
    'shoppers',
    'available',
  ]);
});

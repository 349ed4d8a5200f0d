/** The audit sees every kind of damage, and names its row. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../../../tests/world.ts';
import type { World } from '../../../tests/world.ts';
import { auditClub } from './audit.ts';

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
});
afterAll(() => world.stop());

const audit = (lanes = 1) => auditClub(world.databaseUrl, clubId, lanes);

test('books that nobody touched are sound', async () => {
  const report = await audit();
  expect(report.findings).toEqual([]);
  expect(report.transfers).toBeGreaterThan(5);
  expect(report.shoppers).toBeGreaterThan(0);
});

type Damage = { what: string; change: string; undo: string; names: RegExp };
const damages: Damage[] = [
  {
    what: 'a balance changed by hand',
    change: 'update shoppers set available = available + 7 where available > 0',
    undo: 'update shoppers set available = available - 7 where available > 0',
    names: /^shoppers [0-9a-f-]{36}: available is \d+, should be \d+$/m,
  },
  {
    what: 'points on the way that no transfer brought',
    change: 'update shoppers set pending = pending + 1 where pending > 0',
    undo: 'update shoppers set pending = pending - 1 where pending > 0',
    names: /^shoppers [0-9a-f-]{36}: pending is/m,
  },
  {
    what: 'a lot emptied by hand',
    change: 'update lots set open = open - 1 where open > 1',
    undo: 'update lots set open = open + 1 where open > 0',
    names: /^lots [0-9a-f-]{36}: open is/m,
  },
  {
    what: 'an order that says it posted more',
    change: 'update orders set points = points + 1',
    undo: 'update orders set points = points - 1',
    names: /^orders [0-9a-f-]{36}: points is \d+, should be \d+ \(its facts and version\)$/m,
  },
  {
    what: 'an order’s facts changed without a posting',
    change: `update orders set facts = jsonb_set(facts, '{scalars,test}', 'true')`,
    undo: `update orders set facts = jsonb_set(facts, '{scalars,test}', 'false')`,
    names: /^orders .*should be 0 \(its facts and version\)$/m,
  },
  {
    what: 'a code revived after its points came back',
    change: `update redemptions set status = 'open' where status = 'cancelled'`,
    undo: `update redemptions set status = 'cancelled' where returned > 0`,
    names: /^redemptions [0-9a-f-]{36}\/[0-9a-f-]{36}: status is open/m,
  },
  {
    what: 'a code cancelled without its points',
    change: `update redemptions set status = 'cancelled' where returned = 0`,
    undo: `update redemptions set status = 'open' where returned = 0`,
    names: /^redemptions .*: status is cancelled, should be still closing/m,
  },
  {
    what: 'a redemption that claims to have given back more',
    change: 'update redemptions set returned = 1 where returned = 0',
    undo: 'update redemptions set returned = 0 where returned = 1',
    names: /^redemptions .*: returned is 1, should be 0$/m,
  },
];

test.each(damages)('$what is found and named', async ({ change, undo, names }) => {
  const touched = await world.owner.query(change);
  expect(touched.rowCount).toBeGreaterThan(0);
  const { findings } = await audit();
  const shared = await audit(2);
  await world.owner.query(undo);
  expect(shared.findings).toEqual(findings);
  expect(findings.map(({ text }) => text).join('\n')).toMatch(names);
  expect((await audit()).findings).toEqual([]);
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

/** What a merchant's own systems tell by an API key: points in the books, once, and explained. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShopperPage } from '../../web/contract/merchantShoppers.ts';
import { DAY, SHOP, START, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { expectSoundBooks, findings } from './books.ts';

let world: World;
let key: string;
let ada: string;
let ben: string;
let mug: string;

beforeAll(async () => {
  const rules = [USES.review, USES.visit, USES.survey, USES.bottle];
  world = await startWorld({ program: rewarding(rules, { pendingDays: 0 }) });
  ({ key } = await makeKey(world));
  [ada = '', ben = ''] = world.sim.commerce.customers(SHOP).map(({ id }) => id);
  mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0]?.id ?? '';
});
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

const tell = (body: Record<string, unknown>) => callWithKey(world, key, body);
const buyFor = (customerId: string) =>
  world.buy({ buyer: { kind: 'customer', customerId }, lines: [{ variantId: mug, quantity: 1 }] });

async function ledgerOf(customerId: string): Promise<ShopperPage['ledger']['rows']> {
  const { rows } = await world.owner.query<{ id: string }>(
    "select shopper_id as id from identities where kind = 'customer' and value like '%:' || $1",
    [customerId],
  );
  const page = await world.api<ShopperPage>('GET', `/api/shoppers/${rows[0]?.id}`);
  return page.body.ledger.rows;
}

describe('a custom action', () => {
  test('brings points that wait for a first paid order, and says so in the books', async () => {
    const told = await tell({ key: 'b1', action: 'bottle-return', shopper: { customerId: ada } });
    expect(told.status).toBe(200);
    expect(told.body.action).toMatchObject({ outcome: 'earned', points: 10 });
    expect((await world.shopper(ada).state()).shopper).toMatchObject({ available: 0, pending: 10 });
    const [row] = (await world.shopper(ada).history()).rows;
    expect(row).toMatchObject({
      kind: 'actionEarned',
      points: 10,
      action: 'bottle-return',
      afterOrder: true,
    });
    const [posted] = await ledgerOf(ada);
    expect(posted).toMatchObject({
      kind: 'actionEarned',
      points: 10,
      waitsForOrder: true,
      action: { action: 'bottle-return', version: 1, recomputed: 10 },
    });
    const before = (await world.shopper(ada).state()).shopper;
    await buyFor(ada);
    const { shopper } = await world.shopper(ada).state();
    expect(shopper?.pending).toBe(0);
    const earned = (await world.shopper(ada).history()).rows.find((r) => r.kind === 'orderEarned');
    expect(shopper?.available).toBe((before?.pending ?? 0) + (earned?.points ?? 0));
    expect((await ledgerOf(ada)).map(({ kind }) => kind)).toContain('actionMatured');
  });

  test('of somebody who has paid before is theirs at once', async () => {
    await buyFor(ben);
    const { shopper: before } = await world.shopper(ben).state();
    await tell({ key: 'b2', action: 'bottle-return', shopper: { customerId: ben } });
    const { shopper } = await world.shopper(ben).state();
    expect(shopper?.available).toBe((before?.available ?? 0) + 10);
  });
});

test('one key is one action, however often it is told; other input is refused', async () => {
  const body = { key: 'once', action: 'survey', about: 'nps', shopper: { customerId: ben } };
  const first = await tell(body);
  expect(first.body.action).toMatchObject({ outcome: 'earned', points: 20 });
  const again = await tell(body);
  expect([again.status, again.text]).toEqual([200, first.text]);
  const other = await tell({ ...body, shopper: { customerId: ada } });
  expect(other.status).toBe(409);
  expect(other.text).toContain('sameIdOtherInput');
});

test('20 at once with one key: once', async () => {
  const body = { key: 'storm', action: 'review', shopper: { email: 'storm@example.com' } };
  const all = await Promise.all(Array.from({ length: 20 }, () => tell(body)));
  expect(new Set(all.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  const { rows } = await world.owner.query(
    `select count(*)::int as told, sum(points)::int as points,
       (select count(*)::int from transfers where reason = 'bonus' and action_id in
         (select action_id from actions where key = 'storm')) as posted
     from actions where key = 'storm'`,
  );
  expect(rows).toEqual([{ told: 1, points: 40, posted: 1 }]);
});

test('20 keys of one shopper at once pass no limit', async () => {
  const tellers = Array.from({ length: 20 }, (_, n) =>
    tell({ key: `many ${n}`, action: 'bottle-return', shopper: { phone: '+98 912 000 1122' } }),
  );
  const outcomes = (await Promise.all(tellers)).map(({ body }) => body.action.outcome).sort();
  expect(outcomes).toEqual([
    ...Array<string>(2).fill('earned'),
    ...Array<string>(18).fill('limit'),
  ]);
});

test('a limit ends at the shop’s own midnight', async () => {
  const page = { action: 'visit', about: 'lookbook', shopper: { email: 'Night@Example.com ' } };
  const zone = world.sim.commerce.shop(SHOP).timeZone;
  const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
  // The last and the first minute of two local days, whatever the zone is.
  let midnight = START;
  while (local.format(midnight - 60_000) === local.format(midnight)) midnight -= 60_000;
  const at = (ms: number) => new Date(ms).toISOString();
  const told = async (id: string, occurredAt: string) =>
    (await tell({ key: id, ...page, occurredAt })).body.action.outcome;
  await world.api('GET', '/api/home');
  expect(await told('night 1', at(midnight - DAY + 1))).toBe('programOff');
  await world.pass(2 * DAY);
  const next = midnight + 2 * DAY;
  expect(await told('night 2', at(next - 1))).toBe('earned');
  expect(await told('night 3', at(next - DAY))).toBe('limit');
  expect(await told('night 4', at(next))).toBe('earned');
});

test.each([
  ['actions', 'points', 'points + 1'],
  ['actions', 'pending', 'greatest(pending - 1, 0)'],
  ['actions', 'parts', `jsonb_set(parts, '{0,points}', '"999"')`],
  ['actions', 'ready_at', "ready_at + interval '1 day', available_at = null"],
  ['actions', 'action', "'another'"],
  ['lots', 'action_id', 'gen_random_uuid()'],
])('the audit finds it when %s.%s is not what it was', async (table, column, value) => {
  const where = table === 'actions' ? 'pending > 0' : 'action_id is not null';
  const key = table === 'actions' ? 'action_id' : 'lot_id';
  await world.owner.query(`create table kept as table ${table}`);
  await world.owner.query(
    `update ${table} set ${column} = ${value} where ${key} = (
       select ${key} from ${table} where ${where} order by ${key} limit 1)`,
  );
  const found = await findings(world);
  await world.owner.query(`
    update ${table} t set ${column} = k.${column}
      ${table === 'actions' ? ', available_at = k.available_at' : ''}
    from kept k where k.${key} = t.${key}`);
  await world.owner.query('drop table kept');
  expect(found.map((each) => each.table)).toContain(table);
});

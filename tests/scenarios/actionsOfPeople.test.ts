/** Whose actions they are: guests who join, two who are one, the erased, the frozen, the held out. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

let world: World;
let key: string;
let mug: string;

beforeAll(async () => {
  const surprise = { ...USES.bottle, args: { ...USES.bottle.args, shown: false, times: 100 } };
  const later = { ...USES.survey, args: { ...USES.survey.args, waitDays: 3 } };
  const rules = [USES.review, USES.signUp, surprise, later];
  world = await startWorld({ program: rewarding(rules, { pendingDays: 0 }) });
  ({ key } = await makeKey(world));
  mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0]?.id ?? '';
});
afterEach(() => expectSoundBooks(world));
afterAll(() => world.stop());

let told = 0;
const tell = (shopper: Record<string, string>, over: Record<string, string> = {}) => {
  told += 1;
  const body = { key: `people ${told}`, action: 'bottle-return', shopper, ...over };
  return callWithKey(world, key, body);
};
const outcomeOf = async (...input: Parameters<typeof tell>) =>
  (await tell(...input)).body.action.outcome;
const join = (email: string) => {
  const names = { firstName: 'Some', lastName: 'Body' };
  return world.sim.commerce.createCustomer(SHOP, { email, phone: null, ...names }).id;
};
const idOf = async (customerId: string): Promise<string> => {
  const { rows } = await world.owner.query<{ id: string }>(
    `select shopper_id as id from identities where kind = 'customer' and value like '%:' || $1`,
    [customerId],
  );
  return rows[0]?.id ?? '';
};

test('a guest collects under their mail, and has it all when they join', async () => {
  await world.owner.query('update shoppers set held_out = false');
  const { action, disclosure } = (await tell({ email: 'Guest@Example.com' }, { action: 'review' }))
    .body;
  expect(action.points).toBe(40);
  expect(disclosure?.['en']).toBe(
    'Whoever wrote this review got points from the shop for it, whatever it says.',
  );
  await world.buy({
    buyer: {
      kind: 'guest',
      email: 'guest@example.com',
      phone: null,
      firstName: 'G',
      lastName: 'G',
    },
    lines: [{ variantId: mug, quantity: 1 }],
  });
  const id = join('guest@example.com');
  await world.settle();
  const joined = await balanceOf(world, id);
  expect(joined.pending).toBe(0);
  expect(joined.available).toBeGreaterThan(40 + 50);
  // The limit of a week is theirs, whoever they were.
  expect(await outcomeOf({ customerId: id }, { action: 'review' })).toBe('limit');
});

test('a merge brings what waits for an order to somebody who has paid for one', async () => {
  const [kept, gone] = [join('kept@example.com'), join('gone@example.com')];
  await world.settle();
  await world.buy({
    buyer: { kind: 'customer', customerId: kept },
    lines: [{ variantId: mug, quantity: 1 }],
  });
  const before = await balanceOf(world, kept);
  expect(await balanceOf(world, gone)).toMatchObject({ pending: 50, available: 0 });
  world.sim.commerce.mergeCustomers(SHOP, kept, gone);
  await world.settle();
  const after = await balanceOf(world, kept);
  expect([after.pending, after.available]).toEqual([0, before.available + 50]);
});

test('a rule’s own waiting counts from the action', async () => {
  const id = join('waits@example.com');
  await world.settle();
  await world.buy({
    buyer: { kind: 'customer', customerId: id },
    lines: [{ variantId: mug, quantity: 1 }],
  });
  const over = { action: 'survey', about: 'nps' };
  expect(await outcomeOf({ customerId: id }, over)).toBe('earned');
  expect((await balanceOf(world, id)).pending).toBe(20);
  const [row] = (await world.shopper(id).history()).rows;
  expect(row).toMatchObject({ kind: 'actionEarned', yoursOn: '2026-03-04' });
  await world.pass(3 * 86_400_000);
  expect((await balanceOf(world, id)).pending).toBe(0);
});

test('somebody who is frozen earns nothing', async () => {
  const id = join('frozen@example.com');
  await world.settle();
  const frozen = { frozen: true, note: 'for this test' };
  await world.api('POST', `/api/shoppers/${await idOf(id)}/freeze`, frozen);
  expect(await outcomeOf({ customerId: id }, { action: 'review' })).toBe('frozen');
});

test('a surprise is held out from those by whom it is measured, what is shown never is', async () => {
  const id = join('heldout@example.com');
  await world.settle();
  await world.owner.query('update shoppers set held_out = true where shopper_id = $1', [
    await idOf(id),
  ]);
  expect(await outcomeOf({ customerId: id })).toBe('heldOut');
  expect(await outcomeOf({ customerId: id }, { action: 'review' })).toBe('earned');
});

test('an erased person is in no action, and an old list does not bring them back', async () => {
  const id = join('erased@example.com');
  await world.settle();
  const body = { key: 'for erased@example.com', action: 'review', shopper: { customerId: id } };
  expect((await callWithKey(world, key, body)).body.action.outcome).toBe('earned');
  world.sim.commerce.compliance(SHOP, 'customers/redact', id);
  await world.settle();
  const { rows } = await world.owner.query("select 1 from actions where key like '%erased@%'");
  expect(rows).toEqual([]);
  expect((await callWithKey(world, key, body)).status).toBe(409);
  expect((await tell({ customerId: id })).status).toBe(404);
});

test('a program that is stopped gives nothing new', async () => {
  const stopped = { ...aProgram(), phase: { kind: 'stopped' as const, spendUntil: null } };
  const put = { baseVersion: 1, program: { ...stopped, rules: [USES.review] } };
  expect((await world.api('PUT', '/api/program', put)).status).toBe(200);
  expect(await outcomeOf({ email: 'late@example.com' }, { action: 'review' })).toBe('stopped');
});

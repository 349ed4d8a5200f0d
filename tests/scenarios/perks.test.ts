/** Rewards without a code: early access, which is a tag at the shop, and what people there do by hand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import type { RedeemAnswer } from '../../web/contract/shopper.ts';
import type { TasksAnswer } from '../../web/contract/tasks.ts';
import { aProgram, DAY, SHOP, startWorld } from '../world.ts';
import type { Reply, World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { mugIn, richShoppers } from './faultCells.ts';

const WEALTH = 480;
const terms = {
  points: 100,
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 10,
};
const access = (tag: string, forGood: boolean) => ({
  kind: 'earlyAccess' as const,
  tag,
  name: 'The spring glazes',
  forGood,
});

let world: World;
let shoppers: string[];
beforeAll(async () => {
  world = await startWorld({
    program: aProgram({
      rewards: [
        { ...terms, id: 'days', value: access('Early Spring', false) },
        { ...terms, id: 'good', value: access('early spring', true) },
        { ...terms, id: 'tour', value: { kind: 'byHand', text: 'A tour of the workshop' } },
      ],
    }),
  });
  shoppers = await richShoppers(world, 9);
}, 60_000);
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

const next = (): string => shoppers.pop() ?? '';
const tagsOf = (id: string) => world.sim.commerce.customer(SHOP, id)?.tags ?? null;
const available = async (id: string) => (await balanceOf(world, id)).available;
const take = async (id: string, reward: string): Promise<RedeemAnswer['redemption']> => {
  const { body, status } = await world.shopper(id).redeem(reward, 100);
  expect(status).toBe(200);
  return body.redemption;
};
const tasks = async (): Promise<TasksAnswer['tasks']> =>
  (await world.api<TasksAnswer>('GET', '/api/tasks')).body.tasks;
const close = (taskId: string, verb: 'done' | 'refused', note = ''): Promise<Reply<TasksAnswer>> =>
  world.api<TasksAnswer>('POST', `/api/tasks/${taskId}/${verb}`, { note });
const openTaskOf = async () => (await tasks()).find(({ state }) => state === 'open');

test('early access is a tag at the shop at once, and is taken away when its days are over', async () => {
  const id = next();
  const taken = await take(id, 'days');
  expect(taken).toMatchObject({ status: 'open', code: null, value: { name: 'The spring glazes' } });
  expect(tagsOf(id)).toEqual(['Early Spring']);
  expect((await world.shopper(id).state()).codes).toMatchObject([{ id: taken.id, status: 'open' }]);
  await world.pass(9 * DAY);
  expect(tagsOf(id)).toEqual(['Early Spring']);
  await world.pass(2 * DAY);
  expect(tagsOf(id)).toEqual([]);
  expect(await available(id)).toBe(WEALTH - 100);
  expect((await world.shopper(id).state()).codes).toEqual([]);
  expect((await world.shopper(id).putBack(taken.id)).status).toBe(409);
});

test('access for good stays; until its days are over it can be put back, with its points', async () => {
  const [kept, put] = [next(), next()];
  await take(kept, 'good');
  const back = await take(put, 'good');
  expect((await world.shopper(put).putBack(back.id)).body.redemption.status).toBe('cancelled');
  expect([tagsOf(put), await available(put)]).toEqual([[], WEALTH]);
  await world.pass(30 * DAY);
  expect([tagsOf(kept), await available(kept)]).toEqual([['early spring'], WEALTH - 100]);
});

test('who has ordered since the access began keeps it, and the points stay spent', async () => {
  const id = next();
  const taken = await take(id, 'days');
  const buyer = { kind: 'customer' as const, customerId: id };
  await world.buy({ buyer, lines: [{ variantId: mugIn(world), quantity: 1 }] });
  const refused = await world.shopper(id).putBack(taken.id);
  expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('codeUsed')]);
  expect(tagsOf(id)).toEqual(['Early Spring']);
});

test('a tag stays while anything wants it, and one that the shop put there itself stays for ever', async () => {
  const id = next();
  await take(id, 'days');
  await take(id, 'good');
  await world.pass(11 * DAY);
  expect(tagsOf(id)).toEqual(['Early Spring']);
  const other = next();
  world.sim.commerce.updateCustomer(SHOP, other, { tags: ['EARLY SPRING', 'vip'] });
  const taken = await take(other, 'days');
  expect(taken.status).toBe('open');
  expect((await world.shopper(other).putBack(taken.id)).body.redemption.status).toBe('cancelled');
  expect(tagsOf(other)).toEqual(['EARLY SPRING', 'vip']);
});

test('what is done by hand is a task: done spends the points, refused gives them back, each once', async () => {
  const id = next();
  const taken = await take(id, 'tour');
  expect(taken).toMatchObject({ status: 'issuing', code: null });
  expect(await balanceOf(world, id)).toMatchObject({ available: WEALTH - 100, held: 100 });
  expect((await world.api<Home>('GET', '/api/home')).body.tasks).toBe(1);
  const task = await openTaskOf();
  expect(task).toMatchObject({ text: 'A tour of the workshop', points: 100, name: 'A B' });
  const done = await close(task?.id ?? '', 'done', 'came on Sunday');
  expect(done.body.tasks[0]).toMatchObject({ state: 'done', note: 'came on Sunday' });
  expect(await balanceOf(world, id)).toMatchObject({ available: WEALTH - 100, held: 0 });
  expect((await close(task?.id ?? '', 'refused')).status).toBe(409);
  await take(id, 'tour');
  const second = await openTaskOf();
  expect((await close(second?.id ?? '', 'refused')).status).toBe(200);
  expect(await balanceOf(world, id)).toMatchObject({ available: WEALTH - 100, held: 0 });
  expect((await close(crypto.randomUUID(), 'done')).status).toBe(404);
  const rows = (await world.shopper(id).history()).rows.map(({ kind, points }) => [kind, points]);
  expect(rows.slice(0, 3)).toEqual([
    ['putBack', 100],
    ['spent', -100],
    ['spent', -100],
  ]);
});

test('what nobody has done yet is put back at once, and leaves the list', async () => {
  const id = next();
  const taken = await take(id, 'tour');
  const back = await world.shopper(id).putBack(taken.id);
  expect([back.status, back.body.redemption.status, back.body.available]).toEqual([
    200,
    'cancelled',
    WEALTH,
  ]);
  expect(await openTaskOf()).toBeUndefined();
  expect((await tasks())[0]?.state).toBe('withdrawn');
});

test('whoever is merged or erased leaves no tag and no task behind', async () => {
  const id = next();
  const { commerce } = world.sim;
  await take(id, 'good');
  await take(id, 'tour');
  const kept = commerce.createCustomer(SHOP, {
    email: 'kept@example.com',
    phone: null,
    firstName: 'Kept',
    lastName: 'One',
  });
  await world.settle();
  commerce.mergeCustomers(SHOP, kept.id, id);
  await world.settle();
  const mine = (await world.shopper(kept.id).state()).codes;
  expect(mine.map(({ value, status }) => `${value.kind} ${status}`).toSorted()).toEqual([
    'byHand issuing',
    'earlyAccess open',
  ]);
  expect(tagsOf(kept.id)).toEqual(['early spring']);
  commerce.compliance(SHOP, 'customers/redact', kept.id);
  await world.settle();
  await world.pass(DAY);
  expect(await openTaskOf()).toBeUndefined();
  const { rows } = await world.owner.query(
    `select status from redemptions r join shoppers s using (club_id, shopper_id)
     where s.erased_at is not null`,
  );
  expect(rows).toEqual([{ status: 'cancelled' }, { status: 'cancelled' }]);
});

/** What tiers give really happens: a code that is mailed, a tag at the shop, a task, a birthday gift. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TasksAnswer } from '../../web/contract/tasks.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { callWithKey, makeKey } from './actions.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, mailsTo, newBuyer, refundAll, worksAtCheckout } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

const offer = {
  value: { kind: 'percentOff' as const, basisPoints: 1000 },
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
};
const levels = [
  aTier('silver', 4000, 10_000, {
    name: 'Silver',
    perks: [{ kind: 'code', offer, days: 30 }],
    birthdayPoints: 20,
  }),
  aTier('gold', 10_000, 10_000, {
    name: 'Gold',
    perks: [
      { kind: 'tag', tag: 'early-access' },
      { kind: 'byHand', text: 'Pack a card with the next parcel' },
    ],
    birthdayPoints: 70,
  }),
];

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: aProgram({ holdOut: false, tiers: someTiers({ levels }) }) });
});
afterAll(() => world.stop());

const tagsOf = (id: string) => world.sim.commerce.customer(SHOP, id)?.tags ?? null;
const tasks = async () => (await world.api<TasksAnswer>('GET', '/api/tasks')).body.tasks;
type CodeRow = { code: string; status: string; tier_key: string };
const codesOf = async (id: string) =>
  (
    await world.owner.query<CodeRow>(
      `select n.code, n.status, n.tier_key from next_order_codes n
       join identities i using (club_id, shopper_id)
       where i.kind = 'customer' and i.value like '%:' || $1 order by n.created_at`,
      [id],
    )
  ).rows;

test('a code comes with entering, once, by mail; an order that goes back takes it along', async () => {
  const buyer = newBuyer(world);
  const order = await buyMugs(world, buyer.id);
  await world.pass(MINUTE);
  const [row] = await codesOf(buyer.id);
  expect(row).toMatchObject({ status: 'open', tier_key: 'silver/0' });
  expect(worksAtCheckout(world, row?.code ?? '')).toBe(true);
  const mails = await mailsTo(world, buyer.email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain('You have reached Silver.');
  expect((await world.shopper(buyer.id).state()).nextOrderCodes).toMatchObject([
    { code: row?.code },
  ]);
  await buyMugs(world, buyer.id, { placedAt: world.sim.clock.now() });
  expect(await codesOf(buyer.id)).toHaveLength(1);
  for (const each of world.sim.commerce.orders(SHOP)) {
    if (each.customerId === buyer.id) refundAll(world, each);
  }
  await world.settle();
  await world.pass(MINUTE);
  expect(order.id).toBeTruthy();
  expect(await codesOf(buyer.id)).toMatchObject([{ status: 'withdrawn' }]);
  expect(worksAtCheckout(world, row?.code ?? '')).toBe(false);
  await expectSoundBooks(world);
});

test('a tag is at the shop while its tier is held, and somebody is asked for what is done by hand', async () => {
  const { id } = newBuyer(world);
  for (let i = 0; i < 3; i += 1) await buyMugs(world, id);
  await world.pass(MINUTE);
  expect(tagsOf(id)).toEqual(['early-access']);
  expect(await tasks()).toMatchObject([
    { text: 'Pack a card with the next parcel', state: 'open' },
  ]);
  await world.pass(366 * DAY);
  expect(tagsOf(id)).toEqual(['early-access']);
  await world.pass(65 * DAY);
  // The shop was left alone for so long that it has to be opened again.
  await world.api('GET', '/api/home');
  await world.pass(MINUTE);
  expect(tagsOf(id)).toEqual([]);
  await expectSoundBooks(world);
});

test('undone, nobody needs to do it any more, and the tag is gone', async () => {
  const { id } = newBuyer(world);
  const orders = [];
  for (let i = 0; i < 3; i += 1) orders.push(await buyMugs(world, id));
  await world.pass(MINUTE);
  expect(tagsOf(id)).toEqual(['early-access']);
  const open = (await tasks()).filter(({ state }) => state === 'open').length;
  const [first] = orders;
  if (first) refundAll(world, first);
  await world.settle();
  await world.pass(MINUTE);
  expect(tagsOf(id)).toEqual([]);
  expect((await tasks()).filter(({ state }) => state === 'open')).toHaveLength(open - 1);
  await expectSoundBooks(world);
});

test('on a birthday the tier held then gives its gift', async () => {
  const { key } = await makeKey(world);
  const [some, none] = [newBuyer(world), newBuyer(world)];
  await buyMugs(world, some.id);
  await world.settle();
  const at = new Date(world.sim.clock.now() + 45 * DAY);
  const day = { month: at.getUTCMonth() + 1, day: at.getUTCDate() };
  for (const { id } of [some, none]) {
    await callWithKey(world, key, { ...day, shopper: { customerId: id } }, 'birthdays');
  }
  await world.pass(47 * DAY);
  const had = async (id: string) => {
    const { available, pending } = await balanceOf(world, id);
    return available + pending;
  };
  expect([await had(some.id), await had(none.id)]).toEqual([240 + 20, 0]);
  await expectSoundBooks(world);
});

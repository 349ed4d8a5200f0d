/** Rewards for members of a tier: closed until it is held, open while it is, and told in words. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AdviceAnswer } from '../../web/contract/advice.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer, refundAll } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

const levels = [
  aTier('silver', 4000, 10_000, { name: 'Silver' }),
  aTier('gold', 9000, 10_000, { name: 'Gold' }),
];
const terms = {
  points: 100,
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 30,
};
const program = (more: Partial<ProgramBody> = {}): ProgramBody =>
  aProgram({
    pendingDays: 0,
    holdOut: false,
    tiers: someTiers({ levels }),
    rewards: [
      { ...terms, id: 'all', value: { kind: 'amountOff', amountMinor: 100 } },
      {
        ...terms,
        id: 'half',
        value: { kind: 'percentOff', basisPoints: 5000 },
        fromTier: 'gold',
      },
    ],
    ...more,
  });

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: program() });
});
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

const publish = async (body: ProgramBody) => {
  const { body: now } = await world.api<{ current: { version: number } }>('GET', '/api/program');
  return world.api('PUT', '/api/program', { baseVersion: now.current.version, program: body });
};

/** Two mugs of 24.00 each time: 48.00 are silver, 96.00 gold. */
async function member(orders: number) {
  const { id } = newBuyer(world);
  const placed = [];
  for (let i = 0; i < orders; i += 1) placed.push(await buyMugs(world, id));
  return { id, placed };
}

const offered = async (id: string) =>
  (await world.shopper(id).state()).program?.rewards.map((reward) => reward.id);

const adviceFor = async (id: string) => {
  const found = world.sim.commerce.products(SHOP).find((each) => each.handle === 'harbor-mug');
  const lines = [{ productId: found?.id, amountMinor: 4800, giftCard: false }];
  return (await world.shopper(id).post<AdviceAnswer>('advice', { lines, taken: [] })).body;
};

test('below the tier it is told of, advised to nobody and refused; in it, it is taken', async () => {
  const { id } = await member(1);
  expect(await offered(id)).toEqual(['all']);
  const notes = async (locale: string) =>
    (await world.shopper(id).get<{ notes: string[] }>(`state?locale=${locale}`)).body.notes
      .map((note) => note.replaceAll(/[\u2068\u2069]/g, ''))
      .filter((note) => /50|۵۰|٥٠/.test(note));
  expect(await notes('en')).toEqual(['From Gold up: 50% off for 100 points.']);
  expect(await notes('fa')).toEqual(['از سطح Gold به بالا: ۵۰٪ تخفیف با ۱۰۰ امتیاز.']);
  expect(await notes('ar')).toEqual(['من المستوى Gold فما فوق: خصم ٥٠٪؜ مقابل ١٠٠ نقطة.']);
  expect((await world.shopper(id).get('?locale=en')).text).toContain('From \u2068Gold\u2069 up');
  expect((await adviceFor(id)).choices.map(({ rewardId }) => rewardId)).toEqual(['all']);

  const refused = await world.shopper(id).redeem('half', 100);
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({
    error: { code: 'tierNeeded', message: 'This reward is for members from \u2068Gold\u2069 up.' },
  });
  expect((await balanceOf(world, id)).available).toBe(240);

  await buyMugs(world, id);
  expect(await offered(id)).toEqual(['all', 'half']);
  expect(await notes('en')).toEqual([]);
  expect((await adviceFor(id)).best).toBe('half');
  expect((await world.shopper(id).redeem('half', 100)).body).toMatchObject({
    redemption: { status: 'open' },
  });
});

test('who loses the tier with an order keeps the code, and takes no second one', async () => {
  const { id, placed } = await member(2);
  const taken = await world.shopper(id).redeem('half', 100);
  expect(taken.status).toBe(200);
  if (placed[1]) refundAll(world, placed[1]);
  await world.settle();
  expect((await world.shopper(id).state()).codes).toMatchObject([{ status: 'open' }]);
  expect(await offered(id)).toEqual(['all']);
  expect((await world.shopper(id).redeem('half', 100)).status).toBe(409);
});

test('a tier that has run out opens nothing any more', async () => {
  const { id } = await member(2);
  await world.pass(370 * DAY);
  expect((await world.shopper(id).redeem('half', 100)).body.redemption.rewardId).toBe('half');
  await world.pass(61 * DAY);
  expect((await world.shopper(id).redeem('half', 100)).body).toMatchObject({
    error: { code: 'tierNeeded' },
  });
});

test('what counts is the version in force, also before anybody’s tier was worked out by it', async () => {
  const { id } = await member(2);
  const dearer = levels.map((level) => (level.id === 'gold' ? { ...level, from: 99_000 } : level));
  expect((await publish(program({ tiers: someTiers({ levels: dearer }) }))).status).toBe(200);
  expect((await world.shopper(id).redeem('half', 100)).body).toMatchObject({
    error: { code: 'tierNeeded' },
  });
  await world.settle();
  expect(await offered(id)).toEqual(['all']);
  expect((await publish(program())).status).toBe(200);
  expect((await world.shopper(id).redeem('half', 100)).status).toBe(200);
  await world.settle();
});

test('a tier that a reward is for cannot go; the terms say whom a reward is for', async () => {
  const { status, body } = await publish(
    program({ tiers: someTiers({ levels: levels.slice(0, 1) }) }),
  );
  expect(status).toBe(422);
  expect(body).toMatchObject({ error: { field: 'rewards.1.fromTier', problem: 'unknownTier' } });
  const { text } = await world.shopper(null).get('terms?locale=en');
  expect(text.replaceAll(/[\u2068\u2069]/g, '')).toContain('50% off: only from Gold up.');
});

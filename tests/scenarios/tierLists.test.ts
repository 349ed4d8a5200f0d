/** What a merchant sees of tiers: where they could begin, and who holds which. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { shoppersAnswer } from '../../web/contract/merchantShoppers.ts';
import { suggestedTiersAnswer } from '../../web/contract/tierMoves.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const suggested = async () =>
  suggestedTiersAnswer.parse((await world.api('GET', '/api/program/suggested-tiers')).body);
const listed = async (query = '') =>
  shoppersAnswer.parse((await world.api('GET', `/api/shoppers${query}`)).body);

test('buyers suggest where tiers begin after 90 days, and nothing is published by it', async () => {
  expect(await suggested()).toEqual({ tiers: null, buyers: 0 });
  await buyMugs(world, newBuyer(world).id);
  expect(await suggested()).toEqual({ tiers: null, buyers: 1 });
  await world.pass(89 * DAY);
  await buyMugs(world, newBuyer(world).id);
  expect((await suggested()).tiers).toBeNull();
  await world.pass(DAY);
  const { tiers, buyers } = await suggested();
  expect(buyers).toBe(2);
  // Two buyers are too few: 4 and 10 average orders of 48.00.
  expect(tiers).toMatchObject({
    by: 'spend',
    levels: [
      { id: 'silver', from: 19_200, multiplierBasisPoints: 12_500 },
      { id: 'gold', from: 48_000, multiplierBasisPoints: 15_000 },
    ],
  });
  expect((await listed()).tiers).toEqual([]);
  const program = { ...aProgram(), tiers };
  const put = await world.api('PUT', '/api/program', { baseVersion: 1, program });
  expect(put.status).toBe(200);
  await world.settle();
});

test('the list says who holds which tier, and can be asked for one', async () => {
  const levels = [aTier('silver', 4000, 12_500, { name: 'Silver' }), aTier('gold', 9000, 15_000)];
  const program = { ...aProgram(), tiers: someTiers({ levels }) };
  const put = await world.api('PUT', '/api/program', { baseVersion: 2, program });
  expect(put.status).toBe(200);
  const [ann, ben, cy] = [newBuyer(world), newBuyer(world), newBuyer(world)];
  await buyMugs(world, ann.id);
  for (const _ of [1, 2]) await buyMugs(world, ben.id);
  await world.settle();
  const all = await listed();
  expect(all.tiers).toEqual([
    { id: 'silver', name: 'Silver' },
    { id: 'gold', name: 'gold' },
  ]);
  const tierOf = (email: string | null) =>
    all.shoppers.find((each) => each.email === email)?.tier ?? null;
  expect([tierOf(ann.email), tierOf(ben.email), tierOf(cy.email)]).toEqual([
    'Silver',
    'gold',
    null,
  ]);
  const mails = async (query: string) => (await listed(query)).shoppers.map(({ email }) => email);
  expect(await mails('?tier=gold')).toEqual([ben.email]);
  expect(await mails('?tier=silver')).toContain(ann.email);
  expect(await mails(`?tier=silver&q=${encodeURIComponent(ben.email ?? '')}`)).toEqual([]);
  expect(await mails('?tier=nobody')).toEqual([]);
  expect((await world.api('GET', `/api/shoppers?tier=${'x'.repeat(300)}`)).status).toBe(422);
  await expectSoundBooks(world);
});

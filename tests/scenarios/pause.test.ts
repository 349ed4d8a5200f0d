/** Winding down: nothing new is earned, and what is held is spent until a day. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ErrorBody } from '../../web/contract/shopper.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, mailsTo, newBuyer } from './nextOrderWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

test('stop earning, spend until a day: everybody is told, and the day holds', async () => {
  const buyer = newBuyer(world);
  await buyMugs(world, buyer.id);
  await buyMugs(world, buyer.id);
  await world.pass(15 * DAY);
  const stopped = (days: number) => ({
    ...aProgram(),
    phase: { kind: 'stopped' as const, spendUntil: world.sim.clock.now() + days * DAY },
  });
  const put = (days: number) =>
    world.api<ErrorBody>('PUT', '/api/program', { baseVersion: 1, program: stopped(days) });
  const early = await put(20);
  expect(early.body.error).toMatchObject({ code: 'tooSoon', field: 'phase.spendUntil' });
  expect((await put(40)).status).toBe(200);
  await world.settle();

  const state = await world.shopper(buyer.id).get<{ notes: string[] }>('state?locale=en');
  expect(state.body.notes).toEqual([
    'Nothing new is earned. The points you hold can be spent until 25 April.',
  ]);
  const persian = await world.shopper(buyer.id).get<{ notes: string[] }>('state?locale=fa');
  expect(persian.body.notes[0]).toContain('تا ۵ اردیبهشت ۱۴۰۵ خرج کنید');
  const terms = await world.shopper(null).get('terms?locale=en');
  expect(terms.text).toContain('The points you hold can be spent until 25 April.');

  const before = await balanceOf(world, buyer.id);
  await buyMugs(world, buyer.id);
  expect(await balanceOf(world, buyer.id)).toEqual(before);
  expect((await world.shopper(buyer.id).redeem('off-3', 300)).status).toBe(200);
  await world.pass(41 * DAY);
  const late = await world.shopper(buyer.id).redeem('off-3', 300);
  expect(late.text).toContain('programOff');
  await expectSoundBooks(world);
  expect((await mailsTo(world, buyer.email)).map(({ subject }) => subject)).toHaveLength(1);
});

/**
 * Any messages may be lost, come twice or come after the shop was asked: the books at the end are
 * those of an app that heard everything.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Delivery } from '../../simulator/webhooks/queue.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { booksOf, expectSoundBooks } from './books.ts';
import { liveThroughOrders } from './orderLife.ts';
import { healingOf, moveOwnClock } from './pastWorld.ts';
import { tell } from './telling.ts';

// Busy machines get their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

describe('any loss at all', () => {
  const program = aProgram({ pendingDays: 3, expiry: { kind: 'inactivity', months: 12 } });
  const SEEDS = [11, 12, 13];
  let clean: World;
  let deaf: World[];
  let heard: readonly Delivery[];
  let expected: unknown;

  beforeAll(async () => {
    clean = await startWorld({ program });
    deaf = [];
    const backdate = clean.sim.clock.now() - 400 * DAY;
    for (const _ of SEEDS) {
      deaf.push(await startWorld({ beside: clean, program, backdate, healing: true }));
    }
    await liveThroughOrders(clean);
    await clean.pass(20 * DAY);
    heard = clean.sim.webhooks.log().filter((d) => /orders|refunds|customers/.test(d.topic));
    expected = await booksOf(clean);
  }, 120_000);
  afterAll(async () => {
    for (const world of deaf) await world.stop();
    await clean.stop();
  });

  test.each(SEEDS.map((seed, i) => [seed, i] as const))(
    'whatever was lost, came twice or came after the look: the books of a clean run (seed %i)',
    async (seed, i) => {
      const world = deaf[i];
      if (!world) throw new Error('no such world');
      const n = heard.length;
      const all = Array.from({ length: n }, (_, k) => k);
      const arbitrary = fc.tuple(
        fc.shuffledSubarray(all, { minLength: Math.floor(n / 3), maxLength: Math.ceil(n / 2) }),
        fc.shuffledSubarray(all, { maxLength: Math.ceil(n / 2) }),
      );
      const [[before, after] = [[], []]] = fc.sample(arbitrary, { seed, numRuns: 1 });
      const say = async (which: readonly number[], copy: string) => {
        for (const [k, at] of which.entries()) {
          const told = heard[at];
          if (told) await tell(world, { ...told, webhookId: `${told.webhookId}-${copy}${k}` });
        }
        await world.app.drain();
      };
      await say(before, 'a');
      expect(await booksOf(world)).not.toEqual(expected);
      await moveOwnClock(world, clean.sim.clock.now() - 5 * DAY);
      await say(after.slice(0, after.length / 2), 'b');
      await moveOwnClock(world, clean.sim.clock.now());
      await say(after.slice(after.length / 2), 'c');
      expect(await booksOf(world)).toEqual(expected);
      await expectSoundBooks(world);
      const { missing, stale } = (await healingOf(world)).reconciliation.found;
      expect(missing + stale).toBeGreaterThan(0);
    },
    60_000,
  );
});

/**
 * Friends' codes, with every third call failing in every way, and with a deadline too short for all of
 * them: each follows the program to its new terms and works there.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultMode } from '../../simulator/adminApi/faults.ts';
import { MINUTE, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { expectNothingLeft, letTimePass, mugIn } from './faultCells.ts';
import { friendGets, people, withReferral } from './friends.ts';
import type { Advocate } from './friends.ts';

const MODES: readonly FaultMode[] = [
  'resetBefore',
  'resetAfter',
  'cutOffAfter',
  '429',
  '500',
  '502After',
  'dataAndErrors',
  'userError',
  'bulkCodeFails',
];

let world: World;
const advocates: Advocate[] = [];
beforeAll(async () => {
  world = await startWorld({
    program: withReferral(),
    platformDeadlineMs: 800,
    simulator: { jobDelayMs: 10 },
  });
  const on = people(world);
  for (const name of ['Sara', 'Ben', 'Cleo']) advocates.push(await on.advocate(name));
}, 60_000);
afterAll(() => world?.stop());

/** What a code takes off two mugs (48.00) now; null: it does not apply. */
function worth(code: string): number | null {
  const lines = [{ variantId: mugIn(world), quantity: 2 }];
  const cart = { lines, codes: [code], customerId: null };
  const [priced] = world.sim.commerce.priceCart(SHOP, cart).codes;
  return priced?.applicable ? priced.amountMinor : null;
}

test.each(MODES.map((mode, n) => [mode, n] as const))('%s: all move', async (mode, n) => {
  const percent = 11 + n;
  world.sim.api.faults([{ field: '*', mode, every: 3 }]);
  await people(world).publish(withReferral(friendGets(percent * 100)), n + 1);
  for (let minutes = 0; minutes < 5; minutes += 1) await world.pass(MINUTE);
  expect(world.sim.api.struck()).toBeGreaterThan(0);
  await letTimePass(world);
  expect(advocates.map(({ code }) => worth(code))).toEqual(advocates.map(() => 48 * percent));
  await expectNothingLeft(world, ['settleReferralCode']);
});

test('and the books are sound', () => expectSoundBooks(world));

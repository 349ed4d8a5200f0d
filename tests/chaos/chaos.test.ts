/**
 * The short storm. Longer ones, with two of each process, any seed and any number of orders:
 *   npm run chaos -- --minutes 30 [--seed S] [--orders N]
 */
import { afterAll, expect, test } from 'vitest';
import { runChaos } from './chaos.ts';
import type { Undo } from './chaos.ts';

const SEED = 20_261_122;
const ORDERS = 48;
/** On a quiet machine with two cores it takes less than a minute. */
const WITHIN_MS = 600_000;

const undo: Undo = new Set();
afterAll(async () => {
  for (const each of [...undo].toReversed()) await each();
}, WITHIN_MS);

test(
  `whatever is killed and lost, the books are those of a clean run (seed ${SEED})`,
  async () => {
    const lines: string[] = [];
    const options = { seed: SEED, orders: ORDERS, each: 1 as const };
    const say = (line: string) => void lines.push(line);
    const { problems, books } = await runChaos({ ...options, say }, undo);
    console.log([`chaos, seed ${SEED}:`, ...lines].join('\n  '));
    expect(problems).toEqual([]);
    // A storm without these would prove nothing about them.
    const codes = Object.values(books.nextOrders).map(({ state }) => state);
    expect(codes).toEqual(expect.arrayContaining(['open', 'used', 'over']));
    const sent = Object.values(books.referrals).filter(({ verdict }) => verdict === 'friend');
    expect(sent.some(({ points }) => points > 0)).toBe(true);
    expect(sent.some(({ points }) => points === 0)).toBe(true);
  },
  WITHIN_MS,
);

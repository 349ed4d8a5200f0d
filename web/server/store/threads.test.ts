import { expect, test } from 'vitest';
import { dayNumber } from '../domain/days.ts';
import { baseOf } from '../domain/retention/base.ts';
import { workOut } from '../domain/retention/night.ts';
import type { Night } from '../domain/retention/night.ts';
import { runInThread } from './threads.ts';

const today = dayNumber('2026-06-01');

/** Sixty shoppers: every third comes back. */
const base = baseOf(
  Array.from({ length: 60 }, (_, n) => ({
    shopperId: `s${n}`,
    purchases: Array.from({ length: n % 3 === 0 ? 4 : 1 }, (_, k) => {
      return { day: today - 200 + n + 20 * k, amountMinor: 1000 + 10 * n };
    }),
  })),
  today,
);
const input = { base, held: null, gaps: [{ days: 20, count: 60 }], churnDays: null };

test('a night that is worked out in a thread is the same as one worked out here', async () => {
  const entry = new URL('../actions/foreseeThread.ts', import.meta.url);
  expect(await runInThread<typeof input, Night>(entry, input)).toEqual(workOut(input));
});

test('what goes wrong in a thread is thrown here', async () => {
  const entry = new URL('../actions/foreseeThread.ts', import.meta.url);
  await expect(runInThread(entry, { ...input, base: null })).rejects.toThrow(/null/);
});

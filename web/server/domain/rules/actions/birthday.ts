import { GIVES, onceAYear } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 100, waitDays: 0, shown: true };

/** On the shop's local day that the shopper gave as theirs, by their calendar; see `birthdaysOn`. */
export const birthday: ActionRule = {
  code: 'birthday',
  about: 'action',
  action: 'birthday',
  args: GIVES,
  sentence: {
    en: '{points} on a birthday, once in 12 months, after 30 days in the club.',
    fa: '{points} در روز تولد، هر ۱۲ ماه یک بار، پس از ۳۰ روز عضویت.',
    ar: '{points} في يوم الميلاد، مرة كل ١٢ شهرًا، بعد ٣٠ يومًا في النادي.',
  },
  judge: onceAYear,
  examples: [
    { args, seen: seenAt('2026-03-01T00:00:00Z'), gives: 100n },
    {
      args,
      seen: seenAt('2026-03-01T00:00:00Z', { earlier: ['2025-03-01T00:00:00Z'] }),
      gives: 100n,
    },
    {
      args,
      seen: seenAt('2026-03-01T00:00:00Z', { earlier: ['2025-03-02T00:00:00Z'] }),
      gives: 'tooSoon',
    },
    {
      args,
      seen: seenAt('2026-03-01T00:00:00Z', { memberSince: '2026-01-31T00:00:00Z' }),
      gives: 'tooNew',
    },
    // 1 Farvardin of 1406 and of 1407: a Persian year, which is a day short of twelve months here.
    {
      args,
      seen: seenAt('2028-03-20T00:00:00Z', { about: 'persian', earlier: ['2027-03-21T00:00:00Z'] }),
      gives: 100n,
    },
  ],
};

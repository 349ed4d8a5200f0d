import { GIVES, onceAYear } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 80, waitDays: 0, shown: true };

/** On the local day on which the club first knew the shopper, from the first year on. */
export const anniversary: ActionRule = {
  code: 'anniversary',
  about: 'action',
  action: 'anniversary',
  args: GIVES,
  sentence: {
    en: '{points} for every year in the club.',
    fa: '{points} برای هر سال عضویت.',
    ar: '{points} عن كل سنة في النادي.',
  },
  judge: onceAYear,
  examples: [
    {
      args,
      seen: seenAt('2026-03-01T00:00:00Z', { memberSince: '2025-03-01T09:00:00Z' }),
      gives: 80n,
    },
    {
      args,
      seen: seenAt('2026-03-01T00:00:00Z', { earlier: ['2026-03-01T00:00:00Z'] }),
      gives: 'tooSoon',
    },
  ],
};

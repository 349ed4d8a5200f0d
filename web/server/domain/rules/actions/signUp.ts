import { GIVES, withinLimit } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 50, waitDays: 0, shown: true };

/** Joining: an account at the shop, or the button in the panel; once for each shopper. */
export const signUp: ActionRule = {
  code: 'signUp',
  about: 'action',
  action: 'signUp',
  args: GIVES,
  sentence: {
    en: '{points} for joining.',
    fa: '{points} برای عضویت.',
    ar: '{points} عند الانضمام.',
  },
  judge: withinLimit,
  examples: [
    { args, seen: seenAt('2026-03-01T12:00:00Z'), gives: 50n },
    {
      args,
      seen: seenAt('2026-03-01T12:00:00Z', { earlier: ['2025-01-01T00:00:00Z'] }),
      gives: 'limit',
    },
  ],
};

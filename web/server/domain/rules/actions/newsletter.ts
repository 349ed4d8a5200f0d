import { GIVES, withinLimit } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 30, waitDays: 0, shown: true };

/** The platform says that the shopper wants the shop's mails; once, whoever leaves and comes back. */
export const newsletter: ActionRule = {
  code: 'newsletter',
  about: 'action',
  action: 'newsletter',
  args: GIVES,
  sentence: {
    en: '{points} for subscribing to the newsletter.',
    fa: '{points} برای اشتراک خبرنامه.',
    ar: '{points} عند الاشتراك في النشرة البريدية.',
  },
  judge: withinLimit,
  examples: [
    { args, seen: seenAt('2026-03-01T12:00:00Z'), gives: 30n },
    {
      args,
      seen: seenAt('2026-03-01T12:00:00Z', { earlier: ['2025-03-01T12:00:00Z'] }),
      gives: 'limit',
    },
  ],
};

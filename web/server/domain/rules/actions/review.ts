import { OFTEN, withinLimit } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 40, times: 1, per: 'week', waitDays: 0, shown: true };

/**
 * Any honest review, whatever it says: nothing of what was written is told to us, so nothing of it can
 * be judged. Shoppers read that reviews bring points wherever the rule is shown, and so must readers:
 * https://www.ecfr.gov/current/title-16/chapter-I/subchapter-B/part-255
 */
export const review: ActionRule = {
  code: 'review',
  about: 'action',
  action: 'review',
  args: OFTEN,
  sentence: {
    en: '{points} for an honest review, whatever it says: at most {times} per {per}.',
    fa: '{points} برای هر نقد صادقانه، هرچه در آن باشد؛ حداکثر {times} بار در {per}.',
    ar: '{points} لكل مراجعة صادقة مهما قالت، {times} على الأكثر كل {per}.',
  },
  judge: withinLimit,
  examples: [
    // 1 March 2026 is a Sunday: the Monday after it begins another week.
    {
      args,
      seen: seenAt('2026-03-01T12:00:00Z', { earlier: ['2026-02-23T00:00:00Z'] }),
      gives: 'limit',
    },
    {
      args,
      seen: seenAt('2026-03-02T00:00:00Z', { earlier: ['2026-03-01T23:59:59Z'] }),
      gives: 40n,
    },
  ],
};

import { OFTEN, withinLimit } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 5, page: 'lookbook', times: 1, per: 'day', waitDays: 0, shown: false };

/** Looking at a page that the merchant named; which one is the action's `about`. */
export const visit: ActionRule = {
  code: 'visit',
  about: 'action',
  action: 'visit',
  args: { page: { kind: 'word', max: 80 }, ...OFTEN },
  sentence: {
    en: '{points} for visiting “{page}”: at most {times} per {per}.',
    fa: '{points} برای دیدن «{page}»؛ حداکثر {times} بار در {per}.',
    ar: '{points} عند زيارة «{page}»، {times} على الأكثر كل {per}.',
  },
  judge: withinLimit,
  examples: [
    { args, seen: seenAt('2026-03-01T12:00:00Z', { about: 'lookbook' }), gives: 5n },
    {
      args,
      seen: seenAt('2026-03-01T23:59:00Z', {
        about: 'lookbook',
        earlier: ['2026-03-01T00:00:00Z'],
      }),
      gives: 'limit',
    },
  ],
};

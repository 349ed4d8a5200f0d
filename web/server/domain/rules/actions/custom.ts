import { OFTEN, withinLimit } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = {
  action: 'bottle-return',
  points: 10,
  times: 2,
  per: 'month',
  waitDays: 0,
  shown: false,
};

/** Whatever the merchant's own systems tell, under the word that the merchant chose for it. */
export const custom: ActionRule = {
  code: 'custom',
  about: 'action',
  action: null,
  args: { action: { kind: 'word', max: 80 }, ...OFTEN },
  sentence: {
    en: '{points} for “{action}”: at most {times} per {per}.',
    fa: '{points} برای «{action}»؛ حداکثر {times} بار در {per}.',
    ar: '{points} عن «{action}»، {times} على الأكثر كل {per}.',
  },
  judge: withinLimit,
  examples: [
    {
      args,
      seen: seenAt('2026-03-31T23:00:00Z', { earlier: ['2026-03-01T00:00:00Z'] }),
      gives: 10n,
    },
    {
      args,
      seen: seenAt('2026-03-31T23:00:00Z', {
        earlier: ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z'],
      }),
      gives: 'limit',
    },
  ],
};

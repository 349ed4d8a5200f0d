import { OFTEN, withinLimit } from '../actionRule.ts';
import type { ActionRule } from '../actionRule.ts';
import { seenAt } from './seen.ts';

const args = { points: 20, survey: 'nps', times: 1, per: 'year', waitDays: 0, shown: true };

/** Answering a survey that the merchant named, whatever the answer is. */
export const survey: ActionRule = {
  code: 'survey',
  about: 'action',
  action: 'survey',
  args: { survey: { kind: 'word', max: 80 }, ...OFTEN },
  sentence: {
    en: '{points} for answering “{survey}”: at most {times} per {per}.',
    fa: '{points} برای پاسخ به «{survey}»؛ حداکثر {times} بار در {per}.',
    ar: '{points} عند الإجابة عن «{survey}»، {times} على الأكثر كل {per}.',
  },
  judge: withinLimit,
  examples: [
    { args, seen: seenAt('2026-03-01T12:00:00Z', { about: 'nps' }), gives: 20n },
    {
      args,
      seen: seenAt('2026-12-31T23:00:00Z', { about: 'nps', earlier: ['2026-01-01T00:00:00Z'] }),
      gives: 'limit',
    },
  ],
};

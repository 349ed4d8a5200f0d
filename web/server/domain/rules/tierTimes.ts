/** How a tier's multiplier is told where rules are told: it is no rule that anybody could choose. */
import { MAX_TIMES, MIN_TIMES } from './bounds.ts';
import type { ArgSpecs, Sentences } from './rule.ts';

export const TIER_TIMES: { code: string; args: ArgSpecs; sentence: Sentences } = {
  code: 'tierTimes',
  args: { by: { kind: 'multiplier', min: MIN_TIMES, max: MAX_TIMES } },
  sentence: {
    en: 'Points {by} in this tier.',
    fa: 'امتیاز {by} در این سطح.',
    ar: 'النقاط {by} في هذا المستوى.',
  },
};

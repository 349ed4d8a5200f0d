/** What a journey has with it, and the figures it must meet. */
import type { World } from '../world.ts';
import { earnedBy, earnedWithoutOne, returnedForOne } from './expected.ts';
import type { Story } from './stories.ts';
import type { Visit } from './visit.ts';

export type Journey = { story: Story; world: World; shopper: Visit; merchant: Visit };

/** Points of this story, by arithmetic: 960 and 274 in English, 872 and 509 in Persian. */
export function pointsOf({ first, second, offMinor, rules }: Story) {
  const withCode = { ...second, discountMinor: offMinor };
  const earned = earnedBy(first, rules);
  const kept = earned - 500;
  return {
    one: Math.floor((first.priceMinor * rules.points) / rules.perMinor),
    earned,
    kept,
    /** On the way from the order that used the code, before and after its refund. */
    before: earnedBy(withCode, rules),
    after: earnedWithoutOne(withCode, rules),
    end: kept + returnedForOne(withCode, 500),
  };
}

/** Orders of friends, as honest people place them. */
import type { Draw } from './draw.ts';
import type { Someone } from './people.ts';
import type { Told } from './syntheticClub.ts';

const DAY = 24 * 3_600_000;
const YEAR = 365;
const MINIMUM_MINOR = 3000;
const USUAL_MINOR = 5000;

export const someMoment = (draw: Draw): number => Math.floor(draw.share() * YEAR * DAY);

/** Around 50.00, and at least the 30.00 of the offer; one in twenty fills the basket up to it. */
export function honestAmount(draw: Draw): number {
  if (draw.chance(0.05)) return MINIMUM_MINOR + draw.between(0, 600);
  for (;;) {
    const normal =
      Math.sqrt(-2 * Math.log(1 - draw.share())) * Math.cos(2 * Math.PI * draw.share());
    const amount = Math.round(USUAL_MINOR * Math.exp(normal / 2));
    if (amount >= MINIMUM_MINOR) return amount;
  }
}

/** One in a hundred sends everything back, at some time. */
export function sends(
  draw: Draw,
  advocate: Someone,
  friend: Someone,
  more: Partial<Told> = {},
): Told {
  const placedAt = more.placedAt ?? someMoment(draw);
  const returnedAt = draw.chance(0.01) ? placedAt + draw.between(5, 60) * DAY : null;
  const eligibleMinor = honestAmount(draw);
  return { home: null, advocate, friend, placedAt, eligibleMinor, returnedAt, ...more };
}

/** At most a twentieth over the minimum. */
export const justEnough = (draw: Draw): number => MINIMUM_MINOR + draw.between(0, 150);

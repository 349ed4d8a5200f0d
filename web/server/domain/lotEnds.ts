/** When points end, by the version that judged what they came from. */
import { endFor } from './books.ts';
import type { Account, LotEnd } from './books.ts';
import { expiryOf } from './days.ts';
import type { Expiry } from './program.ts';

/**
 * The end of points that became available at `from`. Points that are heard of only after their end
 * (`heardAt`) end by themselves: nobody ever saw them, so there is nothing to tell of.
 */
export function lotEnd(
  account: Account,
  expiry: Expiry,
  at: { from: number; timeZone: string; heardAt?: number },
): LotEnd {
  return endedBy(expiry, endFor(account, expiryOf(expiry, at.from, at.timeZone)), at.heardAt);
}

/** The same for an end that is known already. */
export function endedBy(expiry: Expiry, expiresAt: number | null, heardAt?: number): LotEnd {
  const onlyTold = expiry.kind !== 'never' && expiry.onlyTold === true && expiresAt !== null;
  const over = expiresAt !== null && heardAt !== undefined && expiresAt <= heardAt;
  return onlyTold && !over ? { expiresAt, onlyTold } : { expiresAt };
}

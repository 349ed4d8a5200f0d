/** Shoppers get their personal codes: derived, unique in the club, longer where somebody was first. */
import { PERSONAL_LENGTHS, personalCode } from '../domain/personalCode.ts';
import { addReferralCodes, withoutCode } from '../store/referralCodes.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/**
 * Gives a code to each of these who has none and is neither erased nor frozen; answers who got one
 * now. The caller asks for their deliveries.
 */
export async function giveCodes(
  tx: Tx,
  ctx: Context,
  shopId: string,
  shopperIds: readonly string[],
): Promise<string[]> {
  const given: string[] = [];
  let wanted = await withoutCode(tx, shopperIds);
  for (const length of PERSONAL_LENGTHS) {
    if (wanted.length === 0) return given;
    const codes = wanted.map(({ shopperId, firstName }) => {
      const who = { clubId: tx.clubId, shopperId, firstName };
      return { shopperId, code: personalCode(ctx.keys.code, who, length) };
    });
    given.push(...(await addReferralCodes(tx, shopId, codes, ctx.now)));
    // Who is still without one has met a code that somebody else was given.
    wanted = await withoutCode(
      tx,
      wanted.map(({ shopperId }) => shopperId).filter((id) => !given.includes(id)),
    );
  }
  if (wanted.length > 0) throw new Error('no free code of any length');
  return given;
}

/**
 * The code that an advocate gets with the points, when they become theirs: given while the referral is
 * paid, taken along when it is not. What was used is not reclaimed.
 */
import { deriveCode } from '../../domain/code.ts';
import { endOfLocalDayAfter } from '../../domain/days.ts';
import { termsKey } from '../../domain/redemption.ts';
import { giveCode, lockAdvocateCodes, saveGiven } from '../../store/givenCodes.ts';
import type { GivenCode } from '../../store/givenCodes.ts';
import { digestOf } from '../../store/orders.ts';
import type { StoredReferral } from '../../store/referrals.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Desk } from '../desk.ts';
import { isPaid, programOf } from './payAdvocates.ts';

export async function giveAdvocateCodes(
  tx: Tx,
  desk: Desk,
  referrals: readonly StoredReferral[],
): Promise<void> {
  const offering = referrals.filter(
    ({ programVersion }) => programOf(desk, programVersion)?.referral?.advocateCode,
  );
  if (offering.length === 0) return;
  const orderIds = offering.map(({ orderId }) => orderId);
  const known = new Map((await lockAdvocateCodes(tx, orderIds)).map((row) => [row.about, row]));
  const changed: GivenCode[] = [];
  for (const referral of offering) {
    const row = known.get(referral.orderId);
    if (row && follow(desk, row, referral)) changed.push(row);
    if (!row && isPaid(referral)) await give(tx, desk, referral);
  }
  await saveGiven(tx, changed);
}

/** Due when the points become the advocate's. */
const ask = ({ ctx, asks }: Desk, { givenId, shopId }: GivenCode, dueAt: number): void =>
  void asks.push({
    shopId,
    kind: 'settleGivenCode',
    key: givenId,
    dueAt: Math.max(dueAt, ctx.now),
  });

/** True when the row changed. A code that has been at the shop and is gone does not come again. */
function follow(desk: Desk, row: GivenCode, referral: StoredReferral): boolean {
  const paid = isPaid(referral);
  const { status, confirmed } = row;
  if (paid && status === 'withdrawn' && !confirmed) {
    row.status = 'issuing';
    ask(desk, row, referral.availableAt);
    return true;
  }
  if (paid || (status !== 'issuing' && status !== 'open')) return false;
  row.reason = 'worthless';
  // Before its time nobody has asked for it.
  const early = status === 'issuing' && desk.ctx.now < referral.availableAt;
  row.status = early ? 'withdrawn' : 'closing';
  if (!early) ask(desk, row, desk.ctx.now);
  return true;
}

async function give(tx: Tx, desk: Desk, referral: StoredReferral): Promise<void> {
  const { ctx, shop } = desk;
  const { orderId, advocateId, programVersion, availableAt } = referral;
  const program = programOf(desk, programVersion);
  const offer = program?.referral?.advocateCode;
  if (!program || !offer) return;
  const endsAt = endOfLocalDayAfter(availableAt, offer.days, shop.timeZone);
  // History and late events: there is nothing left of its days.
  if (endsAt <= ctx.now) return;
  const { value, minimumMinor, combinesWith } = offer;
  const { currency } = program;
  const terms = { value, minimumMinor, combinesWith, currency, uses: 'once' as const, endsAt };
  const given = await giveCode(tx, {
    givenId: ctx.newId(),
    shopId: shop.shopId,
    why: 'advocate',
    about: orderId,
    advocateId,
    programVersion,
    terms,
    termsHash: digestOf(termsKey(terms)),
    code: deriveCode(ctx.keys.code, [tx.clubId, 'advocate', orderId]),
    status: 'issuing',
    reason: null,
    confirmed: false,
    createdAt: ctx.now,
    endsAt,
    usedOrderId: null,
    costMinor: 0n,
  });
  ask(desk, given, availableAt);
}

/**
 * Money credit that a cause (an order, a redemption, a friend who was sent) gives a shopper at the shop. What there should be
 * is a target; what is sent is target − posted. A refund takes at most what the account holds; the rest
 * is put down as unrecovered and is nobody's debt.
 */
import type { Minor } from './orderFacts.ts';

export type WalletCause = 'order' | 'redemption' | 'referral';

/** Why the platform will never take a credit. */
export type WalletRefusal =
  /** There is no such customer, or nobody knows which one it is. */
  | 'noCustomer'
  /** The shop holds no credit in this currency. */
  | 'currency'
  /** The account would hold more than the platform lets it. */
  | 'limit'
  /** Its end had come before it could be given. */
  | 'ended';

/** Amounts of one currency. */
export type CreditState = {
  targetMinor: Minor;
  postedMinor: Minor;
  unrecoveredMinor: Minor;
  availableAt: number;
  expiresAt: number | null;
  refusal: WalletRefusal | null;
};

/** What is missing (above 0) or too much (below). */
export const dueOf = (credit: CreditState): Minor =>
  credit.targetMinor - credit.postedMinor + credit.unrecoveredMinor;

/** When something is to be done about it; null: nothing is. */
export function dueAtOf(credit: CreditState): number | null {
  const due = dueOf(credit);
  if (due === 0 || (due > 0 && credit.refusal !== null)) return null;
  return due > 0 ? credit.availableAt : 0;
}

/** One movement: what the account gains or loses, and what is given up on (or no longer is). */
export type Move = { amountMinor: Minor; unrecoveredMinor: Minor };

/**
 * The next movement, with this much in the account; null: none. What was given up on is made good first: it stayed
 * with the shopper. A credit that has ended took its rest with it, so nothing is taken for it any more:
 * what is left in the account is other money.
 */
export function nextMove(credit: CreditState, balanceMinor: Minor, now: number): Move | null {
  const due = dueOf(credit);
  if (due === 0) return null;
  if (due > 0) {
    if (credit.refusal !== null) return null;
    if (credit.unrecoveredMinor > 0) {
      return { amountMinor: 0, unrecoveredMinor: -Math.min(due, credit.unrecoveredMinor) };
    }
    return { amountMinor: due, unrecoveredMinor: 0 };
  }
  const ended = credit.expiresAt !== null && credit.expiresAt <= now;
  const amountMinor =
    ended || credit.refusal !== null ? 0 : Math.min(-due, Math.max(0, balanceMinor));
  return { amountMinor: 0 - amountMinor, unrecoveredMinor: -due - amountMinor };
}

/** A movement as the platform tells it; `byHand`: no payment, refund or expiry. */
export type WalletTransaction = { id: string; amountMinor: Minor; byHand: boolean };

/** `newest` first; `whole`: there are no older ones. */
export type WalletAccount = {
  balanceMinor: Minor;
  newest: readonly WalletTransaction[];
  whole: boolean;
};

export type Verdict =
  { kind: 'done'; transactionId: string } | { kind: 'notDone' } | { kind: 'cannotTell' };

/**
 * Whether a movement whose answer never came happened: exactly one newer one of that amount is it, none
 * means it did not, and more than one is for a person to look at.
 */
export function resolveDoubt(
  sent: { amountMinor: Minor; afterTransaction: string | null },
  account: WalletAccount,
): Verdict {
  const mark = account.newest.findIndex(({ id }) => id === sent.afterTransaction);
  const unbounded = mark < 0 && (sent.afterTransaction !== null || !account.whole);
  const newer = mark < 0 ? account.newest : account.newest.slice(0, mark);
  const alike = newer.filter((each) => each.byHand && each.amountMinor === sent.amountMinor);
  const [first, ...others] = alike;
  if (unbounded || others.length > 0) return { kind: 'cannotTell' };
  return first ? { kind: 'done', transactionId: first.id } : { kind: 'notDone' };
}

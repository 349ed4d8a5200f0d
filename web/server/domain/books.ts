/**
 * The books: double entry in points. A `Draft` is one shopper's account as it was locked and read,
 * and the movements that a decision adds to it; the action writes the draft down as one commit.
 *
 * Points are whole numbers (bigint), times are ms since the epoch. `available` is always the open
 * lots minus the open debts, and the two never coexist: every credit repays debt first.
 * (Two-phase holds as in TigerBeetle's docs/coding/two-phase-transfers.md.)
 */
import { noticeOf } from './notices.ts';
import type { Notice } from './notices.ts';

export type ShopperAccount = 'pending' | 'available' | 'held';
export type ClubAccount =
  'issued' | 'redeemed' | 'expired' | 'clawedBack' | 'debtWrittenOff' | 'adjusted';
export type Reason =
  | 'earn'
  | 'clawback'
  | 'mature'
  | 'hold'
  | 'redeem'
  | 'void'
  | 'return'
  | 'retake'
  | 'expire'
  | 'adjust'
  | 'writeOff'
  | 'refer'
  | 'referBack'
  | 'referMature'
  | 'referWriteOff'
  | 'merge'
  | 'bonus'
  | 'bonusMature'
  | 'tier'
  | 'tierBack'
  | 'tierMature'
  | 'tierWriteOff';

export type Lot = {
  id: string;
  orderId: string | null;
  /** The friend's order whose referral brought these points; absent for every other lot. */
  referralOrderId?: string;
  /** The action that brought these points; absent for every other lot. */
  actionId?: string;
  /** The tier's entry that brought these points; absent for every other lot. */
  entryId?: string;
  /** All that ever came into this lot, and what is still open. */
  points: bigint;
  open: bigint;
  availableAt: number;
  expiresAt: number | null;
  /** It ends only once its shopper was told; absent: it ends by itself. */
  notice?: Notice;
};

export type Debt = {
  id: string;
  points: bigint;
  open: bigint;
  occurredAt: number;
  writeOffAt: number;
};

export type Account = {
  shopperId: string;
  pending: bigint;
  available: bigint;
  held: bigint;
  /** Until when signs of life keep every point that has an end; null: none ever did. */
  keptUntil: number | null;
  /** They cannot spend now, so nothing of theirs ends. */
  blocked?: boolean;
  lots: Lot[];
  debts: Debt[];
};

export type LotMove = { lotId: string; points: bigint };

export type Transfer = {
  id: string;
  from: ShopperAccount | ClubAccount;
  to: ShopperAccount | ClubAccount;
  shopperId: string;
  /** Whose account it goes to, where that is another shopper's: a merge. */
  toShopperId?: string;
  points: bigint;
  reason: Reason;
  orderId: string | null;
  /** The action that these points are for; absent for every other transfer. */
  actionId?: string;
  /** The tier's entry that these points are for; absent for every other transfer. */
  entryId?: string;
  redemptionId: string | null;
  posting: number | null;
  ofTransferId: string | null;
  occurredAt: number;
  explain: unknown;
  lotMoves: LotMove[];
};

export type Draft = {
  account: Account;
  transfers: Transfer[];
  /** Another shopper's draft moved points here: its transfer stands there. */
  received?: boolean;
  /** A sign of life moved `keptUntil`. */
  lived?: boolean;
  /** Lots and debts that were made or changed. */
  lotsTouched: Set<Lot>;
  debtsTouched: Set<Debt>;
  newId: () => string;
};

/** When points end (null: never), and whether only once their shopper was told. */
export type LotEnd = { expiresAt: number | null; onlyTold?: boolean };

/** What an order's row remembers of its postings. */
export type OrderBook = { orderId: string; points: bigint; pending: bigint; nextPosting: number };

const DEBT_LIFE_MONTHS = 12;
const SHOPPER_ACCOUNTS: ReadonlySet<string> = new Set(['pending', 'available', 'held']);

export const isShopperAccount = (name: string): name is ShopperAccount =>
  SHOPPER_ACCOUNTS.has(name);

export const openDraft = (account: Account, newId: () => string): Draft => ({
  account,
  transfers: [],
  lotsTouched: new Set(),
  debtsTouched: new Set(),
  newId,
});

export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** When points of this shopper end that would end at `own` by themselves (null: never). */
export const endFor = ({ keptUntil }: Account, own: number | null): number | null =>
  own === null ? null : Math.max(own, keptUntil ?? own);

/** A lot ends at another moment, of which its shopper is told anew. */
export function moveEnd(draft: Draft, lot: Lot, expiresAt: number | null): void {
  if (lot.expiresAt === expiresAt) return;
  lot.expiresAt = expiresAt;
  if (lot.notice) lot.notice = noticeOf(expiresAt);
  draft.lotsTouched.add(lot);
}

export const debtOf = (account: Account): bigint =>
  account.debts.reduce((sum, debt) => sum + debt.open, 0n);

export type TransferInput = Pick<Transfer, 'from' | 'to' | 'points' | 'reason' | 'occurredAt'> &
  Partial<
    Pick<
      Transfer,
      'orderId' | 'actionId' | 'entryId' | 'redemptionId' | 'posting' | 'ofTransferId' | 'explain'
    >
  >;

export function move(draft: Draft, input: TransferInput): Transfer {
  if (input.points <= 0n) throw new Error(`a transfer moves at least one point: ${input.reason}`);
  const transfer: Transfer = {
    orderId: null,
    redemptionId: null,
    posting: null,
    ofTransferId: null,
    explain: null,
    ...input,
    id: draft.newId(),
    shopperId: draft.account.shopperId,
    lotMoves: [],
  };
  if (isShopperAccount(input.from)) draft.account[input.from] -= input.points;
  if (isShopperAccount(input.to)) draft.account[input.to] += input.points;
  draft.transfers.push(transfer);
  return transfer;
}

export function shiftLot(draft: Draft, transfer: Transfer, lot: Lot, points: bigint): void {
  if (points === 0n) return;
  lot.open += points;
  // Of what comes into it now nobody was told.
  if (points > 0n && lot.notice) lot.notice = noticeOf(lot.expiresAt);
  draft.lotsTouched.add(lot);
  const earlier = transfer.lotMoves.find((m) => m.lotId === lot.id);
  if (earlier) earlier.points += points;
  else transfer.lotMoves.push({ lotId: lot.id, points });
}

/** Spent oldest first: by expiry (none last), then availability, then id. */
export function bySpendingOrder(a: Lot, b: Lot): number {
  const ends = (lot: Lot) => lot.expiresAt ?? Number.POSITIVE_INFINITY;
  if (ends(a) !== ends(b)) return ends(a) - ends(b);
  if (a.availableAt !== b.availableAt) return a.availableAt - b.availableAt;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Where a lot's points came from: an order, a friend's order, an action, entering a tier, or none. */
export type LotSource = Pick<Lot, 'orderId' | 'referralOrderId' | 'actionId' | 'entryId'>;

const isFrom = (lot: Lot, source: LotSource): boolean =>
  (source.orderId !== null && lot.orderId === source.orderId) ||
  (source.actionId !== undefined && lot.actionId === source.actionId) ||
  (source.entryId !== undefined && lot.entryId === source.entryId) ||
  (source.referralOrderId !== undefined && lot.referralOrderId === source.referralOrderId);

/** Takes up to `points` out of open lots, the given source's own lot first. Answers what it got. */
export function takeFromLots(
  draft: Draft,
  transfer: Transfer,
  points: bigint,
  source: LotSource | null,
) {
  const strange = (lot: Lot) => (source !== null && isFrom(lot, source) ? 0 : 1);
  const lots = [...draft.account.lots].sort(
    (a, b) => strange(a) - strange(b) || bySpendingOrder(a, b),
  );
  let left = points;
  for (const lot of lots) {
    const taken = lesser(lot.open, left);
    shiftLot(draft, transfer, lot, -taken);
    left -= taken;
  }
  return points - left;
}

/** Repays debt, oldest first; answers what is left to become a lot. */
export function repayDebt(draft: Draft, points: bigint): bigint {
  let left = points;
  for (const debt of [...draft.account.debts].sort((a, b) => a.occurredAt - b.occurredAt)) {
    const paid = lesser(debt.open, left);
    if (paid === 0n) continue;
    debt.open -= paid;
    draft.debtsTouched.add(debt);
    left -= paid;
  }
  return left;
}

export type NewLot = LotSource & { availableAt: number } & LotEnd;

/**
 * Puts a credit's rest (after debt) into its source's lot, which keeps its end (or has the one that a
 * sign of life gave to what was open), or into a new one.
 */
export function putIntoLot(draft: Draft, transfer: Transfer, points: bigint, from: NewLot): void {
  if (points === 0n) return;
  const { onlyTold, ...source } = from;
  let lot = draft.account.lots.find((l) => isFrom(l, source));
  if (!lot) {
    lot = { id: draft.newId(), ...source, points: 0n, open: 0n };
    if (onlyTold) lot.notice = noticeOf(source.expiresAt);
    draft.account.lots.push(lot);
  } else moveEnd(draft, lot, endFor(draft.account, lot.expiresAt));
  lot.points += points;
  shiftLot(draft, transfer, lot, points);
}

function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.getTime();
}

export function owe(draft: Draft, points: bigint, occurredAt: number): void {
  const writeOffAt = addMonths(occurredAt, DEBT_LIFE_MONTHS);
  const debt: Debt = { id: draft.newId(), points, open: points, occurredAt, writeOffAt };
  draft.account.debts.push(debt);
  draft.debtsTouched.add(debt);
}

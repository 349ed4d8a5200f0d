/** How one shopper's account becomes part of another's: they turned out to be one person. */
import { lesser, repayDebt, takeFromLots } from './books.ts';
import type { Draft, ShopperAccount, Transfer } from './books.ts';
import { expireLots, keepAlive } from './upkeepBook.ts';

/**
 * Moves everything of `from` into `into`: what is on the way, held and available by a transfer each,
 * open lots and debts as they are. A debt moves the other way, as points that the one who is kept
 * pays. Debt and open lots never coexist, so the lots of one repay the debts of the other at once.
 * Nothing to move is no transfer; a second merge of the two moves nothing. What had ended by `now`
 * ends first: a sign of life of one wakes no points of the other. What is left lives as long as the
 * signs of life of either reach.
 *
 * The caller moves the rows of lots (empty ones too, for their orders may still change) and debts.
 */
export function mergeAccounts(from: Draft, into: Draft, now: number): void {
  expireLots(from, now);
  expireLots(into, now);
  pass(from, into, 'pending', from.account.pending, now);
  pass(from, into, 'held', from.account.held, now);
  const { available } = from.account;
  const last =
    available < 0n
      ? pass(into, from, 'available', -available, now)
      : pass(from, into, 'available', available, now);
  into.account.lots.push(...from.account.lots.splice(0));
  into.account.debts.push(...from.account.debts.splice(0));
  keepAlive(into, from.account.keptUntil);
  keepAlive(into, into.account.keptUntil);
  if (last) settle(into, last);
}

function pass(
  giver: Draft,
  taker: Draft,
  account: ShopperAccount,
  points: bigint,
  now: number,
): Transfer | null {
  if (points === 0n) return null;
  const transfer: Transfer = {
    id: giver.newId(),
    from: account,
    to: account,
    shopperId: giver.account.shopperId,
    toShopperId: taker.account.shopperId,
    points,
    reason: 'merge',
    orderId: null,
    redemptionId: null,
    posting: null,
    ofTransferId: null,
    occurredAt: now,
    explain: null,
    lotMoves: [],
  };
  giver.account[account] -= points;
  taker.account[account] += points;
  giver.transfers.push(transfer);
  taker.received = true;
  return transfer;
}

/** One side had points and the other owed: what can be repaid is. */
function settle(into: Draft, transfer: Transfer): void {
  const open = sumOpen(into.account.lots);
  const owed = sumOpen(into.account.debts);
  const repaid = lesser(open, owed);
  if (repaid === 0n) return;
  repayDebt(into, repaid);
  takeFromLots(into, transfer, repaid, null);
  transfer.explain = { debtRepaid: Number(repaid) };
}

const sumOpen = (parts: readonly { open: bigint }[]): bigint =>
  parts.reduce((sum, { open }) => sum + open, 0n);

/** How an order's worth becomes postings. */
import { lesser, move, owe, putIntoLot, repayDebt, takeFromLots } from './books.ts';
import type { Draft, LotEnd, LotSource, OrderBook, Reason, TransferInput } from './books.ts';

/** What the postings of one kind of worth are called, and whose lot their points make. */
export type Worth = {
  earn: Reason;
  clawback: Reason;
  mature: Reason;
  writeOff: Reason;
  source: (orderId: string) => LotSource;
  /** What a transfer says it is for; absent: for the order. */
  about?: (id: string) => Pick<TransferInput, 'entryId'>;
};

const aboutOf = (worth: Worth, id: string): Pick<TransferInput, 'orderId' | 'entryId'> =>
  worth.about?.(id) ?? { orderId: id };

const OWN_POINTS: Worth = {
  earn: 'earn',
  clawback: 'clawback',
  mature: 'mature',
  writeOff: 'writeOff',
  source: (orderId) => ({ orderId }),
};

/** What an order is worth now, against what has been posted: the difference is posted, or nothing. */
export function postOrder(
  draft: Draft,
  order: OrderBook,
  target: bigint,
  how: { occurredAt: number; shortage: 'owe' | 'writeOff'; explain: unknown },
  worth: Worth = OWN_POINTS,
): void {
  const difference = target - order.points;
  if (difference === 0n) return;
  order.points = target;
  const { occurredAt, explain } = how;
  const about = { ...aboutOf(worth, order.orderId), occurredAt, explain };
  if (difference > 0n) {
    const posting = order.nextPosting++;
    move(draft, {
      from: 'issued',
      to: 'pending',
      points: difference,
      reason: worth.earn,
      posting,
      ...about,
    });
    order.pending += difference;
    return;
  }
  const back = -difference;
  const soft = lesser(order.pending, back);
  if (soft > 0n) {
    const posting = order.nextPosting++;
    move(draft, {
      from: 'pending',
      to: 'clawedBack',
      points: soft,
      reason: worth.clawback,
      posting,
      ...about,
    });
    order.pending -= soft;
  }
  takeBack(draft, order, back - soft, how, worth);
}

/** From the order's own lot, then other lots, then debt (or written off, as the program says). */
function takeBack(
  draft: Draft,
  order: OrderBook,
  points: bigint,
  how: { occurredAt: number; shortage: 'owe' | 'writeOff'; explain: unknown },
  worth: Worth,
): void {
  const { occurredAt, explain } = how;
  const about = { ...aboutOf(worth, order.orderId), occurredAt, explain };
  const open = draft.account.lots.reduce((sum, lot) => sum + lot.open, 0n);
  const fromLots = lesser(open, points);
  const short = points - fromLots;
  const taken = how.shortage === 'owe' ? points : fromLots;
  if (taken > 0n) {
    const posting = order.nextPosting++;
    const transfer = move(draft, {
      from: 'available',
      to: 'clawedBack',
      points: taken,
      reason: worth.clawback,
      posting,
      ...about,
    });
    takeFromLots(draft, transfer, fromLots, worth.source(order.orderId));
    if (taken > fromLots) owe(draft, short, how.occurredAt);
  }
  if (how.shortage === 'writeOff' && short > 0n) {
    const posting = order.nextPosting++;
    move(draft, {
      from: 'debtWrittenOff',
      to: 'clawedBack',
      points: short,
      reason: worth.writeOff,
      posting,
      ...about,
    });
  }
}

/** Points on the way become the shopper's: debt first, the rest is the order's lot. */
export function matureOrder(
  draft: Draft,
  order: OrderBook,
  when: { availableAt: number } & LotEnd,
  worth: Worth = OWN_POINTS,
): void {
  const points = order.pending;
  if (points === 0n) return;
  order.pending = 0n;
  const { orderId } = order;
  const about = { ...aboutOf(worth, orderId), posting: order.nextPosting++ };
  becomeAvailable(draft, points, { reason: worth.mature, ...about }, worth.source(orderId), when);
}

/** Points on the way become spendable: debt is repaid first, the rest is a lot of their source. */
export function becomeAvailable(
  draft: Draft,
  points: bigint,
  about: Pick<TransferInput, 'reason' | 'orderId' | 'actionId' | 'entryId' | 'posting'>,
  source: LotSource,
  when: { availableAt: number } & LotEnd,
): void {
  const transfer = move(draft, {
    from: 'pending',
    to: 'available',
    points,
    occurredAt: when.availableAt,
    ...about,
  });
  const rest = repayDebt(draft, points);
  if (rest < points) transfer.explain = { debtRepaid: Number(points - rest) };
  putIntoLot(draft, transfer, rest, { ...source, ...when });
}

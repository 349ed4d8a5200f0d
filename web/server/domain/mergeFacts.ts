import { compareIds, compareText, normalRefund, normalScalars } from './canonicalFacts.ts';
import type {
  DisputeFacts,
  OrderFacts,
  OrderSnapshot,
  RefundFacts,
  RefundLine,
} from './orderFacts.ts';

export { canonical } from './canonicalFacts.ts';

/**
 * Messages about an order come late, twice and in any order; the merge of all of them is the same
 * whatever the order. Every part below is therefore a maximum over some total order: commutative,
 * associative, and the same again when repeated.
 *
 * `ask` says that two messages of one instant contradict each other and only the platform can tell
 * which is true: two that were touched at the same `updatedAt`, or a message that was triggered
 * after the moment we last asked about that `updatedAt`. An answer never leads to a question.
 */
export function mergeSnapshot(
  stored: OrderFacts | null,
  snapshot: OrderSnapshot,
): { facts: OrderFacts; ask: boolean } {
  const { dispute: toldDispute, ...rest } = normalScalars(snapshot);
  const { updatedAt, triggeredAt, asked } = snapshot;
  const told: Scalars = withDispute({ ...rest, updatedAt, triggeredAt, asked }, toldDispute);
  const known = stored?.scalars ?? null;
  const refunds = unionOfRefunds([...(stored?.refunds ?? []), ...snapshot.refunds]);
  if (!known) return { facts: { scalars: told, refunds }, ask: false };
  const { dispute: _, ...newest } = compareAge(told, known) > 0 ? told : known;
  const cancelledAt = earliest(told.cancelledAt, known.cancelledAt);
  const referredBy = firstText(told.referredBy, known.referredBy);
  const dispute = lastTold(toldDispute, known.dispute);
  return {
    facts: { scalars: withDispute({ ...newest, cancelledAt, referredBy }, dispute), refunds },
    ask: contradicts(known, told),
  };
}

/** A refund that came by itself, perhaps before its order did. */
export const mergeRefund = (stored: OrderFacts | null, refund: RefundFacts): OrderFacts => ({
  scalars: stored?.scalars ?? null,
  refunds: unionOfRefunds([...(stored?.refunds ?? []), refund]),
});

type Scalars = NonNullable<OrderFacts['scalars']>;

/** Always in the last place, so that the same facts are the same text whoever told what first. */
const withDispute = (scalars: Omit<Scalars, 'dispute'>, dispute?: DisputeFacts): Scalars =>
  dispute ? { ...scalars, dispute } : scalars;

/**
 * Which of two snapshots is newer. At one `updatedAt` an answer of the platform beats a message,
 * then the later trigger wins, and the text itself settles what nothing else can.
 */
function compareAge(a: Scalars, b: Scalars): number {
  const byTime = a.updatedAt - b.updatedAt;
  if (byTime !== 0) return byTime;
  const byTrust = Number(a.asked) - Number(b.asked);
  if (byTrust !== 0) return byTrust;
  return a.triggeredAt - b.triggeredAt || compareText(textOf(a), textOf(b));
}

function contradicts(known: Scalars, told: Scalars): boolean {
  if (told.asked || told.updatedAt !== known.updatedAt) return false;
  if (known.asked && told.triggeredAt <= known.triggeredAt) return false;
  return textOf(known) !== textOf(told);
}

/** What is sticky is merged by itself, so it is no part of what snapshots argue about. */
function textOf(scalars: Scalars): string {
  const { dispute: _, ...rest } = scalars;
  return JSON.stringify(normalScalars({ ...rest, cancelledAt: null, referredBy: null }));
}

const earliest = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

/** A referral once told is never forgotten; of two, the first in text order, whatever came first. */
const firstText = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null ? a : a < b ? a : b;

/** A dispute is told by answers alone: the later one counts, and of two at once the one that costs. */
function lastTold(a?: DisputeFacts, b?: DisputeFacts): DisputeFacts | undefined {
  if (!a || !b) return a ?? b;
  const byTime = a.toldAt - b.toldAt;
  return (byTime || Number(a.lost) - Number(b.lost)) >= 0 ? a : b;
}

function unionOfRefunds(refunds: readonly RefundFacts[]): RefundFacts[] {
  const byId = new Map<string, RefundFacts>();
  for (const refund of refunds) {
    const known = byId.get(refund.id);
    byId.set(refund.id, known ? fullest(known, normalRefund(refund)) : normalRefund(refund));
  }
  return [...byId.values()].sort((a, b) => compareIds(a.id, b.id));
}

/**
 * A refund only fills up: its money arrives when its transactions succeed, and some messages leave
 * out shipping or duties. So of two tellings of one refund each part is the larger one.
 */
const fullest = (a: RefundFacts, b: RefundFacts): RefundFacts => ({
  id: a.id,
  createdAt: Math.min(a.createdAt, b.createdAt),
  lines: compareRefundedLines(a.lines, b.lines) >= 0 ? a.lines : b.lines,
  shippingMinor: Math.max(a.shippingMinor, b.shippingMinor),
  dutiesMinor: Math.max(a.dutiesMinor, b.dutiesMinor),
  moneyMinor: Math.max(a.moneyMinor, b.moneyMinor),
});

function compareRefundedLines(a: readonly RefundLine[], b: readonly RefundLine[]): number {
  const sum = (lines: readonly RefundLine[], key: 'quantity' | 'subtotalMinor' | 'taxMinor') =>
    lines.reduce((total, line) => total + line[key], 0);
  return (
    sum(a, 'quantity') - sum(b, 'quantity') ||
    sum(a, 'subtotalMinor') - sum(b, 'subtotalMinor') ||
    sum(a, 'taxMinor') - sum(b, 'taxMinor') ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

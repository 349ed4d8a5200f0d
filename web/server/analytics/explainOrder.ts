/** "Why 341 points?": the sum behind one posting of an order, done again from the order's facts. */
import { orderPoints, pointsOf, tally } from '../domain/earning.ts';
import type { EarningExplained } from '../domain/earning.ts';
import type { Minor, OrderFacts, OrderScalars } from '../domain/orderFacts.ts';
import { valueOrder } from '../domain/orderValue.ts';
import type { LineValue, OrderValue } from '../domain/orderValue.ts';
import type { SeenOfOrder } from '../domain/orderSeen.ts';
import type { Program } from '../domain/program.ts';
import { whatRulesDid } from './rules.ts';

export type PostedExplained = EarningExplained & { before: number; now: number };

type Judged = { facts: OrderFacts; value: OrderValue; order: OrderScalars };

/**
 * The lines are those of the order as it was: as we know it now, or before the refunds that came
 * later. Where neither gives the amount that was counted, there are none, and the sum is done again
 * from the amount alone.
 */
export function explainOrder(
  explain: PostedExplained,
  order: {
    facts: OrderFacts | null;
    seen: SeenOfOrder | null;
    titles: Readonly<Record<string, string>> | null;
  },
  version: { version: number; program: Program } | null,
) {
  const { facts, seen } = order;
  const judged = facts && version ? judgedThen(explain, facts, version.program, seen) : null;
  const recomputed =
    judged && version && isPlain(explain)
      ? orderPoints(judged.facts, version.program, seen).points
      : pointsOf(explain);
  return {
    version: version?.version ?? null,
    lines: judged ? linesOf(judged, order.titles ?? {}) : null,
    ...extrasOf(judged),
    eligibleMinor: explain.eligibleMinor,
    points: explain.points,
    perMinor: explain.perMinor,
    exact: exactOf(explain),
    rules: version ? whatRulesDid(explain, version.program) : [],
    before: explain.before,
    now: explain.now,
    recomputed: Number(recomputed),
  };
}

/** Rules look at what may be otherwise by now, so their parts are summed up again as they were. */
const isPlain = ({ multipliers, groups, added, campaigns }: EarningExplained): boolean =>
  multipliers.length === 0 && !groups && !added && !campaigns;

/** The sum before its floor, to a thousandth, downwards. */
function exactOf(explain: EarningExplained): number {
  const thousand = <T extends { points: number }>(part: T): T => ({
    ...part,
    points: part.points * 1000,
  });
  const { groups } = explain;
  const finer = { ...thousand(explain), ...(groups ? { groups: groups.map(thousand) } : {}) };
  const rest = Number(explain.fixed);
  return (Number(tally({ ...finer, added: [], fixed: '0' }).base) + 1000 * rest) / 1000;
}

function judgedThen(
  explain: PostedExplained,
  facts: OrderFacts,
  program: Program,
  seen: SeenOfOrder | null,
): Judged | null {
  for (const then of versionsOf(facts)) {
    const worth = orderPoints(then, program, seen);
    if (worth.eligibleMinor !== explain.eligibleMinor || !then.scalars) continue;
    return { facts: then, value: valueOrder(then, program), order: then.scalars };
  }
  return null;
}

/** The order as it is, then as it was before its newest refund, before the two newest… */
function* versionsOf(facts: OrderFacts): Generator<OrderFacts> {
  yield facts;
  const order = facts.scalars;
  if (!order) return;
  const whole = { ...order, cancelledAt: null, refunded: false };
  const dated = [...facts.refunds].sort((a, b) => a.createdAt - b.createdAt);
  for (let kept = dated.length; kept >= 0; kept -= 1) {
    const refunds = dated.slice(0, kept);
    yield { scalars: { ...whole, lines: linesWith(order, dated.slice(kept)) }, refunds };
  }
}

/** Units that later refunds took were still there. */
function linesWith(order: OrderScalars, later: OrderFacts['refunds']): OrderScalars['lines'] {
  const back = new Map<string, number>();
  for (const { lineId, quantity } of later.flatMap((refund) => refund.lines)) {
    back.set(lineId, (back.get(lineId) ?? 0) + quantity);
  }
  return order.lines.map((line) => ({
    ...line,
    currentQuantity: Math.min(line.quantity, line.currentQuantity + (back.get(line.id) ?? 0)),
  }));
}

function linesOf({ order, value }: Judged, titles: Readonly<Record<string, string>>) {
  const values = new Map(value.lines.map((line) => [line.lineId, line]));
  return order.lines.map((line) => {
    const { valueMinor = 0, why = 'gone' } = values.get(line.id) ?? {};
    const discountMinor = line.discounts.reduce((sum, each) => sum + each.amountMinor, 0);
    const grossMinor = line.priceMinor * line.quantity - discountMinor;
    return {
      title: titles[line.productId ?? ''] ?? null,
      quantity: line.quantity,
      priceMinor: line.priceMinor,
      discountMinor,
      otherMinor: Math.max(0, grossMinor - valueMinor),
      valueMinor,
      why: shownWhy(why),
    };
  });
}

const shownWhy = (why: LineValue['why']): 'counts' | 'giftCard' | 'gone' | 'order' =>
  why === 'counts' || why === 'giftCard' || why === 'gone' ? why : 'order';

function extrasOf(judged: Judged | null) {
  const { shippingMinor = 0, tipMinor = 0, dutiesMinor = 0 } = judged?.value.extras ?? {};
  const order = judged?.order;
  const left = (all: Minor | undefined, counted: Minor) => (counted > 0 ? 0 : (all ?? 0));
  return {
    countedMinor: { shipping: shippingMinor, tips: tipMinor, duties: dutiesMinor },
    leftOutMinor: {
      shipping: left(order?.shippingMinor, shippingMinor),
      tips: left(order?.tipMinor, tipMinor),
      duties: left(order?.dutiesMinor, dutiesMinor),
    },
  };
}

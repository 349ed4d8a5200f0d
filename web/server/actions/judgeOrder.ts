/** What an order is worth now, posted as the difference to what has been posted. */
import { expireLots, keepAlive, writeOffDebts } from '../domain/upkeepBook.ts';
import { matureOrder, postOrder } from '../domain/orderBook.ts';
import { endFor } from '../domain/books.ts';
import { availableAt, expiryOf, keptBy } from '../domain/days.ts';
import { endedBy } from '../domain/lotEnds.ts';
import { amountsOf, dealOrder } from '../domain/campaignPurse.ts';
import { orderPoints } from '../domain/earning.ts';
import type { OrderPoints } from '../domain/earning.ts';
import type { OrderFacts, OrderScalars } from '../domain/orderFacts.ts';
import type { Program } from '../domain/program.ts';
import { salesOf } from '../domain/orderValue.ts';
import { programInForce } from '../domain/programs.ts';
import { endAfterSigns } from '../domain/signsOfLife.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Desk } from './desk.ts';

/**
 * Judges one locked order by the version in force when it was placed (kept for ever once found),
 * posts the difference, and lets what is past its date become available, end, or be let go at once:
 * the next order of the batch finds what it would find if the clock had looked between them.
 */
export function judgeOrder(desk: Desk, order: StoredOrder, facts: OrderFacts): void {
  const scalars = facts.scalars;
  if (!scalars) return;
  order.placedAt = scalars.placedAt;
  order.name = scalars.name;
  order.programVersion ??= programInForce(desk.versions, scalars.placedAt)?.version ?? null;
  const draft = order.shopperId === null ? undefined : desk.drafts.get(order.shopperId);
  const program = desk.versions.find((v) => v.version === order.programVersion)?.program;
  order.eligibleMinor = salesOf(facts, program?.currency ?? scalars.currency);
  if (!draft) return;
  noteActivity(desk, order, scalars);
  if (!program) return;
  const { ctx, shop } = desk;
  // A sign of life wakes nothing that had ended before it, whether or not the clock has looked since.
  expireLots(draft, Math.min(scalars.placedAt, ctx.now));
  const worth = worthOf(desk, order, facts, program);
  const explain = { ...worth.explain, before: Number(order.points), now: Number(worth.points) };
  postOrder(draft, order, worth.points, {
    occurredAt: order.points === 0n ? scalars.placedAt : changedAt(facts, scalars),
    shortage: program.debt,
    explain,
  });
  order.availableAt = availableAt(scalars.placedAt, program.pendingDays);
  if (!scalars.test) keepAlive(draft, keptBy(program.expiry, scalars.placedAt, shop.timeZone));
  if (order.availableAt <= ctx.now) {
    const own = expiryOf(program.expiry, order.availableAt, shop.timeZone);
    const signs = desk.signs?.get(order.shopperId ?? '');
    const expiresAt = signs ? endAfterSigns(own, signs) : endFor(draft.account, own);
    const end = endedBy(program.expiry, expiresAt, ctx.now);
    matureOrder(draft, order, { availableAt: order.availableAt, ...end });
  }
  expireLots(draft, ctx.now);
  writeOffDebts(draft, ctx.now);
}

/** By what is stored with the order, after setting aside for it what campaigns have left. */
function worthOf(
  { purse }: Desk,
  order: StoredOrder,
  facts: OrderFacts,
  program: Program,
): OrderPoints {
  const { shopperId, seen } = order;
  if (!purse || shopperId === null) {
    return orderPoints(facts, program, seen, amountsOf(order.grants));
  }
  const { grants, ...worth } = dealOrder(purse, { ...order, shopperId, facts, program });
  order.grants = grants;
  return worth;
}

/**
 * A real order is a sign of life, dated when it was placed, even if it was cancelled since: whether we
 * heard of it before or after must make no difference.
 */
function noteActivity(desk: Desk, order: StoredOrder, scalars: OrderScalars): void {
  const shopperId = order.shopperId ?? '';
  const known = Math.max(
    desk.activity.get(shopperId) ?? 0,
    desk.locked.get(shopperId)?.lastActivityAt ?? 0,
  );
  if (!scalars.test && scalars.placedAt > known) desk.activity.set(shopperId, scalars.placedAt);
}

/** When the order last changed in a way that matters: its own update, its newest refund or dispute. */
export const changedAt = (
  facts: OrderFacts,
  scalars: { updatedAt: number; placedAt: number },
): number =>
  Math.max(
    scalars.updatedAt,
    scalars.placedAt,
    facts.scalars?.dispute?.toldAt ?? 0,
    ...facts.refunds.map((r) => r.createdAt),
  );

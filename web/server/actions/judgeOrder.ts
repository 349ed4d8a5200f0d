/** What an order is worth now, posted as the difference to what has been posted. */
import { expireLots, keepAlive } from '../domain/upkeepBook.ts';
import { matureOrder, postOrder } from '../domain/orderBook.ts';
import { availableAt, expiryOf } from '../domain/days.ts';
import { orderPoints } from '../domain/earning.ts';
import type { OrderFacts, OrderScalars } from '../domain/orderFacts.ts';
import { salesOf } from '../domain/orderValue.ts';
import type { Program } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { lastSignFor } from '../domain/signsOfLife.ts';
import type { StoredOrder } from '../store/orders.ts';
import type { Desk } from './desk.ts';

/**
 * Judges one locked order by the version in force when it was placed (kept for ever once found),
 * posts the difference, and lets points whose dates are past become available, or expire, at once.
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
  const newest = noteActivity(desk, order, scalars);
  if (!program) return;
  const worth = orderPoints(facts, program, []);
  const explain = { ...worth.explain, before: Number(order.points), now: Number(worth.points) };
  postOrder(draft, order, worth.points, {
    occurredAt: order.points === 0n ? scalars.placedAt : changedAt(facts, scalars),
    shortage: program.debt,
    explain,
  });
  order.availableAt = availableAt(scalars.placedAt, program.pendingDays);
  const signs = desk.signs?.get(order.shopperId ?? '');
  const lastActivityAt = signs
    ? lastSignFor(program.expiry, order.availableAt, signs, desk.shop.timeZone)
    : newest;
  const expiresAt = (at: number) =>
    expiryOf(program.expiry, { earnedAt: at, lastActivityAt }, desk.shop.timeZone);
  if (order.availableAt <= desk.ctx.now) {
    const when = { availableAt: order.availableAt, expiresAt: expiresAt(order.availableAt) };
    matureOrder(draft, order, when);
  }
  stayAlive(desk, order.shopperId, program, lastActivityAt);
  expireLots(draft, desk.ctx.now);
}

/**
 * A real order is a sign of life, dated when it was placed, even if it was cancelled since: whether we
 * heard of it before or after must make no difference. Answers the newest sign there is.
 */
function noteActivity(desk: Desk, order: StoredOrder, scalars: OrderScalars): number {
  const shopperId = order.shopperId ?? '';
  const known = Math.max(
    desk.activity.get(shopperId) ?? 0,
    desk.locked.get(shopperId)?.lastActivityAt ?? 0,
  );
  if (scalars.test) return known || scalars.placedAt;
  const newest = Math.max(known, scalars.placedAt);
  if (newest > known) desk.activity.set(shopperId, newest);
  return newest;
}

function stayAlive(
  desk: Desk,
  shopperId: string | null,
  program: Program,
  lastActivityAt: number,
): void {
  const draft = shopperId === null ? undefined : desk.drafts.get(shopperId);
  if (!draft || program.expiry.kind !== 'inactivity') return;
  const { timeZone } = desk.shop;
  const end = expiryOf(program.expiry, { earnedAt: lastActivityAt, lastActivityAt }, timeZone);
  if (end !== null) keepAlive(draft, end);
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

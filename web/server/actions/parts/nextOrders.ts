/**
 * An order's next-order code: decided with the order, withdrawn with it, used by another one. Money
 * credit instead of a code is decided alike; its amount follows the order for ever. It is judged after
 * everything is written, so that a shopper's orders are read as they are now.
 */
import { cashbackOf } from '../../domain/cashback.ts';
import { deriveCode } from '../../domain/code.ts';
import { compareIds } from '../../domain/canonicalFacts.ts';
import { costOfCode, decideNextOrder, isCode, needsClubGaps } from '../../domain/nextOrder.ts';
import type { NextOrderAsked, NextOrderGiven } from '../../domain/nextOrder.ts';
import type { Program } from '../../domain/program.ts';
import { termsKey } from '../../domain/redemption.ts';
import {
  addNextOrders,
  lockNextOrders,
  readClubGaps,
  readPasts,
  saveNextOrders,
} from '../../store/nextOrders.ts';
import type { ShopperPast, StoredNextOrder } from '../../store/nextOrders.ts';
import { digestOf } from '../../store/orders.ts';
import type { StoredOrder } from '../../store/orders.ts';
import type { Tx } from '../../store/transaction.ts';
import { writeOwed } from '../../store/wallet.ts';
import type { Owed } from '../../store/wallet.ts';
import { ask } from '../desk.ts';
import type { Desk } from '../desk.ts';
import type { OrderPart } from '../orderParts.ts';
import { afterJudging } from './afterJudging.ts';
import type { Judged } from './afterJudging.ts';

export const nextOrders: OrderPart = afterJudging(settle);

async function settle(tx: Tx, desk: Desk, judged: readonly Judged[]): Promise<void> {
  if (!desk.versions.some(({ program }) => program.nextOrder)) return;
  const codes = new Set(judged.flatMap(({ facts }) => facts.scalars?.codes ?? []));
  const orderIds = judged.map(({ order }) => order.orderId);
  const rows = await lockNextOrders(tx, orderIds, [...codes]);
  const changed = new Set<StoredNextOrder>();
  for (const each of judged) {
    for (const row of rows) if (use(row, each)) changed.add(row);
    const own = rows.find((row) => row.orderId === each.order.orderId);
    if (own && withdraw(desk, own, each.order)) changed.add(own);
  }
  await saveNextOrders(tx, [...changed]);
  const had = new Set(rows.map((row) => row.orderId));
  const given = await give(
    tx,
    desk,
    judged.filter(({ order }) => !had.has(order.orderId)),
  );
  await owe(tx, desk, judged, [...rows, ...given]);
}

/** Of what was once decided, what is not given at all. */
const NOT_GIVEN = new Set(['heldOut', 'late', 'refused']);

/** Money credit follows what its order is worth now. */
async function owe(
  tx: Tx,
  desk: Desk,
  judged: readonly Judged[],
  rows: readonly StoredNextOrder[],
): Promise<void> {
  const owed = judged.flatMap(({ order, facts }): Owed[] => {
    const row = rows.find(({ orderId }) => orderId === order.orderId);
    if (!row || row.availableAt === null || NOT_GIVEN.has(row.status)) return [];
    const { value } = row.terms;
    if (value.kind !== 'cashback' || !facts.scalars) return [];
    const { currency, amountMinor } = cashbackOf(value, order.eligibleMinor, facts.scalars);
    const { orderId: key, shopId, shopperId, availableAt, endsAt } = row;
    const dates = { availableAt, expiresAt: endsAt };
    return [
      { cause: 'order', key, shopId, shopperId, currency, targetMinor: amountMinor, ...dates },
    ];
  });
  const changed = await writeOwed(tx, owed, desk.ctx.now);
  for (const shopperId of changed) ask(desk, 'settleWallet', shopperId);
  for (const { key, shopperId } of owed) {
    if (changed.includes(shopperId)) ask(desk, 'settleNextOrder', key);
  }
}

/**
 * The order that used a code has the last word, whatever became of the code meanwhile: it is
 * honoured and counted as cost. True when the row changed.
 */
function use(row: StoredNextOrder, { order, facts }: Judged): boolean {
  const scalars = facts.scalars;
  if (!scalars || row.status === 'heldOut' || row.status === 'late') return false;
  if (row.code === null) return false;
  const first = row.usedOrderId === null && scalars.codes.includes(row.code);
  if (!first && row.usedOrderId !== order.orderId) return false;
  const costMinor = costOfCode(facts, row.code);
  if (!first && costMinor === row.costMinor) return false;
  Object.assign(row, { status: 'used', usedOrderId: order.orderId, costMinor, lookAt: null });
  row.usedAt = scalars.placedAt;
  row.closedAt ??= scalars.placedAt;
  return true;
}

/** An order that came to be worth nothing takes its code along, unless that was used. */
function withdraw(desk: Desk, row: StoredNextOrder, order: StoredOrder): boolean {
  if (row.code === null) return false;
  if (order.eligibleMinor > 0 || (row.status !== 'issuing' && row.status !== 'open')) return false;
  Object.assign(row, { status: 'closing', reason: 'worthless', lookAt: null });
  ask(desk, 'settleNextOrder', row.orderId);
  return true;
}

type Candidate = Judged & {
  shopperId: string;
  placedAt: number;
  version: number;
  program: Program;
};

function candidateOf({ versions }: Desk, { order, facts }: Judged): Candidate | null {
  const { shopperId, placedAt, programVersion } = order;
  const inForce = versions.find(({ version }) => version === programVersion);
  if (!inForce?.program.nextOrder || !shopperId || placedAt === null) return null;
  if (order.eligibleMinor <= 0 || order.pastRewardId !== null || order.seen?.blocked) return null;
  return { order, facts, shopperId, placedAt, version: inForce.version, program: inForce.program };
}

/** Decides in the order in which the orders were placed, each knowing what the last one got. */
async function give(tx: Tx, desk: Desk, judged: readonly Judged[]): Promise<StoredNextOrder[]> {
  const candidates = judged
    .map((each) => candidateOf(desk, each))
    .filter((each) => each !== null)
    .sort(
      (a, b) =>
        a.placedAt - b.placedAt || compareIds(a.order.platformOrderId, b.order.platformOrderId),
    );
  const shopperIds = [...new Set(candidates.map(({ shopperId }) => shopperId))];
  const pasts = await readPasts(tx, shopperIds);
  const given: StoredNextOrder[] = [];
  for (const candidate of candidates) {
    const past = pasts.get(candidate.shopperId);
    const decided = past && (await decide(tx, desk, candidate, past));
    if (!past || !decided) continue;
    const { order, placedAt } = candidate;
    past.codes.push({ orderId: order.orderId, placedAt, status: decided.status });
    given.push(rowOf(tx, desk, candidate, decided));
    const coded = decided.availableAt === null;
    if (coded && decided.status === 'issuing') ask(desk, 'settleNextOrder', order.orderId);
  }
  await addNextOrders(tx, given);
  return given;
}

async function decide(
  tx: Tx,
  desk: Desk,
  candidate: Candidate,
  past: ShopperPast,
): Promise<NextOrderGiven | null> {
  const { order, facts, placedAt, program } = candidate;
  const { platformOrderId, eligibleMinor } = order;
  const asked: NextOrderAsked = {
    program,
    order: { platformOrderId, placedAt, eligibleMinor, facts },
    orders: past.orders.filter(({ orderId }) => orderId !== order.orderId),
    codes: past.codes,
    shopper: past,
    now: desk.ctx.now,
    timeZone: desk.shop.timeZone,
  };
  const clubGaps = needsClubGaps(asked) ? await readClubGaps(tx, placedAt) : [];
  return decideNextOrder({ ...asked, clubGaps });
}

function rowOf(
  tx: Tx,
  { ctx, shop }: Desk,
  { order, shopperId, placedAt, version }: Candidate,
  { status, terms, endsAt, usefulUntil, availableAt, why }: NextOrderGiven,
): StoredNextOrder {
  const { orderId } = order;
  return {
    orderId,
    tierKey: null,
    shopId: shop.shopId,
    shopperId,
    programVersion: version,
    terms,
    termsHash: isCode(terms) ? digestOf(termsKey(terms)) : '',
    code: isCode(terms) ? deriveCode(ctx.keys.code, [tx.clubId, 'nextOrder', orderId]) : null,
    status,
    reason: null,
    confirmed: false,
    placedAt,
    createdAt: ctx.now,
    usefulUntil,
    endsAt,
    availableAt,
    why,
    lookAt: status === 'issuing' ? endsAt : null,
    mailedAt: null,
    unmailed: null,
    remindedDays: null,
    usedOrderId: null,
    usedAt: null,
    costMinor: 0,
    closedAt: null,
  };
}

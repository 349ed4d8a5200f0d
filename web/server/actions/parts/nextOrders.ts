/**
 * An order's next-order code: decided with the order, withdrawn with it, used by another one. It is
 * judged after everything is written, so that a shopper's orders are read as they are now.
 */
import { deriveCode } from '../../domain/code.ts';
import { compareIds } from '../../domain/canonicalFacts.ts';
import { costOfCode, decideNextOrder } from '../../domain/nextOrder.ts';
import type { NextOrderGiven } from '../../domain/nextOrder.ts';
import type { OrderFacts } from '../../domain/orderFacts.ts';
import type { Program } from '../../domain/program.ts';
import { termsKey } from '../../domain/redemption.ts';
import {
  addNextOrders,
  lockNextOrders,
  readPasts,
  saveNextOrders,
} from '../../store/nextOrders.ts';
import type { ShopperPast, StoredNextOrder } from '../../store/nextOrders.ts';
import { digestOf } from '../../store/orders.ts';
import type { StoredOrder } from '../../store/orders.ts';
import type { Tx } from '../../store/transaction.ts';
import { ask } from '../desk.ts';
import type { Desk } from '../desk.ts';
import type { OrderPart } from '../orderParts.ts';

type Judged = { order: StoredOrder; facts: OrderFacts };

export const nextOrders: OrderPart = {
  expect: (tx) =>
    Promise.resolve({
      shopperIds: [],
      open: (desk) => {
        const judged: Judged[] = [];
        return Promise.resolve({
          judge: (order, facts) => void judged.push({ order, facts }),
          close: () => settle(tx, desk, judged),
        });
      },
    }),
};

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
  await give(
    tx,
    desk,
    judged.filter(({ order }) => !had.has(order.orderId)),
  );
}

/**
 * The order that used a code has the last word, whatever became of the code meanwhile: it is
 * honoured and counted as cost. True when the row changed.
 */
function use(row: StoredNextOrder, { order, facts }: Judged): boolean {
  const scalars = facts.scalars;
  if (!scalars || row.status === 'heldOut' || row.status === 'late') return false;
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
  if (order.eligibleMinor > 0 || (row.status !== 'issuing' && row.status !== 'open')) return false;
  Object.assign(row, { status: 'closing', reason: 'worthless', lookAt: null });
  ask(desk, 'settleNextOrder', row.orderId);
  return true;
}

type Candidate = {
  order: StoredOrder;
  shopperId: string;
  placedAt: number;
  version: number;
  program: Program;
};

function candidateOf({ versions }: Desk, { order }: Judged): Candidate | null {
  const { shopperId, placedAt, programVersion } = order;
  const inForce = versions.find(({ version }) => version === programVersion);
  if (!inForce?.program.nextOrder || !shopperId || placedAt === null) return null;
  if (order.eligibleMinor <= 0 || order.pastRewardId !== null) return null;
  return { order, shopperId, placedAt, version: inForce.version, program: inForce.program };
}

/** Decides in the order in which the orders were placed, each knowing what the last one got. */
async function give(tx: Tx, desk: Desk, judged: readonly Judged[]): Promise<void> {
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
    const decided = past && decide(desk, candidate, past);
    if (!past || !decided) continue;
    const { order, placedAt } = candidate;
    past.codes.push({ orderId: order.orderId, placedAt, status: decided.status });
    given.push(rowOf(tx, desk, candidate, decided));
    if (decided.status === 'issuing') ask(desk, 'settleNextOrder', order.orderId);
  }
  await addNextOrders(tx, given);
}

function decide(desk: Desk, candidate: Candidate, past: ShopperPast): NextOrderGiven | null {
  const { order, placedAt, program } = candidate;
  const { platformOrderId, eligibleMinor } = order;
  return decideNextOrder({
    program,
    order: { platformOrderId, placedAt, eligibleMinor },
    orders: past.orders.filter(({ orderId }) => orderId !== order.orderId),
    codes: past.codes,
    shopper: past,
    now: desk.ctx.now,
    timeZone: desk.shop.timeZone,
  });
}

function rowOf(
  tx: Tx,
  { ctx, shop }: Desk,
  { order, shopperId, placedAt, version }: Candidate,
  { status, terms, endsAt, usefulUntil }: NextOrderGiven,
): StoredNextOrder {
  const { orderId } = order;
  return {
    orderId,
    tierKey: null,
    shopId: shop.shopId,
    shopperId,
    programVersion: version,
    terms,
    termsHash: digestOf(termsKey(terms)),
    code: deriveCode(ctx.keys.code, [tx.clubId, 'nextOrder', orderId]),
    status,
    reason: null,
    confirmed: false,
    placedAt,
    createdAt: ctx.now,
    usefulUntil,
    endsAt,
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

/**
 * Order messages become order facts, and order facts become postings: target - already posted.
 * Late, twice, out of order: one path, and running it again posts nothing (design, path B).
 */
import { isBlockedAt } from '../domain/blocks.ts';
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import type { OrderAside } from '../gateways/platform.ts';
import { canonical, mergeRefund, mergeSnapshot } from '../domain/mergeFacts.ts';
import { blockedThen } from '../domain/orderSeen.ts';
import type { BuyerFacts, OrderFacts, OrderSnapshot, RefundFacts } from '../domain/orderFacts.ts';
import { lockAccounts, readLotMoves, writeDrafts } from '../store/books.ts';
import { sendAsks } from '../store/deliveries.ts';
import { digestOf, knownOrders, lockOrders, saveOrders } from '../store/orders.ts';
import type { StoredOrder } from '../store/orders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { findForOrders, saveRedemption } from '../store/redemptions.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import { closeByOrder } from './closeByOrder.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { ask, noteCause } from './desk.ts';
import type { Desk } from './desk.ts';
import { spareErased } from './erasedPeople.ts';
import { findShoppers } from './findShoppers.ts';
import { homeKeyOf, mailboxKeyOf } from './fraudKeys.ts';
import { judgeOrder } from './judgeOrder.ts';
import { ORDER_PARTS } from './orderParts.ts';
import type { Batch, Expectation, OpenPart } from './orderParts.ts';
import { rollUpAsk } from './rollUp.ts';
import { keepSeen, seeOrders } from './seeOrders.ts';

/** `cause`: the message that told of it. */
export type OrderWork = { cause?: string } & OrderTold;

type OrderTold =
  | { platformOrderId: string; snapshot: OrderSnapshot; aside?: OrderAside }
  | { platformOrderId: string; refund: RefundFacts }
  /** Only the platform can tell how it stands: it is asked, after this. */
  | { platformOrderId: string; because: 'untold' }
  /** Nothing new is said of it, but who placed it is known as somebody else now. */
  | { platformOrderId: string; because: 'merged' };

/**
 * Records a batch of one shop's order messages in the caller's transaction, which works on the club
 * alone (`takeClub`, `waitForClub`). Answers the platform's ids of orders that were told with somebody
 * who is erased: the orders are recorded without them, and the telling must not be kept.
 */
export async function recordOrders(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  told: readonly OrderWork[],
): Promise<ReadonlySet<string>> {
  if (told.length === 0) return new Set();
  const { works, buyerless, telling } = await spareErased(tx, ctx, shop.shopId, told);
  const shoppers = await shoppersOf(tx, ctx, shop, works);
  const expected = await expectParts(tx, { ctx, shop, works, ...shoppers });
  const desk = await layOut(tx, ctx, shop, works, shoppers, expected);
  const parts: OpenPart[] = [];
  for (const expectation of expected) parts.push(await expectation.open(desk));
  const changed: StoredOrder[] = [];
  const causes = new Map(works.map((work) => [work.platformOrderId, work.cause]));
  for (const [platformOrderId, order] of desk.orders) {
    const merged = mergeAll(order, works, platformOrderId);
    const shopperId = order.shopperId ?? shoppers.byOrder.get(platformOrderId) ?? null;
    const digest = digestOf(canonical(merged.facts));
    const heard = keepAside(tx, desk, order, works);
    const same = digest === order.digest && shopperId === order.shopperId && !merged.again;
    if (merged.ask || !same) noteCause(desk, order.orderId, shopperId, causes.get(platformOrderId));
    if (merged.ask) ask(desk, 'askOrder', order.orderId);
    if (same && !heard) continue;
    Object.assign(order, { facts: merged.facts, digest, shopperId });
    if (buyerless.has(platformOrderId)) order.buyerErasedAt ??= ctx.now;
    noteBlocked(desk, order);
    changed.push(order);
  }
  const later = await seeOrders(tx, desk, changed);
  for (const order of changed) judgeAll(desk, order, parts);
  for (const order of later) if (order.facts) judgeOrder(desk, order, order.facts);
  for (const part of parts) part.settle?.();
  await putAway(tx, desk, [...changed, ...later], parts);
  return telling;
}

function judgeAll(desk: Desk, order: StoredOrder, parts: readonly OpenPart[]): void {
  const { facts } = order;
  if (!facts) return;
  judgeOrder(desk, order, facts);
  closeByOrder(desk, order, facts);
  for (const part of parts) part.judge(order, facts);
}

/** What an order has earned it keeps, even where its shopper turns out to have been blocked then. */
function noteBlocked({ locked, shop }: Desk, order: StoredOrder): void {
  const placedAt = order.facts?.scalars?.placedAt;
  if (placedAt === undefined || order.nextPosting > 1) return;
  const { blocked = [] } = locked.get(order.shopperId ?? '') ?? {};
  if (isBlockedAt(blocked, placedAt)) order.seen = blockedThen(order.seen, shop.timeZone);
}

async function expectParts(tx: Tx, batch: Batch): Promise<Expectation[]> {
  const expected: Expectation[] = [];
  for (const part of ORDER_PARTS) expected.push(await part.expect(tx, batch));
  return expected;
}

/** The shopper of every order in the batch; unknown buyers of real orders join here. */
async function shoppersOf(tx: Tx, ctx: Context, shop: ShopOfOrders, works: readonly OrderWork[]) {
  const ids = [...new Set(works.map((work) => work.platformOrderId))];
  const known = await knownOrders(tx, shop.shopId, ids);
  const buyers = new Map<string, BuyerFacts>();
  for (const work of works) {
    if (known.get(work.platformOrderId)?.shopperId || !('snapshot' in work)) continue;
    if (work.snapshot.test) continue;
    const { buyer } = work.snapshot;
    const before = buyers.get(work.platformOrderId);
    buyers.set(work.platformOrderId, {
      customerId: before?.customerId ?? buyer.customerId,
      email: before?.email ?? buyer.email,
      phone: before?.phone ?? buyer.phone,
    });
  }
  const byOrder = await findShoppers(tx, ctx, shop.shopId, buyers);
  for (const [id, order] of known) if (order.shopperId) byOrder.set(id, order.shopperId);
  const orderIds = [...known.values()].map((order) => order.orderId);
  return { byOrder, orderIds, ids };
}

const codesOf = (works: readonly OrderWork[]): string[] => [
  ...new Set(works.flatMap((work) => ('snapshot' in work ? work.snapshot.codes : []))),
];

/** Locks shoppers (buyers and owners of codes), then orders, and reads what the judges need. */
async function layOut(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  works: readonly OrderWork[],
  shoppers: Awaited<ReturnType<typeof shoppersOf>>,
  parts: readonly Expectation[],
): Promise<Desk> {
  const { orderIds } = shoppers;
  const codes = codesOf(works);
  const expected = await findForOrders(tx, orderIds, codes);
  const holdMoves = await readLotMoves(
    tx,
    expected.map((r) => r.holdTransferId),
  );
  const people = new Set<string>(expected.map((r) => r.shopperId));
  for (const shopperId of shoppers.byOrder.values()) if (shopperId) people.add(shopperId);
  for (const part of parts) for (const shopperId of part.shopperIds) people.add(shopperId);
  const lotIds = [...holdMoves.values()].flatMap((moves) => moves.map((m) => m.lotId));
  const wanted = shoppers.ids.map((platformOrderId) => ({ orderId: ctx.newId(), platformOrderId }));
  // One flight, answered in this order: shoppers are locked before orders, and what follows a lock
  // sees what was committed when it was granted.
  const [locked, redemptions, orders, versions] = await Promise.all([
    lockAccounts(tx, [...people].sort(), { orderIds, lotIds }),
    expected.length > 0 ? findForOrders(tx, orderIds, codes) : [],
    lockOrders(tx, shop.shopId, wanted),
    readVersionsFast(tx),
  ]);
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  const activity = new Map<string, number>();
  return {
    ctx,
    shop,
    versions,
    orders,
    drafts,
    locked,
    activity,
    redemptions,
    holdMoves,
    asks: [],
  };
}

/** All that the batch says of one order, merged into what we knew. */
function mergeAll(
  order: StoredOrder,
  works: readonly OrderWork[],
  platformOrderId: string,
): { facts: OrderFacts; ask: boolean; again: boolean } {
  let facts: OrderFacts | null = order.facts;
  let asked = false;
  let again = false;
  for (const work of works) {
    if (work.platformOrderId !== platformOrderId) continue;
    if ('snapshot' in work) {
      const merged = mergeSnapshot(facts, work.snapshot);
      facts = merged.facts;
      asked ||= merged.ask;
    } else if ('refund' in work) facts = mergeRefund(facts, work.refund);
    else {
      // As with a refund that comes before its order, the row waits for what will be told.
      facts ??= { scalars: null, refunds: [] };
      asked ||= work.because === 'untold';
      again ||= work.because === 'merged';
    }
  }
  if (!facts) throw new Error('an order without a message cannot be in the batch');
  return { facts, ask: asked, again };
}

/** What only messages tell, kept as soon as one does. True when it is new. */
function keepAside(tx: Tx, desk: Desk, order: StoredOrder, works: readonly OrderWork[]): boolean {
  const { ctx, versions } = desk;
  const { checkoutToken, locale, homeKey, mailboxKey } = order;
  const refers = versions.some(({ program }) => program.referral !== null);
  for (const work of works) {
    if (work.platformOrderId !== order.platformOrderId || !('snapshot' in work)) continue;
    order.checkoutToken ??= work.aside?.checkoutToken ?? null;
    order.locale ??= work.aside?.locale ?? null;
    // Who sent whom is compared by them, and nothing else is.
    if (!refers) continue;
    order.homeKey ??= homeKeyOf(tx, ctx, work.aside?.address ?? null);
    order.mailboxKey ??= mailboxKeyOf(tx, ctx, work.snapshot.buyer.email);
  }
  return (
    checkoutToken !== order.checkoutToken ||
    locale !== order.locale ||
    homeKey !== order.homeKey ||
    mailboxKey !== order.mailboxKey
  );
}

/** Writes everything down, and asks for the cards of shoppers whose balance moved. */
async function putAway(
  tx: Tx,
  desk: Desk,
  changed: readonly StoredOrder[],
  parts: readonly OpenPart[],
): Promise<void> {
  const { ctx, shop } = desk;
  saveOrders(tx, shop.shopId, changed, ctx.now);
  writeDrafts(tx, [...desk.drafts.values()], desk.activity, ctx.now);
  for (const redemption of desk.redemptions) saveRedemption(tx, redemption);
  for (const part of parts) await part.close();
  await keepSeen(tx, desk);
  const moved = [...desk.drafts.values()].filter((draft) => draft.transfers.length > 0);
  const named = await customerIdsOf(
    tx,
    shop.shopId,
    moved.map((draft) => draft.account.shopperId),
  );
  for (const shopperId of named.keys()) ask(desk, 'shopperCard', shopperId);
  if (changed.length > 0) desk.asks.push(rollUpAsk(shop.shopId, ctx.now));
  sendAsks(tx, desk.asks, ctx.now);
}

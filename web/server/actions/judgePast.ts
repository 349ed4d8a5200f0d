/**
 * Orders of before the first program, judged as if a version had been in force: the one path of the
 * preview and of the posting, so that they cannot disagree. All such orders of a shopper are judged
 * together, with every sign of life that the shopper has given.
 */
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import { keptBy } from '../domain/days.ts';
import type { SignOfLife } from '../domain/signsOfLife.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { lockOrders, saveOrders } from '../store/orders.ts';
import type { StoredOrder } from '../store/orders.ts';
import { nextPastShoppers, pastOrdersOf, readSigns } from '../store/pastRewards.ts';
import type { Past } from '../store/pastRewards.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { ask } from './desk.ts';
import type { Desk } from './desk.ts';
import { judgeOrder } from './judgeOrder.ts';
import { keepSeen, seeOrders } from './seeOrders.ts';
import { countedNow } from './seeTiers.ts';
import { openTiers } from './settleTiers.ts';

/** How many shoppers are one commit. */
const BATCH = 100;

export type JudgedPast = {
  /** The last shopper of this batch; null: there are no more. */
  last: string | null;
  judged: number;
  /** Orders that were worth something, and whose they are. */
  orders: number;
  shoppers: number;
  points: bigint;
  /** Of these: ended at once, and not available yet. */
  expired: bigint;
  onTheWay: bigint;
};

export type PastAsked = Past & { version: number; pastRewardId: string; after: string | null };

/** Judges the next shoppers' orders. `write` puts it down; without it nothing has happened. */
export async function judgePast(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  asked: PastAsked,
  write: boolean,
): Promise<JudgedPast> {
  await waitForClub(tx);
  const shopperIds = await nextPastShoppers(tx, asked, asked.after, BATCH);
  const ids = await pastOrdersOf(tx, asked, shopperIds);
  const desk = await layOut(tx, ctx, shop, { shopperIds, ids, version: asked.version });
  const orders: StoredOrder[] = [];
  for (const { platformOrderId } of ids) {
    const order = desk.orders.get(platformOrderId);
    if (!order?.facts) continue;
    order.programVersion = asked.version;
    order.pastRewardId = asked.pastRewardId;
    orders.push(order);
  }
  // Orders of after the first program were judged with these in their past already.
  await seeOrders(tx, desk, orders);
  for (const order of orders) if (order.facts) judgeOrder(desk, order, order.facts);
  if (write) await putAway(tx, desk, orders);
  return { last: shopperIds.at(-1) ?? null, judged: orders.length, ...sumOf(desk, orders) };
}

type Wanted = {
  shopperIds: readonly string[];
  ids: readonly { orderId: string; platformOrderId: string }[];
  version: number;
};

async function layOut(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  { shopperIds, ids, version }: Wanted,
): Promise<Desk> {
  const orderIds = ids.map(({ orderId }) => orderId);
  const locked = await lockAccounts(tx, shopperIds, { orderIds });
  const orders = await lockOrders(tx, shop.shopId, ids);
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  const versions = await readVersionsFast(tx);
  const signs = new Map<string, SignOfLife[]>();
  for (const sign of await readSigns(tx, shopperIds)) {
    // Orders that no version judges count by the one that is asked about.
    const judge = versions.find((each) => each.version === (sign.version ?? version));
    const until = judge ? keptBy(judge.program.expiry, sign.at, shop.timeZone) : null;
    signs.set(sign.shopperId, [...(signs.get(sign.shopperId) ?? []), { at: sign.at, until }]);
  }
  const nothing = { redemptions: [], holdMoves: new Map(), asks: [] };
  return { ctx, shop, versions, orders, drafts, locked, activity: new Map(), signs, ...nothing };
}

function sumOf(desk: Desk, orders: readonly StoredOrder[]) {
  const worth = orders.filter((order) => order.points > 0n);
  const own = new Set(worth.map((order) => order.orderId));
  let expired = 0n;
  for (const { account, transfers } of desk.drafts.values()) {
    const lots = new Set(account.lots.filter((l) => own.has(l.orderId ?? '')).map((l) => l.id));
    const ended = transfers.filter((transfer) => transfer.reason === 'expire');
    for (const move of ended.flatMap((transfer) => transfer.lotMoves)) {
      if (lots.has(move.lotId)) expired -= move.points;
    }
  }
  return {
    orders: worth.length,
    shoppers: new Set(worth.map((order) => order.shopperId)).size,
    points: worth.reduce((sum, order) => sum + order.points, 0n),
    expired,
    onTheWay: worth.reduce((sum, order) => sum + order.pending, 0n),
  };
}

/** Points of the past may count for tiers. */
async function settlePast(tx: Tx, desk: Desk, orders: readonly StoredOrder[]) {
  if (!desk.tierPasts) return null;
  const people = [...new Set(orders.flatMap(({ shopperId }) => shopperId ?? []))];
  const tiers = await openTiers(tx, desk, people);
  const inHand = [...orders, ...(desk.later ?? [])];
  tiers.settle(people, countedNow(desk.tierPasts, inHand, desk.versions));
  return tiers;
}

/** Writes it down, and asks for the cards of shoppers whose balance moved: nothing else is sent. */
async function putAway(tx: Tx, desk: Desk, orders: readonly StoredOrder[]): Promise<void> {
  const { ctx, shop } = desk;
  saveOrders(tx, shop.shopId, orders, ctx.now);
  const tiers = await settlePast(tx, desk, orders);
  writeDrafts(tx, [...desk.drafts.values()], desk.activity, ctx.now);
  await tiers?.save();
  await keepSeen(tx, desk);
  const moved = [...desk.drafts.values()].filter((draft) => draft.transfers.length > 0);
  const named = await customerIdsOf(
    tx,
    shop.shopId,
    moved.map((draft) => draft.account.shopperId),
  );
  for (const shopperId of named.keys()) ask(desk, 'shopperCard', shopperId);
  await askFor(tx, desk.asks, ctx.now);
}

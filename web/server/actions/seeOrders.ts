/**
 * What rules must see of a batch's orders, read before they are judged. Where no version of the program
 * has rules, nothing is read.
 */
import { monthKey } from '../domain/bonusBudget.ts';
import { isScarce } from '../domain/earning.ts';
import { historyAt, needsOf, pastOf } from '../domain/orderSeen.ts';
import type { Need, PastOrder, SeenOfOrder } from '../domain/orderSeen.ts';
import type { Program } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { withTier } from '../domain/tiersOfOrders.ts';
import { lockCampaigns, saveCampaigns } from '../store/campaigns.ts';
import { lockOrders } from '../store/orders.ts';
import type { StoredOrder } from '../store/orders.ts';
import { seenProducts } from '../store/products.ts';
import type { Seen } from '../store/products.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { readHeldOut, readOrderLots, readOrdersOfPast } from '../store/shopperPasts.ts';
import type { OrderOfPast } from '../store/shopperPasts.ts';
import type { Tx } from '../store/transaction.ts';
import { awaitProducts } from './awaitProducts.ts';
import { ask } from './desk.ts';
import type { Desk } from './desk.ts';
import { fillTiers, readTierPasts } from './seeTiers.ts';

/** Later orders that are judged again in the same transaction; the others are a delivery. */
const TOGETHER = 50;

type Ruled = { order: StoredOrder; program: Program; needs: ReadonlySet<Need> };

/**
 * Fills in what is seen of changed orders (their facts are merged, nothing is judged yet), and answers
 * orders placed after them that are to be judged again because they look back at something else now.
 */
export async function seeOrders(
  tx: Tx,
  desk: Desk,
  changed: readonly StoredOrder[],
): Promise<readonly StoredOrder[]> {
  const needs = new Map(desk.versions.map((each) => [each.version, needsOf(each.program)]));
  if ([...needs.values()].every((each) => each === null)) return [];
  const looksBack = [...needs.values()].some((each) => each?.has('history'));
  const shopperIds = [...new Set(changed.flatMap(({ shopperId }) => shopperId ?? []))];
  const rows = looksBack ? await readOrdersOfPast(tx, shopperIds) : [];
  const pasts = pastsOf(rows, changed);
  const judged = new Set(changed.map(({ orderId }) => orderId));
  const others = rows.filter(({ orderId }) => !judged.has(orderId));
  const later = await lockLater(tx, desk, laterRows(desk, others, pasts, needs));
  const ruled = [...changed, ...later].flatMap((order): Ruled[] => {
    const { version, program } = versionOf(desk, order) ?? {};
    const mine = version === undefined ? null : (needs.get(version) ?? null);
    return program && mine ? [{ order, program, needs: mine }] : [];
  });
  await look(tx, desk, ruled, pasts);
  const needsTier = [...needs.values()].some((each) => each?.has('tier'));
  const moved = needsTier ? await seeTiers(tx, desk, shopperIds, [...changed, ...later]) : [];
  await openPurse(tx, desk, [...changed, ...later, ...moved], shopperIds);
  desk.later = [...later, ...moved];
  return desk.later;
}

/** Fills in tiers, and answers orders that were placed in another tier than they were judged by. */
async function seeTiers(
  tx: Tx,
  desk: Desk,
  shopperIds: readonly string[],
  inHand: readonly StoredOrder[],
): Promise<StoredOrder[]> {
  const places = inHand.flatMap(({ facts }) => facts?.scalars?.placedAt ?? []);
  const from = places.length === 0 ? null : Math.min(...places);
  desk.tierPasts = await readTierPasts(tx, desk.versions, shopperIds, from);
  const found = fillTiers(desk.tierPasts, inHand, desk.versions).filter(
    ({ row }) => row.shopId === desk.shop.shopId,
  );
  const tiers = new Map(found.map(({ row, tier }) => [row.orderId, tier]));
  const moved = await lockLater(
    tx,
    desk,
    found.map(({ row }) => row),
  );
  for (const order of moved) {
    if (order.seen) order.seen = withTier(order.seen, tiers.get(order.orderId) ?? null);
  }
  return moved;
}

/** The version that judges an order: kept for ever once found. */
export function versionOf({ versions }: Desk, order: StoredOrder) {
  const at = order.facts?.scalars?.placedAt;
  if (order.programVersion === null) return at === undefined ? null : programInForce(versions, at);
  return versions.find(({ version }) => version === order.programVersion) ?? null;
}

type Pasts = ReadonlyMap<string, readonly PastOrder[]>;

/** Every shopper's orders as they are once this batch is recorded. */
function pastsOf(rows: readonly OrderOfPast[], changed: readonly StoredOrder[]): Pasts {
  const pasts = new Map<string, PastOrder[]>();
  const add = (shopperId: string | null, past: PastOrder | null) => {
    if (shopperId === null || !past) return;
    pasts.set(shopperId, [...(pasts.get(shopperId) ?? []), past]);
  };
  const fresh = new Set(changed.map(({ orderId }) => orderId));
  for (const row of rows) {
    if (fresh.has(row.orderId)) continue;
    const { platformOrderId, placedAt, test, cancelledAt } = row;
    const told = row.facts && pastOf(platformOrderId, row.facts);
    add(row.shopperId, told ?? { platformOrderId, placedAt, test, cancelledAt, goneAt: null });
  }
  for (const { platformOrderId, shopperId, facts } of changed) {
    add(shopperId, facts && pastOf(platformOrderId, facts));
  }
  return pasts;
}

/** Orders that were judged by something else than what they look back at now. */
function laterRows(
  { shop }: Desk,
  rows: readonly OrderOfPast[],
  pasts: Pasts,
  needs: ReadonlyMap<number, ReadonlySet<Need> | null>,
): OrderOfPast[] {
  return rows.filter((row) => {
    if (row.shopId !== shop.shopId) return false;
    if (!needs.get(row.programVersion ?? 0)?.has('history')) return false;
    const now = historyAt(row, pasts.get(row.shopperId) ?? []);
    return row.seen?.nthOrder !== now.nthOrder || row.seen.lastOrderAt !== now.lastOrderAt;
  });
}

/** Their shoppers are locked already; their own lots join the accounts. */
async function lockLater(
  tx: Tx,
  desk: Desk,
  rows: readonly Pick<OrderOfPast, 'orderId' | 'platformOrderId'>[],
): Promise<StoredOrder[]> {
  const together = rows.slice(0, TOGETHER);
  const next = rows[TOGETHER];
  if (next) ask(desk, 'judgeAgain', next.orderId);
  if (together.length === 0) return [];
  // One of them may be in the batch, told once more what it had told.
  const mine = together.filter((row) => !desk.orders.has(row.platformOrderId));
  const locked = await lockOrders(tx, desk.shop.shopId, mine);
  const orderIds = together.map(({ orderId }) => orderId);
  for (const { shopperId, lot } of await readOrderLots(tx, orderIds)) {
    const lots = desk.drafts.get(shopperId)?.account.lots;
    if (lots && !lots.some(({ id }) => id === lot.id)) lots.push(lot);
  }
  return together.flatMap(({ platformOrderId: id }) => desk.orders.get(id) ?? locked.get(id) ?? []);
}

async function look(tx: Tx, desk: Desk, ruled: readonly Ruled[], pasts: Pasts): Promise<void> {
  const shopperIds = ruled.flatMap(({ order }) => order.shopperId ?? []);
  const campaigns = ruled.some(({ program }) => program.campaigns?.length);
  const heldOut = campaigns ? await readHeldOut(tx, shopperIds) : new Set<string>();
  const products = await seenProducts(tx, desk.shop.shopId, ruled.flatMap(newProducts));
  const unknown = new Set(products.unknown);
  const tagged = await whoHasTags(tx, desk, ruled);
  const waits: { productId: string; platformOrderId: string }[] = [];
  for (const each of ruled) {
    const { order } = each;
    for (const productId of newProducts(each)) {
      if (unknown.has(productId)) waits.push({ productId, platformOrderId: order.platformOrderId });
    }
    const past = pasts.get(order.shopperId ?? '') ?? [];
    const campaign = !(each.program.holdOut && heldOut.has(order.shopperId ?? ''));
    const mayHaveTags = tagged.has(order.shopperId ?? '');
    order.seen = seenOf(desk, each, { past, products, campaign, mayHaveTags });
    if (order.seen?.shopper.tags === null) ask(desk, 'lookUpTags', order.orderId);
  }
  desk.waits = waits;
}

/** What campaigns have left, of all that may give something to these orders. */
async function openPurse(
  tx: Tx,
  desk: Desk,
  orders: readonly StoredOrder[],
  shopperIds: readonly string[],
): Promise<void> {
  const scarce = orders.flatMap((order) => {
    const program = versionOf(desk, order)?.program;
    const ends = (program?.campaigns ?? []).filter((each) => program && isScarce(each, program));
    const placedAt = order.facts?.scalars?.placedAt;
    const month =
      program?.bonusBudget && order.seen && placedAt !== undefined
        ? [monthKey(placedAt, order.seen.timeZone)]
        : [];
    return ends.length === 0 ? [] : [...ends.map(({ id }) => id), ...month];
  });
  desk.purse = await lockCampaigns(tx, scarce, shopperIds);
}

/** Where it hangs on tags who earns: shoppers whom the shop knows as customers. Guests have none. */
async function whoHasTags(
  tx: Tx,
  { shop }: Desk,
  ruled: readonly Ruled[],
): Promise<ReadonlySet<string>> {
  const ids = ruled
    .filter(({ needs }) => needs.has('tags'))
    .flatMap(({ order }) => order.shopperId ?? []);
  return new Set((await customerIdsOf(tx, shop.shopId, ids)).keys());
}

/** Products that rules must know and that were not seen on this order yet. */
function newProducts({ order, needs }: Ruled): string[] {
  if (!needs.has('products')) return [];
  const ids = (order.facts?.scalars?.lines ?? []).flatMap(({ productId }) => productId ?? []);
  return ids.filter((id) => !Object.hasOwn(order.seen?.products ?? {}, id));
}

type Sight = {
  past: readonly PastOrder[];
  products: Seen;
  campaign: boolean;
  mayHaveTags: boolean;
};

/** What nobody dates is as it was at the first judgement; what is dated is worked out anew. */
function seenOf(
  { shop }: Desk,
  each: Ruled,
  { past, products, campaign, mayHaveTags }: Sight,
): SeenOfOrder | null {
  const { order, needs } = each;
  const before = order.seen;
  const placedAt = order.facts?.scalars?.placedAt;
  if (placedAt === undefined) return before;
  const { platformOrderId } = order;
  const unknown = new Set(products.unknown);
  const fresh = newProducts(each).filter((id) => !unknown.has(id));
  return {
    timeZone: before?.timeZone ?? shop.timeZone,
    shopper: {
      ...historyAt({ platformOrderId, placedAt }, needs.has('history') ? past : []),
      tier: before?.shopper.tier ?? null,
      tags: before ? before.shopper.tags : mayHaveTags ? null : [],
    },
    campaigns: before?.campaigns ?? (campaign && order.pastRewardId === null),
    products: {
      ...before?.products,
      ...Object.fromEntries(fresh.map((id) => [id, products.seen.get(id) ?? null])),
    },
    ...(before?.blocked ? { blocked: true } : {}),
  };
}

/** Writes down what was set aside, and asks for products that nobody knows yet. */
export async function keepSeen(tx: Tx, desk: Desk): Promise<void> {
  if (desk.purse) await saveCampaigns(tx, [...desk.purse.values()]);
  if (!desk.waits) return;
  desk.asks.push(...(await awaitProducts(tx, desk.ctx, desk.shop.shopId, desk.waits)));
}

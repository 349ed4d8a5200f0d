/** What time does to tiers: they fall, points of entering become available, a new version moves everybody. */
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import { matureEntry } from '../domain/tierBook.ts';
import { writeOffDebts } from '../domain/upkeepBook.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import {
  lockMaturingEntries,
  readEntryLots,
  readTierMove,
  saveTierMove,
  saveTierRows,
  shoppersAfter,
  standingsDue,
} from '../store/tierRows.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import type { Maturing } from './matureReferrals.ts';
import { countedNow, readTierPasts } from './seeTiers.ts';
import { addLots, openTiers } from './settleTiers.ts';

const LIMIT = 500;

/** Looks at up to 500 shoppers whose standing changes by itself or who are to be moved. */
export async function keepTiers(tx: Tx, ctx: Context, shop: ShopOfOrders): Promise<number> {
  const due = await standingsDue(tx, ctx.now, LIMIT);
  if (due.length > 0) {
    await settleShoppers(tx, ctx, shop, due);
    return due.length;
  }
  return moveSome(tx, ctx, shop);
}

/** Everybody is judged by the version in force, a batch at a time; another one may be next. */
async function moveSome(tx: Tx, ctx: Context, shop: ShopOfOrders): Promise<number> {
  const move = await readTierMove(tx, shop.shopId, ctx.now);
  if (!move) return 0;
  const shopperIds = await shoppersAfter(tx, move.after, LIMIT);
  if (shopperIds.length > 0) {
    await settleShoppers(tx, ctx, shop, shopperIds);
    await saveTierMove(tx, shop.shopId, { ...move, after: shopperIds.at(-1) ?? null });
    return shopperIds.length;
  }
  const versions = await readVersionsFast(tx);
  const next = versions.map(({ effectiveFrom }) => effectiveFrom).filter((at) => at > move.from);
  const from = next.length === 0 ? null : Math.min(...next);
  await saveTierMove(tx, shop.shopId, { from, after: null });
  return 1;
}

/** Works out where these shoppers stand, from what is stored. */
export async function settleShoppers(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  shopperIds: readonly string[],
): Promise<void> {
  const locked = await lockAccounts(tx, [...shopperIds].sort());
  const versions = await readVersionsFast(tx);
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  const tiers = await openTiers(tx, { ctx, shop, versions, drafts }, shopperIds);
  const pasts = await readTierPasts(tx, versions, shopperIds, null);
  tiers.settle(shopperIds, countedNow(pasts, [], versions));
  const other = new Set(await tiers.save());
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  for (const { account, transfers } of drafts.values()) {
    if (transfers.length > 0) other.add(account.shopperId);
  }
  const { shopId } = shop;
  const named = await customerIdsOf(tx, shopId, [...other]);
  const cards = [...named.keys()].map((key) => {
    return { shopId, kind: 'shopperCard' as const, key, dueAt: ctx.now };
  });
  await askFor(tx, cards, ctx.now);
}

/** Matures what is due to these shoppers, who are locked. The caller writes their drafts. */
export async function matureEntries(
  tx: Tx,
  shopId: string,
  now: number,
  { drafts, versions, timeZone }: Maturing,
): Promise<void> {
  const due = await lockMaturingEntries(tx, [...drafts.keys()], now);
  if (due.length === 0) return;
  const people = [...new Set(due.map(({ shopperId }) => shopperId))];
  addLots(drafts, await readEntryLots(tx, people));
  for (const entry of due) {
    const draft = drafts.get(entry.shopperId);
    const program = versions.find((v) => v.version === entry.programVersion)?.program;
    const { availableAt } = entry;
    if (!draft || !program || availableAt === null) {
      throw new Error('points of a tier on the way without a version');
    }
    writeOffDebts(draft, availableAt);
    const end = lotEnd(draft.account, program.expiry, { from: availableAt, timeZone });
    matureEntry(draft, entry, { availableAt, ...end });
  }
  saveTierRows(tx, shopId, { standings: [], entries: due, gone: [] });
}

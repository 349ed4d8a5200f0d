/** What time does to a club: points become available or end, debts are let go, codes run out. */
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import { matureOrder } from '../domain/orderBook.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { expireLots, moveUntoldEnds, takeNotices, writeOffDebts } from '../domain/upkeepBook.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import { askFor } from '../store/deliveries.ts';
import { lockMaturing, maturingOrderIds, saveOrders } from '../store/orders.ts';
import type { StoredOrder } from '../store/orders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { findLapsing, findRedemptions, saveRedemption } from '../store/redemptions.ts';
import { readOnlyShop } from '../store/shops.ts';
import { prunePayloads, takeClub } from '../store/inbox.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import { shoppersDue } from '../store/upkeep.ts';
import type { Context } from './context.ts';
import { celebrate } from './celebrate.ts';
import { keepSegments } from './keepSegments.ts';
import { keepTiers, matureEntries } from './keepTiers.ts';
import { matureActions } from './matureActions.ts';
import { matureReferrals } from './matureReferrals.ts';
import { askForCode } from './redeemReward.ts';
import { remindCodes } from './remindCodes.ts';
import { runOut } from './takePerk.ts';

const LIMIT = 500;

/**
 * Does up to 500 shoppers' due upkeep; answers how much there was (0: the club is up to date). Codes
 * that lapse are a transaction of their own: shoppers are locked ascending, once in a transaction.
 */
export async function keepTime(tx: Tx, ctx: Context): Promise<number> {
  if (!(await takeClub(tx))) return 0;
  const shop = await readOnlyShop(tx);
  if (!shop) return 0;
  const lapsed = await lapseCodes(tx, ctx);
  if (lapsed > 0) return lapsed;
  const celebrated = await celebrate(tx, ctx, shop);
  if (celebrated > 0) return celebrated;
  const tiered = await keepTiers(tx, ctx, shop);
  if (tiered > 0) return tiered;
  const others = (await prunePayloads(tx, ctx.now, LIMIT)) + (await remindCodes(tx, ctx, shop));
  const shopperIds = await shoppersDue(tx, ctx.now, LIMIT);
  if (shopperIds.length === 0) return others > 0 ? others : keepSegments(tx, ctx, shop);
  const orderIds = await maturingOrderIds(tx, shopperIds, ctx.now);
  const locked = await lockAccounts(tx, shopperIds, { orderIds });
  const orders = await lockMaturing(tx, shopperIds, ctx.now);
  const versions = await readVersionsFast(tx);
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  // As if somebody had looked at every moment: however long nobody did, the books are the same.
  for (const order of orders.toSorted((a, b) => (a.availableAt ?? 0) - (b.availableAt ?? 0))) {
    const draft = drafts.get(order.shopperId ?? '');
    if (draft) mature(draft, order, versions, shop.timeZone);
  }
  const maturing = { drafts, versions, timeZone: shop.timeZone };
  await matureReferrals(tx, ctx.now, maturing);
  await matureActions(tx, ctx.now, maturing);
  await matureEntries(tx, shop.shopId, ctx.now, maturing);
  for (const draft of drafts.values()) {
    expireLots(draft, ctx.now);
    moveUntoldEnds(draft, ctx.now, shop.timeZone);
    writeOffDebts(draft, ctx.now);
  }
  await askForNotices(tx, ctx, shop.shopId, [...drafts.values()]);
  saveOrders(tx, shop.shopId, orders, ctx.now);
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  const named = await customerIdsOf(tx, shop.shopId, shopperIds);
  const cards = [...named.keys()].map((key) => ({
    shopId: shop.shopId,
    kind: 'shopperCard' as const,
    key,
    dueAt: ctx.now,
  }));
  await askFor(tx, cards, ctx.now);
  return others + shopperIds.length;
}

/** The end of a lot follows the version that judged its order. */
function mature(
  draft: Draft,
  order: StoredOrder,
  versions: readonly ProgramVersion[],
  timeZone: string,
): void {
  const program = versions.find((v) => v.version === order.programVersion)?.program;
  const availableAt = order.availableAt;
  if (!program || availableAt === null) throw new Error('points on the way without a version');
  writeOffDebts(draft, availableAt);
  const end = lotEnd(draft.account, program.expiry, { from: availableAt, timeZone });
  matureOrder(draft, order, { availableAt, ...end });
}

/** Shoppers are told of points that end soon: a mail for each end. */
async function askForNotices(
  tx: Tx,
  ctx: Context,
  shopId: string,
  drafts: readonly Draft[],
): Promise<void> {
  const asks = drafts.flatMap((draft) =>
    takeNotices(draft, ctx.now).map(({ end, days }) => ({
      shopId,
      kind: 'mail' as const,
      key: `ending${days}/${draft.account.shopperId}/${end}`,
      dueAt: ctx.now,
    })),
  );
  await askFor(tx, asks, ctx.now);
}

/** Codes whose last day is over close; their points come back once the code is gone. Access was had. */
async function lapseCodes(tx: Tx, ctx: Context): Promise<number> {
  const ended = await findLapsing(tx, ctx.now, LIMIT);
  if (ended.length === 0) return 0;
  await lockAccounts(tx, [...new Set(ended.map((r) => r.shopperId))].sort());
  for (const redemption of await findRedemptions(tx, ended)) {
    if (redemption.status !== 'open') continue;
    if (redemption.way !== 'code') {
      await runOut(tx, ctx, redemption);
      saveRedemption(tx, redemption);
      continue;
    }
    redemption.status = 'closing';
    redemption.reason = 'lapse';
    saveRedemption(tx, redemption);
    await askForCode(tx, ctx, redemption);
  }
  return ended.length;
}

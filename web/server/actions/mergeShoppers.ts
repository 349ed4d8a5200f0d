/**
 * Two shoppers turn out to be one person. Whoever says so, one path makes them one: everything the
 * one who goes has becomes the other's, points by transfers. The caller works on the club alone
 * (`takeClub`), so that only redemptions and adjustments can wait for the two; these find out under
 * the lock that their shopper became somebody else.
 */
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import { mergeAccounts } from '../domain/mergeBook.ts';
import { releaseActions } from '../store/actions.ts';
import { blockedAmong } from '../store/blocks.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import type { Ask } from '../store/deliveries.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { markAliases, moveBelongings, ordersToJudgeAgain, unsettledOf } from '../store/merges.ts';
import type { Pair } from '../store/merges.ts';
import { codeOwners } from '../store/referralCodes.ts';
import { shoppersUnsettled } from '../store/wallet.ts';
import { addIdentities, findIdentities, identityKey } from '../store/shoppers.ts';
import { tagGrantsOf } from '../store/tagGrants.ts';
import type { Tx } from '../store/transaction.ts';
import { rest } from './blockShopper.ts';
import { countAgain } from './askToCount.ts';
import { rollUpAsk } from './rollUp.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { addFresh, customerIdentity } from './findShoppers.ts';

/** What is left to do once the whole batch is written. */
export type Merged = {
  /** Deliveries to ask for, last of all. */
  asks: Ask[];
  /** The platform's ids of orders whose referral must be judged again. */
  orderIds: string[];
};

export const NOTHING_MERGED: Merged = { asks: [], orderIds: [] };

/** The platform's word: the deleted customer is the kept one from now on, whichever we had heard of. */
export async function mergeCustomers(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  merges: readonly { keptId: string; deletedId: string }[],
): Promise<Merged> {
  if (merges.length === 0) return NOTHING_MERGED;
  const identityOf = (customerId: string) => customerIdentity(shop.shopId, customerId);
  const named = merges.flatMap(({ keptId, deletedId }) => [keptId, deletedId]).map(identityOf);
  const known = await findIdentities(tx, named);
  const fresh: string[] = [];
  const attach: Parameters<typeof addIdentities>[1][number][] = [];
  const pairs: Pair[] = [];
  for (const { keptId, deletedId } of merges) {
    const [kept, deleted] = [identityOf(keptId), identityOf(deletedId)];
    const [into, from] = [known.get(identityKey(kept)), known.get(identityKey(deleted))];
    const shopperId = into ?? from ?? ctx.newId();
    if (into === undefined && from === undefined) fresh.push(shopperId);
    if (into !== undefined && from !== undefined) pairs.push({ from, into });
    for (const identity of [kept, deleted]) {
      if (known.has(identityKey(identity))) continue;
      known.set(identityKey(identity), shopperId);
      attach.push({ ...identity, shopperId });
    }
  }
  await addFresh(tx, ctx, fresh);
  await addIdentities(tx, attach);
  await markAliases(
    tx,
    merges.map(({ deletedId }) => identityOf(deletedId).value),
  );
  const { asks, orderIds } = await joinShoppers(tx, ctx, shop, pairs);
  // The kept customer has bought what the deleted one had, heard of by us or not.
  const attached = attach.map(({ shopperId }) => shopperId);
  return { asks: [...asks, ...(await countAgain(tx, ctx, shop.shopId, attached))], orderIds };
}

/** Makes one shopper of each pair, one after the other; who was merged before counts as who they became. */
export async function joinShoppers(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  wanted: readonly Pair[],
): Promise<Merged> {
  const pairs = inTurn(wanted);
  if (pairs.length === 0) return NOTHING_MERGED;
  const people = [...new Set(pairs.flatMap(({ from, into }) => [from, into]))].sort();
  const locked = await lockAccounts(tx, people);
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  for (const pair of pairs) {
    const [from, into] = [drafts.get(pair.from), drafts.get(pair.into)];
    if (!from || !into) throw new Error('a shopper to be merged is not there');
    mergeAccounts(from, into, ctx.now);
    await moveBelongings(tx, pair, ctx.newId);
    await writeAuditEntry(tx, {
      at: ctx.now,
      actor: 'platform',
      action: 'mergeShoppers',
      details: { shopperId: pair.into, mergedId: pair.from },
    });
  }
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  return leftToDo(tx, ctx, shop, [...new Set(pairs.map(({ into }) => into))]);
}

/** Pairs as they are when their turn comes: somebody merged before is who they became. */
function inTurn(wanted: readonly Pair[]): Pair[] {
  const became = new Map<string, string>();
  const living = (id: string): string => {
    const next = became.get(id);
    return next === undefined ? id : living(next);
  };
  const pairs: Pair[] = [];
  for (const pair of wanted) {
    const [from, into] = [living(pair.from), living(pair.into)];
    if (from === into) continue;
    became.set(from, into);
    pairs.push({ from, into });
  }
  return pairs;
}

/** Codes that were on their way under the old key, personal codes, cards, and what referrals stand on. */
async function leftToDo(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  shopperIds: readonly string[],
): Promise<Merged> {
  for (const shopperId of await blockedAmong(tx, shopperIds)) await rest(tx, ctx, shopperId);
  const asks: Ask[] = [rollUpAsk(shop.shopId, ctx.now)];
  const ask = (kind: Ask['kind'], key: string) =>
    asks.push({ shopId: shop.shopId, kind, key, dueAt: ctx.now });
  for (const shopperId of shopperIds) {
    ask('shopperCard', shopperId);
    for (const owner of await codeOwners(tx, shopperId)) ask('settleReferralCode', owner);
    for (const { redemptionId } of await unsettledOf(tx, shopperId)) {
      ask('settleCode', `${shopperId}/${redemptionId}`);
    }
    const grants = await tagGrantsOf(tx, shop.shopId, [shopperId]);
    if (grants.length > 0) ask('settleTags', shopperId);
  }
  for (const shopperId of await shoppersUnsettled(tx, shop.shopId, shopperIds)) {
    ask('settleWallet', shopperId);
  }
  // An order of the one may be the first paid one of both.
  releaseActions(tx, shopperIds);
  asks.push(...(await countAgain(tx, ctx, shop.shopId, shopperIds)));
  return { asks, orderIds: await ordersToJudgeAgain(tx, shop.shopId, shopperIds) };
}

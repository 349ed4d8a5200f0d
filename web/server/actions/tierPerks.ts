/**
 * What tiers give besides points. A tag is at the shop while its tier is held. A code and what is done by
 * hand come with entering, once, and go with an order that is undone; what came too late is not sent.
 */
import { deriveCode } from '../domain/code.ts';
import { endOfLocalDayAfter } from '../domain/days.ts';
import type { Perk, ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { termsKey } from '../domain/redemption.ts';
import { tierOf } from '../domain/tiers.ts';
import type { Entry } from '../domain/tiersEntries.ts';
import type { Ask } from '../store/deliveries.ts';
import { blockedAmong } from '../store/blocks.ts';
import { addNextOrders, lockTierCodes, saveNextOrders } from '../store/nextOrders.ts';
import type { StoredNextOrder } from '../store/nextOrders.ts';
import { digestOf } from '../store/orders.ts';
import { tagGrantsOf } from '../store/tagGrants.ts';
import { tierTasksOf } from '../store/tasks.ts';
import type { Tx } from '../store/transaction.ts';
import { askByHand, endTags, giveTags, withdrawByHand } from './perks.ts';
import type { TierDesk } from './settleTiers.ts';

/** What a shopper holds, and every tier they have entered. */
export type Holding = { shopperId: string; tierId: string | null; entered: readonly Entry[] };

/** As codes after orders: who is told of it two days later is told of nothing. */
const USEFUL_MS = 48 * 3_600_000;

export const havePerks = (versions: readonly ProgramVersion[]): boolean =>
  versions.some(({ program }) => program.tiers?.levels.some(({ perks }) => perks.length > 0));

/** Makes what these locked shoppers were given match what they hold; answers what is to be delivered. */
export async function settlePerks(
  tx: Tx,
  desk: TierDesk,
  holdings: readonly Holding[],
): Promise<Ask[]> {
  if (holdings.length === 0 || !havePerks(desk.versions)) return [];
  const shopperIds = holdings.map(({ shopperId }) => shopperId);
  const blocked = await blockedAmong(tx, shopperIds);
  // Who is blocked has no tags, and is given nothing new; what they were given rests by itself.
  const tagged = holdings.map((each) =>
    blocked.has(each.shopperId) ? { ...each, tierId: null } : each,
  );
  const others = holdings.filter(({ shopperId }) => !blocked.has(shopperId));
  return [
    ...(await settleTierTags(tx, desk, tagged, shopperIds)),
    ...(await settleTierCodes(tx, desk, others, shopperIds)),
    ...(await settleTierTasks(tx, desk, others, shopperIds)),
  ];
}

const perkOf = ({ shop }: TierDesk, shopperId: string, sourceKey: string) => ({
  shopId: shop.shopId,
  shopperId,
  source: 'tier' as const,
  sourceKey,
});

async function settleTierTags(
  tx: Tx,
  desk: TierDesk,
  holdings: readonly Holding[],
  shopperIds: readonly string[],
): Promise<Ask[]> {
  const { ctx, shop, versions } = desk;
  const tiers = programInForce(versions, ctx.now)?.program.tiers ?? null;
  const grants = (await tagGrantsOf(tx, shop.shopId, shopperIds)).filter(
    ({ source, endedAt }) => source === 'tier' && endedAt === null,
  );
  const asks: (Ask | null)[] = [];
  for (const { shopperId, tierId } of holdings) {
    const perks = tiers ? (tierOf(tiers, tierId)?.perks ?? []) : [];
    const tags = perks.flatMap((perk) => (perk.kind === 'tag' ? [perk.tag] : []));
    const wanted = new Map(tags.map((tag) => [`${tierId}/${tag}`, tag]));
    for (const grant of grants) {
      if (grant.shopperId !== shopperId || wanted.delete(grant.sourceKey)) continue;
      asks.push(await endTags(tx, ctx, perkOf(desk, shopperId, grant.sourceKey)));
    }
    for (const [key, tag] of wanted) {
      asks.push(await giveTags(tx, ctx, perkOf(desk, shopperId, key), [tag]));
    }
  }
  return asks.filter((each) => each !== null);
}

type Due = { key: string; perk: Perk; entry: Entry; version: ProgramVersion };

/** Perks that came with entering, by a key of their own. */
function perksOfEntries(versions: readonly ProgramVersion[], entered: readonly Entry[]): Due[] {
  return entered.flatMap((entry) => {
    const version = versions.find((each) => each.version === entry.version);
    const perks = (version?.program.tiers && tierOf(version.program.tiers, entry.tierId))?.perks;
    if (!version || !perks) return [];
    return perks.map((perk, at) => ({ key: `${entry.tierId}/${at}`, perk, entry, version }));
  });
}

async function settleTierCodes(
  tx: Tx,
  desk: TierDesk,
  holdings: readonly Holding[],
  shopperIds: readonly string[],
): Promise<Ask[]> {
  const { ctx, shop } = desk;
  const rows = await lockTierCodes(tx, shopperIds);
  const fresh: StoredNextOrder[] = [];
  const closing: StoredNextOrder[] = [];
  for (const { shopperId, entered } of holdings) {
    const due = perksOfEntries(desk.versions, entered).filter(({ perk }) => perk.kind === 'code');
    const keys = new Set(due.map(({ key }) => key));
    const mine = rows.filter((row) => row.shopperId === shopperId);
    for (const row of mine) {
      if (keys.has(row.tierKey ?? '') || !['issuing', 'open'].includes(row.status)) continue;
      Object.assign(row, { status: 'closing', reason: 'worthless', lookAt: null });
      closing.push(row);
    }
    for (const each of due) {
      const given = mine.some((row) => row.tierKey === each.key && (rests(row) || !isGone(row)));
      const row = given ? null : codeFor(tx, desk, shopperId, each);
      if (row) fresh.push(row);
    }
  }
  await saveNextOrders(tx, closing);
  await addNextOrders(tx, fresh);
  return [...closing, ...fresh].map(({ orderId: key }) => {
    return { shopId: shop.shopId, kind: 'settleNextOrder', key, dueAt: ctx.now };
  });
}

/** It came to nothing: bought again, the tier brings another one. */
const isGone = ({ status }: StoredNextOrder): boolean =>
  status === 'withdrawn' || status === 'closing' || status === 'refused';

/** It comes back by itself. */
const rests = ({ reason }: StoredNextOrder): boolean => reason === 'blocked';

function codeFor(
  tx: Tx,
  { ctx, shop }: TierDesk,
  shopperId: string,
  { key, perk, entry, version }: Due,
): StoredNextOrder | null {
  if (perk.kind !== 'code') return null;
  const endsAt = endOfLocalDayAfter(entry.at, perk.days, shop.timeZone);
  const usefulUntil = Math.min(entry.at + USEFUL_MS, endsAt);
  if (ctx.now >= usefulUntil) return null;
  const { currency } = version.program;
  const terms = { ...perk.offer, currency, uses: 'once' as const, endsAt };
  const orderId = ctx.newId();
  return {
    orderId,
    tierKey: key,
    shopId: shop.shopId,
    shopperId,
    programVersion: version.version,
    terms,
    termsHash: digestOf(termsKey(terms)),
    code: deriveCode(ctx.keys.code, [tx.clubId, 'tier', orderId]),
    status: 'issuing',
    reason: null,
    confirmed: false,
    placedAt: entry.at,
    createdAt: ctx.now,
    usefulUntil,
    endsAt,
    availableAt: null,
    why: null,
    lookAt: endsAt,
    mailedAt: null,
    unmailed: null,
    remindedDays: null,
    usedOrderId: null,
    usedAt: null,
    costMinor: 0,
    closedAt: null,
  };
}

async function settleTierTasks(
  tx: Tx,
  desk: TierDesk,
  holdings: readonly Holding[],
  shopperIds: readonly string[],
): Promise<Ask[]> {
  const { ctx } = desk;
  const tasks = await tierTasksOf(tx, shopperIds);
  for (const { shopperId, entered } of holdings) {
    const due = perksOfEntries(desk.versions, entered);
    const keys = new Set(due.map(({ key }) => key));
    const mine = tasks.filter((task) => task.shopperId === shopperId);
    for (const { sourceKey, state } of mine) {
      if (state !== 'open' || keys.has(sourceKey)) continue;
      await withdrawByHand(tx, ctx, perkOf(desk, shopperId, sourceKey));
    }
    for (const { key, perk, entry } of due) {
      if (perk.kind !== 'byHand' || ctx.now >= entry.at + USEFUL_MS) continue;
      if (mine.some(({ sourceKey, state }) => sourceKey === key && state !== 'withdrawn')) continue;
      const what = { text: perk.text, dueAt: ctx.now + TASK_MS };
      await askByHand(tx, ctx, perkOf(desk, shopperId, key), what);
    }
  }
  return [];
}

/** A week is enough for a parcel to be packed. */
const TASK_MS = 7 * 24 * 3_600_000;

/** Judging actions: what is locked and read for it, the judgement, and what comes of it. */
import { judgeAction, nothing } from '../domain/actions.ts';
import type { ActionJudged, ActorSeen } from '../domain/actions.ts';
import { matureAction, postAction } from '../domain/actionBook.ts';
import { isBlockedAt } from '../domain/blocks.ts';
import { monthKey, takeWhole } from '../domain/bonusBudget.ts';
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import type { Purse } from '../domain/campaignPurse.ts';
import { availableAt } from '../domain/days.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import type { Program, ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { standingKept } from '../domain/tiersKept.ts';
import type { CountedOfShopper } from '../domain/tiersOfOrders.ts';
import { expireLots, writeOffDebts } from '../domain/upkeepBook.ts';
import { namesTags } from '../domain/whoEarns.ts';
import { readActors, readFirstPaid, readGiven } from '../store/actions.ts';
import type { Actor, ActionSource, StoredAction } from '../store/actions.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import type { LockedShopper } from '../store/books.ts';
import { lockCampaigns, saveCampaigns } from '../store/campaigns.ts';
import { askFor, sendAsks } from '../store/deliveries.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { countedNow, countsPoints, readTierPasts } from './seeTiers.ts';
import type { TierPasts } from './seeTiers.ts';
import { haveTiers, openTiers } from './settleTiers.ts';

export type ActionTold = {
  shopperId: string;
  key: string;
  action: string;
  about: string | null;
  occurredAt: number;
  stamp?: string;
};

export type ActionDesk = {
  ctx: Context;
  shop: ShopOfOrders;
  source: ActionSource;
  versions: readonly ProgramVersion[];
  drafts: ReadonlyMap<string, Draft>;
  locked: ReadonlyMap<string, LockedShopper>;
  actors: ReadonlyMap<string, Actor>;
  /** Tags at the shop where the program names some; null: to be asked for. */
  tags: Map<string, readonly string[] | null>;
  /** By shopper and rule: when it gave points. */
  given: Map<string, number[]>;
  /** What the months have given, where the program has a budget for them. */
  purse: Purse;
  firstPaid: ReadonlyMap<string, number>;
  /** All that counts for tiers, where one gives something on birthdays. */
  counted?: ReadonlyMap<string, CountedOfShopper>;
};

/** Locks these shoppers and reads what the judge of their actions must know. */
export async function layOut(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  source: ActionSource,
  told: readonly ActionTold[],
): Promise<ActionDesk> {
  const people = [...new Set(told.map(({ shopperId }) => shopperId))].sort();
  const kinds = [...new Set(told.map(({ action }) => action))];
  const [locked, actors, given, firstPaid, versions] = await Promise.all([
    lockAccounts(tx, people),
    readActors(tx, people),
    readGiven(tx, people, kinds),
    readFirstPaid(tx, people),
    readVersionsFast(tx),
  ]);
  const byTags = versions.some(({ program }) => namesTags(program.whoEarns));
  const customers = byTags ? await customerIdsOf(tx, shop.shopId, people) : null;
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) drafts.set(id, openDraft(account, ctx.newId));
  const moments = new Map<string, number[]>();
  for (const { shopperId, rule, at } of given) note(moments, shopperId, rule, at);
  return {
    ctx,
    shop,
    source,
    versions,
    drafts,
    locked,
    actors: new Map(actors.map((actor) => [actor.shopperId, actor])),
    tags: new Map(people.map((id) => [id, customers?.has(id) ? null : []])),
    given: moments,
    purse: await openMonths(tx, shop, versions, told),
    firstPaid,
    ...(kinds.includes('birthday') ? await countForTiers(tx, versions, people) : {}),
  };
}

/** The months of what happened under a version with a budget, locked. */
async function openMonths(
  tx: Tx,
  { timeZone }: ShopOfOrders,
  versions: readonly ProgramVersion[],
  told: readonly ActionTold[],
): Promise<Purse> {
  const budgeted = told.filter(
    ({ occurredAt }) => programInForce(versions, occurredAt)?.program.bonusBudget,
  );
  if (budgeted.length === 0) return new Map();
  const months = budgeted.map(({ occurredAt }) => monthKey(occurredAt, timeZone));
  return lockCampaigns(tx, months, []);
}

async function countForTiers(tx: Tx, versions: readonly ProgramVersion[], people: string[]) {
  if (!haveTiers(versions)) return {};
  const pasts = await readTierPasts(tx, versions, people, null);
  return { counted: countedNow(pasts, [], versions) };
}

function note(given: Map<string, number[]>, shopperId: string, rule: string, at: number): void {
  const key = `${shopperId} ${rule}`;
  given.set(key, [...(given.get(key) ?? []), at]);
}

function actorOf(
  desk: ActionDesk,
  shopperId: string,
  { program, tier, at }: { program: Program | null; tier: string | null; at: number },
): ActorSeen {
  const actor = desk.actors.get(shopperId);
  const locked = desk.locked.get(shopperId);
  if (!actor || !locked) throw new Error('an action of a shopper who is not there');
  const gifts = (program?.tiers?.levels ?? []).map(({ id }) => `tier:${id}`);
  const earlier = [...(program?.rules ?? []).map(({ id }) => id), ...gifts].map(
    (id) => [id, desk.given.get(`${shopperId} ${id}`) ?? []] as const,
  );
  const { memberSince, heldOut } = actor;
  const { timeZone } = desk.shop;
  return {
    timeZone,
    memberSince,
    heldOut,
    frozen: locked.frozen,
    blocked: isBlockedAt(locked.blocked, at),
    tags: desk.tags.get(shopperId) ?? null,
    tier,
    earlier: new Map(earlier),
  };
}

/** The tier held at a moment, by the version in force then. */
function tierThen(desk: ActionDesk, shopperId: string, version: ProgramVersion, at: number) {
  const counted = desk.counted?.get(shopperId);
  const { versions, shop } = desk;
  if (!counted) return null;
  return standingKept(version, versions, counted, at, shop.timeZone)?.tierId ?? null;
}

/** Judges one action, and posts what it gives to the shopper's draft. */
export function judge(
  desk: ActionDesk,
  told: ActionTold,
  actionId: string = desk.ctx.newId(),
): StoredAction {
  const { shopperId, action, about, occurredAt, key, stamp = null } = told;
  const version = programInForce(desk.versions, occurredAt);
  const program = version?.program ?? null;
  const tier =
    action === 'birthday' && version ? tierThen(desk, shopperId, version, occurredAt) : null;
  const actor = actorOf(desk, shopperId, { program, tier, at: occurredAt });
  const { outcome, parts, points, waitDays, month } = withinMonth(
    desk,
    judgeAction({ action, about, occurredAt }, program, actor),
    { program, occurredAt },
  );
  const stored: StoredAction = {
    actionId,
    shopperId,
    source: desk.source,
    key,
    stamp,
    action,
    about,
    occurredAt,
    programVersion: version?.version ?? null,
    outcome,
    parts,
    memberSince: actor.memberSince,
    points: 0n,
    budgetMonth: month,
    pending: 0n,
    nextPosting: 1,
    readyAt: null,
    availableAt: null,
  };
  if (points === 0n || !program) return stored;
  for (const { rule } of parts) note(desk.given, shopperId, rule, occurredAt);
  stored.readyAt = availableAt(occurredAt, waitDays);
  const paidAt = desk.firstPaid.get(shopperId);
  if (paidAt !== undefined) stored.availableAt = Math.max(stored.readyAt, paidAt);
  post(desk, stored, program, points);
  return stored;
}

/** What the month still has a place for, all of it or nothing. */
function withinMonth(
  { purse, shop }: ActionDesk,
  judged: ActionJudged,
  { program, occurredAt }: { program: Program | null; occurredAt: number },
): ActionJudged & { month: string | null } {
  if (judged.points === 0n || !program?.bonusBudget) return { ...judged, month: null };
  const month = monthKey(occurredAt, shop.timeZone);
  if (takeWhole(purse, program, month, judged.points)) return { ...judged, month };
  return { ...nothing('budget'), month: null };
}

/** What is due already becomes available, or expires, at once: as if it had been told in time. */
function post(desk: ActionDesk, stored: StoredAction, program: Program, points: bigint): void {
  const draft = desk.drafts.get(stored.shopperId);
  if (!draft) throw new Error('an action of a shopper who is not locked');
  const { action, about, parts, occurredAt } = stored;
  postAction(draft, stored, points, { occurredAt, explain: { action, about, parts } });
  if (stored.availableAt === null || stored.availableAt > desk.ctx.now) return;
  writeOffDebts(draft, stored.availableAt);
  const when = { from: stored.availableAt, timeZone: desk.shop.timeZone, heardAt: desk.ctx.now };
  const end = lotEnd(draft.account, program.expiry, when);
  matureAction(draft, stored, { availableAt: stored.availableAt, ...end });
  expireLots(draft, desk.ctx.now);
}

/** Where points are what counts, those of actions do: the rows of these are written already. */
async function settleTiers(tx: Tx, desk: ActionDesk, judged: readonly StoredAction[]) {
  const { versions, shop, ctx } = desk;
  const earned = judged.filter(({ points }) => points > 0n);
  if (earned.length === 0 || !versions.some(countsPoints)) return null;
  const people = [...new Set(earned.map(({ shopperId }) => shopperId))];
  const tiers = await openTiers(tx, desk, people);
  const pasts = await readTierPasts(tx, versions, people, null);
  tiers.settle(people, countedNow(pasts, [], versions));
  const asks = ordersBehind(pasts, earned).map((key) => {
    return { shopId: shop.shopId, kind: 'judgeAgain' as const, key, dueAt: ctx.now };
  });
  await askFor(tx, asks, ctx.now);
  return tiers;
}

/** Of each shopper the first order that was judged in a tier and placed after an action of now. */
function ordersBehind(pasts: TierPasts, earned: readonly StoredAction[]): string[] {
  const first = new Map<string, TierPasts['orders'][number]>();
  for (const order of pasts.orders) {
    const known = first.get(order.shopperId);
    const behind = earned.some(
      ({ shopperId, occurredAt }) => shopperId === order.shopperId && occurredAt < order.placedAt,
    );
    if (behind && order.seen && (!known || order.placedAt < known.placedAt)) {
      first.set(order.shopperId, order);
    }
  }
  return [...first.values()].map(({ orderId }) => orderId);
}

/** What came of judged actions, whose rows are written already: tiers, accounts, cards. */
export async function putAway(
  tx: Tx,
  desk: ActionDesk,
  judged: readonly StoredAction[],
): Promise<void> {
  const { ctx, shop, drafts } = desk;
  const others = (await (await settleTiers(tx, desk, judged))?.save()) ?? [];
  await saveCampaigns(tx, [...desk.purse.values()]);
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  const moved = [...drafts.values()].filter(({ transfers }) => transfers.length > 0);
  const people = new Set([...others, ...moved.map(({ account }) => account.shopperId)]);
  const named = await customerIdsOf(tx, shop.shopId, [...people]);
  const { shopId } = shop;
  const cards = [...named.keys()].map((key) => {
    return { shopId, kind: 'shopperCard' as const, key, dueAt: ctx.now };
  });
  const asking = judged.filter(({ outcome }) => outcome === 'asking');
  const tags = asking.map(({ actionId: key }) => {
    return { shopId, kind: 'lookUpTags' as const, key, dueAt: ctx.now };
  });
  sendAsks(tx, [...cards, ...tags], ctx.now);
}

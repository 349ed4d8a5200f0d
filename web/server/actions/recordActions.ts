/**
 * Somebody did something besides buying. An action is judged once, by the version in force when it
 * happened; what it gave is stored with it and never dealt again. Told twice it is one, by its key.
 */
import { judgeAction } from '../domain/actions.ts';
import type { ActorSeen } from '../domain/actions.ts';
import { matureAction, postAction } from '../domain/actionBook.ts';
import { openDraft } from '../domain/books.ts';
import type { Draft } from '../domain/books.ts';
import { availableAt } from '../domain/days.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import type { Program, ProgramVersion } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { expireLots, writeOffDebts } from '../domain/upkeepBook.ts';
import { addActions, findActions, readActors, readFirstPaid, readGiven } from '../store/actions.ts';
import type { Actor, ActionSource, StoredAction } from '../store/actions.ts';
import { lockAccounts, writeDrafts } from '../store/books.ts';
import type { LockedShopper } from '../store/books.ts';
import { sendAsks } from '../store/deliveries.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';

export type ActionTold = {
  shopperId: string;
  key: string;
  action: string;
  about: string | null;
  occurredAt: number;
  stamp?: string;
};

type Desk = {
  ctx: Context;
  shop: ShopOfOrders;
  source: ActionSource;
  versions: readonly ProgramVersion[];
  drafts: ReadonlyMap<string, Draft>;
  locked: ReadonlyMap<string, LockedShopper>;
  actors: ReadonlyMap<string, Actor>;
  /** By shopper and rule: when it gave points. */
  given: Map<string, number[]>;
  firstPaid: ReadonlyMap<string, number>;
};

/**
 * Records what one source told, in the caller's transaction, which works on the club alone. Answers the
 * actions of these keys as they were recorded, now or before.
 */
export async function recordActions(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  source: ActionSource,
  told: readonly ActionTold[],
): Promise<StoredAction[]> {
  const byKey = new Map(told.map((each) => [each.key, each]));
  const before = await findActions(tx, source, [...byKey.keys()]);
  for (const { key } of before) byKey.delete(key);
  if (byKey.size === 0) return before;
  const fresh = [...byKey.values()].sort((a, b) => a.occurredAt - b.occurredAt);
  const desk = await layOut(tx, ctx, shop, source, fresh);
  const judged = fresh.map((each) => judge(desk, each));
  await addActions(tx, shop.shopId, judged, ctx.now);
  await putAway(tx, desk);
  return [...before, ...judged];
}

async function layOut(
  tx: Tx,
  ctx: Context,
  shop: ShopOfOrders,
  source: ActionSource,
  told: readonly ActionTold[],
): Promise<Desk> {
  const people = [...new Set(told.map(({ shopperId }) => shopperId))].sort();
  const kinds = [...new Set(told.map(({ action }) => action))];
  const [locked, actors, given, firstPaid, versions] = await Promise.all([
    lockAccounts(tx, people),
    readActors(tx, people),
    readGiven(tx, people, kinds),
    readFirstPaid(tx, people),
    readVersionsFast(tx),
  ]);
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
    given: moments,
    firstPaid,
  };
}

function note(given: Map<string, number[]>, shopperId: string, rule: string, at: number): void {
  const key = `${shopperId} ${rule}`;
  given.set(key, [...(given.get(key) ?? []), at]);
}

function actorOf(desk: Desk, shopperId: string, program: Program | null): ActorSeen {
  const actor = desk.actors.get(shopperId);
  const locked = desk.locked.get(shopperId);
  if (!actor || !locked) throw new Error('an action of a shopper who is not there');
  const earlier = (program?.rules ?? []).map(
    ({ id }) => [id, desk.given.get(`${shopperId} ${id}`) ?? []] as const,
  );
  const { memberSince, heldOut } = actor;
  const { timeZone } = desk.shop;
  return {
    timeZone,
    memberSince,
    heldOut,
    frozen: locked.frozen,
    earlier: new Map(earlier),
  };
}

/** Judges one action, and posts what it gives to the shopper's draft. */
function judge(desk: Desk, told: ActionTold): StoredAction {
  const { shopperId, action, about, occurredAt, key, stamp = null } = told;
  const version = programInForce(desk.versions, occurredAt);
  const program = version?.program ?? null;
  const actor = actorOf(desk, shopperId, program);
  const { outcome, parts, points, waitDays } = judgeAction(
    { action, about, occurredAt },
    program,
    actor,
  );
  const stored: StoredAction = {
    actionId: desk.ctx.newId(),
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

/** What is due already becomes available, or expires, at once: as if it had been told in time. */
function post(desk: Desk, stored: StoredAction, program: Program, points: bigint): void {
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

async function putAway(tx: Tx, { ctx, shop, drafts }: Desk): Promise<void> {
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  const moved = [...drafts.values()].filter(({ transfers }) => transfers.length > 0);
  const named = await customerIdsOf(
    tx,
    shop.shopId,
    moved.map(({ account }) => account.shopperId),
  );
  const { shopId } = shop;
  const cards = [...named.keys()].map((key) => {
    return { shopId, kind: 'shopperCard' as const, key, dueAt: ctx.now };
  });
  sendAsks(tx, cards, ctx.now);
}

/** A merchant makes, changes and removes segments. Who is in them the clock works out (`keepSegments`). */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { problemOfFilter } from '../domain/segments/checkFilter.ts';
import type { Filter } from '../domain/segments/filter.ts';
import { problemOfScoring } from '../domain/segments/scoring.ts';
import type { ScoringChoice } from '../domain/segments/scoring.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { waitForClub } from '../store/inbox.ts';
import { saveScoring } from '../store/scorings.ts';
import { addSegment, dropMembers, listMembers } from '../store/segments.ts';
import { listSegments, lockSegment, saveSegment } from '../store/segments.ts';
import type { Segment } from '../store/segments.ts';
import { findIdentities, identityKey } from '../store/shoppers.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import type { Context } from './context.ts';
import { identitiesOf } from './findShoppers.ts';
import { offerOf, todayOf } from './segmentDesk.ts';

const MOST = 200;

type Done = { ok: true } | Refusal;
type Named = { shopId: string; actor: string; segmentId: string };

export type SegmentInput = Named & {
  name: string;
  kind: 'live' | 'static';
  filter: Filter;
  tag: string | null;
};

const invalid = ({ field, problem }: { field: string; problem: string }, under = ''): Refusal =>
  refuse('invalid', { problem }, `${under}${field}`);

const fresh = (ctx: Context, input: Omit<SegmentInput, 'filter'>, filter: Filter | null) =>
  ({
    segmentId: input.segmentId,
    name: input.name,
    kind: input.kind,
    filter,
    tag: input.tag,
    shoppers: 0,
    createdAt: ctx.now,
    createdBy: input.actor,
    settledAt: null,
    problem: null,
    lookAt: ctx.now,
    toSettle: filter !== null,
    removedAt: null,
  }) satisfies Segment;

/** Fields in one order, whatever the database made of it. */
const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

const sameAs = (one: Segment, other: Segment): boolean => {
  const told = ({ name, kind, filter, tag }: Segment) =>
    JSON.stringify([name, kind, filter, tag], sorted);
  return told(one) === told(other);
};

/** Minted by the page: the same id with the same input is the same segment. */
export async function makeSegment(tx: Tx, ctx: Context, input: SegmentInput): Promise<Done> {
  const problem = problemOfFilter(input.filter, await offerOf(tx, ctx.now));
  if (problem) return invalid(problem, 'filter.');
  return put(tx, ctx, fresh(ctx, input, input.filter));
}

async function put(tx: Tx, ctx: Context, segment: Segment): Promise<Done> {
  const { segmentId, name, kind, createdBy: actor } = segment;
  const known = await lockSegment(tx, segmentId);
  if (known) return sameAs(known, segment) ? { ok: true } : refuse('sameIdOtherInput');
  if ((await listSegments(tx)).length >= MOST)
    return refuse('invalid', { problem: 'tooMany' }, 'id');
  if (!(await addSegment(tx, segment))) return refuse('sameIdOtherInput');
  const details = { segmentId, name, kind };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'makeSegment', details });
  return { ok: true };
}

export type ListInput = Named & { name: string; tag: string | null; people: readonly BuyerFacts[] };

/** A list of shoppers from a file. Whom nobody knows is left out; answers how many those are. */
export async function makeList(
  tx: Tx,
  ctx: Context,
  input: ListInput,
): Promise<{ ok: true; unknown: number } | Refusal> {
  const shop = await readShop(tx, input.shopId);
  if (!shop) return refuse('notFound');
  // Nobody becomes somebody else between being found and being put down.
  await waitForClub(tx);
  const wanted = input.people.map((who) => identitiesOf(tx, ctx, shop.shopId, who));
  const owners = await findIdentities(tx, wanted.flat());
  const found = wanted.map((each) => each.flatMap((id) => owners.get(identityKey(id)) ?? [])[0]);
  const shopperIds = [...new Set(found.flatMap((id) => id ?? []))];
  const unknown = found.filter((id) => id === undefined).length;
  const done = await put(tx, ctx, fresh(ctx, { ...input, kind: 'static' }, null));
  if (!done.ok) return done;
  const segment = await lockSegment(tx, input.segmentId);
  if (!segment || segment.settledAt !== null) return { ok: true, unknown };
  const day = todayOf(ctx.now, shop.timeZone);
  await listMembers(tx, input.segmentId, shopperIds, { day, now: ctx.now });
  await saveSegment(tx, { ...segment, settledAt: ctx.now });
  return { ok: true, unknown };
}

export type SegmentChange = Named & { name: string; tag: string | null; filter: Filter | null };

/** `filter` null: as it was. A list stays the list it is. Refuses with notFound or over. */
export async function changeSegment(tx: Tx, ctx: Context, input: SegmentChange): Promise<Done> {
  const segment = await lockSegment(tx, input.segmentId);
  if (!segment) return refuse('notFound');
  if (segment.removedAt !== null) return refuse('over');
  const { name, tag, filter, actor, segmentId } = input;
  if (filter && segment.kind === 'live') {
    const problem = problemOfFilter(filter, await offerOf(tx, ctx.now));
    if (problem) return invalid(problem, 'filter.');
    Object.assign(segment, { filter, toSettle: true });
  }
  await saveSegment(tx, { ...segment, name, tag, lookAt: ctx.now });
  const details = { segmentId, name };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'changeSegment', details });
  return { ok: true };
}

/** Nobody is in it any more; its tag goes from its shoppers. Removed twice is once. */
export async function removeSegment(tx: Tx, ctx: Context, input: Named): Promise<Done> {
  const shop = await readShop(tx, input.shopId);
  const segment = shop && (await lockSegment(tx, input.segmentId));
  if (!segment) return refuse('notFound');
  if (segment.removedAt !== null) return { ok: true };
  const day = todayOf(ctx.now, shop.timeZone);
  await dropMembers(tx, segment.segmentId, { day, now: ctx.now });
  const gone = { tag: null, toSettle: false, lookAt: ctx.now, removedAt: ctx.now };
  await saveSegment(tx, { ...segment, ...gone });
  const { segmentId, name } = segment;
  const details = { segmentId, name };
  await writeAuditEntry(tx, { at: ctx.now, actor: input.actor, action: 'removeSegment', details });
  return { ok: true };
}

/** A live segment is worked out now instead of tonight. */
export async function settleSegment(tx: Tx, ctx: Context, { segmentId }: Named): Promise<Done> {
  const segment = await lockSegment(tx, segmentId);
  if (!segment) return refuse('notFound');
  if (segment.removedAt !== null) return refuse('over');
  const toSettle = segment.kind === 'live';
  await saveSegment(tx, { ...segment, toSettle, lookAt: ctx.now });
  return { ok: true };
}

/** How shoppers are scored from now on; live segments are worked out again. */
export async function chooseScoring(
  tx: Tx,
  ctx: Context,
  { actor, choice }: { actor: string; choice: ScoringChoice },
): Promise<Done> {
  const problem = problemOfScoring(choice);
  if (problem) return invalid(problem);
  // Segments first: whoever works one out has it locked when it keeps what it drew.
  for (const { segmentId, kind } of await listSegments(tx)) {
    const segment = kind === 'live' ? await lockSegment(tx, segmentId) : null;
    if (segment) await saveSegment(tx, { ...segment, toSettle: true, lookAt: ctx.now });
  }
  await saveScoring(tx, choice);
  const details = { bins: choice.bins };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'chooseScoring', details });
  return { ok: true };
}

/** Who took a segment's shoppers away as a file is put down. */
export async function noteSegmentFile(
  tx: Tx,
  ctx: Context,
  { segmentId, name, actor }: { segmentId: string; name: string; actor: string },
): Promise<void> {
  const details = { segmentId, name };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'takeSegmentFile', details });
}

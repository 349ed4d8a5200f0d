/**
 * Many adjustments at once, from a file: what they would do is written down before anything is done,
 * and what they did can be undone.
 */
import { digestOf } from '../store/orders.ts';
import { readBulkLine } from '../domain/bulkLines.ts';
import type { BulkCells, BulkLine, LineProblem } from '../domain/bulkLines.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { mayAlone } from '../domain/staff.ts';
import { lockActor } from '../store/adjustments.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { readBalances } from '../store/balances.ts';
import { addBulk, lockBulk, saveBulk, sizesOf, underWayOf } from '../store/bulk.ts';
import type { Bulk, BulkRow } from '../store/bulk.ts';
import { askFor } from '../store/deliveries.ts';
import { findIdentities, identityKey } from '../store/shoppers.ts';
import { readRole } from '../store/staff.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { identitiesOf } from './findShoppers.ts';
import { movedToday } from './staff.ts';

export type BulkInput = {
  shopId: string;
  /** Minted by the page: the same id is the same file, however often it comes. */
  bulkId: string;
  name: string;
  /** The file's cells; `line` as a spreadsheet counts. */
  rows: readonly { line: number; cells: BulkCells }[];
  /** For lines without a note of their own. */
  note: string;
  actor: string;
};

/** Reads a file into lines that name a shopper and say what would come of them. Nothing is posted. */
export async function draftBulk(
  tx: Tx,
  ctx: Context,
  input: BulkInput,
): Promise<{ ok: true } | Refusal> {
  const { shopId, bulkId, name, rows, note, actor } = input;
  const sent = digestOf(JSON.stringify([name, note, rows]));
  const known = await lockBulk(tx, bulkId);
  if (known) return known.digest === sent ? { ok: true } : refuse('sameIdOtherInput');
  const nobody = { askedBy: null, askedAt: null, approvedBy: null, undoneBy: null };
  const bulk: Bulk = {
    bulkId,
    shopId,
    name,
    digest: sent,
    state: 'checked',
    lines: rows.length,
    madeBy: actor,
    madeAt: ctx.now,
    endedAt: null,
    undoneAt: null,
    ...nobody,
  };
  const lines = rows.map(({ line, cells }) => readBulkLine(line, cells, note));
  return (await addBulk(tx, bulk, await foresee(tx, ctx, shopId, lines)))
    ? { ok: true }
    : refuse('sameIdOtherInput');
}

/** Each line's shopper, and what they could spend before it, the lines above it done. */
async function foresee(
  tx: Tx,
  ctx: Context,
  shopId: string,
  lines: readonly BulkLine[],
): Promise<BulkRow[]> {
  const wanted = lines.map((line) => ({
    line,
    identities: identitiesOf(tx, ctx, shopId, line.who),
  }));
  const owners = await findIdentities(
    tx,
    wanted.flatMap(({ identities }) => identities),
  );
  const found = wanted.map(({ line, identities }) => {
    const [first] = identities.flatMap((each) => owners.get(identityKey(each)) ?? []);
    return { line, shopperId: first ?? null };
  });
  const ids = [...new Set(found.flatMap(({ shopperId }) => shopperId ?? []))];
  const balances = new Map(
    (await readBalances(tx, ids)).map(({ shopperId, available }) => [shopperId, available]),
  );
  return found.map(({ line, shopperId }) => {
    const before = shopperId === null ? null : (balances.get(shopperId) ?? 0n);
    const points = BigInt(line.points);
    const problem = line.problem ?? problemOf(before, points);
    if (problem === null && shopperId !== null) balances.set(shopperId, (before ?? 0n) + points);
    const nothing = { transferId: null, undoTransferId: null, undone: null };
    return { line: line.line, shopperId, points, note: line.note, before, problem, ...nothing };
  });
}

function problemOf(before: bigint | null, points: bigint): LineProblem | null {
  if (before === null) return 'noShopper';
  return points < 0n && before + points < 0n ? 'notEnoughPoints' : null;
}

export type BulkAsk = { bulkId: string; actor: string };

/**
 * Does it, or has it wait for a second person where it is more than this one may do alone. Asked again
 * it is what it is. Refuses with notFound, or over (it was dropped).
 */
export async function startBulk(
  tx: Tx,
  ctx: Context,
  { bulkId, actor }: BulkAsk,
): Promise<{ ok: true } | Refusal> {
  await lockActor(tx, actor);
  const bulk = await lockBulk(tx, bulkId);
  if (!bulk) return refuse('notFound');
  if (bulk.state === 'dropped') return refuse('over');
  if (bulk.state !== 'checked') return { ok: true };
  const role = await readRole(tx, actor);
  const moved = (await movedToday(tx, ctx, actor)) + (await underWayOf(tx, actor));
  const alone = mayAlone(role, moved, await sizesOf(tx, bulkId));
  Object.assign(bulk, { askedBy: actor, askedAt: ctx.now, state: alone ? 'running' : 'waiting' });
  await putDown(tx, ctx, bulk, { actor, action: 'startBulk' });
  if (alone) await carryOut(tx, ctx, bulk);
  return { ok: true };
}

/** A manager, and somebody else than who asked. Refuses with notFound, notAllowed or over. */
export async function approveBulk(
  tx: Tx,
  ctx: Context,
  { bulkId, actor }: BulkAsk,
): Promise<{ ok: true } | Refusal> {
  const bulk = await lockBulk(tx, bulkId);
  if (!bulk) return refuse('notFound');
  if (bulk.approvedBy === actor) return { ok: true };
  if (bulk.state !== 'waiting') return refuse('over');
  if (bulk.askedBy === actor || (await readRole(tx, actor)) !== 'manager')
    return refuse('notAllowed');
  Object.assign(bulk, { approvedBy: actor, state: 'running' });
  await putDown(tx, ctx, bulk, { actor, action: 'approveBulk' });
  await carryOut(tx, ctx, bulk);
  return { ok: true };
}

/** Nothing of it was done, and nothing will be. Refuses with notFound, or over (it was done). */
export async function dropBulk(
  tx: Tx,
  ctx: Context,
  { bulkId, actor }: BulkAsk,
): Promise<{ ok: true } | Refusal> {
  const bulk = await lockBulk(tx, bulkId);
  if (!bulk) return refuse('notFound');
  if (bulk.state === 'dropped') return { ok: true };
  if (bulk.state !== 'checked' && bulk.state !== 'waiting') return refuse('over');
  bulk.state = 'dropped';
  await putDown(tx, ctx, bulk, { actor, action: 'dropBulk' });
  return { ok: true };
}

/** Every line is undone, last first, as far as it goes. Refuses with notFound, or over. */
export async function undoBulk(
  tx: Tx,
  ctx: Context,
  { bulkId, actor }: BulkAsk,
): Promise<{ ok: true } | Refusal> {
  const bulk = await lockBulk(tx, bulkId);
  if (!bulk) return refuse('notFound');
  if (bulk.state === 'undoing' || bulk.state === 'undone') return { ok: true };
  if (bulk.state !== 'running' && bulk.state !== 'done') return refuse('over');
  Object.assign(bulk, { undoneBy: actor, undoneAt: ctx.now, state: 'undoing' });
  await putDown(tx, ctx, bulk, { actor, action: 'undoBulk' });
  await carryOut(tx, ctx, bulk);
  return { ok: true };
}

async function carryOut(tx: Tx, ctx: Context, { shopId, bulkId }: Bulk): Promise<void> {
  await askFor(tx, [{ shopId, kind: 'adjustInBulk', key: bulkId, dueAt: ctx.now }], ctx.now);
}

/** Where it stands now, and who had it so. */
async function putDown(
  tx: Tx,
  ctx: Context,
  bulk: Bulk,
  by: { actor: string; action: string },
): Promise<void> {
  await saveBulk(tx, bulk);
  const { bulkId, lines } = bulk;
  await writeAuditEntry(tx, { at: ctx.now, ...by, details: { bulkId, lines } });
}

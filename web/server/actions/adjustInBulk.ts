/** Carries out what was asked of a file of adjustments, batch by batch, or undoes it. */
import { openDraft } from '../domain/books.ts';
import type { Draft, LotMove } from '../domain/books.ts';
import { endOfLocalDayAfter } from '../domain/days.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import { programInForce } from '../domain/programs.ts';
import type { Program } from '../domain/program.ts';
import { undoAdjustment } from '../domain/undoBook.ts';
import { adjust, expireLots } from '../domain/upkeepBook.ts';
import { writeAuditEntries } from '../store/auditLog.ts';
import type { AuditEntry } from '../store/auditLog.ts';
import { lockAccounts, readLotMoves, writeDrafts } from '../store/books.ts';
import { lockBulk, nextToDo, nextToUndo, saveBulk, saveLines } from '../store/bulk.ts';
import type { Bulk, BulkRow } from '../store/bulk.ts';
import { askFor } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { readVersionsFast } from '../store/programs.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { letLiveGoFirst } from './letLiveGoFirst.ts';

/** How many lines are one commit. */
const BATCH = 200;
/** Other deliveries of the club wait this long at most (real ms), then it is their turn. */
const SLICE_MS = 3_000;

export async function adjustInBulk(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const until = Date.now() + SLICE_MS;
  for (const { key } of job.claimed) {
    let more = true;
    while (more && !job.isLate() && Date.now() < until) {
      await letLiveGoFirst(reach, job);
      more = await reach.inTransaction(job.clubId, (tx) => takeBatch(tx, contextOf(reach), key));
    }
    const outcome: Outcome = more ? { kind: 'again', dueAt: reach.now() } : 'done';
    outcomes.set(key, outcome);
  }
  return outcomes;
}

type Sheet = {
  ctx: Context;
  bulk: Bulk;
  timeZone: string;
  program: Program | null;
  drafts: Map<string, Draft>;
  moves: ReadonlyMap<string, LotMove[]>;
  entries: AuditEntry[];
};

/** One batch in one commit. False when it is over. */
async function takeBatch(tx: Tx, ctx: Context, bulkId: string): Promise<boolean> {
  await waitForClub(tx);
  const bulk = await lockBulk(tx, bulkId);
  if (bulk?.state !== 'running' && bulk?.state !== 'undoing') return false;
  const shop = await readShop(tx, bulk.shopId);
  if (!shop) return false;
  const undoing = bulk.state === 'undoing';
  const rows = await (undoing ? nextToUndo : nextToDo)(tx, bulkId, BATCH);
  if (rows.length === 0) {
    bulk.state = undoing ? 'undone' : 'done';
    bulk.endedAt = ctx.now;
    await saveBulk(tx, bulk);
    return false;
  }
  const sheet = await layOut(tx, ctx, bulk, shop.timeZone, rows);
  for (const row of rows) {
    const draft = sheet.drafts.get(row.shopperId ?? '');
    if (draft && undoing) undo(sheet, draft, row);
    else if (draft) apply(sheet, draft, row);
  }
  await putAway(tx, sheet, rows);
  return true;
}

/** The club is ours alone, so nobody is merged meanwhile: lines name who there is. */
async function layOut(
  tx: Tx,
  ctx: Context,
  bulk: Bulk,
  timeZone: string,
  rows: readonly BulkRow[],
): Promise<Sheet> {
  const shopperIds = [...new Set(rows.flatMap(({ shopperId }) => shopperId ?? []))].sort();
  const done = rows.flatMap(({ transferId }) => transferId ?? []);
  const moves = done.length > 0 ? await readLotMoves(tx, done) : new Map<string, LotMove[]>();
  const lotIds = [...moves.values()].flatMap((each) => each.map(({ lotId }) => lotId));
  const locked = await lockAccounts(tx, shopperIds, { lotIds });
  const drafts = new Map<string, Draft>();
  for (const [id, { account }] of locked) {
    const draft = openDraft(account, ctx.newId);
    expireLots(draft, ctx.now);
    drafts.set(id, draft);
  }
  const program = programInForce(await readVersionsFast(tx), ctx.now)?.program ?? null;
  return { ctx, bulk, timeZone, program, drafts, moves, entries: [] };
}

function apply(sheet: Sheet, draft: Draft, row: BulkRow): void {
  const { ctx, program, timeZone } = sheet;
  const expiry = program?.expiry ?? { kind: 'never' };
  const end = lotEnd(draft.account, expiry, { from: ctx.now, timeZone });
  const how = { now: ctx.now, ...end, note: row.note };
  if (!adjust(draft, row.points, how)) {
    row.problem = 'notEnoughPoints';
    return;
  }
  row.transferId = draft.transfers.at(-1)?.id ?? null;
  const { askedBy, approvedBy } = sheet.bulk;
  const alone = approvedBy === null ? {} : { approvedBy };
  enter(sheet, row, { actor: askedBy, points: row.points, transferId: row.transferId, ...alone });
}

function undo(sheet: Sheet, draft: Draft, row: BulkRow): void {
  const { ctx, program, timeZone, moves } = sheet;
  const { transferId, points, note } = row;
  if (transferId === null) return;
  const grace = program ? endOfLocalDayAfter(ctx.now, program.graceDays, timeZone) : null;
  const floor = grace === null ? null : Math.max(grace, draft.account.keptUntil ?? 0);
  const adjusted = { transferId, points, moves: moves.get(transferId) ?? [] };
  const transfer = undoAdjustment(draft, adjusted, { now: ctx.now, floor, note });
  row.undone = transfer?.points ?? 0n;
  row.undoTransferId = transfer?.id ?? null;
  const signed = points > 0n ? -row.undone : row.undone;
  const actor = sheet.bulk.undoneBy;
  if (transfer) enter(sheet, row, { actor, points: signed, transferId: transfer.id, undo: 1 });
}

/** `approvedBy`, `undo`: it does not count against what the person may do alone. */
type Deed = {
  actor: string | null;
  points: bigint;
  transferId: string | null;
  approvedBy?: string;
  undo?: number;
};

/** Each line is an adjustment of whoever asked for it, in the club's log as any other. */
function enter(sheet: Sheet, { shopperId, note, line }: BulkRow, deed: Deed): void {
  const { bulkId, madeBy } = sheet.bulk;
  const { actor, points, transferId, ...exempt } = deed;
  const about = { bulkId, line, shopperId: shopperId ?? '', note, ...exempt };
  sheet.entries.push({
    at: sheet.ctx.now,
    actor: actor ?? madeBy,
    action: 'adjustPoints',
    details: { ...about, points: Number(points), transferId: transferId ?? '' },
  });
}

async function putAway(tx: Tx, sheet: Sheet, rows: readonly BulkRow[]): Promise<void> {
  const { ctx, bulk, drafts } = sheet;
  writeDrafts(tx, [...drafts.values()], new Map(), ctx.now);
  await saveLines(tx, bulk.bulkId, rows);
  await writeAuditEntries(tx, sheet.entries);
  const named = await customerIdsOf(tx, bulk.shopId, [...drafts.keys()]);
  const kind = 'shopperCard' as const;
  const { shopId } = bulk;
  const cards = [...named.keys()].map((key) => ({ shopId, kind, key, dueAt: ctx.now }));
  await askFor(tx, cards, ctx.now);
}

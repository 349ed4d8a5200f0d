/**
 * Whether rewards for friends look earned: judged for an advocate as a whole, right after an order of
 * theirs or of a friend of theirs was recorded, and before anything is paid (a new referral is
 * `unchecked` until then). What comes out differently is posted by the way of every order.
 */
import { judgeFraud } from '../domain/fraud.ts';
import type { Judged } from '../domain/fraud.ts';
import { holdOf } from '../domain/referralHold.ts';
import { waitForClub } from '../store/inbox.ts';
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import { saveJudged, whoTheyAre } from '../store/suspects.ts';
import type { JudgedRow, SentRow } from '../store/suspects.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { recordOrders } from './recordOrders.ts';
import { readSuspects } from './readSuspects.ts';

export async function judgeFriends(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) {
    if (job.isLate()) {
      outcomes.set(key, 'notReached');
      continue;
    }
    await reach.inTransaction(job.clubId, async (tx) => {
      await waitForClub(tx);
      await judgeAdvocates(tx, contextOf(reach), job.shopId, await whoTheyAre(tx, [key]));
    });
  }
  return outcomes;
}

/** The club is the caller's alone. */
export async function judgeAdvocates(
  tx: Tx,
  ctx: Context,
  shopId: string,
  advocateIds: readonly string[],
): Promise<void> {
  const shop = await readShop(tx, shopId);
  if (!shop) return;
  const versions = await readVersionsFast(tx);
  const { suspects, sent } = await readSuspects(tx, ctx, advocateIds, versions);
  const changed: JudgedRow[] = [];
  const works: { platformOrderId: string; because: 'merged' }[] = [];
  let isNew = false;
  for (const { row, suspect, rulings } of suspects) {
    const judged = judgeFraud(suspect, rulings);
    const now = rowOf(row, judged, ctx.now);
    if (row.signals !== null && same(row, now)) continue;
    isNew ||= row.signals === null;
    changed.push(now);
    if (!sameReasons(row, now)) {
      works.push({ platformOrderId: row.platformOrderId, because: 'merged' });
    }
  }
  for (const row of nobodys(sent, advocateIds)) {
    changed.push(rowOf(row, NOTHING_AGAINST, ctx.now));
    works.push({ platformOrderId: row.platformOrderId, because: 'merged' });
  }
  await saveJudged(tx, changed);
  await recordOrders(tx, ctx, shop, works);
  if (!isNew) return;
  // Whoever stands beside a new one on a circle, or sent somebody to the same home, is judged again.
  const beside = new Set(sent.map(({ advocateId }) => advocateId));
  const asks = [...beside]
    .filter((id) => !advocateIds.includes(id))
    .map((key): Ask => ({ shopId, kind: 'judgeFriends', key, dueAt: ctx.now }));
  await askFor(tx, asks, ctx.now);
}

const NOTHING_AGAINST: Judged = { signals: [], score: 0, opinion: 'clear', remembered: false };

/** Somebody of it was erased before it was judged, and nobody can compare them any more. */
const nobodys = (sent: readonly SentRow[], advocateIds: readonly string[]): SentRow[] =>
  sent.filter(
    ({ judged, advocateId, holdReasons }) =>
      !judged && advocateIds.includes(advocateId) && holdReasons.includes('unchecked'),
  );

function rowOf(row: SentRow, { signals, opinion, remembered }: Judged, now: number): JudgedRow {
  const others = row.holdReasons.filter((reason) => reason === 'cap');
  const holdReasons = [...others, ...holdOf(opinion)];
  const heldAt = holdReasons.length === 0 ? null : (row.heldAt ?? now);
  return { orderId: row.orderId, signals, remembered, holdReasons, heldAt };
}

const same = (row: SentRow, now: JudgedRow): boolean =>
  sameReasons(row, now) &&
  row.remembered === now.remembered &&
  JSON.stringify(row.signals) === JSON.stringify(now.signals);

const sameReasons = (row: SentRow, now: JudgedRow): boolean =>
  row.holdReasons.join(' ') === now.holdReasons.join(' ');

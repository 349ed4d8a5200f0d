/**
 * A shop that has just connected has a past: all orders that it lets us reach are read once. They
 * earn nothing, because they were placed before there was a program, and nobody hears of it.
 */
import type { Failure } from '../gateways/platform.ts';
import { askFor } from '../store/deliveries.ts';
import { beginReading, noteProblem, pastIsRead, readOpenReading } from '../store/healing.ts';
import { noteLimits } from '../store/shopHealing.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { countAgain } from './askToCount.ts';
import { contextOf } from './context.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { patiently } from './patience.ts';
import { readOn } from './readOrders.ts';
import { callShop } from './shopCall.ts';

type Moment = Pick<Context, 'now' | 'newId'>;

/** While the platform makes its copy. */
const WAIT_MS = 10_000;

export async function importHistory(reach: Reach, job: Job): Promise<Outcomes> {
  const outcome = await importOn(reach, job);
  return new Map(job.claimed.map(({ key }) => [key, outcome]));
}

async function importOn(reach: Reach, job: Job): Promise<Outcome> {
  const { clubId, shopId } = job;
  const need = await reach.inTransaction(clubId, async (tx) => {
    const shop = await readShop(tx, shopId);
    if (!shop || shop.uninstalledAt !== null) return 'nothing';
    if (await readOpenReading(tx, shopId, 'history')) return 'goOn';
    return (await pastIsRead(tx, shopId)) ? 'nothing' : 'begin';
  });
  if (need === 'nothing') return over(reach, job);
  if (need === 'begin') {
    const failure = await begin(reach, job);
    if (failure) return failed(reach, job, failure);
  }
  const progress = await readOn(reach, job, 'history');
  if (progress.state === 'over') return over(reach, job);
  if (progress.state === 'failed') return failed(reach, job, progress.failure);
  const wait = progress.state === 'waits' ? WAIT_MS : 0;
  return { kind: 'again', dueAt: reach.now() + wait };
}

/** What the platform was asked to count because nothing of this was known is looked at again. */
async function over(reach: Reach, { clubId, shopId }: Job): Promise<Outcome> {
  await reach.inTransaction(clubId, async (tx) => {
    const ctx = contextOf(reach);
    await askFor(tx, await countAgain(tx, ctx, shopId, null), ctx.now);
  });
  return 'done';
}

/** What the shop does not let us reach is said beside what was read. */
async function begin(reach: Reach, job: Job): Promise<Failure | null> {
  const { clubId, shopId } = job;
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'orders');
  if (!answer.ok) return answer.failure;
  const limits = await reach.platform.readLimits(answer.call);
  if (!limits.ok) return limits.failure;
  await reach.inTransaction(clubId, async (tx) => {
    const shop = await readShop(tx, shopId);
    if (!shop) return;
    await noteLimits(tx, shopId, shop.installedAt, limits.unreached);
    await beginHistory(tx, contextOf(reach), shopId);
  });
  return null;
}

async function beginHistory(tx: Tx, { now, newId }: Moment, shopId: string): Promise<void> {
  const readingId = newId();
  const span = { from: null, to: now, beganAt: now };
  await beginReading(tx, { readingId, shopId, kind: 'history', how: 'copy', ...span });
}

/** More of the past can be reached than before, or somebody wants it: all of it is read once more. */
export async function importAgain(tx: Tx, at: Moment, shopId: string): Promise<void> {
  await beginHistory(tx, at, shopId);
  const dueAt = at.now;
  await askFor(tx, [{ shopId, kind: 'importHistory', key: shopId, dueAt }], dueAt);
}

/** Meanwhile what stands in the way is shown. */
async function failed(reach: Reach, job: Job, failure: Failure): Promise<Outcome> {
  const { clubId, shopId } = job;
  await reach.inTransaction(clubId, (tx) => noteProblem(tx, shopId, 'history', failure.reason));
  return patiently(job, failure, reach.now()).outcome;
}

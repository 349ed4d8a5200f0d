/** Keeps up what shoppers bought on which day, beside the order path, and makes it again when asked. */
import type { Ask } from '../store/deliveries.ts';
import { rollUpSome, startRollupsOver } from '../store/rollups.ts';
import type { RolledUp } from '../store/rollups.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';

/** Many orders of one moment are rolled up together. */
const ROLL_UP_AFTER_MS = 15_000;
const LIMIT = 500;

/** What changed a club's orders asks for this. */
export const rollUpAsk = (shopId: string, now: number): Ask => ({
  shopId,
  kind: 'rollUp',
  key: shopId,
  dueAt: now + ROLL_UP_AFTER_MS,
});

/**
 * The delivery: all there is, a batch a transaction, so that nobody who buys meanwhile waits for it. What
 * a transaction that is still under way may precede is for a moment later.
 */
export async function rollUp(reach: Reach, job: Job): Promise<Outcomes> {
  const outcome = await rollUpClub(reach, job);
  return new Map(job.claimed.map(({ key }) => [key, outcome]));
}

async function rollUpClub(reach: Reach, { clubId, isLate }: Job): Promise<Outcome> {
  const { whole, held } = await rollUpAll(reach, clubId, isLate);
  if (!whole) return { kind: 'again', dueAt: reach.now() };
  return held ? { kind: 'again', dueAt: reach.now() + ROLL_UP_AFTER_MS } : 'done';
}

/** A batch a transaction, until nothing is left that can be taken, or it is late. */
export async function rollUpAll(
  reach: Books,
  clubId: string,
  isLate: () => boolean,
): Promise<RolledUp> {
  const all: RolledUp = { orders: 0, whole: false, held: false };
  while (!all.whole && !isLate()) {
    const done = await reach.inTransaction(clubId, (tx) => rollUpSome(tx, reach.now(), LIMIT));
    Object.assign(all, done, { orders: all.orders + done.orders });
  }
  return all;
}

type Books = Pick<Reach, 'inTransaction' | 'now'>;

/** Rolls everything up again from the orders, to the end. Answers how many orders there were. */
export async function rebuildRollups(reach: Books, clubId: string): Promise<number> {
  await reach.inTransaction(clubId, (tx) => startRollupsOver(tx, reach.now()));
  return (await rollUpAll(reach, clubId, () => false)).orders;
}

/**
 * A parent discount ends when its last code is gone and its terms are no longer on offer. While they
 * are, the next code is only a matter of time, and the platform wants one discount for all codes of the
 * same value: decision 0013. Key of a delivery: the parent's id at the platform.
 */
import { deriveCode } from '../domain/code.ts';
import { programInForce } from '../domain/programs.ts';
import { rewardTerms, termsKey } from '../domain/redemption.ts';
import { friendTerms } from '../domain/referrals.ts';
import { offeredRewards } from '../domain/rewardSteps.ts';
import { digestOf } from '../store/orders.ts';
import { askToEndParents, retireParent } from '../store/parents.ts';
import { readVersionsFast } from '../store/programs.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';

/** Longer than any doubt about a code lasts: one that was looked for twice is surely gone. */
const QUIET_MS = 86_400_000;

/** The terms that are on offer from `at` on, by their hashes. */
async function offeredFrom(tx: Tx, at: number): Promise<string[]> {
  const versions = await readVersionsFast(tx);
  const inForce = programInForce(versions, at);
  const offered = versions.filter((v) => v.version === inForce?.version || v.effectiveFrom > at);
  return offered.flatMap(({ program }) => {
    const friend = friendTerms(program);
    const terms = offeredRewards(program).map((reward) => rewardTerms(program, reward));
    return [...terms, ...(friend ? [friend] : [])].map((each) => digestOf(termsKey(each)));
  });
}

/** Codes of these terms are gone: their parents may be the next. */
export async function askAfterClosing(
  tx: Tx,
  shopId: string,
  termsHashes: readonly string[],
  now: number,
): Promise<void> {
  const keep = await offeredFrom(tx, now);
  if (termsHashes.every((hash) => keep.includes(hash))) return;
  const when = { dueAt: now + QUIET_MS, now };
  await askToEndParents(tx, shopId, { keep, evenLive: false }, when);
}

/** A version takes over at `from`: parents of what it no longer offers may end after that. */
export async function askAfterPublishing(
  tx: Tx,
  shopId: string,
  from: number,
  now: number,
): Promise<void> {
  const keep = await offeredFrom(tx, from);
  await askToEndParents(tx, shopId, { keep, evenLive: true }, { dueAt: from + QUIET_MS, now });
}

/**
 * Given up first, in a commit that no new code can slip past (`parentOf` and `holdParent` hold the same
 * row), and closed at the platform then: a code that comes later makes a parent of its own.
 */
export async function endParents(reach: Reach, job: Job): Promise<Outcomes> {
  const { clubId, shopId } = job;
  const outcomes: Outcomes = new Map();
  const answer = await callShop(reach, clubId, shopId, job.leftMs(), 'codes');
  if (!answer.ok) return job.all(answer.failure);
  for (const { key } of job.claimed) {
    if (job.isLate()) {
      outcomes.set(key, 'notReached');
      continue;
    }
    const retired = await reach.inTransaction(clubId, async (tx) => {
      const keep = new Set(await offeredFrom(tx, reach.now()));
      return retireParent(tx, shopId, key, keep, ({ termsHash, code }) =>
        deriveCode(reach.keys.code, [clubId, shopId, 'parent', termsHash, code]),
      );
    });
    if (!retired) continue;
    const call = { ...answer.call, deadlineMs: job.leftMs() };
    const ended = await reach.platform.endParent(call, key);
    if (!ended.ok) outcomes.set(key, ended.failure);
  }
  return outcomes;
}

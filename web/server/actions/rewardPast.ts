/**
 * "Reward past orders: none, since a date, all." A decision is made once by its id and carried out in
 * batches, from where the last one ended. Points that were given cannot be taken back by deciding
 * again, only by adjustments: that is why there is a preview.
 */
import { startOfLocalDay } from '../domain/days.ts';
import { programInForce } from '../domain/programs.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { askFor } from '../store/deliveries.ts';
import { readOpenReading } from '../store/healing.ts';
import { waitForClub } from '../store/inbox.ts';
import { addPastReward, countPast, lockPastReward, savePastReward } from '../store/pastRewards.ts';
import type { Choice, Past, PastReward } from '../store/pastRewards.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Context, Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { judgePast } from './judgePast.ts';
import { letLiveGoFirst } from './letLiveGoFirst.ts';

/** `sinceDay`: the first local day whose orders count, YYYY-MM-DD; only with `since`. */
export type PastChoice = { choice: Choice; sinceDay: string | null };

export type PastAsk = { shopId: string; pastRewardId: string; actor: string } & PastChoice;

/** Which orders a choice is about, and the version that judges them. */
export type PastScope = { ok: true; shop: Shop; past: Past; version: number };

/** Refuses with notFound, programOff, historyRunning (the past is still being read) or invalid. */
export async function scopeOf(
  tx: Tx,
  now: number,
  shopId: string,
  { choice, sinceDay }: PastChoice,
): Promise<PastScope | Refusal> {
  const shop = await readShop(tx, shopId);
  if (!shop) return refuse('notFound');
  const versions = await readVersionsFast(tx);
  const inForce = programInForce(versions, now);
  if (!inForce) return refuse('programOff');
  if (await readOpenReading(tx, shopId, 'history')) return refuse('historyRunning');
  if (choice === 'since' && sinceDay === null) {
    return refuse('invalid', { problem: 'wrongShape' }, 'since');
  }
  const since = choice === 'since' ? startOfLocalDay(sinceDay ?? '', shop.timeZone) : null;
  const before = Math.min(...versions.map((version) => version.effectiveFrom));
  return { ok: true, shop, past: { since, before }, version: inForce.version };
}

/**
 * Decides. The same id and choice again: the first answer, as far as it has come; another choice is
 * refused with sameIdOtherInput, one while another is carried out with alreadyRunning.
 */
export async function decidePast(
  tx: Tx,
  ctx: Context,
  input: PastAsk,
): Promise<{ ok: true; reward: PastReward } | Refusal> {
  await waitForClub(tx);
  const { shopId, pastRewardId, choice, actor } = input;
  const known = await lockPastReward(tx, pastRewardId);
  const scope = choice === 'none' ? null : await scopeOf(tx, ctx.now, shopId, input);
  if (known) {
    const same = known.choice === choice && sameDay(known, scope);
    return same ? { ok: true, reward: known } : refuse('sameIdOtherInput');
  }
  if (scope && !scope.ok) return scope;
  const reward: PastReward = {
    pastRewardId,
    shopId,
    choice,
    since: scope?.past.since ?? null,
    programVersion: scope?.version ?? null,
    state: scope ? 'running' : 'done',
    lastShopperId: null,
    total: scope ? await countPast(tx, scope.past) : 0,
    judged: 0,
    orders: 0,
    shoppers: 0,
    points: 0n,
    expired: 0n,
    askedBy: actor,
    askedAt: ctx.now,
    endedAt: scope ? null : ctx.now,
  };
  if (!(await addPastReward(tx, reward))) return refuse('alreadyRunning');
  const { since, total } = reward;
  const details = { choice, ...(since === null ? {} : { since }), orders: total };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'rewardPast', details });
  const dueAt = ctx.now;
  if (scope) await askFor(tx, [{ shopId, kind: 'rewardPast', key: pastRewardId, dueAt }], dueAt);
  return { ok: true, reward };
}

const sameDay = (known: PastReward, scope: PastScope | Refusal | null): boolean =>
  !scope?.ok || known.since === scope.past.since;

/** Other deliveries of the club wait this long at most (real ms), then it is their turn. */
const SLICE_MS = 3_000;

/** Carries decisions out for a while. */
export async function rewardPast(reach: Reach, job: Job): Promise<Outcomes> {
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

/** One batch and the place to go on from, in one commit. False when it is over. */
async function takeBatch(tx: Tx, ctx: Context, pastRewardId: string): Promise<boolean> {
  await waitForClub(tx);
  const reward = await lockPastReward(tx, pastRewardId);
  if (!reward || reward.state === 'done' || reward.programVersion === null) return false;
  const shop = await readShop(tx, reward.shopId);
  if (!shop) return false;
  const versions = await readVersionsFast(tx);
  const before = Math.min(...versions.map((version) => version.effectiveFrom));
  const { since, programVersion: version, lastShopperId: after } = reward;
  const asked = { since, before, version, pastRewardId, after };
  const found = await judgePast(tx, ctx, shop, asked, true);
  reward.judged += found.judged;
  reward.orders += found.orders;
  reward.shoppers += found.shoppers;
  reward.points += found.points;
  reward.expired += found.expired;
  reward.lastShopperId = found.last ?? reward.lastShopperId;
  if (found.last === null) Object.assign(reward, { state: 'done', endedAt: ctx.now });
  await savePastReward(tx, reward);
  return found.last !== null;
}

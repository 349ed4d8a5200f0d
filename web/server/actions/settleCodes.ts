/**
 * Makes the platform's codes match the redemptions: being issued -> the code exists, closing -> it is
 * gone. One delivery per redemption, leased by one worker at a time, so that issuing and taking back
 * never overtake one another. No network call happens inside a transaction.
 */
import { deriveCode } from '../domain/code.ts';
import type { Failure, ShopCall } from '../gateways/platform.ts';
import { findRedemptions, parentOf, saveParentId } from '../store/redemptions.ts';
import type { Parent, StoredRedemption } from '../store/redemptions.ts';
import type { Context } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { finishCodes } from './finishCodes.ts';
import type { CodeNews } from './finishCodes.ts';
import { callShop } from './shopCall.ts';
import { takeBackCode } from './takeBackCode.ts';

/** After doubt, a code that was taken back is looked for once more this much later. */
const SECOND_LOOK_MS = 10 * 60_000;

export const contextOf = (reach: Reach): Context => ({
  now: reach.now(),
  newId: reach.newId,
  keys: reach.keys,
});

export const codeKeyOf = (redemption: StoredRedemption): string =>
  `${redemption.shopperId}/${redemption.redemptionId}`;

/** Settles up to 250 redemptions of one shop. */
export async function settleCodes(reach: Reach, job: Job): Promise<Outcomes> {
  const keys = job.claimed.map(({ key }) => {
    const [shopperId = '', redemptionId = ''] = key.split('/');
    return { shopperId, redemptionId };
  });
  const redemptions = await reach.inTransaction(job.clubId, (tx) => findRedemptions(tx, keys));
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs());
  const outcomes: Outcomes = new Map();
  if (!answer.ok) return job.all(answer.failure);
  const { call } = answer;
  const byTerms = Map.groupBy(redemptions, (redemption) => redemption.termsHash);
  for (const group of byTerms.values()) {
    const parent = await parentFor(reach, job, group);
    const issuing = group.filter(({ status }) => status === 'issuing');
    if (issuing.length > 0) await issue(reach, job, call, parent, issuing, outcomes);
    for (const redemption of group) {
      if (redemption.status === 'issuing') continue;
      await close(reach, job, call, parent, redemption, outcomes);
    }
  }
  return outcomes;
}

async function parentFor(reach: Reach, job: Job, group: readonly StoredRedemption[]) {
  const [first] = group;
  if (!first) throw new Error('an empty group of redemptions');
  const code = deriveCode(reach.keys.code, [job.clubId, job.shopId, 'parent', first.termsHash]);
  const { termsHash, terms } = first;
  return reach.inTransaction(job.clubId, (tx) =>
    parentOf(tx, job.shopId, { termsHash, terms, code }, reach.now()),
  );
}

/** The codes of one parent in one call; each code's outcome is its own. */
async function issue(
  reach: Reach,
  job: Job,
  call: ShopCall,
  parent: Parent,
  issuing: readonly StoredRedemption[],
  outcomes: Outcomes,
): Promise<void> {
  const fail = (failure: Failure) => {
    for (const redemption of issuing) outcomes.set(codeKeyOf(redemption), failure);
  };
  if (parent.parentId === null) {
    const made = await reach.platform.ensureParent(
      { ...call, deadlineMs: job.leftMs() },
      parent.code,
      `Regulars ${parent.code}`,
      parent.terms,
    );
    if (!made.ok && made.failure.kind !== 'refused') return fail(made.failure);
    if (!made.ok) return refuseAll(reach, job, issuing, made.failure.reason, outcomes);
    parent.parentId = made.parentId;
    await reach.inTransaction(job.clubId, (tx) =>
      saveParentId(tx, job.shopId, parent.termsHash, made.parentId),
    );
  }
  const added = await reach.platform.addCodes(
    { ...call, deadlineMs: job.leftMs() },
    parent.parentId,
    issuing.map(({ code }) => code),
  );
  if (!added.ok && added.failure.kind !== 'refused') return fail(added.failure);
  if (!added.ok) return refuseAll(reach, job, issuing, added.failure.reason, outcomes);
  const news: { key: StoredRedemption; told: CodeNews }[] = [];
  for (const redemption of issuing) {
    const outcome = added.outcomes.get(redemption.code);
    const told = await newsOf(
      reach,
      { ...call, deadlineMs: job.leftMs() },
      parent,
      redemption,
      outcome,
    );
    if ('told' in told) news.push({ key: redemption, told: told.told });
    outcomes.set(codeKeyOf(redemption), 'told' in told ? 'done' : told);
  }
  await reach.inTransaction(job.clubId, (tx) =>
    finishCodes(tx, contextOf(reach), job.shopId, news),
  );
}

type AddOutcome = 'added' | 'taken' | { refused: string } | undefined;

/** "Taken" is ours only if the code hangs on our parent: then an earlier try had its effect. */
async function newsOf(
  reach: Reach,
  call: ShopCall,
  parent: Parent,
  redemption: StoredRedemption,
  outcome: AddOutcome,
): Promise<{ told: CodeNews } | Failure> {
  if (outcome === 'added') return { told: { kind: 'issued' } };
  if (outcome === undefined) return { kind: 'unclear', reason: 'codeNotReported' };
  if (outcome !== 'taken') return { told: { kind: 'refused', reason: outcome.refused } };
  const found = await reach.platform.findCode(call, redemption.code);
  if (!found.ok) return found.failure;
  if (found.code.state === 'absent') return { kind: 'unclear', reason: 'takenButAbsent' };
  const ours = found.code.parentId === parent.parentId;
  return { told: ours ? { kind: 'issued' } : { kind: 'refused', reason: 'codeTaken' } };
}

async function refuseAll(
  reach: Reach,
  job: Job,
  issuing: readonly StoredRedemption[],
  reason: string,
  outcomes: Outcomes,
): Promise<void> {
  const told: CodeNews = { kind: 'refused', reason };
  await reach.inTransaction(job.clubId, (tx) =>
    finishCodes(
      tx,
      contextOf(reach),
      job.shopId,
      issuing.map((key) => ({ key, told })),
    ),
  );
  for (const redemption of issuing) outcomes.set(codeKeyOf(redemption), 'done');
}

/** Closing ones are taken back; what is over is only looked at once more, if there was doubt. */
async function close(
  reach: Reach,
  job: Job,
  call: ShopCall,
  parent: Parent,
  redemption: StoredRedemption,
  outcomes: Outcomes,
): Promise<void> {
  const key = codeKeyOf(redemption);
  const { status } = redemption;
  if (status === 'open' || status === 'used') return void outcomes.set(key, 'done');
  const fresh = { ...call, deadlineMs: job.leftMs() };
  const answer = await takeBackCode(reach.platform, fresh, parent, redemption);
  if (!answer.ok) return void outcomes.set(key, answer.failure);
  if (status === 'closing') {
    await reach.inTransaction(job.clubId, (tx) =>
      finishCodes(tx, contextOf(reach), job.shopId, [{ key: redemption, told: answer.told }]),
    );
  }
  const doubt = status === 'closing' && !redemption.holdPosted && parent.parentId !== null;
  const again = { kind: 'later' as const, reason: 'secondLook', retryAfterMs: SECOND_LOOK_MS };
  outcomes.set(key, doubt ? again : 'done');
}

/**
 * Nobody is paid because nobody looked: a referral that waited for a person for 30 days is not paid. All
 * are told, the member and the friend by mail and the merchant on the page of decisions, and the member
 * can ask for another look.
 */
import { DECIDE_WITHIN_MS, waitsForSomebody } from '../domain/referralHold.ts';
import { askFor } from '../store/deliveries.ts';
import { waitForClub } from '../store/inbox.ts';
import { saveDecision } from '../store/referralDecisions.ts';
import { lockReferrals } from '../store/referrals.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';

export async function lapseFriends(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) {
    const dueAt = await reach.inTransaction(job.clubId, async (tx) => {
      await waitForClub(tx);
      return lapse(tx, job.shopId, key, reach.now());
    });
    if (dueAt !== null) outcomes.set(key, { kind: 'again', dueAt });
  }
  return outcomes;
}

/** Answers when to look again; null: never. */
async function lapse(tx: Tx, shopId: string, orderId: string, now: number): Promise<number | null> {
  const [referral] = await lockReferrals(tx, [orderId]);
  if (!referral || referral.heldAt === null) return null;
  if (!waitsForSomebody(referral)) return null;
  const decideUntil = referral.heldAt + DECIDE_WITHIN_MS;
  if (decideUntil > now) return decideUntil;
  const decision = {
    decided: 'refused',
    decidedAt: decideUntil,
    decidedBy: 'clock',
    note: null,
  } as const;
  await saveDecision(tx, orderId, decision);
  await writeAuditEntry(tx, {
    at: now,
    actor: 'clock',
    action: 'refuseReferral',
    details: { orderId, shopperId: referral.advocateId },
  });
  const mails = ['friendUndecided', 'friendTold'].map((kind) => ({
    shopId,
    kind: 'mail' as const,
    key: `${kind}/${orderId}`,
    dueAt: now,
  }));
  await askFor(tx, mails, now);
  return null;
}

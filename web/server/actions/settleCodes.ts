/** Makes the platform's codes match the redemptions. Key of a delivery: shopperId/redemptionId. */
import type { CodeTerms } from '../domain/codeTerms.ts';
import { codeTermsOf } from '../domain/redemption.ts';
import { findRedemptions, markSent } from '../store/redemptions.ts';
import type { StoredRedemption } from '../store/redemptions.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { driveCodes } from './driveCodes.ts';
import type { CodeRow } from './driveCodes.ts';
import { askAfterClosing } from './endParents.ts';
import { finishCodes } from './finishCodes.ts';
import { settleCredit, takeBack } from './takePerk.ts';

const STAGES: Record<StoredRedemption['status'], CodeRow['stage']> = {
  issuing: 'issuing',
  open: 'standing',
  used: 'standing',
  closing: 'closing',
  cancelled: 'over',
  lapsed: 'over',
  refused: 'over',
};

const rowOf = (
  redemption: StoredRedemption,
  terms: CodeTerms,
): CodeRow & { redemption: StoredRedemption } => ({
  key: `${redemption.shopperId}/${redemption.redemptionId}`,
  code: redemption.code,
  terms,
  termsHash: redemption.termsHash,
  stage: STAGES[redemption.status],
  confirmed: redemption.holdPosted,
  sent: redemption.sent,
  redemption,
});

/** Settles up to 250 redemptions of one shop. */
export async function settleCodes(reach: Reach, job: Job): Promise<Outcomes> {
  const keys = job.claimed.map(({ key }) => {
    const [shopperId = '', redemptionId = ''] = key.split('/');
    return { shopperId, redemptionId };
  });
  const redemptions = await reach.inTransaction(job.clubId, (tx) => findRedemptions(tx, keys));
  const outcomes = await driveCodes(
    reach,
    job,
    redemptions.flatMap((redemption) => {
      const terms = codeTermsOf(redemption.terms);
      return terms ? [rowOf(redemption, terms)] : [];
    }),
    (tx, news) =>
      finishCodes(
        tx,
        contextOf(reach),
        job.shopId,
        news.map(({ row, told }) => ({ key: row.redemption, told })),
      ),
    (tx, rows) =>
      markSent(
        tx,
        rows.map(({ redemption }) => redemption),
      ),
  );
  await settleOthers(reach, job, redemptions);
  const gone = redemptions.filter(({ status }) => status !== 'issuing' && status !== 'open');
  if (gone.length > 0) {
    const hashes = gone.map(({ termsHash }) => termsHash);
    await reach.inTransaction(job.clubId, (tx) =>
      askAfterClosing(tx, job.shopId, hashes, reach.now()),
    );
  }
  return outcomes;
}

/** What no code is needed for: credit that has come or never will, and what its owner's erasure ends. */
async function settleOthers(
  reach: Reach,
  job: Job,
  redemptions: readonly StoredRedemption[],
): Promise<void> {
  for (const redemption of redemptions.filter(({ way }) => way !== 'code')) {
    await reach.inTransaction(job.clubId, async (tx) => {
      const ctx = contextOf(reach);
      if (redemption.way === 'wallet') await settleCredit(tx, ctx, redemption);
      else if (redemption.status === 'closing') await takeBack(tx, ctx, redemption);
    });
  }
}

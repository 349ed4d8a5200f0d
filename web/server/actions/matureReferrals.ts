/** Points that friends brought become their advocates', once the friends' return time is over. */
import type { Draft } from '../domain/books.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { matureReferral } from '../domain/referralBook.ts';
import { writeOffDebts } from '../domain/upkeepBook.ts';
import { lockMaturingReferrals, readReferralLots, saveReferrals } from '../store/referrals.ts';
import type { Tx } from '../store/transaction.ts';

export type Maturing = {
  drafts: ReadonlyMap<string, Draft>;
  versions: readonly ProgramVersion[];
  timeZone: string;
};

/** Matures what is due to these shoppers, who are locked. The caller writes their drafts. */
export async function matureReferrals(tx: Tx, now: number, about: Maturing): Promise<void> {
  const { drafts, versions, timeZone } = about;
  const due = await lockMaturingReferrals(tx, [...drafts.keys()], now);
  const lots = await readReferralLots(
    tx,
    due.map(({ orderId }) => orderId),
  );
  for (const { shopperId, lot } of lots) {
    const mine = drafts.get(shopperId)?.account.lots;
    if (mine && !mine.some(({ id }) => id === lot.id)) mine.push(lot);
  }
  for (const referral of due) {
    const draft = drafts.get(referral.advocateId);
    const program = versions.find((v) => v.version === referral.programVersion)?.program;
    if (!draft || !program) throw new Error('a referral on the way without a version');
    const { availableAt } = referral;
    const end = lotEnd(draft.account, program.expiry, { from: availableAt, timeZone });
    writeOffDebts(draft, availableAt);
    matureReferral(draft, referral, { availableAt, ...end });
  }
  await saveReferrals(tx, due);
}

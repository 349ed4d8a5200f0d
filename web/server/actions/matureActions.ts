/** Points of actions become their shoppers', once the rules' waiting is over and an order was paid. */
import { matureAction } from '../domain/actionBook.ts';
import { lotEnd } from '../domain/lotEnds.ts';
import { writeOffDebts } from '../domain/upkeepBook.ts';
import { lockMaturingActions, saveActionBooks } from '../store/actions.ts';
import type { Tx } from '../store/transaction.ts';
import type { Maturing } from './matureReferrals.ts';

/** Matures what is due to these shoppers, who are locked. The caller writes their drafts. */
export async function matureActions(tx: Tx, now: number, about: Maturing): Promise<void> {
  const { drafts, versions, timeZone } = about;
  const due = await lockMaturingActions(tx, [...drafts.keys()], now);
  for (const action of due) {
    const draft = drafts.get(action.shopperId);
    const program = versions.find((v) => v.version === action.programVersion)?.program;
    const { availableAt } = action;
    if (!draft || !program || availableAt === null) {
      throw new Error('points of an action on the way without a version');
    }
    writeOffDebts(draft, availableAt);
    const end = lotEnd(draft.account, program.expiry, { from: availableAt, timeZone });
    matureAction(draft, action, { availableAt, ...end });
  }
  saveActionBooks(tx, due);
}

/** Work that may take hours stands back for what has just happened in the same club. */
import { messagesDue } from '../store/inbox.ts';
import type { Reach } from './context.ts';
import type { Job } from './deliver.ts';
import { pause } from './pause.ts';

/** Real ms: how often we look, and when one batch goes on all the same, so that it ever ends. */
const LOOK_MS = 50;
const PATIENCE_MS = 5_000;

/** Comes back when no message of the club is due, or after a few seconds. */
export async function letLiveGoFirst(reach: Reach, { clubId }: Pick<Job, 'clubId'>): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (Date.now() < giveUpAt) {
    if (!(await reach.inTransaction(clubId, (tx) => messagesDue(tx, reach.now())))) return;
    await pause(LOOK_MS);
  }
}

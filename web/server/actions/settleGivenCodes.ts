/** Makes the platform's codes match the given ones. Key of a delivery: the given code's id. */
import { wakeCodes } from '../store/blocks.ts';
import { askFor } from '../store/deliveries.ts';
import { lockGiven, readGiven, saveGiven } from '../store/givenCodes.ts';
import type { GivenCode, GivenStatus } from '../store/givenCodes.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { driveCodes } from './driveCodes.ts';
import type { CodeNews, CodeRow } from './driveCodes.ts';

const STAGES: Record<GivenStatus, CodeRow['stage']> = {
  issuing: 'issuing',
  open: 'standing',
  used: 'standing',
  refused: 'standing',
  closing: 'closing',
  withdrawn: 'over',
};

const rowOf = (given: GivenCode): CodeRow => ({
  key: given.givenId,
  code: given.code,
  terms: given.terms,
  termsHash: given.termsHash,
  stage: STAGES[given.status],
  confirmed: given.confirmed,
  // Nobody puts down whether it was asked for, so it may have been.
  sent: true,
});

/** Issues and takes back up to 250 codes of one shop. */
export async function settleGivenCodes(reach: Reach, job: Job): Promise<Outcomes> {
  const ids = job.claimed.map(({ key }) => key);
  const rows = await reach.inTransaction(job.clubId, (tx) => readGiven(tx, ids));
  return driveCodes(reach, job, rows.map(rowOf), (tx, news) =>
    finish(tx, reach.now(), new Map(news.map(({ row, told }) => [row.key, told]))),
  );
}

/** What the platform said, written down; each state moves one way only. */
async function finish(tx: Tx, now: number, news: ReadonlyMap<string, CodeNews>): Promise<void> {
  const rows = await lockGiven(tx, [...news.keys()]);
  for (const row of rows) {
    const told = news.get(row.givenId);
    if (told) apply(row, told);
  }
  await saveGiven(tx, rows);
  const rested = rows.filter(
    ({ status, reason }) => status === 'withdrawn' && reason === 'blocked',
  );
  if (rested.length === 0) return;
  const woken = await wakeCodes(
    tx,
    null,
    now,
    rested.map(({ givenId }) => givenId),
  );
  await askFor(
    tx,
    woken.map((each) => ({ ...each, dueAt: now })),
    now,
  );
}

function apply(row: GivenCode, told: CodeNews): void {
  if (told.kind === 'issued') row.confirmed = true;
  if (row.status === 'issuing' && told.kind === 'issued') row.status = 'open';
  if (row.status === 'issuing' && told.kind === 'refused') {
    row.reason = told.reason;
    row.status = 'refused';
  }
  if (row.status === 'closing' && told.kind === 'gone') row.status = 'withdrawn';
  if (row.status === 'closing' && told.kind === 'used') row.status = 'used';
}

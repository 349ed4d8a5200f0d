/**
 * Makes the platform's codes match their rows: being issued -> the code exists, closing -> it is gone.
 * One delivery per row, leased by one worker at a time, so that issuing and taking back never
 * overtake one another. No network call happens inside a transaction.
 */
import { deriveCode } from '../domain/code.ts';
import type { CodeTerms } from '../domain/codeTerms.ts';
import type { Failure, ShopCall } from '../gateways/platform.ts';
import { parentOf, saveParentId } from '../store/redemptions.ts';
import type { Parent } from '../store/redemptions.ts';
import type { Tx } from '../store/transaction.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';
import { takeBackCode } from './takeBackCode.ts';

/** What is certain about a code now. */
export type CodeNews =
  | { kind: 'issued' }
  | { kind: 'refused'; reason: string }
  /** Somebody at the shop has done what was asked for: nothing is left to take back. */
  | { kind: 'done' }
  /** Gone at the platform, and not used as far as it knows. */
  | { kind: 'gone' }
  /** The platform says it was used; the order that did is on its way. */
  | { kind: 'used' };

export type CodeRow = {
  /** The delivery's key. */
  key: string;
  code: string;
  terms: CodeTerms;
  termsHash: string;
  /** Standing: nothing to do. Over: taken back before; looked for once more after doubt. */
  stage: 'issuing' | 'closing' | 'standing' | 'over';
  /** The platform has reported the code imported, or it was never tried. */
  confirmed: boolean;
  /** The platform may have been asked to add it before: it may exist, whatever was answered. */
  sent: boolean;
};

export type Told<Row> = { row: Row; told: CodeNews };
/** Writes news down, under the locks of the rows it is about. */
export type Finish<Row> = (tx: Tx, news: readonly Told<Row>[]) => Promise<void>;
/** Puts down, before the platform is asked, that these codes may exist from now on. */
export type Sending<Row> = (tx: Tx, rows: readonly Row[]) => Promise<void>;

/** After doubt, a code that was taken back or refused is looked for once more this much later. */
const SECOND_LOOK: Failure = { kind: 'later', reason: 'secondLook', retryAfterMs: 10 * 60_000 };

type Desk<Row> = {
  reach: Reach;
  job: Job;
  call: ShopCall;
  outcomes: Outcomes;
  finish: Finish<Row>;
  sending: Sending<Row>;
};

/** Settles up to 250 codes of one shop. */
export async function driveCodes<Row extends CodeRow>(
  reach: Reach,
  job: Job,
  rows: readonly Row[],
  finish: Finish<Row>,
  sending: Sending<Row> = async () => {},
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const busy = rows.filter(({ stage }) => stage !== 'standing');
  if (busy.length === 0) return outcomes;
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'codes');
  if (!answer.ok) return job.all(answer.failure);
  const desk: Desk<Row> = { reach, job, call: answer.call, outcomes, finish, sending };
  for (const group of Map.groupBy(busy, (row) => row.termsHash).values()) {
    const parent = await parentFor(desk, group);
    const issuing = group.filter(({ stage }) => stage === 'issuing');
    if (issuing.length > 0) await issue(desk, parent, issuing);
    for (const row of group) {
      if (row.stage === 'issuing') continue;
      if (job.isLate()) outcomes.set(row.key, 'notReached');
      else await close(desk, parent, row);
    }
  }
  return outcomes;
}

const fresh = <Row>({ call, job }: Desk<Row>): ShopCall => ({
  ...call,
  deadlineMs: job.leftMs(),
  urgent: job.urgent,
});

/** The group's parent. In the same commit it is put down which codes will be asked for. */
async function parentFor<Row extends CodeRow>(
  { reach, job, sending }: Desk<Row>,
  group: readonly Row[],
): Promise<Parent> {
  const [first] = group;
  if (!first) throw new Error('an empty group of codes');
  const code = deriveCode(reach.keys.code, [job.clubId, job.shopId, 'parent', first.termsHash]);
  const { termsHash, terms } = first;
  const unsent = group.filter(({ stage, sent }) => stage === 'issuing' && !sent);
  return reach.inTransaction(job.clubId, async (tx) => {
    if (unsent.length > 0) await sending(tx, unsent);
    return parentOf(tx, job.shopId, { termsHash, terms, code }, reach.now());
  });
}

/** The codes of one parent in one call; each code's outcome is its own. */
async function issue<Row extends CodeRow>(
  desk: Desk<Row>,
  parent: Parent,
  issuing: readonly Row[],
): Promise<void> {
  const { reach, job, outcomes, finish } = desk;
  const fail = (failure: Failure) => {
    for (const row of issuing) outcomes.set(row.key, failure);
  };
  if (parent.parentId === null) {
    const title = `Regulars ${parent.code}`;
    const { code, terms, termsHash } = parent;
    const made = await reach.platform.ensureParent(fresh(desk), code, title, terms);
    if (!made.ok && made.failure.kind !== 'refused') return fail(made.failure);
    // Without a parent no try can have added a code: this refusal is certain.
    if (!made.ok) return refuseAll(desk, issuing, made.failure.reason);
    parent.parentId = made.parentId;
    await reach.inTransaction(job.clubId, (tx) =>
      saveParentId(tx, job.shopId, termsHash, made.parentId),
    );
  }
  const codes = issuing.map(({ code }) => code);
  const added = await reach.platform.addCodes(fresh(desk), parent.parentId, codes);
  if (!added.ok && added.failure.kind !== 'refused') return fail(added.failure);
  const news: Told<Row>[] = [];
  for (const row of issuing) {
    const outcome = added.ok ? added.outcomes.get(row.code) : { refused: added.failure.reason };
    if (outcome !== 'added' && job.isLate()) {
      outcomes.set(row.key, 'notReached');
      continue;
    }
    const told = await newsOf(desk, parent, row, outcome);
    if ('told' in told) news.push({ row, told: told.told });
    outcomes.set(row.key, 'told' in told ? endOf(row, told.told) : told);
  }
  await reach.inTransaction(job.clubId, (tx) => finish(tx, news));
}

type AddOutcome = 'added' | 'taken' | { refused: string } | undefined;

/** An earlier try may still be on its way in, although the code is not there now. */
const endOf = (row: CodeRow, told: CodeNews): Outcome =>
  told.kind === 'refused' && row.sent ? SECOND_LOOK : 'done';

/**
 * "Taken" is ours only if the code hangs on our parent: then an earlier try had its effect. Nor does
 * a refusal settle anything while an earlier try may have had its effect: the code is looked for, and
 * is refused only when it is not there.
 */
async function newsOf<Row extends CodeRow>(
  desk: Desk<Row>,
  parent: Parent,
  row: Row,
  outcome: AddOutcome,
): Promise<{ told: CodeNews } | Failure> {
  if (outcome === 'added') return { told: { kind: 'issued' } };
  if (outcome === undefined) return { kind: 'unclear', reason: 'codeNotReported' };
  const taken = outcome === 'taken';
  const refused: CodeNews = { kind: 'refused', reason: taken ? 'codeTaken' : outcome.refused };
  if (!taken && !row.sent) return { told: refused };
  const found = await desk.reach.platform.findCode(fresh(desk), row.code);
  if (!found.ok) return found.failure;
  if (found.code.state === 'absent') {
    return taken ? { kind: 'unclear', reason: 'takenButAbsent' } : { told: refused };
  }
  const ours = found.code.parentId === parent.parentId;
  return { told: ours ? { kind: 'issued' } : refused };
}

async function refuseAll<Row extends CodeRow>(
  { reach, job, outcomes, finish }: Desk<Row>,
  issuing: readonly Row[],
  reason: string,
): Promise<void> {
  const told: CodeNews = { kind: 'refused', reason };
  await reach.inTransaction(job.clubId, (tx) =>
    finish(
      tx,
      issuing.map((row) => ({ row, told })),
    ),
  );
  for (const row of issuing) outcomes.set(row.key, 'done');
}

/** Closing ones are taken back; what is over is only looked at once more, if there was doubt. */
async function close<Row extends CodeRow>(
  desk: Desk<Row>,
  parent: Parent,
  row: Row,
): Promise<void> {
  const { reach, job, outcomes, finish } = desk;
  const answer = await takeBackCode(reach.platform, fresh(desk), parent, row);
  if (!answer.ok) return void outcomes.set(row.key, answer.failure);
  const closing = row.stage === 'closing';
  const { told } = answer;
  if (closing) await reach.inTransaction(job.clubId, (tx) => finish(tx, [{ row, told }]));
  const doubt = closing && row.sent && !row.confirmed && parent.parentId !== null;
  outcomes.set(row.key, doubt ? SECOND_LOOK : 'done');
}

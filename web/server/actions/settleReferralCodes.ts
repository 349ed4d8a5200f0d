/**
 * Makes the platform's personal codes match the program: each hangs on the parent of the friend's
 * terms in force, or on none while there are no such terms. Other terms are another parent, so a new
 * version moves every code. One delivery a shopper; no network call happens inside a transaction.
 */
import { deriveCode } from '../domain/code.ts';
import type { CodeTerms } from '../domain/codeTerms.ts';
import { programInForce } from '../domain/programs.ts';
import { termsKey } from '../domain/redemption.ts';
import { friendTerms } from '../domain/referrals.ts';
import type { Failure, ShopCall } from '../gateways/platform.ts';
import { digestOf } from '../store/orders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { holdParent } from '../store/parents.ts';
import { parentOf, saveParentId } from '../store/redemptions.ts';
import { dropReferralCode, placeCodes, readCodesToSettle } from '../store/referralCodes.ts';
import type { CodeToSettle } from '../store/referralCodes.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { askAfterClosing } from './endParents.ts';
import { callShop } from './shopCall.ts';
import { settleTaken, takeOff } from './takeOffCode.ts';

/** Less than this is not enough to take a code off its parent. */
const ENOUGH_MS = 1_500;

type Aim = { terms: CodeTerms; termsHash: string };

type Plan = {
  rows: readonly CodeToSettle[];
  aim: Aim | null;
  /** When the next version takes over; null: none is planned. */
  againAt: number | null;
};

export type CodeDesk = { reach: Reach; job: Job; call: ShopCall; outcomes: Outcomes };

/** Settles up to 250 shoppers' codes of one shop. */
export async function settleReferralCodes(reach: Reach, job: Job): Promise<Outcomes> {
  const { rows, aim, againAt } = await planOf(reach, job);
  const hashFor = (row: CodeToSettle) => (row.wanted ? (aim?.termsHash ?? null) : null);
  const settled = (row: CodeToSettle) =>
    row.termsHash === hashFor(row) && (row.termsHash === null || row.confirmed);
  const outcomes: Outcomes = new Map();
  const open = rows.filter((row) => !settled(row));
  if (open.length > 0) {
    const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'codes');
    if (!answer.ok) return job.all(answer.failure);
    const call = { ...answer.call, urgent: job.urgent };
    const desk: CodeDesk = { reach, job, call, outcomes };
    // New codes first, all in one call: somebody may be waiting for theirs.
    const fresh = open.filter((row) => row.termsHash === null || row.termsHash === hashFor(row));
    if (aim && fresh.length > 0) await put(desk, aim, fresh);
    const moving = open.filter((row) => !fresh.includes(row));
    const free = await takeAllOff(desk, moving);
    const homeless = free.filter(({ wanted }) => wanted);
    if (aim && homeless.length > 0) await put(desk, aim, homeless);
  }
  await forgetErased(reach, job, rows, outcomes);
  return againAt === null ? outcomes : comeBack(rows, outcomes, againAt - reach.now());
}

async function planOf(reach: Reach, job: Job): Promise<Plan> {
  return reach.inTransaction(job.clubId, async (tx) => {
    const rows = await readCodesToSettle(
      tx,
      job.claimed.map(({ key }) => key),
    );
    const versions = await readVersionsFast(tx);
    const now = reach.now();
    const terms = friendTerms(programInForce(versions, now)?.program ?? null);
    const planned = versions.map(({ effectiveFrom }) => effectiveFrom).filter((at) => at > now);
    return {
      rows,
      aim: terms && { terms, termsHash: digestOf(termsKey(terms)) },
      againAt: planned.length > 0 ? Math.min(...planned) : null,
    };
  });
}

/** Adds codes to the parent of these terms, 250 in one call; each code's outcome is its own. */
async function put(desk: CodeDesk, aim: Aim, rows: readonly CodeToSettle[]): Promise<void> {
  const { reach, job, outcomes } = desk;
  const fail = (failure: Failure) => {
    for (const row of rows) outcomes.set(row.shopperId, failure);
  };
  const made = await parentFor(desk, aim);
  if (!made.ok) return fail(made.failure);
  const { parentId } = made;
  const shopperIds = rows.map(({ shopperId }) => shopperId);
  const placed = await reach.inTransaction(job.clubId, async (tx) => {
    if (!(await holdParent(tx, job.shopId, aim.termsHash, parentId))) return false;
    await placeCodes(tx, shopperIds, { termsHash: aim.termsHash, confirmed: false });
    return true;
  });
  if (!placed) return fail({ kind: 'later', reason: 'parentEnded', retryAfterMs: 0 });
  const call = { ...desk.call, deadlineMs: job.leftMs() };
  const added = await reach.platform.addCodes(
    call,
    parentId,
    rows.map(({ code }) => code),
  );
  if (!added.ok) return fail(added.failure);
  const there: string[] = [];
  for (const row of rows) {
    const outcome = added.outcomes.get(row.code);
    const told = await newsOf(desk, parentId, row, outcome);
    outcomes.set(row.shopperId, told);
    if (told === 'done') there.push(row.shopperId);
  }
  await reach.inTransaction(job.clubId, (tx) =>
    placeCodes(tx, there, { termsHash: aim.termsHash, confirmed: true }),
  );
}

type AddOutcome = 'added' | 'taken' | { refused: string } | undefined;

async function newsOf(
  desk: CodeDesk,
  parentId: string,
  row: CodeToSettle,
  outcome: AddOutcome,
): Promise<'done' | Failure> {
  if (outcome === 'added') return 'done';
  if (outcome === 'taken') return settleTaken(desk, parentId, row);
  if (outcome === undefined) return { kind: 'unclear', reason: 'codeNotReported' };
  return { kind: 'refused', reason: outcome.refused };
}

async function parentFor({ reach, job, call }: CodeDesk, { terms, termsHash }: Aim) {
  const code = deriveCode(reach.keys.code, [job.clubId, job.shopId, 'parent', termsHash]);
  const parent = await reach.inTransaction(job.clubId, (tx) =>
    parentOf(tx, job.shopId, { termsHash, terms, code }, reach.now()),
  );
  if (parent.parentId !== null) return { ok: true as const, parentId: parent.parentId };
  const fresh = { ...call, deadlineMs: job.leftMs() };
  const made = await reach.platform.ensureParent(fresh, code, `Regulars ${code}`, terms);
  if (made.ok) {
    await reach.inTransaction(job.clubId, (tx) =>
      saveParentId(tx, job.shopId, termsHash, made.parentId),
    );
  }
  return made;
}

/** Answers those that are off now. What the time is not enough for is left for the next turn. */
async function takeAllOff(desk: CodeDesk, rows: readonly CodeToSettle[]): Promise<CodeToSettle[]> {
  const { reach, job, outcomes } = desk;
  const free: CodeToSettle[] = [];
  for (const [place, row] of rows.entries()) {
    // The first is always tried: a short deadline is no reason to come back for ever.
    if (place > 0 && job.leftMs() < ENOUGH_MS) {
      outcomes.set(row.shopperId, 'notReached');
      continue;
    }
    const told = await takeOff(desk, row);
    outcomes.set(row.shopperId, told);
    if (told === 'done') free.push(row);
  }
  const shopperIds = free.map(({ shopperId }) => shopperId);
  const left = free.flatMap(({ termsHash }) => (termsHash === null ? [] : [termsHash]));
  await reach.inTransaction(job.clubId, async (tx) => {
    await placeCodes(tx, shopperIds, { termsHash: null, confirmed: false });
    if (left.length > 0) await askAfterClosing(tx, job.shopId, left, reach.now());
  });
  return free;
}

async function forgetErased(
  reach: Reach,
  job: Job,
  rows: readonly CodeToSettle[],
  outcomes: Outcomes,
): Promise<void> {
  const over = rows.filter(
    ({ erased, shopperId }) => erased && (outcomes.get(shopperId) ?? 'done') === 'done',
  );
  for (const { shopperId } of over) {
    await reach.inTransaction(job.clubId, (tx) => dropReferralCode(tx, shopperId));
  }
}

/** What is done for now is looked at again when the next version takes over. */
function comeBack(
  rows: readonly CodeToSettle[],
  outcomes: Outcomes,
  retryAfterMs: number,
): Outcomes {
  for (const { shopperId, erased } of rows) {
    if (erased || (outcomes.get(shopperId) ?? 'done') !== 'done') continue;
    outcomes.set(shopperId, { kind: 'later', reason: 'nextVersion', retryAfterMs });
  }
  return outcomes;
}

/**
 * Makes wallets at the platform match what causes give. Key of a delivery: the shopper, so that one call
 * is in flight for each. The platform knows no key of ours: a movement is written down before its call
 * is sent, with the newest one of the account by then, and after doubt the account is read before
 * anything is sent again. No network call happens inside a transaction.
 */
import { dueAtOf, dueOf, nextMove, resolveDoubt } from '../domain/wallet.ts';
import type { Move, WalletCause, WalletRefusal } from '../domain/wallet.ts';
import type { Answer, Failure, ShopCall } from '../gateways/platform.ts';
import type { Moved } from '../gateways/platform.wallet.ts';
import { blockedAmong } from '../store/blocks.ts';
import { LEASE_MS, sendAsks } from '../store/deliveries.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import { redemptionOfHold } from '../store/redemptions.ts';
import {
  addMovement,
  endMovement,
  lockCredit,
  lockUnsettled,
  openMovementOf,
  refuseCredit,
} from '../store/wallet.ts';
import type { CreditKey, MovementEnd, OpenMovement, StoredCredit } from '../store/wallet.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';

/** A call that was given up may still be on its way: the account is not read before. */
const DOUBT_MS = 2 * 60_000;
/** Movements of one shopper in one turn; the rest comes in the next. */
const TURNS = 20;

/** Hears, in the same commit, that a credit is as it should be, or is refused for good. */
type Settled = (tx: Tx, credit: StoredCredit, now: number) => Promise<void>;
const WHEN_SETTLED: Readonly<Record<WalletCause, Settled>> = {
  order: async (tx, { shopId, key }, now) =>
    sendAsks(tx, [{ shopId, kind: 'settleNextOrder', key, dueAt: now }], now),
  redemption: askForItsRedemption,
  // It is looked at where it is kept: nothing else follows it.
  referral: () => Promise.resolve(),
};

/** Points follow the credit, in a commit of their own: shoppers are locked before anything of theirs. */
async function askForItsRedemption(tx: Tx, credit: StoredCredit, now: number): Promise<void> {
  const { shopId, shopperId } = credit;
  const redemptionId = await redemptionOfHold(tx, shopperId, credit.key);
  if (redemptionId === null) return;
  const key = `${shopperId}/${redemptionId}`;
  sendAsks(tx, [{ shopId, kind: 'settleCode', key, dueAt: now }], now);
}

type Step =
  | { kind: 'rest'; dueAt: number | null }
  | { kind: 'busy' }
  | { kind: 'look'; credit: StoredCredit; open: OpenMovement }
  | { kind: 'move'; credit: StoredCredit };

/** Settles the wallets of a few shoppers of one shop, one after the other. */
export async function settleWallets(reach: Reach, job: Job): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const { key } of job.claimed) {
    outcomes.set(key, job.isLate() ? 'notReached' : await settleOne(reach, job, key));
  }
  return outcomes;
}

async function settleOne(reach: Reach, job: Job, shopperId: string): Promise<Outcome> {
  for (let turn = 0; turn < TURNS && !(turn > 0 && job.isLate()); turn += 1) {
    const step = await reach.inTransaction(job.clubId, (tx) =>
      nextStep(tx, job.shopId, shopperId, reach.now()),
    );
    if (step.kind === 'rest') {
      return step.dueAt === null ? 'done' : { kind: 'again', dueAt: step.dueAt };
    }
    if (step.kind === 'busy') {
      return { kind: 'later', reason: 'walletBusy', retryAfterMs: DOUBT_MS };
    }
    const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'wallet');
    if (!answer.ok) return answer.failure;
    const desk: Desk = { reach, job, call: answer.call };
    const failure = await (step.kind === 'look' ? look(desk, step) : move(desk, step.credit));
    if (failure) return failure;
  }
  return { kind: 'again', dueAt: reach.now() };
}

/** What to do next about a shopper: an unknown movement first, then what is missing or too much. */
async function nextStep(tx: Tx, shopId: string, shopperId: string, now: number): Promise<Step> {
  const credits = await lockUnsettled(tx, shopId, shopperId);
  const open = await openMovementOf(tx, credits);
  if (open) {
    const credit = credits.find(({ cause, key }) => cause === open.cause && key === open.key);
    const inFlight = open.state === 'sending' && (open.leaseUntil ?? 0) > Date.now();
    const tooSoon = open.state === 'unclear' && now < open.sentAt + DOUBT_MS;
    return !credit || inFlight || tooSoon ? { kind: 'busy' } : { kind: 'look', credit, open };
  }
  let dueAt: number | null = null;
  const blocked = (await blockedAmong(tx, [shopperId])).has(shopperId);
  for (const credit of credits) {
    const its = dueAtOf(credit);
    // Nothing is given to who is blocked; what is owed waits for them.
    if (its === null || (blocked && dueOf(credit) > 0)) continue;
    if (its <= now) return { kind: 'move', credit };
    dueAt = Math.min(dueAt ?? its, its);
  }
  return { kind: 'rest', dueAt };
}

type Desk = { reach: Reach; job: Job; call: ShopCall };

const fresh = ({ call, job }: Desk): ShopCall => ({
  ...call,
  deadlineMs: job.leftMs(),
  urgent: job.urgent,
});

/** Reads the account to see whether a movement whose answer never came happened. */
async function look(
  desk: Desk,
  { credit, open }: { credit: StoredCredit; open: OpenMovement },
): Promise<Failure | null> {
  const { customerId, currency } = credit;
  if (customerId === null) {
    await end(desk, credit, open, { state: 'lost', reason: 'erased' });
    return null;
  }
  const read = await desk.reach.platform.readWallet(fresh(desk), customerId, currency);
  if (!read.ok) return read.failure;
  const verdict = resolveDoubt(open, read.account);
  if (verdict.kind === 'cannotTell') {
    await end(desk, credit, open, { state: 'doubted', reason: 'severalAlike' });
    return { kind: 'refused', reason: 'walletUnclear' };
  }
  const { kind } = verdict;
  await end(
    desk,
    credit,
    open,
    kind === 'done'
      ? { state: 'done', transactionId: verdict.transactionId }
      : { state: 'void', reason: 'notDone' },
  );
  return null;
}

/** Reads the account, puts down what is to be moved, sends it, and puts down what came of it. */
async function move(desk: Desk, credit: StoredCredit): Promise<Failure | null> {
  const { reach, job } = desk;
  const customerId = credit.customerId ?? (await customerOf(desk, credit));
  if (customerId === null) {
    await leaveAlone(desk, credit);
    return null;
  }
  const read = await reach.platform.readWallet(fresh(desk), customerId, credit.currency);
  if (!read.ok) return read.failure;
  const afterTransaction = read.account.newest[0]?.id ?? null;
  const planned = await reach.inTransaction(job.clubId, async (tx) => {
    const current = await lockCredit(tx, credit);
    const its = current && nextMove(current, read.account.balanceMinor, reach.now());
    if (!its) return null;
    const owner = { customerId, afterTransaction };
    if (its.amountMinor === 0) return writeDown(tx, desk, current, { ...its, ...owner });
    const leaseUntil = Date.now() + (reach.leaseMs ?? LEASE_MS);
    const row = { ...its, ...owner, leaseUntil, state: 'sending' as const };
    return { ...its, movement: await addMovement(tx, current, row, reach.now()) };
  });
  if (!planned) return null;
  const { cause, key } = credit;
  const sent = await send(desk, customerId, credit, planned.amountMinor);
  return book(desk, credit, { cause, key, movement: planned.movement }, sent);
}

/** What needs no call. */
async function writeDown(
  tx: Tx,
  { reach }: Desk,
  credit: StoredCredit,
  move: Move & { customerId: string | null; afterTransaction: string | null },
): Promise<null> {
  await addMovement(tx, credit, { ...move, leaseUntil: null, state: 'done' }, reach.now());
  await tellSettled(tx, credit, reach.now());
  return null;
}

/** Nobody knows whose account it is: nothing can be given, and what was given cannot be taken back. */
async function leaveAlone(desk: Desk, credit: StoredCredit): Promise<void> {
  if (dueOf(credit) > 0) return refuse(desk, credit, 'noCustomer');
  await desk.reach.inTransaction(desk.job.clubId, async (tx) => {
    const current = await lockCredit(tx, credit);
    const its = current && nextMove(current, 0, desk.reach.now());
    if (!its || its.amountMinor !== 0) return;
    await writeDown(tx, desk, current, { ...its, customerId: null, afterTransaction: null });
  });
}

const customerOf = ({ reach, job }: Desk, credit: StoredCredit): Promise<string | null> =>
  reach.inTransaction(job.clubId, async (tx) => {
    const found = await customerIdsOf(tx, credit.shopId, [credit.shopperId]);
    return found.get(credit.shopperId) ?? null;
  });

function send(
  desk: Desk,
  customerId: string,
  { currency, expiresAt }: StoredCredit,
  amountMinor: number,
): Promise<Answer<{ moved: Moved }>> {
  const { platform } = desk.reach;
  return amountMinor > 0
    ? platform.creditWallet(fresh(desk), customerId, { currency, amountMinor, expiresAt })
    : platform.debitWallet(fresh(desk), customerId, { currency, amountMinor: -amountMinor });
}

type Movement = Pick<OpenMovement, 'cause' | 'key' | 'movement'>;

async function book(
  desk: Desk,
  credit: StoredCredit,
  movement: Movement,
  sent: Answer<{ moved: Moved }>,
): Promise<Failure | null> {
  if (!sent.ok) {
    const { kind, reason } = sent.failure;
    await end(desk, credit, movement, { state: kind === 'unclear' ? kind : 'void', reason });
    return kind === 'unclear' ? { kind: 'later', reason, retryAfterMs: DOUBT_MS } : sent.failure;
  }
  if ('transactionId' in sent.moved) {
    const { transactionId } = sent.moved;
    await end(desk, credit, movement, { state: 'done', transactionId });
    return null;
  }
  const { refused } = sent.moved;
  await end(desk, credit, movement, { state: 'void', reason: refused });
  // Spent since it was read: it is read again.
  if (refused === 'notEnough') return { kind: 'later', reason: refused, retryAfterMs: 60_000 };
  await refuse(desk, credit, refused);
  return null;
}

const end = ({ reach, job }: Desk, credit: StoredCredit, movement: Movement, how: MovementEnd) =>
  reach.inTransaction(job.clubId, async (tx) => {
    const now = reach.now();
    if (!(await endMovement(tx, movement, how, now)) || how.state !== 'done') return;
    await tellSettled(tx, credit, now);
  });

const refuse = (
  { reach, job }: Desk,
  credit: StoredCredit,
  refusal: WalletRefusal,
): Promise<void> =>
  reach.inTransaction(job.clubId, async (tx) => {
    await refuseCredit(tx, credit, refusal);
    await WHEN_SETTLED[credit.cause](tx, { ...credit, refusal }, reach.now());
  });

async function tellSettled(tx: Tx, key: CreditKey, now: number): Promise<void> {
  const credit = await lockCredit(tx, key);
  if (credit && dueAtOf(credit) === null) await WHEN_SETTLED[credit.cause](tx, credit, now);
}

/** Deliveries: claim, do, end. What an outcome means for the row is decided here and nowhere else. */
import type { Failure } from '../gateways/platform.ts';
import { underCauses } from '../store/cause.ts';
import { LEASE_MS, askFor, claimDeliveries, claimOne, endDeliveries } from '../store/deliveries.ts';
import type { Claimed, DeliveryKind, Ending } from '../store/deliveries.ts';
import { expireAccess } from '../store/tokens.ts';
import { adjustInBulk } from './adjustInBulk.ts';
import { askOrders } from './askOrders.ts';
import { checkFriends } from './checkFriends.ts';
import { checkSubscriptions } from './checkSubscriptions.ts';
import type { Reach } from './context.ts';
import { endParents } from './endParents.ts';
import { confirmLeaving, eraseLeft } from './leave.ts';
import { judgeFriends } from './judgeFriends.ts';
import { lapseFriends } from './lapseFriends.ts';
import { lookUpCollections } from './lookUpCollections.ts';
import { lookUpProducts } from './lookUpProducts.ts';
import { lookUpTags } from './lookUpTags.ts';
import type { DeliveryNews } from './news.ts';
import { foresee } from './foresee.ts';
import { forgetTraces } from './forgetTraces.ts';
import { importHistory } from './importHistory.ts';
import { judgeAgain } from './judgeAgain.ts';
import { prepareShops } from './prepareShops.ts';
import { readCatalogue } from './readCatalogue.ts';
import { reconcileOrders } from './reconcileOrders.ts';
import { rewardPast } from './rewardPast.ts';
import { rollUp } from './rollUp.ts';
import { sendClubCards, sendShopperCards } from './sendCards.ts';
import { tellChange } from './sendChange.ts';
import { sendMails } from './sendMails.ts';
import { settleCodes } from './settleCodes.ts';
import { settleTags } from './settleTags.ts';
import { settleGivenCodes } from './settleGivenCodes.ts';
import { settleReferralCodes } from './settleReferralCodes.ts';
import { settleNextOrderCodes } from './settleNextOrderCodes.ts';
import { settleWallets } from './settleWallets.ts';

/**
 * By delivery key: done, or why not. A key that is missing is done too (its row is gone). `notReached`:
 * there was no time for it, which is nobody's failure; it is due again at once. `again`: done for
 * now, and due once more then.
 */
export type Outcome = 'done' | 'notReached' | { kind: 'again'; dueAt: number } | Failure;
export type Outcomes = Map<string, Outcome>;

/** Deliveries of one kind and shop, leased to us. */
export type Job = {
  clubId: string;
  shopId: string;
  claimed: readonly Claimed[];
  /** Real time left for network calls; at least a moment, so that a late call still fails cleanly. */
  leftMs(): number;
  /**
   * The time is up, or this process is to stop: what has not been begun is `notReached`, so that the
   * lease outlives the work.
   */
  isLate(): boolean;
  /** Somebody waits for the outcome: its calls go before those that can come later. */
  urgent: boolean;
  all(failure: Failure): Outcomes;
};

/** A delivery that is leased to whoever holds this. */
export type Leased = Claimed;

type Kind = {
  limit: number;
  run: (reach: Reach, job: Job) => Promise<Outcomes>;
  /** Nobody would look at it where it is parked, and it must be done: it is tried for ever. */
  patient?: true;
};

const KINDS: Record<DeliveryKind, Kind> = {
  settleCode: { limit: 250, run: settleCodes },
  shopperCard: { limit: 25, run: sendShopperCards },
  clubCard: { limit: 1, run: sendClubCards },
  prepareShop: { limit: 1, run: prepareShops },
  askOrder: { limit: 10, run: askOrders },
  settleReferralCode: { limit: 250, run: settleReferralCodes },
  settleNextOrder: { limit: 250, run: settleNextOrderCodes },
  settleGivenCode: { limit: 250, run: settleGivenCodes },
  checkFriend: { limit: 250, run: checkFriends, patient: true },
  judgeFriends: { limit: 25, run: judgeFriends, patient: true },
  lapseFriend: { limit: 25, run: lapseFriends, patient: true },
  endParent: { limit: 25, run: endParents },
  tellChange: { limit: 1, run: tellChange },
  mail: { limit: 25, run: sendMails },
  reconcileOrders: { limit: 1, run: reconcileOrders },
  importHistory: { limit: 1, run: importHistory },
  checkSubscriptions: { limit: 1, run: checkSubscriptions },
  rewardPast: { limit: 1, run: rewardPast },
  judgeAgain: { limit: 10, run: judgeAgain },
  adjustInBulk: { limit: 1, run: adjustInBulk },
  settleWallet: { limit: 10, run: settleWallets },
  settleTags: { limit: 25, run: settleTags },
  lookUpTags: { limit: 250, run: lookUpTags, patient: true },
  lookUpProduct: { limit: 20, run: lookUpProducts, patient: true },
  lookUpCollection: { limit: 10, run: lookUpCollections, patient: true },
  readCatalogue: { limit: 1, run: readCatalogue },
  rollUp: { limit: 1, run: rollUp, patient: true },
  foresee: { limit: 1, run: foresee },
  confirmLeaving: { limit: 1, run: confirmLeaving, patient: true },
  eraseShop: { limit: 1, run: eraseLeft, patient: true },
  erasePerson: { limit: 1, run: forgetTraces, patient: true },
};

const MOMENT_MS = 250;
const MAX_ATTEMPTS = 12;
const BACKOFF_MS = [1_000, 5_000, 15_000, 60_000, 300_000, 900_000, 3_600_000];

const leaseEnd = ({ leaseMs = LEASE_MS }: Reach, realNow: number): number => realNow + leaseMs;

/** Works on the due deliveries of one kind in one club; answers how many it had in its hands. */
export async function deliverDue(
  reach: Reach,
  clubId: string,
  kind: DeliveryKind,
): Promise<number> {
  const realNow = Date.now();
  const claimed = await reach.inTransaction(clubId, (tx) =>
    claimDeliveries(tx, {
      kind,
      now: reach.now(),
      realNow,
      leaseUntil: leaseEnd(reach, realNow),
      limit: KINDS[kind].limit,
    }),
  );
  await work(reach, clubId, claimed, realNow + reach.deadlineMs(), false);
  return claimed.length;
}

/** Tries one delivery at once, under a short deadline. False when somebody else has it. */
export async function deliverOne(
  reach: Reach,
  clubId: string,
  deliveryId: string,
  deadlineMs: number,
): Promise<boolean> {
  const realNow = Date.now();
  const lease = { realNow, leaseUntil: leaseEnd(reach, realNow) };
  const claimed = await reach.inTransaction(clubId, (tx) => claimOne(tx, deliveryId, lease));
  if (!claimed) return false;
  await deliverLeased(reach, clubId, claimed, deadlineMs);
  return true;
}

/** The same for one that was leased to us when it was asked for. */
export function deliverLeased(
  reach: Reach,
  clubId: string,
  leased: Claimed,
  deadlineMs: number,
): Promise<void> {
  return work(reach, clubId, [leased], Date.now() + Math.min(deadlineMs, reach.deadlineMs()), true);
}

async function work(
  reach: Reach,
  clubId: string,
  claimed: readonly Claimed[],
  deadlineAt: number,
  urgent: boolean,
): Promise<void> {
  for (const [shopId, mine] of Map.groupBy(claimed, (row) => row.shopId)) {
    const [first] = mine;
    if (!first) continue;
    const job: Job = {
      clubId,
      shopId,
      claimed: mine,
      leftMs: () => Math.max(MOMENT_MS, deadlineAt - Date.now()),
      isLate: () => Date.now() >= deadlineAt || (!urgent && (reach.isStopping?.() ?? false)),
      urgent,
      all: (failure) => new Map(mine.map((row) => [row.key, failure])),
    };
    let outcomes: Outcomes;
    let broken: unknown;
    try {
      outcomes = await underCauses(mine, () => KINDS[first.kind].run(reach, job));
    } catch (error) {
      broken = error;
      outcomes = job.all({ kind: 'unclear', reason: 'failedHere' });
    }
    await renewIfRefused(reach, job, outcomes);
    const endings = mine.map((row) => endingOf(row, outcomes.get(row.key) ?? 'done', reach.now()));
    await reach.inTransaction(clubId, (tx) => endDeliveries(tx, endings, reach.now()));
    tellEnds(reach, clubId, mine, endings);
    if (broken) throw broken;
  }
}

/** What became of them, for figures and logs. */
function tellEnds(
  { tell }: Reach,
  clubId: string,
  mine: readonly Claimed[],
  endings: readonly Ending[],
): void {
  if (!tell) return;
  for (const [i, { deliveryId, kind: delivery, attempts, cause }] of mine.entries()) {
    const ending = endings[i];
    if (!ending) continue;
    const reason = ending.end === 'done' ? null : ending.reason;
    const outcome = outcomeOf(ending);
    tell({ kind: 'delivery', clubId, deliveryId, delivery, outcome, reason, attempts, cause });
  }
}

function outcomeOf(ending: Ending): DeliveryNews['outcome'] {
  if (ending.end === 'done') return 'done';
  if (ending.end === 'park') return 'parked';
  if (ending.reason === 'notReached') return 'notReached';
  return ending.reason === null ? 'again' : 'failed';
}

const DEAD_TOKEN: ReadonlySet<string> = new Set(['unauthorized', 'tokenRefused']);

/**
 * A token that the platform no longer takes is renewed at the next try, which is soon; and whether the
 * shop has left without a word is asked at once.
 */
async function renewIfRefused(reach: Reach, job: Job, outcomes: Outcomes): Promise<void> {
  if (job.claimed.some(({ kind }) => kind === 'confirmLeaving')) return;
  const stale = [...outcomes].filter(
    ([, outcome]) =>
      typeof outcome === 'object' && 'reason' in outcome && DEAD_TOKEN.has(outcome.reason),
  );
  if (stale.length === 0) return;
  const { clubId, shopId } = job;
  const now = reach.now();
  await reach.inTransaction(clubId, async (tx) => {
    await expireAccess(tx, shopId, now);
    await askFor(tx, [{ shopId, kind: 'confirmLeaving', key: shopId, dueAt: now }], now);
  });
}

function endingOf(row: Claimed, outcome: Outcome, now: number): Ending {
  const { deliveryId, asked } = row;
  if (outcome === 'done') return { deliveryId, asked, end: 'done' };
  if (outcome === 'notReached') {
    return { deliveryId, asked, end: 'again', dueAt: now, reason: outcome };
  }
  if (outcome.kind === 'again') {
    return { deliveryId, asked, end: 'again', dueAt: outcome.dueAt, reason: null };
  }
  const { reason } = outcome;
  // What waits for the merchant's grant is woken by it, however long that takes.
  // The platform's rate limit is nobody's failure: what waits for it is never given up.
  const waits = KINDS[row.kind].patient === true || reason === 'scopes' || reason === 'throttled';
  const tired = !waits && row.attempts + 1 >= MAX_ATTEMPTS;
  const over = outcome.kind === 'refused' || tired;
  if (over) return { deliveryId, asked, end: 'park', reason };
  const wait = spread(row, BACKOFF_MS[Math.min(row.attempts, BACKOFF_MS.length - 1)] ?? 0);
  const retryAfterMs = outcome.kind === 'later' ? outcome.retryAfterMs : undefined;
  return { deliveryId, asked, end: 'again', dueAt: now + (retryAfterMs ?? wait), reason };
}

/**
 * Three quarters of the wait at least, and never more: what failed at one moment does not all come back
 * at one moment. Drawn from the row's own id, so that the same row waits as long every time.
 */
function spread({ deliveryId }: Claimed, waitMs: number): number {
  const draw = Number.parseInt(deliveryId.slice(-4), 16) / 0x10000;
  return Math.round(waitMs * (0.75 + draw / 4));
}

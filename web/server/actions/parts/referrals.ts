/**
 * What an order means to the advocate who sent its buyer: a referral, judged anew whenever the order
 * or an earlier one of the same person changes, and posted as target - already posted.
 */
import { availableAt } from '../../domain/days.ts';
import type { OrderFacts } from '../../domain/orderFacts.ts';
import { isStopped, programInForce } from '../../domain/programs.ts';
import { DECIDE_WITHIN_MS, waitsForSomebody } from '../../domain/referralHold.ts';
import { attribute, markOf } from '../../domain/referrals.ts';
import { historyIsShort } from '../../store/friendCounts.ts';
import type { StoredOrder } from '../../store/orders.ts';
import { addFriends, saveReferrals } from '../../store/referrals.ts';
import type { StoredReferral } from '../../store/referrals.ts';
import { advocatesAmong } from '../../store/suspects.ts';
import type { Tx } from '../../store/transaction.ts';
import { askToCount } from '../askToCount.ts';
import { ask } from '../desk.ts';
import type { Desk } from '../desk.ts';
import { giveCodes } from '../giveCodes.ts';
import type { OpenPart, OrderPart } from '../orderParts.ts';
import { giveAdvocateCodes } from './advocateCodes.ts';
import { giveAdvocateCredits } from './advocateCredits.ts';
import { payAdvocates, programOf } from './payAdvocates.ts';
import type { Changed } from './payAdvocates.ts';
import { lookAround, noteOrder, readAround } from './referralsAround.ts';
import type { Around } from './referralsAround.ts';

export const referrals: OrderPart = {
  async expect(tx, batch) {
    const sight = await lookAround(tx, batch);
    return {
      shopperIds: sight.advocateIds,
      open: async (desk) => openReferrals(tx, desk, await readAround(tx, desk, sight)),
    };
  },
};

/** Placed before there was a program: it refers nobody, whatever it was rewarded with since. */
const isOfThePast = (order: StoredOrder): boolean =>
  order.programVersion === null || order.pastRewardId !== null;

function openReferrals(tx: Tx, desk: Desk, around: Around): OpenPart {
  const changed: Changed = new Map();
  const buyers = new Set<string>();
  let judged: StoredReferral[] = [];
  let moved: StoredReferral[] = [];
  return {
    judge(order, facts) {
      const { scalars } = facts;
      if (!scalars) return;
      changed.set(order.orderId, { order, facts });
      if (order.shopperId === null) return;
      if (around.orders.has(order.shopperId)) {
        noteOrder(around.orders, order.shopperId, markOf(order.platformOrderId, scalars));
      }
      const bought = scalars.paid && !scalars.test && scalars.cancelledAt === null;
      if (bought && !isOfThePast(order)) buyers.add(order.shopperId);
    },
    settle() {
      for (const { order, facts } of changed.values()) begin(desk, around, order, facts);
      judged = [...around.referrals.values()].filter((each) => touches(around, each, changed));
      moved = payAdvocates(desk, around, judged, changed);
    },
    async close() {
      await saveReferrals(tx, [...new Set([...judged, ...moved])]);
      await giveAdvocateCodes(tx, desk, [...new Set([...judged, ...moved])]);
      await giveAdvocateCredits(tx, desk, [...new Set([...judged, ...moved])]);
      await addFriends(
        tx,
        judged
          .filter(({ friendErased }) => !friendErased)
          .flatMap(({ orderId }) =>
            [...(around.friends.get(orderId) ?? [])].map((shopperId) => ({ shopperId, orderId })),
          ),
      );
      await askAboutFriends(tx, desk, judged);
      await askToJudge(tx, desk, judged, buyers);
      askToLapse(desk, [...judged, ...moved]);
      if (!programInForce(desk.versions, desk.ctx.now)?.program.referral) return;
      const given = await giveCodes(tx, desk.ctx, desk.shop.shopId, [...buyers]);
      for (const shopperId of given) ask(desk, 'settleReferralCode', shopperId);
    },
  };
}

/** Who is new by our books alone, where these do not reach far back, is asked for at the platform. */
async function askAboutFriends(
  tx: Tx,
  desk: Desk,
  judged: readonly StoredReferral[],
): Promise<void> {
  const { shopId } = desk.shop;
  const unsure = judged.filter((each) => each.verdict === 'friend' && each.countedAt === null);
  if (unsure.length === 0 || !(await historyIsShort(tx, shopId))) return;
  desk.asks.push(...unsure.map(({ orderId }) => askToCount(shopId, orderId, desk.ctx.now)));
}

/** Whether rewards look earned is judged anew: for these friends' advocates, and for buyers who are one. */
async function askToJudge(
  tx: Tx,
  desk: Desk,
  judged: readonly StoredReferral[],
  buyers: ReadonlySet<string>,
): Promise<void> {
  const advocates = new Set(judged.map(({ advocateId }) => advocateId));
  for (const id of await advocatesAmong(tx, [...buyers])) advocates.add(id);
  for (const id of advocates) ask(desk, 'judgeFriends', id);
}

/** What waits for a person does not wait for ever. */
function askToLapse(desk: Desk, referrals: readonly StoredReferral[]): void {
  for (const referral of referrals) {
    if (referral.heldAt === null || referral.worth === 0n || !waitsForSomebody(referral)) continue;
    const dueAt = referral.heldAt + DECIDE_WITHIN_MS;
    const { orderId: key } = referral;
    desk.asks.push({ shopId: desk.shop.shopId, kind: 'lapseFriend', key, dueAt });
  }
}

/** A new referral, where a program with one was in force and the order carries somebody's code. */
function begin(desk: Desk, around: Around, order: StoredOrder, facts: OrderFacts): void {
  const { scalars } = facts;
  if (!scalars || around.referrals.has(order.orderId) || isOfThePast(order)) return;
  const sent = attribute(scalars, around.advocates);
  const program = programOf(desk, order.programVersion);
  const referral = program && !isStopped(program) ? program.referral : null;
  if (!sent || !referral || order.programVersion === null) return;
  // A strict shop rewards those who proved their address and used the code they got for it.
  if (referral.strict && sent.via === 'link') return;
  around.referrals.set(order.orderId, {
    orderId: order.orderId,
    advocateId: sent.advocateId,
    friendId: order.shopperId,
    via: sent.via,
    verdict: 'known',
    discountMinor: 0n,
    eligibleMinor: 0n,
    programVersion: order.programVersion,
    points: 0n,
    pending: 0n,
    availableAt: availableAt(scalars.placedAt, referral.waitDays),
    nextPosting: 1,
    placedAt: scalars.placedAt,
    countedOrders: null,
    countedAt: null,
    friendErased: false,
    worth: 0n,
    stepPoints: 0n,
    withinCaps: null,
    // Nothing is paid before it was looked at (`judgeFriends`).
    holdReasons: ['unchecked'],
    heldAt: null,
    decided: null,
    decidedBy: null,
    appealedAt: null,
  });
}

/** Whether this batch changed the referral's own order, or another one of the same friend. */
function touches(around: Around, referral: StoredReferral, changed: Changed): boolean {
  const friends = around.friends.get(referral.orderId);
  return (
    changed.has(referral.orderId) ||
    [...changed.values()].some(({ order }) => friends?.has(order.shopperId ?? '') === true)
  );
}

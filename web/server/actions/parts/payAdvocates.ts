/**
 * What a batch's referrals are worth to their advocates now: each is judged by its friend's order, gets
 * its place within the caps, and with the others of its advocate the steps they make together. Then
 * target - already posted, for everybody whose target moved.
 */
import { isBlockedAt } from '../../domain/blocks.ts';
import { compareIds } from '../../domain/canonicalFacts.ts';
import { availableAt } from '../../domain/days.ts';
import { lotEnd } from '../../domain/lotEnds.ts';
import type { OrderFacts } from '../../domain/orderFacts.ts';
import type { Program } from '../../domain/program.ts';
import { matureReferral, postReferral } from '../../domain/referralBook.ts';
import { isWithinCaps, pays } from '../../domain/referralHold.ts';
import { discountBy, judgeReferral } from '../../domain/referrals.ts';
import type { Counted } from '../../domain/referrals.ts';
import { stepsOf } from '../../domain/referralSteps.ts';
import { expireLots } from '../../domain/upkeepBook.ts';
import type { StoredOrder } from '../../store/orders.ts';
import type { StoredReferral } from '../../store/referrals.ts';
import type { Desk } from '../desk.ts';
import { changedAt } from '../judgeOrder.ts';
import type { Around } from './referralsAround.ts';

export type Changed = Map<string, { order: StoredOrder; facts: OrderFacts }>;

export const programOf = (desk: Desk, version: number | null): Program | undefined =>
  desk.versions.find((each) => each.version === version)?.program;

/** Answers the advocates' other referrals whose step moved: they are to be written as well. */
export function payAdvocates(
  desk: Desk,
  around: Around,
  referrals: readonly StoredReferral[],
  changed: Changed,
): StoredReferral[] {
  /** When what changed a referral happened. */
  const moments = new Map<string, number>();
  const inTurn = referrals.toSorted(
    (a, b) => a.placedAt - b.placedAt || compareIds(a.orderId, b.orderId),
  );
  for (const referral of inTurn) {
    const happenedAt = judgeOne(
      around,
      referral,
      changed,
      programOf(desk, referral.programVersion),
    );
    if (happenedAt === null) continue;
    moments.set(referral.orderId, happenedAt);
    dealPlace(desk, around, referral);
  }
  const advocates = new Map(
    referrals.map(({ advocateId, orderId }) => [advocateId, moments.get(orderId)]),
  );
  const shifted = [...advocates.keys()].flatMap((advocateId) =>
    takeSteps(desk, around, advocateId),
  );
  for (const referral of referrals) {
    const happenedAt = moments.get(referral.orderId);
    if (happenedAt !== undefined) pay(desk, around, referral, happenedAt);
  }
  const others = shifted.filter(({ orderId }) => !moments.has(orderId));
  for (const referral of others) {
    pay(desk, around, referral, advocates.get(referral.advocateId) ?? desk.ctx.now);
  }
  return others;
}

/** Judges a referral by the facts of its order. Null: what it stands on is not there. */
function judgeOne(
  around: Around,
  referral: StoredReferral,
  changed: Changed,
  program: Program | undefined,
): number | null {
  const { orderId, advocateId } = referral;
  const mine = changed.get(orderId);
  const before = around.known.get(orderId);
  const facts = mine?.facts ?? before?.facts;
  const platformOrderId = mine?.order.platformOrderId ?? before?.platformOrderId;
  if (!facts?.scalars || platformOrderId === undefined || !program?.referral) return null;
  const { scalars } = facts;
  const friendIds = [...(around.friends.get(orderId) ?? [])];
  const judged = judgeReferral({
    platformOrderId,
    facts,
    program,
    advocateId,
    friendIds,
    orders: friendIds.flatMap((id) => [...(around.orders.get(id)?.values() ?? [])]),
    advocateFrozen: isStopped(around, referral, scalars.placedAt),
    counted: countedOf(referral),
    ...(referral.friendErased ? { decided: referral.verdict } : {}),
  });
  const code = scalars.codes.find((each) => around.advocates.get(each) === advocateId);
  if (code !== undefined) referral.discountMinor = BigInt(discountBy(scalars, code));
  referral.verdict = judged.verdict;
  referral.worth = judged.points;
  referral.eligibleMinor = BigInt(judged.eligibleMinor);
  if (!referral.friendErased) referral.friendId ??= mine?.order.shopperId ?? null;
  referral.placedAt = scalars.placedAt;
  referral.availableAt = availableAt(scalars.placedAt, program.referral.waitDays);
  return happenedAt(referral, facts, scalars);
}

type Told = NonNullable<OrderFacts['scalars']>;

const happenedAt = (referral: StoredReferral, facts: OrderFacts, scalars: Told): number =>
  referral.nextPosting === 1 ? scalars.placedAt : changedAt(facts, scalars);

/** Once it is worth something, a referral has a place within the caps or is set aside; for good. */
function dealPlace(desk: Desk, around: Around, referral: StoredReferral): void {
  const { advocateId, orderId, placedAt } = referral;
  if (referral.withinCaps === null && referral.worth > 0n) {
    const places = around.places.get(advocateId) ?? new Map<string, number>();
    const terms = programOf(desk, referral.programVersion)?.referral ?? {};
    referral.withinCaps = isWithinCaps(terms, placedAt, [...places.values()]);
    if (referral.withinCaps) around.places.set(advocateId, places.set(orderId, placedAt));
  }
  if (referral.withinCaps === false && !referral.holdReasons.includes('cap')) {
    referral.holdReasons.push('cap');
    referral.heldAt ??= desk.ctx.now;
  }
}

export const isPaid = ({ worth, holdReasons, decided }: StoredReferral): boolean =>
  worth > 0n && pays({ reasons: holdReasons, decided });

const targetOf = (referral: StoredReferral): bigint =>
  isPaid(referral) ? referral.worth + referral.stepPoints : 0n;

/** Puts every friend of an advocate in place; answers those who are to be paid something else now. */
function takeSteps(desk: Desk, around: Around, advocateId: string): StoredReferral[] {
  const mine = [...around.referrals.values(), ...around.others].filter(
    (each) => each.advocateId === advocateId,
  );
  const steps = stepsOf(
    mine.filter(isPaid).map(({ orderId, placedAt, programVersion }) => ({
      orderId,
      placedAt,
      steps: programOf(desk, programVersion)?.referral?.steps,
    })),
  );
  for (const referral of mine) {
    referral.stepPoints = BigInt(steps.get(referral.orderId)?.points ?? 0);
  }
  return mine.filter((referral) => targetOf(referral) !== referral.points);
}

function pay(desk: Desk, around: Around, referral: StoredReferral, occurredAt: number): void {
  const draft = desk.drafts.get(referral.advocateId);
  const program = programOf(desk, referral.programVersion);
  if (!draft) throw new Error('the advocate of an order is not locked');
  if (!program) throw new Error('a referral without a version');
  const target = targetOf(referral);
  postReferral(draft, referral, target, {
    occurredAt,
    shortage: program.debt,
    explain: explain(referral, program, target),
  });
  if (referral.availableAt > desk.ctx.now) return;
  const { availableAt: from } = referral;
  const { ctx, shop } = desk;
  const about = { from, timeZone: shop.timeZone, heardAt: ctx.now };
  const end = lotEnd(draft.account, program.expiry, about);
  matureReferral(draft, referral, { availableAt: from, ...end });
  expireLots(draft, desk.ctx.now);
}

function explain(referral: StoredReferral, program: Program, target: bigint) {
  const { verdict, stepPoints, holdReasons, decided } = referral;
  return {
    verdict,
    eligibleMinor: Number(referral.eligibleMinor),
    advocatePoints: program.referral?.advocatePoints ?? 0,
    ...(stepPoints > 0n ? { stepPoints: Number(stepPoints) } : {}),
    ...(pays({ reasons: holdReasons, decided }) ? {} : { held: [...holdReasons], decided }),
    before: Number(referral.points),
    now: Number(target),
  };
}

const countedOf = ({ countedOrders, countedAt }: StoredReferral): Counted | null =>
  countedOrders === null || countedAt === null ? null : { orders: countedOrders, at: countedAt };

/**
 * Frozen or blocked when it was first judged stays so; being frozen later takes nothing away, nor does it
 * to turn out to have been blocked.
 */
function isStopped(around: Around, referral: StoredReferral, placedAt: number): boolean {
  if (referral.verdict === 'frozen') return true;
  const { frozenAt = null, blocked = [] } = around.stopped.get(referral.advocateId) ?? {};
  if (frozenAt !== null && frozenAt <= placedAt) return true;
  return referral.nextPosting === 1 && isBlockedAt(blocked, placedAt);
}

/** All that judging a batch's referrals needs to know: looked for before the locks, read under them. */
import type { OrderFacts } from '../../domain/orderFacts.ts';
import { YEAR_MS } from '../../domain/referralHold.ts';
import { LAST_STEP } from '../../domain/referralSteps.ts';
import { ORDERS_READ, attribute } from '../../domain/referrals.ts';
import type { OrderMark } from '../../domain/referrals.ts';
import { ownersOfCodes } from '../../store/referralCodes.ts';
import {
  lockReferrals,
  readFirstOrders,
  readFriendOrders,
  readFriends,
  readStopped,
  readReferralLots,
  referralsAround,
} from '../../store/referrals.ts';
import { lockFriendsWhoCount, readPlaces } from '../../store/referralRanks.ts';
import type { Stopped, StoredReferral } from '../../store/referrals.ts';
import { findIdentities, identityKey } from '../../store/shoppers.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Desk } from '../desk.ts';
import { identitiesOf } from '../findShoppers.ts';
import type { Batch } from '../orderParts.ts';

export type Sight = {
  /** Owners of the codes that the batch's orders carry. */
  advocates: ReadonlyMap<string, string>;
  /** Everybody whom an order's buyer is known as, by the platform's order id. */
  names: ReadonlyMap<string, readonly string[]>;
  /** Referrals that were there before. */
  orderIds: readonly string[];
  advocateIds: readonly string[];
  /** When orders with somebody's code were placed. */
  sentAt: readonly number[];
};

export async function lookAround(tx: Tx, batch: Batch): Promise<Sight> {
  const snapshots = batch.works.flatMap((work) => ('snapshot' in work ? [work.snapshot] : []));
  const codes = snapshots.flatMap(({ codes, referredBy }) => [...codes, referredBy ?? '']);
  const advocates = await ownersOfCodes(tx, [...new Set(codes.filter(Boolean))]);
  const sent = snapshots.filter((snapshot) => attribute(snapshot, advocates) !== null);
  const names = await namesOf(tx, batch, sent);
  const people = new Set([...names.values()].flat());
  for (const shopperId of batch.byOrder.values()) if (shopperId !== null) people.add(shopperId);
  const stored = await referralsAround(tx, batch.orderIds, [...people]);
  const advocateIds = [...advocates.values(), ...stored.map((each) => each.advocateId)];
  const sentAt = sent.map(({ placedAt }) => placedAt);
  return { advocates, names, orderIds: stored.map((each) => each.orderId), advocateIds, sentAt };
}

/** A buyer's id, email and phone may have become different shoppers: all of them are the friend. */
async function namesOf(
  tx: Tx,
  { ctx, shop, byOrder }: Batch,
  sent: readonly { platformOrderId: string; buyer: Parameters<typeof identitiesOf>[3] }[],
): Promise<Map<string, string[]>> {
  const wanted = sent.map(({ platformOrderId, buyer }) => {
    return { platformOrderId, identities: identitiesOf(tx, ctx, shop.shopId, buyer) };
  });
  const owners = await findIdentities(
    tx,
    wanted.flatMap((want) => want.identities),
  );
  const names = new Map<string, string[]>();
  for (const { platformOrderId, identities } of wanted) {
    const mine = new Set(names.get(platformOrderId));
    for (const identity of identities) mine.add(owners.get(identityKey(identity)) ?? '');
    mine.add(byOrder.get(platformOrderId) ?? '').delete('');
    names.set(platformOrderId, [...mine]);
  }
  return names;
}

export type Around = {
  advocates: ReadonlyMap<string, string>;
  /** By the friend's order. */
  referrals: Map<string, StoredReferral>;
  friends: Map<string, Set<string>>;
  /** Their orders, by shopper and the platform's order id. */
  orders: Map<string, Map<string, OrderMark>>;
  /** Orders of referrals, those of the batch as they were before it. */
  known: Map<string, { platformOrderId: string; facts: OrderFacts | null }>;
  stopped: ReadonlyMap<string, Stopped>;
  /** Places within the caps that referrals of these advocates have: when, by the friend's order. */
  places: Map<string, Map<string, number>>;
  /** More friends of these advocates who count, where friends make steps together. */
  others: readonly StoredReferral[];
};

/** Reads under the locks. Lots of these referrals join their advocates' accounts. */
export async function readAround(tx: Tx, desk: Desk, sight: Sight): Promise<Around> {
  const { advocates } = sight;
  const friends = new Map<string, Set<string>>();
  const orders = new Map<string, Map<string, OrderMark>>();
  const maps = { referrals: new Map(), known: new Map(), stopped: new Map(), places: new Map() };
  const nothing = { ...maps, others: [] };
  if (sight.orderIds.length === 0 && sight.names.size === 0) {
    return { advocates, friends, orders, ...nothing };
  }
  const orderIds = new Set(sight.orderIds);
  for (const [platformOrderId, names] of sight.names) {
    const orderId = desk.orders.get(platformOrderId)?.orderId;
    if (orderId === undefined) continue;
    orderIds.add(orderId);
    friends.set(orderId, new Set(names));
  }
  const all = [...orderIds];
  const referrals = new Map((await lockReferrals(tx, all)).map((each) => [each.orderId, each]));
  for (const { orderId, shopperId } of await readFriends(tx, all)) {
    friends.set(orderId, (friends.get(orderId) ?? new Set()).add(shopperId));
  }
  const people = new Set([...friends.values()].flatMap((each) => [...each]));
  for (const { shopperId, ...mark } of await readFirstOrders(tx, [...people], ORDERS_READ)) {
    noteOrder(orders, shopperId, mark);
  }
  for (const shopperId of people) if (!orders.has(shopperId)) orders.set(shopperId, new Map());
  const beside = await readBeside(tx, desk, sight, referrals);
  await joinLots(tx, desk, [...all, ...beside.others.map(({ orderId }) => orderId)]);
  const known = new Map((await readFriendOrders(tx, all)).map((each) => [each.orderId, each]));
  const stopped = await readStopped(tx, [...new Set(sight.advocateIds)]);
  return { advocates, referrals, friends, orders, known, stopped, ...beside };
}

/** A batch may take so many friends away before a step, so that as many behind it move up. */
const AHEAD = 300;

/** What an advocate's referrals share, read where a version has such a part. */
async function readBeside(
  tx: Tx,
  { versions }: Desk,
  { advocateIds, sentAt }: Sight,
  referrals: Around['referrals'],
): Promise<Pick<Around, 'places' | 'others'>> {
  const ids = [...new Set(advocateIds)].sort();
  const places: Around['places'] = new Map();
  const times = [...sentAt, ...[...referrals.values()].map(({ placedAt }) => placedAt)];
  if (times.length > 0 && versions.some(({ program }) => program.referral?.caps)) {
    const [from, until] = [Math.min(...times) - YEAR_MS, Math.max(...times) + YEAR_MS];
    for (const { advocateId, orderId, placedAt } of await readPlaces(tx, ids, from, until)) {
      const mine = places.get(advocateId) ?? new Map<string, number>();
      places.set(advocateId, mine.set(orderId, placedAt));
    }
  }
  const steps = versions.some(({ program }) => program.referral?.steps?.length);
  const counting = steps ? await lockFriendsWhoCount(tx, ids, LAST_STEP + AHEAD) : [];
  return { places, others: counting.filter(({ orderId }) => !referrals.has(orderId)) };
}

/** One order of a friend, as it is now. */
export function noteOrder(orders: Around['orders'], shopperId: string, mark: OrderMark): void {
  const mine = orders.get(shopperId) ?? new Map<string, OrderMark>();
  orders.set(shopperId, mine.set(mark.platformOrderId, mark));
}

async function joinLots(tx: Tx, desk: Desk, orderIds: readonly string[]): Promise<void> {
  for (const { shopperId, lot } of await readReferralLots(tx, orderIds)) {
    const lots = desk.drafts.get(shopperId)?.account.lots;
    if (lots && !lots.some(({ id }) => id === lot.id)) lots.push(lot);
  }
}

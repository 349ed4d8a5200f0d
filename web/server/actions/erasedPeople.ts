/**
 * Who was erased stays erased. What is told of them afterwards, late, again or out of an old list, is
 * read without its person: an order whose buyer was erased has none, and a customer who was erased is
 * nobody until they buy again. What we compare with are keyed hashes (decision 0021).
 */
import { deriveCode } from '../domain/code.ts';
import type { BuyerFacts, OrderSnapshot } from '../domain/orderFacts.ts';
import type { Translated } from '../gateways/platform.ts';
import { blankToldKeys, readToldKeys } from '../store/actions.ts';
import { addMarks, findBuyerless, findMarks } from '../store/erasures.ts';
import { findIdentities, identityKey } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { erasedMark } from './erasedMark.ts';
import type { MarkKind } from './erasedMark.ts';
import { customerIdentity } from './findShoppers.ts';
import type { OrderWork } from './recordOrders.ts';

const NOBODY: BuyerFacts = { customerId: null, email: null, phone: null };

/** What stands for a personal code once its owner is erased: the same for the same code. */
export const standInFor = (ctx: Pick<Context, 'keys'>, clubId: string, code: string): string =>
  `GONE-${deriveCode(ctx.keys.erased, [clubId, 'stand-in', code.toUpperCase()])}`;

/** Remembers, without saying who: these customers, orders and codes name nobody from now on. */
export async function rememberErased(
  tx: Tx,
  ctx: Context,
  shopId: string,
  gone: {
    customerIds: readonly string[];
    orderIds: readonly string[];
    codes: readonly string[];
    /** One of them was blocked: the customers are, should they come back. */
    blocked: boolean;
  },
): Promise<void> {
  const of = (kind: MarkKind, values: readonly string[]) =>
    values.map((value) => erasedMark(ctx, tx.clubId, kind, value));
  const here = (ids: readonly string[]) => ids.map((id) => `${shopId}:${id}`);
  const others = [...of('order', here(gone.orderIds)), ...of('code', gone.codes)];
  await addMarks(tx, of('customer', here(gone.customerIds)), ctx.now, gone.blocked);
  await addMarks(tx, others, ctx.now);
}

/** What the API told of them stays told under its keys, which need not be readable for that. */
export async function forgetToldKeys(
  tx: Tx,
  ctx: Context,
  shopperIds: readonly string[],
): Promise<void> {
  const told = await readToldKeys(tx, shopperIds);
  await blankToldKeys(
    tx,
    told.map(({ actionId, key }) => ({
      actionId,
      mark: erasedMark(ctx, tx.clubId, 'action', key),
    })),
  );
}

/** What is still known of ids and codes that orders and messages name. */
export type Gone = {
  /** When this customer was erased; null: never. */
  customer(id: string | null): number | null;
  /** This order has lost its buyer for good. */
  order(id: string): boolean;
  /** The code, or what stands in its place. */
  code(code: string): string;
};

type Asked = {
  customerIds?: readonly (string | null)[];
  orderIds?: readonly string[];
  codes?: readonly (string | null)[];
};

export async function lookForErased(
  tx: Tx,
  ctx: Context,
  shopId: string,
  { customerIds = [], orderIds = [], codes = [] }: Asked,
): Promise<Gone> {
  const made = new Map<string, string>();
  const markOf = (kind: MarkKind, value: string) => {
    const key = `${kind} ${value}`;
    const mark = made.get(key) ?? erasedMark(ctx, tx.clubId, kind, value);
    made.set(key, mark);
    return mark;
  };
  const of = (kind: MarkKind, values: readonly (string | null)[], before = '') =>
    values.flatMap((value) => (value === null ? [] : [markOf(kind, before + value)]));
  const wanted = [
    ...of('customer', customerIds, `${shopId}:`),
    ...of('order', orderIds, `${shopId}:`),
    ...of('code', codes),
  ];
  const [marks, buyerless] = await Promise.all([
    findMarks(tx, [...new Set(wanted)]),
    findBuyerless(tx, shopId, [...new Set(orderIds)]),
  ]);
  return {
    customer: (id) =>
      id === null ? null : (marks.get(markOf('customer', `${shopId}:${id}`)) ?? null),
    order: (id) => buyerless.has(id) || marks.has(markOf('order', `${shopId}:${id}`)),
    code: (code) => (marks.has(markOf('code', code)) ? standInFor(ctx, tx.clubId, code) : code),
  };
}

const codesOf = (snapshot: OrderSnapshot): (string | null)[] => [
  ...snapshot.codes,
  snapshot.referredBy,
  ...snapshot.lines.flatMap((line) => line.discounts.map(({ code }) => code)),
];

/** An erased buyer's order is told as nobody's; so is one of before their erasure that comes late. */
function withoutPerson(snapshot: OrderSnapshot, gone: Gone): OrderSnapshot {
  const { buyer, codes, referredBy, lines } = snapshot;
  const erasedAt = gone.customer(buyer.customerId);
  const nobodys =
    gone.order(snapshot.platformOrderId) || (erasedAt !== null && snapshot.placedAt <= erasedAt);
  const spared = codesOf(snapshot).every((code) => code === null || gone.code(code) === code);
  if (!nobodys && spared) return snapshot;
  return {
    ...snapshot,
    buyer: nobodys ? NOBODY : buyer,
    codes: codes.map(gone.code),
    referredBy: referredBy && gone.code(referredBy),
    lines: lines.map((line) => ({
      ...line,
      discounts: line.discounts.map((each) => ({
        ...each,
        code: each.code && gone.code(each.code),
      })),
    })),
  };
}

const isNobodys = ({ buyer }: OrderSnapshot): boolean =>
  buyer.customerId === null && buyer.email === null && buyer.phone === null;

/** Snapshots as they may be known, and the platform's ids of those that name somebody erased. */
export async function withoutErased(
  tx: Tx,
  ctx: Context,
  shopId: string,
  snapshots: readonly OrderSnapshot[],
): Promise<OrderSnapshot[]> {
  const gone = await lookForErased(tx, ctx, shopId, {
    customerIds: snapshots.map(({ buyer }) => buyer.customerId),
    orderIds: snapshots.map(({ platformOrderId }) => platformOrderId),
    codes: snapshots.flatMap(codesOf),
  });
  return snapshots.map((snapshot) => withoutPerson(snapshot, gone));
}

export type Spared = {
  works: readonly OrderWork[];
  /** The platform's ids of orders that have no buyer any more. */
  buyerless: ReadonlySet<string>;
  /** Of these, what was told held more than may be kept. */
  telling: ReadonlySet<string>;
};

/** A batch's orders as they may be known. Buyers of orders come into the books nowhere else. */
export async function spareErased(
  tx: Tx,
  ctx: Context,
  shopId: string,
  works: readonly OrderWork[],
): Promise<Spared> {
  const told = works.flatMap((work) => ('snapshot' in work ? [work.snapshot] : []));
  const gone = await lookForErased(tx, ctx, shopId, {
    customerIds: told.map(({ buyer }) => buyer.customerId),
    orderIds: works.map(({ platformOrderId }) => platformOrderId),
    codes: told.flatMap(codesOf),
  });
  const buyerless = new Set<string>();
  const telling = new Set<string>();
  const spared = works.map((work): OrderWork => {
    const { platformOrderId } = work;
    if (gone.order(platformOrderId)) buyerless.add(platformOrderId);
    if (!('snapshot' in work)) return work;
    const snapshot = withoutPerson(work.snapshot, gone);
    if (snapshot === work.snapshot) return work;
    telling.add(platformOrderId);
    if (isNobodys(snapshot) && !isNobodys(work.snapshot)) buyerless.add(platformOrderId);
    if (!buyerless.has(platformOrderId)) return { ...work, snapshot };
    const { aside: _, ...rest } = work;
    return { ...rest, snapshot };
  });
  for (const id of buyerless) telling.add(id);
  return { works: spared, buyerless, telling };
}

type Customerish = Extract<Translated, { kind: 'customer' | 'merge' | 'consent' }>;

/** What is to become of a message about customers: heard as ever, not at all, or as their erasure. */
export type Hearing = 'heard' | 'unheard' | 'eraseToo';

/**
 * A customer who was erased and has not come back is not heard of; nor are the last words from before
 * their erasure. Merged into somebody who was erased since: the request was about both.
 */
export async function hearingOf(
  tx: Tx,
  ctx: Context,
  shopId: string,
  told: readonly { message: Customerish; triggeredAt: number }[],
): Promise<Hearing[]> {
  const idsOf = (message: Customerish): string[] =>
    message.kind === 'merge' ? [message.keptId, message.deletedId] : [message.customer.customerId];
  const all = told.flatMap(({ message }) => idsOf(message));
  if (all.length === 0) return [];
  const gone = await lookForErased(tx, ctx, shopId, { customerIds: all });
  if (all.every((id) => gone.customer(id) === null)) return told.map(() => 'heard');
  const known = await findIdentities(
    tx,
    all.map((id) => customerIdentity(shopId, id)),
  );
  const isBack = (id: string) => known.has(identityKey(customerIdentity(shopId, id)));
  return told.map(({ message, triggeredAt }): Hearing => {
    if (message.kind !== 'merge') {
      const { customerId, updatedAt } = message.customer;
      const erasedAt = gone.customer(customerId);
      return erasedAt === null || (isBack(customerId) && updatedAt > erasedAt)
        ? 'heard'
        : 'unheard';
    }
    const { keptId, deletedId } = message;
    if (gone.customer(deletedId) !== null && !isBack(deletedId)) return 'unheard';
    const erasedAt = gone.customer(keptId);
    return erasedAt !== null && triggeredAt <= erasedAt ? 'eraseToo' : 'heard';
  });
}

/** Numbers this long may be an id; a message that nobody can read is searched for them. */
const ID = /\d{3,20}/g;
const MOST_IDS = 2_000;

/** Whether an unreadable message names somebody erased, or an order of theirs. */
export async function namesErased(
  tx: Tx,
  ctx: Context,
  shopId: string,
  body: Uint8Array,
): Promise<boolean> {
  const found = Buffer.from(body).toString('latin1').match(ID) ?? [];
  const ids = [...new Set(found)].slice(0, MOST_IDS);
  const gone = await lookForErased(tx, ctx, shopId, { customerIds: ids, orderIds: ids });
  return ids.some((id) => gone.customer(id) !== null || gone.order(id));
}

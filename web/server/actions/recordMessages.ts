/** One batch of inbox messages of one club, in one commit: effects and "handled" together. */
import type { Platform, Translated } from '../gateways/platform.ts';
import { sendAsks } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import {
  claimInbox,
  dropMessages,
  forgetMessages,
  markHandled,
  noteHeard,
  parkMessage,
  postponeMessage,
  takeClub,
} from '../store/inbox.ts';
import type { InboxRow } from '../store/inbox.ts';
import { readShop } from '../store/shops.ts';
import type { Shop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { noteDataRequest } from './answerDataRequest.ts';
import { hearingOf, namesErased } from './erasedPeople.ts';
import { eraseShop, retireShop } from './leave.ts';
import { eraseShopper } from './eraseShopper.ts';
import type { MessageNews } from './news.ts';
import { mergeCustomers } from './mergeShoppers.ts';
import { recordCatalogue } from './recordCatalogue.ts';
import { recordCustomers } from './recordCustomers.ts';
import { recordToldByShop } from './recordToldByShop.ts';
import type { ToldByShop } from './recordToldByShop.ts';
import { recordOrders } from './recordOrders.ts';
import type { OrderWork } from './recordOrders.ts';

export const BATCH_LIMIT = 200;
const MAX_ATTEMPTS = 5;
const BACKOFF_MS = [0, 1_000, 10_000, 60_000, 600_000];

/**
 * Works through up to 200 due messages. When the whole batch cannot be written it throws, and the
 * caller goes on with `recordOne` message by message, so that one bad row does not hold up others.
 */
export async function recordBatch(tx: Tx, ctx: Context, platform: Platform): Promise<Recorded[]> {
  if (!(await takeClub(tx))) return [];
  return recordRows(tx, ctx, platform, await claimInbox(tx, ctx.now, BATCH_LIMIT));
}

/** The same for the oldest due message only. */
export async function recordOne(tx: Tx, ctx: Context, platform: Platform): Promise<Recorded[]> {
  if (!(await takeClub(tx))) return [];
  return recordRows(tx, ctx, platform, await claimInbox(tx, ctx.now, 1));
}

/** A message failed by itself: counted, tried again later, and parked in the end. */
export async function noteFailure(tx: Tx, ctx: Context, reason: string): Promise<Recorded[]> {
  if (!(await takeClub(tx))) return [];
  const [row] = await claimInbox(tx, ctx.now, 1);
  if (!row) return [];
  const over = row.attempts + 1 >= MAX_ATTEMPTS;
  if (over) await setAside(tx, ctx, row, reason);
  else await postponeMessage(tx, row, ctx.now + (BACKOFF_MS[row.attempts + 1] ?? 0), reason);
  return [recorded(row, over ? 'parked' : 'postponed')];
}

/** What became of one message, to be told once it is committed. */
export type Recorded = Pick<MessageNews, 'cause' | 'topic' | 'outcome'> & { receivedAt: number };

const recorded = (row: InboxRow, outcome: Recorded['outcome']): Recorded => ({
  cause: row.webhookId,
  topic: row.topic,
  outcome,
  receivedAt: row.receivedAt,
});

type Read = { row: InboxRow; told: Translated };

async function recordRows(
  tx: Tx,
  ctx: Context,
  platform: Platform,
  rows: readonly InboxRow[],
): Promise<Recorded[]> {
  const read: Read[] = [];
  const asks: Ask[] = [];
  const telling: InboxRow[] = [];
  for (const [shopId, mine] of Map.groupBy(rows, (row) => row.shopId)) {
    const shop = await readShop(tx, shopId);
    if (!shop) {
      // Erased while these came in.
      await dropMessages(tx, shopId);
      continue;
    }
    const told = mine.map((row): Read => {
      return { row, told: platform.translate(row.topic, row.body, row.triggeredAt) };
    });
    const done = await recordOfShop(tx, ctx, shop, told);
    read.push(...told);
    asks.push(...done.asks);
    telling.push(...done.telling);
  }
  for (const { row, told } of read) {
    if (told.kind === 'unreadable') await setAside(tx, ctx, row, told.reason);
  }
  markHandled(
    tx,
    read.filter(({ told }) => told.kind !== 'unreadable').map(({ row }) => row),
    ctx.now,
  );
  noteHeard(
    tx,
    read.map(({ row }) => row),
  );
  // Last: who is forgotten is forgotten by the messages of this batch too.
  for (const each of read) await recordRare(tx, ctx, each);
  forgetMessages(tx, telling, ctx.now);
  sendAsks(tx, asks, ctx.now);
  return read.map(({ row, told }) =>
    recorded(row, told.kind === 'unreadable' ? 'parked' : 'handled'),
  );
}

/** What nobody can read is parked; unless somebody who was erased is named in it. */
async function setAside(tx: Tx, ctx: Context, row: InboxRow, reason: string): Promise<void> {
  if (await namesErased(tx, ctx, row.shopId, row.body)) forgetMessages(tx, [row], ctx.now);
  else await parkMessage(tx, row, reason);
}

/** Deliveries to ask for at the end, and messages that told more than may be kept. */
type Done = { asks: Ask[]; telling: InboxRow[] };

async function recordOfShop(tx: Tx, ctx: Context, shop: Shop, all: readonly Read[]): Promise<Done> {
  const { read, telling } = await hear(tx, ctx, shop.shopId, all);
  const told = read.map((each) => each.told);
  // Who is whom is settled before anybody gets anything.
  const merges = told.flatMap((t) => (t.kind === 'merge' ? [t] : []));
  const merged = await mergeCustomers(tx, ctx, shop, merges);
  const customers = read.flatMap(({ row, told: t }) =>
    t.kind === 'customer' ? [{ ...t.customer, cause: row.webhookId }] : [],
  );
  const known = await recordCustomers(tx, ctx, shop, customers);
  await recordToldByShop(tx, ctx, shop, told.flatMap(toldByShop));
  const again = [...merged.orderIds, ...known.orderIds].map(judgedAgain);
  // What products are is known before the orders that name them are judged.
  const catalogue = await recordCatalogue(tx, ctx, shop.shopId, read.map(catalogueTold));
  const works = [...read.flatMap(orderWorkOf), ...again];
  const erased = await recordOrders(tx, ctx, shop, works);
  for (const each of read) {
    if (orderWorkOf(each).some((work) => erased.has(work.platformOrderId))) telling.push(each.row);
  }
  return { asks: [...merged.asks, ...known.asks, ...catalogue], telling };
}

/** What is left to be read, and messages whose words must not be kept: about or of the erased. */
async function hear(
  tx: Tx,
  ctx: Context,
  shopId: string,
  all: readonly Read[],
): Promise<{ read: Read[]; telling: InboxRow[] }> {
  const about = all.flatMap(({ row, told }) =>
    told.kind === 'customer' || told.kind === 'merge' || told.kind === 'consent'
      ? [{ row, told }]
      : [],
  );
  const hearings = await hearingOf(
    tx,
    ctx,
    shopId,
    about.map(({ row, told }) => ({ message: told, triggeredAt: row.triggeredAt })),
  );
  const unheard = new Set<InboxRow>();
  for (const [place, { row, told }] of about.entries()) {
    if (hearings[place] === 'heard') continue;
    unheard.add(row);
    if (hearings[place] !== 'eraseToo' || told.kind !== 'merge') continue;
    const person = { customerId: told.deletedId, email: null, phone: null };
    await eraseShopper(tx, ctx, shopId, { person, orderIds: [] });
  }
  // The rows that such a request becomes are all that is kept of it.
  const requests = all.filter(
    ({ told }) => told.kind === 'dataRequest' || told.kind === 'eraseCustomer',
  );
  return {
    read: all.filter(({ row }) => !unheard.has(row)),
    telling: [...unheard, ...requests.map(({ row }) => row)],
  };
}

const catalogueTold = ({ row, told }: Read) => ({
  told,
  triggeredAt: row.triggeredAt,
  cause: row.webhookId,
});

function toldByShop(told: Translated): ToldByShop[] {
  if (told.kind === 'customer' && told.joinedAt !== null) {
    return [{ customerId: told.customer.customerId, action: 'signUp', at: told.joinedAt }];
  }
  if (told.kind !== 'consent' || !told.subscribed) return [];
  const { customerId, updatedAt } = told.customer;
  return [{ customerId, action: 'newsletter', at: updatedAt }];
}

const judgedAgain = (platformOrderId: string): OrderWork => ({
  platformOrderId,
  because: 'merged',
});

function orderWorkOf({ row, told }: Read): OrderWork[] {
  const cause = row.webhookId;
  if (told.kind === 'order') {
    const { snapshot, aside } = told;
    return [{ platformOrderId: snapshot.platformOrderId, snapshot, aside, cause }];
  }
  if (told.kind === 'refund') {
    return [{ platformOrderId: told.platformOrderId, refund: told.refund, cause }];
  }
  if (told.kind === 'askOrder') {
    return [{ platformOrderId: told.platformOrderId, because: 'untold', cause }];
  }
  return [];
}

/** Leaving and privacy: few, and never in a hurry. */
async function recordRare(tx: Tx, ctx: Context, { row, told }: Read): Promise<void> {
  const { shopId, triggeredAt } = row;
  if (told.kind === 'uninstalled') await retireShop(tx, ctx, shopId, told.at);
  if (told.kind === 'eraseCustomer') await eraseShopper(tx, ctx, shopId, told);
  if (told.kind === 'dataRequest') await noteDataRequest(tx, ctx, shopId, { ...told, triggeredAt });
  if (told.kind === 'eraseShop') await eraseShop(tx, ctx, shopId, triggeredAt);
}

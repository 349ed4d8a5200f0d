/** One batch of inbox messages of one club, in one commit: effects and "handled" together. */
import type { Platform, Translated } from '../gateways/platform.ts';
import { sendAsks } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import {
  claimInbox,
  markHandled,
  noteHeard,
  parkMessage,
  postponeMessage,
  takeClub,
} from '../store/inbox.ts';
import type { InboxRow } from '../store/inbox.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { eraseShop, noteDataRequest, retireShop } from './leave.ts';
import { eraseShopper } from './eraseShopper.ts';
import type { MessageNews } from './news.ts';
import { mergeCustomers } from './mergeShoppers.ts';
import { recordCustomers } from './recordCustomers.ts';
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
  if (over) await parkMessage(tx, row, reason);
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
  const read = rows.map((row): Read => {
    return { row, told: platform.translate(row.topic, row.body, row.triggeredAt) };
  });
  const asks: Ask[] = [];
  for (const shopId of new Set(rows.map((row) => row.shopId))) {
    const due = await recordOfShop(
      tx,
      ctx,
      shopId,
      read.filter(({ row }) => row.shopId === shopId),
    );
    asks.push(...due);
  }
  const unreadable = read.filter(({ told }) => told.kind === 'unreadable');
  for (const { row, told } of unreadable) {
    await parkMessage(tx, row, told.kind === 'unreadable' ? told.reason : '');
  }
  markHandled(
    tx,
    read.filter(({ told }) => told.kind !== 'unreadable').map(({ row }) => row),
    ctx.now,
  );
  noteHeard(tx, rows);
  // Last: who is forgotten is forgotten by the messages of this batch too.
  for (const each of read) await recordRare(tx, ctx, each);
  sendAsks(tx, asks, ctx.now);
  return read.map(({ row, told }) =>
    recorded(row, told.kind === 'unreadable' ? 'parked' : 'handled'),
  );
}

/** Answers the deliveries that are to be asked for at the end. */
async function recordOfShop(
  tx: Tx,
  ctx: Context,
  shopId: string,
  read: readonly Read[],
): Promise<Ask[]> {
  const shop = await readShop(tx, shopId);
  if (!shop) throw new Error('a message of a shop that is not there');
  const told = read.map((each) => each.told);
  // Who is whom is settled before anybody gets anything.
  const merges = told.flatMap((t) => (t.kind === 'merge' ? [t] : []));
  const merged = await mergeCustomers(tx, ctx, shop, merges);
  const customers = read.flatMap(({ row, told: t }) =>
    t.kind === 'customer' ? [{ ...t.customer, cause: row.webhookId }] : [],
  );
  const known = await recordCustomers(tx, ctx, shop, customers);
  const again = [...merged.orderIds, ...known.orderIds].map(judgedAgain);
  await recordOrders(tx, ctx, shop, [...read.flatMap(orderWorkOf), ...again]);
  return [...merged.asks, ...known.asks];
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
  if (told.kind === 'eraseCustomer') await eraseShopper(tx, ctx, shopId, told.customer);
  if (told.kind === 'dataRequest') await noteDataRequest(tx, ctx, shopId, told.customer);
  if (told.kind === 'eraseShop') await eraseShop(tx, ctx, shopId, triggeredAt);
}

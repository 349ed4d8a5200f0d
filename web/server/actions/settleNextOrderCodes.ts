/**
 * Makes the platform's codes match the next-order codes, and puts down what became of money credit that
 * orders brought. Key of a delivery: the order's id.
 */
import { isCode, nextLook, remindersOf } from '../domain/nextOrder.ts';
import type { NextOrderStatus } from '../domain/nextOrder.ts';
import type { ProgramVersion } from '../domain/program.ts';
import type { CreditState } from '../domain/wallet.ts';
import { wakeCodes } from '../store/blocks.ts';
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { lockNextOrders, readNextOrders, saveNextOrders } from '../store/nextOrders.ts';
import type { StoredNextOrder } from '../store/nextOrders.ts';
import { readVersionsFast } from '../store/programs.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import { readCredits } from '../store/wallet.ts';
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { driveCodes } from './driveCodes.ts';
import type { CodeNews, CodeRow } from './driveCodes.ts';

const STAGES: Record<NextOrderStatus, CodeRow['stage']> = {
  issuing: 'issuing',
  open: 'standing',
  used: 'standing',
  // The parent's own end has closed it.
  lapsed: 'standing',
  refused: 'standing',
  heldOut: 'standing',
  late: 'standing',
  closing: 'closing',
  withdrawn: 'over',
};

function codeRows({ orderId, code, terms, ...row }: StoredNextOrder): CodeRow[] {
  if (code === null || !isCode(terms)) return [];
  const { termsHash, confirmed } = row;
  // Nobody puts down whether it was asked for, so it may have been.
  const sent = true;
  return [{ key: orderId, code, terms, termsHash, stage: STAGES[row.status], confirmed, sent }];
}

/** Issues and withdraws up to 250 codes of one shop. */
export async function settleNextOrderCodes(reach: Reach, job: Job): Promise<Outcomes> {
  const orderIds = job.claimed.map(({ key }) => key);
  const rows = await reach.inTransaction(job.clubId, (tx) => readNextOrders(tx, orderIds));
  const credits = rows.filter(({ code }) => code === null).map(({ orderId }) => orderId);
  if (credits.length > 0) {
    const moment = { now: reach.now(), shopId: job.shopId };
    await reach.inTransaction(job.clubId, (tx) => finishCashbacks(tx, moment, credits));
  }
  return driveCodes(reach, job, rows.flatMap(codeRows), (tx, news) =>
    finishNextOrders(
      tx,
      { now: reach.now(), shopId: job.shopId },
      new Map(news.map(({ row, told }) => [row.key, told])),
    ),
  );
}

/** What the platform said, written down; each state moves one way only. An open code is mailed. */
async function finishNextOrders(
  tx: Tx,
  { now, shopId }: { now: number; shopId: string },
  news: ReadonlyMap<string, CodeNews>,
): Promise<void> {
  const rows = (await lockNextOrders(tx, [...news.keys()])).filter((row) => news.has(row.orderId));
  await settleRows(tx, { now, shopId }, rows, (row) => {
    const told = news.get(row.orderId);
    if (told) apply(row, told, now);
  });
}

type Moment = { now: number; shopId: string };

/** Money credit is given, refused, or comes to nothing with its order; it comes back with it too. */
async function finishCashbacks(tx: Tx, moment: Moment, orderIds: readonly string[]): Promise<void> {
  const rows = (await lockNextOrders(tx, orderIds)).filter((row) => orderIds.includes(row.orderId));
  const credits = await readCredits(tx, 'order', orderIds);
  await settleRows(tx, moment, rows, (row) => {
    const credit = credits.get(row.orderId);
    const status = credit ? cashbackStatus(row.status, credit) : row.status;
    if (status === row.status) return;
    const closedAt = status === 'open' ? null : moment.now;
    Object.assign(row, { status, closedAt, lookAt: null, reason: credit?.refusal ?? null });
  });
}

const FOLLOWS: ReadonlySet<NextOrderStatus> = new Set(['issuing', 'open', 'withdrawn']);

function cashbackStatus(status: NextOrderStatus, credit: CreditState): NextOrderStatus {
  if (!FOLLOWS.has(status)) return status;
  if (credit.targetMinor === 0) return 'withdrawn';
  if (credit.refusal !== null) return 'refused';
  return credit.postedMinor > 0 ? 'open' : status;
}

/** Lets `change` have its way with locked rows. One that is open from now on is mailed. */
async function settleRows(
  tx: Tx,
  { now, shopId }: Moment,
  rows: readonly StoredNextOrder[],
  change: (row: StoredNextOrder) => void,
): Promise<void> {
  const shop = await readShop(tx, shopId);
  if (!shop) throw new Error('codes of a shop that is not there');
  const versions = await readVersionsFast(tx);
  const asks: Ask[] = [];
  for (const row of rows) {
    const before = row.status;
    change(row);
    if (row.status !== 'open' || before === 'open') continue;
    const reminders = remindersOf(row, reminderDaysOf(row, versions), shop.timeZone);
    row.lookAt = nextLook(reminders, row.endsAt, now);
    asks.push({ shopId, kind: 'mail', key: `nextOrder/${row.orderId}`, dueAt: now });
  }
  await saveNextOrders(tx, rows);
  const rested = rows.filter(
    ({ status, reason }) => status === 'withdrawn' && reason === 'blocked',
  );
  const woken =
    rested.length > 0
      ? await wakeCodes(
          tx,
          null,
          now,
          rested.map(({ orderId }) => orderId),
        )
      : [];
  await askFor(tx, [...asks, ...woken.map((each) => ({ ...each, dueAt: now }))], now);
}

/** Codes of tiers are not reminded of. */
export const reminderDaysOf = (
  { programVersion, tierKey }: Pick<StoredNextOrder, 'programVersion' | 'tierKey'>,
  versions: readonly ProgramVersion[],
): readonly number[] => {
  if (tierKey !== null) return [];
  const { nextOrder } = versions.find((v) => v.version === programVersion)?.program ?? {};
  return nextOrder?.reminderDays ?? [];
};

function apply(row: StoredNextOrder, told: CodeNews, now: number): void {
  const settle = (status: NextOrderStatus) => {
    row.status = status;
    row.closedAt = status === 'open' ? null : now;
    row.lookAt = null;
  };
  if (told.kind === 'issued') row.confirmed = true;
  if (row.status === 'issuing' && told.kind === 'issued') settle('open');
  if (row.status === 'issuing' && told.kind === 'refused') {
    row.reason = told.reason;
    settle('refused');
  }
  if (row.status === 'closing' && told.kind === 'gone') settle('withdrawn');
  if (row.status === 'closing' && told.kind === 'used') settle('used');
}

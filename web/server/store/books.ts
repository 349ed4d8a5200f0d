/** Accounts, lots, debts and transfers: read under lock, written as drafts. */
import type { BlockedSpan } from '../domain/blocks.ts';
import type { Account, Debt, Draft, Lot, LotMove } from '../domain/books.ts';
import type { Notice } from '../domain/notices.ts';
import { draftWrites } from './draftWrites.ts';
import { sendTogether } from './rows.ts';
import type { Tx } from './transaction.ts';

/** `mergedInto`: who they became, perhaps while we waited for the lock; nothing is posted here then. */
export type LockedShopper = {
  account: Account;
  lastActivityAt: number | null;
  frozen: boolean;
  blocked: readonly BlockedSpan[];
  mergedInto: string | null;
};

export type ShopperRow = {
  shopper_id: string;
  pending: bigint;
  available: bigint;
  held: bigint;
  last_activity_at: number | null;
  kept_until: number | null;
  frozen: boolean;
  blocked: readonly BlockedSpan[] | null;
  blocked_now: boolean;
  merged_into: string | null;
};
type LotRow = {
  lot_id: string;
  shopper_id: string;
  order_id: string | null;
  referral_order_id: string | null;
  action_id: string | null;
  entry_id: string | null;
  points: bigint;
  open: bigint;
  available_at: number;
  expires_at: number | null;
  only_told: boolean;
  notice_at: number | null;
  told_at: number | null;
};
type DebtRow = {
  debt_id: string;
  shopper_id: string;
  points: bigint;
  open: bigint;
  occurred_at: number;
  write_off_at: number;
};

/**
 * Locks shoppers in ascending order (the one order everybody locks in) and reads their accounts:
 * open lots, open debts, and besides them the lots of `orderIds` and `lotIds` even when empty.
 */
export async function lockAccounts(
  tx: Tx,
  shopperIds: readonly string[],
  also: { orderIds?: readonly string[]; lotIds?: readonly string[] } = {},
): Promise<Map<string, LockedShopper>> {
  const locked = new Map<string, LockedShopper>();
  if (shopperIds.length === 0) return locked;
  // One flight: whoever waits behind the lock reads lots and debts as they are once it is granted.
  const [shoppers, lots, debts] = await Promise.all([
    tx.hot<ShopperRow>(LOCK, [tx.clubId, shopperIds]),
    readLots(tx, shopperIds, also),
    tx.hot<DebtRow>(DEBTS, [tx.clubId, shopperIds]),
  ]);
  for (const row of shoppers) locked.set(row.shopper_id, lockedOf(row));
  for (const row of lots) locked.get(row.shopper_id)?.account.lots.push(lotOf(row));
  for (const row of debts) locked.get(row.shopper_id)?.account.debts.push(debtOfRow(row));
  return locked;
}

/** When a shopper was blocked, as JSON; null: never. */
export const SPANS = `case when not isempty(blocked) then (select json_agg(json_build_array(
      extract(epoch from lower(span)) * 1000, extract(epoch from upper(span)) * 1000) order by span)
    from unnest(blocked) as span) end`;
export const BLOCKED = `${SPANS} as blocked, upper_inf(blocked) as blocked_now`;

const LOCK = `select shopper_id, pending, available, held, last_activity_at, kept_until,
    frozen_at is not null as frozen, ${BLOCKED}, merged_into from shoppers
  where club_id = $1 and shopper_id = any($2::uuid[]) order by shopper_id for update`;
const DEBTS = `select debt_id, shopper_id, points, open, occurred_at, write_off_at from debts
  where club_id = $1 and shopper_id = any($2::uuid[]) and open > 0`;

export function lockedOf(row: ShopperRow): LockedShopper {
  const { shopper_id: shopperId, pending, available, held, kept_until: keptUntil } = row;
  const account: Account = { shopperId, pending, available, held, keptUntil, lots: [], debts: [] };
  const { last_activity_at: lastActivityAt, frozen, merged_into: mergedInto } = row;
  const blocked = row.blocked ?? [];
  if (row.blocked_now) account.blocked = true;
  return { account, lastActivityAt, frozen, blocked, mergedInto };
}

/** Lots and debts as JSON carries them: points as text, since 2^53 is not the end of them. */
export type PlainLot = Omit<Lot, 'points' | 'open' | 'referralOrderId' | 'notice'> & {
  notice: Notice | null;
  points: string;
  open: string;
  referralOrderId: string | null;
};
export type PlainDebt = Omit<Debt, 'points' | 'open'> & { points: string; open: string };

/** Puts a locked shopper's open lots and debts into the account. */
export function withLots(
  locked: LockedShopper,
  lots: readonly PlainLot[],
  debts: readonly PlainDebt[],
): LockedShopper {
  for (const { points, open, referralOrderId, notice, ...lot } of lots) {
    const source = {
      ...(referralOrderId === null ? {} : { referralOrderId }),
      ...(notice === null ? {} : { notice }),
    };
    locked.account.lots.push({ ...lot, ...source, points: BigInt(points), open: BigInt(open) });
  }
  for (const { points, open, ...debt } of debts) {
    locked.account.debts.push({ ...debt, points: BigInt(points), open: BigInt(open) });
  }
  return locked;
}

function readLots(
  tx: Tx,
  shopperIds: readonly string[],
  also: { orderIds?: readonly string[]; lotIds?: readonly string[] },
): Promise<LotRow[]> {
  const columns = `lot_id, shopper_id, order_id, referral_order_id, action_id, entry_id, points, open,
    available_at, expires_at, only_told, notice_at, told_at`;
  return tx.hot<LotRow>(
    `select ${columns} from lots
       where club_id = $1 and shopper_id = any($2::uuid[]) and open > 0
     union select ${columns} from lots where club_id = $1 and order_id = any($3::uuid[])
     union select ${columns} from lots where club_id = $1 and lot_id = any($4::uuid[])`,
    [tx.clubId, shopperIds, also.orderIds ?? [], also.lotIds ?? []],
  );
}

const lotOf = (row: LotRow): Lot => ({
  id: row.lot_id,
  orderId: row.order_id,
  ...(row.referral_order_id === null ? {} : { referralOrderId: row.referral_order_id }),
  ...(row.action_id === null ? {} : { actionId: row.action_id }),
  ...(row.entry_id === null ? {} : { entryId: row.entry_id }),
  points: row.points,
  open: row.open,
  availableAt: row.available_at,
  expiresAt: row.expires_at,
  ...(row.only_told ? { notice: { at: row.notice_at, toldAt: row.told_at } } : {}),
});

const debtOfRow = (row: DebtRow): Debt => ({
  id: row.debt_id,
  points: row.points,
  open: row.open,
  occurredAt: row.occurred_at,
  writeOffAt: row.write_off_at,
});

/** The lots that holds took their points from, by hold transfer. */
export async function readLotMoves(
  tx: Tx,
  transferIds: readonly string[],
): Promise<Map<string, LotMove[]>> {
  if (transferIds.length === 0) return new Map();
  const rows = await tx.hot<{ transfer_id: string; lot_id: string; points: bigint }>(
    `select m.transfer_id, m.lot_id, m.points from lot_moves m
     cross join lateral (select * from lots l where l.club_id = m.club_id
       and l.lot_id = m.lot_id offset 0) l
     where m.club_id = $1 and m.transfer_id = any($2::uuid[])
     order by m.transfer_id, l.expires_at nulls last, l.available_at, l.lot_id`,
    [tx.clubId, transferIds],
  );
  const moves = new Map<string, LotMove[]>();
  for (const row of rows) {
    const list = moves.get(row.transfer_id) ?? [];
    list.push({ lotId: row.lot_id, points: row.points });
    moves.set(row.transfer_id, list);
  }
  return moves;
}

/** Sends drafts off to be written. Locks must be held. */
export function writeDrafts(
  tx: Tx,
  drafts: readonly Draft[],
  activity: ReadonlyMap<string, number>,
  now: number,
): void {
  sendTogether(tx, draftWrites(drafts, activity, now));
}

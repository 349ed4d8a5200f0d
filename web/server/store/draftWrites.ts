/** What a draft of the books leaves to be written, as statements that travel together. */
import type { Draft, ShopperAccount, Transfer } from '../domain/books.ts';
import { at, insertion } from './rows.ts';
import type { Write } from './rows.ts';

// The domain lends its types only: an account that it adds or drops does not compile here.
const OF_SHOPPERS: Record<ShopperAccount, true> = { pending: true, available: true, held: true };
const isShopperAccount = (name: string): boolean => Object.hasOwn(OF_SHOPPERS, name);

/** What there is to write of drafts: balances, transfers, lots with moves, debts. */
export function draftWrites(
  drafts: readonly Draft[],
  activity: ReadonlyMap<string, number>,
  now: number,
): Write[] {
  const transfers = drafts.flatMap((draft) => draft.transfers);
  const touched = drafts.filter(
    (d) => d.transfers.length > 0 || d.received || d.lived || activity.has(d.account.shopperId),
  );
  return [
    ...balanceWrites(touched, activity),
    ...transferWrites(transfers, now),
    ...lotWrites(drafts),
    ...debtWrites(drafts),
  ];
}

function balanceWrites(drafts: readonly Draft[], activity: ReadonlyMap<string, number>): Write[] {
  if (drafts.length === 0) return [];
  const [only] = drafts;
  if (only && drafts.length === 1) return [balanceWrite(only, activity)];
  const text = `update shoppers s set pending = r.pending, available = r.available, held = r.held,
       last_activity_at = greatest(s.last_activity_at, r.active_at), kept_until = r.kept_until
     from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[],
       $7::timestamptz[]) as r(id, pending, available, held, active_at, kept_until)
     where s.club_id = $1 and s.shopper_id = r.id`;
  const values = [
    drafts.map(({ account }) => account.shopperId),
    drafts.map(({ account }) => account.pending),
    drafts.map(({ account }) => account.available),
    drafts.map(({ account }) => account.held),
    drafts.map(({ account }) => at(activity.get(account.shopperId) ?? null)),
    drafts.map(({ account }) => at(account.keptUntil)),
  ];
  return [{ text, values }];
}

/** One by itself, so that its plan is the same whatever the values, and is made once. */
function balanceWrite({ account }: Draft, activity: ReadonlyMap<string, number>): Write {
  const { shopperId, pending, available, held, keptUntil } = account;
  const lives = [at(activity.get(shopperId) ?? null), at(keptUntil)];
  const text = `update shoppers set pending = $3, available = $4, held = $5,
       last_activity_at = greatest(last_activity_at, $6), kept_until = $7
     where club_id = $1 and shopper_id = $2`;
  return { text, values: [shopperId, pending, available, held, ...lives] };
}

function transferWrites(transfers: readonly Transfer[], now: number): Write[] {
  return insertion<Transfer>(
    'transfers',
    [
      ['transfer_id', 'uuid', (t) => t.id],
      ['from_account', 'text', (t) => t.from],
      ['from_shopper_id', 'uuid', (t) => (isShopperAccount(t.from) ? t.shopperId : null)],
      ['to_account', 'text', (t) => t.to],
      [
        'to_shopper_id',
        'uuid',
        (t) => (isShopperAccount(t.to) ? (t.toShopperId ?? t.shopperId) : null),
      ],
      ['points', 'bigint', (t) => t.points],
      ['reason', 'text', (t) => t.reason],
      ['order_id', 'uuid', (t) => t.orderId],
      ['action_id', 'uuid', (t) => t.actionId ?? null],
      ['entry_id', 'uuid', (t) => t.entryId ?? null],
      ['redemption_id', 'uuid', (t) => t.redemptionId],
      ['posting', 'int', (t) => t.posting],
      ['of_transfer_id', 'uuid', (t) => t.ofTransferId],
      ['occurred_at', 'timestamptz', (t) => at(t.occurredAt)],
      ['recorded_at', 'timestamptz', () => at(now)],
      ['explain', 'jsonb', (t) => (t.explain === null ? null : JSON.stringify(t.explain))],
    ],
    transfers,
  );
}

function lotWrites(drafts: readonly Draft[]): Write[] {
  const lots = drafts.flatMap((draft) =>
    [...draft.lotsTouched].map((lot) => ({ lot, shopperId: draft.account.shopperId })),
  );
  const kept = insertion<(typeof lots)[number]>(
    'lots',
    [
      ['lot_id', 'uuid', (r) => r.lot.id],
      ['shopper_id', 'uuid', (r) => r.shopperId],
      ['order_id', 'uuid', (r) => r.lot.orderId],
      ['referral_order_id', 'uuid', (r) => r.lot.referralOrderId ?? null],
      ['action_id', 'uuid', (r) => r.lot.actionId ?? null],
      ['entry_id', 'uuid', (r) => r.lot.entryId ?? null],
      ['points', 'bigint', (r) => r.lot.points],
      ['open', 'bigint', (r) => r.lot.open],
      ['available_at', 'timestamptz', (r) => at(r.lot.availableAt)],
      ['expires_at', 'timestamptz', (r) => at(r.lot.expiresAt)],
      ['only_told', 'boolean', (r) => r.lot.notice !== undefined],
      ['notice_at', 'timestamptz', (r) => at(r.lot.notice?.at ?? null)],
      ['told_at', 'timestamptz', (r) => at(r.lot.notice?.toldAt ?? null)],
    ],
    lots,
    `on conflict (club_id, lot_id) do update set points = excluded.points, open = excluded.open,
       expires_at = excluded.expires_at, notice_at = excluded.notice_at, told_at = excluded.told_at`,
  );
  const moves = drafts.flatMap((draft) =>
    draft.transfers.flatMap((t) =>
      t.lotMoves.filter((m) => m.points !== 0n).map((m) => ({ transferId: t.id, ...m })),
    ),
  );
  const moved = insertion<(typeof moves)[number]>(
    'lot_moves',
    [
      ['transfer_id', 'uuid', (m) => m.transferId],
      ['lot_id', 'uuid', (m) => m.lotId],
      ['points', 'bigint', (m) => m.points],
    ],
    moves,
  );
  return [...kept, ...moved];
}

function debtWrites(drafts: readonly Draft[]): Write[] {
  const debts = drafts.flatMap((draft) =>
    [...draft.debtsTouched].map((debt) => ({ debt, shopperId: draft.account.shopperId })),
  );
  return insertion<(typeof debts)[number]>(
    'debts',
    [
      ['debt_id', 'uuid', (r) => r.debt.id],
      ['shopper_id', 'uuid', (r) => r.shopperId],
      ['points', 'bigint', (r) => r.debt.points],
      ['open', 'bigint', (r) => r.debt.open],
      ['occurred_at', 'timestamptz', (r) => at(r.debt.occurredAt)],
      ['write_off_at', 'timestamptz', (r) => at(r.debt.writeOffAt)],
    ],
    debts,
    'on conflict (club_id, debt_id) do update set open = excluded.open',
  );
}

/** Where every point of a shopper came from and went to (`history` of the contract). */
import { localDay } from '../domain/days.ts';
import type { EarningExplained } from '../domain/earning.ts';
import type { Program, RewardValue } from '../domain/program.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import type { MoneyFacts } from '../domain/publicFacts.ts';
import type { Tx } from '../store/transaction.ts';
import { whatRulesDid } from './rules.ts';
import { isoOf } from './shown.ts';

type Reason =
  | 'earn'
  | 'clawback'
  | 'mature'
  | 'hold'
  | 'void'
  | 'return'
  | 'retake'
  | 'expire'
  | 'adjust'
  | 'writeOff'
  | 'refer'
  | 'referBack'
  | 'referMature'
  | 'merge'
  | 'bonus'
  | 'bonusMature'
  | 'tier'
  | 'tierBack'
  | 'tierMature';

type HistoryKind =
  | 'orderEarned'
  | 'orderReduced'
  | 'spent'
  | 'putBack'
  | 'returned'
  | 'retaken'
  | 'expired'
  | 'adjusted'
  | 'debtRepaid'
  | 'debtWrittenOff'
  | 'friendEarned'
  | 'friendReduced'
  | 'merged'
  | 'actionEarned'
  | 'tierEarned'
  | 'tierReduced';

export type TransferFacts = {
  id: string;
  reason: Reason;
  points: bigint;
  /** The points came to the shopper; false: they went. */
  came: boolean;
  occurredAt: number;
  recordedAt: number;
  explain: Partial<
    EarningExplained & Record<'before' | 'now' | 'debtRepaid' | 'toldAt', number>
  > | null;
  /** The version that judged the order, where rules did something to it. */
  program: Program | null;
  /** The points are still on the way, and when they will have come; null: after a first paid order. */
  waiting: boolean;
  availableAt: number | null;
  orderName: string | null;
  friendName: string | null;
  /** What the shopper did; null where the row is about no action. */
  action: string | null;
  /** The tier that was entered; null where the row is about no tier. */
  tier: string | null;
  value: RewardValue | null;
  redemptionStatus: string | null;
  /** The points of this return were taken again later. */
  takenAgain: boolean;
};

/**
 * Each shown transfer is read through one side's index: what came, and what went. A redemption is
 * one row, its hold; points that become available are no row, for their order already has one,
 * unless they settled a debt. Points that a merge brought in a hold are spent already.
 */
const ONE_SIDE = (side: 'to' | 'from', reasons: string) => `
  (select *, ${side === 'to'} as came from transfers
   where club_id = $1 and ${side}_shopper_id = $2 and ${reasons}
     and ($3::timestamptz is null or (recorded_at, transfer_id) < ($3::timestamptz, $4::uuid))
   order by recorded_at desc, transfer_id desc limit $5)`;

const HISTORY = `
  select t.transfer_id as id, t.reason, t.points, t.came, t.occurred_at as "occurredAt",
    t.recorded_at as "recordedAt", t.explain, v.settings as program,
    coalesce(x.pending > 0, y.pending > 0, f.pending > 0, o.pending > 0, false) as waiting,
    coalesce(x.available_at, y.available_at, f.available_at, o.available_at) as "availableAt", x.action,
    case when t.reason in ('tier', 'tierBack') then t.explain ->> 'name' end as tier,
    case when f.order_id is null then coalesce(o.name, u.name) end as "orderName",
    p.first_name as "friendName",
    r.terms -> 'value' as value, r.status as "redemptionStatus",
    t.reason = 'return' and exists (select from transfers a where a.club_id = $1
      and a.of_transfer_id = t.of_transfer_id and a.reason = 'retake' and a.posting > t.posting)
      as "takenAgain"
  from (${ONE_SIDE(
    'to',
    `(reason in ('earn', 'void', 'return', 'writeOff', 'adjust', 'refer', 'bonus', 'tier')
       or (reason in ('mature', 'referMature', 'bonusMature', 'tierMature') and explain ? 'debtRepaid')
       or (reason = 'merge' and to_account <> 'held'))`,
  )}
    union all ${ONE_SIDE(
      'from',
      `(reason in ('clawback', 'hold', 'retake', 'expire', 'adjust', 'referBack', 'tierBack')
       or (reason = 'merge' and from_account <> 'held'))`,
    )}) t
  left join orders o on o.club_id = $1 and o.order_id = t.order_id
  left join referrals f on f.club_id = $1 and f.order_id = t.order_id
    and t.reason in ('refer', 'referBack', 'referMature')
  left join shoppers p on p.club_id = $1 and p.shopper_id = f.friend_id
  left join actions x on x.club_id = $1 and x.action_id = t.action_id
  left join tier_entries y on y.club_id = $1 and y.entry_id = t.entry_id
  left join redemptions r on r.club_id = $1 and r.shopper_id = $2
    and r.redemption_id = t.redemption_id
  left join orders u on u.club_id = $1 and u.order_id = r.order_id
  left join programs v on v.club_id = $1 and v.version = o.program_version
    and t.reason in ('earn', 'clawback') and t.explain ?| array['groups', 'added', 'campaigns', 'tier']
  order by t.recorded_at desc, t.transfer_id desc limit $5`;

const SHOPPER = `
  select i.shopper_id as "shopperId", s.time_zone as "timeZone", s.currency,
    s.money_factor as "moneyFactor", s.money_label as "moneyLabel"
  from identities i, shops s
  where i.club_id = $1 and i.kind = 'customer' and i.value = $2::text || ':' || $3::text
    and s.club_id = $1 and s.shop_id = $2::uuid`;

export type Cursor = { recordedAt: string; transferId: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a cursor back; null for what is none of ours. */
export function readCursor(text: string): Cursor | null {
  const [ms = '', transferId = ''] = text.split('~');
  if (!/^\d{1,15}$/.test(ms) || !UUID.test(transferId)) return null;
  return { recordedAt: isoOf(Number(ms)), transferId };
}

const writeCursor = (row: TransferFacts): string => `${row.recordedAt}~${row.id}`;

const PAGE = 20;

/** One page, newest first; `older` is the cursor of the next one, `money` how the shop writes it. */
export async function readShopperHistory(
  tx: Tx,
  input: { shopId: string; customerId: string; before: Cursor | null },
) {
  type Known = MoneyFacts & { shopperId: string; timeZone: string };
  const [known] = await tx.query<Known>(SHOPPER, [tx.clubId, input.shopId, input.customerId]);
  if (!known) return { rows: [], older: null, money: null };
  const { before } = input;
  const facts = await tx.query<TransferFacts>(HISTORY, [
    tx.clubId,
    known.shopperId,
    before?.recordedAt ?? null,
    before?.transferId ?? null,
    PAGE + 1,
  ]);
  return { ...shapeHistory(facts, known.timeZone, PAGE), money: moneyStyle(known) };
}

export function shapeHistory(facts: readonly TransferFacts[], timeZone: string, page: number) {
  const shown = facts.slice(0, page);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => rowOf(row, timeZone)),
    older: last && facts.length > page ? writeCursor(last) : null,
  };
}

function rowOf(row: TransferFacts, timeZone: string) {
  const kind = kindOf(row);
  const ofOrder = row.reason === 'earn' || row.reason === 'clawback';
  const ofFriend = row.reason === 'refer' || row.reason === 'referBack';
  const onTheWay =
    (ofOrder || ofFriend || row.reason === 'bonus' || row.reason === 'tier') && row.waiting;
  const waiting = onTheWay && row.availableAt !== null;
  const settled = row.explain?.debtRepaid;
  const toldAt = row.explain?.toldAt;
  const points = kind === 'debtRepaid' ? 0 : Number(row.points) * (row.came ? 1 : -1);
  return {
    id: row.id,
    kind,
    points,
    at: isoOf(row.occurredAt),
    yoursOn: waiting ? localDay(row.availableAt ?? 0, timeZone) : null,
    orderName: row.orderName,
    ...(ofFriend ? { friendName: row.friendName } : {}),
    ...(row.action === null ? {} : { action: row.action }),
    ...(row.tier === null ? {} : { tier: row.tier }),
    ...(onTheWay && !waiting ? { afterOrder: true as const } : {}),
    ...(toldAt === undefined ? {} : { toldOn: localDay(toldAt, timeZone) }),
    eligibleMinor: ofOrder ? (row.explain?.eligibleMinor ?? null) : null,
    pointsNow: ofOrder ? (row.explain?.now ?? null) : null,
    pointsBefore: ofOrder ? (row.explain?.before ?? null) : null,
    value: row.value,
    rules: row.program ? whatRulesDid(row.explain as EarningExplained, row.program) : [],
    ...(settled === undefined ? {} : { settled }),
  };
}

/**
 * Points come back because a code was not used (put back), or because the order that used it was
 * returned. A code that was put back and used all the same has its return followed by a retake.
 */
function kindOf(row: TransferFacts): HistoryKind {
  switch (row.reason) {
    case 'earn':
      return 'orderEarned';
    case 'clawback':
      return 'orderReduced';
    case 'refer':
      return 'friendEarned';
    case 'referBack':
      return 'friendReduced';
    case 'bonus':
      return 'actionEarned';
    case 'tier':
      return 'tierEarned';
    case 'tierBack':
      return 'tierReduced';
    case 'mature':
    case 'referMature':
    case 'bonusMature':
    case 'tierMature':
      return 'debtRepaid';
    case 'hold':
      return 'spent';
    case 'void':
      return 'putBack';
    case 'return':
      return row.redemptionStatus === 'used' && !row.takenAgain ? 'returned' : 'putBack';
    case 'retake':
      return 'retaken';
    case 'expire':
      return 'expired';
    case 'adjust':
      return 'adjusted';
    case 'writeOff':
      return 'debtWrittenOff';
    case 'merge':
      return 'merged';
  }
}

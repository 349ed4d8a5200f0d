/** Every movement of a shopper's points, newest first, each with its reason (`ledger`). */
import { pointsAgain } from '../domain/actions.ts';
import type { Part } from '../domain/actions.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import type { SeenOfOrder } from '../domain/orderSeen.ts';
import type { Program, RewardValue } from '../domain/program.ts';
import type { Reason } from '../domain/books.ts';
import type { Tx } from '../store/transaction.ts';
import { explainOrder } from './explainOrder.ts';
import type { PostedExplained } from './explainOrder.ts';
import { isoOf } from './shown.ts';
import { readCursor } from './shopperHistory.ts';
import type { Cursor } from './shopperHistory.ts';

export type LedgerFacts = {
  id: string;
  reason: Reason;
  points: bigint;
  came: boolean;
  went: boolean;
  /** What it did to the points that can be spent. */
  effect: bigint;
  occurredAt: number;
  recordedAt: number;
  explain: Partial<
    PostedExplained & { debtRepaid: number; note: string; parts: readonly Part[]; name: string }
  > | null;
  orderName: string | null;
  facts: OrderFacts | null;
  /** What the shop calls the order's products, by their ids. */
  titles: Readonly<Record<string, string>> | null;
  seen: SeenOfOrder | null;
  version: number | null;
  program: Program | null;
  waiting: boolean;
  availableAt: number | null;
  friend: string | null;
  /** The tier that was entered; null where it is none. */
  tier: string | null;
  /** What the shopper did, and about what; null where it is no action. */
  action: string | null;
  about: string | null;
  memberSince: number | null;
  value: RewardValue | null;
  code: string | null;
  codeStatus: string | null;
  takenAgain: boolean;
};

const PAGE = 20;

/** One side's index each; what moves between two accounts of the same shopper is in the first. */
const SIDE = (side: 'to' | 'from', and: string) => `
  (select * from transfers where club_id = $1 and ${side}_shopper_id = $2 and reason <> 'redeem' ${and}
     and ($3::timestamptz is null or (recorded_at, transfer_id) < ($3::timestamptz, $4::uuid))
   order by recorded_at desc, transfer_id desc limit $5)`;

const NAME = (alias: string) =>
  `nullif(trim(coalesce(${alias}.first_name, '') || ' ' || coalesce(${alias}.last_name, '')), '')`;

/** Today's titles of the goods in an order, in one statement with it; a page has 20 rows at most. */
const TITLES = `
  (select jsonb_object_agg(g.product_id, g.title) from products g
    where g.club_id = $1 and g.shop_id = o.shop_id and g.withheld_at is null and g.title <> ''
      and g.product_id in (select line ->> 'productId'
        from jsonb_array_elements(o.facts -> 'scalars' -> 'lines') line))`;

/** What is taken without a code has an id of its own, which nobody can use at a checkout. */
export const CODE_OF = (redemption: string) => `
  case when ${redemption}.terms -> 'value' ->> 'kind' in ('earlyAccess', 'byHand', 'walletCredit')
    then null else ${redemption}.code end`;

const LEDGER = `
  select t.transfer_id as id, t.reason, t.points, t.to_shopper_id is not distinct from $2 as came,
    t.from_shopper_id is not distinct from $2 as went,
    (case when t.to_shopper_id = $2 and t.to_account = 'available' then t.points else 0 end
      - case when t.from_shopper_id = $2 and t.from_account = 'available' then t.points else 0 end)
      as effect,
    t.occurred_at as "occurredAt", t.recorded_at as "recordedAt", t.explain,
    coalesce(o.name, u.name) as "orderName", o.facts, ${TITLES} as titles, o.seen, p.version, p.settings as program,
    coalesce(case t.reason when 'refer' then f.pending > 0 when 'bonus' then x.pending > 0
      when 'tier' then y.pending > 0
      else o.pending > 0 end, false) as waiting,
    case t.reason when 'refer' then f.available_at when 'bonus' then x.available_at
      when 'tier' then y.available_at
      else o.available_at end as "availableAt", x.action, x.about,
    coalesce(t.explain ->> 'name', y.tier_id) as tier, x.member_since as "memberSince",
    ${NAME('b')} as friend, r.terms -> 'value' as value, ${CODE_OF('r')} as code, r.status as "codeStatus",
    t.reason = 'return' and exists (select from transfers a where a.club_id = $1
      and a.of_transfer_id = t.of_transfer_id and a.reason = 'retake' and a.posting > t.posting)
      as "takenAgain"
  from (${SIDE('to', '')} union all ${SIDE('from', 'and to_shopper_id is distinct from $2')}) t
  left join orders o on o.club_id = $1 and o.order_id = t.order_id
  left join actions x on x.club_id = $1 and x.action_id = t.action_id
  left join tier_entries y on y.club_id = $1 and y.entry_id = t.entry_id
  left join programs p on p.club_id = $1
    and p.version = coalesce(o.program_version, x.program_version)
  left join referrals f on f.club_id = $1 and f.order_id = t.order_id and t.reason like 'refer%'
  left join shoppers b on b.club_id = $1 and b.shopper_id = f.friend_id
  left join redemptions r on r.club_id = $1 and r.shopper_id = $2
    and r.redemption_id = t.redemption_id
  left join orders u on u.club_id = $1 and u.order_id = r.order_id
  order by t.recorded_at desc, t.transfer_id desc limit $5`;

/** What could be spent before the cursor's row: what can be spent now, less what came since. */
const BALANCE = `
  select (s.available
    - coalesce((select sum(points) from transfers where club_id = $1 and to_shopper_id = $2
        and to_account = 'available' and (recorded_at, transfer_id) >= ($3::timestamptz, $4::uuid)), 0)
    + coalesce((select sum(points) from transfers where club_id = $1 and from_shopper_id = $2
        and from_account = 'available'
        and (recorded_at, transfer_id) >= ($3::timestamptz, $4::uuid)), 0))::bigint as balance
  from shoppers s where s.club_id = $1 and s.shopper_id = $2`;

const WHO = `
  select details ->> 'transferId' as id, actor from audit_log
  where club_id = $1 and action = 'adjustPoints' and details ->> 'transferId' = any($2::text[])`;

/** Null for a cursor that is none of ours. */
export async function readLedger(tx: Tx, shopperId: string, before: string | null) {
  const cursor: Cursor | null = before === null ? null : readCursor(before);
  if (before !== null && cursor === null) return null;
  const where = [tx.clubId, shopperId, cursor?.recordedAt ?? null, cursor?.transferId ?? null];
  const facts = await tx.query<LedgerFacts>(LEDGER, [...where, PAGE + 1]);
  const [top] = await tx.query<{ balance: bigint }>(BALANCE, where);
  const adjusted = facts.filter(({ reason }) => reason === 'adjust').map(({ id }) => id);
  const who = await tx.query<{ id: string; actor: string }>(WHO, [tx.clubId, adjusted]);
  const actors = new Map(who.map(({ id, actor }) => [id, actor]));
  return shapeLedger(facts, { balance: top?.balance ?? 0n, actors, page: PAGE });
}

type Around = { balance: bigint; actors: ReadonlyMap<string, string>; page: number };

export function shapeLedger(facts: readonly LedgerFacts[], { balance, actors, page }: Around) {
  const shown = facts.slice(0, page);
  const last = shown.at(-1);
  let after = balance;
  const rows = shown.map((row) => {
    const told = rowOf(row, Number(after), actors.get(row.id) ?? null);
    after -= row.effect;
    return told;
  });
  return { rows, older: last && facts.length > page ? `${last.recordedAt}~${last.id}` : null };
}

const EARNED: ReadonlySet<Reason> = new Set(['earn', 'clawback']);
const ON_THE_WAY: ReadonlySet<Reason> = new Set(['earn', 'refer', 'bonus', 'tier']);
const MATURED: ReadonlySet<Reason> = new Set([
  'mature',
  'referMature',
  'bonusMature',
  'tierMature',
]);

function rowOf(row: LedgerFacts, balance: number, by: string | null) {
  const { explain, reason } = row;
  const onTheWay = ON_THE_WAY.has(reason) && row.waiting;
  const waits = onTheWay && row.availableAt !== null;
  const matured = MATURED.has(reason);
  const version =
    row.version === null || row.program === null
      ? null
      : { version: row.version, program: row.program };
  return {
    id: row.id,
    kind: kindOf(row),
    at: isoOf(row.occurredAt),
    points: matured ? 0 : Number(row.points) * signOf(row),
    matured: matured ? Number(row.points) : null,
    waitingUntil: waits ? isoOf(row.availableAt ?? 0) : null,
    waitsForOrder: onTheWay && row.availableAt === null,
    balance,
    orderName: row.orderName,
    friend: row.friend,
    tier: row.tier,
    action: actionOf(row, version),
    value: row.value,
    code: row.code,
    codeStatus: row.codeStatus,
    settled: explain?.debtRepaid ?? null,
    note: explain?.note ?? null,
    by,
    explained:
      EARNED.has(reason) && explain?.perMinor !== undefined
        ? explainOrder(explain as PostedExplained, row, version)
        : null,
  };
}

/** What was done, and its points once more: from the rules of its version that gave them. */
function actionOf(row: LedgerFacts, version: { version: number; program: Program } | null) {
  const { action, about, memberSince, occurredAt, explain } = row;
  if (action === null || memberSince === null) return null;
  const parts = explain?.parts;
  const told = { action, about, version: version?.version ?? null };
  if (!parts || !version) return { ...told, recomputed: null };
  const facts = { action, about, occurredAt };
  const again = pointsAgain(facts, version.program, parts, memberSince);
  return { ...told, recomputed: Number(again?.points ?? 0) };
}

/** Between two accounts of the same shopper: a hold goes, what comes back comes. */
function signOf({ reason, came, went }: LedgerFacts): 1 | -1 {
  if (came && went) return reason === 'hold' ? -1 : 1;
  return came ? 1 : -1;
}

const KINDS = {
  earn: 'orderEarned',
  clawback: 'orderReduced',
  mature: 'matured',
  hold: 'spent',
  redeem: 'spent',
  void: 'putBack',
  return: 'putBack',
  retake: 'retaken',
  expire: 'expired',
  adjust: 'adjusted',
  writeOff: 'debtWrittenOff',
  refer: 'friendBought',
  referBack: 'friendReduced',
  referMature: 'friendMatured',
  referWriteOff: 'debtWrittenOff',
  merge: 'merged',
  bonus: 'actionEarned',
  bonusMature: 'actionMatured',
  tier: 'tierEarned',
  tierBack: 'tierReduced',
  tierMature: 'tierMatured',
  tierWriteOff: 'debtWrittenOff',
} as const satisfies Record<Reason, string>;

type Kind = (typeof KINDS)[Reason] | 'returned';

const kindOf = ({ reason, codeStatus, takenAgain }: LedgerFacts): Kind =>
  reason === 'return' && codeStatus === 'used' && !takenAgain ? 'returned' : KINDS[reason];

/** Rewards for friends that wait for a person, and those that were decided (`referralsAnswer`). */
import type { Signal } from '../domain/fraud.ts';
import { DECIDE_WITHIN_MS } from '../domain/referralHold.ts';
import type { HoldReason, ReferralHold } from '../domain/referralHold.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

type Row = {
  id: string;
  orderName: string | null;
  placedAt: number;
  memberId: string;
  member: string | null;
  friendId: string | null;
  friend: string | null;
  worth: bigint;
  points: bigint;
  signals: Signal[] | null;
  holdReasons: HoldReason[];
  heldAt: number | null;
  appealedAt: number | null;
  decided: ReferralHold['decided'];
  decidedAt: number | null;
  decidedBy: string | null;
  staffName: string | null;
  note: string | null;
  remembered: boolean;
};

const NAME = (who: string) =>
  `nullif(trim(concat_ws(' ', ${who}.first_name, ${who}.last_name)), '')`;

/** Waits for a person: what is held and worth something, unless too much speaks against it to ask. */
export const WAITS = `r.worth > 0 and r.decided is null and r.hold_reasons <> '[]'
  and not r.hold_reasons ? 'unchecked'
  and (not r.hold_reasons ? 'strongSignals' or r.appealed_at is not null)`;

const OVER = `r.decided is not null
  or (r.hold_reasons ? 'strongSignals' and r.appealed_at is null)`;

const ROWS = (where: string, order: string, limit: number) => `
  select r.order_id as id, o.name as "orderName", r.placed_at as "placedAt",
    r.advocate_id as "memberId", ${NAME('a')} as member, r.friend_id as "friendId",
    ${NAME('f')} as friend, r.worth, r.points, r.signals, r.hold_reasons as "holdReasons",
    r.held_at as "heldAt", r.appealed_at as "appealedAt", r.decided, r.decided_at as "decidedAt",
    r.decided_by as "decidedBy", s.name as "staffName", r.decided_note as note, r.remembered
  from referrals r
  join orders o on o.club_id = $1 and o.order_id = r.order_id
  join shoppers a on a.club_id = $1 and a.shopper_id = r.advocate_id
  left join shoppers f on f.club_id = $1 and f.shopper_id = r.friend_id
  left join staff s on s.club_id = $1 and s.actor = r.decided_by
  where r.club_id = $1 and ${where} order by ${order} limit ${limit}`;

const WAITING = ROWS(WAITS, 'r.held_at, r.order_id', 100);
const DECIDED = ROWS(OVER, 'coalesce(r.decided_at, r.held_at) desc, r.order_id', 50);

/** Null when the club has no such shop. */
export async function readReferralsToDecide(tx: Tx, input: { now: number; shopId: string }) {
  const [shop] = await tx.query<{ timeZone: string }>(
    'select time_zone as "timeZone" from shops where club_id = $1 and shop_id = $2',
    [tx.clubId, input.shopId],
  );
  if (!shop) return null;
  const waiting = await tx.query<Row>(WAITING, [tx.clubId]);
  const decided = await tx.query<Row>(DECIDED, [tx.clubId]);
  const circles = await readCircles(tx, [...waiting, ...decided]);
  const shape = (row: Row) => shapeReferral(row, circles.get(row.id) ?? []);
  return {
    now: isoOf(input.now),
    timeZone: shop.timeZone,
    waiting: waiting.map(shape),
    decided: decided.map(shape),
  };
}

export function shapeReferral(row: Row, circle: readonly (string | null)[]) {
  const { heldAt, decided, decidedBy } = row;
  const waits = decided === null && !isRefusedByRules(row);
  const iso = (at: number | null) => (at === null ? null : isoOf(at));
  return {
    id: row.id,
    orderName: row.orderName,
    placedAt: isoOf(row.placedAt),
    member: { id: row.memberId, name: row.member },
    friend: row.friendId === null ? null : { id: row.friendId, name: row.friend },
    points: Number(row.points > 0n ? row.points : row.worth),
    reasons: reasonsOf(row),
    circle: [...circle],
    heldAt: iso(heldAt),
    decideUntil: waits && heldAt !== null ? isoOf(heldAt + DECIDE_WITHIN_MS) : null,
    appealedAt: iso(row.appealedAt),
    state: stateOf(row),
    decidedAt: iso(row.decidedAt),
    decidedBy: decidedBy === null || decidedBy === 'clock' ? null : (row.staffName ?? decidedBy),
    note: row.note,
    remembered: row.remembered,
  };
}

const isRefusedByRules = ({ holdReasons, appealedAt }: Row): boolean =>
  holdReasons.includes('strongSignals') && appealedAt === null;

type State = 'waiting' | 'paid' | 'refused' | 'refusedByRules' | 'late';

function stateOf(row: Row): State {
  if (row.decided === 'allowed') return 'paid';
  if (row.decided === 'refused') return row.decidedBy === 'clock' ? 'late' : 'refused';
  return isRefusedByRules(row) ? 'refusedByRules' : 'waiting';
}

/** The weightiest first. What is too little to hold anything is told as well. */
function reasonsOf({ holdReasons, signals }: Row) {
  const cap = holdReasons.includes('cap') ? [{ kind: 'cap' as const, n: null }] : [];
  const found = (signals ?? [])
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ kind, count }) => ({ kind, n: count ?? null }));
  return [...cap, ...found];
}

/** From a friend back to the advocate who sent them, by whoever sent whom. */
const CIRCLES = `
  select k.id, (
    with recursive way(ids) as (
      select array[k.advocate_id, f.shopper_id] from referral_friends f
      where f.club_id = $1 and f.order_id = k.id
      union all
      select w.ids || n.shopper_id from way w
      join referrals r on r.club_id = $1 and r.advocate_id = w.ids[cardinality(w.ids)]
        and r.verdict = 'friend'
      join referral_friends n on n.club_id = $1 and n.order_id = r.order_id
      where cardinality(w.ids) < 9 and not n.shopper_id = any(w.ids[2:])
        and w.ids[cardinality(w.ids)] <> k.advocate_id
    )
    select array(select json_build_object('name', ${NAME('s')})
      from unnest(w.ids) with ordinality as p(id, place)
      join shoppers s on s.club_id = $1 and s.shopper_id = p.id order by p.place)
    from way w where w.ids[cardinality(w.ids)] = k.advocate_id
    order by cardinality(w.ids), w.ids limit 1) as people
  from (select order_id as id, advocate_id from referrals
    where club_id = $1 and order_id = any($2::uuid[])) k`;

async function readCircles(tx: Tx, rows: readonly Row[]): Promise<Map<string, (string | null)[]>> {
  const ids = rows
    .filter(({ signals }) =>
      (signals ?? []).some(({ kind }) => kind === 'circle' || kind === 'sentEachOther'),
    )
    .map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const found = await tx.query<{ id: string; people: { name: string | null }[] | null }>(CIRCLES, [
    tx.clubId,
    ids,
  ]);
  return new Map(found.map(({ id, people }) => [id, (people ?? []).map(({ name }) => name)]));
}

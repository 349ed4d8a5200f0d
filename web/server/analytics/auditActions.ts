/** Actions, computed a second time: what their rules give, what was posted, and when it is whose. */
import { pointsAgain } from '../domain/actions.ts';
import type { Outcome, Part } from '../domain/actions.ts';
import { availableAt } from '../domain/days.ts';
import type { Reading } from '../store/readLanes.ts';
import type { Judge, Programs, Span, Wrong } from './auditJobs.ts';

type ActionRow = {
  actionId: string;
  action: string;
  about: string | null;
  occurredAt: number;
  version: number | null;
  outcome: Outcome;
  parts: Part[];
  memberSince: number;
  points: bigint;
  pending: bigint;
  readyAt: number | null;
  availableAt: number | null;
  /** What transfers say of the two, and of how it came about. */
  posted: number;
  waiting: number;
  explained: { parts: Part[] } | null;
  /** Transfers of this action on another shopper's account. */
  strays: number;
  firstPaidAt: number | null;
};

const ACTIONS = `
  select a.action_id as "actionId", a.action, a.about, a.occurred_at as "occurredAt",
    a.program_version as version, a.outcome, a.parts, a.member_since as "memberSince", a.points,
    a.pending, a.ready_at as "readyAt", a.available_at as "availableAt", t.*,
    (select o.placed_at from orders o where o.club_id = $1 and o.shopper_id = a.shopper_id
      and o.facts #>> '{scalars,paid}' = 'true' and o.facts #>> '{scalars,test}' = 'false'
      and a.pending > 0 order by o.placed_at limit 1) as "firstPaidAt"
  from actions a
  cross join lateral (select
      coalesce(sum(points) filter (where reason = 'bonus'), 0)::float8 as posted,
      coalesce(sum(case when to_account = 'pending' then points
        when from_account = 'pending' then -points else 0 end), 0)::float8 as waiting,
      (array_agg(explain) filter (where reason = 'bonus'))[1] as explained,
      count(*) filter (where (select coalesce(s.merged_into, s.shopper_id) from shoppers s
        where s.club_id = $1 and s.shopper_id = coalesce(to_shopper_id, from_shopper_id))
          <> a.shopper_id)::float8 as strays
    from transfers where club_id = $1 and action_id = a.action_id) t
  where a.club_id = $1 and a.action_id > $2 and a.action_id <= $3`;

/** Actions of a span of their ids. */
export async function readActions(read: Reading, span: Span, programs: Programs): Promise<Judge> {
  const rows = await read.query<ActionRow>(ACTIONS, [read.clubId, span.after, span.to]);
  return () => rows.flatMap((row) => auditAction(row, programs));
}

function auditAction(row: ActionRow, programs: Programs): Wrong[] {
  const found: Wrong[] = [];
  const check = (column: string, stored: unknown, expected: unknown, note: string) => {
    if (String(stored) === String(expected)) return;
    const place = { table: 'actions', id: row.actionId, column };
    found.push({ ...place, stored: String(stored), expected: `${expected} (${note})` });
  };
  const { points, pending, parts, outcome, explained } = row;
  check('points', points, row.posted, 'its postings');
  check('pending', pending, row.waiting, 'its postings');
  const elsewhere = `${row.strays} postings elsewhere`;
  check('shopper_id', elsewhere, '0 postings elsewhere', 'its postings');
  check('outcome', outcome === 'earned', points > 0n, 'its points');
  if (points > 0n) {
    check('parts', JSON.stringify(parts), JSON.stringify(explained?.parts), 'its posting');
  }
  const program = row.version === null ? undefined : programs.get(row.version);
  const again = program ? pointsAgain(row, program, parts, row.memberSince) : null;
  check('points', points, again?.points ?? 0, 'its rules and version');
  const readyAt = points > 0n && again ? availableAt(row.occurredAt, again.waitDays) : null;
  check('ready_at', row.readyAt, readyAt, 'its rules and version');
  if (pending > 0n && readyAt !== null) {
    const paidAt = row.firstPaidAt;
    const expected = paidAt === null ? null : Math.max(readyAt, paidAt);
    check('available_at', row.availableAt, expected, 'the first paid order');
  }
  return found;
}

/** Files of adjustments as a merchant sees them. */
import type { BulkState } from '../store/bulk.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';
import type { LineProblem } from '../domain/bulkLines.ts';

type Sum = { lines: number; shoppers: number; given: number; taken: number };

type Row = {
  id: string;
  name: string;
  state: BulkState;
  lines: number;
  madeBy: string;
  madeAt: number;
  askedBy: string | null;
  approvedBy: string | null;
  endedAt: number | null;
  undoneBy: string | null;
  wrong: { problem: LineProblem; lines: number }[];
  planned: Sum;
  done: Sum;
  undone: Sum & { short: number };
};

/** The sum of some lines as JSON: their number, shoppers, and points by sign of what was planned. */
const SUM = (of: string, points = 'l.points') => `json_build_object(
  'lines', count(*) filter (where ${of}),
  'shoppers', count(distinct l.shopper_id) filter (where ${of}),
  'given', coalesce(sum(${points}) filter (where ${of} and l.points > 0), 0),
  'taken', coalesce(sum(abs(${points})) filter (where ${of} and l.points < 0), 0)`;

/** What was taken away is undone by giving, but is told as part of what had been taken. */
const BULKS = `
  select b.bulk_id as id, b.name, b.state, b.lines, b.made_by as "madeBy", b.made_at as "madeAt",
    b.asked_by as "askedBy", b.approved_by as "approvedBy", b.ended_at as "endedAt",
    b.undone_by as "undoneBy", s.planned, s.done, s.undone, coalesce(w.wrong, '[]') as wrong
  from bulk_adjustments b
  left join lateral (select ${SUM('l.problem is null')}) as planned,
      ${SUM('l.transfer_id is not null')}) as done,
      ${SUM('l.undone is not null', 'l.undone')},
        'short', coalesce(sum(abs(l.points) - l.undone) filter (where l.undone is not null), 0)
      ) as undone
    from bulk_lines l where l.club_id = b.club_id and l.bulk_id = b.bulk_id) s on true
  left join lateral (select json_agg(json_build_object('problem', p.problem, 'lines', p.n)
      order by p.problem) as wrong
    from (select problem, count(*) as n from bulk_lines l
      where l.club_id = b.club_id and l.bulk_id = b.bulk_id and problem is not null
      group by problem) p) w on true
  where b.club_id = $1 and b.shop_id = $2 and ($3::uuid is null or b.bulk_id = $3)
  order by b.made_at desc, b.bulk_id limit 20`;

const shown = ({ madeAt, endedAt, ...row }: Row) => ({
  ...row,
  madeAt: isoOf(madeAt),
  endedAt: endedAt === null ? null : isoOf(endedAt),
});

/** The twenty newest files. */
export async function readBulks(tx: Tx, shopId: string) {
  return (await tx.query<Row>(BULKS, [tx.clubId, shopId, null])).map(shown);
}

type LineRow = {
  line: number;
  shopperId: string | null;
  name: string | null;
  points: number;
  before: number | null;
  problem: LineProblem | null;
  done: boolean;
  undone: number | null;
};

const PAGE = 100;

/** Lines that cannot be done come with the others, in the file's own order. */
const LINES = `
  select l.line, l.shopper_id as "shopperId", l.points::float8 as points,
    nullif(concat_ws(' ', s.first_name, s.last_name), '') as name, l.before::float8 as before,
    l.problem, l.transfer_id is not null as done, l.undone::float8 as undone
  from bulk_lines l
  left join shoppers s on s.club_id = l.club_id and s.shopper_id = l.shopper_id
  where l.club_id = $1 and l.bulk_id = $2 and l.line > $3
    and ($4::boolean is false or l.problem is not null)
  order by l.line limit ${PAGE + 1}`;

export type BulkPage = { shopId: string; bulkId: string; after: number; onlyWrong: boolean };

/** One file and a page of its lines. Null when there is none. */
export async function readBulk(tx: Tx, asked: BulkPage) {
  const [row] = await tx.query<Row>(BULKS, [tx.clubId, asked.shopId, asked.bulkId]);
  if (!row) return null;
  const values = [tx.clubId, asked.bulkId, asked.after, asked.onlyWrong];
  const found = await tx.query<LineRow>(LINES, values);
  const lines = found.slice(0, PAGE).map((line) => ({
    ...line,
    after: line.problem === null && line.before !== null ? line.before + line.points : null,
  }));
  const next = found.length > PAGE ? (lines.at(-1)?.line ?? null) : null;
  return { bulk: shown(row), lines, next };
}

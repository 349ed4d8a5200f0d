/** How a club scores its shoppers, and the cut points that were drawn from them today. */
import type { CutPoints, SegmentRow } from '../domain/retention/rfm.ts';
import type { ScoringChoice } from '../domain/segments/scoring.ts';
import type { Tx } from './transaction.ts';

type Row = {
  bins: number;
  cutPoints: CutPoints | null;
  groups: readonly SegmentRow[] | null;
  drawn: CutPoints | null;
  drawnDay: number | null;
};

/** Null: it never chose. */
export async function readScoring(tx: Tx): Promise<Row | null> {
  const [row] = await tx.query<Row>(
    `select bins, cut_points as "cutPoints", groups, drawn, drawn_day as "drawnDay"
     from scorings where club_id = $1`,
    [tx.clubId],
  );
  return row ?? null;
}

/** What was drawn before is drawn anew. */
export async function saveScoring(tx: Tx, choice: ScoringChoice): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await tx.query(
    `insert into scorings (club_id, bins, cut_points, groups) values ($1, $2, $3, $4)
     on conflict (club_id) do update set bins = excluded.bins, cut_points = excluded.cut_points,
       groups = excluded.groups, drawn = null, drawn_day = null`,
    [tx.clubId, choice.bins, json(choice.cutPoints), json(choice.groups)],
  );
}

/** Whoever draws first on a day draws for all of it. */
export async function keepDrawn(
  tx: Tx,
  { bins, drawn, day }: { bins: number; drawn: CutPoints; day: number },
): Promise<void> {
  await tx.query(
    `insert into scorings as s (club_id, bins, drawn, drawn_day) values ($1, $2, $3, $4)
     on conflict (club_id) do update set drawn = excluded.drawn, drawn_day = excluded.drawn_day
     where s.bins = excluded.bins`,
    [tx.clubId, bins, JSON.stringify(drawn), day],
  );
}

/** `percentile_cont` is R's quantile of type 7, as the domain's own. Empty where nobody ever bought. */
export async function drawCutPoints(
  tx: Tx,
  { bins, day }: { bins: number; day: number },
): Promise<CutPoints> {
  const shares = Array.from({ length: bins - 1 }, (_, n) => (n + 1) / bins);
  const cuts = (value: string) =>
    `coalesce(percentile_cont($2::float8[]) within group (order by (${value})::float8), '{}')`;
  const [row] = await tx.query<CutPoints>(
    `select ${cuts('$3::int - b.last_day')} as "recencyDays", ${cuts('b.orders')} as orders,
       ${cuts('b.amount_minor')} as "amountMinor" from buying_stats b where b.club_id = $1`,
    [tx.clubId, shares, day],
  );
  if (!row) throw new Error('a query without rows');
  return row;
}

/** What the shop was measured by last night, in fifths; null: it never was, or nobody had bought. */
export async function readFittedCuts(tx: Tx): Promise<CutPoints | null> {
  const [row] = await tx.query<{ cutPoints: CutPoints }>(
    `select cut_points as "cutPoints" from model_fits where club_id = $1 and shoppers > 0
     order by version desc limit 1`,
    [tx.clubId],
  );
  return row?.cutPoints ?? null;
}

/** Whether anybody's orders have been foreseen. */
export async function isForeseen(tx: Tx): Promise<boolean> {
  const rows = await tx.query('select from predictions where club_id = $1 limit 1', [tx.clubId]);
  return rows.length > 0;
}

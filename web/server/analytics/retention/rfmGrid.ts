/** RFM of a whole club from its rollups: a row a shopper is read, and no order. */
import { USUAL_SEGMENTS, UNNAMED, namerOf } from '../../domain/retention/rfm.ts';
import type { CutPoints, SegmentRow } from '../../domain/retention/rfm.ts';
import type { Reading } from '../../store/readLanes.ts';

type Reader = Pick<Reading, 'clubId' | 'query'>;

/** Scores from 1 to the number of bins. */
export type RfmCell = {
  recency: number;
  frequency: number;
  monetary: number;
  shoppers: number;
  amountMinor: number;
};

export type RfmGrid = { cutPoints: CutPoints; cells: RfmCell[] };

/** What is sorted lies in memory. */
const ROOM = `select set_config('work_mem', '64MB', true)`;

/** Type 7, as `quantile` of the domain. */
const cuts = (column: string): string =>
  `coalesce(percentile_cont($3::float8[]) within group (order by (${column})::float8), '{}')`;

const CUTS = `
  select ${cuts('$2 - last_day')} as "recencyDays", ${cuts('orders')} as orders,
    ${cuts('amount_minor')} as "amountMinor"
  from buying_stats where club_id = $1 and last_day <= $2::int`;

/** `width_bucket` counts cut points that are not above the value: ties are never split. */
const bin = (column: string, cutPoints: string): string =>
  `case when cardinality(${cutPoints}) = 0 then 0
    else width_bucket((${column})::float8, ${cutPoints}) end`;

const GRID = `
  select cardinality($3::float8[]) + 1 - ${bin('$2 - last_day', '$3::float8[]')} as recency,
    ${bin('orders', '$4::float8[]')} + 1 as frequency,
    ${bin('amount_minor', '$5::float8[]')} + 1 as monetary,
    count(*)::int as shoppers, sum(amount_minor)::float8 as "amountMinor"
  from buying_stats where club_id = $1 and last_day <= $2::int
  group by 1, 2, 3 order by 1, 2, 3`;

/** As of a day of the shop's; by its own cut points unless they are given. In a transaction. */
export async function readRfm(
  read: Reader,
  { asOfDay, bins = 5, cutPoints }: { asOfDay: number; bins?: number; cutPoints?: CutPoints },
): Promise<RfmGrid> {
  const by = cutPoints ?? (await readCuts(read, asOfDay, bins));
  const cells = await read.query<RfmCell>(GRID, [
    read.clubId,
    asOfDay,
    by.recencyDays,
    by.orders,
    by.amountMinor,
  ]);
  return { cutPoints: by, cells };
}

async function readCuts(read: Reader, asOfDay: number, bins: number): Promise<CutPoints> {
  await read.query(ROOM);
  const shares = Array.from({ length: bins - 1 }, (_, n) => (n + 1) / bins);
  const [row] = await read.query<CutPoints>(CUTS, [read.clubId, asOfDay, shares]);
  if (!row) throw new Error('a query without rows');
  return row;
}

/** How many shoppers each row of the table names, `UNNAMED` last: as `rfmOf` of the domain. */
export function namedIn(
  { cutPoints, cells }: RfmGrid,
  segments?: readonly SegmentRow[],
): { name: string; shoppers: number }[] {
  const nameOf = namerOf(cutPoints, segments);
  const table = segments ?? USUAL_SEGMENTS;
  const named = [...table.map(({ name }) => name), UNNAMED].map((name) => ({ name, shoppers: 0 }));
  for (const { recency, frequency, monetary, shoppers } of cells) {
    const row = named[nameOf(recency, frequency, monetary)];
    if (row) row.shoppers += shoppers;
  }
  return named;
}

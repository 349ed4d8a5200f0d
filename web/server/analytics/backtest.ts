/** What a program would have given for the orders there were, beside what was given. */
import { dealInTurn } from '../domain/backtest.ts';
import type { Program } from '../domain/program.ts';
import { pointWorth } from '../domain/worstCase.ts';
import { floor, ratio, times } from '../domain/ratio.ts';
import { readInLanes } from '../store/readLanes.ts';
import type { OnProgress } from '../store/readLanes.ts';
import { NO_FIGURES, backtestLane, planBacktest } from './backtestJobs.ts';
import type { BacktestAsked, Figures, OrderLine, Part, ShopperChange } from './backtestJobs.ts';

export type BacktestReport = {
  /** By local month, 'YYYY-MM', ascending. */
  months: (Figures & { month: string })[];
  total: Figures;
  shoppers: { all: number; more: number; less: number; same: number };
  /** Whose points change most, either way. */
  most: { gained: ShopperChange[]; lost: ShopperChange[] };
  /**
   * Minor units that points are worth at most, at the best that rewards give: those of the newest
   * version and those of the draft. The points of all orders, and what shoppers have now, on the way and
   * held included.
   */
  costMinor: { posted: number; draft: number };
  liabilityMinor: { now: number; draft: number };
  outstanding: bigint;
  /** Orders with goods that the draft asks about and nobody knows. */
  unknown: number;
  lines: OrderLine[];
};

export type BacktestInput = {
  url: string;
  clubId: string;
  timeZone: string;
  draft: Program;
  all?: boolean;
  lines?: boolean | string;
  /** For a test; otherwise by the work and the processors. */
  lanes?: number;
  onProgress?: OnProgress;
};

const MOST_SHOWN = 5;

/** Reads orders as of one moment and changes nothing. */
export async function backtest(input: BacktestInput): Promise<BacktestReport> {
  const { url, clubId, draft, timeZone, all = false, lines = false } = input;
  const asked: BacktestAsked = { draft, timeZone, all, lines };
  const place = {
    url,
    clubId,
    ...(input.lanes === undefined ? {} : { lanes: input.lanes }),
    ...(input.onProgress === undefined ? {} : { onProgress: input.onProgress }),
  };
  let now: Now = { outstanding: 0n, live: null, basketMinor: 1 };
  const parts = await readInLanes(place, {
    plan: async (read) => {
      const [row] = await read.query<Now>(NOW, [clubId]);
      if (row) now = row;
      return planBacktest(read, asked);
    },
    lane: backtestLane,
    entry: new URL('./backtestLane.ts', import.meta.url),
  });
  const sums = sumUp(parts, draft);
  return { ...sums, ...worthOf(sums.total, draft, now), outstanding: now.outstanding };
}

type Now = { outstanding: bigint; live: Program | null; basketMinor: number };

/** What shoppers have, the newest version, and how large an order is. */
const NOW = `
  select (select coalesce(sum(available + pending + held), 0)::bigint from shoppers
      where club_id = $1) as outstanding,
    (select settings from programs where club_id = $1 order by version desc limit 1) as live,
    (select greatest(1, coalesce(avg(eligible_minor), 1))::float8 from orders
      where club_id = $1 and eligible_minor > 0) as "basketMinor"`;

function sumUp(parts: readonly Part[], draft: Program) {
  const months = new Map<string, Figures>();
  const changes = new Map<string, ShopperChange>();
  for (const part of parts) {
    for (const [month, figures] of part.months) add(months, month, figures);
    for (const change of part.shoppers) changes.set(change.shopperId, change);
  }
  const waiting = parts.flatMap((part) => part.waiting);
  for (const [order, { points, explain }] of dealInTurn(draft, waiting)) {
    add(months, order.month, { ...NO_FIGURES, draft: points });
    const change = changes.get(order.shopperId);
    if (change) change.draft += points;
    if (order.line) Object.assign(order.line, { draft: points, explain });
  }
  const shoppers = [...changes.values()];
  const byGain = shoppers.toSorted((a, b) => Number(gainOf(b) - gainOf(a)));
  const more = shoppers.filter((each) => gainOf(each) > 0n).length;
  const less = shoppers.filter((each) => gainOf(each) < 0n).length;
  return {
    months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, f]) => ({ month, ...f })),
    total: [...months.values()].reduce(plusFigures, NO_FIGURES),
    shoppers: { all: shoppers.length, more, less, same: shoppers.length - more - less },
    most: {
      gained: byGain.slice(0, MOST_SHOWN).filter((each) => gainOf(each) > 0n),
      lost: byGain
        .slice(-MOST_SHOWN)
        .reverse()
        .filter((each) => gainOf(each) < 0n),
    },
    unknown: parts.reduce((sum, part) => sum + part.unknown, 0),
    lines: inTime(parts.flatMap((part) => part.lines)),
  };
}

const inTime = (lines: readonly OrderLine[]): OrderLine[] =>
  lines.toSorted((a, b) => a.placedAt - b.placedAt || (a.name < b.name ? -1 : 1));

const gainOf = ({ posted, draft }: ShopperChange): bigint => draft - posted;

const plusFigures = (a: Figures, b: Figures): Figures => ({
  orders: a.orders + b.orders,
  posted: a.posted + b.posted,
  draft: a.draft + b.draft,
  up: a.up + b.up,
  down: a.down + b.down,
});

function add(months: Map<string, Figures>, month: string, figures: Figures): void {
  months.set(month, plusFigures(months.get(month) ?? NO_FIGURES, figures));
}

/** What points are worth at most, rounded down to a minor unit once. */
function worthOf({ posted, draft }: Figures, program: Program, now: Now) {
  const basketMinor = Math.round(now.basketMinor);
  const { outstanding, live } = now;
  const worth = (points: bigint, by: Program | null): number =>
    by === null ? 0 : Number(floor(times(ratio(points), pointWorth(by.rewards, basketMinor))));
  return {
    costMinor: { posted: worth(posted, live), draft: worth(draft, program) },
    liabilityMinor: { now: worth(outstanding, live), draft: worth(outstanding, program) },
  };
}

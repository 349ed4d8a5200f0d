/** Who comes back, whole: measures and the figures of the pictures (`retentionAnswer` of the contract). */
import { dayNumber, dayOf, localDay, startOfLocalDay } from '../../domain/days.ts';
import { moneyStyle } from '../../domain/publicFacts.ts';
import { baseOf } from '../../domain/retention/base.ts';
import { stageOf, movesOf } from '../../domain/retention/lifecycle.ts';
import type { BasketHistory } from '../../domain/retention/measures/baskets.ts';
import { cohortsOf, monthOf, persianMonthOf } from '../../domain/retention/measures/cohorts.ts';
import { startOfPeriod } from '../../domain/retention/measures/cohorts.ts';
import type { PeriodOf } from '../../domain/retention/measures/cohorts.ts';
import type { Window } from '../../domain/retention/measures/measure.ts';
import { measuresByCohort, measuresByMonth } from '../../domain/retention/measures/overview.ts';
import { gapBins, scoreCells, stayCurves, valueBins } from '../../domain/retention/pictures.ts';
import { rfmOf } from '../../domain/retention/rfm.ts';
import type { Rfm } from '../../domain/retention/rfm.ts';
import { gapsOf, rhythmOf } from '../../domain/retention/rhythm.ts';
import type { Rhythm } from '../../domain/retention/rhythm.ts';
import type { Tx } from '../../store/transaction.ts';
import { isoOf } from '../shown.ts';
import { MOST_READ, readHistories, readNight, readPlace, readValues } from './facts.ts';
import type { FitFacts, PlaceFacts } from './facts.ts';
import { comparisonsShown, costsOf, hintOf, measuresShown, shown } from './measures.ts';
import { productsShown } from './products.ts';

export type RetentionAsked = {
  shopId: string;
  now: number;
  /** Null: from the first order on. */
  days: number | null;
  /** "segment:champions" or "stage:lost"; null: everybody. */
  who: string | null;
  calendar: 'gregory' | 'persian';
};

const MONTH_DAYS = 30;

/** Null when the club has no such shop. */
export async function readRetention(tx: Tx, asked: RetentionAsked) {
  const place = await readPlace(tx, asked.shopId);
  if (!place) return null;
  const toDay = dayNumber(localDay(asked.now, place.timeZone));
  const all = await readHistories(tx, { toDay, allShoppers: place.allShoppers });
  const night = await readNight(tx);
  const rhythm = rhythmOf(gapsOf(all, toDay), place.churnDays ?? undefined);
  const rfm = cut(all, toDay, night);
  const chosen = choose(all, { who: asked.who, rfm, rhythm, toDay });
  const window = windowOf(chosen, toDay, asked.days);
  const periodOf = asked.calendar === 'persian' ? persianMonthOf : monthOf;
  const looked = { place, rhythm, window, histories: chosen };
  const span = {
    from: isoOf(startOfLocalDay(dayOf(window.fromDay), place.timeZone)),
    until: isoOf(startOfLocalDay(dayOf(toDay + 1), place.timeZone)),
    now: isoOf(asked.now),
  };
  return {
    now: isoOf(asked.now),
    money: moneyStyle(place),
    ...window,
    shoppers: chosen.length,
    allShoppers: place.allShoppers,
    sampledFrom: place.allShoppers > MOST_READ ? place.allShoppers : null,
    whole: place.whole,
    settings: { churnDays: place.churnDays, costs: costsOf(place) },
    ...(await measuresShown(tx, looked, span)),
    ...monthly(chosen, { window, rhythm, periodOf }),
    ...pictures(chosen, { rhythm, toDay, rfm: cut(chosen, toDay, night) }),
    value: await valueShown(tx, chosen, { night, place }),
    holdout: night?.holdout ?? null,
    foreseenOn: night?.asOfDay ?? null,
    products: await productsShown(tx, chosen, window),
    comparisons: await comparisonsShown(tx, looked),
    hint: hintOf(looked),
  };
}

/** Scores as of today, by last night's cut points; of nobody there are none. */
function cut(
  histories: readonly BasketHistory[],
  toDay: number,
  night: FitFacts | null,
): Rfm | null {
  if (histories.length === 0) return null;
  const cutPoints =
    night && night.cutPoints.orders.length > 0 ? { cutPoints: night.cutPoints } : {};
  return rfmOf(baseOf(histories, toDay), cutPoints);
}

type Choice = { who: string | null; rfm: Rfm | null; rhythm: Rhythm; toDay: number };

/** Rows of the base are the histories' own, since everybody read has bought. */
function choose(
  all: readonly BasketHistory[],
  { who, rfm, rhythm, toDay }: Choice,
): BasketHistory[] {
  const [kind, name] = who?.split(':') ?? [];
  if (kind === 'stage') return all.filter((each) => stageOf(each, rhythm, toDay) === name);
  if (kind !== 'segment' || rfm === null) return [...all];
  const index = rfm.segments.findIndex((segment) => segment.name === name);
  return all.filter((_, row) => rfm.segment[row] === index);
}

function windowOf(histories: readonly BasketHistory[], toDay: number, days: number | null): Window {
  const first = histories.reduce(
    (least, { purchases }) => Math.min(least, purchases[0]?.day ?? toDay),
    toDay,
  );
  return { fromDay: days === null ? first : Math.max(0, toDay - days + 1), toDay };
}

type Timed = { window: Window; rhythm: Rhythm; periodOf: PeriodOf };

function monthly(histories: readonly BasketHistory[], { window, rhythm, periodOf }: Timed) {
  const written = ({ startDay, measures }: ReturnType<typeof measuresByMonth>[number]) => ({
    startDay,
    measures: measures.map(shown),
  });
  const firstPeriod = periodOf(window.fromDay);
  const starts = new Map<number, number>();
  for (let day = window.toDay; day >= window.fromDay;) {
    const start = startOfPeriod(day, periodOf);
    starts.set(periodOf(start), start);
    day = start - 1;
  }
  return {
    months: measuresByMonth(histories, window, rhythm, periodOf).map(written),
    byCohort: measuresByCohort(histories, window, rhythm, periodOf).map(written),
    cohorts: cohortsOf(histories, window.toDay, periodOf)
      .filter(({ period }) => period >= firstPeriod)
      .map(({ period, shoppers, buyers }) => ({
        startDay: starts.get(period) ?? window.fromDay,
        shoppers,
        buyers,
      })),
  };
}

type Drawn = { rhythm: Rhythm; toDay: number; rfm: Rfm | null };

function pictures(histories: readonly BasketHistory[], { rhythm, toDay, rfm }: Drawn) {
  const base = baseOf(histories, toDay);
  const fromDay = toDay - MONTH_DAYS;
  return {
    rhythm: { ...rhythm, bins: gapBins(gapsOf(histories, toDay), rhythm.churnDays) },
    curves: rfm ? stayCurves(base, rfm) : [],
    grid: rfm
      ? { cells: scoreCells(base, rfm), segments: rfm.segments }
      : { cells: [], segments: [] },
    moves: { fromDay, toDay, all: movesOf(histories, rhythm, fromDay, toDay) },
  };
}

type Worth = { night: FitFacts | null; place: PlaceFacts };

/** In the shop's own units of money. */
async function valueShown(tx: Tx, histories: readonly BasketHistory[], { night, place }: Worth) {
  if (night === null || histories.length === 0) return null;
  const values = await readValues(
    tx,
    histories.map(({ shopperId }) => shopperId),
  );
  const { decimals, factor } = moneyStyle(place);
  const unit = 10 ** decimals * factor;
  return values.length === 0 ? null : valueBins(values.map((minor) => minor / unit));
}

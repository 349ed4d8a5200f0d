/** The figures for machines. Every number is finite, or null where a warning says why. */
import type { Fit } from '../../web/server/domain/retention/fits.ts';
import type { HoldoutScore } from '../../web/server/domain/retention/holdout.ts';
import type { OrderFile } from '../../web/server/orderFiles/readOrderFile.ts';
import type { Analysis } from './analysis.ts';
import type { FigureName } from './figures.ts';
import { listedLines, warningsOf } from './warnings.ts';
import type { Words } from './words.ts';

const DIGITS = 10;

/** Without the noise behind the tenth digit. */
const tidy = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;

/** A day number as 2026-09-30. */
export const isoDay = (day: number): string =>
  new Date(day * 86_400_000).toISOString().slice(0, 10);

type Params = Record<string, number>;

function model<P extends Params>(fit: Fit<P> | null, names: readonly (keyof P & string)[]) {
  const params = Object.fromEntries(names.map((name) => [name, tidy(fit?.params[name])]));
  return { ...params, logLikelihood: tidy(fit?.logLikelihood) };
}

const figure = (score: HoldoutScore | null, of: 'predicted' | 'correlation'): number | null =>
  tidy(score?.[of]);

/** `v` of Gamma-Gamma is money: in the file's own, as all amounts here. */
function modelsOf({ fits, holdout }: Analysis) {
  const { p, q, v } = fits.gammaGamma?.params ?? {};
  return {
    bgnbd: model(fits.bgnbd, ['r', 'alpha', 'a', 'b']),
    paretoNbd: model(fits.paretoNbd, ['r', 'alpha', 's', 'beta']),
    gammaGamma: { p: tidy(p), q: tidy(q), v: tidy(v === undefined ? null : v / 100) },
    holdout: {
      actual: holdout?.actual ?? null,
      predicted: {
        bgnbd: figure(holdout?.bgnbd ?? null, 'predicted'),
        paretoNbd: figure(holdout?.paretoNbd ?? null, 'predicted'),
      },
      correlation: {
        bgnbd: figure(holdout?.bgnbd ?? null, 'correlation'),
        paretoNbd: figure(holdout?.paretoNbd ?? null, 'correlation'),
      },
    },
  };
}

function measuresOf({ figures }: Analysis) {
  const told = Object.entries(figures).map(([code, { unit, value, interval, n, tooFew }]) => {
    const scale = unit === 'minor' ? 100 : 1;
    const low = interval === null ? {} : { low: tidy(interval.low), high: tidy(interval.high) };
    return [
      code as FigureName,
      {
        value: tidy(value === null ? null : value / scale),
        unit: unit === 'minor' ? 'money' : unit,
        n,
        tooFew,
        ...low,
      },
    ];
  });
  return Object.fromEntries(told) as Record<FigureName, unknown>;
}

export function asJson(file: OrderFile, analysis: Analysis, words: Words) {
  const { book, rows, used } = file;
  const { cutPoints, segments } = analysis.rfm;
  return {
    input: {
      rows,
      used,
      rejected: rows - used,
      shoppers: analysis.base.size,
      orders: book.days.length,
      from: isoDay(book.firstDay),
      to: isoDay(book.lastDay),
    },
    measures: measuresOf(analysis),
    models: modelsOf(analysis),
    rfm: {
      cutPoints: {
        recencyDays: cutPoints.recencyDays.map(tidy),
        orders: cutPoints.orders.map(tidy),
        amount: cutPoints.amountMinor.map((minor) => tidy(minor / 100)),
      },
      segments: segments.map(({ name, shoppers }) => ({ name, shoppers })),
    },
    warnings: [...warningsOf(file, analysis, words), ...listedLines(file, words)],
  };
}

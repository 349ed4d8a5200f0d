/** All that is fitted to one shop. */
import type { ShopperBase } from './base.ts';
import type { FitOptions, Fitted, GammaGammaParams, PooledRate, ShopFits } from './fits.ts';
import type { TimeUnit } from './history.ts';
import { fitBgNbd } from './models/bgnbd.ts';
import { fitGammaGamma, spendersOf } from './models/gammaGamma.ts';
import { groupsOf } from './models/grouped.ts';
import {
  LEAST_REPEATS,
  sampleOf,
  spendWarnings,
  whyNot,
  withoutOutliers,
} from './models/guards.ts';
import { fitParetoNbd } from './models/paretoNbd.ts';

const SAMPLE = 50_000;

/** Deterministic: the same base gives the same fits. */
export function fitShop(base: ShopperBase, options: FitOptions = {}): ShopFits {
  const { unit = 'week', sampleSize = SAMPLE, seed = 1 } = options;
  const pooled = pooledOf(base);
  const warnings = whyNot(base);
  if (warnings.length > 0) return { ...NONE, pooled, warnings };
  const { rows, leftOut } = withoutOutliers(base);
  if (leftOut > 0) warnings.push({ code: 'outliersLeftOut', count: leftOut });
  const sample = sampleOf(rows, sampleSize, seed);
  if (sample.length < rows.length) {
    warnings.push({ code: 'sampled', model: 'paretoNbd', count: sample.length });
  }
  const bgnbd = fitBgNbd(groupsOf(base, rows), unit);
  const paretoNbd = fitParetoNbd(groupsOf(base, sample), unit);
  const gammaGamma = fitSpend(base, rows, unit);
  const once = base.x.reduce((sum, x) => sum + Number(x === 0), 0);
  if (bgnbd.fit && once > 0) {
    warnings.push({ code: 'oneOrderCalledAlive', model: 'bgnbd', count: once });
  }
  return {
    bgnbd: bgnbd.fit,
    paretoNbd: paretoNbd.fit,
    gammaGamma: gammaGamma.fit,
    pooled,
    warnings: [...warnings, ...bgnbd.warnings, ...paretoNbd.warnings, ...gammaGamma.warnings],
  };
}

const NONE = { bgnbd: null, paretoNbd: null, gammaGamma: null };

function fitSpend(base: ShopperBase, rows: Int32Array, unit: TimeUnit): Fitted<GammaGammaParams> {
  const spenders = spendersOf(base, rows);
  const repeated = rows.reduce((sum, n) => sum + Number((base.x[n] ?? 0) > 0), 0);
  const warnings = spendWarnings(spenders, repeated);
  const count = spenders.x.length;
  if (count < LEAST_REPEATS) {
    const code = 'tooFewRepeats';
    return {
      fit: null,
      warnings: [...warnings, { code, model: 'gammaGamma', count, limit: LEAST_REPEATS }],
    };
  }
  const { fit, warnings: more } = fitGammaGamma(spenders, unit);
  // Without a mean over shoppers (q ≤ 1) a newcomer would be expected to spend without end.
  if (fit && fit.params.q > 1.01) return { fit, warnings: [...warnings, ...more] };
  return { fit: null, warnings: [...warnings, { code: 'degenerateFit', model: 'gammaGamma' }] };
}

/** The shop as one, kept from nothing by half a repeat in a year of one shopper. */
function pooledOf(base: ShopperBase): PooledRate {
  let [repeats, days, repeatSpend, spend, orders] = [0, 0, 0, 0, 0];
  for (let n = 0; n < base.size; n += 1) {
    repeats += base.x[n] ?? 0;
    days += base.TDays[n] ?? 0;
    repeatSpend += base.repeatSpendMinor[n] ?? 0;
    spend += base.amountMinor[n] ?? 0;
    orders += base.orders[n] ?? 0;
  }
  const mean = repeats > 0 && repeatSpend > 0 ? repeatSpend / repeats : spend / Math.max(1, orders);
  return { repeatsPerDay: (repeats + 0.5) / (days + 365), repeatSpendMinor: Math.max(0, mean) };
}

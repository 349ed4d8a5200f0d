/** Whether a shop's history can carry a model, and who would pull a fit by themselves. */
import { quantile } from '../numbers/quantile.ts';
import { correlationOf } from '../holdout.ts';
import type { ShopperBase } from '../base.ts';
import type { Warning } from '../fits.ts';
import { seeded } from '../numbers/seeded.ts';
import type { Spenders } from './gammaGamma.ts';

export const LEAST_SHOPPERS = 20;
export const LEAST_REPEATS = 10;

/** Empty where buying can be modelled. */
export function whyNot(base: ShopperBase): Warning[] {
  if (base.size === 0) return [{ code: 'noShoppers' }];
  const warnings: Warning[] = [];
  if (base.TDays.every((days) => days === 0)) warnings.push({ code: 'oneDayOfHistory' });
  if (base.size < LEAST_SHOPPERS) {
    warnings.push({ code: 'tooFewShoppers', count: base.size, limit: LEAST_SHOPPERS });
  }
  const repeated = base.x.reduce((sum, x) => sum + Number(x > 0), 0);
  if (repeated < LEAST_REPEATS) {
    warnings.push({ code: 'tooFewRepeats', count: repeated, limit: LEAST_REPEATS });
  }
  return warnings;
}

/** Beyond so many times the 99.5th percentile somebody is no shopper but a reseller or a slip. */
const FAR = 10;
/** Nobody stands out by fewer repeats than this. */
const MANY_REPEATS = 50;

/** Rows that are fitted: all but those who buy, or spend an order, as nobody else does. */
export function withoutOutliers(base: ShopperBase): { rows: Int32Array; leftOut: number } {
  const means = base.repeatSpendMinor.map((spend, n) => spend / Math.max(1, base.x[n] ?? 0));
  const spent = means.filter((mean) => mean > 0).sort();
  const repeats = base.x.filter((x) => x > 0).sort();
  const mostSpend = spent.length > 0 ? FAR * quantile(spent, 0.995) : Infinity;
  const mostRepeats =
    repeats.length > 0 ? Math.max(MANY_REPEATS, FAR * quantile(repeats, 0.995)) : Infinity;
  const rows = Int32Array.from({ length: base.size }, (_, n) => n).filter(
    (n) => (base.x[n] ?? 0) <= mostRepeats && (means[n] ?? 0) <= mostSpend,
  );
  return { rows, leftOut: base.size - rows.length };
}

/** So many rows, each as likely, in their order; the same for a seed (Knuth's algorithm S). */
export function sampleOf(rows: Int32Array, size: number, seed: number): Int32Array {
  if (rows.length <= size) return rows;
  const random = seeded(seed);
  let wanted = size;
  return rows.filter((_, n) => {
    const taken = random() * (rows.length - n) < wanted;
    if (taken) wanted -= 1;
    return taken;
  });
}

const STRONG = 0.3;

/** The spend model assumes that who buys more often does not spend otherwise. */
export function spendWarnings(spenders: Spenders, repeated: number): Warning[] {
  const warnings: Warning[] = [];
  const empty = repeated - spenders.x.length;
  if (empty > 0) warnings.push({ code: 'noSpendLeftOut', model: 'gammaGamma', count: empty });
  const means = spenders.spendMinor.map((spend, n) => spend / (spenders.x[n] ?? 1));
  const correlation = correlationOf(spenders.x, means);
  if (correlation !== null && Math.abs(correlation) > STRONG) {
    warnings.push({ code: 'spendGoesWithFrequency', model: 'gammaGamma', correlation });
  }
  return warnings;
}

/**
 * Shoppers with the same x, last day and age are equal to a model: a shop's million are a few hundred
 * thousand groups, ten thousand shoppers a few thousand.
 */
import type { ShopperBase } from '../base.ts';

export type Grouped = {
  size: number;
  x: Int32Array;
  txDays: Int32Array;
  TDays: Int32Array;
  weight: Float64Array;
  shoppers: number;
  mostRepeats: number;
  mostDays: number;
  /** Sums over all shoppers. */
  repeats: number;
  days: number;
};

/** `rows`: which shoppers count; all unless given. */
export function groupsOf(base: ShopperBase, rows?: Int32Array): Grouped {
  const chosen = rows ?? Int32Array.from({ length: base.size }, (_, n) => n);
  let [mostRepeats, mostDays, repeats, days] = [0, 0, 0, 0];
  for (const row of chosen) {
    const [x, age] = [base.x[row] ?? 0, base.TDays[row] ?? 0];
    mostRepeats = Math.max(mostRepeats, x);
    mostDays = Math.max(mostDays, age);
    repeats += x;
    days += age;
  }
  // One number for three: sorted, equal shoppers are neighbours.
  const span = mostDays + 1;
  const keys = Float64Array.from(
    chosen,
    (row) => ((base.x[row] ?? 0) * span + (base.txDays[row] ?? 0)) * span + (base.TDays[row] ?? 0),
  ).sort();
  return { ...unpack(keys, span), shoppers: chosen.length, mostRepeats, mostDays, repeats, days };
}

function unpack(keys: Float64Array, span: number) {
  let size = 0;
  for (let n = 0; n < keys.length; n += 1) if (n === 0 || keys[n] !== keys[n - 1]) size += 1;
  const [x, txDays, TDays] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const weight = new Float64Array(size);
  let group = -1;
  for (const [n, key] of keys.entries()) {
    if (n === 0 || key !== keys[n - 1]) {
      group += 1;
      TDays[group] = key % span;
      txDays[group] = Math.floor(key / span) % span;
      x[group] = Math.floor(key / span / span);
    }
    weight[group] = (weight[group] ?? 0) + 1;
  }
  return { size, x, txDays, TDays, weight };
}

/** ln(shift + day / scale) for every day up to the oldest. */
export function lnOfDays(shift: number, scale: number, mostDays: number): Float64Array {
  return Float64Array.from({ length: mostDays + 1 }, (_, day) => Math.log(shift + day / scale));
}

/** How many shoppers bought again so often: index is x. */
export function weightsByRepeats(groups: Grouped): Float64Array {
  const weights = new Float64Array(groups.mostRepeats + 1);
  for (let n = 0; n < groups.size; n += 1) {
    const x = groups.x[n] ?? 0;
    weights[x] = (weights[x] ?? 0) + (groups.weight[n] ?? 0);
  }
  return weights;
}

/** So many groups, evenly taken: enough to say where a search begins. The same where there are fewer. */
export function thinned(groups: Grouped, most: number): Grouped {
  if (groups.size <= 2 * most) return groups;
  const every = Math.ceil(groups.size / most);
  const thin = <T extends Int32Array | Float64Array>(column: T): T =>
    column.filter((_, n) => n % every === 0) as T;
  const x = thin(groups.x);
  return {
    ...groups,
    size: x.length,
    x,
    txDays: thin(groups.txDays),
    TDays: thin(groups.TDays),
    weight: thin(groups.weight),
  };
}

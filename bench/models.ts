/**
 * Customer models fitted to a small shop and to one of a million shoppers, in this one thread. The
 * yardstick of the same run: one plain pass of BG/NBD's likelihood over every shopper by itself, as the
 * paper prints it; a fit needs hundreds of them.
 */
import { baseBuilder, rowOf } from '../web/server/domain/retention/base.ts';
import type { ShopperBase } from '../web/server/domain/retention/base.ts';
import { fitBgNbd } from '../web/server/domain/retention/models/bgnbd.ts';
import { fitGammaGamma, spendersOf } from '../web/server/domain/retention/models/gammaGamma.ts';
import { groupsOf } from '../web/server/domain/retention/models/grouped.ts';
import {
  bgNbdLife,
  simulatedBase,
} from '../web/server/domain/retention/models/simulated.fixtures.ts';
import { lnGamma } from '../web/server/domain/retention/numbers/gamma.ts';
import { predictorOf } from '../web/server/domain/retention/predictions.ts';
import { fitShop } from '../web/server/domain/retention/shopFits.ts';
import { median, report } from './harness.ts';

const SHOPPERS = Number(process.env.BENCH_SHOPPERS ?? 1_000_000);
const SMALL = 2357;
const RUNS = Number(process.env.BENCH_RUNS ?? 3);
const BUYING = { r: 0.5, alpha: 60, a: 0.8, b: 2.4 };

const shop = (shoppers: number): ShopperBase =>
  simulatedBase({
    shoppers,
    seed: 1,
    life: bgNbdLife(BUYING),
    spend: { p: 4, q: 3.5, v: 2000 },
    ages: [30, 1000],
  });

/** Seconds that passed, and seconds of this process's own time. */
function timed(work: () => void): { seconds: number; cpuSeconds: number } {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 };
}

/** Equation 6, shopper by shopper. */
function plainPass({ x: repeats, txDays, TDays }: ShopperBase): number {
  const { r, alpha, a, b } = BUYING;
  let sum = 0;
  for (let n = 0; n < repeats.length; n += 1) {
    const [x, last, now] = [repeats[n] ?? 0, txDays[n] ?? 0, TDays[n] ?? 0];
    const rate = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha);
    const leaving = lnGamma(a + b) + lnGamma(b + x) - lnGamma(b) - lnGamma(a + b + x);
    const stayed = (alpha + now) ** -(r + x);
    const left = x > 0 ? (a / (b + x - 1)) * (alpha + last) ** -(r + x) : 0;
    sum += rate + leaving + Math.log(stayed + left);
  }
  return sum;
}

const small = shop(SMALL);
// The first run is slower: the code is not compiled yet.
fitShop(small);
const smallRuns = Array.from({ length: Math.max(3, RUNS) }, () => timed(() => fitShop(small)));
const large = shop(SHOPPERS);
const plain = timed(() => plainPass(large));
const fits = Array.from({ length: RUNS }, () =>
  timed(() => {
    fitBgNbd(groupsOf(large), 'week');
    fitGammaGamma(spendersOf(large), 'week');
  }),
);
const fitted = fitShop(large);
const all = timed(() => fitShop(large));
const predict = predictorOf(fitted, {
  asOfDay: large.asOfDay,
  horizonDays: 365,
  yearlyDiscount: 0.1,
  churnDays: 120,
});
const scored = timed(() => {
  for (let row = 0; row < large.size; row += 1) predict(rowOf(large, row));
});
const columns = timed(() => {
  const builder = baseBuilder(10);
  for (let n = 0; n < SHOPPERS; n += 1) {
    builder.add({ shopperId: `${n}`, purchases: [{ day: n % 10, amountMinor: 100 }] });
  }
  builder.done();
});
const seconds = median(fits.map((each) => each.seconds));
report('models', {
  secondsSmall: median(smallRuns.map((each) => each.seconds)),
  cpuSecondsSmall: median(smallRuns.map((each) => each.cpuSeconds)),
  seconds,
  cpuSeconds: median(fits.map((each) => each.cpuSeconds)),
  plainPassSeconds: plain.seconds,
  plainPasses: seconds / plain.seconds,
  allThreeSeconds: all.seconds,
  scoreSeconds: scored.seconds,
  columnsSeconds: columns.seconds,
  rssMegabytes: process.resourceUsage().maxRSS / 1000,
  shoppers: SHOPPERS,
});

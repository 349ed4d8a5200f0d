/**
 * How often shoppers come back and what they spend: two published models, with the fit that their
 * authors report for an online shop.
 *
 * BG/NBD: Fader, Hardie and Lee, "Counting Your Customers the Easy Way", Marketing Science 24(2),
 * 2005. A shopper buys at a rate λ ~ gamma(r, α) and is lost after each repeat purchase with
 * probability p ~ beta(a, b). Time is in weeks since the first purchase.
 *
 * Gamma-Gamma: Fader and Hardie, "The Gamma-Gamma Model of Monetary Value", 2013. An order is worth
 * gamma(p, ν) and shoppers differ by ν ~ gamma(q, v).
 */
import { beta, chance, exponential, gamma } from './samplers.ts';
import type { Random } from './samplers.ts';

export const COMING_BACK = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
export const SPENDING = { p: 6.25, q: 3.74, v: 15.44 };

/** Weeks after the first purchase at which a shopper buys again, within `weeks`. */
export function drawRepeats(random: Random, weeks: number): number[] {
  const { r, alpha, a, b } = COMING_BACK;
  const rate = gamma(random, r, alpha);
  const loss = beta(random, a, b);
  const repeats: number[] = [];
  let at = 0;
  for (;;) {
    at += exponential(random, rate);
    if (!(at < weeks)) return repeats;
    repeats.push(at);
    if (chance(random, loss)) return repeats;
  }
}

/** A shopper's own way to spend: each call draws what one order is worth, in the model's units. */
export function drawSpender(random: Random): () => number {
  const scale = gamma(random, SPENDING.q, SPENDING.v);
  return () => gamma(random, SPENDING.p, scale);
}

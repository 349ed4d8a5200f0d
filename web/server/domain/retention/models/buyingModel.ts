/** What BG/NBD and Pareto/NBD have in common once they are fitted. Days in, days out. */
export type BuyingModel = {
  name: 'bgnbd' | 'paretoNbd';
  pAlive(x: number, txDays: number, TDays: number): number;
  /** Expected purchases in the next `days`, given that the shopper is still one today. */
  ordersIfAlive(x: number, TDays: number, days: number): number;
  /** Expected repeats of somebody who has just bought for the first time. */
  ordersOfNewcomer(days: number): number;
  /** In how many days half of those who are still shoppers will have bought again. */
  medianWaitDays(x: number, TDays: number): number;
};

/** Purchases of Gamma-distributed rates are a Lomax wait: (α + T) (2^(1/(r + x)) − 1). */
export const medianLomax = (shape: number, scale: number): number =>
  scale * Math.expm1(Math.LN2 / shape);

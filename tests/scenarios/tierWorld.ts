/** Programs with tiers, for stories. */
import type { ProgramBody } from '../../web/contract/merchant.ts';

export type TiersBody = NonNullable<ProgramBody['tiers']>;
export type TierBody = TiersBody['levels'][number];

export const aTier = (
  id: string,
  from: number,
  multiplierBasisPoints: number,
  more: Partial<TierBody> = {},
): TierBody => ({
  id,
  name: id,
  from,
  multiplierBasisPoints,
  entryPoints: 0,
  birthdayPoints: 0,
  perks: [],
  ...more,
});

/** By what was spent in twelve months: silver × 1.25 from 40.00, gold × 1.5 from 100.00. */
export const someTiers = (more: Partial<TiersBody> = {}): TiersBody => ({
  by: 'spend',
  over: 'rolling12Months',
  graceDays: 60,
  levels: [aTier('silver', 4000, 12_500), aTier('gold', 10_000, 15_000)],
  ...more,
});

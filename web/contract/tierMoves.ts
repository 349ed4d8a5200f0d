/** Who would move if a program's tiers were published now, and what entering them would give at once. */
import { z } from 'zod';
import { program, tiers } from './merchant.ts';

const count = z.int().nonnegative();

export const tierMovesRequest = z.object({ program });
export const tierMovesAnswer = z.object({
  up: count,
  down: count,
  same: count,
  entryPoints: count,
});

export type TierMovesAnswer = z.infer<typeof tierMovesAnswer>;

/** What the shop's own buyers suggest; null: it has too few orders, or too young ones, to tell. */
export const suggestedTiersAnswer = z.object({
  tiers: tiers.nullable(),
  /** Who bought in the last twelve months. */
  buyers: z.int().nonnegative(),
});

export type SuggestedTiersAnswer = z.infer<typeof suggestedTiersAnswer>;

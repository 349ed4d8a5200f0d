/** Who would move if a program's tiers were published now, and what entering them would give at once. */
import { z } from 'zod';
import { program } from './merchant.ts';

const count = z.int().nonnegative();

export const tierMovesRequest = z.object({ program });
export const tierMovesAnswer = z.object({
  up: count,
  down: count,
  same: count,
  entryPoints: count,
});

export type TierMovesAnswer = z.infer<typeof tierMovesAnswer>;

/** Rewards that only members of a tier, or of one above it, can take. */
import type { Program, Reward, Tier, Tiers } from './program.ts';
import { tierOf } from './tiers.ts';

type Gated = Pick<Reward, 'fromTier'>;

/** What a reward asks for that somebody in `tierId` does not hold; null: it is open to them. */
export function lockedBy(
  { fromTier }: Gated,
  tiers: Tiers | null | undefined,
  tierId: string | null,
): Tier | null {
  if (fromTier === undefined || !tiers) return null;
  const place = (id: string | null): number => tiers.levels.findIndex((level) => level.id === id);
  return place(tierId) >= place(fromTier) ? null : tierOf(tiers, fromTier);
}

/** The tier somebody holds of whom nothing is kept: one that asks for nothing. */
export const firstTier = (tiers: Tiers | null | undefined): string | null =>
  tiers?.levels.findLast(({ from }) => from === 0)?.id ?? null;

/** A program as it is for somebody in `tierId`: without the rewards that are closed to them. */
export const openTo = (program: Program, tierId: string | null): Program => ({
  ...program,
  rewards: program.rewards.filter((reward) => !lockedBy(reward, program.tiers, tierId)),
});

export type Locked = { reward: Reward; tier: string };

/** Rewards that somebody in `tierId` cannot take yet, cheapest first, each with the tier it asks for. */
export const lockedFor = (program: Program, tierId: string | null): Locked[] =>
  program.rewards
    .flatMap((reward) => {
      const tier = lockedBy(reward, program.tiers, tierId);
      return tier ? [{ reward, tier: tier.name }] : [];
    })
    .sort((a, b) => a.reward.points - b.reward.points);

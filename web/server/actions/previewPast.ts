/** What a decision about past orders would give: the same judging, batch by batch, put down nowhere. */
import type { Refusal } from '../domain/refusals.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import { judgePast } from './judgePast.ts';
import type { JudgedPast, PastAsked } from './judgePast.ts';
import { scopeOf } from './rewardPast.ts';
import type { PastChoice } from './rewardPast.ts';

export type PastPreview = {
  ok: true;
  /** The version that would judge. */
  version: number;
  /** Orders that would bring points, whose they are, and how many points that is. */
  orders: number;
  shoppers: number;
  points: bigint;
  /** Of these points: ended at once, and not available yet. */
  expired: bigint;
  onTheWay: bigint;
};

/** Refuses as `scopeOf` does. A choice of none gives nothing. */
export async function previewPast(
  reach: Reach,
  { clubId, shopId }: { clubId: string; shopId: string },
  choice: PastChoice,
): Promise<PastPreview | Refusal> {
  const scope = await reach.inTransaction(clubId, (tx) => scopeOf(tx, reach.now(), shopId, choice));
  if (!scope.ok) return scope;
  const { shop, past, version } = scope;
  const sum = { ok: true as const, version, orders: 0, shoppers: 0 };
  const total: PastPreview = { ...sum, points: 0n, expired: 0n, onTheWay: 0n };
  const pastRewardId = reach.newId();
  let after: string | null = null;
  while (choice.choice !== 'none') {
    const asked: PastAsked = { ...past, version, pastRewardId, after };
    const found: JudgedPast = await reach.inTransaction(clubId, (tx) =>
      judgePast(tx, contextOf(reach), shop, asked, false),
    );
    total.orders += found.orders;
    total.shoppers += found.shoppers;
    total.points += found.points;
    total.expired += found.expired;
    total.onTheWay += found.onTheWay;
    if (found.last === null) break;
    after = found.last;
  }
  return total;
}

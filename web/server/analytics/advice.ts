/** Which reward is the best choice for a cart (`adviceAnswer` of the contract). Nothing is written. */
import { bestChoice } from '../domain/bestChoice.ts';
import type { Cart, TakenCode } from '../domain/bestChoice.ts';
import { programInForce } from '../domain/programs.ts';
import type { ProgramVersion } from '../domain/program.ts';
import { offeredRewards } from '../domain/rewardSteps.ts';
import { firstTier, openTo } from '../domain/tierGate.ts';
import type { Tx } from '../store/transaction.ts';

export type AdviceAsked = {
  shopId: string;
  customerId: string;
  now: number;
  lines: readonly { productId: string; amountMinor: number; giftCard: boolean }[];
  taken: readonly Omit<TakenCode, 'combinesWith'>[];
};

const VERSIONS = `
  select version, effective_from as "effectiveFrom", settings as program from programs
  where club_id = $1`;

type Me = { available: bigint; stands: boolean; tierId: string | null };

const AVAILABLE = `
  select h.available, t.shopper_id is not null as stands, t.tier_id as "tierId" from identities i
  join shoppers h on h.club_id = $1 and h.shopper_id = i.shopper_id
  left join tier_standings t on t.club_id = $1 and t.shopper_id = h.shopper_id
  where i.club_id = $1 and i.kind = 'customer' and i.value = $2`;

const HELD = `
  select product_id as id, collection_ids as collections from products
  where club_id = $1 and shop_id = $2 and product_id = any($3::text[])`;

/** A product that the mirror does not know is in no collection, as far as anybody can tell. */
export async function readAdvice(tx: Tx, asked: AdviceAsked) {
  const { shopId, customerId, lines, taken } = asked;
  const versions = await tx.query<ProgramVersion>(VERSIONS, [tx.clubId]);
  const program = programInForce(versions, asked.now)?.program ?? null;
  const identity = `${shopId}:${customerId}`;
  const [me] = await tx.query<Me>(AVAILABLE, [tx.clubId, identity]);
  const ids = [...new Set(lines.map(({ productId }) => productId))];
  const held = await tx.query<{ id: string; collections: string[] }>(HELD, [
    tx.clubId,
    shopId,
    ids,
  ]);
  const collections = new Map(held.map(({ id, collections: some }) => [id, some]));
  const cart: Cart = {
    lines: lines.map(({ productId, ...line }) => ({
      ...line,
      items: [
        `product:${productId}`,
        ...(collections.get(productId) ?? []).map((id) => `collection:${id}`),
      ],
    })),
    // The cart tells of no code with what it combines.
    taken: taken.map((each) => ({ ...each, combinesWith: null })),
  };
  const available = Number(me?.available ?? 0n);
  const tierId = me?.stands ? me.tierId : firstTier(program?.tiers);
  const affordable = (program ? offeredRewards(openTo(program, tierId)) : []).filter(
    ({ points }) => points <= available,
  );
  const { choices, best } = bestChoice(cart, affordable);
  return {
    nowMinor: choices[0]?.totalMinor ?? 0,
    choices: choices.flatMap(({ rewardId, totalMinor, offMinor, instead }) =>
      rewardId === null ? [] : [{ rewardId, totalMinor, offMinor, instead }],
    ),
    best: best.rewardId,
  };
}

/**
 * What is given without a code: tags that a shop's theme opens things for, and what a person at the shop
 * does. A redemption gives them for points, a tier to whoever holds it; both through these four.
 */
import type { Ask } from '../store/deliveries.ts';
import { addTagGrants, endTagGrants } from '../store/tagGrants.ts';
import type { PerkSource } from '../store/tagGrants.ts';
import { addTasks, withdrawTasks } from '../store/tasks.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type PerkOf = PerkSource & { shopId: string; shopperId: string };

/** The delivery that makes a shopper's tags at the shop match what is wanted. */
export const tagsAsk = ({ shopId, shopperId }: PerkOf, dueAt: number): Ask => ({
  shopId,
  kind: 'settleTags',
  key: shopperId,
  dueAt,
});

/** Wants tags on a shopper; wanted already is nothing. The caller asks for what is answered. */
export async function giveTags(
  tx: Tx,
  ctx: Context,
  perk: PerkOf,
  tags: readonly string[],
): Promise<Ask> {
  const { shopId, shopperId, source, sourceKey } = perk;
  await addTagGrants(
    tx,
    tags.map((tag) => ({ grantId: ctx.newId(), shopId, shopperId, source, sourceKey, tag })),
    ctx.now,
  );
  return tagsAsk(perk, ctx.now);
}

/** All tags that this source wanted end; null when it wanted none. */
export async function endTags(tx: Tx, ctx: Context, perk: PerkOf): Promise<Ask | null> {
  const ended = await endTagGrants(tx, perk.shopperId, perk, ctx.now);
  return ended > 0 ? tagsAsk(perk, ctx.now) : null;
}

/** Puts something on the shop's list of tasks; on it already is nothing. */
export async function askByHand(
  tx: Tx,
  ctx: Context,
  perk: PerkOf,
  what: { text: string; dueAt: number },
): Promise<void> {
  const { shopId, shopperId, source, sourceKey } = perk;
  const task = { taskId: ctx.newId(), shopId, shopperId, source, sourceKey, ...what };
  await addTasks(tx, [task], ctx.now);
}

/** Takes what this source asked for off the list again, where nobody has done it yet. */
export const withdrawByHand = (tx: Tx, ctx: Context, perk: PerkOf): Promise<number> =>
  withdrawTasks(tx, perk.shopperId, perk, ctx.now);

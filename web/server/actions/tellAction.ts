/** A merchant's own system tells what a shopper did (`POST /api/actions`). */
import { keyed } from '../domain/keyed.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { findActions } from '../store/actions.ts';
import type { StoredAction } from '../store/actions.ts';
import { waitForClub } from '../store/inbox.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { erasedMark } from './erasedMark.ts';
import { findActor, nameOf } from './findActor.ts';
import { recordActions } from './recordActions.ts';

export type TellInput = {
  shopId: string;
  /** The teller's own: the same key and input is the same action, however often it is told. */
  key: string;
  action: string;
  about: string | null;
  /** Null: now. */
  occurredAt: number | null;
  /** One of the three; a guest collects under their mail address or mobile number until they join. */
  shopper: BuyerFacts;
};

/** The platform, the shopper and the clock tell these; nobody else may. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set([
  'signUp',
  'birthday',
  'anniversary',
  'newsletter',
]);

/**
 * Refuses with invalid (a word that is told elsewhere, nobody's address, a moment to come), notFound
 * (somebody who was erased), or sameIdOtherInput. What a rule does not allow is no refusal: the action
 * is recorded, and its outcome says why it brings nothing.
 */
export async function tellAction(
  tx: Tx,
  ctx: Context,
  input: TellInput,
): Promise<{ ok: true; action: StoredAction } | Refusal> {
  if (TOLD_ELSEWHERE.has(input.action)) {
    return refuse('invalid', { problem: 'toldElsewhere' }, 'action');
  }
  if (input.occurredAt !== null && input.occurredAt > ctx.now) {
    return refuse('invalid', { problem: 'toCome' }, 'occurredAt');
  }
  const shopper = nameOf(input.shopper);
  if (!shopper) return refuse('invalid', { problem: 'wrongShape' }, 'shopper');
  // Shoppers are found and made by one at a time, as for messages.
  await waitForClub(tx);
  const stamp = hashOf(tx, ctx, input, shopper);
  const mark = erasedMark(ctx, tx.clubId, 'action', input.key);
  const [before] = await findActions(tx, 'api', [input.key, mark]);
  if (before) {
    return before.stamp === stamp ? { ok: true, action: before } : refuse('sameIdOtherInput');
  }
  const shop = await readShop(tx, input.shopId);
  if (!shop) return refuse('notFound');
  const actor = await findActor(tx, ctx, shop.shopId, shopper);
  if (!actor.ok) return actor;
  const { key, action, about } = input;
  const told = {
    shopperId: actor.shopperId,
    key,
    action,
    about,
    occurredAt: input.occurredAt ?? ctx.now,
    stamp,
  };
  const [recorded] = await recordActions(tx, ctx, shop, 'api', [told]);
  if (!recorded) throw new Error('an action that was not recorded');
  return { ok: true, action: recorded };
}

/** What was told, so that another telling under the same key is noticed; nothing of it can be read. */
const hashOf = (tx: Tx, ctx: Context, input: TellInput, shopper: BuyerFacts): string =>
  keyed(ctx.keys.identity)
    .update(JSON.stringify([tx.clubId, input.action, input.about, input.occurredAt, shopper]))
    .digest('base64url');

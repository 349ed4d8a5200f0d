/** A shopper's birthday, told by themselves or by the merchant's own systems. */
import { isBirthday } from '../domain/celebrations.ts';
import type { Birthday } from '../domain/celebrations.ts';
import type { BuyerFacts } from '../domain/orderFacts.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { lockAccounts } from '../store/books.ts';
import { readBirthday, saveBirthday } from '../store/celebrations.ts';
import { readShop } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { findActor } from './findActor.ts';

const YEAR_MS = 365 * 86_400_000;

/**
 * Refuses with invalid (no such day, nobody's address), notFound (somebody who was erased), or
 * birthdayKept: it was told less than a year ago, and the same birthday comes once a year.
 */
export async function setBirthday(
  tx: Tx,
  ctx: Context,
  input: { shopId: string; shopper: BuyerFacts; birthday: Birthday },
): Promise<{ ok: true } | Refusal> {
  const { birthday } = input;
  if (!isBirthday(birthday)) return refuse('invalid', { problem: 'noSuchDay' }, 'day');
  const shop = await readShop(tx, input.shopId);
  if (!shop) return refuse('notFound');
  const found = await findActor(tx, ctx, shop.shopId, input.shopper);
  if (!found.ok) return found;
  const { shopperId } = found;
  await lockAccounts(tx, [shopperId]);
  const kept = await readBirthday(tx, shopperId);
  const { calendar, month, day } = birthday;
  if (kept?.month === month && kept.day === day && kept.calendar === calendar) return { ok: true };
  if (kept?.setAt != null && ctx.now - kept.setAt < YEAR_MS) return refuse('birthdayKept');
  await saveBirthday(tx, shopperId, birthday, ctx.now);
  return { ok: true };
}

/**
 * Money credit of a customer at the shop, one account a currency.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/objects/StoreCreditAccount
 */
import { addAccount, listAccounts, listMovements, writeMovement } from '../state/storeCredit.ts';
import type { CreditAccount, CreditEvent, CreditMovement } from '../state/storeCredit.ts';
import type { Minor } from '../types.ts';
import type { Hands } from './placing.ts';

export type Purse = { account: CreditAccount; movements: CreditMovement[]; balanceMinor: Minor };

/** The account as it is now: what has expired by now is gone from it. */
export function openPurse(hands: Hands, shop: string, account: CreditAccount): Purse {
  const movements = listMovements(hands.db, shop, account.id);
  const purse = { account, movements, balanceMinor: movements.at(-1)?.balanceMinor ?? 0 };
  const now = hands.now();
  const over = movements
    .filter((each) => each.remainingMinor > 0 && (each.expiresAt ?? Infinity) <= now)
    .sort((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0));
  for (const credit of over) {
    put(hands, shop, purse, {
      kind: 'expiration',
      event: 'ADJUSTMENT',
      amountMinor: -credit.remainingMinor,
      createdAt: credit.expiresAt ?? now,
      taken: [{ creditId: credit.id, amountMinor: credit.remainingMinor }],
    });
    // (Shopify goes on showing what was left; here it must not be taken again.)
    credit.remainingMinor = 0;
    writeMovement(hands.db, shop, credit);
  }
  return purse;
}

/** The customer's account in this currency, if there is one. */
export function purseOf(
  hands: Hands,
  shop: string,
  customerId: string,
  currency: string,
): Purse | null {
  const accounts = listAccounts(hands.db, shop, customerId);
  const account = accounts.find((each) => each.currency === currency);
  return account ? openPurse(hands, shop, account) : null;
}

/** The same; it is opened where there is none. */
export function ensurePurse(
  hands: Hands,
  shop: string,
  customerId: string,
  currency: string,
): Purse {
  const found = purseOf(hands, shop, customerId, currency);
  if (found) return found;
  const account = { id: hands.ids.next(), customerId, currency };
  addAccount(hands.db, shop, account);
  return { account, movements: [], balanceMinor: 0 };
}

type Put = Pick<CreditMovement, 'kind' | 'event' | 'amountMinor'> & Partial<CreditMovement>;

function put({ ids, db, now }: Hands, shop: string, purse: Purse, what: Put): CreditMovement {
  purse.balanceMinor += what.amountMinor;
  const movement: CreditMovement = {
    id: ids.next(),
    accountId: purse.account.id,
    balanceMinor: purse.balanceMinor,
    createdAt: now(),
    expiresAt: null,
    remainingMinor: 0,
    orderId: null,
    taken: [],
    ...what,
  };
  purse.movements.push(movement);
  writeMovement(db, shop, movement);
  return movement;
}

export const credit = (
  hands: Hands,
  shop: string,
  purse: Purse,
  what: { amountMinor: Minor; expiresAt: number | null },
): CreditMovement =>
  put(hands, shop, purse, {
    kind: 'credit',
    event: 'ADJUSTMENT',
    remainingMinor: what.amountMinor,
    ...what,
  });

/** "Debit transactions will always spend the soonest expiring credit first." (schema) */
export function debit(
  hands: Hands,
  shop: string,
  purse: Purse,
  what: { amountMinor: Minor; event: CreditEvent; orderId: string | null },
): CreditMovement {
  if (what.amountMinor > purse.balanceMinor) throw new Error('more than there is');
  let left = what.amountMinor;
  const taken: { creditId: string; amountMinor: Minor }[] = [];
  const soonest = purse.movements
    .filter((each) => each.remainingMinor > 0)
    .sort((a, b) => (a.expiresAt ?? Infinity) - (b.expiresAt ?? Infinity) || 0);
  for (const each of soonest) {
    const amountMinor = Math.min(left, each.remainingMinor);
    if (amountMinor === 0) break;
    each.remainingMinor -= amountMinor;
    writeMovement(hands.db, shop, each);
    taken.push({ creditId: each.id, amountMinor });
    left -= amountMinor;
  }
  return put(hands, shop, purse, {
    ...what,
    kind: 'debit',
    amountMinor: -what.amountMinor,
    taken,
  });
}

/** Money that an order was paid with comes back to the credits it was taken from. */
export function revert(
  hands: Hands,
  shop: string,
  purse: Purse,
  what: { amountMinor: Minor; event: CreditEvent; orderId: string },
): CreditMovement {
  const payment = purse.movements.find(
    (each) => each.kind === 'debit' && each.orderId === what.orderId,
  );
  let left = what.amountMinor;
  for (const { creditId, amountMinor } of payment?.taken ?? []) {
    const source = purse.movements.find(({ id }) => id === creditId);
    if (!source || left === 0) continue;
    const back = Math.min(left, amountMinor);
    source.remainingMinor += back;
    writeMovement(hands.db, shop, source);
    left -= back;
  }
  return put(hands, shop, purse, { ...what, kind: 'revert' });
}

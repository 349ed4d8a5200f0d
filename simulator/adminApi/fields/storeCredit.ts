import * as engine from '../../engine/storeCredit.ts';
import type { Purse } from '../../engine/storeCredit.ts';
import { minorOf } from '../../engine/money.ts';
import { idOf } from '../../state/ids.ts';
import { findAccount } from '../../state/storeCredit.ts';
import { readCustomer } from '../../state/shops.ts';
import type { Arguments, Asking, Node, RootField, UserError } from '../context.ts';
import { movementNode } from '../nodes/storeCredit.ts';

type MoneyInput = { amount: string; currencyCode: string };

const refused = (field: string | null, code: string, message: string): Node => {
  const error: UserError = { field: field === null ? null : [field], code, message };
  return { storeCreditAccountTransaction: null, userErrors: [error] };
};

const done = (asking: Asking, purse: Purse): Node => {
  const last = purse.movements.at(-1);
  if (!last) throw new Error('a movement vanished');
  return { storeCreditAccountTransaction: movementNode(asking, purse, last), userErrors: [] };
};

/** The largest balance an account may hold is not published. */
const LIMIT_MINOR = 100_000_000;

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/storeCreditAccountCredit */
function storeCreditAccountCredit(asking: Asking, args: Arguments): Node {
  const input = args['creditInput'] as { creditAmount: MoneyInput; expiresAt?: string | null };
  const { currencyCode, amount } = input.creditAmount;
  const amountMinor = minorOf(String(amount), currencyCode);
  if (amountMinor === null || amountMinor <= 0) {
    return refused(
      'creditInput',
      'NEGATIVE_OR_ZERO_AMOUNT',
      'A positive amount must be used to credit a store credit account.',
    );
  }
  const expiresAt = input.expiresAt == null ? null : Date.parse(input.expiresAt);
  if (expiresAt !== null && expiresAt <= asking.now()) {
    return refused('creditInput', 'EXPIRES_AT_IN_PAST', 'The expiry date must be in the future.');
  }
  const purse = purseFor(asking, String(args['id']), currencyCode, true);
  if ('userErrors' in purse) return purse;
  if (purse.balanceMinor + amountMinor > LIMIT_MINOR) {
    const message = "The operation would cause the account's credit limit to be exceeded.";
    return refused('creditInput', 'CREDIT_LIMIT_EXCEEDED', message);
  }
  engine.credit(asking, asking.shop.domain, purse, { amountMinor, expiresAt });
  return done(asking, purse);
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/storeCreditAccountDebit */
function storeCreditAccountDebit(asking: Asking, args: Arguments): Node {
  const { currencyCode, amount } = (args['debitInput'] as { debitAmount: MoneyInput }).debitAmount;
  const amountMinor = minorOf(String(amount), currencyCode);
  if (amountMinor === null || amountMinor <= 0) {
    return refused(
      'debitInput',
      'NEGATIVE_OR_ZERO_AMOUNT',
      'A positive amount must be used to debit a store credit account.',
    );
  }
  const purse = purseFor(asking, String(args['id']), currencyCode, false);
  if ('userErrors' in purse) return purse;
  if (purse.balanceMinor < amountMinor) {
    const message =
      'The store credit account does not have sufficient funds to satisfy the request.';
    return refused('debitInput', 'INSUFFICIENT_FUNDS', message);
  }
  const what = { amountMinor, event: 'ADJUSTMENT', orderId: null } as const;
  engine.debit(asking, asking.shop.domain, purse, what);
  return done(asking, purse);
}

type Refusal = Node & { userErrors: readonly UserError[] };

/** The account that an id names, which may be its owner's. */
function purseFor(asking: Asking, id: string, currency: string, open: boolean): Purse | Refusal {
  const { db, shop } = asking;
  const accountId = idOf('StoreCreditAccount', id);
  if (accountId !== null) {
    const account = findAccount(db, shop.domain, accountId);
    if (!account) return missing();
    if (account.currency !== currency) {
      const message =
        'The currency provided does not match the currency of the store credit account.';
      return refused('id', 'MISMATCHING_CURRENCY', message) as Refusal;
    }
    return engine.openPurse(asking, shop.domain, account);
  }
  const customerId = idOf('Customer', id);
  if (customerId === null || !readCustomer(db, shop.domain, customerId)) {
    return open
      ? (refused('id', 'OWNER_NOT_FOUND', 'Owner does not exist.') as Refusal)
      : missing();
  }
  if (open) return engine.ensurePurse(asking, shop.domain, customerId, currency);
  return engine.purseOf(asking, shop.domain, customerId, currency) ?? missing();
}

const missing = (): Refusal =>
  refused('id', 'ACCOUNT_NOT_FOUND', 'The store credit account could not be found.') as Refusal;

export const storeCreditFields: Readonly<Record<string, RootField>> = {
  storeCreditAccountCredit,
  storeCreditAccountDebit,
};

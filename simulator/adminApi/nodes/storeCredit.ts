import { isoTime } from '../../clock.ts';
import { openPurse } from '../../engine/storeCredit.ts';
import type { Purse } from '../../engine/storeCredit.ts';
import { gid } from '../../state/ids.ts';
import { listAccounts } from '../../state/storeCredit.ts';
import type { CreditMovement } from '../../state/storeCredit.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Asking, Node } from '../context.ts';
import { moneyV2 } from './money.ts';

const TYPES = {
  credit: 'StoreCreditAccountCreditTransaction',
  debit: 'StoreCreditAccountDebitTransaction',
  revert: 'StoreCreditAccountDebitRevertTransaction',
  expiration: 'StoreCreditAccountExpirationTransaction',
} as const;

export function movementNode(asking: Asking, purse: Purse, movement: CreditMovement): Node {
  const { currency } = purse.account;
  const __typename = TYPES[movement.kind];
  return {
    __typename,
    id: gid(__typename, movement.id),
    amount: moneyV2(movement.amountMinor, currency),
    balanceAfterTransaction: moneyV2(movement.balanceMinor, currency),
    createdAt: isoTime(movement.createdAt),
    event: movement.event,
    origin: null,
    account: () => accountNode(asking, purse),
    expiresAt: movement.expiresAt === null ? null : isoTime(movement.expiresAt),
    remainingAmount: moneyV2(movement.remainingMinor, currency),
  };
}

function accountNode(asking: Asking, purse: Purse): Node {
  return {
    __typename: 'StoreCreditAccount',
    id: gid('StoreCreditAccount', purse.account.id),
    balance: moneyV2(purse.balanceMinor, purse.account.currency),
    // Without an order of their own asked for, the oldest come first.
    transactions: (args: Arguments) =>
      listConnection(
        purse.movements.map((movement) => movementNode(asking, purse, movement)),
        args,
      ),
  };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/objects/Customer (storeCreditAccounts) */
export function creditAccounts(asking: Asking, customerId: string, args: Arguments): Node {
  const query = typeof args['query'] === 'string' ? args['query'] : '';
  const currency = /^currency_code:"?([A-Z]{3})"?$/.exec(query)?.[1];
  const { domain } = asking.shop;
  const accounts = listAccounts(asking.db, domain, customerId).filter(
    (account) => currency === undefined || account.currency === currency,
  );
  return listConnection(
    accounts.map((account) => accountNode(asking, openPurse(asking, domain, account))),
    args,
  );
}

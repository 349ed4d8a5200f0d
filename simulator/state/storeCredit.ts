/** Store credit: an account a customer and currency, and every movement of it. */
import type { Minor } from '../types.ts';
import type { Database, Row } from './database.ts';

export type CreditAccount = { id: string; customerId: string; currency: string };

/** https://shopify.dev/docs/api/admin-graphql/2026-07/enums/StoreCreditSystemEvent */
export type CreditEvent = 'ADJUSTMENT' | 'ORDER_PAYMENT' | 'ORDER_REFUND' | 'ORDER_CANCELLATION';

/** Amounts carry their sign: what adds to the balance is above 0. */
export type CreditMovement = {
  id: string;
  accountId: string;
  kind: 'credit' | 'debit' | 'revert' | 'expiration';
  amountMinor: Minor;
  balanceMinor: Minor;
  createdAt: number;
  event: CreditEvent;
  /** Of a credit: when it ends, and what nobody has spent of it. */
  expiresAt: number | null;
  remainingMinor: Minor;
  orderId: string | null;
  /** Of a debit: which credits it took how much of. */
  taken: readonly { creditId: string; amountMinor: Minor }[];
};

const accountOf = (row: Row): CreditAccount => ({
  id: String(row['id']),
  customerId: String(row['customer_id']),
  currency: String(row['currency']),
});

export function listAccounts(db: Database, shop: string, customerId: string): CreditAccount[] {
  return db
    .all(
      'SELECT * FROM credit_accounts WHERE shop = ? AND customer_id = ? ORDER BY currency',
      shop,
      customerId,
    )
    .map(accountOf);
}

export function findAccount(db: Database, shop: string, id: string): CreditAccount | null {
  const row = db.one('SELECT * FROM credit_accounts WHERE shop = ? AND id = ?', shop, id);
  return row ? accountOf(row) : null;
}

export function addAccount(db: Database, shop: string, account: CreditAccount): void {
  db.run(
    'INSERT INTO credit_accounts (shop, id, customer_id, currency) VALUES (?, ?, ?, ?)',
    shop,
    account.id,
    account.customerId,
    account.currency,
  );
}

/** Oldest first. */
export function listMovements(db: Database, shop: string, accountId: string): CreditMovement[] {
  return db
    .all(
      'SELECT body FROM credit_movements WHERE shop = ? AND account_id = ? ORDER BY rowid',
      shop,
      accountId,
    )
    .map((row) => JSON.parse(String(row['body'])) as CreditMovement);
}

export function writeMovement(db: Database, shop: string, movement: CreditMovement): void {
  db.run(
    `INSERT INTO credit_movements (shop, id, account_id, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (shop, id) DO UPDATE SET body = excluded.body`,
    shop,
    movement.id,
    movement.accountId,
    JSON.stringify(movement),
  );
}

/** Money credit at the shop: what causes give, and every call that moves it. */
import type { CreditState, Move, WalletCause, WalletRefusal } from '../domain/wallet.ts';
import { at, insertRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type CreditKey = { cause: WalletCause; key: string };

/** What a cause is to give from now on. */
export type Owed = CreditKey & {
  shopId: string;
  shopperId: string;
  currency: string;
  targetMinor: number;
  availableAt: number;
  expiresAt: number | null;
};

export type StoredCredit = CreditKey &
  CreditState & {
    shopId: string;
    shopperId: string;
    /** Whose account it came into; null: nothing was sent yet, or the person was erased. */
    customerId: string | null;
    currency: string;
  };

/**
 * Puts down what causes are to give: new ones, and another target of those that are known (currency
 * and dates are fixed by the first word). Answers whose wallet there is something to do about.
 */
export async function writeOwed(tx: Tx, owed: readonly Owed[], now: number): Promise<string[]> {
  const rows = await insertRows<Owed, { shopper_id: string }>(
    tx,
    'wallet_credits',
    [
      ['cause', 'text', (o) => o.cause],
      ['key', 'text', (o) => o.key],
      ['shop_id', 'uuid', (o) => o.shopId],
      ['shopper_id', 'uuid', (o) => o.shopperId],
      ['currency', 'text', (o) => o.currency],
      ['target_minor', 'bigint', (o) => o.targetMinor],
      ['available_at', 'timestamptz', (o) => at(o.availableAt)],
      ['expires_at', 'timestamptz', (o) => at(o.expiresAt)],
      ['created_at', 'timestamptz', () => at(now)],
    ],
    owed,
    `on conflict (club_id, cause, key) do update set target_minor = excluded.target_minor
       where wallet_credits.target_minor <> excluded.target_minor returning shopper_id`,
  );
  return [...new Set(rows.map((row) => row.shopper_id))];
}

const CREDIT = `cause, key, shop_id as "shopId", shopper_id as "shopperId",
  customer_id as "customerId", currency, target_minor::float8 as "targetMinor",
  posted_minor::float8 as "postedMinor", unrecovered_minor::float8 as "unrecoveredMinor",
  available_at as "availableAt", expires_at as "expiresAt", refusal`;

/** Not as it should be, or with a movement of which nobody knows yet. */
const UNSETTLED = `(target_minor <> posted_minor - unrecovered_minor or exists (
  select from wallet_movements m where m.club_id = $1 and m.cause = c.cause and m.key = c.key
    and m.ended_at is null))`;

/** A shopper's credits at a shop that are not as they should be, locked, oldest first. */
export function lockUnsettled(tx: Tx, shopId: string, shopperId: string): Promise<StoredCredit[]> {
  return tx.query<StoredCredit>(
    `select ${CREDIT} from wallet_credits c
     where club_id = $1 and shop_id = $2 and shopper_id = $3 and ${UNSETTLED}
     order by available_at, created_at, cause, key for update`,
    [tx.clubId, shopId, shopperId],
  );
}

/** Which of these shoppers have credits that are not as they should be. */
export async function shoppersUnsettled(
  tx: Tx,
  shopId: string,
  shopperIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct shopper_id as id from wallet_credits c where club_id = $1 and shop_id = $2
       and shopper_id = any($3::uuid[]) and ${UNSETTLED}`,
    [tx.clubId, shopId, shopperIds],
  );
  return rows.map(({ id }) => id);
}

export async function lockCredit(tx: Tx, { cause, key }: CreditKey): Promise<StoredCredit | null> {
  const rows = await tx.query<StoredCredit>(
    `select ${CREDIT} from wallet_credits where club_id = $1 and cause = $2 and key = $3 for update`,
    [tx.clubId, cause, key],
  );
  return rows[0] ?? null;
}

/** Credits of one cause as they are now, by their keys. */
export async function readCredits(
  tx: Tx,
  cause: WalletCause,
  keys: readonly string[],
): Promise<Map<string, StoredCredit>> {
  const rows = await tx.query<StoredCredit>(
    `select ${CREDIT} from wallet_credits where club_id = $1 and cause = $2 and key = any($3::text[])`,
    [tx.clubId, cause, keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

export async function refuseCredit(
  tx: Tx,
  { cause, key }: CreditKey,
  refusal: WalletRefusal,
): Promise<void> {
  await tx.query(
    'update wallet_credits set refusal = $4 where club_id = $1 and cause = $2 and key = $3',
    [tx.clubId, cause, key, refusal],
  );
}

export type OpenMovement = CreditKey & {
  movement: number;
  amountMinor: number;
  unrecoveredMinor: number;
  state: 'sending' | 'unclear' | 'doubted';
  afterTransaction: string | null;
  leaseUntil: number | null;
  sentAt: number;
};

/** The movement of which nobody knows yet, of these credits. */
export async function openMovementOf(
  tx: Tx,
  credits: readonly CreditKey[],
): Promise<OpenMovement | null> {
  const rows = await tx.query<OpenMovement>(
    `select m.cause, m.key, movement, amount_minor::float8 as "amountMinor",
       unrecovered_minor::float8 as "unrecoveredMinor", state,
       after_transaction as "afterTransaction", lease_until as "leaseUntil", sent_at as "sentAt"
     from wallet_movements m join unnest($2::text[], $3::text[]) as c(cause, key)
       on c.cause = m.cause and c.key = m.key
     where m.club_id = $1 and ended_at is null order by sent_at, m.cause, m.key limit 1 for update of m`,
    [tx.clubId, credits.map(({ cause }) => cause), credits.map(({ key }) => key)],
  );
  return rows[0] ?? null;
}

export type NewMovement = Move & {
  customerId: string | null;
  afterTransaction: string | null;
  leaseUntil: number | null;
  /** `done` is for what needs no call. */
  state: 'sending' | 'done';
};

/** Puts a movement down before its call is sent. Answers its number within the credit. */
export async function addMovement(
  tx: Tx,
  { cause, key }: CreditKey,
  move: NewMovement,
  now: number,
): Promise<number> {
  const [row] = await tx.query<{ movement: number }>(
    `with taken as (
       update wallet_credits set next_movement = next_movement + 1, customer_id = $4
       where club_id = $1 and cause = $2 and key = $3
       returning next_movement - 1 as movement, shop_id, shopper_id)
     insert into wallet_movements (club_id, cause, key, movement, shop_id, shopper_id, amount_minor,
       unrecovered_minor, state, after_transaction, lease_until, sent_at, ended_at)
     select $1, $2, $3, movement, shop_id, shopper_id, $5, $6, $7, $8, $9, $10,
       case when $7 = 'done' then $10::timestamptz end
     from taken returning movement`,
    [
      tx.clubId,
      cause,
      key,
      move.customerId,
      move.amountMinor,
      move.unrecoveredMinor,
      move.state,
      move.afterTransaction,
      at(move.leaseUntil),
      at(now),
    ],
  );
  if (!row) throw new Error('a movement of a credit that is not there');
  if (move.state === 'done') await bookMovement(tx, { cause, key }, row.movement);
  return row.movement;
}

/** A movement that happened counts; once, since it ends but once. */
async function bookMovement(tx: Tx, { cause, key }: CreditKey, movement: number): Promise<void> {
  await tx.query(
    `update wallet_credits c set posted_minor = posted_minor + m.amount_minor,
       unrecovered_minor = c.unrecovered_minor + m.unrecovered_minor
     from wallet_movements m where m.club_id = $1 and m.cause = $2 and m.key = $3
       and m.movement = $4 and c.club_id = $1 and c.cause = $2 and c.key = $3`,
    [tx.clubId, cause, key, movement],
  );
}

export type MovementEnd =
  | { state: 'done'; transactionId: string | null }
  | { state: 'void' | 'lost' | 'unclear' | 'doubted'; reason: string | null };

/** What became of an open movement. False: somebody else has settled it meanwhile. */
export async function endMovement(
  tx: Tx,
  { cause, key, movement }: CreditKey & { movement: number },
  end: MovementEnd,
  now: number,
): Promise<boolean> {
  const over = end.state !== 'unclear' && end.state !== 'doubted';
  const rows = await tx.query(
    `update wallet_movements set state = $5, transaction_id = $6, reason = $7, lease_until = null,
       ended_at = $8
     where club_id = $1 and cause = $2 and key = $3 and movement = $4 and ended_at is null
     returning 1`,
    [
      tx.clubId,
      cause,
      key,
      movement,
      end.state,
      end.state === 'done' ? end.transactionId : null,
      end.state === 'done' ? null : end.reason,
      over ? at(now) : null,
    ],
  );
  if (rows.length > 0 && end.state === 'done') await bookMovement(tx, { cause, key }, movement);
  return rows.length > 0;
}

/** The movement of a shopper that a person is to decide on. */
export async function doubtedMovementOf(
  tx: Tx,
  shopperId: string,
): Promise<(CreditKey & { movement: number }) | null> {
  const rows = await tx.query<CreditKey & { movement: number }>(
    `select m.cause, m.key, m.movement from wallet_movements m
     join wallet_credits c on c.club_id = $1 and c.cause = m.cause and c.key = m.key
     where m.club_id = $1 and c.shopper_id = $2 and m.state = 'doubted' for update of m`,
    [tx.clubId, shopperId],
  );
  return rows[0] ?? null;
}

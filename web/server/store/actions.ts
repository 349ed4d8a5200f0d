/** Actions: what shoppers did besides buying, each judged once, with what was posted for it. */
import type { ActionBook } from '../domain/actionBook.ts';
import type { Outcome, Part } from '../domain/actions.ts';
import { at, insertRows, updateRows } from './rows.ts';
import type { Tx } from './transaction.ts';

export type ActionSource = 'api' | 'platform' | 'shopper' | 'clock';

export type StoredAction = ActionBook & {
  shopperId: string;
  source: ActionSource;
  key: string;
  stamp: string | null;
  action: string;
  about: string | null;
  occurredAt: number;
  programVersion: number | null;
  outcome: Outcome;
  parts: readonly Part[];
  /** The month whose budget its points were taken from; null: none has one. */
  budgetMonth: string | null;
  memberSince: number;
  readyAt: number | null;
  availableAt: number | null;
};

const COLUMNS = `action_id as "actionId", shopper_id as "shopperId", source, key,
  stamp as "stamp", action, about, occurred_at as "occurredAt",
  program_version as "programVersion", outcome, parts,
  budget_month as "budgetMonth", member_since as "memberSince", points, pending,
  next_posting as "nextPosting", ready_at as "readyAt", available_at as "availableAt"`;

/** What was recorded under any of these keys of one source. */
export function findActions(
  tx: Tx,
  source: ActionSource,
  keys: readonly string[],
): Promise<StoredAction[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return tx.hot<StoredAction>(
    `select ${COLUMNS} from actions where club_id = $1 and source = $2 and key = any($3::text[])`,
    [tx.clubId, source, keys],
  );
}

export async function addActions(
  tx: Tx,
  shopId: string,
  actions: readonly StoredAction[],
  now: number,
): Promise<void> {
  await insertRows<StoredAction>(
    tx,
    'actions',
    [
      ['action_id', 'uuid', (a) => a.actionId],
      ['shop_id', 'uuid', () => shopId],
      ['shopper_id', 'uuid', (a) => a.shopperId],
      ['source', 'text', (a) => a.source],
      ['key', 'text', (a) => a.key],
      ['stamp', 'text', (a) => a.stamp],
      ['action', 'text', (a) => a.action],
      ['about', 'text', (a) => a.about],
      ['occurred_at', 'timestamptz', (a) => at(a.occurredAt)],
      ['recorded_at', 'timestamptz', () => at(now)],
      ['program_version', 'int', (a) => a.programVersion],
      ['outcome', 'text', (a) => a.outcome],
      ['parts', 'jsonb', (a) => JSON.stringify(a.parts)],
      ['budget_month', 'text', (a) => a.budgetMonth],
      ['member_since', 'timestamptz', (a) => at(a.memberSince)],
      ['points', 'bigint', (a) => a.points],
      ['pending', 'bigint', (a) => a.pending],
      ['ready_at', 'timestamptz', (a) => at(a.readyAt)],
      ['available_at', 'timestamptz', (a) => at(a.availableAt)],
      ['next_posting', 'int', (a) => a.nextPosting],
    ],
    actions,
  );
}

/** Of these actions, those that wait for tags, locked; the oldest first. */
export function lockAsking(tx: Tx, actionIds: readonly string[]): Promise<StoredAction[]> {
  return tx.query<StoredAction>(
    `select ${COLUMNS} from actions where club_id = $1 and action_id = any($2::uuid[])
       and outcome = 'asking' order by occurred_at, action_id for update`,
    [tx.clubId, actionIds],
  );
}

/** What came of actions that waited. */
export async function saveJudged(tx: Tx, actions: readonly StoredAction[]): Promise<void> {
  await updateRows<StoredAction>(
    tx,
    'actions',
    ['action_id', 'uuid', (a) => a.actionId],
    [
      ['outcome', 'text', (a) => a.outcome],
      ['parts', 'jsonb', (a) => JSON.stringify(a.parts)],
      ['budget_month', 'text', (a) => a.budgetMonth],
      ['points', 'bigint', (a) => a.points],
      ['pending', 'bigint', (a) => a.pending],
      ['ready_at', 'timestamptz', (a) => at(a.readyAt)],
      ['available_at', 'timestamptz', (a) => at(a.availableAt)],
      ['next_posting', 'int', (a) => a.nextPosting],
    ],
    actions,
  );
}

/** What the judge has to know of somebody besides their account. */
export type Actor = { shopperId: string; memberSince: number; heldOut: boolean };

export function readActors(tx: Tx, shopperIds: readonly string[]): Promise<Actor[]> {
  return tx.hot<Actor>(
    `select shopper_id as "shopperId", first_seen_at as "memberSince", held_out as "heldOut"
     from shoppers where club_id = $1 and shopper_id = any($2::uuid[])`,
    [tx.clubId, shopperIds],
  );
}

/** When each use of a rule gave points to these shoppers for such actions. */
export function readGiven(
  tx: Tx,
  shopperIds: readonly string[],
  actions: readonly string[],
): Promise<{ shopperId: string; rule: string; at: number }[]> {
  return tx.hot(
    `select a.shopper_id as "shopperId", p ->> 'rule' as rule, a.occurred_at as at
     from actions a cross join lateral jsonb_array_elements(a.parts) p
     where a.club_id = $1 and a.shopper_id = any($2::uuid[]) and a.action = any($3::text[])`,
    [tx.clubId, shopperIds, actions],
  );
}

const FIRST_PAID = `(select o.placed_at from orders o where o.club_id = $1
  and o.shopper_id = s.shopper_id and o.placed_at is not null
  and o.facts #>> '{scalars,paid}' = 'true' and o.facts #>> '{scalars,test}' = 'false'
  order by o.placed_at limit 1)`;

/** When each of these shoppers placed the first order that was paid; who never did is left out. */
export async function readFirstPaid(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.hot<{ id: string; at: number }>(
    `select s.shopper_id as id, ${FIRST_PAID} as at from unnest($2::uuid[]) as s(shopper_id)
     where ${FIRST_PAID} is not null`,
    [tx.clubId, shopperIds],
  );
  return new Map(rows.map((row) => [row.id, row.at]));
}

/** These shoppers have paid for an order now: what waited for it knows when it is theirs. */
export function releaseActions(tx: Tx, shopperIds: readonly string[]): void {
  if (shopperIds.length === 0) return;
  tx.send(
    `update actions a set available_at = greatest(a.ready_at, ${FIRST_PAID})
     from unnest($2::uuid[]) as s(shopper_id)
     where a.club_id = $1 and a.shopper_id = s.shopper_id and a.pending > 0
       and ${FIRST_PAID} is not null`,
    [tx.clubId, shopperIds],
  );
}

/** Points of actions that become available to these locked shoppers, oldest first. */
export function lockMaturingActions(
  tx: Tx,
  shopperIds: readonly string[],
  now: number,
): Promise<StoredAction[]> {
  return tx.query<StoredAction>(
    `select ${COLUMNS} from actions where club_id = $1 and shopper_id = any($2::uuid[])
       and pending > 0 and available_at <= $3 order by available_at, action_id for update`,
    [tx.clubId, shopperIds, at(now)],
  );
}

export function saveActionBooks(tx: Tx, books: readonly StoredAction[]): void {
  if (books.length === 0) return;
  tx.send(
    `update actions a set pending = r.pending, next_posting = r.next_posting
     from unnest($2::uuid[], $3::bigint[], $4::int[]) as r(id, pending, next_posting)
     where a.club_id = $1 and a.action_id = r.id`,
    [
      tx.clubId,
      books.map(({ actionId }) => actionId),
      books.map(({ pending }) => pending),
      books.map(({ nextPosting }) => nextPosting),
    ],
  );
}

/** What the API told of these shoppers, by its keys: text of the caller's own, which may name somebody. */
export function readToldKeys(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<{ actionId: string; key: string }[]> {
  return tx.query(
    `select action_id as "actionId", key from actions
     where club_id = $1 and shopper_id = any($2::uuid[]) and stamp is not null`,
    [tx.clubId, shopperIds],
  );
}

/** The keys give way to marks, and what was told under them cannot be compared any more. */
export async function blankToldKeys(
  tx: Tx,
  marks: readonly { actionId: string; mark: string }[],
): Promise<void> {
  await tx.query(
    `update actions a set key = r.mark, stamp = null
     from unnest($2::uuid[], $3::text[]) as r(id, mark) where a.club_id = $1 and a.action_id = r.id`,
    [tx.clubId, marks.map(({ actionId }) => actionId), marks.map(({ mark }) => mark)],
  );
}

/** What a person at the shop is to do for a shopper: a reward or a perk that is given by hand. */
import { at, insertRows } from './rows.ts';
import type { PerkSource } from './tagGrants.ts';
import type { Tx } from './transaction.ts';

export type TaskState = 'open' | 'done' | 'refused' | 'withdrawn';

export type StoredTask = PerkSource & {
  taskId: string;
  shopId: string;
  shopperId: string;
  text: string;
  state: TaskState;
};

type NewTask = Omit<StoredTask, 'state'> & { dueAt: number };

/** Asked for twice while it is open is once. */
export async function addTasks(tx: Tx, tasks: readonly NewTask[], now: number): Promise<void> {
  await insertRows<NewTask>(
    tx,
    'tasks',
    [
      ['task_id', 'uuid', (t) => t.taskId],
      ['shop_id', 'uuid', (t) => t.shopId],
      ['shopper_id', 'uuid', (t) => t.shopperId],
      ['source', 'text', (t) => t.source],
      ['source_key', 'text', (t) => t.sourceKey],
      ['text', 'text', (t) => t.text],
      ['created_at', 'timestamptz', () => at(now)],
      ['due_at', 'timestamptz', (t) => at(t.dueAt)],
    ],
    tasks,
    'on conflict do nothing',
  );
}

/** One task; its shopper must be locked before the answer is trusted. */
export async function findTask(tx: Tx, taskId: string): Promise<StoredTask | null> {
  const rows = await tx.query<StoredTask>(
    `select task_id as "taskId", shop_id as "shopId", shopper_id as "shopperId", source,
       source_key as "sourceKey", text, state
     from tasks where club_id = $1 and task_id = $2`,
    [tx.clubId, taskId],
  );
  return rows[0] ?? null;
}

export type Closing = { state: 'done' | 'refused'; by: string; note: string };

/** False when it was not open any more. */
export async function closeOpenTask(
  tx: Tx,
  taskId: string,
  { state, by, note }: Closing,
  now: number,
): Promise<boolean> {
  const rows = await tx.query(
    `update tasks set state = $3, closed_by = $4, note = $5, closed_at = $6
     where club_id = $1 and task_id = $2 and state = 'open' returning 1`,
    [tx.clubId, taskId, state, by, note, at(now)],
  );
  return rows.length > 0;
}

/** What tiers have asked for these shoppers. */
export function tierTasksOf(
  tx: Tx,
  shopperIds: readonly string[],
): Promise<Pick<StoredTask, 'shopperId' | 'sourceKey' | 'state'>[]> {
  return tx.query(
    `select shopper_id as "shopperId", source_key as "sourceKey", state from tasks
     where club_id = $1 and shopper_id = any($2::uuid[]) and source = 'tier'`,
    [tx.clubId, shopperIds],
  );
}

/** Nobody needs to do it any more. Answers how many were open. */
export async function withdrawTasks(
  tx: Tx,
  shopperId: string,
  { source, sourceKey }: PerkSource,
  now: number,
): Promise<number> {
  const rows = await tx.query(
    `update tasks set state = 'withdrawn', closed_at = $5
     where club_id = $1 and shopper_id = $2 and source = $3 and source_key = $4
       and state = 'open' returning 1`,
    [tx.clubId, shopperId, source, sourceKey, at(now)],
  );
  return rows.length;
}

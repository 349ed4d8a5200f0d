/** Somebody at the shop has done what was asked for by hand, or will not do it. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { lockAccounts } from '../store/books.ts';
import { closeOpenTask, findTask } from '../store/tasks.ts';
import type { StoredTask } from '../store/tasks.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';
import { finishCodes } from './finishCodes.ts';

export type TaskClosed = { taskId: string; state: 'done' | 'refused'; note: string; actor: string };

/**
 * Done: the points that were set aside for it are spent. Refused: they come back. What a tier asked for
 * costs no points. Refuses with notFound, or over when it was closed or withdrawn before.
 */
export async function closeTask(
  tx: Tx,
  ctx: Context,
  input: TaskClosed,
): Promise<{ ok: true } | Refusal> {
  const task = await lockTask(tx, input.taskId);
  if (!task) return refuse('notFound');
  const { state, note, actor } = input;
  if (!(await closeOpenTask(tx, task.taskId, { state, note, by: actor }, ctx.now))) {
    return refuse('over');
  }
  const { shopperId, shopId, sourceKey: redemptionId } = task;
  if (task.source === 'redemption') {
    const told =
      state === 'done'
        ? { kind: 'done' as const }
        : { kind: 'refused' as const, reason: 'refusedByShop' };
    await finishCodes(tx, ctx, shopId, [{ key: { shopperId, redemptionId }, told }]);
  }
  const action = state === 'done' ? 'doTask' : 'refuseTask';
  const details = { shopperId, taskId: task.taskId, text: task.text, note };
  await writeAuditEntry(tx, { at: ctx.now, actor, action, details });
  return { ok: true };
}

/** With its shopper locked, whoever that is by then. */
async function lockTask(tx: Tx, taskId: string): Promise<StoredTask | null> {
  const before = await findTask(tx, taskId);
  if (!before) return null;
  await lockAccounts(tx, [before.shopperId]);
  const task = await findTask(tx, taskId);
  return task && task.shopperId !== before.shopperId ? lockTask(tx, taskId) : task;
}

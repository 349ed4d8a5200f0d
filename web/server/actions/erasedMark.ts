/** Marks of what was erased (decision 0021), and who of those who come back is blocked still. */
import { keyed } from '../domain/keyed.ts';
import { blockedMarks, setBlocked } from '../store/blocks.ts';
import type { Identity } from '../store/shoppers.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type MarkKind = 'customer' | 'order' | 'code' | 'action';

/** A hash of an id or a code that only this app can make, and that is comparable to nothing else. */
export const erasedMark = (
  ctx: Pick<Context, 'keys'>,
  clubId: string,
  kind: MarkKind,
  value: string,
): string => keyed(ctx.keys.erased).update(`${clubId} ${kind} ${value}`).digest('base64url');

/** Of customers who are new here, those who were blocked when they were erased are blocked from now on. */
export async function blockReturning(
  tx: Tx,
  ctx: Context,
  fresh: readonly string[],
  attached: readonly (Identity & { shopperId: string })[],
): Promise<void> {
  const isNew = new Set(fresh);
  const owners = new Map(
    attached
      .filter(({ kind, shopperId }) => kind === 'customer' && isNew.has(shopperId))
      .map(({ value, shopperId }) => [erasedMark(ctx, tx.clubId, 'customer', value), shopperId]),
  );
  if (owners.size === 0) return;
  const marked = await blockedMarks(tx, [...owners.keys()]);
  const back = [...marked].flatMap((mark) => owners.get(mark) ?? []);
  if (back.length > 0) await setBlocked(tx, back, ctx.now);
}

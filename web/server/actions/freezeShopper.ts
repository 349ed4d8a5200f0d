/** A person stops a shopper from spending points, or lets them again. They earn on as before. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { lockFrozen, setFrozen } from '../store/adjustments.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import type { Tx } from '../store/transaction.ts';
import { askForReferralCode } from './askForReferralCode.ts';
import type { Context } from './context.ts';

export type FreezeInput = {
  shopId: string;
  shopperId: string;
  frozen: boolean;
  note: string;
  actor: string;
};

/** Refuses with notFound. Frozen again, or let go again, is nothing and leaves no note. */
export async function freezeShopper(
  tx: Tx,
  ctx: Context,
  input: FreezeInput,
): Promise<{ ok: true } | Refusal> {
  const { shopperId, frozen, note, actor } = input;
  const frozenAt = await lockFrozen(tx, shopperId);
  if (frozenAt === undefined) return refuse('notFound');
  if ((frozenAt !== null) === frozen) return { ok: true };
  await setFrozen(tx, shopperId, frozen ? ctx.now : null);
  // Friends of somebody who is frozen bring nothing, so the code rests as well.
  await askForReferralCode(tx, ctx, shopperId);
  const action = frozen ? 'freezeShopper' : 'unfreezeShopper';
  await writeAuditEntry(tx, { at: ctx.now, actor, action, details: { shopperId, note } });
  return { ok: true };
}

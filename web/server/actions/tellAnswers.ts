/** What a merchant tells of the shop that its orders do not: the margin, and how large an order is. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { setAnswers } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type AnswersInput = {
  shopId: string;
  marginBasisPoints: number;
  /** Null: the shop's own orders tell. */
  aovMinor: number | null;
  actor: string;
};

/** Refuses with notFound. */
export async function tellAnswers(
  tx: Tx,
  ctx: Context,
  { shopId, actor, ...answers }: AnswersInput,
): Promise<{ ok: true } | Refusal> {
  if (!(await setAnswers(tx, shopId, answers))) return refuse('notFound');
  const { marginBasisPoints, aovMinor } = answers;
  const details = { marginBasisPoints, ...(aovMinor === null ? {} : { aovMinor }) };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'tellAnswers', details });
  return { ok: true };
}

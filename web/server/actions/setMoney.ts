/** How the shop writes its money: a rial shop may speak in toman. Nothing in the books changes. */
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { askFor } from '../store/deliveries.ts';
import { readShop, setMoneyWords } from '../store/shops.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type MoneyInput = {
  shopId: string;
  /** 10 where rials are spoken of as toman; 1 otherwise. */
  factor: 1 | 10 | 1000;
  label: string | null;
  actor: string;
};

/** Refuses with notFound. The storefront's card follows. */
export async function setMoney(
  tx: Tx,
  ctx: Context,
  input: MoneyInput,
): Promise<{ ok: true } | Refusal> {
  const { shopId, factor, label, actor } = input;
  if (!(await readShop(tx, shopId))) return refuse('notFound');
  await setMoneyWords(tx, shopId, { factor, label });
  const details = { factor, label: label ?? '' };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'setMoney', details });
  await askFor(tx, [{ shopId, kind: 'clubCard', key: shopId, dueAt: ctx.now }], ctx.now);
  return { ok: true };
}

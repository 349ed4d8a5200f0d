/** The merchant's own churn window, and what they spend: the page counts by it at once, the night with it. */
import type { Costs } from '../domain/retention/measures/costs.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { saveRetentionSettings } from '../store/retentionSettings.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

export type RetentionInput = { churnDays: number | null; costs: Costs | null; actor: string };

export async function setRetention(tx: Tx, ctx: Context, input: RetentionInput): Promise<void> {
  const { churnDays, costs, actor } = input;
  await saveRetentionSettings(tx, { churnDays, costs }, { at: ctx.now, by: actor });
  const details = { churnDays: churnDays ?? 0, ...costs };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'setRetention', details });
}

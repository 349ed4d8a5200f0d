/** What a merchant sets for measuring. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StoredSettings = { churnDays: number | null; costs: object | null };

export async function saveRetentionSettings(
  tx: Tx,
  { churnDays, costs }: StoredSettings,
  set: { at: number; by: string },
): Promise<void> {
  await tx.query(
    `insert into retention_settings as r (club_id, churn_days, costs, set_at, set_by)
     values ($1, $2, $3::jsonb, $4, $5)
     on conflict (club_id) do update set churn_days = excluded.churn_days, costs = excluded.costs,
       set_at = excluded.set_at, set_by = excluded.set_by`,
    [tx.clubId, churnDays, JSON.stringify(costs ?? {}), at(set.at), set.by],
  );
}

/** What came of one message, request or order, for whoever looks for it. Read by hand only. */
import type { Tx } from './transaction.ts';

export type Step = { at: number; what: string; told: string };

const STEPS = `
  with asked as (
    select order_id from orders where club_id = $1 and platform_order_id = $2
  ), steps as (
    select received_at as at, 'message' as what, topic || ' came in' as told
      from inbox where club_id = $1 and webhook_id = $2
    union all
    select coalesce(handled_at, due_at), 'message', topic || ' ' || case state
        when 'new' then 'waits' else state end || coalesce(': ' || reason, '')
      from inbox where club_id = $1 and webhook_id = $2
    union all
    select coalesce(done_at, due_at), 'delivery', kind || ' ' || key || ' ' || state
        || coalesce(': ' || reason, '') || ', asked for by ' || coalesce(cause, 'the clock')
      from deliveries where club_id = $1 and (cause = $2 or exists (
        select from asked where position(order_id::text in key) > 0))
    union all
    select recorded_at, 'transfer', t.reason || ' ' || points || ': ' || from_account || ' to '
        || to_account
      from transfers t join asked using (order_id) where club_id = $1
  )
  select at, what, told from steps order by at, what desc, told`;

/** `id`: a webhook's, a request's, or an order's at the platform. In the order it happened. */
export const readTrace = (tx: Tx, id: string): Promise<Step[]> =>
  tx.query<Step>(STEPS, [tx.clubId, id]);

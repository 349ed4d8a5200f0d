/** Who asked what is kept of them (`dataRequestsAnswer`). */
import type { DataRequest } from '../store/dataRequests.ts';
import type { Tx } from '../store/transaction.ts';
import { requestShown } from './dataFile.ts';
import { isoOf } from './shown.ts';

const SHOWN = 200;

/** Those that wait first, the most urgent on top; then the newest answered ones. */
const REQUESTS = `
  select request_id as "requestId", platform_request_id as "platformRequestId",
    array(select unnest(shopper_ids)::text) as "shopperIds", asked_at as "askedAt",
    due_at as "dueAt", answered_at as "answeredAt", answered_by as "answeredBy",
    erased_at as "erasedAt"
  from data_requests where club_id = $1 and shop_id = $2
  order by answered_at is not null, case when answered_at is null then due_at end,
    answered_at desc, request_id limit ${SHOWN}`;

export async function readDataRequests(tx: Tx, input: { shopId: string; now: number }) {
  const requests = await tx.query<DataRequest>(REQUESTS, [tx.clubId, input.shopId]);
  return { now: isoOf(input.now), requests: requests.map(requestShown) };
}

/** Requests of people who want to know what is kept of them: one row each, answered by the merchant. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type DataRequest = {
  requestId: string;
  platformRequestId: string;
  /** The shoppers they are; empty: nothing is kept of them. */
  shopperIds: string[];
  askedAt: number;
  dueAt: number;
  answeredAt: number | null;
  answeredBy: string | null;
  /** They were erased since. */
  erasedAt: number | null;
};

const SELECT = `request_id as "requestId", platform_request_id as "platformRequestId",
  array(select unnest(shopper_ids)::text) as "shopperIds", asked_at as "askedAt", due_at as "dueAt",
  answered_at as "answeredAt", answered_by as "answeredBy", erased_at as "erasedAt"`;

/** The insert decides: told again, it is the request that is there. True when it is new. */
export async function addDataRequest(
  tx: Tx,
  shopId: string,
  request: Pick<
    DataRequest,
    'requestId' | 'platformRequestId' | 'shopperIds' | 'askedAt' | 'dueAt'
  >,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into data_requests (club_id, request_id, shop_id, platform_request_id, shopper_ids,
       asked_at, due_at) values ($1, $2, $3, $4, $5::uuid[], $6, $7)
     on conflict do nothing returning 1`,
    [
      tx.clubId,
      request.requestId,
      shopId,
      request.platformRequestId,
      request.shopperIds,
      at(request.askedAt),
      at(request.dueAt),
    ],
  );
  return rows.length > 0;
}

/** One of them, held until the transaction ends; null when the shop has no such request. */
export async function lockDataRequest(
  tx: Tx,
  shopId: string,
  requestId: string,
): Promise<DataRequest | null> {
  const rows = await tx.query<DataRequest>(
    `select ${SELECT} from data_requests where club_id = $1 and shop_id = $2 and request_id = $3
     for update`,
    [tx.clubId, shopId, requestId],
  );
  return rows[0] ?? null;
}

export async function markAnswered(
  tx: Tx,
  requestId: string,
  answered: { at: number; by: string },
): Promise<void> {
  await tx.query(
    `update data_requests set answered_at = $3, answered_by = $4
     where club_id = $1 and request_id = $2 and answered_at is null`,
    [tx.clubId, requestId, at(answered.at), answered.by],
  );
}

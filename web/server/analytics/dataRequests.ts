/** Who asked what is kept of them (`dataRequestsAnswer`). */
import { listDataRequests } from '../store/dataRequests.ts';
import type { Tx } from '../store/transaction.ts';
import { requestShown } from './dataFile.ts';
import { isoOf } from './shown.ts';

export async function readDataRequests(tx: Tx, input: { shopId: string; now: number }) {
  const requests = await listDataRequests(tx, input.shopId);
  return { now: isoOf(input.now), requests: requests.map(requestShown) };
}

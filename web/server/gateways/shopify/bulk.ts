/**
 * All a shop's orders, copied by Shopify in its own time: https://shopify.dev/docs/api/usage/bulk-operations/queries
 * A copy is one file, a line for each order and, right behind it, for each of its lines and shipping
 * lines. A refund's lines cannot be had in it: connections inside lists are refused.
 */
import type { Answer, ExportState, ShopCall } from '../platform.ts';
import { LOOK_AT_BULK, START_BULK } from './bulkOperations.ts';
import { failed, openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { seesPeople } from './limits.ts';
import { changedBetween } from './listing.ts';
import { refusedBy } from './operation.ts';
import { LINE, ORDER, PEOPLE, SHIPPING } from './orderShape.ts';

/** The query of a copy. `people`: with email and phone, which a shop may withhold. */
export function ordersQuery(updatedFrom: number | null, people: boolean): string {
  const search =
    updatedFrom === null ? '' : `(query: ${JSON.stringify(changedBetween(updatedFrom, null))})`;
  return `{
    orders${search} {
      edges {
        node {
          ${ORDER}
          ${people ? PEOPLE : ''}
          refunds(first: 1) { id }
          shippingLines { edges { node { id ${SHIPPING} } } }
          lineItems { edges { node { ${LINE} } } }
        }
      }
    }
  }`;
}

/** Others of ours run already (five may at a time): no harm done, ask again. */
const BUSY: readonly (string | null | undefined)[] = ['LIMIT_REACHED', 'OPERATION_IN_PROGRESS'];
const BUSY_MS = 60_000;

/**
 * One denied field ends a copy (ACCESS_DENIED), so it is asked first whether people are withheld.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/enums/BulkOperationErrorCode
 */
export async function startExport(
  run: Run,
  call: ShopCall,
  updatedFrom: number | null,
): Promise<Answer<{ exportId: string }>> {
  const line = openLine(call);
  const people = await seesPeople(run, line);
  if (!people.ok) return people;
  return startBulk(run, line, ordersQuery(updatedFrom, people.seen));
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/bulkOperationRunQuery */
export async function startBulk(
  run: Run,
  line: Line,
  query: string,
): Promise<Answer<{ exportId: string }>> {
  const answer = await run(line, START_BULK, { query });
  if (!answer.ok) return answer;
  const { bulkOperation, userErrors = [] } = answer.data.started ?? {};
  if (userErrors.some(({ code }) => BUSY.includes(code))) {
    return failed({ kind: 'later', reason: 'busy', retryAfterMs: BUSY_MS });
  }
  if (!bulkOperation) return failed(refusedBy(userErrors));
  return { ok: true, exportId: bulkOperation.id };
}

const WORKING = new Set(['CREATED', 'RUNNING', 'CANCELING']);

/** What a failed copy left behind is not read: half of it looks like all of it. */
export async function lookAtExport(
  run: Run,
  call: ShopCall,
  exportId: string,
): Promise<Answer<{ export: ExportState }>> {
  const answer = await run(openLine(call), LOOK_AT_BULK, { id: exportId });
  if (!answer.ok) return answer;
  const { bulkOperation: found } = answer.data;
  if (!found) return { ok: true, export: { state: 'failed', reason: 'gone' } };
  const count = Number(found.rootObjectCount);
  if (WORKING.has(found.status)) return { ok: true, export: { state: 'working', count } };
  if (found.status === 'COMPLETED') {
    return { ok: true, export: { state: 'done', count, address: found.url } };
  }
  return { ok: true, export: { state: 'failed', reason: found.errorCode ?? found.status } };
}

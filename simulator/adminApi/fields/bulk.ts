import { isoTime } from '../../clock.ts';
import { countOpenBulks, readBulk, writeBulk } from '../../state/bulkOperations.ts';
import type { BulkOperation } from '../../state/bulkOperations.ts';
import { gid, idOf } from '../../state/ids.ts';
import { readBulkQuery, pageOf } from '../bulkQuery.ts';
import { pageLines } from '../bulkLines.ts';
import type { Again, Arguments, Asking, Node, RootField } from '../context.ts';

/** "up to five bulk query operations at a time": https://shopify.dev/docs/api/usage/bulk-operations/queries */
const AT_ONCE = 5;

function refused(code: 'INVALID' | 'LIMIT_REACHED', message: string): Node {
  const field = code === 'INVALID' ? ['query'] : null;
  return { bulkOperation: null, userErrors: [{ field, message, code }] };
}

function runQuery(asking: Asking, args: Arguments): Node {
  const { db, shop, bulk } = asking;
  const query = String(args['query']);
  const document = readBulkQuery(query);
  if (typeof document === 'string') return refused('INVALID', document);
  if (countOpenBulks(db, shop.domain) >= AT_ONCE) {
    return refused('LIMIT_REACHED', 'Bulk operations limit reached. Please try again later.');
  }
  const operation: BulkOperation = {
    id: asking.ids.next(),
    query,
    groupObjects: args['groupObjects'] === true,
    status: 'CREATED',
    errorCode: null,
    createdAt: asking.now(),
    completedAt: null,
    readyAt: bulk.readyAt(),
    objects: 0,
    roots: 0,
    token: asking.ids.token(),
  };
  writeBulk(db, shop.domain, operation);
  return { bulkOperation: node(asking, operation), userErrors: [] };
}

type Outcome = Pick<BulkOperation, 'status' | 'errorCode' | 'objects' | 'roots'> & { file: string };

/** Runs all pages as the app that asks now. A denied field ends it: half an export is no export. */
function work(operation: BulkOperation, again: Again): Outcome {
  const document = readBulkQuery(operation.query);
  if (typeof document === 'string') throw new Error(document);
  const texts: string[] = [];
  let roots = 0;
  for (let after: string | null = null; ;) {
    const { data, errors } = again(pageOf(document, after));
    if (errors.length > 0 || !data) {
      const denied = errors.some((error) => error.extensions['code'] === 'ACCESS_DENIED');
      const errorCode = denied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR';
      return { status: 'FAILED', errorCode, objects: 0, roots: 0, file: '' };
    }
    const page = pageLines(data, operation.groupObjects);
    texts.push(...page.lines.map((line) => `${JSON.stringify(line)}\n`));
    roots += page.roots;
    if (page.next === null) {
      const file = texts.join('');
      return { status: 'COMPLETED', errorCode: null, objects: texts.length, roots, file };
    }
    after = page.next;
  }
}

/** The operation as it is now: work that is due is done by whoever looks. */
function current(asking: Asking, id: string, again: Again): BulkOperation | null {
  const { db, shop, bulk } = asking;
  const found = readBulk(db, shop.domain, id);
  if (!found || found.completedAt !== null || found.status === 'FAILED') return found;
  if (Date.now() < found.readyAt || bulk.trouble() === 'hangs') {
    return { ...found, status: 'RUNNING' };
  }
  const { file, ...outcome } = work(found, again);
  const done: BulkOperation = { ...found, ...outcome };
  if (bulk.trouble() === 'fails') {
    Object.assign(done, { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' });
  }
  // "When the bulk operation was successfully completed."
  if (done.status === 'COMPLETED') done.completedAt = asking.now();
  writeBulk(db, shop.domain, done, file);
  return done;
}

function node(asking: Asking, operation: BulkOperation): Node {
  const { bulk } = asking;
  const { status, completedAt } = operation;
  const expired = completedAt !== null && bulk.expired(completedAt);
  // Nothing to tell: no address. https://shopify.dev/docs/api/admin-graphql/2026-07/objects/BulkOperation
  const address = operation.objects > 0 && !expired ? bulk.address(operation.token) : null;
  return {
    __typename: 'BulkOperation',
    id: gid('BulkOperation', operation.id),
    status: expired ? 'EXPIRED' : status,
    type: 'QUERY',
    query: operation.query,
    errorCode: operation.errorCode,
    createdAt: isoTime(operation.createdAt),
    completedAt: completedAt === null ? null : isoTime(completedAt),
    objectCount: String(operation.objects),
    rootObjectCount: String(operation.roots),
    fileSize: address ? String(bulk.size(operation.token)) : null,
    url: status === 'COMPLETED' ? address : null,
    partialDataUrl: status === 'FAILED' ? address : null,
  };
}

export const bulkFields: Readonly<Record<string, RootField>> = {
  bulkOperationRunQuery: runQuery,
  bulkOperation: (asking, args, again) => {
    const id = idOf('BulkOperation', String(args['id']));
    const found = id === null ? null : current(asking, id, again);
    return found && node(asking, found);
  },
};

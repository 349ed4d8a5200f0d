import { GraphQLError } from 'graphql';
import type { Arguments, Node } from './context.ts';

/** More than this a page is refused: https://shopify.dev/docs/api/usage/pagination-graphql */
const MAX_PAGE = 250;

/** All of it, as a bulk operation asks: no other query can pay for so much. */
export const UNBOUNDED = 1_000_000_000;

/** The page size asked for; connections refuse to answer without one. */
export function pageLimit(args: Arguments): number {
  const size = args['first'] ?? args['last'];
  if (typeof size !== 'number') {
    throw new GraphQLError('you must provide one of first or last', {
      extensions: { code: 'BAD_REQUEST' },
    });
  }
  if (size < 0 || (size > MAX_PAGE && size !== UNBOUNDED)) {
    throw new GraphQLError(`first must be between 0 and ${MAX_PAGE}`, {
      extensions: { code: 'BAD_REQUEST' },
    });
  }
  return size;
}

export const writeCursor = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64');

export function readCursor(args: Arguments): unknown {
  const after = args['after'];
  if (typeof after !== 'string') return null;
  try {
    return JSON.parse(Buffer.from(after, 'base64').toString());
  } catch {
    throw new GraphQLError('Invalid cursor for current pagination sort.', {
      extensions: { code: 'BAD_REQUEST' },
    });
  }
}

/** A connection from one page of nodes with their cursors. */
export function connection(
  page: readonly { node: Node; cursor: string }[],
  more: { next: boolean; previous: boolean },
): Node {
  return {
    edges: page,
    nodes: page.map((each) => each.node),
    pageInfo: {
      hasNextPage: more.next,
      hasPreviousPage: more.previous,
      startCursor: page[0]?.cursor ?? null,
      endCursor: page.at(-1)?.cursor ?? null,
    },
  };
}

/** A connection over a list that is in memory: `first` and `after`, or `last`. */
export function listConnection(nodes: readonly Node[], args: Arguments): Node {
  const limit = pageLimit(args);
  const ordered = args['reverse'] === true ? [...nodes].reverse() : [...nodes];
  const after = readCursor(args);
  const start =
    typeof after === 'number'
      ? after + 1
      : args['first'] === undefined || args['first'] === null
        ? Math.max(0, ordered.length - limit)
        : 0;
  const page = ordered
    .slice(start, start + limit)
    .map((node, n) => ({ node, cursor: writeCursor(start + n) }));
  return connection(page, { next: start + limit < ordered.length, previous: start > 0 });
}

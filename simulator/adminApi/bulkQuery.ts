import {
  getNamedType,
  isListType,
  Kind,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { ArgumentNode, ASTNode, DocumentNode, FieldNode } from 'graphql';
import { UNBOUNDED } from './connection.ts';
import { adminSchema } from './schema.ts';

/**
 * The query of a bulk operation: https://shopify.dev/docs/api/usage/bulk-operations/queries
 * (operation restrictions). A connection inside a list is refused, so a refund's lines cannot be had.
 */
const MOST_CONNECTIONS = 5;
const MOST_DEPTH = 2;
const PAGE = 250;

const selects = (field: FieldNode, name: string): FieldNode | undefined =>
  field.selectionSet?.selections.find(
    (each): each is FieldNode => each.kind === Kind.FIELD && each.name.value === name,
  );

/** The fields of a connection's nodes, under `edges { node }` or `nodes`. */
const nodeOf = (connection: FieldNode): FieldNode | undefined => {
  const edges = selects(connection, 'edges');
  return (edges && selects(edges, 'node')) ?? selects(connection, 'nodes');
};

type Found = { connections: number; depth: number; problem: string | null };

function look(document: DocumentNode): Found {
  const info = new TypeInfo(adminSchema().schema);
  const found: Found = { connections: 0, depth: 0, problem: null };
  const open: { field: FieldNode; list: boolean; connection: boolean }[] = [];
  const enter = (field: FieldNode): void => {
    const type = info.getType();
    const connection = type ? getNamedType(type).name.endsWith('Connection') : false;
    if (connection) {
      const parent = open.findLast((each) => each.connection)?.field;
      const node = parent && nodeOf(parent);
      found.connections += 1;
      found.depth = Math.max(found.depth, open.filter((each) => each.connection).length);
      if (open.some((each) => each.list)) {
        found.problem =
          'Queries that contain a connection field within a list field are not currently supported.';
      } else if (node && !selects(node, 'id')) {
        found.problem = `The parent 'node' field for a nested connection must select the 'id' field without an alias.`;
      }
    }
    const name = field.name.value;
    const wrapper = name === 'edges' || name === 'nodes';
    const list = !wrapper && isListType(type && 'ofType' in type ? type.ofType : type);
    open.push({ field, list: list || (!wrapper && isListType(type)), connection });
  };
  visit(document, visitWithTypeInfo(info, { Field: { enter, leave: () => void open.pop() } }));
  return found;
}

/** The query as it can be run, or why it cannot. */
export function readBulkQuery(text: string): DocumentNode | string {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch {
    return 'Invalid bulk query: parse error';
  }
  const [error] = validate(adminSchema().schema, document);
  if (error) return `Invalid bulk query: ${error.message}`;
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) {
    return 'Bulk queries have one operation and no fragment definitions in the simulator.';
  }
  if (operation.selectionSet.selections.length !== 1) {
    return 'Bulk queries cannot contain more than one top level field.';
  }
  const { connections, depth, problem } = look(document);
  if (problem) return problem;
  if (connections === 0) return 'Bulk queries must contain at least one connection.';
  if (connections > MOST_CONNECTIONS) return 'Bulk queries cannot contain more than 5 connections.';
  if (depth > MOST_DEPTH)
    return 'Bulk queries cannot contain connections with a nesting depth greater than 2.';
  return document;
}

const argument = (name: string, value: ArgumentNode['value']): ArgumentNode => ({
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: name },
  value,
});

const PAGE_INFO: FieldNode = (
  parse('{ pageInfo { hasNextPage endCursor } }').definitions[0] as {
    selectionSet: { selections: readonly FieldNode[] };
  } & ASTNode
).selectionSet.selections[0] as FieldNode;

/** One page of the root connection; connections inside it whole. `first` and `after` are ignored. */
export function pageOf(document: DocumentNode, after: string | null): DocumentNode {
  const info = new TypeInfo(adminSchema().schema);
  const paged = (field: FieldNode, root: boolean): FieldNode => {
    const own = (field.arguments ?? []).filter(
      ({ name }) => !['first', 'last', 'after', 'before'].includes(name.value),
    );
    const size = argument('first', { kind: Kind.INT, value: String(root ? PAGE : UNBOUNDED) });
    const from = root && after ? [argument('after', { kind: Kind.STRING, value: after })] : [];
    const selections = [...(field.selectionSet?.selections ?? []), ...(root ? [PAGE_INFO] : [])];
    return {
      ...field,
      arguments: [...own, size, ...from],
      selectionSet: { kind: Kind.SELECTION_SET, selections },
    };
  };
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field(field) {
        const type = info.getType();
        if (!type || !getNamedType(type).name.endsWith('Connection')) return undefined;
        return paged(field, info.getParentType()?.name === 'QueryRoot');
      },
    }),
  );
}

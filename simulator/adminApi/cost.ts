import { getNamedType, isAbstractType, isCompositeType, isObjectType, Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLCompositeType,
  GraphQLField,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { adminSchema } from './schema.ts';

/**
 * https://shopify.dev/docs/api/usage/limits: a scalar or enum costs 0, an object 1, a mutation 10, a
 * connection what its `first` or `last` asks for; a single query may cost at most 1000. The exact
 * formula for connections is not published: here, size × (1 + what is asked of each node).
 */
export const MAX_QUERY_COST = 1_000;
const MUTATION_COST = 10;

type Variables = Readonly<Record<string, unknown>>;
type Walk = { fragments: ReadonlyMap<string, FragmentDefinitionNode>; variables: Variables };

/** The cost an operation is charged before it runs. */
export function requestedCost(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
): number {
  const { schema } = adminSchema();
  const mutation = operation.operation === 'mutation';
  const root = mutation ? schema.getMutationType() : schema.getQueryType();
  if (!root) return 0;
  const walk = { fragments, variables };
  if (!mutation) return selectionCost(walk, root, operation.selectionSet);
  return fieldsOf(walk, operation.selectionSet, root).length * MUTATION_COST;
}

function selectionCost(walk: Walk, type: GraphQLCompositeType, set: SelectionSetNode): number {
  let cost = 0;
  for (const { field, definition } of fieldsOf(walk, set, type)) {
    const answered = getNamedType(definition.type);
    if (!isCompositeType(answered) || !field.selectionSet) continue;
    cost += answered.name.endsWith('Connection')
      ? connectionCost(walk, answered, field)
      : 1 + selectionCost(walk, answered, field.selectionSet);
  }
  return cost;
}

function connectionCost(walk: Walk, type: GraphQLCompositeType, field: FieldNode): number {
  const size = pageSize(walk, field);
  let each = 0;
  const visit = (set: SelectionSetNode, at: GraphQLCompositeType) => {
    for (const inner of fieldsOf(walk, set, at)) {
      const answered = getNamedType(inner.definition.type);
      if (!isCompositeType(answered) || !inner.field.selectionSet) continue;
      const name = inner.field.name.value;
      if (name === 'edges') visit(inner.field.selectionSet, answered);
      else if (name === 'nodes' || name === 'node') {
        each += 1 + selectionCost(walk, answered, inner.field.selectionSet);
      }
    }
  };
  if (field.selectionSet) visit(field.selectionSet, type);
  return size * Math.max(1, each);
}

function pageSize(walk: Walk, field: FieldNode): number {
  for (const argument of field.arguments ?? []) {
    if (!['first', 'last'].includes(argument.name.value)) continue;
    if (argument.value.kind === Kind.INT) return Number(argument.value.value);
    if (argument.value.kind === Kind.VARIABLE) {
      const value = walk.variables[argument.value.name.value];
      if (typeof value === 'number') return value;
    }
  }
  return 1;
}

type Asked = { field: FieldNode; definition: GraphQLField<unknown, unknown> };

/** The fields a selection asks of a type, fragments opened. */
function fieldsOf(walk: Walk, set: SelectionSetNode, type: GraphQLCompositeType): Asked[] {
  const { schema } = adminSchema();
  return set.selections.flatMap((selection): Asked[] => {
    if (selection.kind === Kind.FIELD) {
      if (!isObjectType(type) && !(isAbstractType(type) && 'getFields' in type)) return [];
      const definition = type.getFields()[selection.name.value];
      return definition ? [{ field: selection, definition }] : [];
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : walk.fragments.get(selection.name.value);
    if (!fragment) return [];
    const condition = fragment.typeCondition?.name.value;
    const inner = condition === undefined ? type : schema.getType(condition);
    return inner && isCompositeType(inner) ? fieldsOf(walk, fragment.selectionSet, inner) : [];
  });
}

const WRAPPERS = new Set(['edges', 'nodes', 'node', 'pageInfo']);

/** What the answer came to: one a returned object, wrappers of connections free. */
export function actualCost(data: unknown, mutation: boolean): number {
  if (typeof data !== 'object' || data === null) return 0;
  if (mutation) return Object.keys(data).length * MUTATION_COST;
  return Object.entries(data).reduce((sum, [key, value]) => sum + weigh(key, value), 0);
}

function weigh(key: string, value: unknown): number {
  if (Array.isArray(value)) {
    return value.reduce((sum: number, each: unknown) => sum + weigh(`${key}[]`, each), 0);
  }
  if (typeof value !== 'object' || value === null) return 0;
  const wrapper = WRAPPERS.has(key) || key === 'edges[]';
  const connection = 'edges' in value || 'nodes' in value || 'pageInfo' in value;
  const own = (wrapper && key !== 'node') || connection ? 0 : 1;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + weigh(name, inner), own);
}

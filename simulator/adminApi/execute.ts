import { execute, executeSync, getNamedType, GraphQLError, Kind, parse, validate } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLFieldResolver,
  OperationDefinitionNode,
} from 'graphql';
import { checkAccess } from './access.ts';
import type { FaultMode } from './faults.ts';
import type { Again, Arguments, Asking, Node } from './context.ts';
import { bulkFields } from './fields/bulk.ts';
import { discountFields } from './fields/discounts.ts';
import { metafieldRootFields } from './fields/metafields.ts';
import { readingFields } from './fields/reading.ts';
import { storeCreditFields } from './fields/storeCredit.ts';
import { tagFields } from './fields/tags.ts';
import { webhookFields } from './fields/webhooks.ts';
import { adminSchema } from './schema.ts';

const ROOTS = {
  ...readingFields,
  ...discountFields,
  ...metafieldRootFields,
  ...tagFields,
  ...webhookFields,
  ...bulkFields,
  ...storeCreditFields,
};

export type Prepared = {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  rootFields: readonly string[];
};

const MAX_KEPT = 500;
const prepared = new Map<string, Prepared | readonly GraphQLError[]>();

/** Parses a query and checks it against Shopify's schema; kept by its text. */
export function prepare(
  query: string,
  operationName: string | null,
): Prepared | readonly GraphQLError[] {
  const key = `${operationName ?? ''}\n${query}`;
  let found = prepared.get(key);
  if (!found) {
    found = check(query, operationName);
    if (prepared.size >= MAX_KEPT) prepared.clear();
    prepared.set(key, found);
  }
  return found;
}

function check(query: string, operationName: string | null): Prepared | readonly GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('Parse error')];
  }
  const errors = validate(adminSchema().schema, document);
  if (errors.length > 0) return errors;
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode =>
      each.kind === Kind.OPERATION_DEFINITION &&
      (operationName === null || each.name?.value === operationName),
  );
  if (!operation) return [new GraphQLError(`No operation named "${operationName}"`)];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  const rootFields = operation.selectionSet.selections.flatMap((each) =>
    each.kind === Kind.FIELD ? [each.name.value] : [],
  );
  return { document, operation, fragments, rootFields };
}

/** A fault that is answered where the work would be done, instead of doing it. */
export type Instead = FaultMode | null;

/** Executes with Shopify's schema: scopes first, then our resolvers; gaps are named. */
export async function run(
  asking: Asking,
  what: Prepared,
  variables: Readonly<Record<string, unknown>>,
  instead: Instead,
): Promise<{ data: unknown; errors: readonly GraphQLError[] }> {
  const result = await execute({
    schema: adminSchema().schema,
    document: what.document,
    operationName: what.operation.name?.value ?? null,
    variableValues: variables,
    contextValue: { asking, instead } satisfies Context,
    fieldResolver: resolve,
  });
  return { data: result.data ?? null, errors: result.errors ?? [] };
}

type Context = { asking: Asking; instead: Instead };

const resolve: GraphQLFieldResolver<Node | undefined, Context, Arguments> = (
  source,
  args,
  { asking, instead },
  info,
) => {
  checkAccess(asking, info);
  const { fieldName, parentType } = info;
  if (parentType.name === 'QueryRoot' || parentType.name === 'Mutation') {
    const root = ROOTS[fieldName];
    if (!root) throw gap(`${parentType.name}.${fieldName}`);
    if (instead === 'dataAndErrors') throw internalError();
    if (instead === 'userError' && parentType.name === 'Mutation') {
      return refusedPayload(info.returnType);
    }
    return asking.db.transaction(() => root(asking, args, againFor(asking)));
  }
  const value = source?.[fieldName];
  if (value === undefined) throw gap(`${parentType.name}.${fieldName}`);
  return typeof value === 'function' ? (value as (args: Arguments) => unknown)(args) : value;
};

const againFor =
  (asking: Asking): Again =>
  (document) => {
    const schema = adminSchema().schema;
    const contextValue: Context = { asking, instead: null };
    const { data, errors } = executeSync({
      schema,
      document,
      contextValue,
      fieldResolver: resolve,
    });
    return { data: data ?? null, errors: errors ?? [] };
  };

/** https://shopify.dev/docs/api/admin-graphql (status and error codes) */
const internalError = (): GraphQLError =>
  new GraphQLError('Internal error. Looks like something went wrong on our end.', {
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });

const gap = (field: string): GraphQLError =>
  new GraphQLError(`the simulator does not implement ${field}`, {
    extensions: { code: 'NOT_IMPLEMENTED_BY_SIMULATOR' },
  });

function refusedPayload(returnType: Parameters<typeof getNamedType>[0]): Node {
  const type = getNamedType(returnType);
  const message = 'Something went wrong, please try again.';
  const refused: Record<string, unknown> = {
    userErrors: [
      { field: null, message, code: 'INTERNAL_ERROR', extraInfo: null, elementIndex: null },
    ],
  };
  if (type && 'getFields' in type) {
    for (const name of Object.keys(type.getFields())) refused[name] ??= null;
  }
  return refused;
}

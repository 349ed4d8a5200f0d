import { gid } from '../../state/ids.ts';
import {
  readDefinition,
  readMetafield,
  resolveNamespace,
  setMetafield,
  writeDefinition,
} from '../../state/metafields.ts';
import type { MetafieldDefinition } from '../../state/metafields.ts';
import { idOf } from '../../state/ids.ts';
import { readCustomer } from '../../state/shops.ts';
import { accessDenied, holds } from '../access.ts';
import type { Arguments, Asking, Node, RootField, UserError } from '../context.ts';
import { metafieldNode, ownerTypeOf } from '../nodes/metafield.ts';
import { checkInputSize } from './inputSize.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/metafieldsSet: 25 a call. */
const MAX_METAFIELDS = 25;

/** Writing a metafield needs the scope that writes its owner (same page). */
const OWNER_SCOPES: Readonly<Record<string, string>> = {
  CUSTOMER: 'write_customers',
  ORDER: 'write_orders',
  DISCOUNT: 'write_discounts',
  PRODUCT: 'write_products',
};

type Input = {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
};

function metafieldsSet(asking: Asking, args: Arguments): Node {
  const inputs = args['metafields'] as readonly Input[];
  checkInputSize(inputs, MAX_METAFIELDS);
  for (const input of inputs) {
    const scope = OWNER_SCOPES[ownerTypeOf(input.ownerId) ?? ''];
    if (scope && !holds(asking.scopes, scope)) {
      throw accessDenied('metafieldsSet', `\`${scope}\` access scope.`);
    }
  }
  const errors = inputs.flatMap((input, index) => problems(asking, input, index));
  // All or nothing, as the page says.
  if (errors.length > 0) return { metafields: null, userErrors: errors };
  const written = inputs.map((input) => {
    const namespace = resolveNamespace(input.namespace ?? null, asking.apiKey);
    const { ownerId, key, value } = input;
    const type = typeOf(asking, input) ?? 'json';
    return setMetafield(asking, asking.shop.domain, { ownerId, namespace, key, type, value });
  });
  return { metafields: written.map(metafieldNode), userErrors: [] };
}

function typeOf(asking: Asking, input: Input): string | null {
  if (input.type) return input.type;
  const { db, shop } = asking;
  const namespace = resolveNamespace(input.namespace ?? null, asking.apiKey);
  const { ownerId, key } = input;
  const ownerType = ownerTypeOf(ownerId) ?? '';
  return (
    readDefinition(db, shop.domain, { ownerType, namespace, key })?.type ??
    readMetafield(db, shop.domain, { ownerId, namespace, key })?.type ??
    null
  );
}

function problems(asking: Asking, input: Input, index: number): UserError[] {
  const fail = (field: string, code: string, message: string): UserError[] => [
    { field: ['metafields', String(index), field], code, message, elementIndex: index },
  ];
  if (!ownerExists(asking, input.ownerId)) {
    return fail('ownerId', 'INVALID', 'Owner does not exist.');
  }
  if (input.key.length < 2 || input.key.length > 64) {
    const code = input.key.length < 2 ? 'TOO_SHORT' : 'TOO_LONG';
    return fail('key', code, 'Key must be between 2 and 64 characters');
  }
  const type = typeOf(asking, input);
  if (type === null) return fail('type', 'BLANK', "Type can't be blank");
  if (input.value === '') return fail('value', 'BLANK', "Value can't be blank");
  if (type === 'json' && !isJson(input.value)) {
    return fail('value', 'INVALID_VALUE', 'Value is invalid JSON.');
  }
  return [];
}

function ownerExists(asking: Asking, ownerId: string): boolean {
  const customerId = idOf('Customer', ownerId);
  if (customerId !== null) return readCustomer(asking.db, asking.shop.domain, customerId) !== null;
  if (idOf('Shop', ownerId) !== null) return ownerId === gid('Shop', asking.shop.id);
  if (idOf('AppInstallation', ownerId) !== null) return ownerId === asking.installationId;
  return ownerTypeOf(ownerId) !== null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

type DefinitionInput = {
  name: string;
  namespace?: string | null;
  key: string;
  ownerType: string;
  type: string;
  description?: string | null;
  access?: { admin?: string | null; storefront?: string | null } | null;
};

function metafieldDefinitionCreate(asking: Asking, args: Arguments): Node {
  const input = args['definition'] as DefinitionInput;
  const { db, shop } = asking;
  const namespace = resolveNamespace(input.namespace ?? null, asking.apiKey);
  const { ownerType, key } = input;
  if (readDefinition(db, shop.domain, { ownerType, namespace, key })) {
    const message = `Key is in use for ${ownerType} metafields on the '${namespace}' namespace.`;
    const error: UserError = { field: ['definition', 'key'], code: 'TAKEN', message };
    return { createdDefinition: null, userErrors: [error] };
  }
  const definition: MetafieldDefinition = {
    id: asking.ids.next(),
    name: input.name,
    namespace,
    key,
    ownerType,
    type: input.type,
    description: input.description ?? null,
    access: {
      admin: input.access?.admin ?? null,
      storefront: input.access?.storefront ?? 'NONE',
    },
  };
  writeDefinition(db, shop.domain, definition);
  const createdDefinition: Node = {
    __typename: 'MetafieldDefinition',
    ...definition,
    id: gid('MetafieldDefinition', definition.id),
    type: { name: definition.type, category: 'JSON' },
  };
  return { createdDefinition, userErrors: [] };
}

export const metafieldRootFields: Readonly<Record<string, RootField>> = {
  metafieldsSet,
  metafieldDefinitionCreate,
};

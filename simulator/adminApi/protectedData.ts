import { getNamedType, GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { ProtectedLevel } from '../shopAccess.ts';

/** Objects that are protected customer data, and so need level 1. */
const PROTECTED_OBJECTS = new Set(['Order', 'Customer', 'Refund', 'LineItem']);

/** Protected customer fields, which need level 2: name, address, phone and email. */
const PROTECTED_FIELDS = new Set([
  'Order.email',
  'Order.phone',
  'Order.billingAddress',
  'Order.shippingAddress',
  'Order.displayAddress',
  'Customer.email',
  'Customer.phone',
  'Customer.firstName',
  'Customer.lastName',
  'Customer.displayName',
  'Customer.defaultEmailAddress',
  'Customer.defaultPhoneNumber',
  'Customer.defaultAddress',
  'Customer.addresses',
  'Customer.addressesV2',
]);

const documentation = 'https://shopify.dev/docs/apps/launch/protected-customer-data';
const denied = (what: string): GraphQLError =>
  new GraphQLError(`This app is not approved to ${what}. See ${documentation} for more details.`, {
    extensions: { code: 'ACCESS_DENIED', documentation },
  });

/**
 * HTTP 200: the field is null and an error names it.
 * https://shopify.dev/docs/apps/launch/protected-customer-data
 */
export function checkProtectedData(level: ProtectedLevel, info: GraphQLResolveInfo): void {
  if (level === 2) return;
  const answered = getNamedType(info.returnType).name.replace(/(Connection|Edge)$/, '');
  // A node among others says what it is only by what is asked of it.
  for (const name of [answered, info.parentType.name]) {
    if (level === 0 && PROTECTED_OBJECTS.has(name)) throw denied(`access the ${name} object`);
  }
  if (PROTECTED_FIELDS.has(`${info.parentType.name}.${info.fieldName}`)) {
    throw denied(`use the ${info.fieldName} field`);
  }
}

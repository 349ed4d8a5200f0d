import { getNamedType, GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { ProtectedLevel } from '../shopAccess.ts';
import { checkProtectedData } from './protectedData.ts';
import { adminSchema } from './schema.ts';
import type { Access } from './schema.ts';

/** A write scope holds the read scope of the same thing: shopify.dev/docs/api/usage/access-scopes */
export function holds(granted: readonly string[], scope: string): boolean {
  return (
    granted.includes(scope) ||
    (scope.startsWith('read_') && granted.includes(scope.replace('read_', 'write_')))
  );
}

const missing = (granted: readonly string[], access: Access | undefined): Access | null =>
  access && !access.scopes.some((scope) => holds(granted, scope)) ? access : null;

export function accessDenied(field: string, requiredAccess: string): GraphQLError {
  const message = `Access denied for ${field} field. Required access: ${requiredAccess}`;
  const documentation = 'https://shopify.dev/api/usage/access-scopes';
  return new GraphQLError(message, {
    extensions: { code: 'ACCESS_DENIED', documentation, requiredAccess },
  });
}

export type Granted = { scopes: readonly string[]; protectedData: ProtectedLevel };

/**
 * Throws ACCESS_DENIED when the field, or the type it answers with, needs a scope we lack, or is
 * customer data that the app is not approved for.
 */
export function checkAccess(granted: Granted, info: GraphQLResolveInfo): void {
  const { access } = adminSchema();
  const answered = getNamedType(info.returnType).name.replace(/(Connection|Edge)$/, '');
  const lacking =
    missing(granted.scopes, access.get(`${info.parentType.name}.${info.fieldName}`)) ??
    missing(granted.scopes, access.get(answered));
  if (lacking) throw accessDenied(info.fieldName, lacking.requiredAccess);
  checkProtectedData(granted.protectedData, info);
}

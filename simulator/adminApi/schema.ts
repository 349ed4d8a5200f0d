import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';

export const API_VERSION = '2026-07';

export type Access = { requiredAccess: string; scopes: readonly string[] };
export type AdminSchema = {
  schema: GraphQLSchema;
  /** What a type ("Order") or a field ("Mutation.discountCodeBasicCreate") asks for. */
  access: ReadonlyMap<string, Access>;
};

type ScopeItem = {
  typeName: string;
  fieldName?: string;
  requiredAccess: string;
  offlineScopes: readonly string[];
};
type SchemaFile = { data: IntrospectionQuery; offline_scopes: { items: readonly ScopeItem[] } };

let loaded: AdminSchema | null = null;

/** Shopify's own Admin schema with the scopes it documents; read once a process. */
export function adminSchema(): AdminSchema {
  if (loaded) return loaded;
  const file = new URL(`../schema/admin_${API_VERSION}.json.gz`, import.meta.url);
  const json = JSON.parse(gunzipSync(readFileSync(file)).toString()) as SchemaFile;
  const access = new Map<string, Access>();
  for (const item of json.offline_scopes.items) {
    if (item.offlineScopes.length === 0) continue;
    const name = item.fieldName ? `${item.typeName}.${item.fieldName}` : item.typeName;
    access.set(name, { requiredAccess: item.requiredAccess, scopes: item.offlineScopes });
  }
  loaded = { schema: buildClientSchema(json.data, { assumeValid: true }), access };
  return loaded;
}

import { buildClientSchema, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import type { GraphQLNamedType, IntrospectionQuery } from 'graphql';
import { getNamedType } from 'graphql';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from './operations.ts';
import { WANTED_SCOPES } from './scopes.ts';

const root = new URL('../../../../', import.meta.url);

type Access = { type: string; typeName: string; fieldName?: string; offlineScopes: string[] };
const vendored = JSON.parse(
  gunzipSync(readFileSync(new URL('simulator/schema/admin_2026-07.json.gz', root))).toString(),
) as { data: IntrospectionQuery; offline_scopes: { items: Access[] } };

const schema = buildClientSchema(vendored.data);

const toml = parseToml(readFileSync(new URL('shopify.app.toml', root), 'utf8')) as {
  access_scopes: { scopes: string };
  webhooks: { api_version: string };
};
const granted = new Set(toml.access_scopes.scopes.split(','));

const needs = new Map(
  vendored.offline_scopes.items
    .filter((item) => item.offlineScopes.length > 0)
    .map((item) => [[item.typeName, item.fieldName].filter(Boolean).join('.'), item.offlineScopes]),
);

/** A write scope lets its app read as well. https://shopify.dev/docs/api/usage/access-scopes */
const has = (scope: string): boolean =>
  granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'));

/** Every type and field that a document touches. */
function touched(document: string): Set<string> {
  const names = new Set<string>();
  const info = new TypeInfo(schema);
  const note = (type: GraphQLNamedType | null | undefined) => type && names.add(type.name);
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      Field() {
        const parent = info.getParentType();
        const field = info.getFieldDef();
        if (parent && field) names.add(`${parent.name}.${field.name}`);
        note(field && getNamedType(field.type));
      },
      InlineFragment() {
        note(info.getType() as GraphQLNamedType | null);
      },
    }),
  );
  return names;
}

describe.each(OPERATIONS.map((operation) => [operation.name, operation] as const))(
  '%s',
  (name, operation) => {
    it('is valid by Shopify’s schema, and uses nothing deprecated', () => {
      const document = parse(operation.document);
      expect(validate(schema, document)).toEqual([]);
      const info = new TypeInfo(schema);
      const deprecated: string[] = [];
      visit(
        document,
        visitWithTypeInfo(info, {
          Field() {
            const field = info.getFieldDef();
            if (field?.deprecationReason) deprecated.push(field.name);
          },
        }),
      );
      expect(deprecated).toEqual([]);
    });

    it('is named as its document is, and writes only if it is a mutation', () => {
      const [definition] = parse(operation.document).definitions;
      expect(definition).toMatchObject({
        name: { value: name },
        operation: operation.writes ? 'mutation' : 'query',
      });
    });

    it('needs no scope that shopify.app.toml does not ask for', () => {
      const missing = [...touched(operation.document)].filter((place) => {
        const scopes = needs.get(place);
        return scopes !== undefined && !scopes.some(has);
      });
      expect(missing).toEqual([]);
    });
  },
);

it('speaks the version that webhooks are declared with', () => {
  expect(toml.webhooks.api_version).toBe('2026-07');
});

it('wants the scopes that shopify.app.toml asks for', () => {
  expect([...WANTED_SCOPES].sort()).toEqual([...granted].sort());
});

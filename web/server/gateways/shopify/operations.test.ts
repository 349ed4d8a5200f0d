import { buildClientSchema, parse, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import type { GraphQLEnumType, GraphQLNamedType, IntrospectionQuery } from 'graphql';
import { getNamedType } from 'graphql';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from './operations.ts';
import { WANTED_SCOPES, holds, missingScopes } from './scopes.ts';

const root = new URL('../../../../', import.meta.url);

type Access = { type: string; typeName: string; fieldName?: string; offlineScopes: string[] };
const vendored = JSON.parse(
  gunzipSync(readFileSync(new URL('simulator/schema/admin_2026-07.json.gz', root))).toString(),
) as { data: IntrospectionQuery; offline_scopes: { items: Access[] } };

const schema = buildClientSchema(vendored.data);

const toml = parseToml(readFileSync(new URL('shopify.app.toml', root), 'utf8')) as {
  access_scopes: { scopes: string };
  webhooks: { api_version: string; subscriptions: { topics?: string[] }[] };
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

/** Subscribing to a topic takes a scope, which its description in the schema names. */
function scopesOfTopic(topic: string): string[] {
  const name = topic.toUpperCase().replaceAll(/[/.]/g, '_');
  const values = schema.getType('WebhookSubscriptionTopic') as GraphQLEnumType;
  const said = values.getValue(name)?.description ?? '';
  return said.match(/\b(?:read|write)_\w+/g) ?? [];
}

/**
 * What a document does not say: metafields are guarded as their owner is (a customer, here), and an
 * app proxy takes a scope of its own.
 * https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/metafieldsSet
 * https://shopify.dev/docs/apps/build/online-store/app-proxies
 */
const UNSAID: Record<string, string[]> = {
  'a shopper’s card': ['write_customers'],
  'the app proxy': ['write_app_proxy'],
};

/** Every need, as the scopes of which any one will do. */
function needed(): Map<string, string[]> {
  const all = new Map(Object.entries(UNSAID));
  for (const { document } of OPERATIONS) {
    for (const place of touched(document)) {
      const scopes = needs.get(place);
      if (scopes) all.set(place, scopes);
    }
  }
  for (const topic of toml.webhooks.subscriptions.flatMap(({ topics = [] }) => topics)) {
    const scopes = scopesOfTopic(topic);
    if (scopes.length > 0) all.set(topic, scopes);
  }
  return all;
}

describe('the scopes that shopify.app.toml asks for', () => {
  const unmet = (scopes: ReadonlySet<string>) =>
    [...needed()].filter(([, any]) => !any.some((scope) => holds(scopes, scope)));

  it('are enough for every operation, topic and card', () => {
    expect(unmet(granted)).toEqual([]);
  });

  it.each([...granted])('%s is missed where it is taken away', (scope) => {
    const rest = new Set([...granted].filter((other) => other !== scope));
    expect(unmet(rest)).not.toEqual([]);
  });

  it('are what the app misses, one by one, in what a merchant has granted', () => {
    expect(missingScopes([...granted].join(','), null)).toEqual([]);
    expect(missingScopes('', null)).toEqual([...WANTED_SCOPES]);
    for (const scope of granted) {
      const rest = [...granted].filter((other) => other !== scope).join(' ');
      expect(missingScopes(rest, null)).toEqual([scope]);
    }
    expect(missingScopes('write_orders,write_products,write_customers', 'orders')).toEqual([]);
    expect(missingScopes('read_customers', 'cards')).toEqual(['write_customers']);
  });
});

it('wants the scopes that shopify.app.toml asks for', () => {
  expect([...WANTED_SCOPES].sort()).toEqual([...granted].sort());
});

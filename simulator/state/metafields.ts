import type { Database, Row } from './database.ts';
import type { Ids } from './ids.ts';

export type MetafieldRecord = {
  id: string;
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: number;
  updatedAt: number;
};

/**
 * `$app` and `$app:x` are the app's own namespaces; they are stored under the app's id.
 * https://shopify.dev/docs/apps/build/metafields (ownership, reserved prefixes)
 */
export function resolveNamespace(namespace: string | null, apiKey: string): string {
  const asked = namespace ?? '$app';
  if (asked === '$app') return `app--${apiKey}`;
  return asked.startsWith('$app:') ? `app--${apiKey}--${asked.slice(5)}` : asked;
}

const read = (row: Row): MetafieldRecord => ({
  id: String(row['id']),
  ownerId: String(row['owner_id']),
  namespace: String(row['namespace']),
  key: String(row['key']),
  type: String(row['type']),
  value: String(row['value']),
  createdAt: Number(row['created_at']),
  updatedAt: Number(row['updated_at']),
});

/** `namespace` is resolved already. */
export function readMetafield(
  db: Database,
  shop: string,
  at: { ownerId: string; namespace: string; key: string },
): MetafieldRecord | null {
  const row = db.one(
    'SELECT * FROM metafields WHERE shop = ? AND owner_id = ? AND namespace = ? AND key = ?',
    shop,
    at.ownerId,
    at.namespace,
    at.key,
  );
  return row ? read(row) : null;
}

export function listMetafields(db: Database, shop: string, ownerId: string): MetafieldRecord[] {
  return db
    .all('SELECT * FROM metafields WHERE shop = ? AND owner_id = ? ORDER BY rowid', shop, ownerId)
    .map(read);
}

export function setMetafield(
  hands: { db: Database; ids: Ids; now: () => number },
  shop: string,
  field: { ownerId: string; namespace: string; key: string; type: string; value: string },
): MetafieldRecord {
  const { ownerId, namespace, key, type, value } = field;
  const now = hands.now();
  hands.db.run(
    `INSERT INTO metafields
     (shop, owner_id, namespace, key, id, type, value, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (shop, owner_id, namespace, key) DO UPDATE SET
       type = excluded.type, value = excluded.value, updated_at = excluded.updated_at`,
    shop,
    ownerId,
    namespace,
    key,
    hands.ids.next(),
    type,
    value,
    now,
    now,
  );
  const written = readMetafield(hands.db, shop, { ownerId, namespace, key });
  if (!written) throw new Error('a metafield vanished');
  return written;
}

export type MetafieldDefinition = {
  id: string;
  name: string;
  namespace: string;
  key: string;
  ownerType: string;
  type: string;
  description: string | null;
  access: { admin: string | null; storefront: string | null };
};

export function readDefinition(
  db: Database,
  shop: string,
  at: { ownerType: string; namespace: string; key: string },
): MetafieldDefinition | null {
  const row = db.one(
    `SELECT body FROM metafield_definitions
     WHERE shop = ? AND owner_type = ? AND namespace = ? AND key = ?`,
    shop,
    at.ownerType,
    at.namespace,
    at.key,
  );
  return row ? (JSON.parse(String(row['body'])) as MetafieldDefinition) : null;
}

export function writeDefinition(db: Database, shop: string, definition: MetafieldDefinition): void {
  db.run(
    `INSERT INTO metafield_definitions (shop, owner_type, namespace, key, body)
     VALUES (?, ?, ?, ?, ?)`,
    shop,
    definition.ownerType,
    definition.namespace,
    definition.key,
    JSON.stringify(definition),
  );
}

export function deleteMetafieldsOf(db: Database, shop: string, ownerId: string): void {
  db.run('DELETE FROM metafields WHERE shop = ? AND owner_id = ?', shop, ownerId);
}

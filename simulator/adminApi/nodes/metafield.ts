import { isoTime } from '../../clock.ts';
import { gid } from '../../state/ids.ts';
import { listMetafields, readMetafield, resolveNamespace } from '../../state/metafields.ts';
import type { MetafieldRecord } from '../../state/metafields.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Asking, Node } from '../context.ts';

/** Owners of metafields by gid type. */
const OWNER_TYPES: Readonly<Record<string, string>> = {
  AppInstallation: 'API_PERMISSION',
  Customer: 'CUSTOMER',
  Order: 'ORDER',
  Shop: 'SHOP',
  DiscountCodeNode: 'DISCOUNT',
  Product: 'PRODUCT',
};

export function ownerTypeOf(ownerId: string): string | null {
  return OWNER_TYPES[/^gid:\/\/shopify\/(\w+)\//.exec(ownerId)?.[1] ?? ''] ?? null;
}

export function metafieldNode(record: MetafieldRecord): Node {
  return {
    __typename: 'Metafield',
    id: gid('Metafield', record.id),
    legacyResourceId: record.id,
    namespace: record.namespace,
    key: record.key,
    type: record.type,
    value: record.value,
    jsonValue: () => jsonOf(record),
    ownerType: ownerTypeOf(record.ownerId),
    createdAt: isoTime(record.createdAt),
    updatedAt: isoTime(record.updatedAt),
    sizeInBytes: Buffer.byteLength(record.value),
    definition: null,
  };
}

function jsonOf(record: MetafieldRecord): unknown {
  return record.type === 'json' ? (JSON.parse(record.value) as unknown) : record.value;
}

/** The `metafield` and `metafields` fields that every owner has. */
export function metafieldFields(asking: Asking, ownerId: string): Node {
  const { db, shop, apiKey } = asking;
  return {
    metafield: (args: Arguments) => {
      const namespace = resolveNamespace((args['namespace'] as string | null) ?? null, apiKey);
      const found = readMetafield(db, shop.domain, {
        ownerId,
        namespace,
        key: String(args['key']),
      });
      return found && metafieldNode(found);
    },
    metafields: (args: Arguments) => {
      const asked = args['namespace'] as string | undefined;
      const namespace = asked === undefined ? null : resolveNamespace(asked, apiKey);
      const all = listMetafields(db, shop.domain, ownerId);
      const some = all.filter((each) => namespace === null || each.namespace === namespace);
      return listConnection(some.map(metafieldNode), args);
    },
  };
}

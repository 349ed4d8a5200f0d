/** The mirror beside what it mirrors. */
import { holdsProduct } from '../../simulator/engine/catalogue.ts';
import type { World } from '../world.ts';

export type Mirrored = {
  title: string;
  vendor: string | null;
  type: string | null;
  tags: string[];
  collectionIds: string[];
  gone: boolean;
};

const COLUMNS = `product_id as id, title, vendor, type, tags, collection_ids as "collectionIds",
  deleted_at is not null as gone`;

/** What we know of all products of a shop. */
export async function mirror(world: World, shop: string): Promise<Map<string, Mirrored>> {
  const { rows } = await world.owner.query<Mirrored & { id: string }>(
    `select ${COLUMNS} from products join shops using (club_id, shop_id) where domain = $1
     order by product_id`,
    [shop],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export async function mirrored(world: World, productId: string): Promise<Mirrored | null> {
  const { rows } = await world.owner.query<Mirrored & { id: string }>(
    `select ${COLUMNS} from products where product_id = $1`,
    [productId],
  );
  const [row] = rows;
  if (!row) return null;
  const { id: _, ...known } = row;
  return known;
}

/** What the shop itself says. */
export function productsAt({ sim }: World, shop: string): Map<string, Mirrored> {
  const collections = sim.commerce.collections(shop);
  return new Map(
    sim.commerce.products(shop).map((product) => [
      product.id,
      {
        title: product.title,
        vendor: product.vendor || null,
        type: product.type || null,
        tags: product.tags.toSorted(),
        collectionIds: collections
          .filter((collection) => holdsProduct(collection, product))
          .map(({ id }) => id)
          .sort(),
        gone: false,
      },
    ]),
  );
}

/** What the books say, read by the owner; and the invariant that stands after every scenario. */
import { expect } from 'vitest';
import { findShop } from '../../web/server/store/shops.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { auditClub } from '../../web/server/analytics/audit.ts';
import type { AuditFinding } from '../../web/server/analytics/audit.ts';
import { SHOP } from '../world.ts';
import type { World } from '../world.ts';

export type Balance = { pending: number; available: number; held: number };

/** The balances of the shopper behind a platform customer; zeros when there is none. */
export async function balanceOf(world: World, customerId: string): Promise<Balance> {
  const { rows } = await world.owner.query<{ p: string; a: string; h: string }>(
    `select pending as p, available as a, held as h from shoppers s
     join identities i using (club_id, shopper_id)
     where i.kind = 'customer' and i.value like '%:' || $1`,
    [customerId],
  );
  const [row] = rows;
  return {
    pending: Number(row?.p ?? 0),
    available: Number(row?.a ?? 0),
    held: Number(row?.h ?? 0),
  };
}

/** Everything that must be the same in two worlds with the same truth, whatever the way there. */
export async function booksOf(world: World): Promise<unknown> {
  const orders = await world.owner.query(
    `select o.platform_order_id, o.points, o.pending, o.digest <> '' as told, s.available,
       s.pending as on_the_way, s.held
     from orders o left join shoppers s using (club_id, shopper_id) order by 1`,
  );
  const lots = await world.owner.query(
    `select o.platform_order_id, l.open, l.expires_at from lots l
     left join orders o using (club_id, order_id) where l.open > 0 order by 1, 2`,
  );
  return { orders: orders.rows, lots: lots.rows };
}

/** What the audit finds in the books of a shop. */
export async function findings(world: World, shop = SHOP): Promise<readonly AuditFinding[]> {
  const db = openDatabase(world.databaseUrl, 2);
  try {
    const ref = await findShop(db, 'shopify', shop);
    if (!ref) throw new Error(`${shop} is not installed`);
    return (await auditClub(world.databaseUrl, ref.clubId)).findings;
  } finally {
    await db.end();
  }
}

/** The standing invariant: the audit finds nothing, and no message lies unread. */
export async function expectSoundBooks(world: World, shop = SHOP): Promise<void> {
  expect(await findings(world, shop)).toEqual([]);
  const waiting = await world.owner.query(`select 1 from inbox where state = 'new'`);
  expect(waiting.rowCount).toBe(0);
}

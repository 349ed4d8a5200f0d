/** What the stories of wallets have in common: somebody to whom money credit is owed, and its rows. */
import { idsOf } from '../../web/server/actions/installShop.ts';
import { oweCredits } from '../../web/server/actions/oweCredit.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { inTransaction } from '../../web/server/store/transaction.ts';
import type { Owed } from '../../web/server/store/wallet.ts';
import { DAY, SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { newBuyer } from './nextOrderWorld.ts';

export type Purse = { customerId: string; shopperId: string; key: string };

/** Somebody new whom the club has heard of. */
export async function newPurse(world: World): Promise<Purse> {
  const { id: customerId } = newBuyer(world);
  await world.settle();
  const { rows } = await world.owner.query<{ shopper_id: string }>(
    `select shopper_id from identities where kind = 'customer' and value like '%:' || $1`,
    [customerId],
  );
  return { customerId, shopperId: rows[0]?.shopper_id ?? '', key: crypto.randomUUID() };
}

/** A cause says what there should be in the purse, as any of them does. */
export async function owe(
  world: World,
  purse: Purse,
  targetMinor: number,
  over: Partial<Owed> = {},
): Promise<void> {
  const { clubId, shopId } = idsOf('shopify', SHOP);
  const now = world.sim.clock.now();
  const { shopperId, key } = purse;
  const owed: Owed = {
    cause: 'redemption',
    key,
    shopId,
    shopperId,
    currency: 'USD',
    targetMinor,
    availableAt: now,
    expiresAt: now + 90 * DAY,
    ...over,
  };
  const db = openDatabase(world.databaseUrl, 1);
  try {
    await inTransaction(db, clubId, (tx) => oweCredits(tx, [owed], now));
  } finally {
    await db.end();
  }
}

export type CreditRow = {
  target: number;
  posted: number;
  unrecovered: number;
  refusal: string | null;
  /** Of its movements, oldest first. */
  states: string[];
};

/** The credit of a cause, as it is stored. */
export async function creditOf(world: World, key: string): Promise<CreditRow | null> {
  const { rows } = await world.owner.query<CreditRow>(
    `select target_minor::float8 as target, posted_minor::float8 as posted,
       unrecovered_minor::float8 as unrecovered, refusal,
       coalesce((select array_agg(m.state order by m.movement) from wallet_movements m
         where m.club_id = c.club_id and m.cause = c.cause and m.key = c.key), '{}') as states
     from wallet_credits c where key = $1`,
    [key],
  );
  return rows[0] ?? null;
}

/** What the shop itself says is in the wallet. */
export const walletAt = (world: World, { customerId }: { customerId: string }): number =>
  world.sim.commerce.storeCredit(SHOP, customerId).balanceMinor;

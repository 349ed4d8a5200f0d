/**
 * Two shops side by side in one database, both with rows in every table, and ways to look at them
 * through each of the database's roles.
 */
import { apiKeyMade } from '../../web/contract/merchantKeys.ts';
import pg from 'pg';
import { expect } from 'vitest';
import { sessionToken } from '../signing.ts';
import { DAY, MINUTE, SHOP, SHOP_FA, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { clubTables } from './wholeDatabase.ts';

/** A statement was refused: history does not change. */
export const RESTRICTED = '23001';
/** A statement was refused: no such right, or another club's row. */
export const DENIED = '42501';

export type TwoShops = { world: World; ours: string; theirs: string; tables: string[] };

export async function startTwoShops(env: Record<string, string> = {}): Promise<TwoShops> {
  const world = await startWorld({ env });
  await installOther(world);
  for (const shop of [SHOP, SHOP_FA]) await keyOf(world, shop);
  await liveIn(world, SHOP);
  await liveIn(world, SHOP_FA);
  const { rows } = await world.owner.query<{ club: string; domain: string }>(
    'select club_id as club, domain from shops',
  );
  const clubOf = (shop: string) => rows.find(({ domain }) => domain === shop)?.club ?? '';
  const tables = await clubTables(world.owner);
  for (const club of [clubOf(SHOP), clubOf(SHOP_FA)]) {
    for (const table of tables) await fill(world, table, club);
    for (const statement of SOUND) await world.owner.query(statement, [club]);
  }
  return { world, ours: clubOf(SHOP), theirs: clubOf(SHOP_FA), tables };
}

/** A value that a column takes: the first word that its CHECK lists, else any of its type. */
const SOME_VALUE: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  'uuid[]': 'array[gen_random_uuid()]',
  'text[]': "'{}'",
  text: "'some text'",
  jsonb: "'{}'",
  bytea: "''",
  'timestamp with time zone': "'2026-03-01T12:00:00Z'",
};

/** Columns that may be empty, and may not be in a row of this kind. */
const ALSO: Record<string, string[]> = {
  next_order_codes: ['code'],
  segments: ['filter'],
  scorings: ['groups'],
};

/** What makes rows that were only filled in agree with one another, as the audit looks at them. */
const SOUND = [
  'update segments set removed_at = created_at where club_id = $1',
  'update scorings set groups = null where club_id = $1',
  `update segment_moves m set segment_id = k.segment_id, shopper_id = k.shopper_id
   from segment_members k where m.club_id = $1 and k.club_id = $1
     and not exists (select from segments s where s.club_id = $1 and s.segment_id = k.segment_id)`,
  `update tag_grants set ended_at = '2026-03-01T12:00:00Z'
   where club_id = $1 and source_key = 'some text'`,
  `update wallet_movements m set cause = c.cause, key = c.key from wallet_credits c
   where m.club_id = $1 and m.key = 'some text' and c.club_id = $1`,
];

/** Makes one row of this club in a table that the story above left empty. */
async function fill({ owner }: World, table: string, club: string): Promise<void> {
  const there = await owner.query(`select from ${table} where club_id = $1 limit 1`, [club]);
  if (there.rowCount !== 0) return;
  type Column = { name: string; type: string; listed: string | null };
  const { rows } = await owner.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       (select substring(pg_get_constraintdef(k.oid) from $2) from pg_constraint k
        where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]
        limit 1) as listed
     from pg_attribute a
     where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped
       and (a.attnotnull or a.attname = any($3)) and not a.atthasdef and a.attname <> 'club_id'`,
    [table, String.raw`ARRAY\[('\w+')`, ALSO[table] ?? []],
  );
  const names = rows.map(({ name }) => name).join(', ');
  const values = rows.map(({ type, listed }) => listed ?? SOME_VALUE[type] ?? '1').join(', ');
  await owner.query(`insert into ${table} (club_id, ${names}) values ($1, ${values})`, [club]);
}

/** An API key of a shop's merchant. */
export async function keyOf(world: World, shop: string): Promise<string> {
  const response = await fetch(`${world.app.url}/api/keys`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sessionToken(shop, world.app.now())}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ name: 'A till', scopes: ['actions:write', 'birthdays:write'] }),
  });
  return apiKeyMade.parse(await response.json()).key;
}

/** The second shop's merchant opens the app too, and publishes. */
export async function installOther(world: World): Promise<void> {
  const earning = { ...aProgram().earning, perMinor: 100_000 };
  const program = aProgram({ currency: 'IRR', earning });
  const response = await fetch(`${world.app.url}/api/program`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${sessionToken(SHOP_FA, world.sim.clock.now())}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ baseVersion: 0, program }),
  });
  expect(response.status).toBe(200);
  await world.settle();
}

/** Everything that leaves rows: bought, matured, spent, and refunded into debt. */
async function liveIn(world: World, shop: string): Promise<void> {
  const { commerce, clock } = world.sim;
  const customerId = commerce.customers(shop)[0]?.id ?? '';
  const variant = commerce.products(shop).find((p) => !p.giftCard)?.variants[0];
  const priceMinor = variant?.priceMinor ?? 1;
  const worth = shop === SHOP ? 10_000 : 30_000_000;
  const bought = (by: string, quantity: number) =>
    commerce.placeOrder(shop, {
      cart: { lines: [{ variantId: variant?.id ?? '', quantity }], codes: [], customerId: by },
      buyer: { kind: 'customer', customerId: by },
      source: 'web',
      paid: true,
      test: false,
    });
  const order = bought(customerId, Math.ceil(worth / priceMinor));
  // Somebody who keeps what they bought: rollups and what is foreseen stand on it.
  bought(commerce.customers(shop)[2]?.id ?? '', 1);
  await world.settle();
  await world.pass(15 * DAY);
  const redeemed = await world.shopper(customerId, shop).redeem('off-3', 300);
  expect(redeemed.body).toMatchObject({ redemption: { status: 'open' } });
  clock.advance(MINUTE);
  const lines = order.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
  commerce.refund(shop, { orderId: order.id, lines, shipping: false });
  await world.settle();
}

/** A connection with the start-up role of one of the app's pools. */
export async function as<T>(
  { databaseUrl }: World,
  role: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, options: `-c role=${role}` });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One statement and what comes of it, undone: the SQLSTATE of a refusal, or how many rows. */
export async function attempt(
  client: pg.Client,
  club: string | null,
  sql: string,
  values: unknown[] = [],
): Promise<string | number> {
  await client.query('begin');
  try {
    if (club) await client.query(`set local regulars.club_id = '${club}'`);
    return (await client.query(sql, values)).rowCount ?? 0;
  } catch (error) {
    return error instanceof pg.DatabaseError ? (error.code ?? 'error') : String(error);
  } finally {
    await client.query('rollback');
  }
}

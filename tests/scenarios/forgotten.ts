/** What names a person: their texts, and every hash of them that any key of ours could have made. */
import { createHash, createHmac } from 'node:crypto';
import type { PlaceOrder } from '../../simulator/types.ts';
import { keysOf } from '../../web/server/keys.ts';
import { API_SECRET } from '../signing.ts';
import { SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { tell } from './telling.ts';

export type Names = {
  customerIds: readonly string[];
  emails: readonly string[];
  phones: readonly string[];
  /** Names and codes, as they are written. */
  words: readonly string[];
};

const KINDS = ['email', 'phone', 'typedEmail', 'typedPhone', 'customer'];

type Ids = { club: string; shop: string };

const idsOf = async ({ owner }: World): Promise<Ids> => {
  const { rows } = await owner.query<Ids>(
    'select club_id as club, shop_id as shop from shops where domain = $1',
    [SHOP],
  );
  if (!rows[0]) throw new Error('no such shop');
  return rows[0];
};

/** The texts themselves: what nobody may find anywhere. */
export const textsOf = (who: Names): Map<string, string> => {
  const { customerIds, emails, phones, words } = who;
  const texts = [...customerIds, ...emails, ...phones, ...phones.map((p) => p.slice(1)), ...words];
  return new Map(texts.map((text) => [text, text]));
};

/**
 * Hashes of a person's texts: plain, and under each key that the root secret gives, in each way that
 * identities are hashed, in both spellings. The key of erasures is told apart: its marks may stay.
 */
export async function hashesOf(world: World, who: Names): Promise<Map<string, string>> {
  const { club, shop } = await idsOf(world);
  const { token, erased: _, ...keys } = keysOf(API_SECRET);
  const all: [string, Uint8Array][] = [...Object.entries(keys), ['token', token(0)]];
  const found = new Map<string, string>();
  const texts = [...who.emails.map((e) => e.toLowerCase()), ...who.phones];
  const ids = who.customerIds.flatMap((id) => [id, `${shop}:${id}`]);
  for (const text of [...texts, ...ids]) {
    for (const spelling of ['base64url', 'hex'] as const) {
      found.set(
        `sha256 of ${text} ${spelling}`,
        createHash('sha256').update(text).digest(spelling),
      );
      for (const [name, key] of all) {
        for (const said of [text, ...KINDS.map((kind) => `${club} ${kind} ${text}`)]) {
          const hash = createHmac('sha256', key).update(said).digest(spelling);
          found.set(`${name} of ${said} ${spelling}`, hash);
        }
      }
    }
  }
  return found;
}

/** The marks that an erasure may leave: of customer ids, under a key that serves nothing else. */
export async function marksOf(world: World, who: Names): Promise<Map<string, string>> {
  const { club, shop } = await idsOf(world);
  const { erased } = keysOf(API_SECRET);
  const of = (id: string) =>
    createHmac('sha256', erased).update(`${club} customer ${shop}:${id}`).digest('base64url');
  return new Map(who.customerIds.map((id) => [`mark of ${id}`, of(id)]));
}

/** The platform's request, for somebody it names by an id, an address or both. */
export async function askToForget(
  world: World,
  customer: { id?: string; email: string | null; phone: string | null },
  orderIds: readonly string[],
): Promise<void> {
  const { id, ...addresses } = customer;
  const person = { ...(id === undefined ? {} : { id }), ...addresses };
  const body = { shop_id: 1, shop_domain: SHOP, customer: person };
  await tell(world, {
    topic: 'customers/redact',
    body: JSON.stringify({ ...body, orders_to_redact: orderIds }),
  });
  await world.settle();
}

/** Every message of the shop once more, under new ids, as the platform would send it late. */
export async function tellAllAgain(world: World, upTo: number): Promise<number> {
  const all = world.sim.webhooks.log().filter(({ topic, triggeredAt }) => {
    return triggeredAt <= upTo && !topic.startsWith('app/') && !topic.startsWith('shop/');
  });
  for (const { topic, body, triggeredAt } of all) {
    const webhookId = crypto.randomUUID();
    await tell(world, { topic, body, triggeredAt, webhookId });
  }
  await world.settle();
  return all.length;
}

/** The shop's whole past is read once more, as after a new install. */
export async function readPastAgain(world: World): Promise<void> {
  await world.owner.query(`delete from order_readings where kind = 'history'`);
  await world.owner.query(
    `update deliveries set state = 'due', due_at = $1, attempts = 0 where kind = 'importHistory'`,
    [new Date(world.app.now()).toISOString()],
  );
  for (let i = 0; i < 30; i += 1) {
    await world.pass(10_000);
    const { rowCount } = await world.owner.query(
      `select from order_readings where kind = 'history' and state = 'done'`,
    );
    if (rowCount === 1) return;
  }
  throw new Error('the past was not read');
}

export const guestOf = (
  email: string | null,
  phone: string | null,
  [firstName, lastName]: readonly [string, string],
): PlaceOrder['buyer'] => ({ kind: 'guest', email, phone, firstName, lastName });

/** Of whom anything is foreseen: erased or not. */
export async function foreseen(world: World): Promise<{ erased: boolean }[]> {
  const { rows } = await world.owner.query<{ erased: boolean }>(
    `select distinct s.erased_at is not null as erased
     from predictions join shoppers s using (club_id, shopper_id)`,
  );
  return rows;
}

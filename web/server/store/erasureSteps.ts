/** An erasure that is under way: it looks through orders and messages in steps, each in one commit. */
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type Erasure = {
  erasureId: string;
  shopId: string;
  words: string[];
  codes: string[];
  standIns: string[];
  customerIds: string[];
  stage: 'orders' | 'messages' | 'cards';
  place: string;
  askedAt: number;
};

/** Rows that one step looks at. A step of messages reads some megabytes, and takes milliseconds. */
const STEP = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export async function addErasure(tx: Tx, erasure: Erasure): Promise<void> {
  const { erasureId, shopId, words, codes, standIns, customerIds, stage, place } = erasure;
  await tx.query(
    `insert into erasures (club_id, erasure_id, shop_id, words, codes, stand_ins, customer_ids,
       stage, place, asked_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.clubId,
      erasureId,
      shopId,
      words,
      codes,
      standIns,
      customerIds,
      stage,
      place,
      at(erasure.askedAt),
    ],
  );
}

export async function lockErasure(tx: Tx, erasureId: string): Promise<Erasure | null> {
  const rows = await tx.query<Erasure>(
    `select erasure_id as "erasureId", shop_id as "shopId", words, codes, stand_ins as "standIns",
       customer_ids as "customerIds", stage, place, asked_at as "askedAt"
     from erasures where club_id = $1 and erasure_id = $2 for update`,
    [tx.clubId, erasureId],
  );
  return rows[0] ?? null;
}

/** Where it stands now. What it looks for is dropped as soon as nothing is left to look through. */
export async function saveErasure(tx: Tx, erasure: Erasure): Promise<void> {
  const { erasureId, words, codes, standIns, stage, place } = erasure;
  await tx.query(
    `update erasures set words = $3, codes = $4, stand_ins = $5, stage = $6, place = $7
     where club_id = $1 and erasure_id = $2`,
    [tx.clubId, erasureId, words, codes, standIns, stage, place],
  );
}

export async function dropErasure(tx: Tx, erasureId: string): Promise<void> {
  await tx.query('delete from erasures where club_id = $1 and erasure_id = $2', [
    tx.clubId,
    erasureId,
  ]);
}

/** What a step found, and where the next one begins; null: that was the last. */
export type Step = { found: string[]; place: string | null };

/**
 * The next orders: one that names the person loses its buyer for good, and a personal code gives way
 * to what stands in its place. Answers the platform's ids of those that named them.
 */
export async function eraseInOrders(tx: Tx, erasure: Erasure, now: number): Promise<Step> {
  const { words, codes, standIns, customerIds } = erasure;
  const from = erasure.place || FIRST_ID;
  const [last] = await tx.query<{ id: string }>(
    `select order_id as id from orders where club_id = $1 and order_id > $2
     order by order_id offset ${STEP - 1} limit 1`,
    [tx.clubId, from],
  );
  const span = `club_id = $1 and order_id > $2 and ($3::uuid is null or order_id <= $3)`;
  const values = [tx.clubId, from, last?.id ?? null];
  const hits = await tx.query<{ id: string }>(
    `update orders set checkout_token = null, locale = null, home_key = null, mailbox_key = null,
       buyer_erased_at = coalesce(buyer_erased_at, $6), facts = jsonb_set(facts, '{scalars,buyer}',
         '{"customerId": null, "email": null, "phone": null}')
     where ${span} and jsonb_typeof(facts -> 'scalars') = 'object'
       and (facts #>> '{scalars,buyer,customerId}' = any($5::text[])
         or lower(facts #>> '{scalars,buyer,email}') = any($4::text[])
         or facts #>> '{scalars,buyer,phone}' = any($4::text[]))
     returning platform_order_id as id`,
    [...values, words, customerIds, at(now)],
  );
  for (const [place, code] of codes.entries()) {
    await tx.query(
      `update orders set facts = replace(facts::text, to_json($4::text)::text,
         to_json($5::text)::text)::jsonb
       where ${span} and position(to_json($4::text)::text in facts::text) > 0`,
      [...values, code, standIns[place] ?? ''],
    );
  }
  return { found: hits.map(({ id }) => id), place: last?.id ?? null };
}

/**
 * The next messages: one with a word in it loses what it said, a parked one too. Those that are still
 * due are read first, and forgotten then.
 */
export async function eraseInMessages(tx: Tx, erasure: Erasure, now: number): Promise<Step> {
  const [shopId = '', webhookId = ''] = erasure.place.split('\n');
  const from = [shopId || FIRST_ID, webhookId];
  const [last] = await tx.query<{ shopId: string; webhookId: string }>(
    `select shop_id as "shopId", webhook_id as "webhookId" from inbox
     where club_id = $1 and (shop_id, webhook_id) > ($2::uuid, $3::text)
     order by shop_id, webhook_id offset ${STEP - 1} limit 1`,
    [tx.clubId, ...from],
  );
  await tx.query(
    `update inbox set payload = null, prune_at = null, state = 'handled',
       handled_at = coalesce(handled_at, $6),
       reason = case when state = 'handled' then reason else 'erased' end
     where club_id = $1 and (shop_id, webhook_id) > ($2::uuid, $3::text)
       and ($4::uuid is null or (shop_id, webhook_id) <= ($4::uuid, $5::text))
       and state <> 'new' and payload is not null
       and exists (select from unnest($7::text[]) w
         where position(convert_to(w, 'UTF8') in payload) > 0)`,
    [tx.clubId, ...from, last?.shopId ?? null, last?.webhookId ?? null, at(now), erasure.words],
  );
  return { found: [], place: last ? `${last.shopId}\n${last.webhookId}` : null };
}

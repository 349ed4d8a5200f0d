/**
 * A history as the webhooks it causes, without a running simulator: for benchmarks. The shop is in
 * memory and forgets a block of shoppers when it is over, so that the memory needed does not grow
 * with their number. The same input gives the same messages, ids and tokens included.
 */
import { createHash } from 'node:crypto';
import { makeCommerce } from '../engine/commerce.ts';
import { exactJson } from '../payloads/json.ts';
import { plant } from '../seed/seed.ts';
import type { ShopSeed } from '../seed/seed.ts';
import { openDatabase } from '../state/database.ts';
import type { Database } from '../state/database.ts';
import { makeIds } from '../state/ids.ts';
import type { Ids } from '../state/ids.ts';
import { listProducts, readShop } from '../state/shops.ts';
import type { Outgoing } from '../webhooks/deliver.ts';
import type { Message } from '../webhooks/sender.ts';
import { doDeed } from './deeds.ts';
import type { Memory } from './deeds.ts';
import { BLOCK, planHistory } from './plan.ts';

export type TellInput = {
  seed: ShopSeed;
  draw: number;
  shoppers: number;
  now: number;
  topics: ReadonlySet<string>;
};

/** What a few events cause, and how much of the history is told with it (0 to 1). */
export type Told = { messages: Outgoing[]; part: number };

const EVENTS_AT_ONCE = 100;

export function* tellHistory(input: TellInput): Generator<Told> {
  const { shoppers, draw } = input;
  const { domain } = input.seed.shop;
  const db = openDatabase(':memory:');
  const ids = repeatableIds(db, draw);
  let at = input.now;
  let caused: Outgoing[] = [];
  plant({ db, ids, now: () => at }, [{ ...input.seed, customers: [] }]);
  const commerce = makeCommerce({
    db,
    ids,
    now: () => at,
    send: (_, messages) => caused.push(...outgoing(input, ids, messages, at)),
    uninstall() {},
    readMetafield: () => null,
    finishJobs() {},
  });
  const [shop, products] = [readShop(db, domain), listProducts(db, domain)];
  const plan = planHistory({ shop, products, shoppers, seed: draw, now: input.now });
  let before = 0;
  for (const events of plan.blocks()) {
    const memory: Memory = { customers: {}, orders: {} };
    const here = Math.min(BLOCK, shoppers - before);
    for (let n = 0; n < events.length; n += EVENTS_AT_ONCE) {
      caused = [];
      db.transaction(() => {
        for (const event of events.slice(n, n + EVENTS_AT_ONCE)) {
          at = event.at;
          doDeed({ commerce, domain }, memory, event);
        }
      });
      const done = Math.min(n + EVENTS_AT_ONCE, events.length) / events.length;
      yield { messages: caused, part: (before + here * done) / shoppers };
    }
    before += here;
    forgetBlock(db);
  }
  db.close();
}

/** Tokens and UUIDs that look random and are the same each time. */
function repeatableIds(db: Database, draw: number): Ids {
  let n = 0;
  const hex = (): string => {
    n += 1;
    return createHash('sha256').update(`${draw} ${n}`).digest('hex').slice(0, 32);
  };
  return {
    next: makeIds(db).next,
    token: hex,
    uuid: () => hex().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5'),
  };
}

function outgoing(
  input: TellInput,
  ids: Ids,
  messages: readonly Message[],
  triggeredAt: number,
): Outgoing[] {
  const eventId = ids.uuid();
  const texts = new Map<Message['body'], string>();
  return messages
    .filter(({ topic }) => input.topics.has(topic))
    .map(({ topic, body }) => {
      const text = texts.get(body) ?? exactJson(body());
      texts.set(body, text);
      const webhookId = ids.uuid();
      return { shop: input.seed.shop.domain, topic, webhookId, eventId, body: text, triggeredAt };
    });
}

/** The last order stays, so that the numbers go on. */
function forgetBlock(db: Database): void {
  db.run('DELETE FROM customers');
  db.run('DELETE FROM code_uses');
  db.run('DELETE FROM orders WHERE number < (SELECT max(number) FROM orders)');
}

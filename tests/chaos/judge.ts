/** What must be true when a storm is over; each thing that is not is a sentence. */
import type { RedeemAnswer } from '../../web/contract/shopper.ts';
import { auditOf } from './books.ts';
import type { Books } from './books.ts';
import type { Diary } from './deeds.ts';
import type { Scene } from './scene.ts';
import { DOMAIN } from './shop.ts';

export async function judge(scene: Scene, diary: Diary, books: Books): Promise<string[]> {
  return [
    ...diary.troubles,
    ...(await auditOf(scene)).map((text) => `audit: ${text}`),
    ...(await messages(scene, diary)),
    ...promises(diary, books),
    ...(await codes(scene, books)),
  ];
}

/** Every message that was answered with 200 is there and handled; no forged one is. */
async function messages(scene: Scene, { forged }: Diary): Promise<string[]> {
  const rows = await scene.ask<{ id: string; state: string }>(
    'select webhook_id as id, state from inbox',
  );
  const states = new Map(rows.map(({ id, state }) => [id, state]));
  const lost = [...scene.balancer.acknowledged].filter((id) => states.get(id) !== 'handled');
  const let_in = forged.filter((id) => states.has(id));
  return [
    ...lost.map((id) => `message ${id} was acknowledged and is ${states.get(id) ?? 'lost'}`),
    ...let_in.map((id) => `message ${id} was let in`),
  ];
}

const ENDS = new Set(['open', 'used', 'cancelled']);

/** Every redemption that was answered is in the books; what was refused is not. */
function promises({ redeemed, putBack }: Diary, books: Books): string[] {
  const troubles: string[] = [];
  for (const [id, { status, text }] of redeemed) {
    const row = books.redemptions[id];
    if (status >= 400) {
      if (row) troubles.push(`redemption ${id} was refused (${status}) and is ${row.status}`);
      continue;
    }
    const { redemption } = JSON.parse(text) as RedeemAnswer;
    if (!row) troubles.push(`redemption ${id} was answered with ${status} and is lost`);
    else if (!ENDS.has(row.status)) {
      troubles.push(
        `redemption ${id} was ${redemption.status} and is ${row.status} (${row.reason})`,
      );
    }
  }
  for (const [id, { status }] of putBack) {
    const row = books.redemptions[id];
    if (status < 400 && row?.status !== 'cancelled') {
      troubles.push(`redemption ${id} was put back (${status}) and is ${row?.status ?? 'lost'}`);
    }
  }
  return troubles;
}

/** An open redemption's code is at the shop, a used one's is used up, and no other is there. */
async function codes(scene: Scene, books: Books): Promise<string[]> {
  const rows = await scene.ask<{ id: string; code: string }>(
    'select redemption_id as id, code from redemptions',
  );
  const variant = scene.sim.commerce.products(DOMAIN)[0]?.variants[0]?.id ?? '';
  return rows.flatMap(({ id, code }) => {
    const cart = { lines: [{ variantId: variant, quantity: 5 }], codes: [code], customerId: null };
    const priced = scene.sim.commerce.priceCart(DOMAIN, cart).codes[0];
    const found = priced?.applicable ? 'usable' : (priced?.reason ?? 'nothing');
    const status = books.redemptions[id]?.status ?? '';
    const due = status === 'open' ? 'usable' : status === 'used' ? 'used' : 'unknown';
    return found === due ? [] : [`the code of ${id} (${status}) is ${found} at the shop`];
  });
}

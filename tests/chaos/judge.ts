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
    ...(await codes(scene)),
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

/**
 * A code that is open is at the shop and on no order, a used one is on one order alone, and whatever
 * else there is can be used by nobody. Personal codes are for many.
 */
async function codes(scene: Scene): Promise<string[]> {
  const rows = await scene.ask<{ what: string; status: string; code: string }>(
    `select 'redemption ' || redemption_id as what, status, code from redemptions
     union all select 'next-order code of ' || order_id, status, code from next_order_codes
     union all select 'personal code of ' || shopper_id, 'personal', code from referral_codes`,
  );
  const orders = scene.sim.commerce.orders(DOMAIN).flatMap((order) => order.codes);
  const uses = Map.groupBy(orders, (code) => code);
  const variantId = scene.sim.commerce.products(DOMAIN)[0]?.variants[0]?.id ?? '';
  return rows.flatMap(({ what, status, code }) => {
    const cart = { lines: [{ variantId, quantity: 5 }], codes: [code], customerId: null };
    const priced = scene.sim.commerce.priceCart(DOMAIN, cart).codes[0];
    const used = uses.get(code)?.length ?? 0;
    const isFine =
      priced?.applicable === (status === 'open' || status === 'personal') &&
      (status === 'personal' || used === (status === 'used' ? 1 : 0));
    const reason = priced?.reason ?? 'usable';
    return isFine ? [] : [`the ${what} (${status}) is on ${used} orders and ${reason} at the shop`];
  });
}

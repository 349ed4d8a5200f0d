/** What a plan says, done at the shop, at the doors, and to our processes. */
import crypto from 'node:crypto';
import type { SimOrderSummary } from '../../simulator/types.ts';
import { webhookHeaders } from '../signing.ts';
import { FORGED } from './balancer.ts';
import type { Code, Deed, Forgery, Wishes } from './plan.ts';
import type { Reply, Scene } from './scene.ts';
import { DOMAIN, REWARDS, SHOP_CODE, STRANGER } from './shop.ts';
import { until } from './until.ts';

/** What came of it, beside what is in the books. */
export type Diary = {
  /** The shop's ids by the plan's numbers. */
  orders: Map<number, string>;
  /** The last answer to each redemption, and to each putting back. */
  redeemed: Map<string, Reply>;
  putBack: Map<string, Reply>;
  forged: string[];
  /** By order: what was said of its dispute, in the order it was said. */
  disputes: { orderId: string; at: number; lost: boolean }[];
  /** Each a sentence about something that must not be. */
  troubles: string[];
};

export const openDiary = (): Diary => ({
  orders: new Map(),
  redeemed: new Map(),
  putBack: new Map(),
  forged: [],
  disputes: [],
  troubles: [],
});

/** The shop refuses what makes no sense, such as paying twice: then nothing happens, in each run. */
export async function act(scene: Scene, diary: Diary, deed: Deed): Promise<void> {
  if (deed.do === 'forge') return forge(scene, diary, deed.how);
  if (deed.do === 'order') return placeOrder(scene, diary, deed);
  const { commerce } = scene.sim;
  const order = commerce.order(DOMAIN, diary.orders.get(deed.n) ?? '');
  if (!order) throw new Error(`no order ${deed.n}`);
  try {
    if (deed.do === 'pay') commerce.markPaid(DOMAIN, order.id);
    else if (deed.do === 'cancel') commerce.cancel(DOMAIN, order.id, { refund: deed.refund });
    else if (deed.do === 'dispute') dispute(scene, diary, order.id, deed.outcome);
    else if (deed.do === 'edit') {
      const line = order.lines[deed.line % order.lines.length];
      commerce.edit(DOMAIN, order.id, line?.id ?? '', deed.keep);
    } else refund(scene, order, deed);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
  }
}

function dispute(
  { sim }: Scene,
  diary: Diary,
  orderId: string,
  outcome: Extract<Deed, { do: 'dispute' }>['outcome'],
): void {
  sim.commerce.dispute(DOMAIN, orderId, outcome);
  diary.disputes.push({ orderId, at: sim.clock.now(), lost: outcome === 'lost' });
}

async function placeOrder(
  scene: Scene,
  diary: Diary,
  { n, who, items, paid, codes }: Extract<Deed, { do: 'order' }>,
): Promise<void> {
  const { commerce } = scene.sim;
  const customerId = customerOf(scene, who);
  const shelf = commerce.products(DOMAIN).flatMap(({ variants }) => variants);
  const typed: string[] = [];
  let landingSite: string | undefined;
  for (const each of codes) {
    const code = await textOf(scene, diary, each);
    if (code === null) continue;
    if (each.kind === 'friend' && each.by === 'link') landingSite = `/?ref=${code}`;
    else typed.push(code);
  }
  const lines = items.map(([which, quantity]) => ({ variantId: shelf[which]?.id ?? '', quantity }));
  const placed = commerce.placeOrder(DOMAIN, {
    cart: { lines, codes: typed, customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid,
    test: false,
    ...(landingSite === undefined ? {} : { landingSite }),
  });
  diary.orders.set(n, placed.id);
}

export function customerOf({ people }: Scene, who: number): string {
  const found = people[who];
  if (!found) throw new Error(`no customer ${who}`);
  return found;
}

const CODES = {
  reward: `select code from redemptions where redemption_id = $1 and status = 'open'`,
  nextOrder: `select c.code from next_order_codes c join orders o using (club_id, order_id)
    where o.platform_order_id = $1 and c.status = 'open'`,
  friend: `select c.code from referral_codes c join identities i using (club_id, shopper_id)
    where i.kind = 'customer' and split_part(i.value, ':', 2) = $1 and c.confirmed`,
};

/** A code that an earlier round left; null when there was none to have. */
async function textOf(scene: Scene, diary: Diary, code: Code): Promise<string | null> {
  if (code.kind === 'shop') return SHOP_CODE;
  const key =
    code.kind === 'reward'
      ? code.id
      : code.kind === 'nextOrder'
        ? diary.orders.get(code.n)
        : customerOf(scene, code.of);
  const read = () => scene.ask<{ code: string }>(CODES[code.kind], [key]).catch(() => null);
  const rows = await until('the database answers', read);
  return rows[0]?.code ?? null;
}

function refund(
  { sim }: Scene,
  order: SimOrderSummary,
  { units, shipping, money }: Extract<Deed, { do: 'refund' }>,
): void {
  const lines = units.flatMap(([which, quantity]) => {
    const line = order.lines[which % order.lines.length];
    const most = Math.min(quantity, line?.currentQuantity ?? 0);
    return line && most > 0 ? [{ line, quantity: most }] : [];
  });
  const priced = lines.reduce((sum, { line, quantity }) => sum + line.priceMinor * quantity, 0);
  const left = order.totalMinor - order.refundedMinor;
  const due = priced === 0 ? (money ?? 0) : Math.floor((priced * (money ?? 0)) / 100);
  sim.commerce.refund(DOMAIN, {
    orderId: order.id,
    lines: lines.map(({ line, quantity }) => ({ lineId: line.id, quantity })),
    shipping,
    ...(money === null ? {} : { amountMinor: Math.min(left, due) }),
  });
}

/** A true message of the shop that says something else now: it must change nothing. */
async function forge(scene: Scene, diary: Diary, how: Forgery): Promise<void> {
  const truth = scene.balancer.lastOrder();
  if (truth === null) return;
  const lie = `${truth} `
    .replace('"cancelled_at":null', '"cancelled_at":"2026-03-01T12:00:00Z"')
    .replace('"financial_status":"paid"', '"financial_status":"refunded"');
  const webhookId = `${FORGED}${crypto.randomUUID()}`;
  diary.forged.push(webhookId);
  const message = { topic: 'orders/updated', webhookId, nowMs: scene.sim.clock.now() + 3_600_000 };
  const signed = (shop: string, body: string, key?: string) =>
    webhookHeaders({ ...message, shop, body }, key);
  const unsigned = Object.entries(signed(DOMAIN, lie)).filter(([name]) => !/hmac/.test(name));
  const headers: Record<Forgery, Record<string, string>> = {
    wrongKey: signed(DOMAIN, lie, 'the secret of another app, as long'),
    tampered: signed(DOMAIN, truth),
    anotherShop: signed(STRANGER, lie),
    unsigned: Object.fromEntries(unsigned),
  };
  const url = `${scene.balancer.url}/webhooks/shopify`;
  const answer = await fetch(url, { method: 'POST', headers: headers[how], body: lie });
  await answer.arrayBuffer();
  const due = how === 'anotherShop' ? 200 : 401;
  if (answer.status === due || answer.status >= 500) return;
  diary.troubles.push(`a forged message (${how}) was answered with ${answer.status}`);
}

/** One shopper's wishes in turn; what is not answered is asked again, under the same id. */
export async function grant(scene: Scene, diary: Diary, wishes: Wishes): Promise<void> {
  const customerId = customerOf(scene, wishes.who);
  const insist = (place: string, body: object) =>
    until(`an answer to ${place}`, async () => {
      const reply = await scene.proxy(customerId, place, body).catch(() => null);
      return reply && reply.status < 500 ? reply : null;
    });
  for (const { id, reward } of wishes.redeem) {
    const { id: rewardId, points } = REWARDS[reward] ?? { id: '', points: 0 };
    diary.redeemed.set(id, await insist('redemptions', { id, rewardId, points }));
  }
  for (const id of wishes.putBack) {
    diary.putBack.set(id, await insist(`redemptions/${id}/cancel`, {}));
  }
}

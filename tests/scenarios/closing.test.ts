/**
 * A code and its points are never both alive. Every interleaving of putting back, lapsing and an order
 * that uses the code (which the platform knows before we do), with the platform's delete failing in
 * every way before and after its effect.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RedeemAnswer } from '../../web/contract/shopper.ts';
import type { ApiFault } from '../../simulator/adminApi/faults.ts';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

const PRICE = 300;

let world: World;
let mug: { id: string; priceMinor: number };

beforeAll(async () => {
  world = await startWorld({ program: aProgram(), platformDeadlineMs: 250 });
  const found = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  if (!found) throw new Error('the shop has nothing to sell');
  mug = found;
});
afterAll(() => world.stop());

type Step = 'putBack' | 'lapse' | 'order' | 'hear';
const STEPS: readonly Step[] = ['putBack', 'lapse', 'order', 'hear'];

/** All orders of the steps in which the shop hears of the order after it was placed. */
function interleavings(left: readonly Step[]): Step[][] {
  if (left.length === 0) return [[]];
  return left.flatMap((step) =>
    interleavings(left.filter((other) => other !== step)).map((rest) => [step, ...rest]),
  );
}
const all = interleavings(STEPS).filter((s) => s.indexOf('order') < s.indexOf('hear'));

const fields = { delete: 'discountCodeRedeemCodeBulkDelete', add: 'discountRedeemCodeBulkAdd' };
const faults: { name: string; faults: ApiFault[] }[] = [
  { name: 'nothing fails', faults: [] },
  ...(['timeoutBefore', 'timeoutAfter', '500', 'throttled', 'userError'] as const).map((mode) => ({
    name: `delete: ${mode}`,
    faults: [{ field: fields.delete, mode, times: 1 }],
  })),
];

type Run = { customerId: string; id: string; code: string };

/** A fresh shopper with an open code. */
async function openCode(): Promise<Run> {
  const customer = world.sim.commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName: 'Sara',
    lastName: 'Test',
  });
  const quantity = Math.ceil((PRICE * 20) / mug.priceMinor) + 1;
  await world.buy({
    buyer: { kind: 'customer', customerId: customer.id },
    lines: [{ variantId: mug.id, quantity }],
  });
  await world.pass(15 * DAY);
  const id = crypto.randomUUID();
  const shopper = world.shopper(customer.id);
  await shopper.redeem('off-3', PRICE, id);
  // On a busy machine the platform may answer later than this file's short patience: the worker
  // makes the code then.
  await world.pass(MINUTE);
  const reply = await shopper.get<RedeemAnswer>(`redemptions/${id}`);
  expect(reply.body).toMatchObject({ redemption: { status: 'open' } });
  return { customerId: customer.id, id, code: reply.body.redemption.code ?? '' };
}

const cartOf = (run: Run) => ({
  lines: [{ variantId: mug.id, quantity: 1 }],
  codes: [run.code],
  customerId: run.customerId,
});

/** Whether a shopper could use the code at checkout now: the platform's word. */
const alive = (run: Run): boolean =>
  world.sim.commerce.priceCart(SHOP, cartOf(run)).codes[0]?.applicable ?? false;

type Placed = { used: boolean; orderId: string; lost: string[] };
const notPlaced: Placed = { used: false, orderId: '', lost: [] };

/** What the order that used the code earned by itself. */
async function earnedBy({ orderId }: Placed): Promise<number> {
  const { rows } = await world.owner.query<{ points: string }>(
    'select points from orders where platform_order_id = $1',
    [orderId],
  );
  return Number(rows[0]?.points ?? 0);
}

/** Places an order with the code, if it works; the shop's messages about it get lost for now. */
function order(run: Run): Placed {
  if (!alive(run)) return notPlaced;
  const before = new Set(world.sim.webhooks.log().map((d) => d.webhookId));
  world.sim.webhooks.faults([{ mode: 'drop' }]);
  const { id: orderId } = world.sim.commerce.placeOrder(SHOP, {
    cart: cartOf(run),
    buyer: { kind: 'customer', customerId: run.customerId },
    source: 'web',
    paid: true,
    test: false,
  });
  world.sim.webhooks.faults([]);
  const lost = world.sim.webhooks
    .log()
    .map((d) => d.webhookId)
    .filter((id) => !before.has(id));
  return { used: true, orderId, lost };
}

async function play(steps: readonly Step[], broken: readonly ApiFault[]) {
  const run = await openCode();
  const before = (await balanceOf(world, run.customerId)).available;
  world.sim.api.faults(broken);
  let placed = notPlaced;
  for (const step of steps) {
    if (step === 'putBack') await world.shopper(run.customerId).putBack(run.id);
    if (step === 'lapse') await world.pass(32 * DAY);
    if (step === 'order') placed = order(run);
    if (step === 'hear') {
      for (const id of placed.lost) world.sim.webhooks.redeliver(id);
      await world.settle();
    }
  }
  world.sim.api.faults([]);
  await retryEverything();
  return { run, before, placed };
}

/** Lets everything that waits come due, and asks for what was parked. */
async function retryEverything(): Promise<void> {
  await world.pass(DAY);
  const home = await world.api<{ parked: { id: string }[] }>('GET', '/api/home');
  for (const { id } of home.body.parked) await world.api('POST', `/api/parked/${id}/retry`);
  await world.pass(DAY);
}

describe.each(faults)('$name', ({ faults: broken }) => {
  test.each(all.map((steps) => ({ steps, name: steps.join(', ') })))('$name', async ({ steps }) => {
    const { run, before, placed } = await play(steps, broken);
    const { pending, available, held } = await balanceOf(world, run.customerId);
    const earned = await earnedBy(placed);
    const returned = pending + available + held - before - earned;
    expect(alive(run)).toBe(false);
    expect({ used: placed.used, returned }).toEqual({
      used: placed.used,
      returned: placed.used ? 0 : PRICE,
    });
  });
});

test('and the books of all of them are sound', () => expectSoundBooks(world));

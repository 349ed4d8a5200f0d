/**
 * A code and its points are never both alive. Every interleaving of putting back, lapsing and an order
 * that uses the code (which the platform knows before we do), with the platform's delete failing in
 * every way before and after its effect.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiFault } from '../../simulator/adminApi/faults.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { isEndless, mugIn, richShoppers } from './faultCells.ts';

const PRICE = 300;

let world: World;
/** One for each story. */
let shoppers: string[] = [];

beforeAll(async () => {
  world = await startWorld({ program: aProgram() });
  shoppers = await richShoppers(world, faults.length * all.length);
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

const DELETE = 'discountCodeRedeemCodeBulkDelete';
const faults: { name: string; faults: ApiFault[] }[] = [
  { name: 'nothing fails', faults: [] },
  ...(['timeoutBefore', 'timeoutAfter', '500', 'throttled', 'userError'] as const).map((mode) => ({
    name: `delete: ${mode}`,
    faults: [{ field: DELETE, mode, times: 1 }],
  })),
];

type Run = { customerId: string; id: string; code: string };

/** A shopper of whom nothing was told yet, with an open code. */
async function openCode(): Promise<Run> {
  const customerId = shoppers.pop() ?? '';
  const id = crypto.randomUUID();
  const reply = await world.shopper(customerId).redeem('off-3', PRICE, id);
  expect(reply).toMatchObject({ status: 200, body: { redemption: { status: 'open' } } });
  return { customerId, id, code: reply.body.redemption.code ?? '' };
}

const cartOf = (run: Run) => ({
  lines: [{ variantId: mugIn(world), quantity: 1 }],
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

/** One step; answers the order as it stands after it. */
async function take(step: Step, run: Run, placed: Placed): Promise<Placed> {
  if (step === 'order') return order(run);
  if (step === 'putBack') await world.shopper(run.customerId).putBack(run.id);
  if (step === 'lapse') await world.pass(32 * DAY);
  if (step === 'hear') {
    for (const id of placed.lost) world.sim.webhooks.redeliver(id);
    await world.settle();
  }
  return placed;
}

async function play(steps: readonly Step[], broken: readonly ApiFault[]) {
  const run = await openCode();
  const before = (await balanceOf(world, run.customerId)).available;
  world.sim.api.faults(broken);
  let placed = notPlaced;
  const tell = async () => {
    for (const step of steps) placed = await take(step, run, placed);
  };
  await (isEndless(broken) ? world.impatient(tell) : tell());
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

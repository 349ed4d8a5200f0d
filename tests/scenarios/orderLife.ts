import { MINUTE, SHOP } from '../world.ts';
import type { World } from '../world.ts';

/** Forty orders with everything that happens to orders, told once and in order. */
export async function liveThroughOrders(world: World): Promise<void> {
  const { commerce } = world.sim;
  const customers = commerce.customers(SHOP);
  const variants = commerce.products(SHOP).flatMap((p) => p.variants);
  for (let i = 0; i < 40; i += 1) {
    const variant = (k: number) => variants[(i * 7 + k * 3) % variants.length]?.id ?? '';
    const customerId = customers[i % customers.length]?.id ?? '';
    const order = await world.buy({
      buyer: { kind: 'customer', customerId },
      lines: [
        { variantId: variant(0), quantity: 1 + (i % 3) },
        { variantId: variant(1), quantity: 2 },
      ],
      paid: i % 5 !== 0,
      codes: i % 4 === 0 ? ['AUTUMN15'] : [],
    });
    const lines = (quantity: number, n = 0) => [{ lineId: order.lines[n]?.id ?? '', quantity }];
    const step = (act: () => unknown) => {
      world.sim.clock.advance(MINUTE);
      act();
    };
    step(() => i % 5 === 0 && i % 2 === 0 && commerce.markPaid(SHOP, order.id));
    if (i % 5 === 0 && i % 2 === 1) continue;
    if (i % 3 === 0)
      step(() => commerce.refund(SHOP, { orderId: order.id, lines: lines(1), shipping: false }));
    if (i % 4 === 1) step(() => commerce.edit(SHOP, order.id, order.lines[1]?.id ?? '', 1));
    if (i % 6 === 2) {
      step(() =>
        commerce.refund(SHOP, { orderId: order.id, lines: [], shipping: false, amountMinor: 500 }),
      );
    }
    if (i % 7 === 3)
      step(() => commerce.refund(SHOP, { orderId: order.id, lines: lines(1, 1), shipping: true }));
    if (i % 9 === 4) step(() => commerce.cancel(SHOP, order.id, { refund: true }));
    world.sim.clock.advance(MINUTE);
    await world.settle();
  }
}

import { expect, it } from 'vitest';
import type { OrderSnapshot } from '../../domain/orderFacts.ts';
import type { CodeTerms } from '../platform.ts';
import { ONE, readMessage, shared, TEN_OFF, THREE } from './world.ts';
import type { BatteryWorld, Make, OrderWish } from './world.ts';

const lastOrder = async (world: BatteryWorld, orderId: string): Promise<OrderSnapshot> => {
  const found = (await world.messages()).map((message) => readMessage(world, message));
  const snapshots = found.flatMap((read) => (read.kind === 'order' ? [read.snapshot] : []));
  const own = snapshots.filter((snapshot) => snapshot.platformOrderId === orderId);
  const last = own.toSorted((a, b) => a.triggeredAt - b.triggeredAt).at(-1);
  if (!last) throw new Error(`no message about order ${orderId}`);
  return last;
};

/** The facts alone, as text: what was triggered when, and by whom, is not the order's. */
const factsText = (snapshot: OrderSnapshot): string =>
  JSON.stringify({ ...snapshot, triggeredAt: 0, asked: false });

type Story = [what: string, live: (world: BatteryWorld) => Promise<string>];

/** An order of `wish`, and what happens to it afterwards. */
const story =
  (
    wish: OrderWish,
    then?: (world: BatteryWorld, orderId: string, lineIds: readonly string[]) => Promise<void>,
  ): Story[1] =>
  async (world) => {
    const { orderId, lineIds } = await world.order(wish);
    await then?.(world, orderId, lineIds);
    return orderId;
  };

const line = (lineIds: readonly string[], at: number, quantity: number) => ({
  lineId: lineIds[at] ?? '',
  quantity,
});

const STORIES: readonly Story[] = [
  ['a customer', story({ lines: THREE })],
  ['a guest with an email', story({ lines: ONE, buyer: 'guest' })],
  ['a guest with a phone', story({ lines: ONE, buyer: 'guestByPhone' })],
  ['nobody at the till', story({ lines: ONE, buyer: 'nobody', source: 'pos' })],
  ['a draft order', story({ lines: ONE, source: 'draft' })],
  ['a company’s order', story({ lines: ONE, company: true })],
  ['a test order', story({ lines: ONE, test: true })],
  ['a gift card bought', story({ lines: [...ONE, { product: 'giftCard', quantity: 1 }] })],
  ['a tip', story({ lines: ONE, tipMinor: 300 })],
  ['not paid yet', story({ lines: ONE, paid: false })],
  ['paid later', story({ lines: ONE, paid: false }, (world, id) => world.markPaid(id))],
  [
    'a line removed by an edit',
    story({ lines: THREE }, (world, id, ids) => world.edit(id, ids[1] ?? '', 0)),
  ],
  [
    'a refund by line',
    story({ lines: THREE }, (world, id, ids) => world.refund(id, { lines: [line(ids, 0, 1)] })),
  ],
  ['a goodwill refund', story({ lines: THREE }, (w, id) => w.refund(id, { amountMinor: 500 }))],
  [
    'a refund of shipping alone',
    story({ lines: ONE }, (world, id) => world.refund(id, { shipping: true })),
  ],
  [
    'three refunds, one less a restocking fee',
    story({ lines: THREE }, async (world, id, ids) => {
      await world.refund(id, { lines: [line(ids, 0, 1)], amountMinor: 100 });
      await world.refund(id, { lines: [line(ids, 0, 1), line(ids, 1, 1)] });
      await world.refund(id, { lines: [line(ids, 0, 1)], shipping: true });
    }),
  ],
  ['cancelled, money kept', story({ lines: ONE }, (world, id) => world.cancel(id, false))],
  ['cancelled and refunded', story({ lines: THREE }, (world, id) => world.cancel(id, true))],
];

export function orders(make: Make): void {
  const { world, call } = shared(make);

  /** The message and the answer give the same facts; so does every refund by itself. */
  async function expectAgreement(orderId: string): Promise<OrderSnapshot> {
    const told = await lastOrder(world(), orderId);
    const answer = await world().platform.fetchOrder(call(), orderId);
    if (!answer.ok || !answer.snapshot) throw new Error(JSON.stringify(answer));
    expect(answer.snapshot.asked).toBe(true);
    expect(factsText(answer.snapshot)).toBe(factsText(told));
    const alone = (await world().messages())
      .map((message) => readMessage(world(), message))
      .flatMap((read) =>
        read.kind === 'refund' && read.platformOrderId === orderId ? [read.refund] : [],
      );
    const inside = new Map(told.refunds.map((refund) => [refund.id, refund]));
    expect(new Set(alone.map((refund) => refund.id))).toEqual(new Set(inside.keys()));
    for (const refund of alone) expect(refund).toEqual(inside.get(refund.id));
    return told;
  }

  it.each(STORIES)('messages and answers agree about %s', async (_, live) => {
    const told = await expectAgreement(await live(world()));
    expect(told.lines.length).toBeGreaterThan(0);
  });

  it('messages and answers agree about two codes, and which took what', async () => {
    const { platform, currency } = world();
    const terms = TEN_OFF(currency);
    const order = await platform.ensureParent(call(), 'BATTERY-ORDERS', 'Orders', terms);
    if (!order.ok) throw new Error(order.failure.reason);
    const shipping: CodeTerms = {
      ...terms,
      value: { kind: 'freeShipping' },
      combinesWith: { order: true, product: true, shipping: false },
    };
    const free = await platform.ensureParent(call(), 'BATTERY-SHIP', 'Shipping', shipping);
    if (!free.ok) throw new Error(free.failure.reason);
    await platform.addCodes(call(), order.parentId, ['TENOFF1']);
    await platform.addCodes(call(), free.parentId, ['FREESHIP1']);
    const placed = await world().order({ lines: THREE, codes: ['tenoff1', 'FREESHIP1'] });
    const told = await expectAgreement(placed.orderId);
    expect(told.codes).toEqual(['FREESHIP1', 'TENOFF1']);
    expect(told.shippingMinor).toBe(0);
    for (const each of told.lines) {
      expect(each.discounts.map(({ code }) => code)).toEqual(['TENOFF1']);
    }
    const given = told.lines.flatMap((each) => each.discounts.map((d) => d.amountMinor));
    const gross = told.lines.reduce((sum, each) => sum + each.priceMinor * each.quantity, 0);
    expect(given.reduce((a, b) => a + b, 0)).toBe(Math.round(gross / 10));
    await world().refund(placed.orderId, { lines: [line(placed.lineIds, 0, 2)] });
    await expectAgreement(placed.orderId);
  });

  it('messages and answers agree about an order of sixty lines', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => ({
      product: n % 2 ? ('plain' as const) : ('other' as const),
      quantity: 1,
    }));
    const { orderId } = await world().order({ lines });
    const told = await expectAgreement(orderId);
    expect(told.lines).toHaveLength(60);
  });

  it('answers nothing for an order that is not there', async () => {
    const answer = await world().platform.fetchOrder(call(), '999999999999999999');
    expect(answer).toEqual({ ok: true, snapshot: null });
  });
}

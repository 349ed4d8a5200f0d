/** How orders are found again that no message told of. */
import { expect, it } from 'vitest';
import type { OrderSnapshot } from '../../domain/orderFacts.ts';
import type { OrderPage } from '../platform.ts';
import { ONE, readMessage, shared, THREE } from './world.ts';
import type { BatteryWorld, Make } from './world.ts';

/** The facts alone, as text: what was triggered when, and by whom, is not the order's. */
export const factsText = (snapshot: OrderSnapshot): string =>
  JSON.stringify({ ...snapshot, triggeredAt: 0, asked: false });

/** What the messages last said of each order. */
export async function told(world: BatteryWorld): Promise<Map<string, OrderSnapshot>> {
  const last = new Map<string, OrderSnapshot>();
  for (const message of await world.messages()) {
    const read = readMessage(world, message);
    if (read.kind !== 'order') continue;
    const { platformOrderId, triggeredAt } = read.snapshot;
    if ((last.get(platformOrderId)?.triggeredAt ?? 0) <= triggeredAt) {
      last.set(platformOrderId, read.snapshot);
    }
  }
  return last;
}

export function finding(make: Make): void {
  const { world, call } = shared(make);

  /** All pages of a span. */
  async function list(from: number, to: number): Promise<OrderPage[]> {
    const pages: OrderPage[] = [];
    let after: string | null = null;
    do {
      const answer = await world().platform.listOrders(call(), { from, to }, after);
      if (!answer.ok) throw new Error(answer.failure.reason);
      pages.push(answer.page);
      after = answer.next;
    } while (after !== null);
    return pages;
  }

  const names = (pages: readonly OrderPage[]): string[] =>
    pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.platformOrderId));

  it('orders that changed are listed, oldest change first, in the facts of their messages', async () => {
    const from = world().now() + 1000;
    const placed: string[] = [];
    for (let n = 0; n < 23; n += 1) {
      const lines = n % 3 === 0 ? THREE : ONE;
      const buyer = n % 2 === 0 ? 'customer' : 'guest';
      const wish = { lines, buyer, test: n === 4, paid: n !== 5 } as const;
      placed.push((await world().order(wish)).orderId);
    }
    const pages = await list(from, world().now() + 1000);
    expect(pages.length).toBeGreaterThan(1);
    expect(names(pages)).toEqual(placed);
    const facts = await told(world());
    for (const snapshot of pages.flatMap((page) => page.snapshots)) {
      expect(snapshot.asked).toBe(true);
      const message = facts.get(snapshot.platformOrderId);
      expect(factsText(snapshot)).toBe(message && factsText(message));
    }
    expect(pages.flatMap((page) => [...page.incomplete, ...page.unreadable])).toEqual([]);
  });

  it('orders with refunds, or with many lines, are named to be asked for by themselves', async () => {
    const from = world().now() + 1000;
    const refunded = await world().order({ lines: THREE });
    await world().refund(refunded.orderId, { amountMinor: 100 });
    const lines = Array.from({ length: 9 }, (_, n) => ({
      product: n % 2 ? ('plain' as const) : ('other' as const),
      quantity: 1,
    }));
    const long = await world().order({ lines });
    const whole = await world().order({ lines: ONE });
    const [page] = await list(from, world().now() + 1000);
    expect(page?.incomplete.toSorted()).toEqual([refunded.orderId, long.orderId].toSorted());
    expect(page?.snapshots.map((each) => each.platformOrderId)).toEqual([whole.orderId]);
    expect(page?.unreadable).toEqual([]);
  });

  it('a span holds what changed in it, and an old order that changed again', async () => {
    const old = await world().order({ lines: ONE, paid: false });
    await world().order({ lines: ONE });
    const from = world().now() + 1000;
    await world().markPaid(old.orderId);
    const to = world().now() + 1000;
    await world().order({ lines: ONE });
    expect(names(await list(from, to))).toEqual([old.orderId]);
    expect(names(await list(to + 3_600_000, to + 7_200_000))).toEqual([]);
  });
}

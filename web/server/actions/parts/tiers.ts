/** What an order changes of its shopper's tier, judged when all orders of the batch were. */
import { customerIdsOf } from '../../store/shoppers.ts';
import { ask } from '../desk.ts';
import type { OpenPart, OrderPart } from '../orderParts.ts';
import { countedNow } from '../seeTiers.ts';
import { haveTiers, openTiers } from '../settleTiers.ts';
import type { StoredOrder } from '../../store/orders.ts';

const NONE: OpenPart = { judge: () => {}, close: () => Promise.resolve() };

export const tiers: OrderPart = {
  expect: (tx, { byOrder }) =>
    Promise.resolve({
      shopperIds: [],
      open: async (desk) => {
        if (!haveTiers(desk.versions)) return NONE;
        const buyers = new Set([...byOrder.values()].flatMap((shopperId) => shopperId ?? []));
        const open = await openTiers(tx, desk, [...buyers]);
        const orders: StoredOrder[] = [];
        return {
          judge: (order) => void orders.push(order),
          settle: () => {
            if (!desk.tierPasts) return;
            const inHand = [...orders, ...(desk.later ?? [])];
            const mine = new Set(orders.flatMap(({ shopperId }) => shopperId ?? []));
            open.settle(mine, countedNow(desk.tierPasts, inHand, desk.versions));
          },
          close: async () => {
            const named = await customerIdsOf(tx, desk.shop.shopId, await open.save());
            for (const shopperId of named.keys()) ask(desk, 'shopperCard', shopperId);
          },
        };
      },
    }),
};

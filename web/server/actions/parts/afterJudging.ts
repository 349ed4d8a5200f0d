/** A part that needs nothing before the locks: it hears which orders were judged, and writes once. */
import type { OrderFacts } from '../../domain/orderFacts.ts';
import type { StoredOrder } from '../../store/orders.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Desk } from '../desk.ts';
import type { OrderPart } from '../orderParts.ts';

export type Judged = { order: StoredOrder; facts: OrderFacts };

export const afterJudging = (
  settle: (tx: Tx, desk: Desk, judged: readonly Judged[]) => Promise<void>,
): OrderPart => ({
  expect: (tx) =>
    Promise.resolve({
      shopperIds: [],
      open: (desk) => {
        const judged: Judged[] = [];
        return Promise.resolve({
          judge: (order, facts) => void judged.push({ order, facts }),
          close: () => settle(tx, desk, judged),
        });
      },
    }),
});

/**
 * Points of actions are not spent before their shopper has paid for an order: once one is paid, the
 * clock knows when they become available. Paid stays paid, whatever is refunded later, so it makes no
 * difference in which order that is heard of (decision 0026).
 */
import { releaseActions } from '../../store/actions.ts';
import type { OrderPart } from '../orderParts.ts';

export const paidFirst: OrderPart = {
  expect: (tx) =>
    Promise.resolve({
      shopperIds: [],
      open: (desk) => {
        const buyers = new Set<string>();
        return Promise.resolve({
          judge: ({ shopperId }, { scalars }) => {
            if (shopperId !== null && scalars?.paid && !scalars.test) buyers.add(shopperId);
          },
          close: () => {
            const rules = desk.versions.some(
              ({ program }) => program.rules?.length || program.tiers,
            );
            if (rules) releaseActions(tx, [...buyers].sort());
            return Promise.resolve();
          },
        });
      },
    }),
};

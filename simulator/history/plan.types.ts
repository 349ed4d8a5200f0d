/** A shop's past before it has happened: what will be done to the shop, and when. */
import type { BasketLine } from './baskets.ts';
import type { PlannedShopper } from './people.ts';

export type PlannedBuyer =
  | { kind: 'shopper'; shopper: PlannedShopper }
  | { kind: 'known'; customerId: string }
  | { kind: 'nobody' };

export type PlannedOrder = {
  /** Names the order within its history. */
  key: string;
  buyer: PlannedBuyer;
  lines: readonly BasketLine[];
  code: string | null;
  source: 'web' | 'pos';
  paid: boolean;
  landingSite: string | null;
};

/** `at` in ms, whole seconds. `line` is a position in the order. */
export type PlannedEvent = { at: number } & (
  | { kind: 'join'; shopper: PlannedShopper }
  | { kind: 'order'; order: PlannedOrder }
  | { kind: 'paid'; key: string }
  | {
      kind: 'refund';
      key: string;
      lines: readonly { line: number; quantity: number }[];
      shipping: boolean;
      /** Money without lines: this part of the order's goods. */
      part: number | null;
    }
  | { kind: 'edit'; key: string; line: number; quantity: number }
  | { kind: 'cancel'; key: string }
);

/** An order of somebody the shop knows by name already. */
export type KnownPast = {
  customerId: string;
  /** 1: yesterday at noon. */
  daysAgo: number;
  lines: readonly BasketLine[];
};

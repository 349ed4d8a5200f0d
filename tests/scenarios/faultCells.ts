/**
 * Every operation that we send, failing in every way. A cell is one operation and one way to fail; its
 * story is told with the real server, worker and store, and then time passes until nothing is due.
 */
import { expect } from 'vitest';
import type { ApiFault, FaultMode } from '../../simulator/adminApi/faults.ts';
import type { Home } from '../../web/contract/merchant.ts';
import { DAY, MINUTE, SHOP } from '../world.ts';
import type { World } from '../world.ts';

/** What a call that writes can meet. */
export const WRITE_MODES = [
  'timeoutBefore',
  'timeoutAfter',
  'resetBefore',
  'resetAfter',
  'cutOffBefore',
  'cutOffAfter',
  'throttled',
  '429',
  '500',
  '502After',
  'userError',
  'dataAndErrors',
] as const satisfies readonly FaultMode[];

/** What a call that only reads can meet: an effect is nothing to it. */
export const READ_MODES = [
  'timeoutBefore',
  'resetBefore',
  'cutOffAfter',
  'throttled',
  '429',
  '500',
  'dataAndErrors',
] as const satisfies readonly FaultMode[];

/** Reads are asked again at once, so that only the third failure in a row is one. */
const READ_TIMES = 3;
const AT_ONCE = new Set<FaultMode>(['resetBefore', 'cutOffAfter', '500', 'dataAndErrors']);

export type Cell = { operation: string; mode: FaultMode; faults: ApiFault[] };

const fault = (operation: string, mode: FaultMode, times = 1): ApiFault => ({
  field: '*',
  operation,
  mode,
  times,
});

/** Cells of a call that writes; `more` are ways of its own to fail. */
export const writing = (
  operation: string,
  more: readonly FaultMode[] = [],
  before: readonly ApiFault[] = [],
): Cell[] =>
  [...WRITE_MODES, ...more].map((mode) => ({
    operation,
    mode,
    faults: [...before, fault(operation, mode)],
  }));

/** Cells of a call that only reads; `before` is what must fail so that it is sent at all. */
export const reading = (operation: string, before: readonly ApiFault[] = []): Cell[] =>
  READ_MODES.map((mode) => ({
    operation,
    mode,
    faults: [...before, fault(operation, mode, AT_ONCE.has(mode) ? READ_TIMES : 1)],
  }));

export const lost = (operation: string, mode: FaultMode = 'resetAfter'): ApiFault =>
  fault(operation, mode);

export const nameOf = ({ operation, mode }: Cell): string => `${operation}: ${mode}`;

/** Nothing comes of waiting for these: only the app's own deadline ends them. */
const ENDLESS = new Set<FaultMode>([
  'timeoutBefore',
  'timeoutAfter',
  'jobStalls',
  'jobStallsBefore',
]);
export const isEndless = (faults: readonly ApiFault[]): boolean =>
  faults.some(({ mode }) => ENDLESS.has(mode));

/** Tells one cell's story until each of its faults has struck, while time passes a little. */
export function strike(world: World, cell: Cell, act: () => Promise<unknown>): Promise<void> {
  const tell = () => tellUntilStruck(world, cell, act);
  return isEndless(cell.faults) ? world.impatient(tell) : tell();
}

async function tellUntilStruck(world: World, cell: Cell, act: () => Promise<unknown>) {
  const enough = () => world.sim.api.struck() >= cell.faults.length;
  world.sim.api.faults(cell.faults);
  await act();
  for (let n = 0; n < 12 && !enough(); n += 1) await world.pass(MINUTE);
  if (!enough()) throw new Error(`${nameOf(cell)} did not strike: it is not sent any more`);
  world.sim.api.faults([]);
}

const HOUR = 60 * MINUTE;

/** Nothing fails any more. Time passes, a person asks for what was set aside, and time passes. */
export async function letTimePass(world: World): Promise<void> {
  world.sim.api.faults([]);
  for (let hours = 0; hours < 2; hours += 1) await world.pass(HOUR);
  const home = await world.api<Home>('GET', '/api/home');
  for (const { id } of home.body.parked) await world.api('POST', `/api/parked/${id}/retry`);
  for (let hours = 0; hours < 2; hours += 1) await world.pass(HOUR);
}

/** No delivery of this kind waits or was given up. */
export async function expectNothingLeft(world: World, kinds: readonly string[]): Promise<void> {
  const { rows } = await world.owner.query(
    `select kind, key, state, reason from deliveries where state <> 'done' and kind = any($1)`,
    [kinds],
  );
  expect(rows).toEqual([]);
}

export const mugIn = (world: World): string => {
  const found = world.sim.commerce
    .products(SHOP)
    .find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  return found?.variants[0]?.id ?? '';
};

/** Whether a shopper could use a code for ten mugs now: the platform's word. */
export const works = (world: World, code: string): boolean =>
  world.sim.commerce.priceCart(SHOP, {
    lines: [{ variantId: mugIn(world), quantity: 10 }],
    codes: [code],
    customerId: null,
  }).codes[0]?.applicable ?? false;

/** Fresh shoppers with 480 points each to spend. */
export async function richShoppers(world: World, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => {
    const { id } = world.sim.commerce.createCustomer(SHOP, {
      email: `${crypto.randomUUID()}@example.com`,
      phone: null,
      firstName: 'A',
      lastName: 'B',
    });
    world.sim.commerce.placeOrder(SHOP, {
      cart: { lines: [{ variantId: mugIn(world), quantity: 4 }], codes: [], customerId: id },
      buyer: { kind: 'customer', customerId: id },
      source: 'web',
      paid: true,
      test: false,
    });
    return id;
  });
  await world.settle();
  await world.pass(15 * DAY);
  return ids;
}

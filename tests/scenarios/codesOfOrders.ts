/** Codes that come with orders, while the platform's calls for them fail. */
import type { SimOrderSummary } from '../../simulator/types.ts';
import { SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { letTimePass, mugIn, strike, works } from './faultCells.ts';
import type { Cell } from './faultCells.ts';
import { newBuyer, refundAll } from './nextOrderWorld.ts';

/** Somebody new buys two mugs; the shop's message is on its way. */
export function orderOfTwo(world: World): SimOrderSummary {
  const { id } = newBuyer(world);
  return world.sim.commerce.placeOrder(SHOP, {
    cart: { lines: [{ variantId: mugIn(world), quantity: 2 }], codes: [], customerId: id },
    buyer: { kind: 'customer', customerId: id },
    source: 'web',
    paid: true,
    test: false,
  });
}

export type CodeRow = { status: string; code: string | null; reason: string | null };

/** How a code stands here, and whether the shop takes it. */
export function endOfCode(world: World, row: CodeRow | null | undefined): string {
  const alive = works(world, row?.code ?? '') ? 'works' : 'dead';
  return `${row?.status}, ${alive}${row?.status === 'refused' && !row.reason ? ', why?' : ''}`;
}

/** What may become of a code whose making failed like this. */
export function endsOf({ mode }: Cell): string[] {
  const surely = mode === 'userError' || mode === 'bulkCodeFails';
  return surely ? ['open, works', 'refused, dead'] : ['open, works'];
}

/** An order for each cell while codes are made, and one for each while they are taken back. */
export async function codesUnderFaults(
  world: World,
  { cells, taken }: { cells: readonly Cell[]; taken: readonly Cell[] },
): Promise<{ given: SimOrderSummary[]; undone: SimOrderSummary[] }> {
  const given: SimOrderSummary[] = [];
  for (const cell of cells) {
    await strike(world, cell, async () => {
      given.push(orderOfTwo(world));
      await world.settle();
    });
  }
  const undone = taken.map(() => orderOfTwo(world));
  await letTimePass(world);
  for (const [n, cell] of taken.entries()) {
    const placed = undone[n];
    await strike(world, cell, async () => {
      if (placed) refundAll(world, placed);
      await world.settle();
    });
  }
  await letTimePass(world);
  return { given, undone };
}

/**
 * Redeeming and putting back, with every call of them failing in every way: a code that is open works
 * at the shop and its points are spent; one that is not does not, and its points are back, with a reason.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aProgram, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import {
  expectNothingLeft,
  letTimePass,
  lost,
  mugIn,
  nameOf,
  reading,
  richShoppers,
  strike,
  works,
  writing,
} from './faultCells.ts';
import type { Cell } from './faultCells.ts';
import { people } from './friends.ts';

const PRICE = 300;
const WEALTH = 480;

type Kind = 'amountOff' | 'freeShipping' | 'mugs';

/** Rewards of the same price and of terms of their own, so that each has its own parent. */
const rewards = (count: number, kind: Kind, mugs = '') =>
  Array.from({ length: count }, (_, n) => ({
    id: `own-${n}`,
    points: PRICE,
    value: {
      amountOff: { kind: 'amountOff' as const, amountMinor: 200 + n },
      freeShipping: { kind: 'freeShipping' as const },
      mugs: {
        kind: 'amountOff' as const,
        amountMinor: 200 + n,
        only: { items: [mugs], name: 'Mugs' },
      },
    }[kind],
    minimumMinor: 3000 + n,
    combinesWith: { order: true, product: true, shipping: false },
    codeDays: 30,
  }));

type Redemption = { code: string; status: string; reason: string | null };

async function redemptionOf(world: World, id: string): Promise<Redemption> {
  const { rows } = await world.owner.query<Redemption>(
    'select code, status, reason from redemptions where redemption_id = $1',
    [id],
  );
  return rows[0] ?? { code: '', status: 'none', reason: null };
}

/** How it ended, in words: anything else than one of these is wrong. */
async function endOf(world: World, customerId: string, id: string): Promise<string> {
  const { code, status, reason } = await redemptionOf(world, id);
  const alive = works(world, code) ? 'works' : 'dead';
  const { available, held } = await balanceOf(world, customerId);
  const why = status === 'refused' ? (reason ? ', with a reason' : ', without a reason') : '';
  return `${status}, ${alive}, ${available} + ${held}${why}`;
}
const OPEN = `open, works, ${WEALTH - PRICE} + 0`;
const REFUSED = `refused, dead, ${WEALTH} + 0, with a reason`;
const CANCELLED = `cancelled, dead, ${WEALTH} + 0`;

/** Only what surely did nothing may be refused: these modes, of calls that write. */
const mayRefuse = (cell: Cell): boolean =>
  ['userError', 'bulkCodeFails'].includes(cell.mode) ||
  cell.faults.some(({ mode }) => mode === 'userError');

async function redeemUnder(kind: Kind, own: boolean, cells: readonly Cell[]) {
  const world = await startWorld({ program: null, simulator: { jobDelayMs: 10 } });
  const mug = world.sim.commerce
    .products(SHOP)
    .find(({ variants }) => variants.some(({ id }) => id === mugIn(world)));
  const program = aProgram({
    rewards: rewards(own ? cells.length : 1, kind, `product:${mug?.id}`),
  });
  await people(world).publish(program, 0);
  const shoppers = await richShoppers(world, cells.length);
  const ids = cells.map(() => crypto.randomUUID());
  for (const [n, cell] of cells.entries()) {
    const reward = program.rewards[n % program.rewards.length]?.id ?? '';
    const shopper = world.shopper(shoppers[n] ?? '');
    await strike(world, cell, () => shopper.redeem(reward, PRICE, ids[n]));
  }
  await letTimePass(world);
  return { world, endAt: (n: number) => endOf(world, shoppers[n] ?? '', ids[n] ?? '') };
}

const ADD_CELLS = [
  ...writing('AddCodes', ['bulkCodeFails', 'jobStalls', 'jobStallsBefore']),
  ...reading('PollCreation'),
  ...reading('ReadCreation'),
  ...reading('FindCode', [lost('AddCodes')]),
];
const GROUPS: [name: string, kind: Kind, own: boolean, cells: Cell[]][] = [
  ['codes of one parent', 'amountOff', false, ADD_CELLS],
  [
    'parents that take an amount off',
    'amountOff',
    true,
    [...writing('CreateAmountOff'), ...reading('FindParent', [lost('CreateAmountOff')])],
  ],
  ['parents of free shipping', 'freeShipping', true, writing('CreateFreeShipping')],
  ['parents of goods', 'mugs', true, reading('FindBoundParent', [lost('CreateAmountOff')])],
];

describe.each(GROUPS)('a reward taken while its calls fail: %s', (_, kind, own, cells) => {
  let world: World;
  let endAt: (n: number) => Promise<string>;
  beforeAll(async () => {
    ({ world, endAt } = await redeemUnder(kind, own, cells));
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const end = await endAt(n);
    expect(mayRefuse(cell) ? [OPEN, REFUSED] : [OPEN]).toContain(end);
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['settleCode', 'shopperCard']);
    await expectSoundBooks(world);
  });
});

describe('a code put back while its calls fail', () => {
  const cells = [
    ...reading('FindCode'),
    ...writing('DeleteCodes', ['jobStalls', 'jobStallsBefore']),
    ...reading('PollJob'),
    ...reading('FindParent'),
  ];
  let world: World;
  const ids = cells.map(() => crypto.randomUUID());
  let shoppers: string[] = [];
  beforeAll(async () => {
    world = await startWorld({
      program: aProgram({ rewards: rewards(1, 'amountOff') }),
      simulator: { jobDelayMs: 10 },
    });
    shoppers = await richShoppers(world, cells.length);
    for (const [n, customerId] of shoppers.entries()) {
      await world.shopper(customerId).redeem('own-0', PRICE, ids[n]);
    }
    await letTimePass(world);
    for (const [n, cell] of cells.entries()) {
      const shopper = world.shopper(shoppers[n] ?? '');
      await strike(world, cell, () => shopper.putBack(ids[n] ?? ''));
    }
    await letTimePass(world);
  }, 120_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), n] as const))('%s', async (_, n) => {
    expect(await endOf(world, shoppers[n] ?? '', ids[n] ?? '')).toBe(CANCELLED);
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['settleCode', 'shopperCard']);
    await expectSoundBooks(world);
  });
});

/**
 * What else we ask of a shop, with every call of it failing in every way: cards say what the books say,
 * an order that was contradicted is as the shop says, an install comes to its end, tokens are renewed.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, MINUTE, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import {
  expectNothingLeft,
  letTimePass,
  mugIn,
  nameOf,
  reading,
  richShoppers,
  strike,
  works,
  writing,
} from './faultCells.ts';
import type { Cell } from './faultCells.ts';
import { lastBody, tell } from './telling.ts';

const HOUR = 60 * MINUTE;

/** A new customer buys so many lines of a mug; each line is worth 120 points. */
function order(world: World, lines = 1): { customerId: string; orderId: string } {
  const { commerce } = world.sim;
  const { id: customerId } = commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName: 'A',
    lastName: 'B',
  });
  const line = { variantId: mugIn(world), quantity: 1 };
  const { id: orderId } = commerce.placeOrder(SHOP, {
    cart: { lines: Array.from({ length: lines }, () => line), codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid: true,
    test: false,
  });
  return { customerId, orderId };
}

const cardOf = (world: World, owner: string, namespace: string): unknown =>
  JSON.parse(world.sim.commerce.metafield(SHOP, owner, namespace, 'card') ?? 'null');

describe('a shopper’s card', () => {
  const cells = writing('WriteCards');
  let world: World;
  const customers: string[] = [];
  beforeAll(async () => {
    world = await startWorld();
    for (const cell of cells) {
      await strike(world, cell, async () => {
        customers.push(order(world).customerId);
        await world.settle();
      });
    }
    await letTimePass(world);
  }, 60_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), n] as const))('%s', (_, n) => {
    const owner = `gid://shopify/Customer/${customers[n]}`;
    expect(cardOf(world, owner, '$app:regulars')).toEqual({ available: 0, pending: 120 });
  });

  test('and nothing waits', () => expectNothingLeft(world, ['shopperCard', 'clubCard']));
});

describe('the club’s card', () => {
  const cells = reading('Installation');
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), cell, n] as const))('%s', async (_, cell, n) => {
    const [first] = aProgram().rewards;
    const program = aProgram({ rewards: first ? [{ ...first, points: 301 + n }] : [] });
    await strike(world, cell, async () => {
      await world.api('PUT', '/api/program', { baseVersion: n + 1, program });
      await world.settle();
    });
    await world.pass(HOUR);
    const { rows } = await world.owner.query<{ id: string }>(
      'select platform_shop_id as id from shops',
    );
    const card = cardOf(world, `gid://shopify/AppInstallation/${rows[0]?.id}1`, 'regulars');
    expect(card).toMatchObject({ rewards: [{ points: 301 + n }] });
    await expectNothingLeft(world, ['clubCard']);
  });
});

describe('an order whose messages contradict each other', () => {
  const cells: Cell[] = [
    ...reading('ReadOrder'),
    ...reading('ReadLines'),
    ...reading('ReadRefund'),
  ];
  let world: World;
  const orders: string[] = [];
  beforeAll(async () => {
    world = await startWorld();
    orders.push(...cells.map(() => order(world, 30).orderId));
    await world.pass(MINUTE);
    const others: string[] = [];
    for (const orderId of orders) {
      const lineId = world.sim.commerce.order(SHOP, orderId)?.lines[0]?.id ?? '';
      const lines = [{ lineId, quantity: 1 }];
      world.sim.commerce.refund(SHOP, { orderId, lines, shipping: false });
      others.push(lastBody(world, 'orders/updated').replaceAll('"24.00"', '"20.00"'));
    }
    await world.settle();
    for (const [n, cell] of cells.entries()) {
      await strike(world, cell, async () => {
        await tell(world, { topic: 'orders/updated', body: others[n] ?? '' });
        await world.settle();
      });
    }
    await letTimePass(world);
  }, 60_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell, n) => [nameOf(cell), n] as const))('%s', async (_, n) => {
    const { rows } = await world.owner.query<{ points: string }>(
      'select points from orders where platform_order_id = $1',
      [orders[n]],
    );
    expect(rows).toEqual([{ points: '3480' }]);
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['askOrder']);
    await expectSoundBooks(world);
  });
});

describe('a merchant who connects the shop again', () => {
  const oauth = ['timeoutBefore', 'timeoutAfter', '500', '502After', '503', 'cutOffAfter'] as const;
  const exchanged: Cell[] = oauth.map((mode) => ({
    operation: 'oauth',
    mode,
    faults: [{ field: 'oauth', mode }],
  }));
  const cells: Cell[] = [...exchanged, ...reading('ShopProfile'), ...writing('DefineCard')];
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  }, 60_000);
  afterAll(() => world?.stop());

  test.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', async (_, cell) => {
    world.sim.commerce.uninstall(SHOP);
    await world.settle();
    // While it fails the page says so; the merchant opens it once more.
    await strike(world, cell, async () => {
      const first = await world.api('GET', '/api/home');
      expect([200, 502, 503, 504]).toContain(first.status);
      await world.settle();
    });
    expect((await world.api('GET', '/api/home')).status).toBe(200);
  });

  test('and in the end nothing waits', async () => {
    await letTimePass(world);
    await expectNothingLeft(world, ['prepareShop', 'clubCard']);
  });
});

describe('a token that has to be renewed', () => {
  const modes = [
    'timeoutBefore',
    'timeoutAfter',
    'resetBefore',
    'resetAfter',
    'cutOffBefore',
    'cutOffAfter',
    '429',
    '500',
    '502After',
    '503',
  ] as const;
  let world: World;
  const ids = modes.map(() => crypto.randomUUID());
  beforeAll(async () => {
    world = await startWorld();
    const shoppers = await richShoppers(world, modes.length);
    for (const [n, mode] of modes.entries()) {
      const cell: Cell = { operation: 'oauth', mode, faults: [{ field: 'oauth', mode, times: 2 }] };
      // The access token ends meanwhile.
      await strike(world, cell, async () => {
        await world.pass(HOUR);
        await world.shopper(shoppers[n] ?? '').redeem('off-3', 300, ids[n]);
      });
    }
    await letTimePass(world);
  }, 60_000);
  afterAll(() => world?.stop());

  test.each(modes.map((mode, n) => [mode, n] as const))('oauth: %s', async (_, n) => {
    const { rows } = await world.owner.query<{ code: string; status: string }>(
      'select code, status from redemptions where redemption_id = $1',
      [ids[n]],
    );
    expect(rows[0]?.status).toBe('open');
    expect(works(world, rows[0]?.code ?? '')).toBe(true);
  });

  test('and the books are sound', () => expectSoundBooks(world));
});

describe('a parent that ends', () => {
  const cells = writing('EndParent');
  let world: World;
  const parents: string[] = [];
  const [first] = aProgram().rewards;
  /** Each cell's reward takes off an amount of its own, so that each has its own parent. */
  const from = (n: number) =>
    aProgram({
      rewards: cells.slice(n).map((_, i) => {
        if (!first) throw new Error('the program has no rewards');
        const value = { kind: 'amountOff' as const, amountMinor: 300 + n + i };
        return { ...first, id: `own-${n + i}`, value };
      }),
    });
  const parentCodes = async () =>
    (
      await world.owner.query<{ code: string }>(
        'select parent_code as code from parents where parent_id is not null',
      )
    ).rows.map(({ code }) => code);

  beforeAll(async () => {
    world = await startWorld({ program: from(0) });
    const shoppers = await richShoppers(world, cells.length);
    for (const [n, customerId] of shoppers.entries()) {
      const id = crypto.randomUUID();
      await world.shopper(customerId).redeem(`own-${n}`, 300, id);
      const made = (await parentCodes()).filter((code) => !parents.includes(code));
      parents.push(...made.filter((code) => works(world, code)));
      await world.shopper(customerId).putBack(id);
    }
    for (const [n, cell] of cells.entries()) {
      // Points are worth less without the reward, so that it goes 30 days later at the earliest.
      const effectiveFrom = new Date(world.sim.clock.now() + 31 * DAY).toISOString();
      const body = { baseVersion: n + 1, program: from(n + 1), effectiveFrom };
      const { status, text } = await world.api('PUT', '/api/program', body);
      if (status !== 200) throw new Error(text);
      await world.pass(31 * DAY + HOUR);
      await strike(world, cell, () => world.pass(25 * HOUR));
    }
    await letTimePass(world);
  }, 60_000);
  afterAll(() => world?.stop());

  test('of as many as there are ways to fail', () => expect(parents).toHaveLength(cells.length));

  test.each(cells.map((cell, n) => [nameOf(cell), n] as const))('%s', (_, n) => {
    expect(works(world, parents[n] ?? '')).toBe(false);
  });

  test('and nothing waits', () => expectNothingLeft(world, ['endParent', 'settleCode']));
});

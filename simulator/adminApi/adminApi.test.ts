import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { GraphQLAnswer, TestShop } from '../testShop.ts';
import { checkAccess, holds } from './access.ts';
import { makeThrottle } from './throttle.ts';

let shop: TestShop;
let token: string;
beforeAll(async () => {
  shop = await startTestShop({ throttle: { bucket: 1_000_000, restorePerSecond: 100 } });
});
afterAll(() => shop.stop());
beforeEach(async () => {
  token = await shop.install(); // the clock moves in some tests
});

const ask = (query: string, variables?: unknown) => shop.graphql(token, query, variables);
const codes = (answer: GraphQLAnswer) => answer.errors?.map((each) => each.extensions?.['code']);

describe('a query', () => {
  it('is checked against Shopify’s schema', async () => {
    const answer = await ask('mutation { discountCodeBulkAdd(id: 1) { job { id } } }');
    expect(answer.errors?.[0]?.message).toContain('discountRedeemCodeBulkAdd');
  });

  it('that asks for what the simulator lacks is told so by name', async () => {
    const answer = await ask('{ productsCount { count } }');
    expect(answer.errors?.[0]?.message).toContain('QueryRoot.productsCount');
  });

  it('tells its cost, and one above 1000 points is refused', async () => {
    const cheap = await ask(
      '{ customers(first: 5) { nodes { id defaultEmailAddress { emailAddress } } } }',
    );
    expect(cheap.extensions?.cost).toMatchObject({ requestedQueryCost: 10, actualQueryCost: 8 });
    const dear = await ask(
      '{ orders(first: 100) { nodes { id lineItems(first: 100) { nodes { id } } } } }',
    );
    expect(codes(dear)).toEqual(['MAX_COST_EXCEEDED']);
  });
});

describe('orders', () => {
  it('come in pages by updated_at and read as the webhook wrote them', async () => {
    const made = [1, 2, 3].map((n) => {
      shop.sim.clock.advance(1000);
      return shop.order({ 'linen-tea-towel': n }, { codes: n === 3 ? ['AUTUMN15'] : [] });
    });
    const page = (after: string | null) =>
      ask(
        `query ($after: String, $query: String) {
          orders(first: 2, after: $after, query: $query, sortKey: UPDATED_AT) {
            nodes { legacyResourceId discountCodes currentTotalPriceSet { shopMoney { amount } } }
            pageInfo { hasNextPage endCursor } } }`,
        { after, query: `updated_at:>='${new Date(made[0]?.updatedAt ?? 0).toISOString()}'` },
      );
    type Page = {
      nodes: { legacyResourceId: string; discountCodes: string[] }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    const first = (await page(null)).data?.['orders'] as Page;
    const second = (await page(first.pageInfo.endCursor)).data?.['orders'] as Page;
    const ids = [...first.nodes, ...second.nodes].map((each) => each.legacyResourceId);
    expect(ids).toEqual(made.map((each) => each.id));
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
    expect(second.nodes[0]?.discountCodes).toEqual(['AUTUMN15']);
  });

  it('older than 60 days need read_all_orders', async () => {
    const placedAt = shop.sim.clock.now() - 61 * 24 * 3_600_000;
    const old = shop.order({ 'salt-jar': 1 }, { placedAt });
    const answer = await ask(`{ order(id: "gid://shopify/Order/${old.id}") { id } }`);
    expect(answer.data).toEqual({ order: null });
  });
});

describe('scopes', () => {
  it('a write scope holds its read scope', () => {
    expect(holds(['write_orders'], 'read_orders')).toBe(true);
    expect(holds(['read_orders'], 'write_orders')).toBe(false);
    expect(typeof checkAccess).toBe('function');
  });

  it('are enforced field by field, in Shopify’s words', async () => {
    const poor = await startTestShop({
      appTomlPath: new URL('testdata/poor.app.toml', import.meta.url).pathname,
    });
    const poorToken = await poor.install();
    const answer = await poor.graphql(
      poorToken,
      '{ customer(id: "gid://shopify/Customer/1") { id } orders(first: 1) { nodes { id } } }',
    );
    expect(answer.data).toBeNull();
    expect(codes(answer)).toContain('ACCESS_DENIED');
    expect(answer.errors?.[0]?.message).toBe(
      'Access denied for customer field. Required access: `read_customers` access scope.',
    );
    await poor.stop();
  });
});

describe('throttling', () => {
  it('takes, restores with time and gives back', () => {
    let now = 0;
    const throttle = makeThrottle({ bucket: 100, restorePerSecond: 50 }, () => now);
    expect(throttle.take('a', 80)).toBe(true);
    expect(throttle.take('a', 21)).toBe(false);
    expect(throttle.take('b', 100)).toBe(true);
    throttle.giveBack('a', 1);
    expect(throttle.take('a', 21)).toBe(true);
    now += 500;
    expect(throttle.status('a')).toEqual({
      maximumAvailable: 100,
      currentlyAvailable: 25,
      restoreRate: 50,
    });
  });

  it('answers THROTTLED without data when the bucket is empty', async () => {
    const small = await startTestShop({ throttle: { bucket: 15, restorePerSecond: 0 } });
    const smallToken = await small.install();
    const mutate = () =>
      small.graphql(
        smallToken,
        'mutation { discountCodeDeactivate(id: "gid://shopify/DiscountCodeNode/1") { userErrors { code } } }',
      );
    expect((await mutate()).data).not.toBeNull();
    const second = await mutate();
    expect(codes(second)).toEqual(['THROTTLED']);
    expect(second.data).toBeUndefined();
    expect(second.extensions?.cost).toMatchObject({
      requestedQueryCost: 10,
      actualQueryCost: null,
      throttleStatus: { currentlyAvailable: 5 },
    });
    await small.stop();
  });
});

describe('metafields', () => {
  const set = (fields: readonly Record<string, unknown>[]) =>
    ask(
      `mutation ($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) {
        metafields { key namespace } userErrors { code elementIndex field } } }`,
      { m: fields },
    );
  const card = (more: Record<string, unknown> = {}) => {
    const customer = shop.sim.commerce.customers(DOMAIN)[0];
    return {
      ownerId: `gid://shopify/Customer/${customer?.id}`,
      namespace: '$app:regulars',
      key: 'card',
      type: 'json',
      value: '{"available":620}',
      ...more,
    };
  };

  it('are written under the app’s own namespace and read back by the storefront', async () => {
    const answer = await set([card()]);
    expect(answer.data?.['metafieldsSet']).toMatchObject({
      metafields: [{ key: 'card', namespace: 'app--test-key--regulars' }],
      userErrors: [],
    });
    const ownerId = card().ownerId;
    expect(shop.sim.commerce.metafield(DOMAIN, ownerId, '$app:regulars', 'card')).toBe(
      '{"available":620}',
    );
  });

  it.each([
    [{ value: '{' }, 'INVALID_VALUE'],
    [{ ownerId: 'gid://shopify/Customer/1' }, 'INVALID'],
    [{ type: undefined, key: 'fresh' }, 'BLANK'],
  ])('all or nothing: %j is %s', async (wrong, code) => {
    const answer = await set([card({ key: 'other' }), card(wrong)]);
    expect(answer.data?.['metafieldsSet']).toMatchObject({
      metafields: null,
      userErrors: [{ code, elementIndex: 1 }],
    });
    const ownerId = card().ownerId;
    expect(shop.sim.commerce.metafield(DOMAIN, ownerId, '$app:regulars', 'other')).toBeNull();
  });

  it('25 at most in a call', async () => {
    const answer = await set(Array.from({ length: 26 }, (_, n) => card({ key: `k${n}` })));
    expect(codes(answer)).toEqual(['MAX_INPUT_SIZE_EXCEEDED']);
  });
});

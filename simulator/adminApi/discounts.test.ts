import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';

let shop: TestShop;
let token: string;
beforeAll(async () => {
  shop = await startTestShop({ throttle: { bucket: 1_000_000, restorePerSecond: 100 } });
  token = await shop.install();
});
afterAll(() => shop.stop());
beforeEach(() => {
  void shop.post('/__sim/faults', { jobDelayMs: 0, api: [] });
});

const terms = (more: Record<string, unknown> = {}) => ({
  title: '5 off',
  code: 'PARENT-1',
  startsAt: '2026-01-01T00:00:00Z',
  usageLimit: 1,
  context: { all: 'ALL' },
  combinesWith: { shippingDiscounts: true },
  customerGets: {
    items: { all: true },
    value: { discountAmount: { amount: '5.00', appliesOnEachItem: false } },
  },
  minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: '25.00' } },
  ...more,
});

type Errors = { field: string[]; code: string }[];
async function create(more: Record<string, unknown> = {}): Promise<{ id: string; errors: Errors }> {
  const answer = await shop.graphql(
    token,
    `mutation ($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) {
      codeDiscountNode { id } userErrors { field code } } }`,
    { d: terms(more) },
  );
  const payload = answer.data?.['discountCodeBasicCreate'] as {
    codeDiscountNode: { id: string } | null;
    userErrors: Errors;
  };
  return { id: payload.codeDiscountNode?.id ?? '', errors: payload.userErrors };
}

async function add(discountId: string, codes: readonly string[]): Promise<string> {
  const answer = await shop.graphql(
    token,
    `mutation ($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
      discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
        bulkCreation { id } userErrors { code } } }`,
    { id: discountId, codes: codes.map((code) => ({ code })) },
  );
  const payload = answer.data?.['discountRedeemCodeBulkAdd'] as {
    bulkCreation: { id: string };
  };
  return payload.bulkCreation.id;
}

async function bulkCreation(id: string): Promise<Record<string, unknown>> {
  const answer = await shop.graphql(
    token,
    `query ($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done importedCount failedCount
      codes(first: 250) { nodes { code discountRedeemCode { id } errors { code } } } } }`,
    { id },
  );
  return answer.data?.['discountRedeemCodeBulkCreation'] as Record<string, unknown>;
}

async function find(code: string): Promise<Record<string, unknown> | null> {
  const answer = await shop.graphql(
    token,
    `query ($code: String!, $search: String) { codeDiscountNodeByCode(code: $code) { id codeDiscount {
      ... on DiscountCodeBasic { status codes(first: 1, query: $search) { nodes { id code asyncUsageCount } } } } } }`,
    { code, search: `code:${code}` },
  );
  return answer.data?.['codeDiscountNodeByCode'] as Record<string, unknown> | null;
}

async function remove(discountId: string, code: string): Promise<string> {
  const answer = await shop.graphql(
    token,
    `mutation ($id: ID!, $search: String) {
      discountCodeRedeemCodeBulkDelete(discountId: $id, search: $search) {
        job { id done } userErrors { code } } }`,
    { id: discountId, search: `code:${code}` },
  );
  const payload = answer.data?.['discountCodeRedeemCodeBulkDelete'] as { job: { id: string } };
  return payload.job.id;
}

async function jobDone(id: string): Promise<boolean> {
  const query = 'query ($id: ID!) { job(id: $id) { done } }';
  const answer = await shop.graphql(token, query, { id });
  return (answer.data?.['job'] as { done: boolean } | undefined)?.done ?? false;
}

const applies = (code: string) =>
  shop.sim.commerce.priceCart(DOMAIN, {
    lines: [{ variantId: shop.variant('supper-plate'), quantity: 1 }],
    codes: [code],
    customerId: null,
  }).codes[0];

describe('creating a parent', () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ['a taken code', { code: 'autumn15' }, 'code', 'TAKEN'],
    ['no code', { code: ' ' }, 'code', 'BLANK'],
    ['no title', { title: '' }, 'title', 'BLANK'],
    ['no buyers', { context: null }, 'context', 'BLANK'],
    [
      'an end before the start',
      { endsAt: '2025-12-31T00:00:00Z' },
      'endsAt',
      'END_DATE_BEFORE_START_DATE',
    ],
    ['no uses', { usageLimit: 0 }, 'usageLimit', 'GREATER_THAN'],
    [
      'more than everything off',
      { customerGets: { items: { all: true }, value: { percentage: 1.2 } } },
      'percentage',
      'VALUE_OUTSIDE_RANGE',
    ],
  ])('refuses %s', async (_what, more, field, code) => {
    const { errors } = await create({ code: 'NEW-1', ...more });
    expect(errors.map((each) => [each.field.at(-1), each.code])).toEqual([[field, code]]);
  });

  it('refuses free shipping that combines with shipping discounts', async () => {
    const answer = await shop.graphql(
      token,
      `mutation ($d: DiscountCodeFreeShippingInput!) {
        discountCodeFreeShippingCreate(freeShippingCodeDiscount: $d) { userErrors { code } } }`,
      {
        d: {
          title: 'Free shipping',
          code: 'FS-1',
          startsAt: '2026-01-01T00:00:00Z',
          context: { all: 'ALL' },
          combinesWith: { shippingDiscounts: true },
        },
      },
    );
    expect(answer.data?.['discountCodeFreeShippingCreate']).toEqual({
      userErrors: [{ code: 'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS' }],
    });
  });
});

describe('codes of a parent', () => {
  it('are added in the background; each tells how it went; each is used once', async () => {
    const { id } = await create({ code: 'PARENT-A' });
    await shop.post('/__sim/faults', { jobDelayMs: 40 });
    const job = await add(id, ['RG-AAAA', 'AUTUMN15', 'RG-BBBB']);
    expect(applies('RG-AAAA')?.reason).toBe('unknown');
    await vi.waitUntil(async () => (await bulkCreation(job))['done'] === true);
    expect(await bulkCreation(job)).toMatchObject({
      importedCount: 2,
      failedCount: 1,
      codes: {
        nodes: [
          { code: 'RG-AAAA', errors: [] },
          { code: 'AUTUMN15', discountRedeemCode: null, errors: [{ code: 'TAKEN' }] },
          { code: 'RG-BBBB', errors: [] },
        ],
      },
    });
    shop.order({ 'supper-plate': 1 }, { codes: ['rg-aaaa'] });
    expect(applies('RG-AAAA')).toMatchObject({ applicable: false, reason: 'used' });
    expect(applies('RG-BBBB')).toMatchObject({ applicable: true, amountMinor: 500 });
    expect(await find('rg-aaaa')).toMatchObject({
      id,
      codeDiscount: { codes: { nodes: [{ code: 'RG-AAAA', asyncUsageCount: 1 }] } },
    });
  });

  it('stay used when their order is cancelled', async () => {
    const { id } = await create({ code: 'PARENT-B' });
    await add(id, ['RG-CCCC']);
    const order = shop.order({ 'supper-plate': 1 }, { codes: ['RG-CCCC'] });
    shop.sim.commerce.cancel(DOMAIN, order.id, { refund: true });
    expect(applies('RG-CCCC')?.reason).toBe('used');
  });

  it('are deleted in the background, and one used in the gap is honoured', async () => {
    const { id } = await create({ code: 'PARENT-C' });
    await add(id, ['RG-DDDD']);
    await shop.post('/__sim/faults', { jobDelayMs: 40 });
    const job = await remove(id, 'RG-DDDD');
    expect(await jobDone(job)).toBe(false);
    const order = shop.order({ 'supper-plate': 1 }, { codes: ['RG-DDDD'] });
    expect(order.codes).toEqual(['RG-DDDD']);
    await vi.waitUntil(() => jobDone(job));
    expect(await find('RG-DDDD')).toBeNull();
  });

  it('end with their parent', async () => {
    const { id } = await create({ code: 'PARENT-D' });
    await add(id, ['RG-EEEE']);
    await shop.graphql(
      token,
      'mutation ($id: ID!) { discountCodeDeactivate(id: $id) { userErrors { code } } }',
      { id },
    );
    expect(applies('RG-EEEE')?.reason).toBe('ended');
    expect(await find('RG-EEEE')).toMatchObject({ codeDiscount: { status: 'EXPIRED' } });
  });

  it('come 250 at most in a call', async () => {
    const { id } = await create({ code: 'PARENT-E' });
    const codes = Array.from({ length: 251 }, (_, n) => ({ code: `X${n}` }));
    const answer = await shop.graphql(
      token,
      `mutation ($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
        discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) { userErrors { code } } }`,
      { id, codes },
    );
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('MAX_INPUT_SIZE_EXCEEDED');
  });
});

describe('faults on demand', () => {
  const fail = (mode: string, times = 1) =>
    shop.post('/__sim/faults', { api: [{ field: 'discountCodeBasicCreate', mode, times }] });
  const status = async (signal?: AbortSignal) =>
    fetch(`${shop.sim.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: { 'x-sim-shop': DOMAIN, 'X-Shopify-Access-Token': token },
      body: JSON.stringify({
        query: `mutation ($d: DiscountCodeBasicInput!) {
          discountCodeBasicCreate(basicCodeDiscount: $d) { codeDiscountNode { id } } }`,
        variables: { d: terms({ code: 'FAULTY' }) },
      }),
      ...(signal ? { signal } : {}),
    }).then((response) => response.status);

  it('refuses, throttles and breaks, without an effect', async () => {
    await fail('userError');
    expect((await create({ code: 'FAULTY' })).errors[0]?.code).toBe('INTERNAL_ERROR');
    await fail('500');
    expect(await status()).toBe(500);
    expect(await find('FAULTY')).toBeNull();
  });

  it('a lost request has no effect, a lost answer has one', async () => {
    await fail('timeoutBefore');
    await expect(status(AbortSignal.timeout(50))).rejects.toThrow('timeout');
    expect(await find('FAULTY')).toBeNull();
    await fail('timeoutAfter');
    await expect(status(AbortSignal.timeout(200))).rejects.toThrow('timeout');
    expect(await find('FAULTY')).not.toBeNull();
  });
});

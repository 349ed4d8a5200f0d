/** Every way a call of the Admin API can be told to go wrong, as its caller sees it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';
import { FAULT_MODES, makeApiFaults } from './faults.ts';
import type { FaultMode } from './faults.ts';

let shop: TestShop;
let token: string;
let parentId: string;
beforeAll(async () => {
  shop = await startTestShop({ jobDelayMs: 0 });
  token = await shop.install();
  const made = await shop.graphql(
    token,
    `mutation { made: discountCodeBasicCreate(basicCodeDiscount: {
      title: "Parent", code: "PARENT", startsAt: "2026-01-01T00:00:00Z", context: { all: ALL },
      customerGets: { value: { percentage: 0.1 }, items: { all: true } } }) {
      codeDiscountNode { id } userErrors { code } } }`,
  );
  const { id } = (made.data as { made: { codeDiscountNode: { id: string } } }).made
    .codeDiscountNode;
  parentId = id;
});
afterAll(() => shop.stop());
beforeEach(() => shop.sim.api.faults([]));

const ADD = `mutation Add($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
  added: discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
    bulkCreation { id } userErrors { code } } }`;

/** Adds codes; answers the status and the text, or what broke. */
async function add(codes: readonly string[]): Promise<string> {
  try {
    const response = await fetch(`${shop.sim.url}/admin/api/2026-07/graphql.json`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-sim-shop': 'northday.myshopify.com',
        'x-shopify-access-token': token,
      },
      body: JSON.stringify({
        query: ADD,
        variables: { id: parentId, codes: codes.map((code) => ({ code })) },
      }),
      signal: AbortSignal.timeout(150),
    });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? 'silence' : 'broken';
  }
}

async function exists(code: string): Promise<boolean> {
  const found = await shop.graphql(
    token,
    `{ node: codeDiscountNodeByCode(code: "${code}") { id } }`,
  );
  return (found.data as { node: unknown }).node !== null;
}

const SEEN: Readonly<Record<FaultMode, [seen: RegExp, effect: boolean]>> = {
  timeoutBefore: [/^silence$/, false],
  timeoutAfter: [/^silence$/, true],
  resetBefore: [/^broken$/, false],
  resetAfter: [/^broken$/, true],
  cutOffBefore: [/^broken$/, false],
  cutOffAfter: [/^broken$/, true],
  throttled: [/^200 .*THROTTLED/, false],
  '429': [/^429 /, false],
  '500': [/^500 /, false],
  '502': [/^502 /, false],
  '502After': [/^502 /, true],
  '503': [/^503 /, false],
  userError: [/^200 .*INTERNAL_ERROR/, false],
  dataAndErrors: [/^200 .*"added":null.*INTERNAL_SERVER_ERROR/, false],
  bulkCodeFails: [/^200 .*"bulkCreation":{"id"/, false],
  jobStalls: [/^200 .*"bulkCreation":{"id"/, true],
  jobStallsBefore: [/^200 .*"bulkCreation":{"id"/, false],
};

describe('a call that was told to fail', () => {
  it.each(FAULT_MODES)('%s', async (mode) => {
    const [seen, effect] = SEEN[mode];
    const code = `CODE-${mode}`;
    shop.sim.api.faults([{ field: 'discountRedeemCodeBulkAdd', mode }]);
    expect(await add([code])).toMatch(seen);
    expect(shop.sim.api.struck()).toBe(1);
    expect(await exists(code)).toBe(effect);
  });

  it('says of one code in many that it was not imported, and imports the others', async () => {
    shop.sim.api.faults([{ field: '*', operation: 'Add', mode: 'bulkCodeFails' }]);
    const answer = await add(['M1', 'M2', 'M3']);
    const id = /gid:[^"]+/.exec(answer)?.[0] ?? '';
    const read = await shop.graphql(
      token,
      `{ made: discountRedeemCodeBulkCreation(id: "${id}") { done importedCount failedCount
        codes(first: 5) { nodes { code errors { code } } } } }`,
    );
    expect(read.data).toMatchObject({
      made: { done: true, importedCount: 2, failedCount: 1 },
    });
    expect(await Promise.all(['M1', 'M2', 'M3'].map(exists))).toEqual([true, false, true]);
  });

  it('never says that a stalled job is done', async () => {
    shop.sim.api.faults([{ field: '*', operation: 'Add', mode: 'jobStalls' }]);
    const id = /gid:[^"]+/.exec(await add(['S1']))?.[0] ?? '';
    const read = await shop.graphql(
      token,
      `{ made: discountRedeemCodeBulkCreation(id: "${id}") { done } }`,
    );
    expect(read.data).toEqual({ made: { done: false } });
  });
});

describe('a schedule', () => {
  const call = (name: string) => ({ fields: ['orders'], operation: name });

  it('strikes every nth call it concerns, for ever or a number of times', () => {
    const faults = makeApiFaults();
    faults.set([{ field: 'orders', mode: '500', every: 3 }]);
    const struck = Array.from({ length: 7 }, () => faults.take(call('A')) !== null);
    expect(struck).toEqual([false, false, true, false, false, true, false]);
    faults.set([{ field: 'orders', mode: '500', every: 2, times: 1 }]);
    expect(Array.from({ length: 5 }, () => faults.take(call('A')) !== null)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
    expect(faults.struck()).toBe(1);
  });

  it('tells operations on one field apart', () => {
    const faults = makeApiFaults();
    faults.set([{ field: '*', operation: 'B', mode: '500' }]);
    expect(faults.take(call('A'))).toBeNull();
    expect(faults.take(call('B'))?.mode).toBe('500');
    expect(faults.take(call('B'))).toBeNull();
  });
});

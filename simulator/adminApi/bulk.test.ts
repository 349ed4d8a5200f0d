/** Bulk operations over orders, and their files. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DOMAIN, startTestShop } from '../testShop.ts';
import type { TestShop } from '../testShop.ts';
import { adminSchema } from './schema.ts';

const ORDERS = `{ orders { edges { node {
  id name
  refunds { id }
  shippingLines { edges { node { id title } } }
  lineItems { edges { node { id quantity taxLines { title } } } }
} } } }`;

type Operation = Record<'id' | 'status' | 'objectCount' | 'rootObjectCount', string> &
  Record<'url' | 'errorCode' | 'fileSize' | 'partialDataUrl', string | null>;
type Payload = { bulkOperation: { id: string } | null; userErrors: Record<string, unknown>[] };

beforeAll(() => void adminSchema());

let shop: TestShop;
let token: string;
beforeEach(async () => {
  shop = await startTestShop();
  token = await shop.install();
});
afterEach(() => shop.stop());

async function start(query: string, groupObjects = true): Promise<Payload> {
  const answer = await shop.graphql(
    token,
    `mutation ($query: String!, $groupObjects: Boolean!) {
      run: bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
        bulkOperation { id status }
        userErrors { field message code }
      }
    }`,
    { query, groupObjects },
  );
  return answer.data?.['run'] as Payload;
}

async function look(id: string): Promise<Operation> {
  const answer = await shop.graphql(
    token,
    `query ($id: ID!) { found: bulkOperation(id: $id) {
      id status errorCode objectCount rootObjectCount fileSize url partialDataUrl
    } }`,
    { id },
  );
  return answer.data?.['found'] as Operation;
}

/** Looks until it is over. */
async function run(query = ORDERS, groupObjects = true): Promise<Operation> {
  const { bulkOperation } = await start(query, groupObjects);
  const id = bulkOperation?.id ?? '';
  await expect.poll(async () => (await look(id)).status).not.toBe('RUNNING');
  return look(id);
}

const bytes = async (url: string | null, range?: string) => {
  const answer = await fetch(url ?? '', { headers: range ? { Range: range } : {} });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
type Row = { id: string; name?: string; __parentId?: string };
const rows = (text: string): Row[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

describe('a bulk operation', () => {
  it('writes every order and every node of its connections as a line', async () => {
    const orders = [1, 2].map((n) => shop.order({ 'salt-jar': n, 'harbor-mug': 1 }));
    const operation = await run();
    expect(operation).toMatchObject({ status: 'COMPLETED', rootObjectCount: '2' });
    const { text, headers } = await bytes(operation.url);
    expect(headers.get('content-length')).toBe(operation.fileSize);
    const read = rows(text);
    expect(String(read.length)).toBe(operation.objectCount);
    const parents = orders.map(({ id }) => `gid://shopify/Order/${id}`);
    expect(read.filter((row) => !row.__parentId).map(({ id }) => id)).toEqual(parents);
    let parent = '';
    for (const row of read) {
      if (row.__parentId === undefined) parent = row.id;
      expect(row.__parentId ?? parent).toBe(parent);
    }
  });

  it('groups children under their parents only when asked', async () => {
    shop.order({ 'salt-jar': 1 });
    shop.order({ 'salt-jar': 1 });
    const read = rows((await bytes((await run(ORDERS, false)).url)).text);
    expect(read.map((row) => row.__parentId === undefined).slice(0, 2)).toEqual([true, true]);
  });

  it('has no file when there is nothing to tell', async () => {
    expect(await run()).toMatchObject({ status: 'COMPLETED', objectCount: '0', url: null });
  });

  it.each([
    ['{ shop { name } }', 'at least one connection'],
    ['{ orders { edges { node { name lineItems { edges { node { id } } } } } } }', "'id' field"],
    [
      '{ orders { edges { node { id refunds { refundLineItems { edges { node { quantity } } } } } } } }',
      'within a list field',
    ],
    ['{ orders { edges { node { idd } } } }', 'Cannot query field'],
    ['{ orders { edges { node { id } } } customers { edges { node { id } } } }', 'top level'],
  ])('refuses %s', async (query, message) => {
    const { bulkOperation, userErrors } = await start(query);
    expect(bulkOperation).toBeNull();
    expect(userErrors).toEqual([
      { field: ['query'], code: 'INVALID', message: expect.stringContaining(message) },
    ]);
  });

  it('runs five at a time and no more', async () => {
    shop.sim.bulk.trouble('hangs');
    for (let n = 0; n < 5; n++) expect((await start(ORDERS)).userErrors).toEqual([]);
    expect((await start(ORDERS)).userErrors[0]).toMatchObject({ code: 'LIMIT_REACHED' });
  });

  it('takes its time', async () => {
    await shop.post('/__sim/faults', { jobDelayMs: 60_000 });
    const { bulkOperation } = await start(ORDERS);
    expect(await look(bulkOperation?.id ?? '')).toMatchObject({ status: 'RUNNING', url: null });
  });

  it('of many orders works in pages, tells how far it is and leaves none out', async () => {
    shop.sim.webhooks.faults([{ mode: 'drop' }]);
    for (let n = 0; n < 260; n++) shop.order({ 'salt-jar': 1 });
    const operation = await run('{ orders { edges { node { id name } } } }');
    expect(operation).toMatchObject({ status: 'COMPLETED', rootObjectCount: '260' });
    const names = rows((await bytes(operation.url)).text).map(({ name }) => name);
    expect(new Set(names).size).toBe(260);
  });

  it('is denied what the app is not approved for', async () => {
    shop.order({ 'salt-jar': 1 });
    shop.sim.approve(DOMAIN, { protectedData: 1 });
    const denied = await run('{ orders { edges { node { id email } } } }');
    expect(denied).toMatchObject({ status: 'FAILED', errorCode: 'ACCESS_DENIED', url: null });
  });

  it('holds the last 60 days without read_all_orders', async () => {
    shop.order({ 'salt-jar': 1 }, { placedAt: shop.sim.clock.now() - 61 * 24 * 3_600_000 });
    expect(await run()).toMatchObject({ rootObjectCount: '0' });
    shop.sim.approve(DOMAIN, { readAllOrders: true });
    expect(await run()).toMatchObject({ rootObjectCount: '1' });
  });
});

describe('its file', () => {
  it('is read in ranges', async () => {
    shop.order({ 'salt-jar': 1 });
    const { url, fileSize } = await run();
    const all = (await bytes(url)).text;
    const rest = await bytes(url, 'bytes=10-');
    expect([rest.status, rest.text]).toEqual([206, all.slice(10)]);
    expect(rest.headers.get('content-range')).toBe(`bytes 10-${all.length - 1}/${all.length}`);
    expect((await bytes(url, 'bytes=10-19')).text).toBe(all.slice(10, 20));
    expect((await bytes(url, `bytes=${fileSize}-`)).status).toBe(416);
  });

  it('is there for seven days', async () => {
    shop.order({ 'salt-jar': 1 });
    const { url, id } = await run();
    shop.sim.clock.advance(7 * 24 * 3_600_000 - 1);
    expect((await bytes(url)).status).toBe(200);
    shop.sim.clock.advance(1);
    expect((await bytes(url)).status).toBe(400);
    token = await shop.install();
    expect(await look(id)).toMatchObject({ status: 'EXPIRED', url: null });
  });

  it('can be partial, end in the middle of a line, or break off', async () => {
    shop.order({ 'salt-jar': 1 });
    shop.sim.bulk.trouble('fails');
    const failed = await run();
    expect(failed).toMatchObject({ status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR' });
    expect((await bytes(failed.partialDataUrl)).status).toBe(200);
    shop.sim.bulk.trouble('truncated');
    expect((await bytes((await run()).url)).text.endsWith('\n')).toBe(false);
    await shop.post('/__sim/faults', { bulk: 'cutsOff' });
    const { url } = await run();
    await expect(bytes(url)).rejects.toThrow('terminated');
  });
});

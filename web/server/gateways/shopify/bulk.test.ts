/** A copy's file as a host serves it, with all that can be wrong with it. The wire is real. */
import { buildClientSchema, parse, validate } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrderPage } from '../platform.ts';
import { ordersQuery } from './bulk.ts';
import { isFileAddress } from './bulkFile.ts';
import { MOST_LINE_BYTES } from './bulkLines.ts';
import { call, data, shopifyAt, stage } from './stage.ts';

const bag = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } });
const gid = (type: string, n: number) => `gid://shopify/${type}/${n}`;

const order = (n: number, more: object = {}) => ({
  id: gid('Order', n),
  name: `#${n} é`,
  currencyCode: 'USD',
  createdAt: '2026-07-01T14:00:05Z',
  processedAt: '2026-07-01T14:00:00Z',
  updatedAt: '2026-07-03T14:00:01Z',
  cancelledAt: null,
  test: false,
  displayFinancialStatus: 'PAID',
  sourceName: 'web',
  purchasingEntity: null,
  taxesIncluded: false,
  email: null,
  phone: null,
  customer: null,
  totalPriceSet: bag('17.0'),
  totalTipReceivedSet: null,
  originalTotalDutiesSet: null,
  customAttributes: [],
  discountCodes: [],
  disputes: [],
  refunds: [],
  ...more,
});
const line = (n: number, of: number) => ({
  id: gid('LineItem', n),
  product: null,
  originalUnitPriceSet: bag('10.0'),
  quantity: 1,
  currentQuantity: 1,
  isGiftCard: false,
  discountAllocations: [],
  taxLines: [],
  __parentId: gid('Order', of),
});
const shipping = (n: number, of: number) => ({
  id: gid('ShippingLine', n),
  discountedPriceSet: bag('7.0'),
  __parentId: gid('Order', of),
});
const jsonl = (...rows: object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Serve = (bytes: Buffer, request: IncomingMessage, response: ServerResponse) => void;

const ranged: Serve = (bytes, request, response) => {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= bytes.length) {
    response.writeHead(416).end();
    return;
  }
  response.writeHead(206, {
    'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    'content-length': bytes.length - from,
  });
  response.end(bytes.subarray(from));
};

async function host(file: string, serve: Serve = ranged) {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    serve(Buffer.from(file), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/file.jsonl?signature=s`;
  const platform = shopifyAt(`http://127.0.0.1:${port}`);
  const read = (from = 0, limit = 10) => platform.readExport(call(), url, from, limit);
  return { asked, read };
}

const ids = (page: OrderPage): string[] => page.snapshots.map((each) => each.platformOrderId);
const FILE = jsonl(
  order(1),
  line(11, 1),
  shipping(12, 1),
  order(2),
  line(21, 2),
  line(22, 2),
  order(3),
  line(31, 3),
);

describe('reading a copy', () => {
  it('gives whole orders, wherever a page ends and begins', async () => {
    const { read } = await host(FILE);
    const all = await read();
    if (!all.ok) throw new Error(all.failure.reason);
    expect(ids(all.page)).toEqual(['1', '2', '3']);
    expect(all.page.snapshots.map(({ lines }) => lines.length)).toEqual([1, 2, 1]);
    expect(all.page.snapshots.map(({ shippingMinor }) => shippingMinor)).toEqual([700, 0, 0]);
    const pieces: unknown[] = [];
    let from: number | null = 0;
    while (from !== null) {
      const piece = await read(from, 1);
      if (!piece.ok) throw new Error(piece.failure.reason);
      pieces.push(...piece.page.snapshots);
      from = piece.next;
    }
    expect(pieces).toEqual(all.page.snapshots);
  });

  it('sends nothing of ours to the host', async () => {
    const { asked, read } = await host(FILE);
    await read();
    const told = Object.keys(asked[0] ?? {});
    expect(told.filter((name) => /shopify|sim|auth|cookie|token/.test(name))).toEqual([]);
    expect(JSON.stringify(asked)).not.toContain('shpat_');
  });

  it('names orders with refunds, and those whose parts do not follow them', async () => {
    const { read } = await host(
      jsonl(
        order(1, { refunds: [{ id: gid('Refund', 9) }] }),
        line(11, 1),
        order(2),
        order(3),
        line(21, 2),
        line(31, 3),
        order(4),
        line(41, 4),
      ),
    );
    const answer = await read();
    if (!answer.ok) throw new Error(answer.failure.reason);
    expect(ids(answer.page)).toEqual(['4']);
    expect(answer.page.incomplete.toSorted()).toEqual(['1', '2', '3']);
  });

  it('says which order it cannot read, and reads the others', async () => {
    const odd = { totalPriceSet: { shopMoney: { amount: '5.00', currencyCode: 'EUR' } } };
    const { read } = await host(jsonl(order(1, odd), line(11, 1), order(2), line(21, 2)));
    const answer = await read();
    if (!answer.ok) throw new Error(answer.failure.reason);
    expect(answer.page.unreadable).toEqual([
      { platformOrderId: '1', reason: 'total: wrongCurrency' },
    ]);
    expect(ids(answer.page)).toEqual(['2']);
  });

  it('skips what was read where the host ignores ranges', async () => {
    const { read } = await host(FILE, (bytes, _, response) => response.end(bytes));
    const first = await read(0, 2);
    if (!first.ok) throw new Error(first.failure.reason);
    const second = await read(first.next ?? 0, 2);
    expect(second).toMatchObject({ ok: true, page: { snapshots: [{ name: '#3 é' }] }, next: null });
  });

  it('keeps what a broken connection had brought, and not the order it broke in', async () => {
    const cut = FILE.indexOf('"gid://shopify/LineItem/22"');
    const { read } = await host(FILE, (bytes, _, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, Buffer.byteLength(FILE.slice(0, cut))), () =>
        response.destroy(),
      );
    });
    const answer = await read();
    if (!answer.ok) throw new Error(answer.failure.reason);
    expect(ids(answer.page)).toEqual(['1']);
    expect(answer.next).toBe(Buffer.byteLength(jsonl(order(1), line(11, 1), shipping(12, 1))));
    expect(await read(answer.next ?? 0)).toMatchObject({ failure: { kind: 'later' } });
  });

  it('a file that ends in the middle of a line is no end', async () => {
    const { read } = await host(FILE.slice(0, -20));
    const answer = await read();
    if (!answer.ok) throw new Error(answer.failure.reason);
    expect(ids(answer.page)).toEqual(['1', '2']);
    expect(await read(answer.next ?? 0)).toMatchObject({
      failure: { kind: 'refused', reason: 'cutOff' },
    });
  });

  it('keeps no endless line in memory', async () => {
    let written = 0;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const { read } = await host('', (_, __, response) => {
      const more = () => {
        written += chunk.length;
        if (!response.destroyed) response.write(chunk, more);
      };
      more();
    });
    expect(await read()).toMatchObject({ failure: { kind: 'refused', reason: 'lineTooLong' } });
    expect(written).toBeLessThan(MOST_LINE_BYTES * 8);
  });

  it.each<[string, Serve, object]>([
    [
      'follows no redirect',
      (_, __, to) => to.writeHead(302, { location: '/x' }).end(),
      { kind: 'refused', reason: 'HTTP 302' },
    ],
    [
      'an address whose time is over',
      (_, __, to) => to.writeHead(400).end(),
      { kind: 'refused', reason: 'HTTP 400' },
    ],
    [
      'a host in trouble',
      (_, __, to) => to.writeHead(503).end(),
      { kind: 'later', reason: 'HTTP 503' },
    ],
    [
      'a range from elsewhere',
      (_, __, to) => to.writeHead(206, { 'content-range': 'bytes 5-6/9' }).end('ab'),
      { kind: 'refused', reason: 'range' },
    ],
  ])('%s', async (_, serve, failure) => {
    const { read } = await host(FILE, serve);
    expect(await read()).toEqual({ ok: false, failure });
  });

  it('past the end there is nothing', async () => {
    const { read } = await host(FILE);
    expect(await read(100_000)).toMatchObject({ ok: true, page: { snapshots: [] }, next: null });
  });
});

it.each([
  ['https://storage.googleapis.com/a?b', false, true],
  ['http://storage.googleapis.com/a', true, false],
  ['http://127.0.0.1:1/a', true, true],
  ['http://127.0.0.1:1/a', false, false],
  ['https://name:word@storage.googleapis.com/a', false, false],
  ['file:///etc/passwd', true, false],
  ['nonsense', true, false],
])('is %s an address to read from (demo: %s)', (address, demo, answer) => {
  expect(isFileAddress(address, demo)).toBe(answer);
});

describe('asking for a copy', () => {
  const nobody = data({ orders: { nodes: [] }, customers: { nodes: [] } });
  const started = (bulkOperation: unknown, userErrors: unknown[] = []) =>
    data({ started: { bulkOperation, userErrors } });

  it.each(['LIMIT_REACHED', 'OPERATION_IN_PROGRESS'])('%s is told later', async (code) => {
    const { platform } = await stage(nobody, started(null, [{ code, field: null }]));
    expect(await platform.startExport(call(), null)).toEqual({
      ok: false,
      failure: { kind: 'later', reason: 'busy', retryAfterMs: 60_000 },
    });
  });

  it('is a valid query by Shopify’s schema, with people and without', () => {
    const file = new URL('../../../../simulator/schema/admin_2026-07.json.gz', import.meta.url);
    const { data: introspection } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
      data: IntrospectionQuery;
    };
    const schema = buildClientSchema(introspection);
    for (const people of [true, false]) {
      for (const from of [null, Date.parse('2026-07-01T12:00:00.500Z')]) {
        expect(validate(schema, parse(ordersQuery(from, people)))).toEqual([]);
      }
    }
    expect(ordersQuery(Date.parse('2026-07-01T12:00:00.500Z'), true)).toContain(
      `query: "updated_at:>='2026-07-01T12:00:00Z'"`,
    );
    expect(ordersQuery(null, false)).not.toContain('email');
  });
});

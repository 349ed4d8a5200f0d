/** Whatever is sent as a body, in whatever shape: refused in clear words, and nothing breaks or changes. */
import zlib from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { proxyQuery, sessionToken, webhookHeaders } from '../signing.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { makeKey } from '../scenarios/actions.ts';
import { everyRow } from '../scenarios/wholeDatabase.ts';
import { INSIDE, knockRaw, written } from './knocking.ts';
import type { Heard } from './knocking.ts';
import { deep, odd } from './oddBodies.ts';

let world: World;
let ada: string;
let shopperId: string;
let key: string;
let untouched: Record<string, string[]>;

const now = () => world.sim.clock.now();

beforeAll(async () => {
  world = await startWorld();
  ada = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 8 }];
  await world.buy({ buyer: { kind: 'customer', customerId: ada }, lines });
  await world.pass(15 * DAY);
  const { rows } = await world.owner.query<{ id: string }>(
    'select shopper_id as id from shoppers limit 1',
  );
  shopperId = rows[0]?.id ?? '';
  ({ key } = await makeKey(world));
  untouched = await rowsNow();
});
afterAll(() => world.stop());

/** Every address that takes a body, as its rightful caller would come to it. */
type Door = { line: string; headers: Record<string, string>; good: object };
const doors = (): Door[] => {
  const json = { 'content-type': 'application/json' };
  const authorization = `Bearer ${sessionToken(SHOP, now())}`;
  const signed = proxyQuery(SHOP, ada, now());
  const shopper = { ...json, 'x-regulars': '1', origin: `https://${SHOP}` };
  const merchant = { ...json, authorization };
  const program = aProgram();
  const id = crypto.randomUUID();
  return [
    {
      line: `POST /proxy/redemptions?${signed}`,
      headers: shopper,
      good: { id, rewardId: 'none', points: 1 },
    },
    { line: 'PUT /api/program', headers: merchant, good: { baseVersion: 99, program } },
    {
      line: 'PUT /api/shop/answers',
      headers: merchant,
      good: { marginBasisPoints: 0, aovMinor: null },
    },
    { line: 'PUT /api/shop/money', headers: merchant, good: { factor: 7, label: null } },
    {
      line: `POST /api/shoppers/${shopperId}/adjust`,
      headers: merchant,
      good: { key: 'x', points: 0, note: '' },
    },
    {
      line: `POST /api/shoppers/${shopperId}/freeze`,
      headers: merchant,
      good: { frozen: 'x', note: '' },
    },
    { line: `POST /api/referrals/${id}/decide`, headers: merchant, good: { pays: 'x', note: '' } },
    { line: 'POST /api/segments/count', headers: merchant, good: { filter: null } },
    { line: 'PUT /api/retention/settings', headers: merchant, good: { churnDays: 0 } },
    { line: 'PUT /api/staff', headers: merchant, good: { actor: 'x', role: 'x', name: '' } },
    { line: 'POST /api/keys', headers: merchant, good: { name: '', scopes: [] } },
    { line: `POST /proxy/birthday?${signed}`, headers: shopper, good: { month: 2, day: 30 } },
    {
      line: 'POST /api/birthdays',
      headers: { ...json, authorization: `Bearer ${key}` },
      good: { month: 0, day: 1, shopper: {} },
    },
    {
      line: 'POST /api/actions',
      headers: { ...json, authorization: `Bearer ${key}` },
      good: { key: '', action: 'x', shopper: {} },
    },
    { line: 'POST /api/program/defaults', headers: merchant, good: { marginBasisPoints: 0 } },
    { line: 'POST /api/program/worst-case', headers: merchant, good: { program: null } },
    { line: 'POST /api/program/terms', headers: merchant, good: { language: 'en', program: null } },
    { line: 'POST /api/program/fairness', headers: merchant, good: { program: null } },
  ];
};

const send = ({ line, headers }: Door, body: string | Buffer, over: Record<string, string> = {}) =>
  knockRaw(
    world.app.url,
    written(line, { ...headers, 'content-length': String(Buffer.byteLength(body)), ...over }, body),
  );

/** Refused with one of these, in words, without a word about our inside. */
function expectRefusal(door: Door, heard: Heard, statuses: readonly number[]): void {
  const about = door.line.replace(/\?.*/, '');
  expect([about, statuses.includes(heard.status), heard.status]).toEqual([
    about,
    true,
    heard.status,
  ]);
  expect(JSON.parse(heard.body)).toMatchObject({ error: { message: expect.any(String) } });
  expect([about, INSIDE.exec(heard.body)?.[0]]).toEqual([about, undefined]);
}

async function expectUntouched(): Promise<void> {
  expect((await fetch(`${world.app.url}/readyz`)).status).toBe(200);
  expect(await rowsNow()).toEqual(untouched);
}

/** Every row but when a shop was last heard, which a signed message may move. */
async function rowsNow() {
  const { shop_contacts: _, ...rows } = await everyRow(world.owner);
  return rows;
}

beforeEach(expectUntouched);

describe.each(odd)('a body with %s', (_, body, statuses) => {
  test('is refused at every door that takes one', async () => {
    for (const door of doors()) expectRefusal(door, await send(door, body), statuses);
    await expectUntouched();
    expect(Object.hasOwn(Object.prototype, 'points')).toBe(false);
    expect(({} as Record<string, unknown>)['rewardId']).toBe(undefined);
  });
});

/** Every field by something of every other type. */
const types: unknown[] = [
  null,
  true,
  0,
  1.5,
  -1,
  '',
  'text',
  [],
  [1],
  {},
  { a: 1 },
  [[]],
  9e15,
  1e300,
];

test('a field of a wrong type is refused by its name, whatever the type', async () => {
  for (const door of doors()) {
    for (const name of Object.keys(door.good)) {
      for (const value of types) {
        const heard = await send(door, JSON.stringify({ ...door.good, [name]: value }));
        const about = `${door.line.replace(/\?.*/, '')} ${name}: ${JSON.stringify(value)}`;
        expect([about, [200, 404, 409, 422].includes(heard.status)]).toEqual([about, true]);
        expect([about, INSIDE.exec(heard.body)?.[0]]).toEqual([about, undefined]);
      }
    }
  }
});

describe('how a body is sent', () => {
  test('packed is refused, so that a small one cannot become a large one', async () => {
    const bomb = zlib.gzipSync(Buffer.alloc(10 * 1024 * 1024, ' '));
    for (const encoding of ['gzip', 'deflate', 'br', 'compress', 'gzip, gzip', 'x']) {
      for (const door of doors()) {
        expectRefusal(door, await send(door, bomb, { 'content-encoding': encoding }), [415]);
      }
    }
    await expectUntouched();
  });

  test('as anything but JSON is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonx',
      'text/json',
      '',
    ]) {
      for (const door of doors()) {
        expectRefusal(door, await send(door, '{}', { 'content-type': type }), [415]);
      }
    }
    await expectUntouched();
  });

  test('in another charset is refused: there, a quote may be half a character', async () => {
    const hidden = Buffer.from(`["\u2200${deep(9000)}"`, 'utf16le');
    for (const charset of ['utf-16', 'utf-16le', 'utf-32', 'utf-7', 'iso-8859-1', 'none']) {
      const type = `application/json; charset=${charset}`;
      for (const door of doors()) {
        expectRefusal(door, await send(door, hidden, { 'content-type': type }), [415]);
      }
    }
    await expectUntouched();
  });

  test('with a length that is not its own, or two ways of telling it, is refused', async () => {
    for (const door of doors()) {
      const both = await send(door, '{}', { 'transfer-encoding': 'chunked' });
      expect([both.status, INSIDE.exec(both.body)?.[0]]).toEqual([400, undefined]);
      const wrong = await send(door, '{}', { 'content-length': 'x' });
      expect([wrong.status, INSIDE.exec(wrong.body)?.[0]]).toEqual([400, undefined]);
    }
    await expectUntouched();
  });
});

describe('the webhook door', () => {
  const headersOf = (body: string) =>
    webhookHeaders({ shop: SHOP, topic: 'orders/create', body, nowMs: now() });
  const post = (body: string | Buffer, headers: Record<string, string>) =>
    knockRaw(
      world.app.url,
      written(
        'POST /webhooks/shopify',
        { 'content-length': String(Buffer.byteLength(body)), ...headers },
        body,
      ),
    );

  test('refuses more than 8 MB, and says so', async () => {
    const heard = await post(Buffer.alloc(8 * 1024 * 1024 + 1, ' '), headersOf('{}'));
    expect(heard.status).toBe(413);
    expect(JSON.parse(heard.body)).toMatchObject({ error: { code: 'tooLarge' } });
    await expectUntouched();
  });

  test('takes bytes as they are: what is packed has another signature', async () => {
    const packed = zlib.gzipSync('{}');
    const heard = await post(packed, { ...headersOf('{}'), 'content-encoding': 'gzip' });
    expect(heard.status).toBe(401);
    await expectUntouched();
  });

  test('puts down what is signed, however odd, and the worker parks it without breaking', async () => {
    const bodies = odd.map(([, body]) => body.toString()).filter((body) => body.length < 60_000);
    for (const body of bodies) expect((await post(body, headersOf(body))).status).toBe(200);
    await world.app.drain();
    const { rows } = await world.owner.query<{ state: string }>(
      "select state from inbox where topic = 'orders/create' and state <> 'handled'",
    );
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['parked']));
    expect(rows.length).toBeGreaterThanOrEqual(bodies.length - 1);
    await world.owner.query("delete from inbox where state = 'parked'");
    await expectUntouched();
  });
});

test('a head that is too large is refused, and others are heard', async () => {
  for (const headers of [
    { 'x-large': 'x'.repeat(20_000) },
    Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`x-${n}`, 'x'.repeat(10)])),
  ]) {
    const heard = await knockRaw(world.app.url, written('GET /healthz', headers));
    expect(heard.status).toBe(431);
    expect(heard.body).toBe('');
  }
  const long = await knockRaw(world.app.url, written(`GET /proxy/state?${'a'.repeat(20_000)}`, {}));
  expect(long.status).toBe(431);
  await expectUntouched();
});

test('an address with a NUL, a broken escape or a line in it is no address', async () => {
  const authorization = `Bearer ${sessionToken(SHOP, now())}`;
  for (const place of [
    '/api/shoppers/%00',
    '/api/shoppers/%zz',
    '/api/shoppers/%ff',
    '/api/parked/%00/retry',
    '/api/parked/%ed%a0%80/retry',
    '/api/shoppers?q=%00%ff&after=%00',
    '/api/shoppers?after[]=1',
    `/api/shoppers/${shopperId}?before=%00`,
    `/api/shoppers/${shopperId}?before[]=1`,
    `/api/shoppers/${shopperId}?before=1e9`,
    '/%0d%0aset-cookie:a=b',
  ]) {
    for (const method of ['GET', 'POST']) {
      const heard = await knockRaw(world.app.url, written(`${method} ${place}`, { authorization }));
      expect([place, method, heard.status < 500, heard.headers['set-cookie']]).toEqual([
        place,
        method,
        true,
        undefined,
      ]);
      expect([place, INSIDE.exec(heard.body.replace(/<!doctype[^]*/i, ''))?.[0]]).toEqual([
        place,
        undefined,
      ]);
    }
  }
  await expectUntouched();
});

import { createHmac } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyJwt } from '../signing.ts';
import {
  API_KEY,
  API_SECRET,
  START_AT,
  startFront,
  type TestFront,
} from '../storefront/testFront.ts';
import { shopperAt } from '../storefront/testShopper.ts';

const northday = 'northday.myshopify.com';
let front: TestFront;

beforeAll(async () => {
  front = await startFront();
});
afterAll(() => front.stop());

const staff = () => shopperAt(front.url, northday);

function placed(paid: boolean) {
  const { commerce } = front.sim;
  const variantId = commerce.products(northday)[0]?.variants[0]?.id ?? '';
  const customerId = commerce.customers(northday)[0]?.id ?? '';
  return commerce.placeOrder(northday, {
    cart: { lines: [{ variantId, quantity: 3 }], codes: [], customerId },
    buyer: { kind: 'customer', customerId },
    source: 'web',
    paid,
    test: false,
  });
}

describe('an order', () => {
  test('is marked paid, refunded by line and by amount, edited and cancelled', async () => {
    const one = staff();
    const { id, lines } = placed(false);
    const now = () => front.sim.commerce.order(northday, id);
    const line = lines[0]?.id ?? '';
    await one.post(`/admin/orders/${id}/paid`, {});
    expect(now()?.financialStatus).toBe('paid');
    await one.post(`/admin/orders/${id}/refund`, { [`line_${line}`]: '1' });
    const afterLine = now()?.refundedMinor ?? 0;
    expect(afterLine).toBeGreaterThan(0);
    await one.post(`/admin/orders/${id}/refund`, { amount: '1.50' });
    expect(now()?.refundedMinor).toBe(afterLine + 150);
    await one.post(`/admin/orders/${id}/edit`, { line, quantity: '1' });
    expect(now()?.lines[0]?.currentQuantity).toBe(1);
    await one.post(`/admin/orders/${id}/cancel`, { refund: 'on' });
    expect(now()?.cancelledAt).toBe(START_AT);
    expect((await one.get(`/admin/orders/${id}`)).body).toContain('cancelled');
  });

  test('what cannot be done is refused with a reason and changes nothing', async () => {
    const { id } = placed(true);
    const answer = await staff().post(`/admin/orders/${id}/refund`, { amount: 'much' });
    expect([answer.status, answer.body]).toEqual([422, expect.stringContaining('much is not an')]);
    expect(front.sim.commerce.order(northday, id)?.refundedMinor).toBe(0);
  });
});

test.each(['orders', 'customers', 'products', 'discounts', 'store'])(
  '%s has a page',
  async (name) => {
    expect((await staff().get(`/admin/${name}`)).status).toBe(200);
  },
);

describe('the app in its frame', () => {
  test('is loaded with the signed query, in the language of the staff', async () => {
    const one = staff();
    await one.get('/admin/language?locale=fa');
    const { body } = await one.get('/admin/apps/regulars/program');
    const src = /<iframe class="frame"[^>]* src="([^"]+)"/.exec(body)?.[1] ?? '';
    const url = new URL(src.replaceAll('&amp;', '&'));
    expect(url.pathname).toBe('/program');
    const given = Object.fromEntries(url.searchParams);
    expect(given).toMatchObject({ shop: northday, embedded: '1', locale: 'fa' });
    const { hmac, ...rest } = given;
    const text = new URLSearchParams(rest);
    text.sort();
    expect(createHmac('sha256', API_SECRET).update(text.toString()).digest('hex')).toBe(hmac);
    expect(verifyJwt(API_SECRET, given['id_token'] ?? '', START_AT)).not.toBe(null);
  });

  test('gets a fresh one-minute session token for each asking, by POST only', async () => {
    const one = staff();
    const ask = async () => {
      const answer = await one.post('/admin/apps/regulars/__bridge/session-token', {});
      return (JSON.parse(answer.body) as { token: string }).token;
    };
    const [first, second] = [await ask(), await ask()];
    expect(first).not.toBe(second);
    const claims = verifyJwt(API_SECRET, first, START_AT);
    expect(claims).toMatchObject({
      aud: API_KEY,
      dest: `https://${northday}`,
      iss: `https://${northday}/admin`,
      exp: START_AT / 1000 + 60,
    });
    const got = await one.get('/admin/apps/regulars/__bridge/session-token');
    expect(got.status).toBe(404);
  });

  test('is told which of its blocks are on', async () => {
    const one = staff();
    await one.post('/admin/store/embed', { handle: 'embed' });
    const { body } = await one.get('/admin/apps/regulars/__bridge/extensions');
    await one.post('/admin/store/embed', { handle: 'embed', on: '1' });
    const [extension] = JSON.parse(body) as { activations: { handle: string; status: string }[] }[];
    const status = extension?.activations.map((block) => `${block.handle} ${block.status}`);
    expect(status).toEqual(
      expect.arrayContaining(['embed available', 'head active', 'product active']),
    );
  });
});

test('the bridge has the shapes of App Bridge’s own types', () => {
  const require = createRequire(import.meta.url);
  const compiler = join(require.resolve('typescript/package.json'), '..', 'bin', 'tsc');
  const project = join(import.meta.dirname, 'browser');
  expect(() => execFileSync(process.execPath, [compiler, '-p', project])).not.toThrow();
}, 30_000);

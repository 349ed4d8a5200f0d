import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFront, type TestFront } from './testFront.ts';
import { shopperAt, type Shopper } from './testShopper.ts';

const northday = 'northday.myshopify.com';
const khanesofal = 'khanesofal.myshopify.com';

describe('the Ajax cart', () => {
  let front: TestFront;
  const variantAt = (shop: string, priceMinor?: number) => {
    const all = front.sim.commerce.products(shop).flatMap((product) => product.variants);
    const found = all.find((one) => priceMinor === undefined || one.priceMinor === priceMinor);
    if (!found) throw new Error(`No variant of ${priceMinor}`);
    return found;
  };
  const shopper = (shop = northday): Shopper => shopperAt(front.url, shop);
  const cartOf = async (one: Shopper) =>
    JSON.parse((await one.get('/cart.js')).body) as Record<string, unknown>;

  beforeAll(async () => {
    front = await startFront();
  });
  afterAll(() => front.stop());

  test('adds, sums in subunits and keeps ids exact above 2^53', async () => {
    const one = shopper();
    const variant = variantAt(northday, 2400);
    const added = await one.postJson('/cart/add.js', { id: variant.id, quantity: 2 });
    expect(added.status).toBe(200);
    expect(added.body).toContain(`"variant_id":${variant.id},`);
    const cart = await cartOf(one);
    expect(cart).toMatchObject({
      item_count: 2,
      total_price: 4800,
      original_total_price: 4800,
      currency: 'USD',
      discount_codes: [],
      cart_level_discount_applications: [],
    });
  });

  test('takes the multipart form that a theme posts', async () => {
    const form = new FormData();
    form.set('id', variantAt(northday).id);
    form.set('quantity', '3');
    const headers = { 'x-sim-shop': northday };
    const init = { method: 'POST', body: form, headers };
    const answer = await fetch(`${front.url}/cart/add.js`, init);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ quantity: 3 });
  });

  test('writes rial without decimals as hundredths, as the platform does', async () => {
    const one = shopper(khanesofal);
    const variant = variantAt(khanesofal);
    await one.postJson('/cart/add.js', { id: variant.id });
    const cart = await cartOf(one);
    expect(cart).toMatchObject({ total_price: variant.priceMinor * 100, currency: 'IRR' });
  });

  test('change and update set quantities, 0 removes', async () => {
    const one = shopper();
    const variant = variantAt(northday, 2400);
    await one.postJson('/cart/add.js', { id: variant.id });
    await one.postJson('/cart/change.js', { line: 1, quantity: 4 });
    expect(await cartOf(one)).toMatchObject({ item_count: 4 });
    await one.post('/cart/update.js', {
      [`updates[${variant.id}]`]: '1',
      'attributes[ref]': 'SARA',
    });
    expect(await cartOf(one)).toMatchObject({ item_count: 1, attributes: { ref: 'SARA' } });
    await one.postJson('/cart/change.js', { id: variant.id, quantity: 0 });
    expect(await cartOf(one)).toMatchObject({ item_count: 0, items: [] });
  });

  test('refuses what cannot be added, with the platform’s error body', async () => {
    const one = shopper();
    const unknown = await one.postJson('/cart/add.js', { id: '1' });
    expect([unknown.status, JSON.parse(unknown.body)]).toEqual([
      404,
      { status: 404, message: 'Cart Error', description: 'Cannot find variant' },
    ]);
    const none = await one.postJson('/cart/add.js', { id: variantAt(northday).id, quantity: 0 });
    expect(none.status).toBe(422);
    expect((await one.postJson('/cart/change.js', { line: 9, quantity: 1 })).status).toBe(400);
  });

  test('tells which codes are applicable and what they take; blank clears them', async () => {
    const one = shopper();
    await one.postJson('/cart/add.js', { id: variantAt(northday, 2400).id, quantity: 4 });
    const code = 'AUTUMN15';
    const answer = await one.postJson('/fa/cart/update.js', { discount: `${code},NOPE` });
    const cart = JSON.parse(answer.body) as Record<string, unknown>;
    expect(cart['discount_codes']).toEqual([
      { code, applicable: true },
      { code: 'NOPE', applicable: false },
    ]);
    const [application] = cart['cart_level_discount_applications'] as Record<string, unknown>[];
    expect(application).toMatchObject({ title: code, type: 'discount_code' });
    const taken = Number(application?.['total_allocated_amount']);
    expect(taken).toBeGreaterThan(0);
    expect(cart).toMatchObject({ total_price: 9600 - taken, total_discount: taken });
    const cleared = await one.postJson('/cart/update.js', { discount: '' });
    expect(JSON.parse(cleared.body)).toMatchObject({ discount_codes: [], total_price: 9600 });
  });

  test('a discount link puts the code on the session and follows only this shop’s paths', async () => {
    const one = shopper();
    const link = await one.get('/discount/FRIEND?redirect=/collections/all');
    expect([link.status, link.headers.get('location')]).toEqual([303, '/collections/all']);
    for (const bad of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
      const away = await one.get(`/discount/FRIEND?redirect=${encodeURIComponent(bad)}`);
      expect(away.headers.get('location')).toBe('/');
    }
    expect(await cartOf(one)).toMatchObject({ discount_codes: [{ code: 'FRIEND' }] });
  });

  test('two shoppers do not share a cart', async () => {
    const one = shopper();
    const other = shopper();
    await one.postJson('/cart/add.js', { id: variantAt(northday).id });
    expect(await cartOf(other)).toMatchObject({ item_count: 0 });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startFront, type TestFront } from './testFront.ts';
import { shopperAt, type Shopper } from './testShopper.ts';

const northday = 'northday.myshopify.com';
const khanesofal = 'khanesofal.myshopify.com';
let front: TestFront;

beforeAll(async () => {
  front = await startFront();
  await front.setMetafield('', 'regulars', 'card', { points: 5 });
});
afterAll(() => front.stop());

const shopper = (shop = northday): Shopper => shopperAt(front.url, shop);
const firstProduct = (shop = northday) => {
  const [product] = front.sim.commerce.products(shop);
  const [variant] = product?.variants ?? [];
  if (!product || !variant) throw new Error('The seed has no product');
  return { product, variant };
};

describe('the theme app extension', () => {
  const maya = async () => {
    const [customer] = front.sim.commerce.customers(northday);
    if (!customer) throw new Error('The seed has no customer');
    const owner = `gid://shopify/Customer/${customer.id}`;
    await front.setMetafield(owner, '$app:regulars', 'card', { available: 620 });
    return customer;
  };

  test('an embed stands before </body> once, its assets in the head once and async', async () => {
    const { body } = await shopper().get('/');
    const [head = '', rest = ''] = body.split('</head>');
    expect(rest).toMatch(/shopify-app-block"><div id="fixture-embed"  data-corner="end">Hello/);
    expect(rest).toContain('<b>5 points a dollar</b>');
    expect(head.match(/assets\/fixture\.js\?v=\w+" async/g)).toHaveLength(1);
    expect(head.match(/assets\/fixture\.css/g)).toHaveLength(1);
    expect(head).toContain(`<meta name="fixture" content="${northday}">`);
    expect(body).not.toContain('fixture-unavailable');
  });

  test('knows who is logged in and what the app wrote on them', async () => {
    const customer = await maya();
    const one = shopper();
    await one.post('/account/login', { customer_id: customer.id });
    expect((await one.get('/')).body).toContain(`${customer.firstName}: 620 points`);
    expect((await one.get('/fa')).body).toContain(`${customer.firstName}: 620 امتیاز`);
    await one.get('/account/logout');
    expect((await one.get('/')).body).not.toContain('620 points');
  });

  test('a section block stands on the product page only, in its own tag', async () => {
    const { product, variant } = firstProduct();
    const { body } = await shopper().get(`/products/${product.handle}`);
    expect(body).toMatch(/<section id="shopify-block-sim_product" class="[\w -]*mine"><p/);
    expect(body).toContain(`= ${variant.priceMinor}</p>`);
    expect((await shopper().get('/')).body).not.toContain('fixture-block');
  });

  test('rial prices are hundredths in Liquid and toman in words', async () => {
    const { product, variant } = firstProduct(khanesofal);
    const { body } = await shopper(khanesofal).get(`/products/${product.handle}`);
    const toman = (variant.priceMinor / 10).toLocaleString('en');
    expect(body).toContain(`${toman} تومان = ${variant.priceMinor * 100}</p>`);
  });

  test('an embed that the merchant switched off is gone, its assets too', async () => {
    const one = shopper();
    await one.post('/admin/store/embed', { handle: 'embed' });
    const off = (await one.get('/')).body;
    await one.post('/admin/store/embed', { handle: 'embed', on: '1' });
    expect(off).not.toContain('fixture-embed');
    expect(off).not.toContain('fixture.css');
    expect((await one.get('/')).body).toContain('fixture-embed');
  });

  test('serves its assets for a year and nothing beside them', async () => {
    const asset = await shopper().get('/cdn/extensions/storefront/assets/fixture.js');
    expect(asset.headers.get('cache-control')).toContain('max-age=31557600');
    expect(asset.headers.get('content-type')).toMatch(/^text\/javascript/);
    const outside = '/cdn/extensions/storefront/assets/..%2fblocks%2fembed.liquid';
    expect((await shopper().get(outside)).status).toBe(404);
  });
});

describe('language', () => {
  test.each([
    [northday, '/', 'en', 'ltr'],
    [northday, '/fa/collections/all', 'fa', 'rtl'],
    [khanesofal, '/', 'fa', 'rtl'],
    [khanesofal, '/en/cart', 'en', 'ltr'],
    [khanesofal, '/ar', 'ar', 'rtl'],
  ])('%s%s is in %s, %s', async (shop, path, lang, dir) => {
    const { body } = await shopper(shop).get(path);
    expect(body).toContain(`<html lang="${lang}" dir="${dir}"`);
    expect(body).not.toContain('Translation missing');
  });
});

describe('checkout', () => {
  const filled = async (): Promise<Shopper> => {
    const one = shopper();
    await one.postJson('/cart/add.js', { id: firstProduct().variant.id, quantity: 2 });
    return one;
  };

  test('a discount’s minus stays at the number’s left, also from right to left', async () => {
    const one = shopper(khanesofal);
    const { variant } = firstProduct(khanesofal);
    await one.postJson('/cart/add.js', { id: variant.id, quantity: 1 });
    await one.post('/checkout/discount', { code: 'AUTUMN15' });
    expect((await one.get('/checkout')).body).toContain('<bdi>&lrm;−۷۲٬۰۰۰\u00a0تومان</bdi>');
  });

  test('says why a code was rejected and lets it be removed', async () => {
    const one = await filled();
    await one.post('/checkout/discount', { code: 'NOPE' });
    const refused = (await one.get('/checkout')).body;
    expect(refused).toMatch(/NOPE<\/bdi> is not a valid code/);
    await one.post('/checkout/discount', { remove: 'nope' });
    expect((await one.get('/checkout')).body).not.toContain('NOPE');
  });

  test('a guest buys with an email; the order is theirs and the cart is empty', async () => {
    const one = await filled();
    const bought = await one.post('/checkout', {
      contact: 'guest@example.com',
      first_name: 'Gita',
      last_name: 'Rad',
      payment: 'card',
    });
    const thanks = bought.headers.get('location') ?? '';
    expect([bought.status, thanks]).toEqual([
      303,
      expect.stringMatching(/^\/orders\/.+\/thank-you$/),
    ]);
    const page = await one.get(thanks);
    expect(page.body).toContain('Thank you, Gita');
    expect(page.body).not.toContain('fixture-embed');
    expect(JSON.parse((await one.get('/cart.js')).body)).toMatchObject({ item_count: 0 });
    const topics = front.sim.webhooks.log().map((delivery) => delivery.topic);
    expect(topics).toContain('orders/paid');
  });

  test('cash on delivery leaves the order pending, with the visit’s first page on it', async () => {
    const one = await filled();
    const [customer] = front.sim.commerce.customers(northday);
    await one.post('/account/login', { customer_id: customer?.id ?? '' });
    await one.post('/checkout', { payment: 'cod' });
    const placed = front.sim.commerce
      .orders(northday)
      .find((order) => order.customerId === customer?.id && order.financialStatus === 'pending');
    expect(placed?.lines).toHaveLength(1);
    expect((await one.get('/account')).body).toContain(placed?.name);
  });

  test('asks for a contact and does not buy without one', async () => {
    const one = await filled();
    const before = front.sim.commerce.orders(northday).length;
    const answer = await one.post('/checkout', { contact: 'nobody', payment: 'card' });
    expect([answer.status, answer.body]).toEqual([422, expect.stringContaining('contact-problem')]);
    expect(front.sim.commerce.orders(northday)).toHaveLength(before);
  });
});

test('a page that is not there is a 404 in the theme', async () => {
  const answer = await shopper().get('/products/nothing');
  expect([answer.status, answer.body]).toEqual([404, expect.stringContaining('does not exist')]);
});

test('names are text, not markup', async () => {
  const one = shopper();
  await one.post('/account/register', {
    first_name: '<script>x',
    last_name: '"',
    email: 'x@y.example',
  });
  const { body } = await one.get('/account');
  expect(body).not.toContain('<script>x');
});

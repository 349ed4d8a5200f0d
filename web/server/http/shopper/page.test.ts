/** The points page as a theme shows it: Liquid first, then a browser's eye on the HTML. */
import { Liquid } from 'liquidjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, SHOP, SHOP_FA, startWorld } from '../../../../tests/world.ts';
import type { World } from '../../../../tests/world.ts';

const EVIL = `<img src=x onerror=alert(1)> {{ shop.secret }} {% assign a = shop.secret %} "'>`;

let world: World;
let buyer: string;

beforeAll(async () => {
  world = await startWorld();
  buyer = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const variant = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: variant?.id ?? '', quantity: 5 }];
  await world.buy({ buyer: { kind: 'customer', customerId: buyer }, lines });
  await world.pass(15 * DAY);
  await world.buy({ buyer: { kind: 'customer', customerId: buyer }, lines });
  await world.shopper(buyer).redeem('off-3', 300);
});
afterAll(() => world.stop());

const engine = new Liquid();
const theme = (iso_code: string) => ({
  request: { locale: { iso_code } },
  routes: { account_login_url: '/en/account/login' },
  shop: { secret: 'EXECUTED' },
});

async function shown(customerId: string | null, query = '', language = 'en'): Promise<string> {
  const reply = await world.shopper(customerId).get(query);
  expect(reply.status).toBe(200);
  return String(await engine.parseAndRender(reply.text, theme(language)));
}

test('it is Liquid, private, and holds one element in the theme’s language', async () => {
  const reply = await world.shopper(buyer).get('');
  expect(reply.text).toContain('request.locale.iso_code');
  for (const [language, dir, title] of [
    ['en', 'ltr', 'Your points'],
    ['fa', 'rtl', 'امتیازهای شما'],
    ['ar', 'rtl', 'نقاطك'],
  ] as const) {
    const html = await shown(buyer, '', language);
    expect(html.match(/<regulars-page/g)).toHaveLength(1);
    expect(html).toContain(`lang="${language}" dir="${dir}"`);
    expect(html).toContain(`<h1>${title}</h1>`);
  }
});

test('a member reads the balance, dates, rewards, codes, history and ways to earn', async () => {
  const state = await world.shopper(buyer).state();
  const html = await shown(buyer, '?locale=en');
  const available = new Intl.NumberFormat('en-US').format(state.shopper?.available ?? -1);
  expect(html).toContain(`<strong>${available}</strong>`);
  expect(html).toContain(`<bdi dir="ltr">${state.codes[0]?.code}</bdi>`);
  // Redeemed on 16 March in New York, 30 days: the last day is 15 April.
  expect(html).toContain('Good until 15 April');
  expect(html).toContain('on the way');
  expect(html).toContain('Yours on 30 March');
  expect(html).toContain('5 points for every $1');
  expect(html).toContain('Free shipping');
  expect(html).toMatch(/<bdi dir="ltr">−300<\/bdi>/);
});

test('Persian numbers, dates of the Persian calendar, money as the shop speaks of it', async () => {
  const money = await world.api('PUT', '/api/shop/money', { factor: 10, label: 'تومان' });
  expect(money.status).toBe(200);
  const html = await shown(buyer, '?locale=fa');
  expect(html).toContain('۲۶ فروردین');
  expect(html).toMatch(/<bdi>۰٫۳\u00a0تومان<\/bdi>/);
  await world.api('PUT', '/api/shop/money', { factor: 1, label: null });
});

test('a guest reads the promise and finds the way in', async () => {
  const html = await shown(null, '?locale=en');
  expect(html).toContain('Points on every order');
  expect(html).toContain('href="/en/account/login"');
  expect(html).not.toContain('to go');
});

describe('text that others wrote', () => {
  test('is neither HTML nor Liquid', async () => {
    await world.owner.query('update orders set name = $1', [EVIL]);
    await world.owner.query('update shops set money_label = $1', [EVIL]);
    for (const query of ['', '?locale=en', '?locale=fa']) {
      const reply = await world.shopper(buyer).get(query);
      const html = String(await engine.parseAndRender(reply.text, theme('en')));
      expect(html).not.toContain('EXECUTED');
      expect(html).not.toContain('<img');
      expect(html).toContain('&#123;&#123; shop.secret &#125;&#125;');
    }
    await world.owner.query('update shops set money_label = null');
  });

  test('nor is what stands in the address', async () => {
    const evil = encodeURIComponent(EVIL);
    const html = await shown(null, `?locale=${evil}&before=${evil}&${evil}=${evil}`);
    expect(html).not.toContain('EXECUTED');
    expect(html).not.toContain('onerror');
  });
});

test('without a program it says that the shop rests, and what is safe', async () => {
  const other = await startWorld({ program: null, shop: SHOP_FA });
  try {
    const home = await other.api('GET', '/api/home');
    expect(home.status).toBe(200);
    const reply = await other.shopper('1').get('?locale=fa');
    expect(reply.text).toContain('فروشگاه امتیازدهی را نگه داشته');
    const guest = await other.shopper(null).get('?locale=ar');
    expect(guest.text).toContain('أوقف المتجر نقاطه');
  } finally {
    await other.stop();
  }
});

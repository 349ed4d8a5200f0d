/**
 * A merchant's day in the shop's own admin, against the real app: two questions, a program, a changed
 * rule with its difference, and an old order that is refunded by the rules it was placed under.
 */
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOP, SHOP_FA, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { violationsInside } from './admin/adminVisit.ts';
import { openBrowser } from './visit.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const days = [
  {
    locale: 'en',
    shop: SHOP,
    host: 'northday',
    margin: ['Your margin', '40'],
    average: ['An average order', '50'],
    see: 'See the program',
    worst: /A shopper who uses everything gets .+% of a second order; your margin is 40%\./,
    on: 'Turn it on',
    live: ['Version 1 live', 'Version 2 live'],
    edit: 'Edit: Earning',
    points: 'Points',
    becomes: /Members earn 9 points for every/,
    now: 'Publish now',
    search: 'Find a shopper',
    why: /^Why .+ points for order/,
    same: /Program version 1\. Recomputed just now from the order: .+, the same\./,
    give: ['Give or take points', 'Give 50 points'],
    fields: ['Points', 'Note'],
  },
  {
    locale: 'fa',
    shop: SHOP_FA,
    host: 'khanesofal',
    margin: ['حاشیهٔ سود شما', '۴۰'],
    average: ['یک سفارش میانگین', '۵۰۰٬۰۰۰'],
    see: 'برنامه را ببینید',
    worst: /خریداری که از همه چیز استفاده کند .+ خرید دومش را می‌گیرد؛ حاشیهٔ سود شما ۴۰٪ است\./,
    on: 'روشنش کن',
    live: ['نسخهٔ ۱ فعال است', 'نسخهٔ ۲ فعال است'],
    edit: 'ویرایش: گرفتن امتیاز',
    points: 'امتیاز',
    becomes: /۹ امتیاز می‌گیرند/,
    now: 'همین حالا',
    search: 'پیدا کردن خریدار',
    why: /^چرا .+ امتیاز برای سفارش/,
    same: /نسخهٔ ۱ برنامه\. همین حالا از روی سفارش دوباره حساب شد: .+، همان\./,
    give: ['افزودن یا کم کردن امتیاز', '۵۰ امتیاز اضافه کن'],
    fields: ['امتیاز', 'یادداشت'],
  },
];

/** The frame by WCAG 2.2 AA; a picture where somebody asked for some. */
async function look(page: Page, name: string): Promise<void> {
  const violations = await violationsInside(page);
  const folder = process.env.PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
  expect(violations).toEqual([]);
}

describe.each(days)('a merchant who reads $locale', (words) => {
  let world: World;
  let page: Page;
  let app: FrameLocator;
  beforeAll(async () => {
    world = await startWorld({ shop: words.shop, program: null });
    const context = await browser.newContext({ viewport: { width: 1280, height: 1500 } });
    page = await context.newPage();
    page.setDefaultTimeout(6_000);
    app = page.frameLocator('iframe.frame');
  });
  afterAll(async () => {
    await page.context().close();
    await world.stop();
  });

  const admin = (place: string) =>
    `http://${words.host}.localhost:${new URL(world.sim.url).port}/admin${place}`;
  const button = (name: string | RegExp) => app.getByRole('button', { name });
  const field = ([label, typed]: readonly string[]) =>
    app.getByLabel(label ?? '', { exact: true }).fill(typed ?? '');
  const variantId = () =>
    world.sim.commerce.products(words.shop).find((each) => !each.giftCard)?.variants[0]?.id ?? '';

  test('answers two questions, turns it on, changes a rule; an old order keeps the old one', async () => {
    await page.goto(
      admin(`/language?locale=${words.locale}&return_to=/admin/apps/regulars/program`),
    );
    await field(words.margin);
    await field(words.average);
    await look(page, `${words.locale}-1-questions`);
    await button(words.see).click();
    await app.getByText(words.worst).waitFor();
    await look(page, `${words.locale}-2-program`);
    await button(words.on).click();
    await app.getByText(words.live[0] ?? '', { exact: true }).waitFor();

    const customerId = world.sim.commerce.customers(words.shop)[0]?.id ?? '';
    const lines = [{ variantId: variantId(), quantity: 4 }];
    const placed = world.sim.commerce.placeOrder(words.shop, {
      cart: { lines, codes: [], customerId },
      buyer: { kind: 'customer', customerId },
      source: 'web',
      paid: true,
      test: false,
    });
    await world.settle();

    await button(words.edit).click();
    await app.getByLabel(words.points, { exact: true }).fill('9');
    await app.locator('ins', { hasText: words.becomes }).waitFor();
    await look(page, `${words.locale}-3-difference`);
    await button(words.now).click();
    await app.getByText(words.live[1] ?? '', { exact: true }).waitFor();

    const line = { lineId: placed.lines[0]?.id ?? '', quantity: 1 };
    world.sim.commerce.refund(words.shop, { orderId: placed.id, lines: [line], shipping: false });
    await world.settle();
    await page.goto(admin('/apps/regulars/shoppers'));
    await app.getByRole('searchbox', { name: words.search }).fill(placed.name);
    await look(page, `${words.locale}-4-found`);
    await app.locator('tbody a').click();
    const why = button(words.why);
    await expect.poll(() => why.count()).toBe(2);
    await why.first().click();
    await why.last().click();
    await expect.poll(() => app.getByText(words.same).count()).toBe(2);
    await look(page, `${words.locale}-5-shopper`);
  });

  test('gives points with a note, seen in the ledger', async () => {
    await button(words.give[0] ?? '').click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel(words.fields[0] ?? '', { exact: true }).fill('50');
    await dialog.getByLabel(words.fields[1] ?? '', { exact: true }).fill('Parcel came late');
    await look(page, `${words.locale}-6-give`);
    await dialog.getByRole('button', { name: words.give[1] ?? '' }).click();
    await app.locator('td q', { hasText: 'Parcel came late' }).waitFor();
    await dialog.waitFor({ state: 'detached' });
  });
});

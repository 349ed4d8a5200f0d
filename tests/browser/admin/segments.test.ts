/** Segments, in front of the real app: written in sentences, counted meanwhile, in two directions. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, SHOP, startWorld } from '../../world.ts';
import type { World } from '../../world.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld();
  visit = await visitAdmin(browser, world, 'northday');
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  for (const { id: customerId } of world.sim.commerce.customers(SHOP).slice(0, 3)) {
    const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
    await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  }
  await world.pass(2 * DAY);
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const button = (name: string) => visit.app.getByRole('button', { name, exact: true });
const says = (text: string | RegExp) => visit.app.getByText(text).first().waitFor();

test('a segment is written, counted while it is typed, and then worked out', async () => {
  await visit.go('/segments', 'en');
  await says('No segment has been made yet.');
  await button('New segment').click();
  await visit.app.locator('#segment-name').fill('Lately here');
  await visit.app.locator('#filter-add').selectOption('lastOrderWithin');
  await button('Add it').click();
  await says('Fill in every condition to see how many fit.');
  await visit.app.locator('#filter-0-days').fill('30');
  await says('3 shoppers');
  await says('Shoppers who: last bought within 30 days.');
  await visit.look('segments-1-counted-en');
  await visit.app.locator('#segment-tag').fill('Lately');
  await button('Save').click();
  await says('Lately here');
  await world.settle();
  await visit.go('/segments', 'en');
  await says(/tagged.*Lately/);
  await visit.look('segments-2-list-en');
  const [someone] = world.sim.commerce.customers(SHOP);
  expect(someone?.tags).toContain('Lately');
});

test('the same in Persian, from right to left, with a group of conditions', async () => {
  await visit.go('/segments', 'fa');
  await says('خریدارانی که آخرین خریدشان در ۳۰ روز گذشته بوده است.');
  await button('بخش تازه').click();
  await visit.app.locator('#segment-name').fill('وفاداران');
  await visit.app.locator('#filter-add').selectOption('inGroup');
  await button('افزودن').click();
  await button('افزودن گروهی از شرط‌ها').click();
  await visit.app.locator('#filter-1-add').selectOption('spentAtLeast');
  await button('افزودن').first().click();
  await visit.app.locator('#filter-1-0-amountMinor').fill('۱۰۰');
  await says(/اکنون/);
  await visit.look('segments-3-group-fa');
  await button('انصراف').click();
  await button('حذف: ⁨Lately here⁩').click();
  await says('این بخش حذف شود؟');
  await button('حذف شود').click();
  await says('هنوز بخشی ساخته نشده است.');
  await world.settle();
  const [someone] = world.sim.commerce.customers(SHOP);
  expect(someone?.tags).not.toContain('Lately');
});

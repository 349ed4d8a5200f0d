/** Somebody asked what is kept of them: the merchant reads when, takes the file and says it was answered. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personalData } from '../../../web/contract/dataRequests.ts';
import { SHOP, startWorld } from '../../world.ts';
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
  const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
  await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  world.sim.commerce.compliance(SHOP, 'customers/data_request', customerId);
  await world.settle();
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

test('in Persian the request stands there with its last day', async () => {
  await visit.go('/health', 'fa');
  await visit.app.getByText(/^تا .+ پاسخ بدهید\.$/).waitFor();
  await visit.look('requests-1-open-fa');
});

test('the file is taken away, and the request is marked as answered', async () => {
  await visit.go('/health', 'en');
  await visit.app.getByText(/^Answer by .+, 31 March\.$/).waitFor();
  await visit.app.getByText('1 person waits to hear what you keep of them').waitFor();
  const taken = visit.page.waitForEvent('download');
  await visit.app.getByRole('button', { name: /^Download the file for request/ }).click();
  const file = await taken;
  expect(file.suggestedFilename()).toMatch(/^personal-data-[0-9a-f-]{36}\.json$/);
  const told = personalData.parse(JSON.parse(await readFile(await file.path(), 'utf8')));
  expect(told.orders).toHaveLength(1);
  await visit.app.getByRole('button', { name: /^Mark request/ }).click();
  await visit.app.getByText('Answered on 1 March, by').waitFor();
  await visit.app.getByText('Everything works.').waitFor();
  expect(await visit.app.getByRole('button', { name: /^Mark request/ }).count()).toBe(0);
  await visit.look('requests-2-answered-en');
});

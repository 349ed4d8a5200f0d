/** Who comes back, as a merchant sees it, in front of the real app and a shop with a past. */
import fs from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantBuyers } from '../../scenarios/boughtBefore.ts';
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
  visit = await visitAdmin(browser, world, SHOP);
});
afterAll(async () => {
  await visit.close();
  await browser.close();
  await world.stop();
});

const button = (name: string) => visit.app.getByRole('button', { name, exact: true });

test('before anybody has bought, the page says what will stand there', async () => {
  await visit.go('/retention', 'en');
  await visit.app.getByText('It fills by itself from your orders').waitFor();
  await visit.look('retention-empty-en');
});

test('every picture has figures, and its table and its files hold the same', async () => {
  await plantBuyers(world, 800, 3000);
  await visit.go('/retention', 'en');
  await visit.app
    .getByText(/come back|came back/)
    .first()
    .waitFor();
  for (const title of [
    'Cohorts',
    'RFM grid',
    'Who stays',
    'Who moved where',
    'Days between orders',
    'What shoppers are expected to bring',
    'Did the models foresee it?',
  ]) {
    const card = visit.app.getByRole('region', { name: title, exact: true }).first();
    expect([title, (await card.locator('svg .told').count()) > 3]).toEqual([title, true]);
  }
  await button('Table: RFM grid').click();
  const table = visit.app.getByRole('region', { name: 'RFM grid', exact: true }).getByRole('table');
  expect(await table.getByRole('row').count()).toBe(12);
  const saved = visit.page.waitForEvent('download');
  await button('CSV: RFM grid').click();
  const file = fs.readFileSync(await (await saved).path(), 'utf8');
  expect(file).toMatch(/^\ufeffSegment,Shoppers,Share\r\nChampions,\d+,0\.\d+\r\n/);
  const excel = visit.page.waitForEvent('download');
  await button('Excel: RFM grid').click();
  expect((await excel).suggestedFilename()).toBe('rfm.xlsx');
  await visit.look('retention-en');
});

test('a group that is chosen holds for the whole page; a window and costs that are set are counted by', async () => {
  await visit.app.getByLabel('Shoppers', { exact: true }).selectOption('stage:lost');
  const row = visit.app.getByRole('row', { name: /^Shoppers who are silent for longer/ });
  await expect.poll(() => row.innerText()).toContain('100%');
  await visit.app.getByLabel('Shoppers', { exact: true }).selectOption('all');
  await visit.app.getByLabel(/^Days of silence/).fill('60');
  await visit.app.getByLabel('Spent to win new shoppers').fill('500');
  await visit.app.getByLabel('Spent to win lost ones back').fill('100');
  await visit.app.getByLabel('Margin of sales').fill('40');
  await button('Save').click();
  await visit.app.getByText('Saved. Everything above is counted by it.').first().waitFor();
  await visit.app.getByText('Someone silent for 60 days counts as gone.').waitFor();
  await visit.app.getByRole('row', { name: /^Cost of a new shopper \$/ }).waitFor();
});

test('in Persian it reads from the right, in Persian months', async () => {
  await visit.go('/retention', 'fa');
  await visit.app.getByText('۶۰ روز ساکت باشد').waitFor();
  await visit.app
    .getByText(/فروردین|آبان/)
    .first()
    .waitFor();
  expect(await visit.app.locator('svg[direction=rtl]').count()).toBeGreaterThan(5);
  await visit.look('retention-fa');
});

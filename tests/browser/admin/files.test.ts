/** Points from a file, in front of the real app: seen before, done, undone, agreed to by another. */
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
let email: string;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld();
  visit = await visitAdmin(browser, world, 'northday');
  const [customer] = world.sim.commerce.customers(SHOP);
  email = customer?.email ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
  await world.buy({ buyer: { kind: 'customer', customerId: customer?.id ?? '' }, lines });
  await world.pass(15 * DAY);
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const button = (name: string | RegExp) => visit.app.getByRole('button', { name });
const says = (text: string | RegExp) => visit.app.getByText(text).first().waitFor();

async function send(name: string, csv: string, note: string): Promise<void> {
  await visit.app.locator('#bulk-file').setInputFiles({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  await visit.app.locator('#bulk-note').fill(note);
}

test('a file says what it would do, does it, and is undone', async () => {
  await visit.go('/shoppers/files', 'en');
  await says('No file has been sent yet.');
  await visit.look('files-1-empty-en');
  await button('Check the file').click();
  await says('Choose a file first.');
  await send('spring.csv', `email,points\n${email},50\nnobody@example.com,9\n${email},x`, 'Thanks');
  await button('Check the file').click();
  await says('Would change 1 shopper: give 50 points.');
  await says('2 lines cannot be done: 1 with no whole number of points and 1 with nobody we know.');
  await visit.look('files-2-checked-en');
  await button('Do it now').click();
  await world.app.drain();
  await says('Changed 1 shopper: gave 50 points.');
  await button('Undo it').click();
  await says('Points that were spent since stay spent: nobody will owe any.');
  await button('Undo all lines').click();
  await world.app.drain();
  await says('Undone for 1 shopper.');
  await visit.look('files-3-undone-en');
  await visit.go('/shoppers/files', 'en');
  await says('spring.csv');
});

test('a file that is none is refused where it was chosen, with what to do', async () => {
  await visit.go('/shoppers/files', 'en');
  await send('names.csv', 'email\nx', 'Thanks');
  await button('Check the file').click();
  await says('The first line must name a column “points”.');
});

test('what is too much for one waits for another, in Persian, from right to left', async () => {
  await visit.go('/shoppers/files', 'fa');
  await send('عید.csv', `ایمیل,امتیاز\n${email},۲۵٬۰۰۰`, 'عیدی');
  await button('بررسی فایل').click();
  await says(/باید یک مدیر موافقت کند/);
  await button('همین حالا انجام شود').click();
  await says(/مدیر دیگری باید موافقت کند/);
  await visit.look('files-4-waiting-fa');
  await button('کنار بگذار').click();
  await says('کنار گذاشته شد. کاری انجام نشد.');
  expect(await visit.app.locator('#bulk-file').count()).toBe(0);
});

test('reads in Arabic', async () => {
  await visit.go('/shoppers/files', 'ar');
  await says('نقاط من ملف');
  await visit.look('files-5-ar');
});

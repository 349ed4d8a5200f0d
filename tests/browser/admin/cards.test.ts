/** The cards of the program that no story of a rule or a reward comes by, in front of the real app. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramAnswer } from '../../../web/contract/merchant.ts';
import { aProgram, startWorld } from '../../world.ts';
import type { World } from '../../world.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld({ program: aProgram({ holdOut: false }) });
  visit = await visitAdmin(browser, world, 'northday');
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const press = (name: string) => visit.app.getByRole('button', { name, exact: true }).click();
const says = (words: string | RegExp) => visit.app.getByText(words).first().waitFor();
const card = (name: string): Locator => visit.app.getByRole('region', { name, exact: true });
const program = async () => (await world.api<ProgramAnswer>('GET', '/api/program')).body;
const live = async () => (await program()).current?.program;

test('what an order brings: after which orders, what, and when it is told again', async () => {
  await visit.go('/program', 'en');
  await press('Edit: After an order');
  const form = card('After an order');
  await form.getByLabel('Give something for the next order').check();
  await form.getByLabel('After which orders').selectOption('Orders of an amount or more');
  await form.getByLabel('From an order of').fill('40');
  await form.getByLabel('What it gives').selectOption('Amount off');
  await form.getByLabel('Amount off', { exact: true }).fill('6');
  await form.getByLabel('Smallest basket').fill('30');
  await form.getByLabel('Reminders, days before the end').fill('10, 3');
  await visit.look('next-1-form-en');
  await press('Done: After an order');
  await says(/After an order of \$40 or more: \$6 off the next one/);
  await says(/Reminders 10 and 3 days before the end\./);
  await press('Publish now');
  await says('Version 2 live');
  expect((await live())?.nextOrder).toMatchObject({
    who: 'above',
    fromMinor: 4000,
    value: { kind: 'amountOff', amountMinor: 600 },
    minimumMinor: 3000,
    reminderDays: [10, 3],
  });
});

test('in Persian the same form gives store credit after orders that came late', async () => {
  await visit.go('/program', 'fa');
  await press('ویرایش: پس از هر سفارش');
  const form = card('پس از هر سفارش');
  await form
    .getByLabel('پس از کدام سفارش‌ها')
    .selectOption('اولین سفارش‌ها و سفارش‌های دیرتر از معمول');
  await form.getByLabel('چه می‌دهد').selectOption('اعتبار کیف پول');
  await form.getByLabel('سهمی از سفارش').fill('۵');
  await form.getByLabel('یادآوری، چند روز پیش از پایان').fill('۷، ۲');
  await visit.look('next-2-credit-fa');
  await press('تمام: پس از هر سفارش');
  await press('همین حالا');
  await says('نسخهٔ ۳ فعال است');
  expect((await live())?.nextOrder).toMatchObject({
    who: 'overdue',
    value: { kind: 'cashback', basisPoints: 500 },
    reminderDays: [7, 2],
  });
});

test('who collects, terms and a pause', async () => {
  await visit.go('/program', 'en');
  await press('Edit: Who collects');
  await card('Who collects').getByLabel('Orders of companies collect too').check();
  await card('Who collects')
    .getByLabel('Not customers with one of these tags')
    .fill('staff, family');
  await press('Done: Who collects');
  await says('Customers tagged');
  await press('Edit: Pause');
  await card('Pause').getByLabel('Points are').selectOption('Earned no more, spent until a day');
  await press('Done: Pause');
  await card('Terms').getByLabel('Language').selectOption('فارسی');
  const terms = visit.app.getByRole('article');
  await terms.waitFor();
  await terms.scrollIntoViewIfNeeded();
  await visit.look('cards-3-terms-en');
  await press('Publish now');
  await says('Version 4 live');
  expect(await live()).toMatchObject({
    phase: { kind: 'stopped' },
    whoEarns: { companies: true, withoutTags: ['staff', 'family'] },
  });
});

test('a version is planned for a time; above half the margin only by typing the figure', async () => {
  await visit.go('/program', 'fa');
  await press('ویرایش: توقف');
  await card('توقف').getByLabel('امتیازها').selectOption('داده و خرج می‌شود');
  await press('تمام: توقف');
  const worst = card('بدترین حالت');
  await worst.getByLabel('حاشیهٔ سود شما').fill('۱۲');
  await worst.getByLabel('حاشیهٔ سود شما').blur();
  // Nobody has bought yet, so how large an order is has to be told too.
  await worst.getByLabel('یک سفارش میانگین').fill('۵۰');
  await worst.getByLabel('یک سفارش میانگین').blur();
  const figure = worst.getByLabel(/^برای ادامه/);
  await figure.waitFor();
  await press('در زمانی دیگر…');
  await press('انتشار در این زمان');
  await worst.getByText(/^عدد بالا را بنویسید/).waitFor();
  await visit.look('cards-4-figure-fa');
  expect((await program()).scheduled).toBeNull();
  const asked = await worst.getByText(/^برای ادامه/).innerText();
  await figure.fill(/[۰-۹٫]+/.exec(asked)?.[0] ?? '');
  await press('انتشار در این زمان');
  await visit.app.getByRole('status').filter({ hasText: 'نسخهٔ ۵ از ۱۱ اسفند' }).waitFor();
  expect((await program()).scheduled?.version).toBe(5);
});

test('who comes second sees what the first one changed, and cannot overwrite it unseen', async () => {
  const other = await visitAdmin(browser, world, 'northday');
  for (const [{ go, app }, points] of [
    [visit, '6'],
    [other, '7'],
  ] as const) {
    await go('/program', 'en');
    await app.getByRole('button', { name: 'Edit: Earning' }).click();
    await app.getByLabel('Points', { exact: true }).fill(points);
    await app.getByLabel(/^Type .* to go on$/).waitFor();
  }
  for (const { app } of [visit, other]) {
    const asked = await app.getByText(/^Type .* to go on$/).innerText();
    await app.getByLabel(/^Type .* to go on$/).fill(/[0-9.]+/.exec(asked)?.[0] ?? '');
    await app.getByRole('button', { name: 'Publish now' }).click();
  }
  const note = other.app.getByRole('alert');
  await note
    .filter({ hasText: 'A colleague published version 6 while you were editing' })
    .waitFor();
  await note.getByText('Members earn 6 points for every $1').waitFor();
  await other.look('cards-6-second-en');
  expect((await live())?.earning.points).toBe(6);
  await other.app.getByRole('button', { name: 'Publish now' }).click();
  await other.app.getByText('Version 7 live').waitFor();
  expect((await live())?.earning.points).toBe(7);
  await other.close();
});

/**
 * A merchant watches the shop's past being read, and decides what it brings: what the page promises
 * before it is done is what is posted.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PreviewAnswer } from '../../../web/contract/healing.ts';
import { SHOP } from '../../world.ts';
import type { World } from '../../world.ts';
import { expectSoundBooks } from '../../scenarios/books.ts';
import {
  NOTHING,
  crashAt,
  healingOf,
  one,
  startWithPast,
  talkativeProgram,
  untilPastIs,
  whatWasSent,
} from '../../scenarios/pastWorld.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWithPast(200);
  visit = await visitAdmin(browser, world, 'northday');
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const english = new Intl.NumberFormat('en-US');
const persian = new Intl.NumberFormat('fa-IR');
const button = (name: string | RegExp) => visit.app.getByRole('button', { name });
const pointsCard = () => visit.app.getByRole('heading', { name: /^(Points|No orders yet)$/ });

/** Time passes in both, as it would while somebody watches, until the page says so. */
async function passUntil(shown: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    if (await shown()) return;
    await world.pass(10_000);
  }
  throw new Error(`never shown: ${JSON.stringify((await healingOf(world)).import)}`);
}

const postedPoints = async (): Promise<number> =>
  Number((await one<{ n: string }>(world, 'select coalesce(sum(points), 0) as n from orders')).n);

test('the past is read in sight: how far it is, how far back it goes, and when it is done', async () => {
  const orders = world.sim.commerce.orders(SHOP).length;
  const heal = await crashAt(world, 'orders', orders - 10);
  await visit.go('/', 'en');
  // On the first day one thing is asked, and the past is a line beside it.
  await button('Set up the program').waitFor();
  await visit.app.getByText('Past orders', { exact: true }).waitFor();
  expect(await visit.app.getByRole('progressbar').count()).toBe(0);
  await visit.look('history-0-first-day-en');
  const put = { baseVersion: 0, program: talkativeProgram() };
  expect((await world.api('PUT', '/api/program', put)).status).toBe(200);
  await visit.go('/', 'en');
  const bar = visit.app.getByRole('progressbar', { name: 'Past orders read' });
  await bar.waitFor();
  const before = await pointsCard().boundingBox();
  await untilPastIs(world, 'reading');
  const { read, total } = (await healingOf(world)).import;
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(orders);
  const told = `${english.format(read)} of about ${english.format(total ?? 0)} orders read`;
  await visit.app.getByText(told, { exact: true }).waitFor();
  expect(await bar.getAttribute('aria-valuetext')).toBe(told);
  expect(await bar.getAttribute('value')).toBe(String(Math.round((read / (total ?? 0)) * 1000)));
  expect((await pointsCard().boundingBox())?.y).toBe(before?.y);
  await visit.look('history-1-reading-en');
  await heal();
  await passUntil(async () => (await healingOf(world)).import.state === 'done');
  await visit.app.getByRole('heading', { name: 'Your last orders are in' }).waitFor();
  const { import: past } = await healingOf(world);
  await visit.app.getByText(`${english.format(past.read)} orders read, back to `).waitFor();
  await button('Decide…').waitFor();
  expect(await postedPoints()).toBe(0);
  await visit.look('history-2-asked-en');
});

test('since a day of the Persian calendar: what was promised is given, and nobody hears of it', async () => {
  await visit.go('/', 'fa');
  await button('تصمیم می‌گیرم…').click();
  const dialog = visit.app.getByRole('dialog');
  await dialog.getByText('سفارش‌ها از یک تاریخ به بعد').click();
  const days = dialog.getByLabel('روز', { exact: true });
  await days.selectOption({ index: 0 });
  const chosen = await dialog
    .locator('select')
    .evaluateAll((all: { value: string }[]) => all.map((each) => each.value));
  expect(chosen).toEqual([
    expect.stringMatching(/^[۰-۹]+$/),
    expect.stringMatching(/^[\u0600-\u06ff]+$/),
    expect.stringMatching(/^۱۴[۰-۹]{2}$/),
  ]);
  await button('ببینم چه می‌شود').click();
  const told = dialog.locator('output');
  await told.getByText('این کار برگشت ندارد.').waitFor();
  await expect.poll(() => dialog.locator('output:focus').count()).toBe(1);
  await visit.look('history-3-promised-fa');
  const text = await told.innerText();
  const give = button(/امتیاز بده$/);
  const promised = (await give.innerText()).replace(' امتیاز بده', '');
  expect(text).toContain(`${promised} امتیاز می‌گیرند`);
  await give.click();
  await dialog.waitFor({ state: 'detached' });
  await passUntil(async () => (await healingOf(world)).pastReward?.state === 'done');
  await visit.app.locator('.rg-lead', { hasText: `${promised} امتیاز گرفتند` }).waitFor();
  expect(persian.format(await postedPoints())).toBe(promised);
  expect(await whatWasSent(world)).toEqual(NOTHING);
  await visit.look('history-4-given-fa');
});

test('then all of the rest, from the keyboard: the preview is what is posted', async () => {
  const before = await postedPoints();
  await visit.go('/health', 'en');
  await button('Decide…').focus();
  await visit.page.keyboard.press('Enter');
  const dialog = visit.app.getByRole('dialog');
  const ask = { choice: 'all' };
  const { body } = await world.api<PreviewAnswer>('POST', '/api/history/preview', ask);
  await button('See what it would give').focus();
  await visit.page.keyboard.press('Enter');
  const points = english.format(body.points);
  await dialog
    .getByText(`would get ${points} points for ${english.format(body.orders)} orders.`)
    .waitFor();
  await dialog.getByText('Nobody gets a message. This cannot be taken back.').waitFor();
  await button(`Give ${points} points`).focus();
  await visit.page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await passUntil(async () => (await healingOf(world)).pastReward?.choice === 'all');
  const got = `got ${points} points for ${english.format(body.orders)} orders.`;
  await visit.app.locator('.rg-lead', { hasText: got }).waitFor();
  expect((await postedPoints()) - before).toBe(body.points);
  expect(await whatWasSent(world)).toEqual(NOTHING);
  await expectSoundBooks(world);
});

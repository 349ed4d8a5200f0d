/** The merchant's first hour, in a real browser: from an empty Home to a published program. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../../scripts/browser.ts';
import { startStandIn } from './standIn.ts';
import type { Shop, StandIn } from './standIn.ts';

const now = '2026-11-22T09:00:00.000Z';
const dollars: Shop = {
  money: { currency: 'USD', decimals: 2, factor: 1, label: null },
  timeZone: 'America/New_York',
  now,
  embed: 'off',
};
const tomans: Shop = {
  money: { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' },
  timeZone: 'Asia/Tehran',
  now,
  embed: 'on',
};

let browser: Browser;
let shop: StandIn;
let page: Page;
/** What the page complained about, such as a key that React misses. */
let complaints: string[];

beforeAll(async () => {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('there is no browser');
  browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
});
afterEach(async () => {
  await page.context().close();
  await shop.close();
  expect(complaints).toEqual([]);
});
afterAll(() => browser.close());

async function open(where: Shop, address: string): Promise<void> {
  shop = await startStandIn(where);
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(8000);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Refusals that a test asks for are told there as well.
    const expected = /status of 4\d\d|ERR_FAILED/.test(message.text());
    if (message.type() === 'error' && !expected) complaints.push(message.text());
  });
  await page.goto(shop.url + address);
}

async function axe(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

const button = (name: string | RegExp) => page.getByRole('button', { name });
const heading = (name: string) => page.getByRole('heading', { name, exact: true });
const focused = () => page.evaluate('document.activeElement.id');
const saveBarShown = () => page.locator('ui-save-bar[data-shown]').count();

const journeys = [
  {
    locale: 'en',
    shop: dollars,
    dir: 'ltr',
    guide: 'Set up the program',
    first: 'Members earn 3 points for every $1 on everything but gift cards.',
    range:
      /5 steps, from \$3 off for 300 points to \$20 off for 2,000 points\. .* 5 times its value/,
    publish: 'Publish now',
    live: 'Version 1 live',
    edit: 'Edit: Earning',
    points: 'Points',
    per: 'For every',
    typed: { points: '٥', per: '2.50' },
    done: 'Done: Earning',
    changeTitle: 'What will change',
    old: 'Members earn 3 points for every $1 on everything but gift cards.',
    fresh: 'Members earn 5 points for every $2.50 on everything but gift cards.',
    perMinor: 250,
    said: 'Version 2 is live.',
    running: 'Running',
  },
  {
    locale: 'fa',
    shop: tomans,
    dir: 'rtl',
    guide: 'برنامه را بچینید',
    first: 'اعضا برای هر ۱۰٬۰۰۰ تومان خرید، ۳ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    range: /۵ پله، از ۳۰٬۰۰۰ تومان تخفیف با ۳۰۰ امتیاز تا ۲۰۰٬۰۰۰ تومان تخفیف با ۲٬۰۰۰ امتیاز/,
    publish: 'همین حالا',
    live: 'نسخهٔ ۱ فعال است',
    edit: 'ویرایش: گرفتن امتیاز',
    points: 'امتیاز',
    per: 'برای هر',
    typed: { points: '۵', per: '۲۰٬۰۰۰' },
    done: 'تمام: گرفتن امتیاز',
    changeTitle: 'چه عوض می‌شود',
    old: 'اعضا برای هر ۱۰٬۰۰۰ تومان خرید، ۳ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    fresh: 'اعضا برای هر ۲۰٬۰۰۰ تومان خرید، ۵ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    perMinor: 200_000,
    said: 'نسخهٔ ۲ فعال شد.',
    running: 'در حال کار',
  },
];

describe.each(journeys)('a merchant who reads $locale', (words) => {
  /** Non-breaking spaces glue sums together on the page. */
  const paragraph = (text: string) =>
    page.locator('p', {
      hasText: new RegExp(
        text.replaceAll('.', '\\.').replaceAll('$', '\\$').replaceAll(' ', '\\s'),
      ),
    });

  test('sets up, publishes, changes a rule, and finds it running', async () => {
    await open(words.shop, `/?locale=${words.locale}&embedded=1`);
    await heading('Regulars').waitFor();
    expect(await page.getAttribute('html', 'dir')).toBe(words.dir);
    await button(words.guide).waitFor();
    expect(await axe()).toEqual([]);

    await button(words.guide).click();
    await paragraph(words.first).waitFor();
    expect(await page.locator('p').allTextContents()).toContainEqual(
      expect.stringMatching(new RegExp(words.range.source.replaceAll(' ', '\\s'))),
    );
    expect(await saveBarShown()).toBe(0);
    expect(await axe()).toEqual([]);
    await button(words.publish).click();
    await page.getByText(words.live, { exact: true }).waitFor();
    expect(shop.versions).toHaveLength(1);

    await button(words.edit).click();
    await expect.poll(focused).toBe('earning.points');
    await page.getByLabel(words.points, { exact: true }).fill(words.typed.points);
    await page.getByLabel(words.per, { exact: true }).fill(words.typed.per);
    await expect.poll(saveBarShown).toBe(1);
    expect(await axe()).toEqual([]);
    await button(words.done).click();
    await page.locator('ui-save-bar button[variant=primary]').dispatchEvent('click');
    await expect.poll(focused).toBe('what-will-change');
    const change = page.locator('section', { has: heading(words.changeTitle) });
    const glued = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? '';
    expect(glued(await change.locator('del').textContent())).toContain(words.old);
    expect(glued(await change.locator('ins').textContent())).toContain(words.fresh);
    expect(await axe()).toEqual([]);

    await button(words.publish).click();
    await page.getByRole('status').filter({ hasText: words.said }).waitFor();
    await expect.poll(saveBarShown).toBe(0);
    expect(await page.evaluate('window.toasts.at(-1)')).toBe(words.said);
    expect(shop.versions[0]?.program.earning).toMatchObject({
      points: 5,
      perMinor: words.perMinor,
    });
    // What was not touched stays as it was, to the last minor unit.
    expect(shop.versions[0]?.program.rewards).toEqual(shop.versions[1]?.program.rewards);

    await page.evaluate(`document.querySelector('s-link[rel=home]')
      .dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true, cancelable: true }))`);
    await page.getByText(words.running, { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    expect(await axe()).toEqual([]);
  });
});

const aProgram = (points: number) => ({
  currency: 'USD',
  earning: {
    points,
    perMinor: 100,
    includeShipping: false,
    includeTips: false,
    includeDuties: false,
  },
  pendingDays: 14,
  expiry: { kind: 'inactivity' as const, months: 12 },
  graceDays: 30,
  debt: 'owe' as const,
  maxOpenCodes: 3,
  rewards: [],
});

async function openProgram(): Promise<void> {
  await open(dollars, '/?locale=en');
  shop.publishElsewhere(aProgram(3));
  await page.goto(`${shop.url}/program?locale=en`);
  await button('Edit: Earning').click();
}

test('a slip is told under its field, and nothing is sent', async () => {
  await openProgram();
  const per = page.getByLabel('For every');
  await per.fill('1,5');
  expect(await page.getByText('This is not a number we can read').count()).toBe(0);
  await per.blur();
  await page.getByText('This is not a number we can read. Write it like 12.').waitFor();
  expect(await per.getAttribute('aria-invalid')).toBe('true');
  await button('Publish now').click();
  await expect.poll(focused).toBe('earning.perMinor');
  expect(shop.versions).toHaveLength(1);
  expect(await axe()).toEqual([]);
});

test('a refusal with a field stands under it, and the draft is kept', async () => {
  await openProgram();
  await page.getByLabel('Points', { exact: true }).fill('7');
  shop.refuseNext = {
    status: 422,
    code: 'invalid',
    message: 'Too generous.',
    field: 'program.earning.points',
  };
  await button('Publish now').click();
  await page.getByRole('alert').filter({ hasText: 'Your draft is kept.' }).waitFor();
  await page.getByText('Too generous.').waitFor();
  expect(await page.getByLabel('Points', { exact: true }).inputValue()).toBe('7');
  expect(await axe()).toEqual([]);
  await button('Publish now').click();
  await page.getByText('Version 2 live').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('who comes second sees what the first one changed, and may still publish', async () => {
  await openProgram();
  await page.getByLabel('Points', { exact: true }).fill('7');
  shop.publishElsewhere(aProgram(4));
  await button('Publish now').click();
  const note = page.getByRole('alert');
  await note.filter({ hasText: 'Maryam published version 2 while you were editing' }).waitFor();
  expect(await note.locator('ins').textContent()).toContain('4 points for every $1');
  expect(await page.getByLabel('Points', { exact: true }).inputValue()).toBe('7');
  await button('Publish now').click();
  await page.getByText('Version 3 live').waitFor();
  expect(shop.versions[0]?.program.earning.points).toBe(7);
});

test('a time is the shop’s own: midnight in New York, not in the browser', async () => {
  await openProgram();
  await page.getByLabel('Points', { exact: true }).fill('7');
  await button('At a time…').click();
  await expect.poll(focused).toBe('publish-day');
  await page.getByLabel('Day', { exact: true }).selectOption('2026-11-25');
  await page.getByLabel('Hour').selectOption({ label: '06:30' });
  expect(await axe()).toEqual([]);
  await button('Publish then').click();
  await page
    .getByRole('status')
    .filter({ hasText: 'Version 2 starts on 25 November at 06:30.' })
    .waitFor();
  expect(shop.versions[0]?.effectiveFrom).toBe('2026-11-25T11:30:00.000Z');
  await page.getByText('Version 1 live').waitFor();
});

test('what was parked is tried again from Home; an old session token is renewed once', async () => {
  await open(dollars, '/?locale=en');
  shop.home.parked = [
    {
      id: 'w-1',
      topic: 'orders/create',
      reason: 'line_items is missing',
      receivedAt: now,
      attempts: 5,
    },
  ];
  shop.home.lastOrderAt = now;
  shop.home.points = { issued: 1200, redeemed: 300, outstanding: 620, onTheWay: 280 };
  shop.home.shoppers = 2;
  shop.tokens.length = 0;
  await page.reload();
  await page.getByText('Needs a look', { exact: true }).waitFor();
  expect(shop.tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  await page.getByText('2 shoppers can spend 620 points now.').waitFor();
  await page.getByText('Points button is off in your theme').waitFor();
  expect(await axe()).toEqual([]);
  await button('Try again: An order could not be read').click();
  await page.getByText('Nothing needs you.').waitFor();
  await expect.poll(focused).toBe('needs');
});

test('when the server is away the page says what is safe, and comes back', async () => {
  await open(dollars, '/?locale=en');
  await page.route('**/api/home', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'Nothing is lost.' }).waitFor();
  expect(await axe()).toEqual([]);
  await page.unroute('**/api/home');
  await button('Try again').click();
  await button('Set up the program').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

// @vitest-environment jsdom
/// <reference types="@shopify/ui-extensions/purchase.thank-you.block.render" />
import { afterEach, describe, expect, test } from 'vitest';
import type { Order } from '../src/order.types.ts';
import { anOrder, APP_URL, CHECKOUT_TOKEN, openPage, textsOf } from './page.ts';
import type { Language, Reply } from './page.ts';

let page: ReturnType<typeof openPage>;

async function open(language: Language, ...replies: Reply[]): Promise<void> {
  page = openPage(language, replies);
  await page.show();
}

const brings = (over: Partial<Order> = {}): Reply => ({ status: 200, body: anOrder(over) });
const waiting: Reply = { status: 202, body: { waiting: true, retryAfterMs: 2000 } };

afterEach(() => page.close());

describe('what an order brought', () => {
  test('points, code and invitation, in this order and with their days', async () => {
    await open('en', brings());
    expect(page.lines()).toEqual([
      '180 points are on the way',
      'Yours on 6 December, when the return time is over.',
      '10% off your next order',
      'Good until Tuesday 22 December, for baskets from $50.00. Works once.',
      'N4W7KQM9XPRDF',
      'Copy',
      'Give a friend 10% off',
      'You get 500 points when they buy.',
      'northday.example/r/SARA-7KQ',
      'Copy',
    ]);
  });

  test('in Persian, with toman and the Persian calendar', async () => {
    const money = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };
    const code = anOrder().nextOrderCode;
    if (!code) throw new Error('the example has a code');
    const nextOrderCode = { ...code, minimumMinor: 5_000_000, endsAt: '2026-12-22T20:29:59.999Z' };
    await open('fa', brings({ money, nextOrderCode, timeZone: 'Asia/Tehran' }));
    expect(page.lines()).toEqual([
      '۱۸۰ امتیاز در راه است',
      'در ۱۵ آذر، پس از پایان مهلت بازگشت کالا، مال شماست.',
      '۱۰٪ تخفیف برای خرید بعدی',
      'تا سه‌شنبه ۱ دی، حداقل خرید ۵۰۰٬۰۰۰\u00a0تومان. یک بار قابل استفاده است.',
      'N4W7KQM9XPRDF',
      'کپی',
      '۱۰٪ تخفیف برای دوستتان',
      'وقتی خرید کند، ۵۰۰ امتیاز می‌گیرید.',
      'northday.example/r/SARA-7KQ',
      'کپی',
    ]);
    expect(page.find('s-text')?.getAttribute('dir')).toBe('ltr');
  });

  test('the language decides the plural form', async () => {
    await open('ar', brings({ points: 5, nextOrderCode: null, invite: null }));
    expect(page.lines()[0]).toBe('٥ نقاط في الطريق إليك');
  });

  test('no code and no invitation: no card for them', async () => {
    await open('en', brings({ nextOrderCode: null, invite: null }));
    expect(page.lines()).toHaveLength(2);
  });

  test('no points: no words about points', async () => {
    await open('en', brings({ points: 0, nextOrderCode: null }));
    expect(page.lines()[0]).toBe('Give a friend 10% off');
  });

  test('points that are there already are not on the way', async () => {
    await open('en', brings({ yoursOn: null, points: 1, nextOrderCode: null, invite: null }));
    expect(page.lines()).toEqual(['1 point is yours']);
  });

  test('the code can be copied, and the button says when it was', async () => {
    await open('en', brings({ invite: null }));
    const item = page.find('s-clipboard-item');
    expect(item?.getAttribute('text')).toBe('N4W7KQM9XPRDF');
    expect(page.find('s-button')?.getAttribute('commandfor')).toBe(item?.id);
    item?.dispatchEvent(new Event('copy'));
    await page.pass(100);
    expect(page.find('s-button')?.textContent).toBe('Copied');
    await page.pass(2_000);
    expect(page.find('s-button')?.textContent).toBe('Copy');
  });
});

describe('asking the app', () => {
  test('by the checkout token, with a session token', async () => {
    await open('en', brings());
    expect(page.calls).toEqual([
      {
        address: `${APP_URL}/ext/order?token=${CHECKOUT_TOKEN}`,
        authorization: 'Bearer token-1',
      },
    ]);
  });

  test('an order that has not reached the app is asked for again, with a new token', async () => {
    await open('en', waiting, brings());
    expect(page.lines()).toEqual([]);
    await page.pass(2_000);
    expect(page.lines()[0]).toBe('180 points are on the way');
    expect(page.calls.map((call) => call.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  test('an order that never comes is asked for seven times, then there is a calm sentence', async () => {
    await open('en', waiting);
    await page.pass(10 * 60_000);
    expect(page.calls).toHaveLength(7);
    expect(page.lines()).toEqual([textsOf('en')['tLate']]);
  });

  test('a code that is being made comes a moment later', async () => {
    await open('en', brings({ nextOrderCode: null, making: true, invite: null }), brings());
    expect(page.lines()).toHaveLength(2);
    await page.pass(2_000);
    expect(page.lines()).toContain('N4W7KQM9XPRDF');
    await page.pass(10 * 60_000);
    expect(page.calls).toHaveLength(2);
  });

  test.each<[string, Reply[]]>([
    ['the program is off', [brings({ program: null })]],
    ['the call is refused', [{ status: 401, body: {} }]],
    ['the app fails', [{ status: 500, body: {} }]],
    ['the answer is not JSON', [{ status: 200 }]],
    ['there is no net', []],
  ])('nothing is shown when %s', async (_, replies) => {
    await open('en', ...replies);
    await page.pass(10 * 60_000);
    expect(page.calls).toHaveLength(1);
    expect(document.body.textContent).toBe('');
  });
});

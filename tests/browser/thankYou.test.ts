/** On a phone: what an order brought, on the thank-you page, by the extension that is built for it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { addToCart, expectWords, logInAs, originOf, pay } from './shopping.ts';
import { stories } from './stories.ts';
import { openBrowser, openVisit, phone } from './visit.ts';
import type { Visit } from './visit.ts';

const nextOrder = (minimumMinor: number): ProgramBody['nextOrder'] => ({
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor,
  combinesWith: { order: false, product: false, shipping: true },
  who: 'all',
  days: 30,
  quietDays: 90,
  reminderDays: [7, 2],
});

const told = {
  en: {
    minimumMinor: 5000,
    title: (n: string) => `${n} points are on the way`,
    lines: [
      'Yours on 15 March, when the return time is over.',
      '10% off your next order',
      'Good until Tuesday 31 March, for baskets from $50.00. Works once.',
    ],
    copy: 'Copy',
    copied: 'Copied',
  },
  fa: {
    minimumMinor: 5_000_000,
    title: (n: string) => `${n} امتیاز در راه است`,
    lines: [
      'در ۲۴ اسفند، پس از پایان مهلت بازگشت کالا، مال شماست.',
      '۱۰٪ تخفیف برای خرید بعدی',
      'تا سه‌شنبه ۱۱ فروردین ۱۴۰۵، حداقل خرید ۵۰۰٬۰۰۰ تومان. یک بار قابل استفاده است.',
    ],
    copy: 'کپی',
    copied: 'کپی شد',
  },
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(stories)('the thank-you page in $language', ({ language, shop, ...story }) => {
  const { minimumMinor, title, lines, copy, copied } = told[language];
  let world: World;
  let shopper: Visit;
  const buyer = () => world.sim.commerce.customers(shop)[0];

  beforeAll(async () => {
    const program = { ...story.program, holdOut: false, nextOrder: nextOrder(minimumMinor) };
    world = await startWorld({ shop, program });
    await world.api('PUT', '/api/shop/money', story.money);
    await world.settle();
    const origin = originOf(world, shop);
    shopper = await openVisit(browser, { title: `thanks-${language}`, origin, viewport: phone });
  });
  afterAll(async () => {
    await shopper.close();
    await world.stop();
  });

  test('says the points and gives the code, which can be copied', async () => {
    const { page } = shopper;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await shopper.go('/account/login?bar=0');
    await logInAs(shopper, buyer());
    await shopper.go(`/products/${story.first.handle}`);
    await addToCart(shopper, 1);
    await page.locator('dialog.cart-drawer .button--primary').click();
    await shopper.stop('thanks', async () => {
      await pay(shopper, world);
      await page.locator('s-clipboard-item').waitFor({ state: 'attached' });
      const { shopper: known } = await world.shopper(buyer()?.id ?? '', shop).state();
      expect(known?.pending).toBeGreaterThan(0);
      await expectWords(page, '.app-block', title(story.number(known?.pending ?? 0)));
      for (const line of lines) await expectWords(page, '.app-block', line);
    });
    await shopper.stop('copied', async () => {
      const code = await page.locator('.app-block s-text').innerText();
      await page.locator('.app-block s-button').click();
      await expectWords(page, '.app-block s-button', copied);
      expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(code);
      await expectWords(page, '.app-block s-button', copy);
    });
  });
});

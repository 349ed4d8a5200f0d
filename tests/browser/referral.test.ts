/**
 * A friend is sent by somebody's link, in a real browser against the real app and simulated store: the
 * advocate takes the link from the panel, the friend is greeted and buys for less, the advocate sees
 * what is on the way and, when its time has come, has it. In English and Persian, both on phones.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { expectSoundBooks } from '../scenarios/books.ts';
import { DAY, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { addToCart, expectWords, logInAs, openPanel, originOf, pay } from './shopping.ts';
import { stories } from './stories.ts';
import type { Story } from './stories.ts';
import { openBrowser, openVisit, phone } from './visit.ts';
import type { Visit } from './visit.ts';

type Told = {
  minimumMinor: number;
  /** A guest, whose name we do not keep. */
  aFriend: string;
  advocate: string;
  greeting: string;
  byItself: string;
  waits: string;
  since: string;
  history: string;
  known: string;
};

/** The friend gets 10 % off from the minimum; the advocate 500 points after 30 days. */
const told: Record<Story['language'], Told> = {
  en: {
    minimumMinor: 3000,
    aFriend: 'A friend',
    advocate: 'Sara',
    greeting: 'Sara sends you 10% off your first order from $30',
    byItself: 'It comes off by itself at checkout.',
    waits: 'Yours on 31 March, if nothing is returned',
    since: 'Yours since 31 March',
    history: 'A friend bought with your code',
    known: 'Not a first order, so no points',
  },
  fa: {
    minimumMinor: 3_000_000,
    aFriend: 'یک دوست',
    advocate: 'سارا',
    greeting: 'سارا برای اولین خریدتان از ۳۰۰٬۰۰۰ تومان به بالا، ۱۰٪ تخفیف فرستاده',
    byItself: 'هنگام پرداخت خودش کم می‌شود.',
    waits: 'در ۱۱ فروردین ۱۴۰۵ مال شماست، اگر کالایی برنگردد',
    since: 'از ۱۱ فروردین مال شماست',
    history: 'دوستی با کد شما خرید کرد',
    known: 'اولین خریدش نبود؛ امتیازی ندارد',
  },
};

const withReferral = (program: ProgramBody, minimumMinor: number): ProgramBody => ({
  ...program,
  referral: {
    friend: {
      value: { kind: 'percentOff', basisPoints: 1000 },
      minimumMinor,
      combinesWith: { order: false, product: false, shipping: true },
    },
    advocatePoints: 500,
    waitDays: 30,
  },
});

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe.each(stories)('a friend sent by link, in $language', (story) => {
  const { language, shop, program, money, number, first } = story;
  const says = told[language];
  let world: World;
  let advocate: Visit;
  let friend: Visit;

  beforeAll(async () => {
    world = await startWorld({ shop, program: withReferral(program, says.minimumMinor) });
    await world.api('PUT', '/api/shop/money', money);
    await world.settle();
    const origin = originOf(world, shop);
    const visit = (title: string) =>
      openVisit(browser, { title: `${title}-${language}`, origin, viewport: phone });
    [advocate, friend] = [await visit('advocate'), await visit('friend')];
  });
  afterAll(async () => {
    await advocate.close();
    await friend.close();
    await world.stop();
  });

  /** Opens the advocate's page of friends from the home of the panel; the code is there then. */
  async function openInvite(): Promise<void> {
    await advocate.go('/?bar=0');
    await openPanel(advocate);
    await advocate.page.locator('.rg-nav [data-to=invite]').click();
    await advocate.page.locator('.rg-m [data-do=copyLink]').waitFor();
  }

  /** The friend's way from wherever they are through checkout, as a guest. */
  async function buyAsGuest(): Promise<void> {
    const { page } = friend;
    await friend.go(`/products/${first.handle}`);
    await addToCart(friend, first.quantity);
    await page.locator('dialog.cart-drawer .button--primary').click();
    await page.locator('[name=contact]').fill('omid@example.com');
    await page.locator('[name=first_name]').fill('Omid');
    await page.locator('[name=last_name]').fill('Doe');
  }

  test('greeted, cheaper, on the way, then available; the second order brings nothing', async () => {
    const sara = world.sim.commerce.createCustomer(shop, {
      email: 'sara@example.com', phone: null, firstName: says.advocate, lastName: 'Doe',
    }); // prettier-ignore
    await world.settle();
    let link = '';
    await advocate.stop('invite', async () => {
      await advocate.go('/account/login?bar=0');
      await logInAs(advocate, sara);
      // Nobody has bought anything: the ways to earn stand on the first page.
      await advocate.go('/?bar=0');
      await openPanel(advocate);
      await advocate.page.locator('.rg-m [data-to=invite]').first().click();
      const copy = advocate.page.locator('.rg-m [data-do=copyLink]');
      link = (await copy.getAttribute('data-arg')) ?? '';
      await expectWords(advocate.page, '.rg-m', number(500));
    });

    await friend.stop('greeting', async () => {
      const { pathname, search } = new URL(link);
      await friend.go(pathname + search);
      await expectWords(friend.page, 'regulars-friend', says.greeting);
      await expectWords(friend.page, 'regulars-friend', says.byItself);
      expect(await friend.page.locator('dialog.rg').count()).toBe(0);
    });
    await friend.stop('checkout', buyAsGuest);
    await friend.stop('thanks', () => pay(friend, world));
    const [order] = world.sim.commerce.orders(shop);
    const tenth = (first.priceMinor * first.quantity) / 10;
    expect(order?.lines[0]?.discountMinor).toBe(tenth);

    await advocate.stop('on the way', async () => {
      await openInvite();
      await expectWords(advocate.page, '.rg-li', says.waits);
      await expectWords(advocate.page, '.rg-li li', says.aFriend);
      await expectWords(advocate.page, '.rg-li li', number(500));
    });
    await world.pass(30 * DAY);
    await advocate.stop('available', async () => {
      await openInvite();
      await expectWords(advocate.page, '.rg-li', says.since);
      await advocate.page.locator('.back').click();
      await expectWords(advocate.page, '.rg-n', number(500));
    });
    await advocate.stop('history', async () => {
      await advocate.page.locator('[data-to=history]').click();
      await expectWords(advocate.page, '.rg-li', says.history);
    });

    await friend.go(new URL(link).pathname + new URL(link).search);
    await buyAsGuest();
    await pay(friend, world);
    await advocate.stop('why nothing', async () => {
      await openInvite();
      await expectWords(advocate.page, '.rg-li', says.known);
      await advocate.page.locator('.back').click();
      await expectWords(advocate.page, '.rg-n', number(500));
    });
    await expectSoundBooks(world, shop);
  });
});

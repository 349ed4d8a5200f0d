/**
 * The whole way in a real browser, against the real app, worker and simulated store: from a product
 * to points, from points to a discount at checkout, and back again by a refund. In English on a wide
 * screen and in Persian, right to left, on a phone.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectSoundBooks } from '../scenarios/books.ts';
import { DAY, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { earnedBy, earnedWithoutOne, returnedForOne } from './expected.ts';
import {
  addToCart,
  colourOf,
  expectWords,
  historySum,
  logInAs,
  openPanel,
  originOf,
  pay,
  refundOne,
  wordsIn,
} from './shopping.ts';
import { stories } from './stories.ts';
import type { Story } from './stories.ts';
import { desktop, openBrowser, openVisit } from './visit.ts';
import type { Visit } from './visit.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

type Journey = { story: Story; world: World; shopper: Visit; merchant: Visit };

/** Points of this story, by arithmetic: 960 and 274 in English, 872 and 509 in Persian. */
function pointsOf({ first, second, offMinor, rules }: Story) {
  const withCode = { ...second, discountMinor: offMinor };
  const earned = earnedBy(first, rules);
  const kept = earned - 500;
  return {
    one: Math.floor((first.priceMinor * rules.points) / rules.perMinor),
    earned,
    kept,
    /** On the way from the order that used the code, before and after its refund. */
    before: earnedBy(withCode, rules),
    after: earnedWithoutOne(withCode, rules),
    end: kept + returnedForOne(withCode, 500),
  };
}

describe.each(stories)('from a product to a discount and back, in $language', (story) => {
  let journey: Journey;

  beforeAll(async () => {
    const { shop, program, money, language, viewport } = story;
    const world = await startWorld({ shop, program });
    await world.api('PUT', '/api/shop/money', money);
    await world.settle();
    const origin = originOf(world, shop);
    const shopper = await openVisit(browser, { title: language, origin, viewport });
    const merchant = await openVisit(browser, { title: 'merchant', origin, viewport: desktop });
    journey = { story, world, shopper, merchant };
  });
  afterAll(async () => {
    await journey.shopper.close();
    await journey.merchant.close();
    await journey.world.stop();
  });

  test('buy, collect, spend, pay less, return, put back: every number exact', async () => {
    await logIn(journey);
    await buyFirst(journey);
    await seePointsOnTheWay(journey);
    await spendPoints(journey);
    await payLess(journey);
    await returnOneUnit(journey);
    await seeThePage(journey);
    await putAnotherBack(journey);
    await expectSoundBooks(journey.world, story.shop);
  });
});

async function logIn({ story, shopper, world }: Journey): Promise<void> {
  const { page } = shopper;
  const [customer] = world.sim.commerce.customers(story.shop);
  await shopper.stop('home', async () => {
    await shopper.go('/?bar=0');
    expect(await page.locator('html').getAttribute('lang')).toBe(story.language);
    await page.locator('regulars-launcher:defined').waitFor();
  });
  await shopper.stop('log in', async () => {
    await page.locator('.header__tools a[href*="/account"]').click();
    await page.locator('.people button').first().waitFor();
  });
  await shopper.stop('account', async () => {
    await logInAs(shopper, customer);
    await expectWords(page, 'regulars-launcher', story.words.balance(story.number(0)));
  });
}

async function buyFirst({ story, shopper, world }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words, first } = story;
  await shopper.stop('product', async () => {
    await shopper.go(`/products/${first.handle}`);
    await expectWords(page, 'regulars-product', words.promise(number(pointsOf(story).one)));
  });
  await shopper.stop('cart drawer', async () => {
    await addToCart(shopper, first.quantity);
    expect(await page.locator('regulars-launcher').getAttribute('data-aside')).toBe('');
  });
  await shopper.stop('checkout', async () => {
    await page.locator('dialog.cart-drawer .button--primary').click();
    await page.locator('#checkout-form').waitFor();
  });
  await shopper.stop('thanks', () => pay(shopper, world));
  // Until now nobody has touched anything of ours: a script and a style came with the pages.
  const files = new Set(shopper.asked.map((each) => each.split('/').at(-1)));
  expect(files).toEqual(new Set(['regulars.css', 'regulars.js']));
}

async function seePointsOnTheWay({ story, shopper }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words, days } = story;
  await shopper.stop('on the way', async () => {
    await shopper.go('/');
    await openPanel(shopper);
    await expectWords(page, 'dialog.rg', words.pending(number(pointsOf(story).earned)));
    await expectWords(page, 'dialog.rg', days[0]);
    await page.keyboard.press('Escape');
    await page.locator('dialog.rg[open]').waitFor({ state: 'detached' });
    await page.locator('regulars-launcher button:focus').waitFor();
  });
}

async function spendPoints({ story, shopper, world }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words, off, second, codeEnds } = story;
  const { earned, kept } = pointsOf(story);
  await world.pass(15 * DAY);
  await shopper.go(`/products/${second.handle}`);
  await addToCart(shopper, second.quantity);
  await shopper.stop('balance', async () => {
    await page.locator('dialog.cart-drawer a[href$="/cart"]').click();
    await expectWords(page, 'regulars-launcher', words.balance(number(earned)));
    await openPanel(shopper);
    await expectWords(page, 'dialog.rg .rg-n', number(earned));
  });
  await shopper.stop('confirm', async () => {
    await page.locator('dialog.rg [data-to=confirm][data-arg=off-5]').click();
    const question = words.confirm(number(500), off[0], number(kept));
    await expectWords(page, 'dialog.rg .rg-q', question);
    await expectWords(page, 'dialog.rg', words.until(codeEnds));
    await expectWords(page, 'dialog.rg [data-do=redeem]', number(500));
    // The panel wears the shop's own button, read on this page.
    const worn = await colourOf(page, 'dialog.rg [data-do=redeem]');
    expect(worn).toBe(await colourOf(page, '[name=checkout]'));
  });
  await shopper.stop('applied', async () => {
    await claimOnlyWhatTheCartSays({ story, shopper });
    await expectWords(page, 'dialog.rg', words.left(number(kept)));
  });
}

/** The cart's answer is held back: until it is there, nothing may be claimed. */
async function claimOnlyWhatTheCartSays(at: Pick<Journey, 'story' | 'shopper'>): Promise<void> {
  const { page } = at.shopper;
  const claim = at.story.words.applied(at.story.off[0]);
  let release = (): void => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/cart/update.js', async (route) => {
    await released;
    await route.continue();
  });
  const asked = page.waitForRequest('**/cart/update.js');
  await page.locator('dialog.rg [data-do=redeem]').click();
  await asked;
  expect(await wordsIn(page, 'dialog.rg')).not.toContain(claim);
  expect(await page.locator('dialog.rg button[aria-busy=true]').count()).toBe(1);
  release();
  await expectWords(page, 'dialog.rg .rg-q', claim);
  await page.unroute('**/cart/update.js');
}

async function payLess({ story, shopper, world }: Journey): Promise<void> {
  const { page } = shopper;
  const { off, number, words, days } = story;
  const { kept, before } = pointsOf(story);
  const code = await wordsIn(page, 'dialog.rg .rg-code bdi');
  await shopper.stop('cart with the code', async () => {
    await page.locator('dialog.rg a[href$="/cart"]').click();
    await expectWords(page, '.sums__discount', code);
    await expectWords(page, '.sums__discount', off[0]);
  });
  await shopper.stop('checkout with the discount', async () => {
    await page.locator('[name=checkout]').click();
    await expectWords(page, '.codes__item', code);
    expect(await page.locator('.codes__item--no').count()).toBe(0);
    await expectWords(page, '.checkout__side .sums__discount', off[0]);
  });
  await shopper.stop('thanks again', () => pay(shopper, world));
  await shopper.stop('balance after the order', async () => {
    await shopper.go('/');
    await openPanel(shopper);
    await expectWords(page, 'dialog.rg .rg-n', number(kept));
    await expectWords(page, 'dialog.rg', words.pending(number(before)));
    await expectWords(page, 'dialog.rg', days[1]);
  });
}

async function returnOneUnit({ story, shopper, merchant, world }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words, days } = story;
  const { after, end } = pointsOf(story);
  await merchant.stop('refund', () => refundOne(merchant, world));
  await shopper.stop('balance after the return', async () => {
    await shopper.go('/');
    await expectWords(page, 'regulars-launcher', words.balance(number(end)));
    await openPanel(shopper);
    expect(await wordsIn(page, 'dialog.rg .rg-n')).toContain(number(end));
    await expectWords(page, 'dialog.rg', words.pending(number(after)));
    await expectWords(page, 'dialog.rg', days[1]);
  });
  await shopper.stop('history', async () => {
    await page.locator('dialog.rg [data-to=history]').click();
    expect(await historySum(page, number)).toBe(end + after);
  });
}

async function seeThePage({ story, shopper }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words } = story;
  const { after, end } = pointsOf(story);
  await shopper.stop('points page', async () => {
    await shopper.go('/apps/regulars');
    await page.locator('regulars-page .rg-page .rg-n').waitFor();
    await expectWords(page, 'regulars-page .rg-n', number(end));
    await expectWords(page, 'regulars-page', words.pending(number(after)));
    expect(await page.locator('regulars-launcher').isVisible()).toBe(false);
    const served = await page.evaluate('fetch(location.href).then((answer) => answer.text())');
    expect(served).toContain(words.pending(number(after)));
  });
}

async function putAnotherBack({ story, shopper, world }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words } = story;
  const { end } = pointsOf(story);
  const alive = (code: string): boolean => {
    const { shop, second } = story;
    const product = world.sim.commerce.products(shop).find((p) => p.handle === second.handle);
    const lines = [{ variantId: product?.variants[0]?.id ?? '', quantity: second.quantity }];
    const [customer] = world.sim.commerce.customers(shop);
    const cart = { lines, codes: [code], customerId: customer?.id ?? null };
    return world.sim.commerce.priceCart(shop, cart).codes[0]?.applicable ?? false;
  };
  let code = '';
  await shopper.stop('a code for later', async () => {
    await page.locator('regulars-page [data-to=rewards]').click();
    await page.locator('regulars-page [data-to=confirm][data-arg=off-3]').click();
    await page.locator('regulars-page [data-do=redeem]').click();
    await expectWords(page, 'regulars-page .rg-q', words.ready);
    code = await wordsIn(page, 'regulars-page .rg-code bdi');
    expect(alive(code)).toBe(true);
  });
  await shopper.stop('put back', async () => {
    await page.locator('regulars-page [data-do=putBack]').click();
    await expectWords(page, 'regulars-page .rg-q', words.back(number(300)));
    expect(alive(code)).toBe(false);
    await page.locator('regulars-page .rg-go [data-do=home]').click();
    await expectWords(page, 'regulars-page .rg-n', number(end));
  });
}

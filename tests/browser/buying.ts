/** The first part of the journey: in, through checkout for the first time, points on the way. */
import { expect } from 'vitest';
import { pointsOf } from './figures.ts';
import type { Journey } from './figures.ts';
import { addToCart, expectWords, logInAs, openPanel, pay } from './shopping.ts';

export async function logIn({ story, shopper, world }: Journey): Promise<void> {
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
    await expectWords(page, 'regulars-launcher', story.words.nothingYet);
  });
}

export async function buyFirst({ story, shopper, world }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words, first } = story;
  await shopper.stop('product', async () => {
    await shopper.go(`/products/${first.handle}`);
    await expectWords(page, 'regulars-product', words.promise(number(pointsOf(story).one)));
  });
  await shopper.stop('cart drawer', async () => {
    await addToCart(shopper, first.quantity);
    await page.locator('regulars-launcher[data-aside]').waitFor({ state: 'attached' });
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

export async function seePointsOnTheWay({ story, shopper }: Journey): Promise<void> {
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

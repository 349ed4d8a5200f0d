/** On a phone: a code that does not go together with another one, and the easy way out. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSoundBooks } from '../scenarios/books.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { addToCart, expectWords, logInAs, openPanel, originOf } from './shopping.ts';
import { openBrowser, openVisit, phone } from './visit.ts';
import type { Visit } from './visit.ts';

let browser: Browser;
let world: World;
let shopper: Visit;

beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld();
  shopper = await openVisit(browser, {
    title: 'clash',
    origin: originOf(world, SHOP),
    viewport: phone,
  });
});
afterAll(async () => {
  await shopper.close();
  await browser.close();
  await world.stop();
});

test('a code that AUTUMN15 rules out is put back with one press, and the better one stays', async () => {
  const { page } = shopper;
  const { commerce } = world.sim;
  const [, member] = commerce.customers(SHOP);
  const mug = commerce.products(SHOP).find(({ handle }) => handle === 'harbor-mug');
  await world.buy({
    buyer: { kind: 'customer', customerId: member?.id ?? '' },
    lines: [{ variantId: mug?.variants[0]?.id ?? '', quantity: 4 }],
  });
  await world.pass(15 * DAY);

  await shopper.go('/account/login?bar=0');
  await logInAs(shopper, member);
  await shopper.go('/products/harbor-mug');
  await addToCart(shopper, 1);
  await shopper.stop('another code', async () => {
    await page.locator('dialog.cart-drawer .button--primary').click();
    await page.locator('.codebox input[name=code]').fill('AUTUMN15');
    await page.locator('.codebox button').click();
    await expectWords(page, '.checkout__side .sums__discount', '−$3.60');
  });
  await shopper.stop('does not go together', async () => {
    await shopper.go('/cart');
    await openPanel(shopper);
    await page.locator('dialog.rg [data-to=confirm][data-arg=off-3]').click();
    await expectWords(page, 'dialog.rg .rg-q', 'Spend 300 points for $3.00? You keep 180.');
    await page.locator('dialog.rg [data-do=redeem]').click();
    await expectWords(page, 'dialog.rg', 'This code and AUTUMN15 don’t go together');
    await expectWords(
      page,
      'dialog.rg',
      'AUTUMN15 already takes $3.60 off this cart. Yours takes $3.00 off',
    );
    await expectWords(page, 'dialog.rg .rg-b.on', 'Put it back');
    // Our button is out of sight behind an open panel.
    const button = page.locator('regulars-launcher', { hasText: '180 points' });
    await button.waitFor({ state: 'attached' });
    expect(await codesOnCart()).toEqual([{ code: 'AUTUMN15', applicable: true }]);
  });
  await shopper.stop('put back', async () => {
    await page.locator('dialog.rg .rg-b.on').click();
    await expectWords(page, 'dialog.rg .rg-q', 'Your 300 points are back');
    await page.locator('dialog.rg .rg-go [data-do=close]').click();
    await expectWords(page, 'regulars-launcher', '480 points');
    expect(await codesOnCart()).toEqual([{ code: 'AUTUMN15', applicable: true }]);
  });
  await expectSoundBooks(world);
});

/** The codes on the shopper's cart, as the cart itself says. */
function codesOnCart(): Promise<unknown> {
  return shopper.page.evaluate(async () => {
    const answer = await fetch('/cart.js');
    return ((await answer.json()) as { discount_codes: unknown }).discount_codes;
  });
}

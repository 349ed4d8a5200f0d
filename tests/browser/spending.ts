/** The second part: points become a code, the code a discount, the discount a smaller payment. */
import { expect } from 'vitest';
import { DAY } from '../world.ts';
import { pointsOf } from './figures.ts';
import type { Journey } from './figures.ts';
import { addToCart, colourOf, expectWords, openPanel, pay, wordsIn } from './shopping.ts';

export async function spendPoints({ story, shopper, world }: Journey): Promise<void> {
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
  await page.locator('dialog.rg button[aria-busy=true]').waitFor();
  release();
  await expectWords(page, 'dialog.rg .rg-q', claim);
  await page.unroute('**/cart/update.js');
}

export async function payLess({ story, shopper, world }: Journey): Promise<void> {
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

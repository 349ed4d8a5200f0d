/** The last part: a return, the points page, and a reward that is put back. */
import { expect } from 'vitest';
import { pointsOf } from './figures.ts';
import type { Journey } from './figures.ts';
import { expectWords, historySum, openPanel, refundOne, wordsIn } from './shopping.ts';

export async function returnOneUnit({ story, shopper, merchant, world }: Journey): Promise<void> {
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

export async function seeThePage({ story, shopper }: Journey): Promise<void> {
  const { page } = shopper;
  const { number, words } = story;
  const { after, end } = pointsOf(story);
  await shopper.stop('points page', async () => {
    await shopper.go('/apps/regulars');
    await page.locator('regulars-page .rg-page .rg-n').waitFor();
    await expectWords(page, 'regulars-page .rg-n', number(end));
    await expectWords(page, 'regulars-page', words.pending(number(after)));
    await page.locator('regulars-launcher').waitFor({ state: 'hidden' });
    const served = await page.evaluate('fetch(location.href).then((answer) => answer.text())');
    expect(served).toContain(words.pending(number(after)));
  });
}

export async function putAnotherBack({ story, shopper, world }: Journey): Promise<void> {
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

/** On a phone: rewards that put no code on a cart, and a free product that does, in both languages. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSoundBooks } from '../scenarios/books.ts';
import { richShoppers } from '../scenarios/faultCells.ts';
import { SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { addToCart, expectWords, openPanel, originOf } from './shopping.ts';
import { openBrowser, openVisit, phone } from './visit.ts';
import type { Visit } from './visit.ts';

const terms = {
  points: 100,
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 10,
};

let browser: Browser;
let world: World;
let shopper: Visit;
let id: string;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld({ program: null, healing: true });
  const mug = world.sim.commerce.products(SHOP).find(({ handle }) => handle === 'harbor-mug');
  const values = [
    ['early', { kind: 'earlyAccess', tag: 'spring', name: 'The spring glazes', forGood: false }],
    ['tour', { kind: 'byHand', text: 'A tour of the workshop' }],
    [
      'mug',
      { kind: 'freeProduct', item: `product:${mug?.id}`, name: 'A free mug', worthMinor: 2400 },
    ],
    ['credit', { kind: 'walletCredit', amountMinor: 300 }],
  ] as const;
  const rewards = values.map(([name, value]) => ({ ...terms, id: name, value }));
  const published = await world.api('PUT', '/api/program', {
    baseVersion: 0,
    program: aProgram({ rewards }),
  });
  if (published.status !== 200) throw new Error(published.text);
  [id = ''] = await richShoppers(world, 1);
  const origin = originOf(world, SHOP);
  shopper = await openVisit(browser, { title: 'perks', origin, viewport: phone });
  await shopper.go('/account/login?bar=0');
  await shopper.page.locator(`button[name=customer_id][value="${id}"]`).click();
});
afterAll(async () => {
  await shopper.close();
  await expectSoundBooks(world);
  await world.stop();
  await browser.close();
});

const says = (words: string) => expectWords(shopper.page, 'dialog.rg', words);
const press = (selector: string) => shopper.page.locator(`dialog.rg ${selector}`).first().click();

test('early access is there at once, says until when, and can be put back', async () => {
  await shopper.go('/');
  await openPanel(shopper);
  await press('[data-to=rewards]');
  await shopper.stop('all', () => says('A tour of the workshop'));
  await press('[data-arg=early]');
  await shopper.stop('early asked', () =>
    says('Spend 100 points for The spring glazes? You keep 380.'),
  );
  await press('[data-do=take]');
  await shopper.stop('early', () => says('It is yours'));
  expect(world.sim.commerce.customer(SHOP, id)?.tags).toEqual(['spring']);
  await press('[data-do=leave]');
  await shopper.stop('early back', () => says('Your 100 points are back'));
  expect(world.sim.commerce.customer(SHOP, id)?.tags).toEqual([]);
});

test('in Persian what is done by hand is on the shop’s list, and credit is in the wallet', async () => {
  await shopper.go('/fa');
  await openPanel(shopper);
  await press('[data-to=rewards]');
  await press('[data-arg=tour]');
  await shopper.stop('tour asked', () => says('فروشگاه تا ۶ فروردین ۱۴۰۵ انجامش می‌دهد'));
  await press('[data-do=take]');
  await shopper.stop('tour', () => says('فروشگاه خبر دارد'));
  await press('.back');
  await press('[data-to=rewards]');
  await press('[data-arg=credit]');
  await shopper.stop('credit asked', () => says('اعتبار فروشگاه'));
  await press('[data-do=take]');
  await shopper.stop('credit', () => says('در خرید بعدی، هنگام پرداخت، از آن کم می\u200cشود.'));
});

test('a free product is a code for it, and says so', async () => {
  await shopper.go('/products/harbor-mug');
  await addToCart(shopper, 1);
  await shopper.go('/cart');
  await openPanel(shopper);
  await press('[data-to=rewards]');
  await press('[data-arg=mug]');
  await shopper.stop('mug asked', () => says('A free mug'));
  await press('[data-do=redeem]');
  await shopper.stop('mug', () => says('A free mug: on your cart'));
  await press('[data-do=close]');
  await expectWords(shopper.page, 'regulars-launcher', '180 points');
});

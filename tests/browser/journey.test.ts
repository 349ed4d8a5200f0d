/**
 * The whole way in a real browser, against the real app, worker and simulated store: from a product
 * to points, from points to a discount at checkout, and back again by a refund. In English on a wide
 * screen and in Persian, right to left, on a phone.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { expectSoundBooks } from '../scenarios/books.ts';
import { startWorld } from '../world.ts';
import { buyFirst, logIn, seePointsOnTheWay } from './buying.ts';
import type { Journey } from './figures.ts';
import { putAnotherBack, returnOneUnit, seeThePage } from './returning.ts';
import { originOf } from './shopping.ts';
import { payLess, spendPoints } from './spending.ts';
import { stories } from './stories.ts';
import { desktop, openBrowser, openVisit } from './visit.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

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

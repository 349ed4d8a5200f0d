/** Our script comes asynchronously: it may be there before the parser has read what it works on. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { openPanel, originOf } from './shopping.ts';
import { desktop, openBrowser, openVisit } from './visit.ts';

let browser: Browser;
let world: World;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld();
});
afterAll(async () => {
  await browser.close();
  await world.stop();
});

test('a script that runs before the page is read finds its elements all the same', async () => {
  const origin = originOf(world, SHOP);
  const visit = await openVisit(browser, { title: 'early', origin, viewport: desktop });
  const { page } = visit;
  const asked = await fetch(`${world.sim.url}/products/harbor-mug?bar=0`, {
    headers: { 'x-sim-shop': SHOP },
  });
  // Without `async` the parser waits for the script, so it always comes before the elements.
  const early = (await asked.text()).replace(/(regulars\.js[^>]*) async/, '$1');
  expect(early).toMatch(/regulars\.js[^>]*"\s*><\/script>/);
  await page.route('**/products/harbor-mug', (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: early }),
  );
  await visit.stop('product', async () => {
    await visit.go('/products/harbor-mug');
    await page.locator('regulars-product a[aria-haspopup=dialog]').waitFor();
    await openPanel(visit);
  });
  await visit.close();
});

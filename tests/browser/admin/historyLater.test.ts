/** The question about past orders may wait: it goes from Home, and stays where it can be found. */
import { expect, test } from 'vitest';
import { button, dollars, heading, now, useStage } from './stage.ts';
import type { Scene } from './stage.ts';

const stage = useStage();
const ASKED = 'Reward past orders?';

/** A shop with a program, and 12 orders of before it that nobody has decided about. */
async function open(): Promise<Scene> {
  const scene = await stage.open(dollars, '/?locale=en');
  const { shop, page } = scene;
  Object.assign(shop.home, { programVersion: 1, lastOrderAt: now, shoppers: 3 });
  Object.assign(shop.health.healing, { unrewarded: 12 });
  Object.assign(shop.health.healing.import, { read: 12, total: 12, oldestAt: now });
  await page.reload();
  await heading(page, ASKED).waitFor();
  return scene;
}

test('“Not now” puts it away for good, says where it stays, and keeps the reader’s place', async () => {
  const { page, shop } = await open();
  await button(page, 'Not now').click();
  await heading(page, ASKED).waitFor({ state: 'detached' });
  await page.getByText('It stays on the Health page.').waitFor({ state: 'attached' });
  expect(await page.locator('h1:focus').count()).toBe(1);
  await page.reload();
  await heading(page, 'Is it alive?').waitFor();
  expect(await heading(page, ASKED).count()).toBe(0);
  await page.goto(`${shop.url}/health?locale=en`);
  await heading(page, ASKED).waitFor();
  expect(await button(page, 'Not now').count()).toBe(0);
  await button(page, 'Decide…').waitFor();
});

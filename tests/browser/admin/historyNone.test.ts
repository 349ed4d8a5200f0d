/** "None" is an answer to the question about past orders too. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { World } from '../../world.ts';
import {
  NOTHING,
  countOf,
  healingOf,
  open,
  publish,
  startWithPast,
  untilPastIs,
  whatWasSent,
} from '../../scenarios/pastWorld.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWithPast(20);
  await open(world);
  await untilPastIs(world, 'done');
  await publish(world);
  visit = await visitAdmin(browser, world, 'northday');
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const button = (name: string | RegExp) => visit.app.getByRole('button', { name });

test('none is decided at a press, says so, and can still be decided otherwise', async () => {
  await visit.go('/health', 'en');
  await button('Decide…').click();
  const dialog = visit.app.getByRole('dialog');
  await dialog.getByText('None', { exact: true }).click();
  await dialog.getByText('Nobody gets points for what was bought before.').waitFor();
  await visit.look('history-5-none-en');
  await button('Give none').click();
  await dialog.waitFor({ state: 'detached' });
  await visit.app.getByText('Past orders bring no points. It was decided so on ').waitFor();
  await button('Decide…').waitFor();
  expect((await healingOf(world)).pastReward).toMatchObject({ choice: 'none', state: 'done' });
  await world.app.drain();
  expect(await countOf(world, 'transfers')).toBe(0);
  expect(await whatWasSent(world)).toEqual(NOTHING);
});

/** Keys of the shop's own systems, in front of the real app: made, shown once, used, revoked. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callWithKey } from '../../scenarios/actions.ts';
import { startWorld } from '../../world.ts';
import type { World } from '../../world.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld();
  visit = await visitAdmin(browser, world, 'northday');
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const button = (name: string | RegExp) => visit.app.getByRole('button', { name });
const says = (text: string | RegExp) => visit.app.getByText(text).first().waitFor();
const tell = async (key: string) =>
  (
    await callWithKey(world, key, {
      key: 'from the till',
      action: 'visit',
      shopper: { email: 'ada@example.com' },
    })
  ).status;

test('a key is made by a manager, shown once, used and revoked', async () => {
  await visit.go('/settings', 'en');
  await says('There is no key yet.');
  await visit.look('settings-1-empty-en');
  await button('New key').click();
  await button('Make the key').click();
  await says('Give the key a name.');
  await visit.look('settings-2-slip-en');
  await visit.app.getByLabel('Name').fill('Review app');
  await button('Make the key').click();
  // Whoever looks at the page is not whoever connected the shop.
  await says('Only a manager may do this');
  const named = { actor: 'staff 548380009', role: 'manager', name: null };
  expect((await world.api('PUT', '/api/staff', named)).status).toBe(200);
  await button('Make the key').click();
  await says('Copy it now');
  await visit.look('settings-3-made-en');
  const key = (await visit.app.locator('.rg-secret').textContent()) ?? '';
  expect(await tell(key)).toBe(200);
  await button('I have kept it').click();
  await visit.go('/settings', 'en');
  await says(/Last used on/);
  expect(await visit.app.locator('body').textContent()).not.toContain(key);
  await button('Revoke “Review app”').click();
  await says('This cannot be undone');
  await button('Revoke now').click();
  await says(/Revoked on/);
  expect(await tell(key)).toBe(401);
  await visit.look('settings-4-revoked-en');
});

test.each(['fa', 'ar'] as const)('the page reads from right to left, %s', async (locale) => {
  await visit.go('/settings', locale);
  await visit.app.locator('.rg-facts li').first().waitFor();
  await visit.look(`settings-5-${locale}`);
});

test('a manager names a colleague, who is told apart from then on', async () => {
  await visit.go('/settings', 'en');
  await says('a manager 20,000');
  await button('Change Staff member 42').click();
  await visit.app.getByLabel('Name').fill('Maryam');
  await visit.app.locator('#person-role').selectOption('support');
  await button('Save').click();
  await button('Change Maryam').waitFor();
  await visit.look('settings-5-people-en');
  await visit.go('/settings', 'fa');
  await says('همکاران');
  await says('Maryam');
  await visit.look('settings-5-people-fa');
});

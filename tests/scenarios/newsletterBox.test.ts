/** The newsletter's own box on the points page: unticked, through the theme's form, paid once the shop says so. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopperAt } from '../../simulator/storefront/testShopper.ts';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, rewarding } from './actions.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, newBuyer } from './nextOrderWorld.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: rewarding([USES.newsletter], { holdOut: false }) });
});
afterAll(() => world?.stop());

const PAGE = '/apps/regulars?locale=en';

test('it is there for who is logged in, nothing is ticked, and points come with the consent', async () => {
  const guest = shopperAt(world.sim.url, SHOP);
  expect((await guest.get(PAGE)).body).not.toContain('contact[email]');
  const { id, email } = newBuyer(world);
  await buyMugs(world, id);
  const before = await balanceOf(world, id);
  const shopper = shopperAt(world.sim.url, SHOP);
  await shopper.post('/account/login', { customer_id: id });
  const { body } = await shopper.get(PAGE);
  expect(body).toContain('30 points, once the shop has confirmed it.');
  const box = /<input type="checkbox"[^>]*>/.exec(body)?.[0] ?? '';
  expect(box).toContain('required');
  expect(box).not.toContain('checked');
  expect(body).toContain(`value="${email}"`);
  expect(await balanceOf(world, id)).toEqual(before);

  const fields = { form_type: 'customer', 'contact[email]': email ?? '' };
  expect((await shopper.post('/contact', fields)).status).toBe(303);
  await world.settle();
  expect((await balanceOf(world, id)).available).toBe(before.available + 30);
  expect((await shopper.get(PAGE)).body).not.toContain('contact[email]');
  // Leaving and coming back pays nobody twice.
  world.sim.commerce.setEmailConsent(SHOP, id, 'unsubscribed');
  await world.settle();
  await shopper.post('/contact', fields);
  await world.settle();
  expect((await balanceOf(world, id)).available).toBe(before.available + 30);
  await expectSoundBooks(world);
});

test('in Persian it reads from right to left', async () => {
  const { id } = newBuyer(world);
  await world.settle();
  const shopper = shopperAt(world.sim.url, SHOP);
  await shopper.post('/account/login', { customer_id: id });
  const { body } = await shopper.get('/apps/regulars?locale=fa');
  expect(body).toMatch(/class="regulars-news" lang="fa" dir="rtl"/);
  expect(body).toContain('ایمیل‌های فروشگاه را برایم بفرستید.');
});

/** Home when it has something to tell, and when it cannot. */
import { expect, test } from 'vitest';
import { axe, button, dollars, focused, now, useStage } from './stage.ts';

const stage = useStage();

test('what was parked is tried again from Home; an old session token is renewed once', async () => {
  const { page, shop } = await stage.open(dollars, '/?locale=en');
  shop.home.parked = [
    {
      id: 'w-1',
      topic: 'orders/create',
      reason: 'line_items is missing',
      receivedAt: now,
      attempts: 5,
    },
  ];
  shop.home.lastOrderAt = now;
  shop.home.points = { issued: 1200, redeemed: 300, outstanding: 620, onTheWay: 280 };
  shop.home.shoppers = 2;
  shop.tokens.length = 0;
  await page.reload();
  await page.getByText('Needs a look', { exact: true }).waitFor();
  expect(shop.tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  await page.getByText('2 shoppers can spend 620 points now.').waitFor();
  await page.getByText('Points button is off in your theme').waitFor();
  expect(await axe(page)).toEqual([]);
  await button(page, 'Try again: An order could not be read').click();
  await page.getByText('Nothing needs you.').waitFor();
  await expect.poll(() => focused(page)).toBe('needs');
});

test('when the server is away the page says what is safe, and comes back', async () => {
  const { page } = await stage.open(dollars, '/?locale=en');
  await page.route('**/api/home', (route) => route.abort());
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'Nothing is lost.' }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.unroute('**/api/home');
  await button(page, 'Try again').click();
  await button(page, 'Set up the program').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

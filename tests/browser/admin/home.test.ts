/** Home when it has something to tell, and when it cannot. */
import { expect, test } from 'vitest';
import { axe, button, dollars, focused, now, tomans, useStage } from './stage.ts';

const stage = useStage();

test('what was parked is tried again from Home; an old session token is renewed once', async () => {
  const { page, shop } = await stage.open(dollars, '/?locale=en');
  // The first load has asked all it asks; from here the tokens are those of the second, which asks
  // for two things.
  await button(page, 'Set up the program').waitFor();
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
  expect(shop.tokens).toEqual(['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
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

const quarter = {
  nextOrders: { issued: 24, used: 9, heldOut: 1, salesMinor: 61_200, costMinor: 9_150 },
  referrals: {
    orders: 4,
    salesMinor: 31_850,
    pointsGiven: 800,
    discountMinor: 6_000,
    leakage: { own: 1, known: 0, belowMinimum: 2 },
  },
};

test('Home says what friends and codes sold, beside what was given for it', async () => {
  const { page, shop } = await stage.open(dollars, '/?locale=en');
  Object.assign(shop.home, { programVersion: 1, lastOrderAt: now, shoppers: 30 });
  await page.reload();
  await page.getByText('Nothing yet. When a friend orders').waitFor();
  Object.assign(shop.home, quarter);
  await page.reload();
  const table = page.getByRole('table', { name: 'The last 90 days' });
  await table.waitFor();
  expect(await table.getByRole('row').allInnerTexts()).toEqual([
    'Came by\tOrders\tSales\tGiven',
    expect.stringMatching(/^Friends’ codes\t4\t\$318\.50\t\s*\$60\s+800 points\s*$/),
    'Next-order codes\t9\t$612\t$91.50',
  ]);
  await page
    .getByText('3 more orders came by a friend’s code and earned nobody points')
    .filter({ hasText: '1 by the code’s owner and 2 below the minimum' })
    .waitFor();
  await page.getByText('24 made, 9 used so far.').waitFor();
  await page.getByText('1 order was left without a code on purpose').waitFor();
  expect(await page.getByText('Nothing yet. When a friend orders').count()).toBe(0);
  expect(await axe(page)).toEqual([]);
});

test.each(['fa', 'ar'])('what it brought is told in %s, and fits a phone', async (locale) => {
  const { page, shop } = await stage.open(tomans, `/?locale=${locale}`);
  const { nextOrders, referrals } = quarter;
  Object.assign(shop.home, {
    programVersion: 1,
    lastOrderAt: now,
    nextOrders: { ...nextOrders, salesMinor: 612_000_000, costMinor: 91_500_000 },
    referrals: { ...referrals, salesMinor: 318_500_000, discountMinor: 60_000_000 },
  });
  await page.setViewportSize({ width: 375, height: 900 });
  await page.reload();
  await page.getByRole('table').waitFor();
  expect(await page.getByRole('row').count()).toBe(3);
  const room = await page.evaluate<number[]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(room[0]).toBe(room[1]);
  expect(await axe(page)).toEqual([]);
});

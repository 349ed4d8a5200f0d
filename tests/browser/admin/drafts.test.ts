/** What happens to a draft when something goes wrong, or somebody else was faster. */
import { expect, test } from 'vitest';
import type { Scene } from './stage.ts';
import { axe, button, dollars, focused, useStage } from './stage.ts';

const stage = useStage();

const aProgram = (points: number) => ({
  currency: 'USD',
  earning: {
    points,
    perMinor: 100,
    includeShipping: false,
    includeTips: false,
    includeDuties: false,
  },
  pendingDays: 14,
  expiry: { kind: 'inactivity' as const, months: 12 },
  graceDays: 30,
  debt: 'owe' as const,
  maxOpenCodes: 3,
  rewards: [],
});

async function openProgram(): Promise<Scene> {
  const scene = await stage.open(dollars, '/?locale=en');
  const { page, shop } = scene;
  shop.publishElsewhere(aProgram(3));
  await page.goto(`${shop.url}/program?locale=en`);
  await button(page, 'Edit: Earning').click();
  return scene;
}

test('a slip is told under its field, and nothing is sent', async () => {
  const { page, shop } = await openProgram();
  const per = page.getByLabel('For every');
  await per.fill('1,5');
  expect(await page.getByText('This is not a number we can read').count()).toBe(0);
  await per.blur();
  await page.getByText('This is not a number we can read. Write it like 12.').waitFor();
  expect(await per.getAttribute('aria-invalid')).toBe('true');
  await button(page, 'Publish now').click();
  await expect.poll(() => focused(page)).toBe('earning.perMinor');
  expect(shop.versions).toHaveLength(1);
  expect(await axe(page)).toEqual([]);
});

test('a refusal with a field stands under it, and the draft is kept', async () => {
  const { page, shop } = await openProgram();
  await page.getByLabel('Points', { exact: true }).fill('7');
  shop.refuseNext = {
    status: 422,
    code: 'invalid',
    message: 'Too generous.',
    field: 'program.earning.points',
  };
  await button(page, 'Publish now').click();
  await page.getByRole('alert').filter({ hasText: 'Your draft is kept.' }).waitFor();
  await page.getByText('Too generous.').waitFor();
  expect(await page.getByLabel('Points', { exact: true }).inputValue()).toBe('7');
  expect(await axe(page)).toEqual([]);
  await button(page, 'Publish now').click();
  await page.getByText('Version 2 live').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('who comes second sees what the first one changed, and may still publish', async () => {
  const { page, shop } = await openProgram();
  await page.getByLabel('Points', { exact: true }).fill('7');
  shop.publishElsewhere(aProgram(4));
  await button(page, 'Publish now').click();
  const note = page.getByRole('alert');
  await note.filter({ hasText: 'Maryam published version 2 while you were editing' }).waitFor();
  expect(await note.locator('ins').textContent()).toContain('4 points for every $1');
  expect(await page.getByLabel('Points', { exact: true }).inputValue()).toBe('7');
  await button(page, 'Publish now').click();
  await page.getByText('Version 3 live').waitFor();
  expect(shop.versions[0]?.program.earning.points).toBe(7);
});

test('a time is the shop’s own: midnight in New York, not in the browser', async () => {
  const { page, shop } = await openProgram();
  await page.getByLabel('Points', { exact: true }).fill('7');
  await button(page, 'At a time…').click();
  await expect.poll(() => focused(page)).toBe('publish-day');
  await page.getByLabel('Day', { exact: true }).selectOption('2026-11-25');
  await page.getByLabel('Hour').selectOption({ label: '06:30' });
  expect(await axe(page)).toEqual([]);
  await button(page, 'Publish then').click();
  await page
    .getByRole('status')
    .filter({ hasText: 'Version 2 starts on 25 November at 06:30.' })
    .waitFor();
  expect(shop.versions[0]?.effectiveFrom).toBe('2026-11-25T11:30:00.000Z');
  await page.getByText('Version 1 live').waitFor();
});

test('a shop that speaks in toman keeps every amount of its draft', async () => {
  const rials = { currency: 'IRR', decimals: 0, factor: 1, label: null };
  const { page, shop } = await stage.open({ ...dollars, money: rials }, '/program?locale=en');
  await page.getByLabel('Your margin', { exact: true }).fill('40');
  await button(page, 'See the program').click();
  await button(page, 'Edit: Earning').click();
  await page.getByLabel('For every').fill('200,000');
  await button(page, 'Done: Earning').click();
  await button(page, 'Edit: How money is written').click();
  await expect.poll(() => focused(page)).toBe('money-label');
  await page.getByLabel('Name of the unit').fill('toman');
  await page.getByLabel('One unit is').selectOption('10');
  expect(await axe(page)).toEqual([]);
  await button(page, 'Save').click();
  await page.getByText('points for every 20,000').waitFor();
  await expect.poll(() => focused(page)).toBe('edit-money');
  await button(page, 'Turn it on').click();
  await page.getByText('Version 1 live').waitFor();
  expect(shop.versions[0]?.program.earning.perMinor).toBe(200_000);
  expect(shop.versions[0]?.program.rewards[0]?.value).toEqual({
    kind: 'amountOff',
    amountMinor: 300_000,
  });
});

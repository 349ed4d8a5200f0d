/** Rules and campaigns: forms that draw themselves, sentences in the reader's language, and the books. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramAnswer } from '../../../web/contract/merchant.ts';
import { SHOP, aProgram, startWorld } from '../../world.ts';
import type { World } from '../../world.ts';
import { buyMugs, newBuyer } from '../../scenarios/nextOrderWorld.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld({ healing: true, program: aProgram({ holdOut: false }) });
  await world.settle();
  visit = await visitAdmin(browser, world, 'northday');
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const press = (name: string | RegExp) => visit.app.getByRole('button', { name }).click();
const live = async () => {
  const { body } = await world.api<ProgramAnswer>('GET', '/api/program');
  return body.current?.program;
};

test('a merchant adds a rule about goods and publishes it', async () => {
  await visit.go('/program', 'en');
  await press('Edit: More ways to earn');
  await visit.app
    .getByLabel('Another way to earn')
    .selectOption({ label: 'Points × 1.5 on everything by \u2068noor\u2069.' });
  await press('Add this one');
  await visit.app.getByLabel('Points times').fill('1.5');
  const find = visit.app.getByLabel('Find products, collections, tags or vendors');
  const product = world.sim.commerce.products(SHOP).find((p) => !p.giftCard);
  await find.fill(product?.title.slice(0, 5) ?? '');
  await visit.app.getByRole('button', { name: product?.title ?? '', exact: true }).click();
  await visit.app.getByText(`Points × 1.5 on`).first().waitFor();
  await visit.look('rules-1-editing-en');
  await press('Done: More ways to earn');
  await press('Publish now');
  await visit.app.getByText('Version 2 live').waitFor();
  expect((await live())?.rules).toMatchObject([
    { rule: 'itemsTimes', args: { by: 15_000, items: [`product:${product?.id}`] } },
  ]);
});

test('in Persian a campaign gets its days and its budget', async () => {
  await visit.go('/program', 'fa');
  await visit.app.getByText('امتیاز ×').first().waitFor();
  await press('ویرایش: کمپین‌ها');
  await visit.app.getByLabel('یک کمپین دیگر').selectOption({ index: 0 });
  await press('این را اضافه کن');
  await visit.app.getByLabel('نام', { exact: true }).fill('نوروز');
  await visit.app.getByLabel('امتیاز', { exact: true }).fill('۱۰۰');
  await visit.app.getByLabel('کل امتیاز این کمپین').fill('۵۰۰');
  await visit.app.getByLabel('آخرین روز').selectOption({ index: 3 });
  await visit.look('rules-2-campaign-fa');
  await press('تمام: کمپین‌ها');
  await visit.look('rules-3-sentences-fa');
  await press('همین حالا');
  await visit.app.getByText('نسخهٔ ۳').first().waitFor();
  const program = await live();
  expect(program?.campaigns).toMatchObject([
    {
      rule: 'firstOrder',
      name: 'نوروز',
      budgetPoints: 500,
      args: { points: 100, minimumMinor: 0 },
    },
  ]);
  expect(program?.rules).toHaveLength(1);
});

// While nobody holds points yet: whoever does is told 30 days before a reward is for less.
test('a reward is bound to a product, under a name for shoppers', async () => {
  await visit.go('/program', 'en');
  const before = (await world.api<ProgramAnswer>('GET', '/api/program')).body.current?.version ?? 0;
  await press('Edit: Rewards');
  const product = world.sim.commerce.products(SHOP).find((p) => !p.giftCard);
  const first = visit.app.getByRole('group', { name: 'Reward 1', exact: true });
  await first.getByLabel('Find products or collections').fill(product?.title.slice(0, 5) ?? '');
  await first.getByRole('button', { name: product?.title ?? '', exact: true }).click();
  await first.getByLabel('What shoppers read').fill('our first mugs');
  await visit.look('rules-5-bound-reward-en');
  await press('Done: Rewards');
  await press('Publish now');
  await visit.app.getByText(`Version ${before + 1} live`).waitFor();
  expect((await live())?.rewards[0]?.value).toMatchObject({
    only: { items: [`product:${product?.id}`], name: 'our first mugs' },
  });
});

test('what an order got is told rule by rule', async () => {
  const customer = world.sim.commerce.createCustomer(SHOP, {
    email: 'ledger@example.com',
    phone: null,
    firstName: 'Lea',
    lastName: 'Ledger',
  });
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  await world.buy({
    buyer: { kind: 'customer', customerId: customer.id },
    lines: [{ variantId: mug?.id ?? '', quantity: 1 }],
  });
  await visit.go('/shoppers', 'en');
  await visit.app.getByText('Lea Ledger').click();
  await press(/^Why/);
  await visit.app.getByText('for the first order').waitFor();
  await visit.app.getByText('Points × 1.5 on').waitFor();
  await visit.look('rules-4-ledger-en');
});

test('a merchant adds tiers, sees who would move, and publishes them', async () => {
  const { id } = newBuyer(world);
  await buyMugs(world, id);
  const before = (await world.api<ProgramAnswer>('GET', '/api/program')).body.current?.version ?? 0;
  await visit.go('/program', 'en');
  await press('Edit: Tiers');
  await visit.app.getByLabel('Have tiers').check();
  for (const [at, [name, from, times, entry]] of [
    ['Silver', '40', '1.25', '100'],
    ['Gold', '100', '1.5', '500'],
  ].entries()) {
    await press('Another tier');
    const tier = visit.app.getByRole('group', { name: `Tier ${at + 1}` });
    await tier.getByLabel('Name').fill(name ?? '');
    await tier.getByLabel('From an amount of').fill(from ?? '');
    await tier.getByLabel('Points times').fill(times ?? '');
    await tier.getByLabel('Points for reaching it').fill(entry ?? '');
    if (name === 'Gold') await tier.getByLabel('Tag at the shop').fill('early-access');
  }
  await visit.app.getByText('1 shopper moves up').waitFor();
  await visit.look('tiers-1-editing-en');
  await press('Done: Tiers');
  await visit.app.getByText('500 points for reaching it, and early access').first().waitFor();
  await press('Publish now');
  await visit.app.getByText(`Version ${before + 1} live`).waitFor();
  expect((await live())?.tiers?.levels).toMatchObject([
    { name: 'Silver', from: 4000, multiplierBasisPoints: 12_500, entryPoints: 100, perks: [] },
    {
      name: 'Gold',
      from: 10_000,
      multiplierBasisPoints: 15_000,
      entryPoints: 500,
      perks: [{ kind: 'tag', tag: 'early-access' }],
    },
  ]);
});

test('in Persian a higher milestone is told with who goes down', async () => {
  await world.app.drain();
  await visit.go('/program', 'fa');
  await press('ویرایش: سطح‌ها');
  const tier = visit.app.getByRole('group', { name: 'سطح ۱' });
  await tier.getByLabel('از مبلغ').fill('۶۰');
  await visit.app.getByText('۱ نفر پایین می‌آید').waitFor();
  await visit.look('tiers-2-editing-fa');
  await press('تمام: سطح‌ها');
  await visit.look('tiers-3-sentences-fa');
});

test('in Persian a reward is a share up to an amount, from a tier up, and bonuses get an end', async () => {
  await visit.go('/program', 'fa');
  await press('ویرایش: پاداش‌ها');
  await press('پاداش تازه');
  const at = (await live())?.rewards.length ?? 0;
  const reward = visit.app.getByRole('group', { name: `پاداش ${(at + 1).toLocaleString('fa')}` });
  await reward.getByLabel('چه می‌دهد').selectOption({ label: 'درصد تخفیف تا یک مبلغ' });
  await reward.getByLabel('حداکثر').fill('۲۰');
  await reward.getByLabel('درصد تخفیف').fill('۱۰');
  await reward.getByLabel('بها به امتیاز').fill('۵۰۰');
  await reward.getByLabel('فقط از این سطح به بالا').selectOption({ label: 'Gold' });
  await visit.look('rewards-share-fa');
  await press('تمام: پاداش‌ها');
  await press('ویرایش: کمپین‌ها');
  await visit.app.getByLabel('سقف امتیاز هدیه در یک ماه').fill('۵۰۰۰');
  await visit.look('bonuses-editing-fa');
  await press('تمام: کمپین‌ها');
  await visit.app.getByText('۱۰٪').nth(1).waitFor();
  await visit.look('bonuses-sentences-fa');
  const before = (await world.api<ProgramAnswer>('GET', '/api/program')).body.current?.version ?? 0;
  await press('همین حالا');
  await visit.app
    .getByText(`نسخهٔ ${(before + 1).toLocaleString('fa')}`)
    .first()
    .waitFor();
  const program = await live();
  expect(program?.rewards.at(-1)).toMatchObject({
    value: { kind: 'percentUpTo', basisPoints: 1000, capMinor: 2000 },
    fromTier: program?.tiers?.levels[1]?.id,
  });
  expect(program?.bonusBudget).toEqual({ points: 5000 });
});

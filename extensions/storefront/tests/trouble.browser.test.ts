/** When the app, the cart or the reward says no, or nothing at all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from './shop.ts';
import { cart, codeId, createStory, redemption, state } from './stories.ts';
import {
  deed,
  expectNoViolations,
  launcher,
  spend,
  startVisits,
  together,
  type Visits,
} from './visiting.ts';

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits();
}, 30_000);
afterAll(() => visits.close());

/** The ids of the redemptions asked for, in order. */
const ids = (story: Story): string[] =>
  story.posted
    .filter(({ path }) => path.endsWith('redemptions'))
    .map(({ body }) => (body as { id: string }).id);

describe('when things are not as hoped', together, () => {
  it('says so, and tries again on request', async () => {
    const story = createStory('en');
    const { 'GET state': whole = () => ({}) } = story.proxy;
    story.proxy['GET state'] = () => ({ status: 502 });
    const page = await visits.visit(story);
    await launcher(page).click();
    await page.getByRole('alert').waitFor();
    await expectNoViolations(page);
    await page.locator('[data-to=earn]').click();
    await page.getByText('5 points for every $1').waitFor();
    await page.locator('.back').click();
    story.proxy['GET state'] = whole;
    await deed(page, 'refresh').click();
    await page.locator('.rg-n').waitFor();
  });

  it('greets who logged in or out since the page was made', async () => {
    const inside = await visits.open(createStory('en', { customer: null }));
    await inside.locator('.rg-n', { hasText: '620' }).waitFor();
    const outside = createStory('en');
    outside.proxy['GET state'] = () => ({ json: state('en', { shopper: null }) });
    const page = await visits.open(outside);
    await page.getByText('Points on every order').waitFor();
  });

  it('repeats the same redemption after a lost answer', async () => {
    const story = createStory('en');
    const { 'POST redemptions': made = () => ({}) } = story.proxy;
    story.proxy['POST redemptions'] = () => ({ drop: true });
    const page = await visits.open(story);
    await spend(page);
    await page.getByText('We did not hear back').waitFor();
    story.proxy['POST redemptions'] = made;
    await deed(page, 'redeem').click();
    await page.locator('.rg-code').waitFor();
    expect(ids(story).length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids(story)).size).toBe(1);
  });

  it('takes a code it has shown for settled: the same reward again is another one', async () => {
    const story = createStory('en');
    const { 'POST redemptions': made = () => ({}) } = story.proxy;
    story.proxy['POST redemptions'] = () => ({ drop: true });
    const page = await visits.open(story);
    await spend(page);
    await page.getByText('We did not hear back').waitFor();
    const [first] = ids(story);
    story.proxy['POST redemptions'] = made;
    const rich = { available: 1120, debt: 0, pending: 0, onTheWay: [] };
    const codes = [{ ...redemption('en'), id: first }];
    story.proxy['GET state'] = () => ({ json: state('en', { shopper: rich, codes }) });
    await page.keyboard.press('Escape');
    await launcher(page).click();
    await page.locator('[data-to=codes]').waitFor();
    await spend(page);
    await page.locator('.rg-code').waitFor();
    expect(ids(story).at(-1)).not.toBe(first);
  });

  it.each(['used', 'cancelled', 'lapsed', 'refused'])('starts anew where the one under way turns out %s', async (status) => {
    const story = createStory('en');
    const { 'POST redemptions': made = () => ({}) } = story.proxy;
    story.proxy['POST redemptions'] = () => ({ drop: true });
    const page = await visits.open(story);
    await spend(page);
    await page.getByText('We did not hear back').waitFor();
    const [first] = ids(story);
    story.proxy['POST redemptions'] = (body) =>
      (body as { id: string }).id === first ? { json: { redemption: redemption('en', status), available: 620 } } : made(body);
    await deed(page, 'redeem').click();
    await page.locator('.rg-code').waitFor();
    expect(ids(story).slice(-2)).toEqual([first, expect.not.stringContaining(first ?? '')]);
  }); // prettier-ignore

  it('waits for a code that takes its time, the button in its place', async () => {
    const story = createStory('en');
    story.proxy['POST redemptions'] = () => ({ status: 202, json: { redemption: redemption('en', 'issuing'), available: 120 } }); // prettier-ignore
    let status = 'issuing';
    const page = await visits.open(story);
    story.proxy = new Proxy(story.proxy, {
      get: (known, name: string) =>
        name.startsWith('GET redemptions/')
          ? () => ({ json: { redemption: redemption('en', status), available: 120 } }) // prettier-ignore
          : known[name],
    });
    await spend(page);
    await page.locator('[aria-busy=true]', { hasText: 'Making your code…' }).waitFor();
    status = 'open';
    await page.locator('.rg-code').waitFor();
  });

  it.each([
    ['refused by the shop', { json: { redemption: redemption('en', 'refused'), available: 620 } }, 'Your 500 points are back'],
    ['too many codes', { status: 409, json: { error: { code: 'tooManyCodes', message: '' } } }, 'as many open codes'],
    ['price changed', { status: 409, json: { error: { code: 'priceChanged', message: '' } } }, 'changed its price'],
    ['spending is stopped', { status: 409, json: { error: { code: 'frozen', message: '' } } }, 'please write to the shop'],
  ])('explains a refusal: %s', async (_, answer, words) => {
    const story = createStory('en');
    story.proxy['POST redemptions'] = () => answer;
    const page = await visits.open(story);
    await spend(page);
    await page.locator('.rg-m', { hasText: words }).waitFor();
    expect(story.posted.some(({ path }) => path.startsWith('/cart'))).toBe(false);
  }); // prettier-ignore

  it('says what the basket lacks, before and after', async () => {
    const small = { ...cart('en'), original_total_price: 2100 };
    const story = createStory('en', { cart: small, codes: ([only]) => ({ ...small, discount_codes: [{ code: only, applicable: false }] }) }); // prettier-ignore
    const page = await visits.open(story);
    await page.locator('[data-arg=r500]').click();
    await page.locator('li', { hasText: 'Add $4.00 to your cart to use this.' }).waitFor();
    await deed(page, 'redeem').click();
    await page.locator('.rg-q', { hasText: 'Add $4.00' }).waitFor();
  });

  it('keeps a code that an order used', async () => {
    const story = createStory('en');
    story.proxy['GET state'] = () => ({ json: state('en', { codes: [redemption('en')] }) });
    story.proxy[`POST redemptions/${codeId}/cancel`] = () => ({ status: 409, json: { error: { code: 'codeUsed', message: '' } } }); // prettier-ignore
    const page = await visits.open(story);
    await page.locator('[data-to=codes]').click();
    await page.locator('[data-to=code]').click();
    await deed(page, 'putBack').click();
    await page.locator('.rg-q', { hasText: 'An order has used this code' }).waitFor();
  });
});

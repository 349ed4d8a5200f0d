/** When the app, the cart or the reward says no, or nothing at all. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cart, codeId, createStory, redemption, state } from './stories.ts';
import { deed, expectNoViolations, launcher, spend, startVisits, type Visits } from './visiting.ts';

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits();
}, 30_000);
afterAll(() => visits.close());

describe('when things are not as hoped', { timeout: 20_000 }, () => {
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
    const ids = story.posted.filter(({ path }) => path.endsWith('redemptions')).map(({ body }) => (body as { id: string }).id); // prettier-ignore
    expect(ids.length).toBeGreaterThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('waits for a code that takes its time, the button in its place', async () => {
    const story = createStory('en');
    story.proxy['POST redemptions'] = () => ({ status: 202, json: { redemption: redemption('en', 'issuing'), available: 120 } }); // prettier-ignore
    let asked = 0;
    const page = await visits.open(story);
    story.proxy = new Proxy(story.proxy, {
      get: (known, name: string) =>
        name.startsWith('GET redemptions/')
          ? () => ({ json: { redemption: redemption('en', ++asked < 2 ? 'issuing' : 'open'), available: 120 } }) // prettier-ignore
          : known[name],
    });
    await spend(page);
    await page.locator('[aria-busy=true]', { hasText: 'Making your code…' }).waitFor();
    await page.locator('.rg-code').waitFor();
    expect(asked).toBe(2);
  });

  it.each([
    ['refused by the shop', { json: { redemption: redemption('en', 'refused'), available: 620 } }, 'Your 500 points are back'],
    ['too many codes', { status: 409, json: { error: { code: 'tooManyCodes', message: '' } } }, 'as many open codes'],
    ['price changed', { status: 409, json: { error: { code: 'priceChanged', message: '' } } }, 'changed its price'],
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

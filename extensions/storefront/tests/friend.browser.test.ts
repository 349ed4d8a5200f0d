/** Somebody follows a friend's link: the greeting, the cart's note of who sent them, nothing more. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from './shop.ts';
import { cart, createStory, friendOffer } from './stories.ts';
import { expectFocus, expectNoViolations, expectWords, requests, startVisits, together, type Visits } from './visiting.ts'; // prettier-ignore

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits();
}, 30_000);
afterAll(() => visits.close());

const offers = (language: Story['language'], firstName: string | null = 'Omid') => ({
  json: { firstName, friend: friendOffer(language) },
});

/** A guest who comes by a link; the code is on their cart unless the story says otherwise. */
function arrival(language: Story['language'], more: Partial<Story> = {}): Story {
  const story = createStory(language, {
    customer: null,
    search: '?ref=SARA-7KQ',
    cart: cart(language, { 'SARA-7KQ': 0 }, 0),
    ...more,
  });
  story.proxy['GET friend'] ??= () => offers(language);
  return story;
}

const card = (page: Page) => page.locator('regulars-friend:not([hidden])');
const greetings = {
  en: 'Omid sends you 10% off your first order from $30',
  fa: 'Omid برای اولین خریدتان از ۳۰۰٬۰۰۰\u00a0تومان به بالا، ۱۰٪ تخفیف فرستاده',
  ar: 'هدية من Omid: خصم ١٠٪ على أول طلب من ٣٠٠\u00a0ج.م فأكثر',
};
const closes = { en: 'Close', fa: 'بستن', ar: 'إغلاق' };

describe.each(['en', 'fa', 'ar'] as const)('a friend in %s', together, (language) => {
  it('is greeted in a card that opens nothing, and the cart keeps who sent them', async () => {
    const story = arrival(language);
    const page = await visits.visit(story);
    await card(page).waitFor();
    await expectWords(card(page), greetings[language]);
    expect(await page.locator('dialog').count()).toBe(0);
    expect(story.posted.map(({ path, body }) => [path, body])).toEqual([
      ['/cart/update.js', { attributes: { ref: 'SARA-7KQ' } }],
    ]);
    await expectNoViolations(page);
    await page.getByRole('button', { name: closes[language] }).click();
    await card(page).waitFor({ state: 'detached' });
    await expectFocus(page.locator('regulars-launcher .rg-b'));
  });

  it('is greeted in the merchant’s block instead, where the page has one', async () => {
    const story = arrival(language, { page: 'landing' });
    const page = await visits.visit(story);
    await card(page).waitFor();
    await expectWords(card(page), greetings[language]);
    expect(await page.locator('regulars-launcher regulars-friend').isVisible()).toBe(false);
    expect(story.posted).toHaveLength(1);
    await expectNoViolations(page);
  });
});

describe('a friend', together, () => {
  it('costs one script, one question and one call to the cart; the second time no call', async () => {
    const story = arrival('en');
    const page = await visits.visit(story);
    await card(page).waitFor();
    expect(requests(story).slice(3)).toEqual([
      'GET /assets/regulars-friend.js',
      'GET /apps/regulars/friend',
      'POST /cart/update.js',
    ]);
    await page.reload();
    await card(page).waitFor();
    expect(story.posted).toHaveLength(1);
  });

  it('reads that the code is to be typed where it is not on the cart', async () => {
    const page = await visits.visit(arrival('en', { cart: cart('en', {}, 0) }));
    await page.getByText('Use the code SARA-7KQ at checkout.').waitFor();
    const other = await visits.visit(arrival('en'));
    await other.getByText('It comes off by itself at checkout.').waitFor();
  });

  it('does not see the card again in this visit once it was closed', async () => {
    const page = await visits.visit(arrival('en'));
    await page.getByRole('button', { name: 'Close' }).click();
    await card(page).waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('regulars-friend[data-code]').waitFor({ state: 'attached' });
    expect(await card(page).count()).toBe(0);
  });

  it('is sent by a friend without a name, or with free shipping', async () => {
    const story = arrival('en');
    story.proxy['GET friend'] = () => offers('en', null);
    const page = await visits.visit(story);
    await page.getByText('A friend sends you 10% off your first order from $30').waitFor();
    story.proxy['GET friend'] = () => ({
      json: { firstName: '<b>Omid</b>', friend: { value: { kind: 'freeShipping' }, minimumMinor: 0 } },
    }); // prettier-ignore
    await page.reload();
    await page.getByText('<b>Omid</b> sends you free shipping on your first order').waitFor();
  });

  it.each([
    ['nobody’s code', { status: 404, json: { error: { code: 'notFound', message: '' } } }],
    ['an app that does not answer', { drop: true }],
  ])('of %s leaves no trace', async (_, answer) => {
    const story = arrival('en', { search: '?ref=producthunt' });
    story.proxy['GET friend'] = () => answer;
    const page = await visits.visit(story);
    await page.waitForLoadState('networkidle');
    expect(story.asked).toContain('GET /apps/regulars/friend');
    expect(await card(page).count()).toBe(0);
    expect(story.posted).toEqual([]);
  });

  it('is greeted even where the cart does not answer', async () => {
    const story = arrival('en');
    const page = await visits.visit({ ...story, search: '' });
    await page.route('**/cart/update.js', (route) => route.abort());
    await page.goto(`${page.url()}?ref=sara-7kq`);
    await page.getByText('Use the code SARA-7KQ at checkout.').waitFor();
  });
});

describe('everybody else', together, () => {
  it('gets nothing of it, on the landing page too', async () => {
    const story = createStory('en', { page: 'landing' });
    const page = await visits.visit(story);
    expect(await card(page).count()).toBe(0);
    expect(requests(story)).toHaveLength(3);
    await expectNoViolations(page);
  });
});

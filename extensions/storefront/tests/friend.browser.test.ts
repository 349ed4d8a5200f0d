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

/** A strict shop: what is said step by step, up to the code of one's own. */
const steps = {
  en: ['Your email', 'Send me a code', 'We sent six digits to fay@example.com. They work for 15 minutes.', 'The six digits', 'Get my discount', 'Your code is FAYS2CODE. It works once, until 31 March.'],
  fa: ['ایمیل شما', 'کد را بفرستید', 'شش رقم به fay@example.com فرستادیم. ۱۵ دقیقه فرصت دارید.', 'شش رقمی که رسید', 'گرفتن تخفیف', 'کد شما FAYS2CODE است. یک بار، تا ۱۱ فروردین کار می‌کند.'],
  ar: ['بريدك الإلكتروني', 'أرسل الرمز', 'أرسلنا ستة أرقام إلى fay@example.com. تعمل لمدة ١٥ دقيقة.', 'الأرقام الستة', 'احصل على الخصم', 'رمزك FAYS2CODE. يعمل مرة واحدة حتى ٣١ مارس.'],
} as const; // prettier-ignore

describe.each(['en', 'fa', 'ar'] as const)(
  'a friend of a strict shop in %s',
  together,
  (language) => {
    it('proves an address and gets a code of their own, and the cart is left alone', async () => {
      const [email, send, sent, digits, get, yours] = steps[language];
      const story = arrival(language);
      story.proxy['GET friend'] = () => ({ json: { ...offers(language).json, strict: true } });
      story.proxy['POST friend/check'] = () => ({ status: 202, json: { sent: true } });
      const code = { code: 'FAYS2CODE', ready: true, value: friendOffer(language).value, minimumMinor: 0, day: '2026-03-31', link: 'https://shop.example/discount/FAYS2CODE?redirect=%2F' }; // prettier-ignore
      let asked = 0;
      story.proxy['POST friend/code'] = () => {
        asked += 1;
        const refused = { error: { code: 'checkFailed', message: '' } };
        if (asked === 1) return { status: 409, json: refused };
        return asked === 2 ? { status: 202, json: { ...code, ready: false } } : { json: code };
      };
      const page = await visits.visit(story);
      await card(page).waitFor();
      await expectWords(card(page), greetings[language]);
      await page.getByLabel(email).fill('fay@example.com');
      await expectNoViolations(page);
      await page.getByRole('button', { name: send }).click();
      await page.getByLabel(digits).waitFor();
      await expectWords(card(page), sent);
      await expectFocus(page.getByLabel(digits));
      await page.getByLabel(digits).fill('222222');
      await page.getByRole('button', { name: get }).click();
      await page.locator('.rg-pf [role=status]:not(:empty)').waitFor();
      await page.getByLabel(digits).fill('234567');
      await page.getByRole('button', { name: get }).click();
      await page.locator('.rg-pf a').waitFor();
      await expectWords(card(page), yours);
      await expectNoViolations(page);
      expect(story.posted.map(({ path, body }) => [path, body])).toEqual([
        ['/apps/regulars/friend/check', { ref: 'SARA-7KQ', email: 'fay@example.com' }],
        [
          '/apps/regulars/friend/code',
          { ref: 'SARA-7KQ', email: 'fay@example.com', code: '222222' },
        ],
        [
          '/apps/regulars/friend/code',
          { ref: 'SARA-7KQ', email: 'fay@example.com', code: '234567' },
        ],
        [
          '/apps/regulars/friend/code',
          { ref: 'SARA-7KQ', email: 'fay@example.com', code: '234567' },
        ],
      ]);
    });
  },
);

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

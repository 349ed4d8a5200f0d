/** Inviting friends, and the code that an order brought for the next one. */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from './shop.ts';
import { cart, createStory, friends, invite, nextOrderCode, state } from './stories.ts';
import { deed, expectFocus, expectNoViolations, expectSaid, expectWords, startVisits, together, until, type Visits } from './visiting.ts'; // prettier-ignore

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits();
}, 30_000);
afterAll(() => visits.close());

const inviting = (language: Story['language'], mine = invite(language)): Story => {
  const story = createStory(language);
  story.proxy['GET state'] = () => ({ json: state(language, { invite: mine }) });
  story.proxy['GET friends'] = () => ({ json: { friends } });
  return story;
};
const goInvite = (page: Page) => page.locator('.rg-nav [data-to=invite]').click();
const shown = (page: Page) => page.locator('.rg-m');

const said = {
  en: {
    both: 'They get 10% off a first order from $30.00. You get 500 points once their return time is over.',
    rows: ['You also get a code for 15% off.', '200 points more with friend number 5', '+500\n', 'The shop is looking at this one', 'Yours on 14 December, if nothing is returned', 'Yours since 2 November', 'Not a first order, so no points', 'A friend', 'Below $30.00, so no points', 'Not paid yet', 'Returned, so no points'],
  },
  fa: {
    both: 'دوستتان در اولین خرید از ۳۰۰٬۰۰۰\u00a0تومان به بالا، ۱۰٪ تخفیف می‌گیرد. پس از پایان مهلت بازگشت کالایش ۵۰۰ امتیاز به شما می‌رسد.',
    rows: ['یک کد ۱۵٪ تخفیف هم می‌گیرید.', 'با دوست ۵‌ام، ۲۰۰ امتیاز دیگر', 'فروشگاه دارد این یکی را بررسی می‌کند', 'در ۲۳ آذر مال شماست، اگر کالایی برنگردد', 'از ۱۱ آبان مال شماست', 'اولین خریدش نبود؛ امتیازی ندارد', 'یک دوست', 'کمتر از ۳۰۰٬۰۰۰\u00a0تومان بود؛ امتیازی ندارد', 'هنوز پرداخت نشده'],
  },
  ar: {
    both: 'يحصل صديقك على خصم ١٠٪ من أول طلب يبدأ من ٣٠٠\u00a0ج.م، وتحصل أنت على ٥٠٠ نقطة بعد انتهاء مهلة الإرجاع.',
    rows: ['وتحصل أيضًا على رمز خصم ١٥٪.', '٢٠٠ نقطة إضافية مع الصديق رقم ٥', 'يراجع المتجر هذا الطلب', 'لك في ١٤ ديسمبر إن لم يُرجَع شيء', 'لك منذ ٢ نوفمبر', 'ليس أول طلب، فلا نقاط', 'صديق'],
  },
}; // prettier-ignore

describe.each(['en', 'fa', 'ar'] as const)('an advocate in %s', together, (language) => {
  it('reads what both sides get, has the code to send, and sees what became of each friend', async () => {
    const page = await visits.open(inviting(language));
    expect(await page.locator('.rg-nav [data-to=invite] bdi').getAttribute('dir')).toBe('ltr');
    await goInvite(page);
    await page.locator('.rg-li').waitFor();
    await expectWords(shown(page), said[language].both);
    for (const words of said[language].rows) await expectWords(shown(page), words);
    expect(await page.locator('.rg-code bdi[dir=ltr]').textContent()).toBe('SARA-7KQ');
    await expectNoViolations(page);
  });
});

describe('an advocate', together, () => {
  const allow = (context: BrowserContext) =>
    context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  it('copies the code and the link', async () => {
    const page = await visits.open(inviting('en'));
    await allow(page.context());
    await goInvite(page);
    await deed(page, 'copyLink').click();
    await expectSaid(page, 'Copied');
    expect(await clipboard(page)).toBe(invite('en').link);
    await deed(page, 'copy').click();
    await page.waitForFunction(async () => (await navigator.clipboard.readText()) === 'SARA-7KQ');
  });

  it('sees the link, marked, where the browser keeps its clipboard to itself', async () => {
    const page = await visits.open(inviting('en'));
    await page.evaluate(() => Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('no')) })); // prettier-ignore
    await goInvite(page);
    await deed(page, 'copyLink').click();
    await page.locator('.link bdi').waitFor();
    await until(async () => expect(await page.evaluate(() => String(getSelection()))).toBe(invite('en').link)); // prettier-ignore
  });

  it('opens a list of ways where the browser has no way to share', async () => {
    const page = await visits.open(inviting('fa'));
    await goInvite(page);
    const share = deed(page, 'share');
    expect(await share.getAttribute('aria-expanded')).toBe('false');
    await share.click();
    await until(async () => expect(await share.getAttribute('aria-expanded')).toBe('true'));
    await expectFocus(share);
    const addresses = await page
      .locator('.rg-m a')
      .evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href));
    expect(addresses.map((each) => new URL(each).host)).toEqual(['wa.me', 't.me', '']);
    const words = '۱۰٪ تخفیف برای اولین خریدتان، از طرف من:';
    const [whatsApp = '', telegram = '', email = ''] = addresses.map((each) => each.replace(/%E2%80%8[EF]|%D8%9C/g, '')); // prettier-ignore
    expect(new URL(whatsApp).searchParams.get('text')).toBe(`${words} ${invite('fa').link}`);
    expect(new URL(telegram).searchParams.get('url')).toBe(invite('fa').link);
    expect(decodeURIComponent(email)).toContain(`body=${words}`);
    await expectNoViolations(page);
  });

  it('shares through the browser where it can', async () => {
    const page = await visits.open(inviting('en'));
    await page.evaluate(() => {
      const shared: unknown[] = [];
      Object.assign(window, { shared });
      Object.defineProperty(navigator, 'share', { value: (data: unknown) => Promise.resolve(shared.push(data)) }); // prettier-ignore
    });
    await goInvite(page);
    await deed(page, 'share').click();
    const mine = { text: '10% off your first order, from me:', url: invite('en').link };
    await until(async () => expect(await page.evaluate('shared')).toEqual([mine]));
    expect(await page.locator('.rg-m a').count()).toBe(0);
  });

  it('without a code yet asks for one, once, and waits until the shop takes it', async () => {
    const story = inviting('en', invite('en', null));
    const slow = { ...invite('en'), ready: false };
    story.proxy['POST invite'] = () => ({ status: 202, json: { invite: slow } });
    const page = await visits.open(story);
    await goInvite(page);
    await page.getByText('Making your code…').waitFor();
    story.proxy['GET state'] = () => ({ json: state('en', { invite: invite('en') }) });
    await page.locator('.rg-code').waitFor();
    const asked = story.posted.filter(({ path }) => path === '/apps/regulars/invite');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers['x-regulars']).toBe('1');
  });

  it('is told when the code cannot be had, and may try again', async () => {
    const story = inviting('en', invite('en', null));
    story.proxy['POST invite'] = () => ({ drop: true });
    const page = await visits.open(story);
    await goInvite(page);
    await page.getByRole('alert').waitFor();
    story.proxy['POST invite'] = () => ({ json: { invite: invite('en') } });
    await deed(page, 'invite').click();
    await page.locator('.rg-code').waitFor();
  });

  it('finds inviting among the ways to earn, and nothing of it where friends bring nothing', async () => {
    const page = await visits.open(inviting('en'));
    await page.locator('[data-to=earn]').click();
    await page.locator('.rg-li [data-to=invite]').click();
    await page.locator('.rg-code').waitFor();
    await page.locator('.back').click();
    await expectFocus(page.locator('.rg-li [data-to=invite]'));
    const other = await visits.open(inviting('en', null as never));
    expect(await other.locator('[data-to=invite]').count()).toBe(0);
    await other.locator('[data-to=earn]').click();
    await expectWords(shown(other), '5 points for every $1');
    expect(await other.getByText('first order').count()).toBe(0);
  });
});

describe.each(['en', 'fa', 'ar'] as const)('a next-order code in %s', together, (language) => {
  const gift = nextOrderCode(language);
  const lasts = { en: 'Sunday 20 December', fa: 'یکشنبه ۲۹ آذر', ar: 'الأحد ٢٠ ديسمبر' };
  const having = (more: Partial<Story> = {}): Story => {
    const story = createStory(language, more);
    story.proxy['GET state'] = () => ({ json: state(language, { nextOrderCodes: [gift] }) });
    return story;
  };
  const use = async (page: Page) => {
    await page.locator('[data-to=codes]').click();
    await expectWords(shown(page), lasts[language]);
    await page.locator('[data-to=code]').click();
    await page.locator('.rg-code bdi', { hasText: gift.code }).waitFor();
    expect(await deed(page, 'putBack').count()).toBe(0);
    await expectNoViolations(page);
    await deed(page, 'use').click();
  };

  it('says until which day it works, goes on the cart, and has no points to put back', async () => {
    const story = having();
    const page = await visits.open(story);
    await use(page);
    await page.locator('a[href="/cart"]').waitFor();
    expect(story.posted.at(-1)?.body).toEqual({ discount: gift.code });
    await expectWords(shown(page), lasts[language]);
    expect(await deed(page, 'putBack').count()).toBe(0);
    await expectNoViolations(page);
  });

  it('stays for later where another code is the better one', async () => {
    const codes = (all: string[]) => cart(language, Object.fromEntries(all.map((each) => [each, each === 'AUTUMN15' ? 7.2 : 0]))); // prettier-ignore
    const page = await visits.open(having({ cart: cart(language, { AUTUMN15: 7.2 }), codes }));
    await use(page);
    await expectSaid(page, 'AUTUMN15');
    await page.locator('.rg-b.on[data-do=home]').waitFor();
    expect(await deed(page, 'putBack').count()).toBe(0);
  });
});

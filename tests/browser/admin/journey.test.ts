/** The merchant's first hour, in a real browser: from an empty Home to a published program. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { axe, button, heading, dollars, focused, tomans, useStage } from './stage.ts';

const stage = useStage();

const saveBarShown = (page: Page) => page.locator('ui-save-bar[data-shown]').count();

const journeys = [
  {
    locale: 'en',
    shop: dollars,
    dir: 'ltr',
    guide: 'Set up the program',
    first: 'Members earn 3 points for every $1 on everything but gift cards.',
    range:
      /5 steps, from \$3 off for 300 points to \$20 off for 2,000 points\. .* 5 times its value/,
    margin: 'Your margin',
    see: 'See the program',
    on: 'Turn it on',
    publish: 'Publish now',
    live: 'Version 1 live',
    edit: 'Edit: Earning',
    points: 'Points',
    per: 'For every',
    typed: { points: '٥', per: '2.50' },
    done: 'Done: Earning',
    changeTitle: 'What will change',
    old: 'Members earn 3 points for every $1 on everything but gift cards.',
    fresh: 'Members earn 5 points for every $2.50 on everything but gift cards.',
    perMinor: 250,
    said: 'Version 2 is live.',
    running: 'Running',
  },
  {
    locale: 'fa',
    shop: tomans,
    dir: 'rtl',
    guide: 'برنامه را بچینید',
    first: 'اعضا برای هر ۱۰٬۰۰۰ تومان خرید، ۳ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    range: /۵ پله، از ۳۰٬۰۰۰ تومان تخفیف با ۳۰۰ امتیاز تا ۲۰۰٬۰۰۰ تومان تخفیف با ۲٬۰۰۰ امتیاز/,
    margin: 'حاشیهٔ سود شما',
    see: 'برنامه را ببینید',
    on: 'روشنش کن',
    publish: 'همین حالا',
    live: 'نسخهٔ ۱ فعال است',
    edit: 'ویرایش: گرفتن امتیاز',
    points: 'امتیاز',
    per: 'برای هر',
    typed: { points: '۵', per: '۲۰٬۰۰۰' },
    done: 'تمام: گرفتن امتیاز',
    changeTitle: 'چه عوض می‌شود',
    old: 'اعضا برای هر ۱۰٬۰۰۰ تومان خرید، ۳ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    fresh: 'اعضا برای هر ۲۰٬۰۰۰ تومان خرید، ۵ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    perMinor: 200_000,
    said: 'نسخهٔ ۲ فعال شد.',
    running: 'در حال کار',
  },
];

describe.each(journeys)('a merchant who reads $locale', (words) => {
  /** Non-breaking spaces glue sums together on the page. */
  const paragraph = (page: Page, text: string) =>
    page.locator('p', {
      hasText: new RegExp(
        text.replaceAll('.', '\\.').replaceAll('$', '\\$').replaceAll(' ', '\\s'),
      ),
    });

  test('sets up, publishes, changes a rule, and finds it running', async () => {
    const { page, shop } = await stage.open(words.shop, `/?locale=${words.locale}&embedded=1`);
    await heading(page, 'Regulars').waitFor();
    expect(await page.getAttribute('html', 'dir')).toBe(words.dir);
    await button(page, words.guide).waitFor();
    expect(await axe(page)).toEqual([]);

    await button(page, words.guide).click();
    await page.getByLabel(words.margin, { exact: true }).fill('40');
    expect(await axe(page)).toEqual([]);
    await button(page, words.see).click();
    await paragraph(page, words.first).waitFor();
    expect(await page.locator('p').allTextContents()).toContainEqual(
      expect.stringMatching(new RegExp(words.range.source.replaceAll(' ', '\\s'))),
    );
    expect(await saveBarShown(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    await button(page, words.on).click();
    await page.getByText(words.live, { exact: true }).waitFor();
    expect(shop.versions).toHaveLength(1);

    await button(page, words.edit).click();
    await expect.poll(() => focused(page)).toBe('earning.points');
    await page.getByLabel(words.points, { exact: true }).fill(words.typed.points);
    await page.getByLabel(words.per, { exact: true }).fill(words.typed.per);
    await expect.poll(() => saveBarShown(page)).toBe(1);
    expect(await axe(page)).toEqual([]);
    await button(page, words.done).click();
    await page.locator('ui-save-bar button[variant=primary]').dispatchEvent('click');
    await expect.poll(() => focused(page)).toBe('what-will-change');
    const change = page.locator('section', { has: heading(page, words.changeTitle) });
    const glued = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? '';
    expect(glued(await change.locator('del').textContent())).toContain(words.old);
    expect(glued(await change.locator('ins').textContent())).toContain(words.fresh);
    expect(await axe(page)).toEqual([]);

    await button(page, words.publish).click();
    await page.getByRole('status').filter({ hasText: words.said }).waitFor();
    await expect.poll(() => saveBarShown(page)).toBe(0);
    expect(await page.evaluate('window.toasts.at(-1)')).toBe(words.said);
    expect(shop.versions[0]?.program.earning).toMatchObject({
      points: 5,
      perMinor: words.perMinor,
    });
    // What was not touched stays as it was, to the last minor unit.
    expect(shop.versions[0]?.program.rewards).toEqual(shop.versions[1]?.program.rewards);

    await page.evaluate(`document.querySelector('s-link[rel=home]')
      .dispatchEvent(new CustomEvent('shopify:navigate', { bubbles: true, cancelable: true }))`);
    await page.getByText(words.running, { exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
    expect(await axe(page)).toEqual([]);
  });
});

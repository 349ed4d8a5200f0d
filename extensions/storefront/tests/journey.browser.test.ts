/** A shopper's way through the panel, in every language. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from './shop.ts';
import { cart, code, createStory, state } from './stories.ts';
import {
  deed,
  expectButton,
  expectFocus,
  expectNoViolations,
  expectSaid,
  expectWords,
  launcher,
  spend,
  startVisits,
  together,
  until,
  type Visits,
} from './visiting.ts';

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits();
}, 30_000);
afterAll(() => visits.close());

const tags = { en: 'en-US', fa: 'fa-IR', ar: 'ar-EG-u-nu-arab' };
const backs = {
  en: 'Your 500 points are back',
  fa: '۵۰۰ امتیازتان برگشت',
  ar: 'عادت إليك ٥٠٠ نقطة',
};

const clashing = (language: Story['language']): Partial<Story> => ({
  cart: cart(language, { AUTUMN15: 7.2 }),
  codes: (codes) => cart(language, Object.fromEntries(codes.map((each) => [each, each === 'AUTUMN15' ? 7.2 : 0]))), // prettier-ignore
});

describe.each(['en', 'fa', 'ar'] as const)('a shopper in %s', together, (language) => {
  const balance = (points: number) => new Intl.NumberFormat(tags[language]).format(points);

  it('reads where points came from, agrees to a price and has the code on the cart', async () => {
    const story = createStory(language);
    const page = await visits.open(story);
    const title = page.locator('dialog.rg h2');
    await expectFocus(title);
    await expectNoViolations(page);

    await page.locator('[data-to=history]').click();
    const taken = page.locator('.v bdi', { hasText: `−${balance(42)}` });
    expect(await taken.getAttribute('dir')).toBe('ltr');
    expect(await page.locator('bdi[dir=ltr]', { hasText: '#1042' }).count()).toBe(2);
    await expectNoViolations(page);
    await page.locator('.back').click();

    const heard = await listenToCart(page);
    await spend(page);
    await page.locator('.rg-code bdi', { hasText: code }).waitFor();
    await page.waitForFunction(() => document.querySelector('dialog [role=status]')?.textContent);
    const live = page.locator('dialog :is([role=status], [role=alert], [aria-live])');
    expect(await live.count()).toBe(1);
    await expectWords(page.locator('.rg-m'), balance(120));
    await expectButton(page, balance(120));
    const [redeem, update] = story.posted.filter(({ path }) => !path.endsWith('/advice'));
    expect(redeem).toMatchObject({
      path: '/apps/regulars/redemptions',
      body: { rewardId: 'r500', points: 500 },
    });
    expect(redeem?.headers['x-regulars']).toBe('1');
    expect(update).toMatchObject({ path: '/cart/update.js', body: { discount: code } });
    await until(async () => expect(await heard()).toEqual([null]));
    await expectNoViolations(page);
  });

  it('puts a code back that clashes with another', async () => {
    const story = createStory(language, clashing(language));
    const page = await visits.open(story);
    const heard = await listenToCart(page);
    await spend(page);
    await expectSaid(page, 'AUTUMN15');
    await until(async () => expect(await heard()).toEqual([null]));
    await page.locator('.rg-b.on[data-do=putBack]').waitFor();
    expect(story.cart['discount_codes']).toEqual([{ code: 'AUTUMN15', applicable: true }]);
    await deed(page, 'putBack').click();
    await expectSaid(page, backs[language]);
    await expectButton(page, balance(620));
    // The code was not on the cart any more, so there was nothing to tell the theme.
    expect(await heard()).toHaveLength(1);
  });
});

describe.each(['en', 'fa'] as const)(
  'the best choice, told before points are spent (%s)',
  together,
  (language) => {
    const unit = language === 'en' ? 100 : 100_000;
    const choice = (rewardId: string, worth: number, instead: string[] = []) => ({
      rewardId,
      totalMinor: (40 - worth) * unit,
      offMinor: worth * unit,
      instead,
    });
    const ask = async (choices: ReturnType<typeof choice>[], best: string | null) => {
      const story = createStory(language, { cart: cart(language, { AUTUMN15: 7.2 }) });
      const answer = { nowMinor: 40 * unit, choices, best };
      story.proxy['POST advice'] = () => ({ json: answer });
      const page = await visits.open(story);
      await page.locator('[data-arg=r500]').click();
      return { page, story };
    };

    it('this one, another one, or none', async () => {
      const words = {
        en: ['The best choice for this cart', '$3.00 off, this one $5.00', 'Keep your points'],
        fa: ['بهترین انتخاب برای این سبد', '۳۰٬۰۰۰', 'نگه دارید'],
      }[language];
      const mine = choice('r500', 5, ['AUTUMN15']);
      const asked = [
        await ask([mine], 'r500'),
        await ask([mine, choice('r300', 3)], 'r300'),
        await ask([mine], null),
      ];
      for (const [n, { page }] of asked.entries()) {
        await page.locator('.rg-m', { hasText: words[n] ?? '' }).waitFor();
        await expectNoViolations(page);
      }
      const [, other] = asked;
      if (!other) throw new Error('three were asked');
      expect(other.story.posted[0]).toMatchObject({
        path: '/apps/regulars/advice',
        body: { taken: [{ code: 'AUTUMN15', class: 'order' }] },
      });
      await other.page.locator('.rg-m [data-to=confirm]').click();
      await expectWords(other.page.locator('.rg-q'), language === 'en' ? '300' : '۳۰۰');
    });

    it('a share with an end says both figures first, and spends for the one it told', async () => {
      const text = { en: '10% off, at most $20', fa: '۱۰٪ تخفیف، حداکثر ۲۰۰٬۰۰۰ تومان' }[language];
      const value = { kind: 'percentUpTo', basisPoints: 1000, capMinor: 20 * unit, text };
      const told = state(language);
      const rewards = told.program.rewards.map((each) =>
        each.id === 'r500' ? { ...each, value, minimumMinor: 0 } : each,
      );
      const withShare = { ...told, program: { ...told.program, rewards } };
      const visit = async (items: number, choices: ReturnType<typeof choice>[]) => {
        const story = createStory(language, { cart: cart(language, {}, items) });
        const answer = { nowMinor: 48 * unit, choices, best: 'r500' };
        story.proxy['GET state'] = () => ({ json: withShare });
        story.proxy['POST advice'] = () => ({ json: answer });
        const page = await visits.open(story);
        await page.locator('[data-to=confirm][data-arg=r500]').click();
        await expectWords(page.locator('.rg-q'), text);
        return { page, story };
      };
      const { page, story } = await visit(1, [choice('r500', 4.8)]);
      await expectWords(page.locator('.rg-box'), language === 'en' ? '$4.80 off' : '۴۸٬۰۰۰');
      await expectNoViolations(page);
      await deed(page, 'redeem').click();
      await page.locator('.rg-code').waitFor();
      const body = { rewardId: 'r500', points: 500, amountMinor: 4.8 * unit };
      expect(story.posted.find(({ path }) => path.endsWith('/redemptions'))).toMatchObject({
        body,
      });

      const empty = await visit(0, []);
      const words = language === 'en' ? 'Your cart is empty' : 'سبد خریدتان خالی';
      await expectWords(empty.page.locator('.rg-m'), words);
      expect(await empty.page.locator('[data-do=redeem]').count()).toBe(0);
    });
  },
);

describe('the ladder', together, () => {
  /** Moves that have begun, by the name of their animation. */
  const watch = (page: Page) =>
    page.evaluate(() => {
      const moves: string[] = [];
      Object.assign(window, { moves });
      addEventListener('animationstart', ({ animationName }) => moves.push(animationName), true);
    });
  const moves = (page: Page): Promise<string[]> => page.evaluate('moves');
  /** What is drawn moves within this long or not at all. */
  const underWay = (page: Page) =>
    page.locator('.rg-steps').evaluate((each) =>
      each.getAnimations({ subtree: true }).map(({ effect }) => effect?.getTiming().duration)); // prettier-ignore

  it('moves once after points were spent, in 200 ms, and not on opening', async () => {
    const page = await visits.visit(createStory('en'), 'no-preference');
    await watch(page);
    await launcher(page).click();
    await page.locator('.rg-steps').waitFor();
    await until(async () => expect(await moves(page)).toEqual(['rg']));
    await spend(page);
    await page.locator('.rg-code').waitFor();
    const drawn = await page.evaluate(() => {
      (document.querySelector('.back') as HTMLElement).click();
      const steps = document.querySelector('.rg-steps') as HTMLElement;
      return steps.getAnimations({ subtree: true }).map(({ effect }) => effect?.getTiming().duration); // prettier-ignore
    });
    expect(drawn).toEqual([200, 200, 200, 200, 200]);
    await page.locator('[data-to=earn]').click();
    await page.locator('.back').click();
    expect(await underWay(page)).toEqual([]);
  });

  it('stands still for those who asked for no motion', async () => {
    const page = await visits.open(createStory('en'));
    await spend(page);
    await page.locator('.rg-code').waitFor();
    await page.locator('.back').click();
    expect(await underWay(page)).toEqual([]);
    await expectWords(page.locator('.rg-n'), '120');
  });
});

/** Hears `regulars:cart` where a theme would, outside of everything of ours; tells what came with it. */
async function listenToCart(page: Page): Promise<() => Promise<unknown[]>> {
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener('regulars:cart', (event) => heard.push((event as CustomEvent).detail));
  });
  return () => page.evaluate('heard');
}

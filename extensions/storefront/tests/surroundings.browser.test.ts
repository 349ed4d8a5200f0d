/** The button, the product block and the points page; keyboard, targets, colours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haltInside } from './halt.ts';
import { createStory, state } from './stories.ts';
import {
  deed,
  expectButton,
  expectFocus,
  expectNoViolations,
  expectWords,
  launcher,
  requests,
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

describe('before anything is pressed', together, () => {
  it('asks for one script and one style, and moves nothing', async () => {
    const story = createStory('en');
    const page = await visits.visit(story);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as unknown as { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        }),
    );
    expect(shift).toBe(0);
    expect(requests(story).sort()).toEqual([
      'GET /',
      'GET /assets/regulars.css',
      'GET /assets/regulars.js',
    ]);
    await expectNoViolations(page);
  });

  it('steps aside on a phone while the buy button is in view or a field has the focus', async () => {
    const page = await visits.visit(createStory('en'));
    const aside = page.locator('regulars-launcher[data-aside]');
    await launcher(page).waitFor();
    await page.locator('[name=add]').scrollIntoViewIfNeeded();
    await aside.waitFor({ state: 'attached' });
    await launcher(page).waitFor({ state: 'hidden' });
    await page.evaluate(() => scrollTo(0, 0));
    await launcher(page).waitFor();
    await page.evaluate(() => (document.querySelector('[name=note]') as HTMLElement).focus({ preventScroll: true })); // prettier-ignore
    await aside.waitFor({ state: 'attached' });
  });

  it('has the product block follow the variant without a request', async () => {
    const story = createStory('en');
    const page = await visits.visit(story);
    await page.selectOption('[name=id]', '12');
    await page.getByText('Buy this, earn 210 points').waitFor();
    expect(requests(story)).toHaveLength(3);
    await page.locator('.rg-pb').click();
    await page.getByRole('dialog', { name: 'Your points' }).waitFor();
  });
});

describe('on a page that arrives slowly', together, () => {
  it('has a button that opens', async () => {
    const page = await visits.open(createStory('en', { halt: haltInside('regulars-launcher') }));
    await expectWords(page.locator('.rg-n'), '620');
  });

  it('has a product block that follows the variant and opens', async () => {
    const page = await visits.visit(createStory('en', { halt: haltInside('regulars-product') }));
    await page.selectOption('[name=id]', '12');
    await page.getByText('Buy this, earn 210 points').waitFor();
    await page.locator('.rg-pb').click();
    await page.getByRole('dialog', { name: 'Your points' }).waitFor();
  });

  it('has the points page replace all of what stood there', async () => {
    const halt = haltInside('regulars-page');
    const page = await visits.visit(createStory('en', { page: 'points', halt }));
    await page.locator('regulars-page .rg-n').waitFor();
    expect(await page.getByText('fallback').count()).toBe(0);
  });
});

describe('around the panel', together, () => {
  it('works by keyboard alone, keeps the focus inside and gives it back', async () => {
    const page = await visits.visit(createStory('en'));
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    await page.locator('.rg-n').waitFor();
    const inside = () => page.evaluate(() => Boolean(document.activeElement?.closest('dialog')));
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      // Between the last and the first stop the browser's own bar may have its turn.
      const on = await page.evaluate(() => document.activeElement?.tagName);
      expect(on === 'BODY' || (await inside())).toBe(true);
    }
    await page.locator('[data-to=history]').focus();
    await page.keyboard.press('Enter');
    await page.locator('.v').first().waitFor();
    await page.locator('.back').focus();
    await page.keyboard.press('Enter');
    await expectFocus(page.locator('[data-to=history]'));
    await page.keyboard.press('Escape');
    await page.locator('dialog.rg').waitFor({ state: 'hidden' });
    await expectFocus(launcher(page));
  });

  it('has targets of 24 pixels, 44 for the main ones', async () => {
    const page = await visits.open(createStory('en'));
    const small = await page.locator('dialog.rg :is(button, a)').evaluateAll((all) =>
      all.filter((each) => each.checkVisibility()).map((each) => each.getBoundingClientRect())
        .filter(({ width, height }) => Math.min(width, height) < 36).length); // prettier-ignore
    expect(small).toBe(0);
    await page.locator('[data-arg=r500]').click();
    // Drawn again once the shop has said which choice is the best.
    const height = async () => (await deed(page, 'redeem').boundingBox())?.height ?? 0;
    await expect.poll(height).toBeGreaterThanOrEqual(44);
  });

  it('hides for good, and comes back from the points page', async () => {
    const story = createStory('en');
    const page = await visits.open(story);
    await deed(page, 'hide').click();
    await page.reload();
    await page.locator('regulars-launcher:defined').waitFor({ state: 'attached' });
    await launcher(page).waitFor({ state: 'hidden' });
    story.page = 'points';
    await page.reload();
    await page.locator('regulars-page .rg-n').waitFor();
    expect(await page.locator('dialog').count()).toBe(0);
    await expectNoViolations(page);
    await deed(page, 'show').click();
    await launcher(page).waitFor({ state: 'hidden' });
    story.page = 'product';
    await page.goto(`${page.url()}?again`);
    await launcher(page).waitFor();
  });

  it('tells guests what points are and how to come in', async () => {
    const page = await visits.open(
      createStory('en', {
        customer: null,
        proxy: { 'GET state': () => ({ json: state('en', { shopper: null }) }) },
      }),
    );
    await page.getByText('500 points take $5.00 off.').waitFor();
    expect(await page.getByRole('link', { name: 'Join' }).getAttribute('href')).toBe(
      '/account/register',
    );
    await expectNoViolations(page);
  });

  it('greets a new member with words instead of a lonely zero', async () => {
    const shopper = { available: 0, debt: 0, pending: 0, onTheWay: [] };
    const page = await visits.open(
      createStory('en', {
        customer: { available: 0 },
        proxy: { 'GET state': () => ({ json: state('en', { shopper }) }) },
      }),
    );
    await page.getByText('No points yet').waitFor();
    await expectButton(page, 'Points');
    await expectNoViolations(page);
  });

  it('is legible in a dark shop before the first opening', async () => {
    const page = await visits.visit(createStory('en', { dark: true }));
    const colour = (selector: string) =>
      page.locator(selector).evaluate((each) => getComputedStyle(each).color);
    await until(async () => expect(await colour('.rg-pt')).toBe(await colour('body')));
    await expectNoViolations(page);
  });

  it('has the product block keep the colours of its own section', async () => {
    const page = await visits.visit(createStory('en'));
    await page.locator('.shopify-block', { has: page.locator('regulars-product') }).evaluate((each) => each.setAttribute('style', 'background: #151515; color: #eee')); // prettier-ignore
    await expectNoViolations(page);
    await launcher(page).click();
    await page.locator('.rg-n').waitFor();
    await page.keyboard.press('Escape');
    await expectNoViolations(page);
  });

  it('wears a dark shop legibly', async () => {
    const page = await visits.open(createStory('en', { dark: true }));
    await page.locator('dialog.rg[data-tone=dark]').waitFor();
    await expectNoViolations(page);
  });
});

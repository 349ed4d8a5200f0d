/** Visits to the test's shop in a real browser: one browser and one shop a test file. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { openShop, type Story } from './shop.ts';

/** Tests that wait for a browser wait side by side. */
export const together = { concurrent: true, timeout: 60_000 };

const phone = { width: 390, height: 844 };

export type Visits = {
  /** Opens the shop's page on a phone as a new visitor, with our button defined. */
  visit(story: Story, motion?: 'reduce' | 'no-preference'): Promise<Page>;
  /** Visits and opens the panel; resolves when the balance is there. */
  open(story: Story, motion?: 'reduce' | 'no-preference'): Promise<Page>;
  /** Ends the browser and the shop; throws if a script of a visited page has thrown. */
  close(): Promise<void>;
};

export async function startVisits(): Promise<Visits> {
  const shop = await openShop();
  const browser: Browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  });
  const thrown: string[] = [];
  const visit: Visits['visit'] = async (story, reducedMotion = 'reduce') => {
    const context = await browser.newContext({ viewport: phone, reducedMotion });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => thrown.push(message));
    await page.goto(shop.tell(story), { waitUntil: 'load' });
    await page.locator('regulars-launcher:defined').waitFor({ state: 'attached' });
    return page;
  };
  return {
    visit,
    open: async (story, motion) => {
      const page = await visit(story, motion);
      await launcher(page).click();
      await page.locator('.rg-m h3').first().waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await shop.close();
      expect(thrown).toEqual([]);
    },
  };
}

export const launcher = (page: Page): Locator => page.locator('regulars-launcher button');

/** The first button of the page shown that does this. */
export const deed = (page: Page, name: string): Locator =>
  page.locator(`.rg-m [data-do=${name}]`).first();

export async function spend(page: Page): Promise<void> {
  await page.locator('[data-arg=r500]').click();
  await deed(page, 'redeem').click();
}

/** Waits until the polite region has said something with these words in it. */
export async function expectSaid(page: Page, words: string): Promise<void> {
  await page.locator('.rg [role=status]', { hasText: words }).waitFor({ state: 'attached' });
}

/**
 * Waits until a check holds, and fails as it last failed. (`expect.poll` asks which test is running,
 * which has no one answer where tests wait side by side.)
 */
export const until = (check: () => Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 20_000 });

const marks = /[\u061c\u200e\u200f\u2066-\u2069]/g;

/** Waits until these words stand there, and tells what did if they never do. */
export const expectWords = (place: Locator, words: string): Promise<void> =>
  until(async () => expect((await place.innerText()).replace(marks, '')).toContain(words));

/** Waits until our button says this; it is out of sight behind an open panel. */
export const expectButton = (page: Page, words: string): Promise<void> =>
  page.locator('regulars-launcher .rg-b', { hasText: words }).waitFor({ state: 'attached' });

/** Waits until the focus is on it. */
export const expectFocus = (place: Locator): Promise<void> =>
  until(async () => expect(await place.evaluate((each) => each === document.activeElement)).toBe(true)); // prettier-ignore

export async function expectNoViolations(page: Page): Promise<void> {
  // Legacy: there are no frames to gather from, for which axe would open a page of its own each time.
  const axe = new AxeBuilder({ page }).setLegacyMode().include('.rg');
  const { violations } = await axe.analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((each) => each.html).join()}`);
  expect(told).toEqual([]);
}

/** What the page asked for, without the browser's own favicon. */
export const requests = (story: Story): string[] =>
  story.asked.filter((each) => !each.includes('favicon'));

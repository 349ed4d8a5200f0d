/** One browser, one page, one stand-in server: what every test of the admin stands on. */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { findBrowser } from '../../../scripts/browser.ts';
import { startStandIn } from './standIn.ts';
import type { Shop, StandIn } from './standIn.ts';

export const now = '2026-11-22T09:00:00.000Z';

export const dollars: Shop = {
  money: { currency: 'USD', decimals: 2, factor: 1, label: null },
  timeZone: 'America/New_York',
  now,
  embed: 'off',
};

export const tomans: Shop = {
  money: { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' },
  timeZone: 'Asia/Tehran',
  now,
  embed: 'on',
};

export type Scene = { shop: StandIn; page: Page };

/** Call once at the top of a test file; `open` may be called once in each of its tests. */
export function useStage(): { open: (where: Shop, address: string) => Promise<Scene> } {
  let browser: Browser;
  let scene: Scene | null = null;
  /** What the page complained about, such as a key that React misses. */
  let complaints: string[] = [];

  beforeAll(async () => {
    const executablePath = findBrowser();
    if (executablePath === null) throw new Error('there is no browser');
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-background-networking'],
    });
  });
  afterEach(async () => {
    await scene?.page.context().close();
    await scene?.shop.close();
    scene = null;
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });
  afterAll(() => browser.close());

  return {
    async open(where, address) {
      const shop = await startStandIn(where);
      const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      scene = { shop, page };
      complaints = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        // Refusals and lost connections that a test asks for are told there as well.
        const expected = /status of 4\d\d|ERR_FAILED/.test(message.text());
        if (message.type() === 'error' && !expected) complaints.push(message.text());
      });
      await page.goto(shop.url + address);
      return scene;
    },
  };
}

/** What axe finds against WCAG 2.2 AA, one line a rule; throws if it looked at nothing. */
export async function axe(page: Page): Promise<string[]> {
  const { passes, violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  if (passes.length < 10) throw new Error('axe found hardly anything to look at');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** The id of what has the focus. */
export const focused = (page: Page) => page.evaluate('document.activeElement.id');

export const button = (page: Page, name: string) => page.getByRole('button', { name });
export const heading = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: true });

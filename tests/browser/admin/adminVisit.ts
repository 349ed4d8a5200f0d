/** The embedded admin inside the simulated shop's own, in front of the real app. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { World } from '../../world.ts';

export type AdminVisit = {
  page: Page;
  app: FrameLocator;
  /** Opens a page of the app, "/health", in a language. */
  go(place: string, locale: 'en' | 'fa' | 'ar'): Promise<void>;
  /** Looks at the page by WCAG 2.2 AA, at a desk and on a phone; no line may be wider than it. */
  look(name: string): Promise<void>;
  close(): Promise<void>;
};

type Widths = { scrollWidth: number; clientWidth: number };

const desk = { width: 1280, height: 1100 };
const phone = { width: 400, height: 1100 };

export async function visitAdmin(
  browser: Browser,
  world: World,
  shopHandle: string,
): Promise<AdminVisit> {
  const context = await browser.newContext({ viewport: desk, acceptDownloads: true });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const app = page.frameLocator('iframe.frame');
  const site = `http://${shopHandle}.localhost:${new URL(world.sim.url).port}/admin`;
  const widths = (): Promise<[number, number]> =>
    app
      .locator('html')
      .evaluate((html: Widths): [number, number] => [html.scrollWidth, html.clientWidth]);
  const check = async (name: string): Promise<void> => {
    // A text whose hole nobody filled shows it.
    expect(await app.locator('body').innerText()).not.toMatch(/\{\w+\}/);
    const folder = process.env.PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
    const { violations } = await new AxeBuilder({ page })
      .include('iframe')
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual(
      [],
    );
    const [wide, room] = await widths();
    expect(wide).toBe(room);
  };
  return {
    page,
    app,
    go: async (place, locale) => {
      await page.goto(`${site}/language?locale=${locale}&return_to=/admin/apps/regulars${place}`);
      await app.locator('h1').waitFor();
    },
    look: async (name) => {
      await check(`${name}-desk`);
      await page.setViewportSize(phone);
      // The frame is laid out anew a moment after the window around it.
      await expect.poll(async () => (await widths())[1]).toBeLessThanOrEqual(phone.width);
      await check(`${name}-phone`);
      await page.setViewportSize(desk);
    },
    close: () => context.close(),
  };
}

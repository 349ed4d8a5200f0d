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
    expect(await violationsInside(page)).toEqual([]);
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

/**
 * What axe finds in the app's own document by WCAG 2.2 AA, one line a rule; throws if it looked at
 * nothing. It takes the frame for a page: what stands around is not ours, and to gather from frames axe
 * would open a page of its own each time.
 */
export async function violationsInside(page: Page): Promise<string[]> {
  const frame = await (await page.locator('iframe.frame').elementHandle())?.contentFrame();
  if (!frame) throw new Error('the admin has no frame to look into');
  const inside: Pick<Page, 'evaluate' | 'frames'> = {
    evaluate: frame.evaluate.bind(frame),
    frames: () => [frame],
  };
  const { violations, passes } = await new AxeBuilder({ page: inside as Page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  if (passes.length < 10) throw new Error('axe found hardly anything to look at');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}

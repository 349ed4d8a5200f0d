/**
 * Somebody's way through real pages in a real browser. At every stop the page is looked at, checked
 * by axe as a whole, and must not have complained; what fails says what was on the screen.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, noBrowser } from '../../scripts/browser.ts';

export const desktop = { width: 1280, height: 900 };
export const phone = { width: 390, height: 844 };

export type Visit = {
  page: Page;
  /** Paths of our extension's files and of the app's path on the shop, in the order asked for. */
  asked: string[];
  go(place: string): Promise<void>;
  /** Does and checks what `look` says, then expects a page that is accessible and has no errors. */
  stop(name: string, look: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(noBrowser);
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
}

/** A new visitor of the site at `origin`; `title` names the visit in what is told of failures. */
export async function openVisit(
  browser: Browser,
  { title, origin, viewport }: { title: string; origin: string; viewport: typeof phone },
): Promise<Visit> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    // Our extension on the thank-you page asks the app itself, as it does on the platform's.
    const ours = url.pathname === '/ext/order';
    if (url.protocol.startsWith('http') && url.origin !== origin && !ours) {
      complaints.push(`request to another site: ${url.href}`);
    }
    if (url.pathname.includes('/regulars')) asked.push(url.pathname);
  });
  let stops = 0;
  return {
    page,
    asked,
    go: async (place) => void (await page.goto(origin + place, { waitUntil: 'load' })),
    stop: async (name, look) => {
      stops += 1;
      try {
        await look();
        await keepPicture(page, `${title}-${stops}-${name}`);
        const found = [...(await violations(page)), ...complaints];
        if (found.length > 0) throw new Error(found.join('\n'));
      } catch (cause) {
        throw new Error(await told(page, `${title}, stop ${stops}, ${name}`, cause), { cause });
      }
    },
    close: () => context.close(),
  };
}

/**
 * What axe finds on the whole page, one line a rule; throws if it looked at nothing. Its legacy mode
 * leaves out frames, which these pages have none of, and spares a blank page at every stop.
 */
async function violations(page: Page): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('this page has frames that nobody looks into');
  const found = await new AxeBuilder({ page }).setLegacyMode().analyze();
  if (found.passes.length < 10) throw new Error('axe found hardly anything to look at');
  return found.violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
}

/** Where, what was on the screen (the dialog if one is open), and a picture of it. */
async function told(page: Page, where: string, cause: unknown): Promise<string> {
  const why = cause instanceof Error ? cause.message : String(cause);
  const picture = path.join(os.tmpdir(), `regulars-${process.pid}-${Date.now()}.png`);
  await page.screenshot({ path: picture }).catch(() => {});
  const words = await page
    .locator('dialog[open], body')
    .last()
    .innerText()
    .catch(() => '(the page could not be read)');
  return `${where}: ${why}\n— on the screen at ${page.url()} (${picture}):\n${words}`;
}

/** With JOURNEY_PICTURES set, every stop is kept as a picture in a folder of the temporary one. */
async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.JOURNEY_PICTURES === undefined) return;
  const folder = path.join(os.tmpdir(), 'regulars-journey');
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name.replaceAll(/\W+/g, '-')}.png`) });
}

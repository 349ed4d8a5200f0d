/**
 * `npm run shots`: the pictures of the README, taken from a demo of its own (nothing of the folder's
 * demo is touched), with a bundled font so that they look the same on every machine.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { startSimulator } from '../simulator/index.ts';
import type { Simulator } from '../simulator/options.ts';
import { readConfig } from '../web/server/config.ts';
import { startApp } from '../web/server/main.ts';
import { startEmbedded } from '../web/server/store/embedded.ts';
import { migrate } from '../web/server/store/migrate.ts';
import { findBrowser, noBrowser } from './browser.ts';
import { inWords } from './inWords.ts';
import { seedDemo } from './seed.ts';
import { migrationsDir, root } from './start/places.ts';

const OUT = path.join(root, 'docs', 'shots');
/** The day of the pictures: names of days and months stay the same. */
const DAY = Date.parse('2026-11-20T10:00:00Z');
const KEY = 'regulars-shots';
const SECRET = 'regulars-shots-secret-of-32-characters';

type Shot = { name: string; shop: string; locale: string; phone: boolean; take: Taking };
type Taking = (page: Page, origin: string) => Promise<void>;

const FONT = path.join(
  root,
  'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);

async function wearFont(page: Page): Promise<void> {
  const data = fs.readFileSync(FONT).toString('base64');
  const face = `@font-face{font-family:Shots;src:url(data:font/woff2;base64,${data});font-weight:100 900}`;
  await page.addStyleTag({ content: `${face} html[lang=en] body{font-family:Shots,sans-serif}` });
}

async function logIn(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/account/login?bar=0`);
  const id = await page.locator('[name=customer_id]').first().getAttribute('value');
  await page.evaluate(async (customer) => {
    const body = new URLSearchParams({ customer_id: customer ?? '', return_url: '/' });
    await fetch('/account/login', { method: 'POST', body });
  }, id);
}

const openPanel: Taking = async (page, origin) => {
  await logIn(page, origin);
  await page.goto(`${origin}/collections/all?bar=0`);
  const first = page.locator('a[href*="/products/"]').first();
  await page.goto(origin + ((await first.getAttribute('href')) ?? '/'));
  await wearFont(page);
  await page.locator('regulars-launcher button').first().dispatchEvent('click');
  await page.locator('dialog.rg[open] .rg-n').waitFor();
};

const openAdmin =
  (place: string): Taking =>
  async (page, origin) => {
    await page.goto(`${origin}/admin/apps/regulars${place}`);
    const frame = page.frameLocator('iframe');
    await frame.locator('h1').first().waitFor();
    await frame.locator('.Polaris-Card, .Polaris-ShadowBevel').first().waitFor();
  };

const SHOTS: readonly Shot[] = [
  { name: 'widget-en', shop: 'northday', locale: 'en', phone: false, take: openPanel },
  { name: 'widget-fa', shop: 'khanesofal', locale: 'fa', phone: true, take: openPanel },
  { name: 'admin-home-en', shop: 'northday', locale: 'en', phone: false, take: openAdmin('') },
  {
    name: 'admin-program-fa',
    shop: 'khanesofal',
    locale: 'fa',
    phone: false,
    take: openAdmin('/program'),
  },
];

async function takeAll(browser: Browser, simulator: Simulator): Promise<void> {
  fs.mkdirSync(OUT, { recursive: true });
  const { port } = new URL(simulator.url);
  for (const shot of SHOTS) {
    const viewport = shot.phone ? { width: 390, height: 844 } : { width: 1280, height: 800 };
    const context = await browser.newContext({ viewport, deviceScaleFactor: shot.phone ? 2 : 1 });
    const page = await context.newPage();
    const origin = `http://${shot.shop}.localhost:${port}`;
    await page.goto(`${origin}/admin/language?locale=${shot.locale}`);
    await shot.take(page, origin);
    await page.screenshot({ path: path.join(OUT, `${shot.name}.png`), animations: 'disabled' });
    console.log(`  docs/shots/${shot.name}.png`);
    await context.close();
  }
}

await inWords(async () => {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error(noBrowser);
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'regulars-shots-'));
  fs.chmodSync(place, 0o755);
  const database = await startEmbedded({ dir: path.join(place, 'postgres'), database: 'shots' });
  await migrate(database.url, migrationsDir);
  const simulator = await startSimulator({
    apiKey: KEY,
    apiSecret: SECRET,
    appTomlPath: path.join(root, 'shopify.app.toml'),
    extensionsDir: path.join(root, 'extensions'),
    clock: { startAt: DAY, frozen: true },
    jobDelayMs: 0,
  });
  const app = await startApp(
    readConfig({
      DATABASE_URL: database.url,
      SHOPIFY_API_KEY: KEY,
      SHOPIFY_API_SECRET: SECRET,
      APP_URL: 'http://localhost',
      PORT: '0',
      LOG_LEVEL: 'error',
      DEMO: '1',
      SIM_PORT: new URL(simulator.url).port,
      DEMO_FROZEN_AT: new Date(DAY).toISOString(),
    }),
  );
  simulator.setAppUrl(app.url);
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    await seedDemo({ app, simulator });
    await takeAll(browser, simulator);
  } finally {
    await browser.close();
    await app.stop();
    await simulator.stop();
    await database.stop();
    fs.rmSync(place, { recursive: true, force: true });
  }
});
process.exit(0);

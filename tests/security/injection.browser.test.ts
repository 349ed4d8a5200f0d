/** The same texts in a real browser: nothing of them ever runs. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSpeech } from '../../web/server/actions/mails/speech.ts';
import { writeCodeMail } from '../../web/server/actions/mails/writeCodeMail.ts';
import { markup } from '../../web/server/http/shopper/markup.ts';
import { openBrowser } from '../browser/visit.ts';
import { html } from './parsed.ts';
import { PAYLOADS } from './payloads.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const money = { currency: 'USD', decimals: 2, factor: 1, label: null };
const mailOf = (text: string) =>
  writeCodeMail(createSpeech({ language: 'en', money, timeZone: 'UTC', now: 0 }), {
    reminderDays: null,
    tier: null,
    shopName: text,
    firstName: text,
    gift: { kind: 'code', code: 'ABCDEFGH23456', value: { kind: 'freeShipping' } },
    minimumMinor: 0,
    endsAt: 86_400_000,
    link: 'https://northday.example/',
  }).html;

const touchEverything = `for (const element of document.querySelectorAll(':not([href^="https://northday"])')) {
  element.dispatchEvent(new MouseEvent('mouseover'));
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  element.dispatchEvent(new FocusEvent('focus'));
}`;

/** Shows a document, touches everything in it, and tells how often `hit` was called. */
async function hitsOf(document: string): Promise<number> {
  const page = await browser.newPage();
  let hits = 0;
  await page.exposeFunction('hit', () => (hits += 1));
  await page.setContent(document, { waitUntil: 'load' });
  await page.evaluate(touchEverything);
  // Whatever was going to run has run when a later task of the page has.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => done(null)))');
  await page.close();
  return hits;
}

test('the browser would tell: the same text as HTML runs', async () => {
  expect(await hitsOf('<img src="data:," onerror="hit()">')).toBeGreaterThan(0);
});

describe.each([
  ['the points page', (text: string) => markup`<p title="${text}">${text}</p>`.text],
  ['the storefront’s panel', (text: string) => String(html`<p title="${text}">${text}</p>`)],
  ['a mail', mailOf],
])('%s', (_, written) => {
  test('runs nothing of what others wrote', async () => {
    expect(await hitsOf(PAYLOADS.map(written).join('\n'))).toBe(0);
  });
});

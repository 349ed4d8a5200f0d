/** The official harness around our extension, speaking one of our languages, with an app to ask. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getExtension } from '@shopify/ui-extensions-tester';
import { vi } from 'vitest';
import type { Order } from '../src/order.types.ts';

export const APP_URL = 'https://app.example.com';
export const CHECKOUT_TOKEN = 'c1-0123456789abcdef';

type Texts = Record<string, string | Record<string, string>>;

const files = { en: 'en.default.json', fa: 'fa.json', ar: 'ar.json' };
export type Language = keyof typeof files;

export function textsOf(language: Language): Texts {
  const path = join(import.meta.dirname, '..', 'locales', files[language]);
  return JSON.parse(readFileSync(path, 'utf8')) as Texts;
}

/** As the platform's: `count` chooses among plural forms, {{holes}} are filled. */
function translate(language: Language, key: string, holes: Record<string, unknown> = {}): string {
  const entry = textsOf(language)[key];
  if (entry === undefined) throw new Error(`no text ${key}`);
  const form = new Intl.PluralRules(language).select(Number(holes['count'] ?? 0));
  const text = typeof entry === 'string' ? entry : entry[form];
  if (text === undefined) throw new Error(`no ${form} of ${key}`);
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, hole: string) => String(holes[hole]));
}

export type Reply = { status: number; body?: unknown };

/** A page in `language` whose app gives these replies one after another, then the last for ever. */
export function openPage(language: Language, replies: readonly Reply[]) {
  vi.useFakeTimers();
  vi.stubEnv('APP_URL', APP_URL);
  const extension = getExtension('purchase.thank-you.block.render');
  extension.setUp();
  const { shopify } = extension;
  shopify.checkoutToken.value = CHECKOUT_TOKEN;
  shopify.localization.language.value = { isoCode: language };
  shopify.sessionToken.get = () => Promise.resolve(`token-${calls.length + 1}`);
  Object.assign(shopify.i18n, { translate: translate.bind(null, language) });
  const calls: { address: string; authorization: string | null }[] = [];
  extension.fetch = (address, options) => {
    const reply = replies[Math.min(calls.length, replies.length - 1)];
    const authorization = new Headers(options?.headers).get('authorization');
    calls.push({ address: String(address), authorization });
    if (!reply) return Promise.reject(new TypeError('no net'));
    return Promise.resolve(new Response(JSON.stringify(reply.body), { status: reply.status }));
  };
  return {
    calls,
    async show() {
      await extension.render();
      await vi.advanceTimersByTimeAsync(100);
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    /** The words as a reader sees them, one line an element with words of its own. */
    lines: () =>
      [...document.body.querySelectorAll('s-heading, s-paragraph, s-text, s-button')].map(
        (each) => each.textContent,
      ),
    find: (selector: string) => document.body.querySelector(selector),
    close() {
      extension.tearDown();
      vi.useRealTimers();
      vi.unstubAllEnvs();
    },
  };
}

export function anOrder(over: Partial<Order> = {}): Order {
  return {
    points: 180,
    yoursOn: '2026-12-06',
    nextOrderCode: {
      code: 'N4W7KQM9XPRDF',
      value: { kind: 'percentOff', basisPoints: 1000 },
      minimumMinor: 5000,
      endsAt: '2026-12-23T04:59:59.999Z',
    },
    cashback: null,
    making: false,
    invite: {
      link: 'https://northday.example/r/SARA-7KQ',
      friend: { value: { kind: 'percentOff', basisPoints: 1000 } },
      advocatePoints: 500,
    },
    program: {},
    money: { currency: 'USD', decimals: 2, factor: 1, label: null },
    timeZone: 'America/New_York',
    now: '2026-11-22T12:00:00.000Z',
    ...over,
  };
}

/** What merchants, shoppers and requests write stays text: in HTML, in Liquid and in mails. */
import { Liquid } from 'liquidjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSpeech } from '../../web/server/actions/mails/speech.ts';
import { writeCodeMail } from '../../web/server/actions/mails/writeCodeMail.ts';
import { markup } from '../../web/server/http/shopper/markup.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { dangers, html, parsed } from './parsed.ts';
import { PAYLOADS } from './payloads.ts';

const engine = new Liquid();
const theme = {
  request: { locale: { iso_code: 'en' } },
  shop: { secret: 'EXECUTED' },
  routes: { account_login_url: '/account/login' },
};
const inTheme = async (text: string) => String(await engine.parseAndRender(text, theme));

describe.each(PAYLOADS)('%s', (payload) => {
  test('in the Liquid page is what was written, in an element and in an attribute', async () => {
    const page = await inTheme(markup`<p title="${payload}">${payload}</p>`.text);
    const paragraph = parsed(page).querySelector('p');
    expect(paragraph?.textContent).toBe(payload);
    expect(paragraph?.getAttribute('title')).toBe(payload);
    expect(paragraph?.attributes.length).toBe(1);
  });

  test('in the storefront’s panel too', () => {
    const panel = parsed(String(html`<p title="${payload}">${payload}</p>`));
    expect(panel.querySelector('p')?.textContent).toBe(payload);
    expect(panel.querySelector('p')?.attributes.length).toBe(1);
    expect(dangers(panel)).toEqual([]);
  });

  test.each(['en', 'fa', 'ar'] as const)(
    'in a mail in %s too, and its head has one line',
    (language) => {
      const money = { currency: 'USD', decimals: 2, factor: 1, label: payload };
      const speech = createSpeech({ language, money, timeZone: 'UTC', now: 0 });
      const mail = writeCodeMail(speech, {
        reminderDays: null,
        tier: null,
        shopName: `${payload}\r\nbcc: all@evil.example`,
        firstName: payload,
        gift: {
          kind: 'code',
          code: 'ABCDEFGH23456',
          value: { kind: 'amountOff', amountMinor: 500 },
        },
        minimumMinor: 2500,
        endsAt: DAY,
        link: 'https://northday.example/discount/ABCDEFGH23456?redirect=/',
      });
      const document = parsed(mail.html);
      expect(dangers(document)).toEqual([]);
      expect([...document.querySelectorAll('a')].map(({ href }) => new URL(href).origin)).toEqual(
        [...document.querySelectorAll('a')].map(() => 'https://northday.example'),
      );
    },
  );
});

describe('through the whole app', () => {
  let world: World;
  let buyer: string;

  beforeAll(async () => {
    world = await startWorld();
    buyer = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
    const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
    const lines = [{ variantId: mug?.id ?? '', quantity: 8 }];
    await world.buy({ buyer: { kind: 'customer', customerId: buyer }, lines });
    await world.pass(15 * DAY);
    const redeemed = await world.shopper(buyer).redeem('off-3', 300);
    if (redeemed.status !== 200) throw new Error(redeemed.text);
  });
  afterAll(() => world.stop());

  test.each(PAYLOADS)(
    '%s, as a name, an order and money, is never more than text',
    async (text) => {
      await world.owner.query('update orders set name = $1', [text]);
      await world.owner.query('update shops set money_label = $1, name = $1', [text]);
      await world.owner.query('update shoppers set first_name = $1, last_name = $1', [text]);
      for (const language of ['en', 'fa', 'ar']) {
        const reply = await world.shopper(buyer).get(`?locale=${language}`);
        const page = await inTheme(reply.text);
        expect(reply.status).toBe(200);
        expect(dangers(parsed(page))).toEqual([]);
        expect(page).not.toMatch(/EXECUTED|>49</);
        expect(parsed(page).body.textContent).toContain(text.trim());
      }
    },
  );

  test.each(PAYLOADS)('%s, in the address, is nowhere in the answer', async (text) => {
    const own = encodeURIComponent(text);
    const reply = await world.shopper(buyer).get(`?locale=${own}&before=${own}&x=${own}`);
    const page = await inTheme(reply.text);
    expect(dangers(parsed(page))).toEqual([]);
    expect(page).not.toContain('EXECUTED');
    const wrong = await world.api<unknown>('GET', `/api/shoppers?q=${own}&after=${own}`);
    expect([wrong.status, wrong.text.includes('hit()')]).toEqual([422, false]);
  });
});

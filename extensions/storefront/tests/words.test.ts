import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSpeech } from '../src/panel/words.js';
import { renderBlock, root } from './shop.ts';
import { createStory } from './stories.ts';

type Money = { currency: string; decimals: number; factor: number; label: string | null };
const dollar: Money = { currency: 'USD', decimals: 2, factor: 1, label: null };
const toman: Money = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };

function speech(language: string, money: Money) {
  const file = join(root, `assets/regulars-${language}-member.js`);
  const words = JSON.parse(/words=(.*);/.exec(readFileSync(file, 'utf8'))?.[1] ?? '') as object;
  const now = Date.parse('2026-11-22T12:00:00Z');
  return createSpeech({ words, language, money, timeZone: 'Asia/Tehran', now });
}
const text = (markup: unknown): string => String(markup).replace(/<[^>]+>/g, '');

describe('words', () => {
  it('writes money as the shop does, glued to its unit', () => {
    expect(text(speech('en', dollar).money(500))).toBe('$5.00');
    expect(text(speech('en', dollar).plain(100))).toBe('$1');
    expect(text(speech('fa', toman).money(500_000))).toBe('۵۰٬۰۰۰\u00a0تومان');
    expect(text(speech('fa', toman).tight(500_000))).toBe('۵۰\u00a0هزار');
    expect(text(speech('fa', toman).money(123_456))).toBe('۱۲٬۳۴۶\u00a0تومان');
    expect(text(speech('fa', toman).plain(12_344))).toBe('۱٬۲۳۴\u00a0تومان');
    expect(text(speech('fa', toman).tight(12_344))).toBe('۱٬۲۳۴');
    const pound = { currency: 'EGP', decimals: 2, factor: 1, label: 'ج.م' };
    expect(text(speech('ar', pound).tight(3000))).toBe('٣٠\u00a0ج.م');
    expect(text(speech('ar', pound).money(3050))).toBe('٣٠٫٥\u00a0ج.م');
  });

  it('counts in six Arabic forms', () => {
    const say = speech('ar', dollar);
    const counted = [1, 2, 5, 11, 100].map((n) => text(say.t('cost', { n })));
    expect(counted).toEqual(['نقطة واحدة', 'نقطتان', '٥ نقاط', '١١ نقطة', '١٠٠ نقطة']);
    expect(text(speech('en', dollar).t('cost', { n: 1 }))).toBe('1 point');
  });

  it('writes days by the calendar of the language, instants by the shop’s clock', () => {
    expect(speech('en', dollar).day('2026-12-06')).toBe('6 December');
    expect(speech('fa', toman).day('2026-12-06')).toBe('۱۵ آذر');
    expect(speech('ar', dollar).day('2026-12-06')).toBe('٦ ديسمبر');
    expect(speech('en', dollar).date('2026-12-05T21:00:00Z')).toBe('6 December');
    expect(speech('en', dollar).day('2027-01-02')).toBe('2 January 2027');
  });

  it('escapes what it did not write itself', () => {
    expect(String(speech('en', dollar).t('off', { m: '<img src=x>' }))).toBe(
      '&lt;img src=x&gt; off',
    );
  });
});

describe('blocks', () => {
  it('prints nothing while the program is off', async () => {
    for (const block of ['launcher', 'product-points']) {
      expect((await renderBlock(block, createStory('en', { card: null }))).trim()).toBe('');
    }
  });

  it('says what the product earns, floored once, in the digits of the language', async () => {
    expect(await renderBlock('product-points', createStory('en'))).toContain('earn 120 points');
    expect(await renderBlock('product-points', createStory('fa'))).toContain('۱۲۰ امتیاز');
    expect(await renderBlock('product-points', createStory('ar'))).toContain('١٢٠ نقطة');
    const odd = createStory('en');
    odd.card = { ...odd.card, points: 3, perMinor: 700 };
    expect(await renderBlock('product-points', odd)).toContain('earn 10 points'); // 2400 × 3 ÷ 700
  });

  it.each([
    ['en', 'Points'],
    ['fa', 'امتیازها'],
    ['ar', 'النقاط'],
  ] as const)('counts nothing for a member who has none (%s)', async (language, label) => {
    for (const customer of [{ available: 0 }, { available: -40 }]) {
      const button = await renderBlock('launcher', createStory(language, { customer }));
      expect(button).toContain(`<span>${label}</span>`);
    }
  });

  it('names the balance for members and only itself for guests', async () => {
    const rich = createStory('en', { customer: { available: 1_234_567 } });
    expect(await renderBlock('launcher', rich)).toContain('1,234,567 points');
    const guest = await renderBlock('launcher', createStory('en', { customer: null }));
    expect(guest).toMatch(/<span>Points<\/span>/);
    expect(await renderBlock('launcher', createStory('ar', { customer: { available: 2 } }))).toContain('نقطتان'); // prettier-ignore
  });
});

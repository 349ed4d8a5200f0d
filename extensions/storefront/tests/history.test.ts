/** What the history says about every kind of row, in every language, without a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { history } from '../src/panel/history.js';
import { confirm, code as codePage } from '../src/panel/codeViews.js';
import { createSpeech } from '../src/panel/words.js';
import { root, type Story } from './shop.ts';
import { nextOrderCode, program, redemption, row, state } from './stories.ts';

const languages = ['en', 'fa', 'ar'] as const;

function club(language: Story['language'], more: Record<string, unknown> = {}) {
  const told = state(language, more);
  const { panel, member, codes, more: later } = JSON.parse(
    readFileSync(join(root, `src/locales/${language}.json`), 'utf8').replace(/\{\{ (\w) \}\}/g, '{$1}'),
  ) as Record<string, object>; // prettier-ignore
  const now = Date.parse(told.now);
  const { money, timeZone } = told;
  const say = createSpeech({
    words: { ...panel, ...member, ...codes, ...later },
    language,
    money,
    timeZone,
    now,
  });
  return { say, now, state: told, program: program(language), config: {}, cart: null };
}

const shown = (language: Story['language'], entry: object): string =>
  String(history(club(language), { rows: [entry], older: null }).body);
const number = (markup: string): string | undefined => /<span class="v">(.*?)<\/span>/s.exec(markup)?.[1]; // prettier-ignore

const order = { orderName: '#1042', eligibleMinor: 3700, pointsNow: 185, pointsBefore: 0 };
const kinds: [string, number, Record<string, unknown>][] = [
  ['orderEarned', 185, order],
  ['orderReduced', -42, { ...order, pointsBefore: 227 }],
  ['spent', -500, { value: { kind: 'freeShipping' } }],
  ['putBack', 500, {}],
  ['returned', 500, { orderName: '#1042' }],
  ['retaken', -500, {}],
  ['expired', -20, {}],
  ['adjusted', 50, {}],
  ['debtRepaid', 0, { settled: 38 }],
  ['debtWrittenOff', 38, {}],
  ['friendEarned', 500, {}],
  ['friendReduced', -500, {}],
  ['merged', 240, {}],
  ['actionEarned', 100, { action: 'birthday' }],
  ['actionEarned', 10, { action: 'bottle-return', afterOrder: true }],
];
const digits = { en: 'en-US', fa: 'fa-IR', ar: 'ar-EG-u-nu-arab' };

describe.each(languages)('a row of the history (%s)', (language) => {
  const write = (value: number): string => new Intl.NumberFormat(digits[language]).format(value);

  it.each(kinds)('has words and its number: %s', (kind, points, more) => {
    const told = shown(language, row(kind, points, more));
    expect(told).toMatch(/<p>[^<]{3,}/);
    expect(told).not.toMatch(/undefined|null|NaN|\{\w\}/);
    const sign = points < 0 ? '\u2212' : '+';
    const expected = `<bdi dir="ltr">${sign}${write(Math.abs(points))}</bdi>`;
    expect(number(told)).toBe(points === 0 ? undefined : expected);
  });

  it('says how many owed points were settled, in words and never as a sum', () => {
    const told = shown(language, row('debtRepaid', 0, { settled: 38 }));
    expect(told).toContain(write(38));
    expect(told).not.toContain(`+${write(0)}`);
  });

  it('has words of its own for every kind', () => {
    const titles = kinds.map(([kind, points, more]) => /<p>([^]*?)<\/p>/.exec(shown(language, row(kind, points, more)))?.[1]); // prettier-ignore
    expect(new Set(titles).size).toBe(kinds.length);
  });
});

describe('a row of the history', () => {
  it('counts owed points in the forms of the language', () => {
    const told = (language: Story['language'], settled: number) =>
      shown(language, row('debtRepaid', 0, { settled }));
    expect(told('en', 1)).toContain('1 owed point settled');
    expect(told('ar', 2)).toContain('نقطتان مستحقتان');
    expect(told('ar', 5)).toContain('٥ نقاط مستحقة');
    expect(told('fa', 38)).toContain('۳۸ امتیاز بدهی');
  });

  it('tells an order that came to be worth more from a new one', () => {
    const grown = { ...order, eligibleMinor: 4000, pointsNow: 200, pointsBefore: 185 };
    expect(shown('en', row('orderEarned', 15, grown))).toContain('earns 200 instead of 185');
  });

  it('promises a day only for points that come', () => {
    const yoursOn = '2026-12-06';
    const gone = row('orderReduced', -42, { ...order, pointsBefore: 227, yoursOn });
    expect(shown('en', gone)).not.toContain('Yours on');
    expect(shown('en', gone)).toContain('12 November');
    expect(shown('en', row('orderEarned', 185, { ...order, yoursOn }))).toContain('Yours on 6 December'); // prettier-ignore
  });
});

describe('a reward bound to goods', () => {
  const only = { items: ['product:1'], name: 'Mugs & <b>bowls</b>' };
  const value = { kind: 'percentOff', basisPoints: 1000, only };
  const said = 'Mugs &amp; &lt;b&gt;bowls&lt;/b&gt;';

  it.each(languages)('names them before the points are spent, and on its code: %s', (language) => {
    const here = club(language, { codes: [{ ...redemption(language), value }] });
    const [first] = here.program.rewards;
    const rewards = [{ ...first, value }];
    const small = { currency: here.state.money.currency, original_total_price: 100 };
    const asked = { ...here, program: { ...here.program, rewards }, cart: small };
    const least = here.say.money(first?.minimumMinor ?? 0);
    const told = String(confirm(asked, { arg: 'r300' }).body);
    expect(told).toContain(said);
    // What the cart lacks cannot be told: the minimum counts these goods alone.
    expect(told).toContain(String(here.say.t('fromThese', { m: least })));
    const page = codePage(here, { arg: here.state.codes[0]?.id });
    expect(String(page.title)).toContain(said);
    expect(String(history(here, { rows: [row('spent', -500, { value })], older: null }).body)).toContain(said); // prettier-ignore
  });
});

describe('the last day of a code', () => {
  // The last moment of 22 December in Tehran, where the next one is 23 December.
  const expiresAt = '2026-12-22T20:29:59.999Z';

  it('is the shop’s day of its last moment', () => {
    const codes = [{ ...redemption('en'), expiresAt }];
    const told = codePage(club('en', { codes, timeZone: 'Asia/Tehran' }), { arg: codes[0]?.id });
    expect(String(told.body)).toContain('Good until 22 December');
  });

  it('has its weekday where it only ends, by the shop’s clock', () => {
    // Already Monday in Kiritimati, and still Sunday in Honolulu.
    const day = (timeZone: string) => {
      const here = club('en', { codes: [{ ...nextOrderCode('en'), id: 'n', endsAt }], timeZone });
      return String(codePage(here, { arg: 'n' }).body);
    };
    const endsAt = '2026-12-20T12:00:00.000Z';
    expect(day('Pacific/Kiritimati')).toContain('Good until Monday 21 December');
    expect(day('Pacific/Honolulu')).toContain('Good until Sunday 20 December');
  });

  it('is the same before the points are spent, also over a change of the clocks', () => {
    // 23:30 on 1 March in New York; on 8 March its clocks go forward, so 30 × 24 h would be 1 April.
    const here = club('en', { timeZone: 'America/New_York', now: '2027-03-02T04:30:00Z' });
    expect(String(confirm(here, { arg: 'r500' }).body)).toContain('Yours until 31 March');
  });
});

/** A program as sentences, as a form, and as what changes between two of them. */
import { describe, expect, test } from 'vitest';
import { program as programShape } from '../../contract/merchant.ts';
import ar from '../locales/ar.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import fa from '../locales/fa.json' with { type: 'json' };
import { numberLocale } from '../words/locale.ts';
import { createWords, plain } from '../words/words.ts';
import { difference } from './difference.ts';
import { writeForm } from './form.ts';
import { newReward } from './newReward.ts';
import { readForm } from './readForm.ts';
import {
  basketSentence,
  combiningSentence,
  countedSentence,
  earningSentence,
  expirySentence,
  rewardSentence,
  rewardsSentence,
} from './sentences.ts';
import { startingProgram } from '../../../tests/browser/admin/startingProgram.ts';

const dollars = { currency: 'USD', decimals: 2, factor: 1, label: null };
const tomans = { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' };
const pounds = { currency: 'EGP', decimals: 2, factor: 1, label: 'ج.م' };
const english = { words: createWords('en', en), money: dollars };
const persian = { words: createWords('fa', fa), money: tomans };
const arabic = { words: createWords('ar', ar), money: pounds };
const start = {
  ...startingProgram(dollars),
  expiry: { kind: 'inactivity' as const, months: 12 },
};
const unglued = (text: string) => plain(text).replaceAll('\u00a0', ' ');

describe('sentences', () => {
  test('what is earned, in three languages', () => {
    expect(earningSentence({ ...start, earning: { ...start.earning, points: 5 } }, english)).toBe(
      'Members earn **5 points for every $1** on everything but gift cards.',
    );
    expect(unglued(earningSentence(startingProgram(tomans), persian))).toBe(
      'اعضا برای هر ۱۰٬۰۰۰ تومان خرید، ۳ امتیاز می‌گیرند؛ همه چیز جز کارت هدیه.',
    );
    expect(unglued(earningSentence(startingProgram(pounds), arabic))).toBe(
      'يكسب الأعضاء ٣ نقاط لكل ١٠ ج.م على كل شيء عدا بطاقات الهدايا.',
    );
  });

  test.each([
    [1, 'نقطة واحدة'],
    [2, 'نقطتان'],
    [7, '٧ نقاط'],
    [11, '١١ نقطة'],
    [100, '١٠٠ نقطة'],
  ])('Arabic counts %d in its own form', (points, words) => {
    const program = { ...start, earning: { ...start.earning, points } };
    expect(earningSentence(program, arabic)).toContain(words);
  });

  test('what counts beside products', () => {
    const program = { ...start, earning: { ...start.earning, includeTips: true } };
    expect(countedSentence(program, english)).toBe(
      'Also earning points: tips. Not counted: shipping and duties.',
    );
  });

  test('the ladder, from the cheapest to the dearest', () => {
    const shuffled = { ...start, rewards: start.rewards.toReversed() };
    expect(plain(rewardsSentence(shuffled, english))).toBe(
      '5 steps, from $3 off for 300 points to $20 off for 2,000 points.',
    );
    expect(basketSentence(start, english)).toBe(
      'Each needs a basket of at least 5 times its value.',
    );
    expect(rewardsSentence({ ...start, rewards: [] }, english)).toContain('no rewards');
  });

  test('baskets of different kinds are not summed up', () => {
    const [first, ...rest] = start.rewards;
    const rewards = first ? [{ ...first, minimumMinor: 0 }, ...rest] : [];
    expect(basketSentence({ ...start, rewards }, english)).toBe('');
  });

  test('points end, or do not', () => {
    expect(plain(expirySentence(start, english))).toBe(
      'Points end after 12 months without an order. Any order keeps them.',
    );
    expect(plain(expirySentence({ ...start, expiry: { kind: 'never' } }, english))).toBe(
      'Points never end.',
    );
  });

  test('what codes work with', () => {
    expect(combiningSentence(start, english)).toBe('Codes work together with shipping discounts.');
    const [first, ...rest] = start.rewards;
    const none = { order: false, product: false, shipping: false };
    const rewards = first ? [{ ...first, combinesWith: none }, ...rest] : [];
    expect(combiningSentence({ ...start, rewards }, english)).toContain('differs');
  });

  test('one reward on a line', () => {
    const line = rewardSentence(
      {
        id: 'a',
        points: 400,
        value: { kind: 'percentOff', basisPoints: 1250 },
        minimumMinor: 0,
        combinesWith: { order: false, product: false, shipping: false },
        codeDays: 1,
      },
      english,
    );
    expect(line).toBe('12.5% off for 400 points, any basket, code lives 1 day');
  });
});

describe('starting values', () => {
  test.each([
    [dollars, 100, 300],
    [tomans, 100_000, 300_000],
    [{ currency: 'JPY', decimals: 0, factor: 1, label: null }, 100, 300],
    [{ currency: 'KWD', decimals: 3, factor: 1, label: null }, 100, 300],
    [pounds, 1000, 3000],
  ])('%o: 3 points for every %d minor units, the first reward is %d', (money, per, first) => {
    const program = startingProgram(money);
    expect(programShape.parse(program)).toMatchObject(program);
    expect(program.earning).toMatchObject({ points: 3, perMinor: per });
    expect(program.rewards[0]).toMatchObject({
      points: 300,
      value: { kind: 'amountOff', amountMinor: first },
      minimumMinor: 5 * first,
    });
  });
});

describe('the form', () => {
  test.each([
    [english, dollars],
    [persian, tomans],
    [arabic, pounds],
  ])('reads back what it wrote, whatever the language', ({ words }, money) => {
    const program = startingProgram(money);
    const form = writeForm(program, money, numberLocale(words.locale));
    expect(readForm(form, money)).toEqual({ ok: true, program });
  });

  test('a reward bound to goods stays so, and wants what shoppers read', () => {
    const only = { items: ['product:1', 'product:2'], name: 'mugs' };
    const [first, ...rest] = start.rewards;
    if (first?.value.kind !== 'amountOff') throw new Error('there is a first reward');
    const bound = { ...first, value: { ...first.value, only } };
    const program = { ...start, rewards: [bound, ...rest] };
    const form = writeForm(program, dollars, 'en-US');
    expect(readForm(form, dollars)).toEqual({ ok: true, program });
    expect(plain(rewardSentence(bound, english)).replaceAll(/[\u2068\u2069]/g, '')).toBe(
      '$3 off mugs for 300 points, from $15 of these, code lives 30 days',
    );
    const other = { ...bound, value: { ...bound.value, only: { ...only, items: ['product:1'] } } };
    const names = new Map([
      ['product:1', 'Harbor Mug'],
      ['product:2', 'Oat Mug'],
    ]);
    const change = difference(
      program,
      { ...start, rewards: [other, ...rest] },
      { ...english, names },
    );
    expect(change).toHaveLength(1);
    const rewards = form.rewards.map((each) => ({ ...each, goods: ' ' }));
    const read = readForm({ ...form, rewards }, dollars);
    expect(read.ok ? null : Object.fromEntries(read.problems)).toEqual({
      'rewards.0.value.only.name': 'empty',
    });
  });

  test('publishes what it does not show as it was', () => {
    const unseen = { ...start, laterRule: { days: 3 } };
    const read = readForm(writeForm(unseen, dollars, 'en-US'), dollars);
    expect(read).toEqual({ ok: true, program: unseen });
  });

  test('names every slip by the path the server uses', () => {
    const form = writeForm(start, dollars, 'en-US');
    const [first] = form.rewards;
    if (!first) throw new Error('there is a first reward');
    const rewards = [
      { ...first, points: '0', minimum: '1' },
      { ...first, id: 'b', kind: 'percentOff' as const, percent: '120', minimum: '' },
    ];
    const read = readForm({ ...form, per: '', pendingDays: '400', months: 'x', rewards }, dollars);
    expect(read.ok ? null : Object.fromEntries(read.problems)).toEqual({
      'earning.perMinor': 'empty',
      pendingDays: 'tooLarge',
      'expiry.months': 'notANumber',
      'rewards.0.points': 'tooSmall',
      'rewards.0.minimumMinor': 'minimumBelowValue',
      'rewards.1.value.basisPoints': 'tooLarge',
    });
  });

  test('a new reward has an id that the server takes, and one of its own', () => {
    const form = writeForm(start, dollars, 'en-US');
    const fresh = { ...newReward(form.rewards), points: '50', amount: '1' };
    const read = readForm({ ...form, rewards: [...form.rewards, fresh] }, dollars);
    expect(read.ok && programShape.parse(read.program).rewards).toHaveLength(6);
    expect(newReward([]).id).not.toBe(newReward([]).id);
  });
});

describe('what will change', () => {
  test('nothing between a program and itself', () => {
    expect(difference(start, structuredClone(start), english)).toEqual([]);
  });

  test('old beside new, a reward that comes, one that goes, one that costs more', () => {
    const [first, second, ...rest] = start.rewards;
    if (!first || !second) throw new Error('there are rewards');
    const added = { ...first, id: 'new', points: 100, minimumMinor: 0 };
    const after = {
      ...start,
      pendingDays: 30,
      rewards: [added, { ...second, points: 600 }, ...rest],
    };
    expect(difference(start, after, english)).toEqual([
      {
        about: 'reward points-300',
        old: '$3 off for 300 points, baskets from $15, code lives 30 days',
        new: null,
      },
      {
        about: 'reward points-500',
        old: '$5 off for 500 points, baskets from $25, code lives 30 days',
        new: '$5 off for 600 points, baskets from $25, code lives 30 days',
      },
      {
        about: 'pending',
        old: 'Points are theirs 14 days after the order, when returns are over.',
        new: 'Points are theirs 30 days after the order, when returns are over.',
      },
      {
        about: 'reward new',
        old: null,
        new: '$3 off for 100 points, any basket, code lives 30 days',
      },
    ]);
  });

  test('a reward that only members of a tier can take says so, and stays so in the form', () => {
    const level = { id: 'gold', name: 'Gold', from: 100, multiplierBasisPoints: 10_000 };
    const gold = { ...level, entryPoints: 0, birthdayPoints: 0, perks: [] };
    const tiers = { by: 'spend' as const, over: 'lifetime' as const, graceDays: 0, levels: [gold] };
    const [first] = start.rewards;
    const before = { ...start, tiers, rewards: first ? [first] : [] };
    const after = { ...before, rewards: first ? [{ ...first, fromTier: 'gold' }] : [] };
    const [change] = difference(before, after, english);
    expect(change?.new?.replaceAll(/[\u2068\u2069]/g, '')).toBe(`${change?.old}; from Gold up`);
    const form = writeForm(after, dollars, 'en-US');
    expect(readForm(form, dollars)).toMatchObject({
      ok: true,
      program: { rewards: after.rewards },
    });
  });

  test('an end of the month’s bonuses is read, told, and let go of', () => {
    const after = { ...start, bonusBudget: { points: 5000 } };
    expect(difference(start, after, english)).toEqual([
      { about: 'bonuses', old: null, new: 'Bonuses come to 5,000 points a month at most.' },
    ]);
    const form = writeForm(after, dollars, 'en-US');
    expect(readForm(form, dollars)).toMatchObject({ program: { bonusBudget: { points: 5000 } } });
    const read = readForm({ ...form, bonusPoints: '' }, dollars);
    expect(read.program).not.toHaveProperty('bonusBudget');
  });

  test.each([
    ['earning', { earning: { ...start.earning, includeShipping: true } }],
    ['debt', { debt: 'writeOff' as const }],
    ['expiry', { expiry: { kind: 'never' as const } }],
    ['grace', { graceDays: 31 }],
    ['codes', { maxOpenCodes: 4 }],
    [
      'combining',
      {
        rewards: start.rewards.map((reward) => ({
          ...reward,
          combinesWith: { order: true, product: false, shipping: false },
        })),
      },
    ],
  ])('sees a change of %s', (_, patch) => {
    expect(difference(start, { ...start, ...patch }, english)).toHaveLength(1);
  });
});

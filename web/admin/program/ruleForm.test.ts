import { expect, test } from 'vitest';
import type { ProgramBody } from '../../contract/merchant.ts';
import type { RuleShown } from '../../contract/rules.ts';
import { writeForm } from './form.ts';
import { readForm } from './readForm.ts';

const money = { currency: 'USD', decimals: 2, factor: 1 as const, label: null };
const sentence = { en: '', fa: '', ar: '' };
const known: RuleShown = {
  code: 'orderTimes',
  about: 'order',
  campaign: true,
  args: {
    by: { kind: 'multiplier', min: 10_100, max: 200_000 },
    minimumMinor: { kind: 'amount', min: 0, max: 1_000_000 },
  },
  sentence,
  example: {},
};
const double = { id: 'a', rule: 'orderTimes', args: { by: 15_000, minimumMinor: 2550 } };
const program = (more: Partial<ProgramBody>): ProgramBody => ({
  currency: 'USD',
  earning: {
    points: 5,
    perMinor: 100,
    includeShipping: false,
    includeTips: false,
    includeDuties: false,
  },
  pendingDays: 14,
  expiry: { kind: 'never' },
  graceDays: 30,
  debt: 'owe',
  maxOpenCodes: 3,
  rewards: [],
  referral: null,
  nextOrder: null,
  holdOut: true,
  ...more,
});
const through = (body: ProgramBody, locale = 'en-US') =>
  readForm(writeForm(body, money, locale, [known]), money);

test('what the form shows comes back as it was, in any language’s digits', () => {
  const campaign = {
    ...double,
    id: 'b',
    name: 'B',
    from: 5,
    until: 10,
    tiers: [],
    budgetPoints: 500,
    firstShoppers: null,
  };
  const body = program({ rules: [double], campaigns: [campaign] });
  for (const locale of ['en-US', 'fa-IR', 'ar-EG-u-nu-arab']) {
    expect(through(body, locale)).toEqual({ ok: true, program: body });
  }
});

test('what it does not know is published as it was', () => {
  const body = program({
    rules: [{ id: 'new', rule: 'ofTomorrow', args: { some: ['thing'], n: 3 } }, double],
    whoEarns: { companies: true, withTags: ['vip'], withoutTags: [] },
    phase: { kind: 'stopped', spendUntil: 5 },
    tiers: null,
  });
  expect(through(body)).toEqual({ ok: true, program: body });
  expect(Object.keys(through(program({})).program)).not.toContain('rules');
});

test('slips are told at the argument’s own field', () => {
  const form = writeForm(program({ rules: [double] }), money, 'en-US', [known]);
  const rules = form.rules.map((rule) => ({ ...rule, typed: { by: '0.5', minimumMinor: '' } }));
  const read = readForm({ ...form, rules }, money);
  expect(read.ok ? [] : [...read.problems]).toEqual([['rules.0.args.by', 'tooSmall']]);
});

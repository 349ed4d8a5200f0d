/** The terms: made from the version in force, in every language, with what is announced. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TermsShown } from '../../web/contract/terms.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES } from './actions.ts';
import { withReferral } from './friends.ts';
import { buyMugs, newBuyer } from './nextOrderWorld.ts';
import { aTier, someTiers } from './tierWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const program = aProgram({
  expiry: { kind: 'inactivity', months: 12, onlyTold: true },
  rules: [{ id: 'first', rule: 'firstOrder', args: { points: 50, minimumMinor: 0 } }],
});

let world: World;
beforeAll(async () => {
  world = await startWorld({ program });
});
afterAll(() => world?.stop());

const page = async (language: string): Promise<string> => {
  const { status, text } = await world.shopper(null).get(`terms?locale=${language}`);
  expect(status).toBe(200);
  return text;
};

test('anybody reads them in their language, rule by rule', async () => {
  const english = await page('en');
  expect(english).toContain('5 points for every $1 of an order.');
  expect(english).toContain('$5 off for 500 points, on baskets from $25.');
  expect(english).toContain('Points end 12 months after your last order or reward.');
  expect(english).toContain('Points of which you were not told do not end.');
  expect(english).toContain('50 points');
  const persian = await page('fa');
  expect(persian).toContain('dir="rtl"');
  expect(persian).toContain('امتیازی که خبرش به شما نرسد، تمام نمی‌شود.');
  expect(await page('ar')).toContain('وما لم نخبرك به لا ينتهي.');
  for (const text of [english, persian]) expect(text).not.toMatch(/\{\w+\}|undefined|NaN/);
});

test('a draft is read before it is published', async () => {
  const draft = { ...program, phase: { kind: 'stopped' as const, spendUntil: null } };
  const { status, body } = await world.api<TermsShown>('POST', '/api/program/terms', {
    language: 'fa',
    program: draft,
  });
  expect(status).toBe(200);
  expect(body.sections[0]).toEqual({
    title: 'امتیازهای فروشگاه متوقف شده',
    sentences: ['امتیاز تازه‌ای داده نمی‌شود. امتیازهایی را که دارید می‌توانید خرج کنید.'],
  });
  expect(await page('en')).not.toContain('Nothing new is earned');
});

test('limits, prefixes, tiers, invitations and reviews are in them, in every language', async () => {
  const [reward] = program.rewards;
  if (!reward) throw new Error('a program with rewards');
  const perks = [
    { kind: 'tag' as const, tag: 'early' },
    { kind: 'byHand' as const, text: 'a hand-written card' },
  ];
  const draft = {
    ...program,
    rewards: [{ ...reward, prefix: 'CLUB', perShopper: { times: 2, days: 30 }, inAll: 100 }],
    rules: [USES.review],
    tiers: someTiers({
      levels: [
        aTier('silver', 4000, 12_500, {
          name: 'Silver',
          entryPoints: 50,
          birthdayPoints: 20,
          perks,
        }),
      ],
    }),
  };
  const { referral } = withReferral({
    steps: [{ at: 5, points: 200 }],
    caps: { in30Days: 5, inYear: 20 },
  });
  const said = async (language: string) => {
    const body = { language, program: { ...draft, referral } };
    const reply = await world.api<TermsShown>('POST', '/api/program/terms', body);
    expect(reply.status).toBe(200);
    return reply.body.sections.flatMap(({ sentences }) => sentences).join('\n');
  };
  const english = (await said('en')).replace(/[\u2066-\u2069]/g, '');
  for (const sentence of [
    '$3 off: 2 times at most in 30 days for each shopper.',
    '$3 off: 100 in all, while they last.',
    '$3 off: its codes begin with CLUB.',
    'Tiers count the last twelve months.',
    'Silver: 50 points once, for reaching it.',
    'Silver: 20 points on your birthday.',
    'Silver: early access, while you hold it.',
    'Silver: a hand-written card, for reaching it.',
    'is kept 60 days longer',
    '200 points more for friend number 5',
    'more than 5 friends in 30 days or 20',
    'It decides within 30 days; otherwise nothing is paid',
    'Whoever reads it is told that its writer got points.',
  ]) {
    expect(english).toContain(sentence);
  }
  for (const language of ['fa', 'ar']) {
    expect(await said(language)).not.toMatch(/\{\w+\}|undefined|NaN/);
  }
});

test('what will change stands first, until it has', async () => {
  await buyMugs(world, newBuyer(world).id);
  const fewer = { ...program, rewards: program.rewards.slice(1) };
  const effectiveFrom = new Date(world.sim.clock.now() + 30 * DAY).toISOString();
  const put = await world.api('PUT', '/api/program', {
    baseVersion: 1,
    program: fewer,
    effectiveFrom,
  });
  expect(put.status).toBe(200);
  const before = await page('en');
  expect(before).toMatch(
    /What changes[\s\S]*No longer offered: \$3 off · 300 points[\s\S]*Earning/,
  );
  expect(before).toContain('(version 1)');
  await world.pass(30 * DAY);
  const after = await page('en');
  expect(after).not.toContain('No longer offered');
  expect(after).not.toContain('300 points');
  expect(after).toContain('(version 2)');
});

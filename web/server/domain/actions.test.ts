import { expect, test } from 'vitest';
import { judgeAction, pointsAgain } from './actions.ts';
import type { ActorSeen } from './actions.ts';
import { birthdaysOn, celebratedBy, isBirthday, yearsBefore } from './celebrations.ts';
import { localDay } from './days.ts';
import type { Program, RuleUse } from './program.ts';

const AT = Date.parse('2026-03-01T12:00:00Z');
const often = { times: 1, per: 'day', waitDays: 0, shown: true };
const use = (id: string, rule: string, args: RuleUse['args']): RuleUse => ({ id, rule, args });
const visit = use('lookbook', 'visit', { ...often, points: 5, page: 'lookbook' });
const again = use('any', 'custom', { ...often, points: 7, action: 'visit', waitDays: 3 });
const surprise = use('gift', 'review', { ...often, points: 40, shown: false });

const program = (rules: readonly RuleUse[], over: Partial<Program> = {}): Program =>
  ({ rules, holdOut: true, ...over }) as Program;
const ada: ActorSeen = {
  timeZone: 'UTC',
  memberSince: 0,
  frozen: false,
  blocked: false,
  heldOut: false,
  tags: null,
  tier: null,
  earlier: new Map(),
};
const guest: ActorSeen = { ...ada, tags: [] };
const staff: ActorSeen = { ...ada, tags: ['Staff'] };
const who = { companies: false, withTags: [], withoutTags: [] };
const looked = { action: 'visit', about: 'lookbook', occurredAt: AT };
const wrote = { action: 'review', about: null, occurredAt: AT };

test('every rule that is about an action gives its own points, and the longest wait counts', () => {
  const judged = judgeAction(looked, program([visit, surprise, again]), ada);
  expect(judged).toEqual({
    outcome: 'earned',
    points: 12n,
    waitDays: 3,
    parts: [
      { rule: 'lookbook', points: '5' },
      { rule: 'any', points: '7' },
    ],
  });
});

test('one rule that has given its share leaves the others theirs', () => {
  const earlier = new Map([['lookbook', [AT - 1000]]]);
  const judged = judgeAction(looked, program([visit, again]), { ...ada, earlier });
  expect([judged.outcome, judged.points]).toEqual(['earned', 7n]);
});

test.each([
  ['noRule', looked, program([surprise]), ada],
  ['noRule', { ...looked, about: 'home' }, program([visit]), ada],
  ['limit', looked, program([visit]), { ...ada, earlier: new Map([['lookbook', [AT]]]) }],
  ['frozen', wrote, program([surprise]), { ...ada, frozen: true }],
  ['blocked', wrote, program([surprise]), { ...ada, blocked: true }],
  ['heldOut', wrote, program([surprise]), { ...ada, heldOut: true }],
  ['earned', wrote, program([surprise], { holdOut: false }), { ...ada, heldOut: true }],
  ['earned', looked, program([visit]), { ...ada, heldOut: true }],
  ['asking', looked, program([visit], { whoEarns: { ...who, withoutTags: ['staff'] } }), ada],
  ['noRule', looked, program([], { whoEarns: { ...who, withTags: ['vip'] } }), ada],
  ['tags', looked, program([visit], { whoEarns: { ...who, withTags: ['vip'] } }), guest],
  ['tags', looked, program([visit], { whoEarns: { ...who, withoutTags: ['STAFF'] } }), staff],
  ['earned', looked, program([visit], { whoEarns: { ...who, withTags: ['staff'] } }), staff],
  ['earned', looked, program([visit], { whoEarns: { ...who, withoutTags: ['staff'] } }), guest],
  ['earned', looked, program([visit], { whoEarns: who }), ada],
  ['programOff', wrote, null, ada],
  ['stopped', wrote, program([surprise], { phase: { kind: 'stopped', spendUntil: null } }), ada],
] as const)('%s', (outcome, facts, inForce, actor) => {
  const judged = judgeAction(facts, inForce, actor);
  expect(judged.outcome).toBe(outcome);
  expect(judged.points > 0n).toBe(outcome === 'earned');
});

test('what was given comes out again, whatever was given since; another version says nothing', () => {
  const inForce = program([visit, again]);
  const { parts, points, waitDays } = judgeAction(looked, inForce, ada);
  expect(pointsAgain(looked, inForce, parts, 0)).toEqual({ points, waitDays });
  expect(pointsAgain(looked, program([again]), parts, 0)).toBeNull();
});

test('a birthday is a day that there is in some year', () => {
  const calendar = 'gregory' as const;
  const days = [1, 28, 29, 30, 31, 32].map((day) => isBirthday({ calendar, month: 2, day }));
  expect(days).toEqual([true, true, true, false, false, false]);
  expect(isBirthday({ calendar, month: 13, day: 1 })).toBe(false);
  expect(birthdaysOn('2026-02-28', calendar)).toHaveLength(2);
  expect(birthdaysOn('2028-02-28', calendar)).toHaveLength(1);
});

test('whenever somebody joined, every year has exactly one day of theirs', () => {
  for (const zone of ['UTC', 'Asia/Tehran', 'America/New_York']) {
    for (const joined of ['2024-02-28T12:00Z', '2024-02-29T23:59Z', '2024-03-01T00:01Z']) {
      const at = Date.parse(joined);
      const found: string[] = [];
      for (let ms = at; ms < at + 1600 * 86_400_000; ms += 86_400_000) {
        const day = localDay(ms, zone);
        const hit = yearsBefore(day, at, zone).some(({ from, to }) => at >= from && at < to);
        if (hit && found.at(-1) !== day) found.push(day);
      }
      expect(found.map((day) => day.slice(0, 4))).toEqual(['2025', '2026', '2027', '2028']);
    }
  }
});

test('days of one’s own are celebrated where a rule gives something for them', () => {
  const args = { points: 1, waitDays: 0, shown: true };
  expect(celebratedBy(program([use('b', 'birthday', args)]))).toEqual(['birthday']);
  expect(celebratedBy(program([visit]))).toEqual([]);
  expect(celebratedBy(null)).toEqual([]);
});

/** Rules about what a shopper did besides buying; see `rule.ts`. */
import { addDays, addMonths, localDay } from '../days.ts';
import type { LocalDay } from '../days.ts';
import { isBeforeNextYear } from '../persianDays.ts';
import { numberOf } from './args.ts';
import { MAX_POINTS } from './bounds.ts';
import type { Args, ArgSpecs, OrderRule } from './rule.ts';

/** What an action rule sees: somebody did something, once. */
export type ActionSeen = {
  /** The kind of action, or the merchant's own word for it. */
  action: string;
  /** What it was about, such as a page, or the calendar of a birthday; null: nothing in particular. */
  about: string | null;
  occurredAt: number;
  timeZone: string;
  /** Since when the club knows the shopper. */
  memberSince: number;
  /** When this same rule gave the shopper points already, in no order; later moments too. */
  earlier: readonly number[];
};

/** Why there is nothing: as often as it may be, known too short a time, too soon after the last. */
export type WhyNothing = 'limit' | 'tooNew' | 'tooSoon';

export type ActionRule = Pick<OrderRule, 'code' | 'args' | 'sentence' | 'check'> & {
  about: 'action';
  /** The action it rewards; null: the one whose word is in the argument `action`. */
  action: string | null;
  judge(args: Args, seen: ActionSeen): bigint | WhyNothing;
  examples: readonly { args: Args; seen: ActionSeen; gives: bigint | WhyNothing }[];
};

/** The shop's own days, weeks (from Monday), months and years. */
const PERIODS = ['day', 'week', 'month', 'year', 'ever'] as const;
type Period = (typeof PERIODS)[number];

/** What every action rule is filled with. */
export const GIVES = {
  points: { kind: 'points', min: 1, max: MAX_POINTS },
  /** Days the points are on the way; they never are the shopper's before a first paid order. */
  waitDays: { kind: 'count', min: 0, max: 365, unit: 'days' },
  /** Told to everybody among the ways to earn. What is told is kept; a surprise may be held out. */
  shown: { kind: 'yesNo' },
} as const satisfies ArgSpecs;

/** And those that may be done again: so many times in a period, for each shopper. */
export const OFTEN = {
  ...GIVES,
  times: { kind: 'count', min: 1, max: 1000, unit: 'times' },
  per: { kind: 'choice', of: PERIODS },
} as const satisfies ArgSpecs;

const pointsOf = (args: Args): bigint => BigInt(numberOf(args, 'points'));

const WEEK_DAYS = 7;

/** The Monday of the week: 5 January 1970 was one. */
function mondayOf(day: LocalDay): LocalDay {
  const days = Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000) - 4;
  return addDays(day, -(((days % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS));
}

/** The name of the period that holds a moment, the same for every moment in it. */
function periodOf(per: Period, ms: number, timeZone: string): string {
  const day = localDay(ms, timeZone);
  switch (per) {
    case 'day':
      return day;
    case 'week':
      return mondayOf(day);
    case 'month':
      return day.slice(0, 7);
    case 'year':
      return day.slice(0, 4);
    case 'ever':
      return '';
  }
}

/** The points, unless the rule gave them as often as it may in the period of this action. */
export function withinLimit(args: Args, seen: ActionSeen): bigint | WhyNothing {
  const per = PERIODS.find((each) => each === args['per']) ?? 'ever';
  const { occurredAt, timeZone, earlier } = seen;
  const period = periodOf(per, occurredAt, timeZone);
  const given = earlier.filter((at) => periodOf(per, at, timeZone) === period).length;
  return given >= Number(args['times'] ?? 1) ? 'limit' : pointsOf(args);
}

const DAY_MS = 86_400_000;
const NEW_DAYS = 30;

/**
 * The points, once in twelve months and for whoever the club has known for 30 days: so that nobody
 * joins on their birthday, and a birthday that is moved brings no second one. Twelve months are those of
 * the calendar that the birthday is kept in.
 */
export function onceAYear(args: Args, seen: ActionSeen): bigint | WhyNothing {
  const { occurredAt, timeZone, memberSince, earlier, about } = seen;
  if (occurredAt - memberSince < NEW_DAYS * DAY_MS) return 'tooNew';
  const near = (one: number, other: number) => {
    const [from, to] = [localDay(one, timeZone), localDay(other, timeZone)];
    return about === 'persian' ? isBeforeNextYear(from, to) : to < addMonths(from, 12);
  };
  const tooSoon = earlier.some((at) =>
    at <= occurredAt ? near(at, occurredAt) : near(occurredAt, at),
  );
  return tooSoon ? 'tooSoon' : pointsOf(args);
}

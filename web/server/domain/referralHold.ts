/**
 * What keeps a referral from being paid although the friend is a new one. It is set aside, never lost:
 * a person decides, and what it is worth is worked out anew whenever that changes.
 */
import type { Opinion } from './fraud.ts';
import type { Referral } from './program.ts';

/**
 * Stable words, kept with the referral. `cap`: the advocate's friends came faster than agreed.
 * `unchecked`: whether it looks earned has not been judged yet. `signals`: enough speaks against it for
 * a person to look; `strongSignals`: too much, so that nobody is asked unless the advocate appeals.
 */
export type HoldReason = 'cap' | 'unchecked' | 'signals' | 'strongSignals';

export type ReferralHold = {
  reasons: readonly HoldReason[];
  /** What a person said; null: nobody has. It outweighs the reasons. */
  decided: 'allowed' | 'refused' | null;
};

/** Whether the advocate is paid what the friend's order is worth. */
export const pays = ({ reasons, decided }: ReferralHold): boolean =>
  decided === 'allowed' || (decided === null && reasons.length === 0);

/** What an opinion of the signals does. */
export const holdOf = (opinion: Opinion): HoldReason[] => HOLDS[opinion];

const HOLDS: Readonly<Record<Opinion, HoldReason[]>> = {
  clear: [],
  held: ['signals'],
  refused: ['strongSignals'],
};

/** What of a referral its queue looks at. */
export type Waiting = {
  holdReasons: readonly HoldReason[];
  decided: ReferralHold['decided'];
  decidedBy: string | null;
  appealedAt: number | null;
};

/** Whether a person is asked. */
export const waitsForSomebody = ({ holdReasons, decided, appealedAt }: Waiting): boolean =>
  decided === null &&
  holdReasons.length > 0 &&
  !holdReasons.includes('unchecked') &&
  (!holdReasons.includes('strongSignals') || appealedAt !== null);

/** Whoever was not paid may ask for another look, once. */
export const canBeAppealed = (waiting: Waiting): boolean =>
  waiting.appealedAt === null &&
  (waiting.decided === 'refused' ||
    (waiting.decided === null && waiting.holdReasons.includes('strongSignals')));

const DAY_MS = 86_400_000;
/** What nobody decides in this time is not paid. */
export const DECIDE_WITHIN_MS = 30 * DAY_MS;
const WINDOWS = [
  { cap: 'in30Days', ms: 30 * DAY_MS },
  { cap: 'inYear', ms: 365 * DAY_MS },
] as const;

/** Every referral that got a place counts in them, whatever became of the friend's order since. */
export const YEAR_MS = 365 * DAY_MS;

/**
 * Whether a friend's order has a place within the caps, beside those that got one before: in no 30
 * days, and in no 365, may there be more than the cap. Places are scarce, so they are given in the
 * order in which orders arrive, kept, and never dealt again.
 */
export function isWithinCaps(
  { caps }: Pick<Referral, 'caps'>,
  placedAt: number,
  others: readonly number[],
): boolean {
  const all = [...others, placedAt];
  return WINDOWS.every(({ cap, ms }) => {
    const most = caps?.[cap] ?? Infinity;
    const around = all.filter((from) => from <= placedAt && placedAt < from + ms);
    return around.every(
      (from) => all.filter((each) => from <= each && each < from + ms).length <= most,
    );
  });
}

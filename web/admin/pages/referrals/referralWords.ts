import type { ReferralReason, ReferralToDecide } from '../../../contract/merchantReferrals.ts';
import type { Words } from '../../words/words.ts';
import { colleague } from '../shopper/speak.ts';

/** Names are other people's words: each is kept apart from the sentence around it. */
const apart = (name: string): string => `\u2068${name}\u2069`;

export const memberName = ({ member }: ReferralToDecide, words: Words): string =>
  apart(member.name ?? words.say('shoppers.guest'));

export const friendName = ({ friend }: ReferralToDecide, words: Words): string =>
  apart(friend?.name ?? words.say('referrals.someFriend'));

export const reasonSentence = ({ kind, n }: ReferralReason, words: Words): string =>
  words.say(`referrals.why.${kind}`, n === null ? {} : { n });

/** Who sent whom, step by step; null where there is no circle. */
export function circleSentence({ circle }: ReferralToDecide, words: Words): string | null {
  const names = circle.map((name) => apart(name ?? words.say('referrals.someFriend')));
  const steps = names
    .slice(1)
    .map((to, at) => words.say('referrals.invited', { from: names[at] ?? '', to }));
  return steps.length === 0 ? null : words.say('referrals.circle', { steps: words.list(steps) });
}

/** How it ended, by whom and why. */
export function endSentence(
  referral: ReferralToDecide,
  when: { zone: string; now: number },
  words: Words,
): string {
  const { state, decidedAt, decidedBy, remembered, note } = referral;
  const day = decidedAt === null ? '' : words.day(Date.parse(decidedAt), when.zone, when.now);
  const who = colleague(decidedBy ?? '', words);
  if (state === 'refusedByRules') {
    return words.say(remembered ? 'referrals.refusedAsBefore' : 'referrals.refusedByRules');
  }
  if (state === 'late') return words.say('referrals.late', { day });
  const said = state === 'paid' ? 'referrals.paid' : 'referrals.refused';
  const ended = words.say(said, { day, who });
  return note === null ? ended : `${ended} ${words.say('referrals.note', { note: apart(note) })}`;
}

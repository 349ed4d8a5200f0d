/** What tiers say, with what matters in `**bold**`. */
import type { ProgramBody } from '../../contract/merchant.ts';
import { rewardValue } from './sentences.ts';
import type { Speech } from './sentences.ts';
import type { TierBody, TiersBody } from './tierForm.ts';

const isolated = (name: string): string => `\u2068${name}\u2069`;

/** "$40", "500 points", "3 orders" */
export function milestone(by: TiersBody['by'], from: number, { words, money }: Speech): string {
  if (by === 'spend') return words.money(from, money);
  return words.say(by === 'points' ? 'count.points' : 'count.orders', { n: from });
}

/** "Members climb by what they spend in twelve months." */
export function tiersSentence({ tiers }: ProgramBody, { words }: Speech): string {
  if (!tiers) return words.say('program.tiers.none');
  return words.say('program.tiers.sentence', {
    by: words.say(`program.tiers.by.${tiers.by}`),
    over: words.say(`program.tiers.over.${tiers.over}`),
  });
}

/** "Gold from $100: points × 1.5, 500 points for reaching it." */
export function tierLine(tier: TierBody, by: TiersBody['by'], speech: Speech): string {
  const { words } = speech;
  const gives = [
    tier.multiplierBasisPoints > 10_000 &&
      words.say('program.tiers.times', { n: words.number(tier.multiplierBasisPoints / 10_000) }),
    tier.entryPoints > 0 &&
      words.say('program.tiers.entry', {
        points: words.say('count.points', { n: tier.entryPoints }),
      }),
    tier.birthdayPoints > 0 &&
      words.say('program.tiers.birthday', {
        points: words.say('count.points', { n: tier.birthdayPoints }),
      }),
    ...tier.perks.map((perk) => perkLine(perk, speech)),
  ].filter((each) => each !== false);
  return words.say('program.tiers.line', {
    name: isolated(tier.name),
    from:
      tier.from === 0
        ? words.say('program.tiers.everybody')
        : words.say('program.tiers.fromOn', { amount: milestone(by, tier.from, speech) }),
    gives: gives.length === 0 ? words.say('program.tiers.nameOnly') : words.list(gives),
  });
}

function perkLine(perk: TierBody['perks'][number], speech: Speech): string {
  const { words } = speech;
  switch (perk.kind) {
    case 'code':
      return words.say('program.tiers.code', {
        value: rewardValue(perk.offer.value, speech),
        days: words.say('count.days', { n: perk.days }),
      });
    case 'tag':
      return words.say('program.tiers.tag', { tag: isolated(perk.tag) });
    case 'byHand':
      return words.say('program.tiers.byHand', { what: isolated(perk.text) });
  }
}

export const tierGrace = ({ graceDays }: TiersBody, { words }: Speech): string =>
  words.say('program.tiers.grace', { days: words.say('count.days', { n: graceDays }) });

import type { ProgramBody } from '../../contract/merchant.ts';
import { plain } from '../words/words.ts';
import { campaignLine, itemName, ruleLine } from './ruleSentences.ts';
import {
  budgetSentence,
  combiningSentence,
  countedSentence,
  debtSentence,
  earningSentence,
  expirySentence,
  graceSentence,
  noticeSentence,
  openCodesSentence,
  pauseSentence,
  pendingSentence,
  referralNote,
  referralSentence,
  rewardSentence,
  whoSentences,
} from './sentences.ts';
import { nextOrderNote, nextOrderSentence } from './nextOrderSentences.ts';
import type { Speech } from './sentences.ts';
import { tierGrace, tierLine, tiersSentence } from './tierSentences.ts';

/** One line of what will change; null where there was, or will be, nothing. */
export type Change = { about: string; old: string | null; new: string | null };

/** Everything a program says, one line each, by what the line is about. */
function lines(program: ProgramBody, speech: Speech): Map<string, string> {
  const rewards = program.rewards.toSorted((a, b) => a.points - b.points);
  return new Map([
    ['earning', plain(earningSentence(program, speech))],
    ['counted', plain(countedSentence(program, speech))],
    ...rewards.map((reward): [string, string] => [
      `reward ${reward.id}`,
      plain(rewardSentence(reward, speech, program.tiers)) + goodsBehind(reward, speech),
    ]),
    ['referral', plain(referralSentence(program, speech))],
    ['referralNote', plain(referralNote(program, speech))],
    ['nextOrder', plain(nextOrderSentence(program, speech))],
    ['nextOrderNote', plain(nextOrderNote(program, speech))],
    ['pending', plain(pendingSentence(program, speech))],
    ['debt', plain(debtSentence(program, speech))],
    ['expiry', plain(`${expirySentence(program, speech)} ${noticeSentence(program, speech)}`)],
    ['grace', plain(graceSentence(program, speech))],
    ['pause', plain(pauseSentence(program, speech))],
    ['who', plain(whoSentences(program, speech).join(' '))],
    ...(program.bonusBudget ? [['bonuses', plain(budgetSentence(program, speech))] as const] : []),
    ['codes', plain(openCodesSentence(program, speech))],
    ['combining', plain(combiningSentence(program, speech))],
    ['tiers', plain(tiersSentence(program, speech))],
    ...(program.tiers?.levels ?? []).map((tier): [string, string] => [
      `tier ${tier.id}`,
      plain(tierLine(tier, program.tiers?.by ?? 'spend', speech)),
    ]),
    ...(program.tiers ? [['tierGrace', plain(tierGrace(program.tiers, speech))] as const] : []),
    ...(program.rules ?? []).map((use): [string, string] => [
      `rule ${use.id}`,
      plain(ruleLine(use, speech)),
    ]),
    ...(program.campaigns ?? []).map((campaign): [string, string] => [
      `campaign ${campaign.id}`,
      [plain(campaignLine(campaign, speech)), tiersOf(campaign, program, speech)]
        .filter(Boolean)
        .join(' '),
    ]),
  ]);
}

/** "Only for Gold." */
function tiersOf(
  { tiers }: NonNullable<ProgramBody['campaigns']>[number],
  program: ProgramBody,
  { words }: Speech,
): string {
  if (tiers.length === 0) return '';
  const names = tiers.map(
    (id) => `\u2068${program.tiers?.levels.find((level) => level.id === id)?.name ?? id}\u2069`,
  );
  return words.say('program.tiers.only', { tiers: words.list(names) });
}

/** The goods themselves, as they may change under the same name. */
function goodsBehind({ value }: ProgramBody['rewards'][number], speech: Speech): string {
  if (value.kind === 'freeProduct') return ` (${itemName(value.item, speech)})`;
  if (!('only' in value) || !value.only) return '';
  return ` (${speech.words.list(value.only.items.map((item) => itemName(item, speech)))})`;
}

/** What differs between two programs, in the same sentences that describe each of them. */
export function difference(before: ProgramBody, after: ProgramBody, speech: Speech): Change[] {
  const old = lines(before, speech);
  const next = lines(after, speech);
  return [...new Set([...old.keys(), ...next.keys()])]
    .map((about) => ({ about, old: old.get(about) ?? null, new: next.get(about) ?? null }))
    .filter((change) => change.old !== change.new);
}

/** What is wrong with a program's tiers. */
import { checkOffer } from './checkOffers.ts';
import { checkIds, when, within } from './problems.ts';
import type { Problem } from './problems.ts';
import type { Perk, Tier, Tiers } from './program.ts';
import { MAX_MINOR, MAX_POINTS } from './rules/bounds.ts';

const MAX_LEVELS = 10;
const MAX_PERKS = 10;

export function checkTiers(tiers: Tiers | null): Problem[] {
  if (!tiers) return [];
  const { graceDays, levels } = tiers;
  return [
    ...within('tiers.graceDays', graceDays, 0, 365),
    ...when(levels.length === 0, 'tiers.levels', 'tooSmall'),
    ...when(levels.length > MAX_LEVELS, 'tiers.levels', 'tooMany'),
    ...levels.flatMap((level, i) => checkLevel(level, levels[i - 1], `tiers.levels.${i}`)),
    ...checkIds('tiers.levels', levels),
  ];
}

/** Each level asks for more than the one below, or nobody could be in that one. */
const checkLevel = (level: Tier, below: Tier | undefined, path: string): Problem[] => [
  ...within(`${path}.from`, level.from, below ? below.from + 1 : 0, MAX_MINOR),
  ...within(`${path}.multiplierBasisPoints`, level.multiplierBasisPoints, 10_000, 100_000),
  // What is everybody's from the beginning is entered by no deed: what joining brings is a rule's.
  ...within(`${path}.entryPoints`, level.entryPoints, 0, level.from === 0 ? 0 : MAX_POINTS),
  ...within(`${path}.birthdayPoints`, level.birthdayPoints, 0, MAX_POINTS),
  ...when(level.from === 0 && level.perks.length > 0, `${path}.from`, 'tooSmall'),
  ...when(level.perks.length > MAX_PERKS, `${path}.perks`, 'tooMany'),
  ...level.perks.flatMap((perk, i) => checkPerk(perk, `${path}.perks.${i}`)),
];

const checkPerk = (perk: Perk, path: string): Problem[] =>
  perk.kind === 'code'
    ? [...checkOffer(perk.offer, `${path}.offer`), ...within(`${path}.days`, perk.days, 1, 365)]
    : when(!isSound(perk), path, 'wrongShape');

const isSound = (perk: Exclude<Perk, { kind: 'code' }>): boolean =>
  perk.kind === 'tag' ? perk.tag.trim() !== '' && !perk.tag.includes(',') : perk.text.trim() !== '';

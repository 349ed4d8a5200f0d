import { effectsOn, whyEarnsNothing } from './orderEffects.ts';
import type { Effects, Group } from './orderEffects.ts';
import type { Minor, OrderFacts } from './orderFacts.ts';
import { needsOf } from './orderSeen.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import { valueOrder } from './orderValue.ts';
import type { Campaign, Program } from './program.ts';
import { floor, ONE, plus, ratio, times, ZERO } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import { divideByLargestRemainder } from './shares.ts';

/** Why a number of points, as plain JSON; `pointsOf` computes the same number from it for ever. */
export type EarningExplained = {
  /** What counted, after what the rules leave out. */
  eligibleMinor: Minor;
  /** The program's own rate. */
  points: number;
  perMinor: Minor;
  /** Numerator and denominator of what multiplies everything (the tier's), as text. */
  multipliers: [string, string][];
  /** The tier that the order was placed in, where it multiplies. */
  tier?: string;
  /** Points given beside the amount, after the floor, by nothing that has a name. */
  fixed: string;
  /** Where there are rules. Absent: everything counted at the program's rate. */
  groups?: readonly Group[];
  /** Points beside the amount, by rule or campaign. */
  added?: readonly { by: string; points: string }[];
  /** In the program's order. `granted`: no more than this was set aside for the order; null: all. */
  campaigns?: readonly { id: string; granted: string | null }[];
};

/** What was set aside for one order, by campaign, where something is scarce. */
export type Grants = Readonly<Record<string, bigint>>;

export type OrderPoints = {
  points: bigint;
  eligibleMinor: Minor;
  /** Of the points, those beside the amount. */
  fixed: bigint;
  explain: EarningExplained;
  /** Products that rules must know and nobody knows yet. */
  unknownProductIds: readonly string[];
};

/** A program as far as an order's points go. */
export type EarningProgram = Pick<
  Program,
  'currency' | 'earning' | 'rules' | 'campaigns' | 'bonusBudget' | 'tiers' | 'whoEarns' | 'phase'
>;

/**
 * What an order earns now: ⌊Σ groups (value × rate × multipliers)⌋ + fixed points, and what campaigns
 * add to it. All rates and multipliers are one exact rational and there is one floor an order (towards
 * zero, as nothing is negative). `seen` and `grants` are what is stored with the order.
 */
export function orderPoints(
  facts: OrderFacts,
  program: EarningProgram,
  seen: SeenOfOrder | null = null,
  grants: Grants = {},
): OrderPoints {
  const { points, perMinor } = program.earning;
  const base = { points, perMinor, multipliers: [], fixed: '0' };
  if (needsOf(program) === null) {
    const earns = facts.scalars && whyEarnsNothing(facts.scalars, program, seen) === null;
    const eligibleMinor = earns ? valueOrder(facts, program).eligibleMinor : 0;
    return told({ eligibleMinor, ...base }, []);
  }
  const effects = effectsOn(facts, program, seen);
  if (!effects) return told({ eligibleMinor: 0, ...base }, []);
  const named = namedParts(effects, grants, program);
  const { eligibleMinor, unknownProductIds } = effects;
  return told({ eligibleMinor, ...base, ...tierPart(effects), ...named }, unknownProductIds);
}

function tierPart({ tier }: Effects): Pick<EarningExplained, 'multipliers' | 'tier'> {
  if (!tier) return { multipliers: [] };
  const { num, den } = tier.by;
  return { multipliers: [[String(num), String(den)]], tier: tier.id };
}

/** Parts that rules and campaigns brought; none where they brought nothing. */
function namedParts(
  { groups, added, campaigns }: Effects,
  grants: Grants,
  program: Pick<Program, 'bonusBudget'>,
): Pick<EarningExplained, 'groups' | 'added' | 'campaigns'> {
  const plain = groups.every(({ rateBy, times }) => rateBy === null && times.length === 0);
  const brought = new Set(added.map(({ by }) => by));
  for (const group of groups) for (const [by] of group.times) brought.add(by);
  const active = campaigns.filter(({ id }) => brought.has(id));
  return {
    ...(plain ? {} : { groups }),
    ...(added.length === 0
      ? {}
      : { added: added.map(({ by, points }) => ({ by, points: String(points) })) }),
    ...(active.length === 0
      ? {}
      : {
          campaigns: active.map((campaign) => {
            const { id } = campaign;
            return { id, granted: isScarce(campaign, program) ? String(grants[id] ?? 0n) : null };
          }),
        }),
  };
}

/** Whether what it gives is set aside: it has an end of its own, or there is one for all of them. */
export const isScarce = (
  { budgetPoints, firstShoppers }: Campaign,
  { bonusBudget }: Pick<Program, 'bonusBudget'>,
): boolean => budgetPoints !== null || firstShoppers !== null || bonusBudget !== undefined;

function told(explain: EarningExplained, unknownProductIds: readonly string[]): OrderPoints {
  const { points, beside } = tally(explain);
  return {
    points,
    eligibleMinor: explain.eligibleMinor,
    fixed: beside,
    explain,
    unknownProductIds,
  };
}

/** Recomputes the points from their explanation: the audit's second opinion. */
export const pointsOf = (explain: EarningExplained): bigint => tally(explain).points;

/** The same order with other amounts set aside for it. */
export const withGrants = (
  explain: EarningExplained,
  grants: Readonly<Record<string, string>>,
): EarningExplained => ({
  ...explain,
  ...(explain.campaigns && {
    campaigns: explain.campaigns.map(({ id, granted }) => ({
      id,
      granted: granted === null ? null : (grants[id] ?? '0'),
    })),
  }),
});

/** What a campaign would add to an order, and what of that it gave. */
export type Given = { id: string; difference: bigint; points: bigint };

/** The points without campaigns, and what each campaign added, in the program's order. */
export type Tally = { base: bigint; campaigns: Given[]; points: bigint; beside: bigint };

/**
 * `grantOf` says how much of a campaign's difference it may give, null for all of it; by default what
 * is written down. A campaign that may give nothing is as if it were not there for those behind it.
 */
export function tally(
  explain: EarningExplained,
  grantOf: (
    campaign: { id: string; granted: bigint | null },
    difference: bigint,
  ) => bigint | null = (campaign) => campaign.granted,
): Tally {
  const { campaigns = [], added = [] } = explain;
  const out = new Set(campaigns.map(({ id }) => id));
  const base = worth(explain, out);
  let before = base;
  let points = base;
  const given: Given[] = [];
  for (const { id, granted } of campaigns) {
    out.delete(id);
    const difference = worth(explain, out) - before;
    const limit = grantOf({ id, granted: granted === null ? null : BigInt(granted) }, difference);
    if (limit === 0n) out.add(id);
    else before += difference;
    const mine = limit !== null && limit < difference ? limit : difference;
    given.push({ id, difference, points: mine });
    points += mine;
  }
  const beside = added.reduce((all, each) => {
    const campaign = given.find(({ id }) => id === each.by);
    return all + (campaign ? campaign.points : BigInt(each.points));
  }, BigInt(explain.fixed));
  return { base, campaigns: given, points, beside };
}

/** The points without what some campaigns do. */
function worth(explain: EarningExplained, without: ReadonlySet<string>): bigint {
  const { added = [], fixed } = explain;
  const amount = floor(times(amountOf(explain, without), allTimes(explain)));
  const mine = added.filter(({ by }) => !without.has(by));
  return mine.reduce((all, { points }) => all + BigInt(points), amount + BigInt(fixed));
}

/** Before the floor, and before what multiplies everything. */
function amountOf(explain: EarningExplained, without: ReadonlySet<string>): Ratio {
  const { eligibleMinor, points, perMinor, groups } = explain;
  if (!groups) return times(ratio(eligibleMinor), ratio(points, perMinor));
  return groups.map((group) => worthOfGroup(group, without)).reduce(plus, ZERO);
}

const worthOfGroup = (group: Group, without: ReadonlySet<string>): Ratio =>
  group.times
    .filter(([by]) => !without.has(by))
    .map(([, num, den]) => ratio(BigInt(num), BigInt(den)))
    .reduce(times, times(ratio(group.valueMinor), ratio(group.points, group.perMinor)));

const allTimes = ({ multipliers }: EarningExplained): Ratio =>
  multipliers.map(([num, den]) => ratio(BigInt(num), BigInt(den))).reduce(times, ONE);

export type LinePoints = { lineId: string; points: bigint };

/**
 * The order's points told line by line, for display only: by largest remainder over what each line is
 * worth at its own rate, ties to the lower position, so that they sum to the order's points less what
 * is beside the amount and what shipping, tips and duties earned.
 */
export function pointsByLine(
  facts: OrderFacts,
  program: EarningProgram,
  seen: SeenOfOrder | null = null,
  grants: Grants = {},
): LinePoints[] {
  const { lines, extras } = valueOrder(facts, program);
  const { points, fixed, explain } = orderPoints(facts, program, seen, grants);
  const amounts: [lineId: string | null, valueMinor: Minor][] = [
    ...lines.map(({ lineId, valueMinor }): [string, Minor] => [lineId, valueMinor]),
    [null, extras.shippingMinor],
    [null, extras.tipMinor],
    [null, extras.dutiesMinor],
  ];
  const shares = divideByLargestRemainder(points - fixed, weightsOf(amounts, explain));
  return lines.map((line, i) => ({ lineId: line.lineId, points: shares[i] ?? 0n }));
}

/** Whole numbers in proportion to what each amount is worth. */
function weightsOf(
  amounts: readonly [lineId: string | null, valueMinor: Minor][],
  { groups, eligibleMinor }: EarningExplained,
): bigint[] {
  if (!groups)
    return amounts.map(([, valueMinor]) => (eligibleMinor === 0 ? 0n : BigInt(valueMinor)));
  const worths = amounts.map(([lineId, valueMinor]) => {
    const group = groups.find(({ lineIds, beside }) =>
      lineId === null ? beside : lineIds.includes(lineId),
    );
    return group ? worthOfGroup({ ...group, valueMinor }, new Set()) : ZERO;
  });
  const den = worths.reduce((all, each) => all * each.den, 1n);
  return worths.map((each) => (each.num * den) / each.den);
}

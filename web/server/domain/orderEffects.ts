/** What a program's rules do to an order: its lines in groups of one rate, and points beside them. */
import { fromBasisPoints } from './ratio.ts';
import type { Ratio } from './ratio.ts';
import type { Minor, OrderFacts, OrderScalars } from './orderFacts.ts';
import { isOutByTags } from './whoEarns.ts';
import type { SeenOfOrder } from './orderSeen.ts';
import { needsOf } from './orderSeen.ts';
import { valueOrder } from './orderValue.ts';
import type { OrderValue } from './orderValue.ts';
import type { EarningProgram } from './earning.ts';
import type { Campaign, Program, RuleUse } from './program.ts';
import { ruleOf } from './rules/registry.ts';
import type { LineSeen, OrderEffect, OrderSeen } from './rules/rule.ts';

/** What counts at one rate with the same multipliers. */
export type Group = {
  lineIds: readonly string[];
  /** Shipping, tips and duties are in it. */
  beside: boolean;
  valueMinor: Minor;
  points: number;
  perMinor: Minor;
  /** The rule that gave the rate; null: the program's own. */
  rateBy: string | null;
  /** Multipliers by the rule or campaign they come from: numerator and denominator as text. */
  times: readonly [by: string, num: string, den: string][];
};

export type Effects = {
  value: OrderValue;
  /** What counts, after what rules leave out. */
  eligibleMinor: Minor;
  groups: Group[];
  added: { by: string; points: bigint }[];
  campaigns: readonly Campaign[];
  tier: { id: string; by: Ratio } | null;
  /** Products that rules must know and nobody knows yet: their lines earn nothing until then. */
  unknownProductIds: string[];
};

/** Why an order that is worth something earns nothing; null: it may earn. */
export function whyEarnsNothing(
  order: OrderScalars,
  program: Pick<Program, 'phase' | 'whoEarns'>,
  seen: SeenOfOrder | null,
): 'stopped' | 'blocked' | 'company' | 'tags' | null {
  const { phase, whoEarns } = program;
  if (seen?.blocked) return 'blocked';
  if (phase?.kind === 'stopped') return 'stopped';
  if (order.company && !whoEarns?.companies) return 'company';
  return isOutByTags(seen ? seen.shopper.tags : [], whoEarns) ? 'tags' : null;
}

const NOBODY: SeenOfOrder = {
  timeZone: 'UTC',
  shopper: { nthOrder: 0, lastOrderAt: null, tier: null, tags: [] },
  campaigns: true,
  products: {},
};

/** Judges every rule and campaign; what is left out is gone before anything else is judged. */
export function effectsOn(
  facts: OrderFacts,
  program: EarningProgram,
  seen: SeenOfOrder | null,
): Effects | null {
  const order = facts.scalars;
  const value = valueOrder(facts, program);
  if (!order || value.eligibleMinor === 0 || whyEarnsNothing(order, program, seen)) return null;
  const about = seen ?? NOBODY;
  const needs = needsOf(program);
  const { lines, unknownProductIds } = linesSeen(order, value, about, needs?.has('products'));
  const campaigns = about.campaigns ? (program.campaigns ?? []).filter(isOn(order, about)) : [];
  const extrasMinor = sumOf(Object.values(value.extras));
  const whole = seenBy(lines, extrasMinor, order, about);
  const uses = [...(program.rules ?? []), ...campaigns];
  const gone = new Set(
    judgeAll(uses, whole).flatMap(({ effect }) =>
      effect.kind === 'exclude' ? effect.lineIds : [],
    ),
  );
  const left = lines.filter(({ lineId }) => !gone.has(lineId));
  const rest = gone.size === 0 ? whole : seenBy(left, extrasMinor, order, about);
  const effects = rest.eligibleMinor === 0 ? [] : judgeAll(uses, rest);
  return {
    value,
    eligibleMinor: rest.eligibleMinor,
    groups: groupsOf(rest, extrasMinor, program, effects),
    added: effects.flatMap(({ by, effect }) =>
      effect.kind === 'fixed' ? [{ by, points: effect.points }] : [],
    ),
    campaigns,
    tier: tierOf(program, about),
    unknownProductIds,
  };
}

const isOn =
  ({ placedAt }: OrderScalars, { shopper }: SeenOfOrder) =>
  ({ from, until, tiers }: Campaign): boolean =>
    (from === null || from <= placedAt) &&
    (until === null || placedAt < until) &&
    (tiers.length === 0 || (shopper.tier !== null && tiers.includes(shopper.tier)));

function linesSeen(
  order: OrderScalars,
  value: OrderValue,
  seen: SeenOfOrder,
  products = false,
): { lines: LineSeen[]; unknownProductIds: string[] } {
  const values = new Map(value.lines.map((line) => [line.lineId, line.valueMinor]));
  const unknown = new Set<string>();
  const lines: LineSeen[] = [];
  for (const { id, productId, currentQuantity } of order.lines) {
    const valueMinor = values.get(id) ?? 0;
    if (valueMinor === 0) continue;
    const product = productId === null ? null : seen.products[productId];
    if (products && product === undefined && productId !== null) unknown.add(productId);
    else {
      const quantity = currentQuantity;
      lines.push({ lineId: id, productId, product: product ?? null, valueMinor, quantity });
    }
  }
  return { lines, unknownProductIds: [...unknown] };
}

const seenBy = (
  lines: readonly LineSeen[],
  extrasMinor: Minor,
  { placedAt }: OrderScalars,
  { timeZone, shopper }: SeenOfOrder,
): OrderSeen => ({
  lines,
  eligibleMinor: sumOf(lines.map(({ valueMinor }) => valueMinor)) + extrasMinor,
  placedAt,
  timeZone,
  shopper,
});

type Judged = { by: string; effect: OrderEffect };

function judgeAll(uses: readonly RuleUse[], order: OrderSeen): Judged[] {
  return uses.flatMap(({ id, rule, args }) => {
    const found = ruleOf(rule);
    if (found?.about !== 'order') return [];
    return found.judge(args, order).map((effect) => ({ by: id, effect }));
  });
}

/** Lines that meet the same rate and multipliers are one group; what is beside the lines is one too. */
function groupsOf(
  order: OrderSeen,
  extrasMinor: Minor,
  program: Pick<Program, 'earning'>,
  effects: readonly Judged[],
): Group[] {
  const groups = new Map<string, Group>();
  const put = (lineId: string | null, valueMinor: Minor) => {
    const { rate, times } = terms(lineId, program, effects);
    const key = JSON.stringify([rate, times]);
    const known = groups.get(key);
    groups.set(key, {
      ...rate,
      times,
      lineIds: [...(known?.lineIds ?? []), ...(lineId === null ? [] : [lineId])],
      beside: known?.beside === true || lineId === null,
      valueMinor: (known?.valueMinor ?? 0) + valueMinor,
    });
  };
  for (const { lineId, valueMinor } of order.lines) put(lineId, valueMinor);
  if (extrasMinor > 0) put(null, extrasMinor);
  return [...groups.values()];
}

function terms(
  lineId: string | null,
  { earning }: Pick<Program, 'earning'>,
  effects: readonly Judged[],
) {
  const { points, perMinor } = earning;
  let rate: Pick<Group, 'points' | 'perMinor' | 'rateBy'> = { points, perMinor, rateBy: null };
  const times: [string, string, string][] = [];
  for (const { by, effect } of effects) {
    if (effect.kind === 'rate' && rate.rateBy === null && holds(effect.lineIds, lineId)) {
      rate = { points: effect.points, perMinor: effect.perMinor, rateBy: by };
    }
    if (effect.kind === 'multiply' && holds(effect.lineIds, lineId)) {
      times.push([by, String(effect.by.num), String(effect.by.den)]);
    }
  }
  return { rate, times };
}

const holds = (lineIds: readonly string[] | null, lineId: string | null): boolean =>
  lineIds === null || (lineId !== null && lineIds.includes(lineId));

function tierOf({ tiers }: Pick<Program, 'tiers'>, { shopper }: SeenOfOrder): Effects['tier'] {
  const tier = tiers?.levels.find(({ id }) => id === shopper.tier);
  return tier ? { id: tier.id, by: fromBasisPoints(tier.multiplierBasisPoints) } : null;
}

const sumOf = (amounts: readonly Minor[]): Minor => amounts.reduce((sum, each) => sum + each, 0);

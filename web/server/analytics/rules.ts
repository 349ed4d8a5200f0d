/** The registry of rules as it is told (`rulesAnswer`), and what rules did to an order (`ruleDid`). */
import { tally } from '../domain/earning.ts';
import type { EarningExplained } from '../domain/earning.ts';
import type { Program } from '../domain/program.ts';
import { RULES, ruleOf } from '../domain/rules/registry.ts';
import type { Rule } from '../domain/rules/rule.ts';
import { TIER_TIMES } from '../domain/rules/tierTimes.ts';

export const shownRule = (rule: Rule) => ({
  code: rule.code,
  about: rule.about,
  campaign: rule.about === 'order' && rule.campaign,
  args: rule.args,
  sentence: rule.sentence,
  example: rule.examples[0]?.args ?? {},
});

export const readRules = () => ({ rules: RULES.map(shownRule) });

/**
 * What rules and campaigns did to an order's points, in the program's order: those that gave points of
 * their own with these, those in the rate without.
 */
export function whatRulesDid(explain: EarningExplained, program: Program) {
  const { campaigns: given } = tally(explain);
  const gave = new Map(given.map((each) => [each.id, each]));
  const added = new Map((explain.added ?? []).map(({ by, points }) => [by, Number(points)]));
  const inRate = new Set(
    (explain.groups ?? []).flatMap(({ rateBy, times }) => [
      rateBy ?? '',
      ...times.map(([by]) => by),
    ]),
  );
  const rules = (program.rules ?? []).map((use) => ({ ...use, name: null }));
  const told = [...rules, ...(program.campaigns ?? [])].flatMap(({ id, rule, args, name }) => {
    const found = ruleOf(rule);
    const campaign = gave.get(id);
    if (!found || (!campaign && !added.has(id) && !inRate.has(id))) return [];
    const points = campaign ? Number(campaign.points) : (added.get(id) ?? null);
    const partial = campaign !== undefined && campaign.points < campaign.difference;
    return [
      {
        id,
        rule: shownRule(found),
        args,
        campaign: name,
        points,
        wanted: partial ? Number(campaign.difference) : null,
      },
    ];
  });
  return [...tierDid(explain, program), ...told];
}

/** The tier that the order was placed in, as a campaign of that name would be told. */
function tierDid({ tier: id }: EarningExplained, { tiers }: Program) {
  const tier = tiers?.levels.find((level) => level.id === id);
  if (!tier || tier.multiplierBasisPoints === 10_000) return [];
  const rule = { ...TIER_TIMES, about: 'order' as const, campaign: false, example: {} };
  const args = { by: tier.multiplierBasisPoints };
  return [{ id: `tier:${tier.id}`, rule, args, campaign: tier.name, points: null, wanted: null }];
}

/** What is wrong with a program's rules and campaigns, by what each rule says of itself. */
import { checkIds, when, within } from './problems.ts';
import type { Problem } from './problems.ts';
import type { Campaign, Program, RuleUse } from './program.ts';
import { checkArgs } from './rules/args.ts';
import { MAX_MINOR } from './rules/bounds.ts';
import { ruleOf } from './rules/registry.ts';

const MAX_RULES = 100;
const MAX_CAMPAIGNS = 50;

export function checkRules({ rules = [], campaigns = [], tiers }: Program): Problem[] {
  const tierIds = new Set((tiers?.levels ?? []).map(({ id }) => id));
  return [
    ...when(rules.length > MAX_RULES, 'rules', 'tooMany'),
    ...rules.flatMap((use, i) => checkUse(use, `rules.${i}`)),
    ...checkIds('rules', rules),
    ...when(campaigns.length > MAX_CAMPAIGNS, 'campaigns', 'tooMany'),
    ...campaigns.flatMap((campaign, i) => checkCampaign(campaign, tierIds, `campaigns.${i}`)),
    ...checkIds('campaigns', campaigns),
    // What an order got is told by id, so a rule and a campaign cannot share one.
    ...campaigns.flatMap(({ id }, i) =>
      when(
        rules.some((rule) => rule.id === id),
        `campaigns.${i}.id`,
        'duplicateId',
      ),
    ),
  ];
}

function checkUse({ rule, args }: RuleUse, path: string): Problem[] {
  const found = ruleOf(rule);
  if (!found) return [{ field: `${path}.rule`, problem: 'unknownRule' }];
  const wrong = checkArgs(found.args, args);
  if (wrong.length > 0) {
    return wrong.map(({ arg, problem }) => ({ field: `${path}.args.${arg}`, problem }));
  }
  return (found.check?.(args) ?? []).map((arg) => ({
    field: `${path}.args.${arg}`,
    problem: 'wrongShape',
  }));
}

function checkCampaign(campaign: Campaign, tierIds: ReadonlySet<string>, path: string): Problem[] {
  const { rule, from, until, budgetPoints, firstShoppers, tiers } = campaign;
  const found = ruleOf(rule);
  const fits = found?.about === 'order' && found.campaign;
  return [
    ...checkUse(campaign, path),
    ...when(found !== undefined && !fits, `${path}.rule`, 'notForCampaigns'),
    ...when(from !== null && until !== null && until <= from, `${path}.until`, 'endsBeforeStart'),
    ...(budgetPoints === null ? [] : within(`${path}.budgetPoints`, budgetPoints, 1, MAX_MINOR)),
    ...(firstShoppers === null ? [] : within(`${path}.firstShoppers`, firstShoppers, 1, MAX_MINOR)),
    // A campaign for a tier that is not there would be a campaign for nobody.
    ...when(!tiers.every((id) => tierIds.has(id)), `${path}.tiers`, 'unknownTier'),
  ];
}

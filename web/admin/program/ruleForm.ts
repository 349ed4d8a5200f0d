/** Rules and campaigns while somebody edits them: their numbers stay as they were typed. */
import type { ProgramBody } from '../../contract/merchant.ts';
import type { ArgSpec, RuleArg, RuleShown } from '../../contract/rules.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';
import { writeAmount, writeNumber } from '../money/writeNumber.ts';

export type RuleBody = NonNullable<ProgramBody['rules']>[number];
export type CampaignBody = NonNullable<ProgramBody['campaigns']>[number];

export type RuleForm = RuleBody & {
  /** What is typed where an argument is a number. */
  typed: Readonly<Record<string, string>>;
};
export type CampaignForm = RuleForm &
  Omit<CampaignBody, 'budgetPoints' | 'firstShoppers'> & { budget: string; first: string };

type Style = { money: MoneyStyle; locale: string };

const TYPED: ReadonlySet<ArgSpec['kind']> = new Set(['points', 'amount', 'count', 'multiplier']);
export const isTyped = ({ kind }: ArgSpec): boolean => TYPED.has(kind);

/** A rule that the registry does not know is kept as it is. */
export function writeRule(
  { id, rule, args }: RuleBody,
  registry: readonly RuleShown[],
  style: Style,
): RuleForm {
  const specs = registry.find(({ code }) => code === rule)?.args ?? {};
  const typed = Object.entries(specs)
    .filter(([, spec]) => isTyped(spec))
    .map(([name, spec]) => [name, writeArg(spec, args[name], style)]);
  return { id, rule, args, typed: Object.fromEntries(typed) as Record<string, string> };
}

function writeArg({ kind }: ArgSpec, value: RuleArg | undefined, style: Style): string {
  if (typeof value !== 'number') return '';
  if (kind === 'amount') return writeAmount(value, style.money, style.locale);
  return writeNumber(kind === 'multiplier' ? value / 10_000 : value, style.locale);
}

export function writeCampaign(
  campaign: CampaignBody,
  registry: readonly RuleShown[],
  style: Style,
): CampaignForm {
  const { name, from, until, tiers, budgetPoints, firstShoppers } = campaign;
  const number = (value: number | null) => (value === null ? '' : writeNumber(value, style.locale));
  return {
    ...writeRule(campaign, registry, style),
    name,
    from,
    until,
    tiers,
    budget: number(budgetPoints),
    first: number(firstShoppers),
  };
}

/** A rule as it begins: nothing typed, nothing chosen. */
export function newRule({ code, args }: RuleShown): RuleForm {
  const values = Object.entries(args).map(([name, spec]): [string, RuleArg] => [name, empty(spec)]);
  const typed = Object.entries(args).filter(([, spec]) => isTyped(spec));
  return {
    // Never an id that some version had: what orders got is told by it.
    id: crypto.randomUUID(),
    rule: code,
    args: Object.fromEntries(values),
    typed: Object.fromEntries(typed.map(([name]) => [name, ''])),
  };
}

function empty(spec: ArgSpec): RuleArg {
  switch (spec.kind) {
    case 'items':
    case 'hours':
    case 'weekdays':
      return [];
    case 'choice':
      return spec.of[0] ?? '';
    case 'word':
      return '';
    case 'yesNo':
      return true;
    case 'points':
    case 'amount':
    case 'count':
    case 'multiplier':
    case 'time':
      return 0;
  }
}

export const newCampaign = (rule: RuleShown, name: string): CampaignForm => ({
  ...newRule(rule),
  name,
  from: null,
  until: null,
  tiers: [],
  budget: '',
  first: '',
});

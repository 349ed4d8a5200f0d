import type { ArgSpec, RuleArg, RuleShown } from '../../contract/rules.ts';
import { readMoney, readPercent, readWhole } from '../money/readNumber.ts';
import type { Read } from '../money/readNumber.ts';
import type { ProgramBody } from '../../contract/merchant.ts';
import type { ProgramForm } from './form.ts';
import type { Reader } from './readForm.ts';
import { isTyped } from './ruleForm.ts';
import type { CampaignBody, CampaignForm, RuleBody, RuleForm } from './ruleForm.ts';

/** Parts that a program never had and still has not are left out of it. */
export function readRules(
  form: ProgramForm,
  reader: Reader,
): Pick<ProgramBody, 'rules' | 'campaigns'> {
  const { kept, registry } = form;
  const rules = form.rules.map((rule, at) => readRule(rule, `rules.${at}`, { registry, reader }));
  const campaigns = form.campaigns.map((campaign, at) =>
    readCampaign(campaign, `campaigns.${at}`, { registry, reader }),
  );
  return {
    ...(rules.length > 0 || kept.rules ? { rules } : {}),
    ...(campaigns.length > 0 || kept.campaigns ? { campaigns } : {}),
  };
}

type By = { registry: readonly RuleShown[]; reader: Reader };

function readRule({ id, rule, args, typed }: RuleForm, path: string, by: By): RuleBody {
  const specs = by.registry.find(({ code }) => code === rule)?.args;
  if (!specs) return { id, rule, args };
  const read = Object.entries(specs).map(([name, spec]): [string, RuleArg] => {
    const field = `${path}.args.${name}`;
    if (isTyped(spec)) return [name, readTyped(spec, typed[name] ?? '', field, by.reader)];
    const value = args[name] ?? '';
    const nothing = Array.isArray(value) ? value.length === 0 : value === '';
    if (nothing && (spec.kind === 'items' || spec.kind === 'word')) {
      by.reader.note(field, 'nothingChosen');
    }
    return [name, value];
  });
  return { id, rule, args: Object.fromEntries(read) };
}

function readTyped(spec: ArgSpec, typed: string, field: string, reader: Reader): number {
  const bounds = 'min' in spec ? spec : { min: 0, max: Number.MAX_SAFE_INTEGER };
  // What may be nothing may be left empty.
  const none = typed.trim() === '' && bounds.min === 0 && spec.kind !== 'points';
  return none ? 0 : reader.take(field, readAs(spec, typed, reader), bounds);
}

function readAs({ kind }: ArgSpec, typed: string, { style }: Reader): Read {
  if (kind === 'amount') return readMoney(typed, style);
  if (kind !== 'multiplier') return readWhole(typed);
  // 1.5 is read as so many hundredths, and × 1.5 is written in ten-thousandths.
  const read = readPercent(typed);
  return read.ok ? { ok: true, value: read.value * 100 } : read;
}

function readCampaign(form: CampaignForm, path: string, by: By): CampaignBody {
  const { name, from, until, tiers, budget, first } = form;
  const optional = (field: string, typed: string): number | null =>
    typed.trim() === ''
      ? null
      : by.reader.take(`${path}.${field}`, readWhole(typed), { min: 1, max: 1_000_000_000 });
  if (name.trim() === '') by.reader.note(`${path}.name`, 'nothingChosen');
  if (from !== null && until !== null && until <= from) {
    by.reader.note(`${path}.until`, 'endsBeforeStart');
  }
  return {
    ...readRule(form, path, by),
    name,
    from,
    until,
    tiers,
    budgetPoints: optional('budgetPoints', budget),
    firstShoppers: optional('firstShoppers', first),
  };
}

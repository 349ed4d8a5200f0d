/** A filter while somebody writes it: its numbers stay as they were typed. */
import type { RuleArg } from '../../contract/rules.ts';
import type {
  ConditionArg,
  ConditionBody,
  ConditionShown,
  FilterBody,
} from '../../contract/segments.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';
import { readMoney, readWhole } from '../money/readNumber.ts';
import { writeAmount, writeNumber } from '../money/writeNumber.ts';

export type Match = FilterBody['match'];
/** `key`: for React; `typed`: what is typed where an argument is a number. */
export type ConditionForm = ConditionBody & {
  key: string;
  typed: Readonly<Record<string, string>>;
};
export type GroupForm = { key: string; match: Match; of: readonly ConditionForm[] };
export type FilterForm = { match: Match; of: readonly (ConditionForm | GroupForm)[] };

export type Style = { money: MoneyStyle; locale: string };

export const isGroup = (part: ConditionForm | GroupForm): part is GroupForm => 'match' in part;
export const isTyped = ({ kind }: ConditionArg): boolean =>
  kind === 'points' || kind === 'amount' || kind === 'count';

export const newGroup = (): GroupForm => ({ key: crypto.randomUUID(), match: 'any', of: [] });

/** As it begins: nothing typed, nothing chosen. */
export function newCondition(
  { code, args }: ConditionShown,
  first: { tier: string; group: string },
): ConditionForm {
  const empty = (spec: ConditionArg): RuleArg => {
    if (spec.kind === 'items') return [];
    if (spec.kind === 'choice') return spec.of[0] ?? '';
    if (spec.kind === 'tier') return first.tier;
    return spec.kind === 'group' ? first.group : '';
  };
  const values = Object.entries(args).map(([name, spec]) => [name, empty(spec)] as const);
  return { key: crypto.randomUUID(), is: code, args: Object.fromEntries(values), typed: {} };
}

export function writeFilter(
  filter: FilterBody,
  conditions: readonly ConditionShown[],
  style: Style,
): FilterForm {
  const write = ({ is, args }: ConditionBody): ConditionForm => {
    const specs = conditions.find(({ code }) => code === is)?.args ?? {};
    const typed = Object.entries(specs)
      .filter(([, spec]) => isTyped(spec))
      .map(([name, spec]) => [name, writeArg(spec, args[name], style)] as const);
    return { key: crypto.randomUUID(), is, args, typed: Object.fromEntries(typed) };
  };
  return {
    match: filter.match,
    of: filter.of.map((part) =>
      'match' in part
        ? { key: crypto.randomUUID(), match: part.match, of: part.of.map(write) }
        : write(part),
    ),
  };
}

function writeArg({ kind }: ConditionArg, value: RuleArg | undefined, style: Style): string {
  if (typeof value !== 'number') return '';
  return kind === 'amount'
    ? writeAmount(value, style.money, style.locale)
    : writeNumber(value, style.locale);
}

/** Null while anything is missing. */
export function readFilter(
  { match, of }: FilterForm,
  conditions: readonly ConditionShown[],
  money: MoneyStyle,
): FilterBody | null {
  const read = (form: ConditionForm) => readCondition(form, conditions, money);
  const parts = of.map((part) => {
    if (!isGroup(part)) return read(part);
    const inside = part.of.map(read);
    const whole = inside.filter((each) => each !== null);
    return whole.length === 0 || whole.length < inside.length
      ? null
      : { match: part.match, of: whole };
  });
  const whole = parts.filter((each) => each !== null);
  return whole.length < parts.length ? null : { match, of: whole };
}

function readCondition(
  { is, args, typed }: ConditionForm,
  conditions: readonly ConditionShown[],
  money: MoneyStyle,
): ConditionBody | null {
  const specs = conditions.find(({ code }) => code === is)?.args;
  if (!specs) return { is, args };
  const values = Object.entries(specs).map(([name, spec]) => {
    const value = isTyped(spec)
      ? readTyped(spec, typed[name] ?? '', money)
      : readChosen(args[name]);
    return [name, value] as const;
  });
  const whole = values.filter((pair): pair is readonly [string, RuleArg] => pair[1] !== null);
  return whole.length < values.length ? null : { is, args: Object.fromEntries(whole) };
}

function readTyped(spec: ConditionArg, typed: string, money: MoneyStyle): number | null {
  const read = spec.kind === 'amount' ? readMoney(typed, money) : readWhole(typed);
  if (!read.ok || !('min' in spec)) return null;
  return read.value < spec.min || read.value > spec.max ? null : read.value;
}

function readChosen(value: RuleArg | undefined): RuleArg | null {
  if (typeof value === 'string') return value.trim() || null;
  return Array.isArray(value) && value.length === 0 ? null : (value ?? null);
}

/** Goods that a filter is about, whose names are to be asked for. */
export const itemsOf = (filter: FilterBody): string[] =>
  filter.of
    .flatMap((part): readonly ConditionBody[] => ('match' in part ? part.of : [part]))
    .flatMap(({ args }) => Object.values(args))
    .flatMap((value) => (Array.isArray(value) ? (value as readonly string[]) : []));

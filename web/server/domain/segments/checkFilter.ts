/** Whether a filter can be asked at all: every condition is known, whole, and can be read in this club. */
import { checkArgs } from '../rules/args.ts';
import type { ArgSpec, Args, ArgSpecs } from '../rules/rule.ts';
import type { RuleArg } from '../program.ts';
import type { ConditionArg, ConditionNeed, ConditionSpec } from './condition.ts';
import { CONDITIONS, conditionOf } from './conditions.ts';
import { isGroup } from './filter.ts';
import type { Condition, Filter } from './filter.ts';

/** What a club can be asked about. */
export type Offer = {
  needs: ReadonlySet<ConditionNeed>;
  tiers: readonly string[];
  groups: readonly string[];
};

const MOST = 30;

export type FilterProblem = { field: string; problem: string };

export const isOffered = ({ needs }: ConditionSpec, offer: Offer): boolean =>
  needs === undefined || offer.needs.has(needs);

export const offeredCodes = (offer: Offer): string[] =>
  Object.entries<ConditionSpec>(CONDITIONS)
    .filter(([, spec]) => isOffered(spec, offer))
    .map(([code]) => code);

/** The first thing that is wrong, and where: 'of.1.of.0.args.days'. Null: it can be asked. */
export function problemOfFilter(filter: Filter, offer: Offer): FilterProblem | null {
  let count = 0;
  for (const [n, part] of filter.of.entries()) {
    const conditions = isGroup(part) ? part.of : [part];
    if (conditions.length === 0) return { field: `of.${n}`, problem: 'tooSmall' };
    for (const [m, condition] of conditions.entries()) {
      count += 1;
      const place = isGroup(part) ? `of.${n}.of.${m}` : `of.${n}`;
      const found = count > MOST ? { field: place, problem: 'tooMany' } : null;
      const problem = found ?? problemOfCondition(condition, place, offer);
      if (problem) return problem;
    }
  }
  return null;
}

function problemOfCondition(
  { is, args }: Condition,
  place: string,
  offer: Offer,
): FilterProblem | null {
  const spec = conditionOf(is);
  if (!spec) return { field: `${place}.is`, problem: 'wrongShape' };
  if (!isOffered(spec, offer)) return { field: `${place}.is`, problem: 'notBuilt' };
  const own: [string, ConditionArg][] = Object.entries(spec.args);
  const plain = Object.fromEntries(
    own.filter((entry): entry is [string, ArgSpec] => isPlain(entry)),
  );
  const [wrong] = checkArgs(plain satisfies ArgSpecs, pick(args, plain, spec));
  if (wrong) return { field: `${place}.args.${wrong.arg}`, problem: wrong.problem };
  for (const [name, arg] of own) {
    const problem = problemOfOwn(arg, args[name], offer);
    if (problem) return { field: `${place}.args.${name}`, problem };
  }
  const [from, to] = [args['from'], args['to']];
  if (typeof from === 'number' && typeof to === 'number' && from > to) {
    return { field: `${place}.args.to`, problem: 'tooSmall' };
  }
  return null;
}

const isPlain = ([, { kind }]: [string, ConditionArg]): boolean =>
  kind !== 'text' && kind !== 'tier' && kind !== 'group';

/** Without the arguments that are checked by hand. */
const pick = (args: Args, plain: ArgSpecs, { args: all }: ConditionSpec): Args =>
  Object.fromEntries(
    Object.entries(args).filter(([name]) => name in plain || !Object.hasOwn(all, name)),
  );

function problemOfOwn(
  spec: ConditionArg,
  value: RuleArg | undefined,
  { tiers, groups }: Offer,
): string | null {
  const { kind } = spec;
  if (kind === 'items') return Array.isArray(value) && value.length === 0 ? 'tooSmall' : null;
  if (kind === 'text') {
    if (typeof value !== 'string' || value.trim() === '') return 'wrongShape';
    return value.length > spec.max ? 'tooLarge' : null;
  }
  if (kind !== 'tier' && kind !== 'group') return null;
  const offered = kind === 'tier' ? tiers : groups;
  return typeof value === 'string' && offered.includes(value) ? null : 'wrongShape';
}

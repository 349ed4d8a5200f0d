/** A rule's arguments: read by name, and checked against what the rule says it takes. */
import type { RuleArg } from '../program.ts';
import { fromBasisPoints } from '../ratio.ts';
import type { Ratio } from '../ratio.ts';
import type { ArgSpec, Args, ArgSpecs } from './rule.ts';

/** A whole number. Throws where a rule asks for what it never said it takes. */
export function numberOf(args: Args, name: string): number {
  const value = args[name];
  if (typeof value !== 'number') throw new TypeError(`the argument ${name} is no number`);
  return value;
}

export function listOf(args: Args, name: string): readonly string[] {
  const value = args[name];
  if (!Array.isArray(value)) throw new TypeError(`the argument ${name} is no list`);
  return value as readonly string[];
}

export const timesOf = (args: Args, name: string): Ratio => fromBasisPoints(numberOf(args, name));

/** What is wrong with an argument. */
export type ArgProblem = 'wrongShape' | 'notWhole' | 'tooSmall' | 'tooLarge' | 'tooMany';

const MAX_ITEMS = 250;

/** Every argument is there and within its bounds, and there is none besides; by name. */
export function checkArgs(specs: ArgSpecs, args: Args): { arg: string; problem: ArgProblem }[] {
  const found: { arg: string; problem: ArgProblem }[] = [];
  for (const [arg, spec] of Object.entries(specs)) {
    const value = args[arg];
    const problem = value === undefined ? 'wrongShape' : problemOf(spec, value);
    if (problem) found.push({ arg, problem });
  }
  for (const arg of Object.keys(args)) {
    if (!Object.hasOwn(specs, arg)) found.push({ arg, problem: 'wrongShape' });
  }
  return found;
}

function problemOf(spec: ArgSpec, value: RuleArg): ArgProblem | null {
  switch (spec.kind) {
    case 'points':
    case 'amount':
    case 'count':
    case 'multiplier':
      return problemOfNumber(value, spec.min, spec.max);
    case 'time':
      return problemOfNumber(value, 0, Number.MAX_SAFE_INTEGER);
    case 'yesNo':
      return typeof value === 'boolean' ? null : 'wrongShape';
    case 'choice':
      return typeof value === 'string' && spec.of.includes(value) ? null : 'wrongShape';
    case 'word':
      if (typeof value !== 'string' || !/^[A-Za-z0-9_.-]+$/.test(value)) return 'wrongShape';
      return value.length > spec.max ? 'tooLarge' : null;
    case 'hours':
      return problemOfList(value, isHours);
    case 'weekdays':
      return problemOfList(value, (day) => /^[1-7]$/.test(day));
    case 'items':
      return problemOfList(value, (item) => spec.of.some((kind) => isItem(kind, item)));
  }
}

function problemOfNumber(value: RuleArg, min: number, max: number): ArgProblem | null {
  if (typeof value !== 'number') return 'wrongShape';
  if (!Number.isSafeInteger(value)) return 'notWhole';
  if (value < min) return 'tooSmall';
  return value > max ? 'tooLarge' : null;
}

function problemOfList(value: RuleArg, fits: (each: string) => boolean): ArgProblem | null {
  if (!Array.isArray(value)) return 'wrongShape';
  const list = value as readonly string[];
  if (list.length > MAX_ITEMS) return 'tooMany';
  return list.every(fits) ? null : 'wrongShape';
}

const isItem = (kind: string, item: string): boolean =>
  item.startsWith(`${kind}:`) && item.length > kind.length + 1;

/** '08:00-12:30': from inclusive, until exclusive, on one day; 24:00 is its end. */
const HOURS =
  /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$|^([01]\d|2[0-3]):([0-5]\d)-24:00$/;

const isHours = (text: string): boolean => {
  const [from = '', until = ''] = text.split('-');
  return HOURS.test(text) && from < until;
};

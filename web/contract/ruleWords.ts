/** A rule's sentence with its arguments, written by the customs of whoever reads it. */
import type { ArgSpec, RuleArg, RuleShown } from './rules.ts';

/** How a surface writes things in one language. */
export type RuleWriter = {
  locale: 'en' | 'fa' | 'ar';
  number(value: number): string;
  points(count: number): string;
  money(minor: number): string;
  days(count: number): string;
  orders(count: number): string;
  /** Names joined by "and". */
  list(names: readonly string[]): string;
  /** What goods are called: 'product:1', 'tag:summer'. */
  items(items: readonly string[]): string;
  /** 1 for Monday. */
  weekday(day: number): string;
  choice(value: string): string;
};

export function ruleSentence(
  { args: specs, sentence }: Pick<RuleShown, 'args' | 'sentence'>,
  args: Readonly<Record<string, RuleArg>>,
  writer: RuleWriter,
): string {
  const said = sentence[writer.locale].replace(
    /\[([^[\]]*\{(\w+)\}[^[\]]*)\]/g,
    (_, part: string, name: string) => (isNothing(args[name]) ? '' : part),
  );
  return said.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const [spec, value] = [specs[name], args[name]];
    return spec === undefined || value === undefined ? hole : writeArg(spec, value, writer);
  });
}

const isNothing = (value: RuleArg | undefined): boolean =>
  value === undefined || value === 0 || value === '' || (Array.isArray(value) && !value.length);

function writeArg(spec: ArgSpec, value: RuleArg, writer: RuleWriter): string {
  const list = Array.isArray(value) ? value : [];
  const count = Number(value);
  switch (spec.kind) {
    case 'points':
      return writer.points(count);
    case 'amount':
      return writer.money(count);
    case 'multiplier':
      return `×\u00a0${writer.number(count / 10_000)}`;
    case 'count':
      if (spec.unit === 'days') return writer.days(count);
      return spec.unit === 'orders' ? writer.orders(count) : writer.number(count);
    case 'items':
      return writer.items(list);
    case 'weekdays':
      return writer.list(
        list
          .map(Number)
          .toSorted((a, b) => a - b)
          .map((day) => writer.weekday(day)),
      );
    case 'hours':
      return writer.list(list.map((span) => `\u2066${digits(span, writer)}\u2069`));
    case 'choice':
      return writer.choice(String(value));
    case 'word':
    case 'time':
    case 'yesNo':
      return String(value);
  }
}

/** '08:00-12:30' in the reader's digits, with a dash between its ends. */
const digits = (span: string, { number }: RuleWriter): string =>
  span.replace(/\d/g, (digit) => number(Number(digit))).replace('-', '–');

/** docs/rules.md, drawn from the registry: every rule with its words, its arguments and its examples. */
import { ruleSentence } from '../../web/contract/ruleWords.ts';
import type { RuleWriter } from '../../web/contract/ruleWords.ts';
import { RULES } from '../../web/server/domain/rules/registry.ts';
import type { ArgSpec, Rule } from '../../web/server/domain/rules/rule.ts';

export const RULES_PAGE = 'docs/rules.md';

const HEAD = `# Rules

What a program's \`rules\` and \`campaigns\` can be made of. This page is made from
\`web/server/domain/rules/\` by \`npm run docs:rules\`; a test sees that it is current. How they add up:
the points of an order are ⌊Σ lines × rate × multipliers⌋ + fixed points, with one floor an order; a
campaign's points are what the order is worth with it less what it is worth without.

Examples of orders are of a shirt for 40.00 (product 1 by Noor, tagged Summer, in collection 10) and
mugs for 10.00 (product 2), bought on Friday, 6 March 2026, 15:30 in Berlin, by somebody whose second
order it is, unless the example says otherwise.
`;

/** English, with amounts in the shop's own currency left without a sign. */
const writer = (locale: RuleWriter['locale']): RuleWriter => {
  const number = (value: number) => value.toLocaleString('en-US');
  return {
    locale,
    number,
    points: (count) => `${number(count)} points`,
    money: (minor) => (minor / 100).toFixed(2),
    days: (count) => `${number(count)} days`,
    orders: (count) => `${number(count)} orders`,
    list: (names) => names.join(', '),
    items: (items) => items.join(', '),
    weekday: (day) =>
      ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][day - 1] ?? '',
    choice: (value) => value,
  };
};

export const rulesPage = (): string => [HEAD, ...RULES.map(sectionOf)].join('\n');

function sectionOf(rule: Rule): string {
  const example = rule.examples[0]?.args ?? {};
  const { en, fa, ar } = rule.sentence;
  return [
    `## \`${rule.code}\``,
    '',
    ruleSentence(rule, example, writer('en')),
    '',
    `- en: ${en}`,
    `- fa: ${fa}`,
    `- ar: ${ar}`,
    `- ${aboutOf(rule)}`,
    '',
    '| argument | takes |',
    '| --- | --- |',
    ...Object.entries(rule.args).map(([name, spec]) => `| \`${name}\` | ${takes(spec)} |`),
    '',
    '| example | comes to |',
    '| --- | --- |',
    ...examplesOf(rule).map(([given, gives]) => `| ${given} | ${gives} |`),
    '',
  ].join('\n');
}

function aboutOf(rule: Rule): string {
  if (rule.about === 'action') return 'Looks at what a shopper does.';
  const sees = rule.sees.length > 0 ? `, and sees ${rule.sees.join(', ')}` : '';
  return `Looks at an order${sees}; ${rule.campaign ? 'may be a campaign' : 'never a campaign'}.`;
}

function takes(spec: ArgSpec): string {
  switch (spec.kind) {
    case 'points':
      return `points, ${spec.min} to ${spec.max}`;
    case 'amount':
      return `minor units, ${spec.min} to ${spec.max}`;
    case 'count':
      return `${spec.unit}, ${spec.min} to ${spec.max}`;
    case 'multiplier':
      return `basis points, ${spec.min} to ${spec.max} (20000 is × 2)`;
    case 'choice':
      return `one of ${spec.of.join(', ')}`;
    case 'time':
      return 'milliseconds since the epoch';
    case 'hours':
      return "a list of 'HH:MM-HH:MM', the shop's time; empty: all day";
    case 'weekdays':
      return "a list of '1' (Monday) to '7'; empty: every day";
    case 'items':
      return `a list of ${spec.of.map((kind) => `'${kind}:…'`).join(', ')}`;
    case 'word':
      return `a word of at most ${spec.max} letters, digits, dots and dashes`;
    case 'yesNo':
      return 'true or false';
  }
}

const plain = (value: unknown): string =>
  `\`${JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))}\``;

function examplesOf(rule: Rule): [given: string, gives: string][] {
  if (rule.about === 'action') {
    return rule.examples.map(({ args, gives }) => [plain(args), plain(gives)]);
  }
  return rule.examples.map(({ args, order, gives }) => {
    const { nthOrder, lastOrderAt } = order.shopper;
    const at = new Date(order.placedAt).toISOString();
    const last =
      lastOrderAt === null ? '' : `, the last one ${new Date(lastOrderAt).toISOString()}`;
    return [
      `${plain(args)}, order ${nthOrder}${last}, placed ${at}`,
      gives.map(plain).join(' ') || 'nothing',
    ];
  });
}

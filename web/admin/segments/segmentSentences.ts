/** What a segment is, in the reader's language. */
import { ruleSentence } from '../../contract/ruleWords.ts';
import type { ArgSpec, RuleArg } from '../../contract/rules.ts';
import type {
  ConditionArg,
  ConditionBody,
  FilterBody,
  SegmentsAnswer,
} from '../../contract/segments.ts';
import { writerOf } from '../program/ruleSentences.ts';
import type { Speech } from '../program/sentences.ts';
import type { Words } from '../words/words.ts';

export type Told = Pick<SegmentsAnswer, 'conditions' | 'tiers'>;

const GROUPS = [
  'champions',
  'loyal',
  'newcomers',
  'potentialLoyal',
  'needAttention',
  'promising',
  'cannotLose',
  'atRisk',
  'aboutToSleep',
  'lost',
  'others',
] as const;

/** The usual names have words of their own; those of a merchant are as they wrote them. */
export function groupName(group: string, words: Words): string {
  const usual = GROUPS.find((each) => each === group);
  return usual ? words.say(`segments.groups.${usual}`) : group;
}

const STAGES = ['new', 'active', 'lapsing', 'lost', 'returned'] as const;

export function stageName(stage: string, words: Words): string {
  const known = STAGES.find((each) => each === stage);
  return known ? words.say(`segments.stages.${known}`) : stage;
}

/** In the reader's own language, where it is one that is known. */
function languageName(code: string, { locale }: Words): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

function named(arg: ConditionArg, value: RuleArg | undefined, told: Told, words: Words): RuleArg {
  const text = String(value ?? '');
  const { kind } = arg;
  if (kind === 'tier') {
    return `\u2068${told.tiers.find(({ id }) => id === text)?.name ?? text}\u2069`;
  }
  if (kind === 'group') return `\u2068${groupName(text, words)}\u2069`;
  if (kind === 'choice') return stageName(text, words);
  if (kind === 'text') return `\u2068${text}\u2069`;
  if (kind === 'word') return `\u2068${languageName(text, words)}\u2069`;
  return value ?? '';
}

const OWN = new Set<ConditionArg['kind']>(['tier', 'group', 'text', 'word']);

/** What is a name already is written as it is. */
const plainSpec = (arg: ConditionArg): ArgSpec =>
  OWN.has(arg.kind) ? { kind: 'choice', of: [] } : (arg as ArgSpec);

export function conditionLine({ is, args }: ConditionBody, told: Told, speech: Speech): string {
  const known = told.conditions.find(({ code }) => code === is);
  if (!known) return is;
  const entries = Object.entries(known.args);
  const specs = Object.fromEntries(entries.map(([name, arg]) => [name, plainSpec(arg)]));
  const values = Object.fromEntries(
    entries.map(([name, arg]) => [name, named(arg, args[name], told, speech.words)]),
  );
  const writer = { ...writerOf(speech), choice: (value: string) => value };
  return ruleSentence({ args: specs, sentence: known.sentence }, values, writer);
}

/** "Shoppers who: have at least 2 orders; last bought within 30 days." */
export function filterLine(filter: FilterBody, told: Told, speech: Speech): string {
  const { words } = speech;
  if (filter.of.length === 0) return words.say('segments.everybody');
  const between = words.say('segments.between');
  const parts = filter.of.map((part) =>
    'match' in part
      ? words.say(`segments.within.${part.match}`, {
          what: part.of.map((each) => conditionLine(each, told, speech)).join(between),
        })
      : conditionLine(part, told, speech),
  );
  return words.say(`segments.who.${filter.match}`, { what: parts.join(between) });
}

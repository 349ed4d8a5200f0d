import { useEffect, useMemo } from 'react';
import type { ProgramAnswer, ProgramBody } from '../../../contract/merchant.ts';
import type { RuleShown } from '../../../contract/rules.ts';
import type { MoneyStyle } from '../../../contract/shopper.ts';
import { showToast } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { writeAmount } from '../../money/writeNumber.ts';
import { everydayUnitMinor } from '../../money/everydayUnit.ts';
import { baseOf, useDraft } from '../../program/useDraft.ts';
import type { Draft } from '../../program/useDraft.ts';
import { itemsOf, useNames } from '../../program/useNames.ts';
import { usePublish } from '../../program/usePublish.ts';
import type { Publishing, Version } from '../../program/usePublish.ts';
import { numberLocale } from '../../words/locale.ts';
import type { Words } from '../../words/words.ts';
import { focusField } from './editing.ts';
import type { Editing } from './editing.ts';
import { useCards } from './useCards.ts';
import { useWorstCase } from './useWorstCase.ts';
import type { WorstCaseDesk } from './useWorstCase.ts';

/** The shop's time zone, and what time it is for the app. */
export type ShopClock = { zone: string; now: number };

export type ProgramDeskState = {
  editing: Editing;
  publishing: Publishing;
  worst: WorstCaseDesk;
  /** Nothing is published or planned yet. */
  first: boolean;
  review: () => void;
  publish: (effectiveFrom: string | null) => Promise<void>;
  discard: () => void;
  goBackTo: (version: number) => void;
};

type Given = {
  answer: ProgramAnswer;
  /** The program before the first one; null: there is one already. */
  suggested: ProgramBody | null;
  clock: ShopClock;
  rules: readonly RuleShown[];
  onAnswer: (answer: ProgramAnswer) => void;
};

const focusHeading = (): void => document.querySelector('h1')?.focus();
/** Publishing sends the program inside of a request; the form knows only the program. */
const inProgram = (field: string | undefined): string | undefined =>
  field?.replace(/^program\./, '');

/** The draft of the program and everything that can be done with it. */
export function useProgramDesk(given: Given): ProgramDeskState {
  const { answer, suggested, clock, rules, onAnswer } = given;
  const { words, api, announce } = useDesk();
  const { money } = answer;
  const { ask, ...names } = useNames(api);
  const { zone, now } = clock;
  const speech = useMemo(
    () => ({ words, money, rules, names: names.known, clock: { zone, now } }),
    [words, money, rules, names.known, zone, now],
  );
  const start = baseOf(answer)?.program ?? suggested;
  if (start === null) throw new Error('a program is edited before there is one');
  const draft = useDraft(answer, start, speech);
  useEffect(() => ask(itemsOf(draft.form)), [ask, draft.form]);
  const worst = useWorstCase(answer, draft);
  const publishing = usePublish({ api, answer, draft, speech, onAnswer });
  const { open, setEditing, closeAll, showField, isReady } = useCards(draft);
  const first = baseOf(answer) === null;

  const publish = async (effectiveFrom: string | null): Promise<void> => {
    if (!isReady() || !worst.mayPublish()) return;
    const made = await publishing.publish(effectiveFrom, worst.confirmed);
    if (made === null) return;
    if ('code' in made) {
      const field = inProgram(made.field);
      if (field !== undefined && field !== 'effectiveFrom') showField(field);
      return;
    }
    closeAll();
    draft.load(made.program);
    const sentence = publishedSentence(made, effectiveFrom === null, { words, clock });
    announce(sentence);
    showToast(sentence);
    focusHeading();
  };

  const errorAt = fieldErrors(draft, publishing, speech);
  return {
    editing: { draft, speech, names, clock, open, errorAt, setEditing },
    publishing,
    worst,
    first,
    publish,
    review() {
      if (isReady()) document.getElementById(first ? 'publish' : 'what-will-change')?.focus();
    },
    discard() {
      closeAll();
      publishing.forget();
      draft.load(start);
      announce(words.say('program.publish.discarded'));
      focusHeading();
    },
    goBackTo(version) {
      const found = answer.versions.find((each) => each.version === version);
      if (!found) return;
      closeAll();
      draft.load(found.program);
      announce(words.say('program.versions.wentBack', { version }));
      focusField('what-will-change');
    },
  };
}

function publishedSentence(
  { version, effectiveFrom }: Version,
  now: boolean,
  { words, clock }: { words: Words; clock: ShopClock },
): string {
  if (now) return words.say('program.publish.published', { version });
  const from = Date.parse(effectiveFrom);
  const day = words.day(from, clock.zone, clock.now);
  return words.say('program.publish.planned', { version, day, time: words.time(from, clock.zone) });
}

/** What the form itself sees comes first, then what the server said. */
function fieldErrors(
  draft: Draft,
  { failure }: Publishing,
  { words, money }: { words: Words; money: MoneyStyle },
): Editing['errorAt'] {
  return (field) => {
    const problem = draft.problemAt(field);
    if (problem !== undefined) {
      return words.say(`problem.${problem}`, { example: exampleFor(field, money, words) });
    }
    return field === inProgram(failure?.field) ? failure?.message : undefined;
  };
}

/** A number such as the field would take, written as the shop writes it. */
function exampleFor(field: string, money: MoneyStyle, words: Words): string {
  return field.endsWith('Minor')
    ? writeAmount(12 * everydayUnitMinor(money), money, numberLocale(words.locale))
    : words.number(12);
}

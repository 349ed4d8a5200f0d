import { useState } from 'react';
import type { ProgramAnswer } from '../../../contract/merchant.ts';
import { showToast } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { startingProgram } from '../../program/startingValues.ts';
import { baseOf, useDraft } from '../../program/useDraft.ts';
import { usePublish } from '../../program/usePublish.ts';
import type { Publishing } from '../../program/usePublish.ts';
import { writeAmount } from '../../money/writeNumber.ts';
import { everydayUnitMinor } from '../../program/startingValues.ts';
import { numberLocale } from '../../words/locale.ts';
import { cardOf, focusField } from './editing.ts';
import type { CardName, Editing } from './editing.ts';

/** The shop's time zone, and what time it is for the app. */
export type ShopClock = { zone: string; now: number };

export type ProgramDeskState = {
  editing: Editing;
  publishing: Publishing;
  /** Nothing is published or planned yet. */
  first: boolean;
  review: () => void;
  publish: (effectiveFrom: string | null) => Promise<void>;
  discard: () => void;
  goBackTo: (version: number) => void;
};

type Given = {
  answer: ProgramAnswer;
  clock: ShopClock;
  onAnswer: (answer: ProgramAnswer) => void;
};

const focusHeading = (): void => document.querySelector('h1')?.focus();

/** The draft of the program and everything that can be done with it. */
export function useProgramDesk({ answer, clock, onAnswer }: Given): ProgramDeskState {
  const { words, api, announce } = useDesk();
  const { money } = answer;
  const draft = useDraft(answer, words);
  const publishing = usePublish({ api, answer, draft, speech: { words, money }, onAnswer });
  const [open, setOpen] = useState<ReadonlySet<CardName>>(new Set());
  const first = baseOf(answer) === null;

  const setEditing = (card: CardName, on: boolean): void =>
    setOpen((old) => new Set([...old].filter((each) => each !== card).concat(on ? [card] : [])));

  const showField = (field: string): void => {
    draft.showAll();
    setEditing(cardOf(field), true);
    focusField(field);
  };

  /** Goes to the first field that cannot be read, of one card or of all; true: there is none. */
  const isReady = (card?: CardName): boolean => {
    const fields = draft.read.ok ? [] : [...draft.read.problems.keys()];
    const field = fields.find((each) => card === undefined || cardOf(each) === card);
    if (field !== undefined) showField(field);
    return field === undefined;
  };

  const refusedField = publishing.failure?.field?.replace(/^program\./, '');
  const errorAt = (field: string): string | undefined => {
    const problem = draft.problemAt(field);
    if (problem === undefined) {
      return field === refusedField ? publishing.failure?.message : undefined;
    }
    const example = writeAmount(12 * everydayUnitMinor(money), money, numberLocale(words.locale));
    return words.say(`problem.${problem}`, { example });
  };

  const publish = async (effectiveFrom: string | null): Promise<void> => {
    if (!isReady()) return;
    const made = await publishing.publish(effectiveFrom);
    if (made === null) return;
    if ('code' in made) {
      const field = made.field?.replace(/^program\./, '');
      if (field !== undefined && field !== 'effectiveFrom') showField(field);
      return;
    }
    setOpen(new Set());
    draft.load(made.program);
    const { version } = made;
    const from = Date.parse(made.effectiveFrom);
    const day = words.day(from, clock.zone, clock.now);
    const time = words.time(from, clock.zone);
    const sentence =
      effectiveFrom === null
        ? words.say('program.publish.published', { version })
        : words.say('program.publish.planned', { version, day, time });
    announce(sentence);
    showToast(sentence);
    focusHeading();
  };

  return {
    editing: {
      draft,
      speech: { words, money },
      open,
      errorAt,
      setEditing: (card, on) => {
        if (on || isReady(card)) setEditing(card, on);
      },
    },
    publishing,
    first,
    publish,
    review() {
      if (isReady()) document.getElementById(first ? 'publish' : 'what-will-change')?.focus();
    },
    discard() {
      setOpen(new Set());
      publishing.forget();
      draft.load(baseOf(answer)?.program ?? startingProgram(money));
      announce(words.say('program.publish.discarded'));
      focusHeading();
    },
    goBackTo(version) {
      const found = answer.versions.find((each) => each.version === version);
      if (!found) return;
      setOpen(new Set());
      draft.load(found.program);
      announce(words.say('program.versions.wentBack', { version }));
      focusField('what-will-change');
    },
  };
}

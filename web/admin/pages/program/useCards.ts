import { useState } from 'react';
import type { Draft } from '../../program/useDraft.ts';
import { cardOf, focusField } from './editing.ts';
import type { CardName } from './editing.ts';

export type Cards = {
  open: ReadonlySet<CardName>;
  /** A card with a slip in it stays open. */
  setEditing: (card: CardName, on: boolean) => void;
  closeAll: () => void;
  showField: (field: string) => void;
  /** Goes to the first field that cannot be read; true: there is none. */
  isReady: () => boolean;
};

/** Which cards are open as forms. */
export function useCards(draft: Draft): Cards {
  const [open, setOpen] = useState<ReadonlySet<CardName>>(new Set());
  const set = (card: CardName, on: boolean): void =>
    setOpen((old) => new Set([...old].filter((each) => each !== card).concat(on ? [card] : [])));

  const showField = (field: string): void => {
    draft.showAll();
    set(cardOf(field), true);
    focusField(field);
  };
  const isReady = (card?: CardName): boolean => {
    const fields = draft.read.ok ? [] : [...draft.read.problems.keys()];
    const field = fields.find((each) => card === undefined || cardOf(each) === card);
    if (field !== undefined) showField(field);
    return field === undefined;
  };
  return {
    open,
    setEditing: (card, on) => {
      if (on || isReady(card)) set(card, on);
    },
    closeAll: () => setOpen(new Set()),
    showField,
    isReady: () => isReady(),
  };
}

/** What the cards of the program share while one of them is open. */
import type { Draft } from '../../program/useDraft.ts';
import type { Speech } from '../../program/sentences.ts';
import type { Names } from '../../program/useNames.ts';

export type CardName =
  | 'earning'
  | 'rewards'
  | 'pending'
  | 'expiry'
  | 'combining'
  | 'referral'
  | 'nextOrder'
  | 'rules'
  | 'campaigns'
  | 'pause'
  | 'whoEarns'
  | 'tiers';

export type Editing = {
  draft: Draft;
  speech: Speech;
  names: Names;
  /** The shop's time zone, and what time it is for the app. */
  clock: { zone: string; now: number };
  open: ReadonlySet<CardName>;
  setEditing: (card: CardName, on: boolean) => void;
  /** What to say under a field, by its path in a program. */
  errorAt: (field: string) => string | undefined;
};

/** What every field that stands under a path is handed besides its label and value. */
export const fieldsUnder =
  ({ draft, errorAt }: Pick<Editing, 'draft' | 'errorAt'>, path: string) =>
  (name: string) => {
    const id = `${path}.${name}`;
    return { id, error: errorAt(id), onLeave: () => draft.leave(id) };
  };

/** The card that holds a field such as 'rewards.0.points'. */
export function cardOf(field: string): CardName {
  if (field.startsWith('rewards')) return 'rewards';
  if (field.startsWith('rules')) return 'rules';
  if (field.startsWith('campaigns') || field.startsWith('bonusBudget')) return 'campaigns';
  if (field.startsWith('phase')) return 'pause';
  if (field.startsWith('whoEarns')) return 'whoEarns';
  if (field.startsWith('tiers')) return 'tiers';
  if (field.startsWith('referral')) return 'referral';
  if (field.startsWith('nextOrder')) return 'nextOrder';
  if (field.startsWith('expiry') || field === 'graceDays') return 'expiry';
  if (field === 'maxOpenCodes') return 'combining';
  return field === 'pendingDays' || field === 'debt' ? 'pending' : 'earning';
}

/** Moves to a field, once the card that holds it is open. */
export function focusField(field: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(field)?.focus()));
}

import { useCallback, useMemo, useState } from 'react';
import type { ProgramAnswer, ProgramBody } from '../../contract/merchant.ts';
import type { RuleShown } from '../../contract/rules.ts';
import { numberLocale } from '../words/locale.ts';
import { difference } from './difference.ts';
import type { Change } from './difference.ts';
import { writeForm } from './form.ts';
import type { ProgramForm } from './form.ts';
import { readForm } from './readForm.ts';
import type { FieldProblem, ReadProgram } from './readForm.ts';
import type { Speech } from './sentences.ts';

export type Draft = {
  form: ProgramForm;
  change: (patch: Partial<ProgramForm>) => void;
  read: ReadProgram;
  /** Against the version the draft will replace; null before the first one, or while unreadable. */
  changes: Change[] | null;
  /** Whether it says anything else than the version it will replace (or than the start). */
  dirty: boolean;
  /** What to show at a field: only after its turn, or once it was tried to publish. */
  problemAt: (field: string) => FieldProblem | undefined;
  leave: (field: string) => void;
  showAll: () => void;
  /** Puts a program into the form: another version, or again the live one. */
  load: (program: ProgramBody) => void;
};

/** What the next version is compared with: the one planned last, else the live one. */
export function baseOf(answer: ProgramAnswer): ProgramAnswer['current'] {
  return answer.scheduled ?? answer.current;
}

/**
 * `start` is the program the form begins with: the one to be replaced, or a first one.
 * The form of a program is while anything around it fails, reloads or conflicts.
 */
export function useDraft(
  answer: ProgramAnswer,
  start: ProgramBody,
  speech: Speech & { rules: readonly RuleShown[] },
): Draft {
  const { money } = answer;
  const { words, rules } = speech;
  const locale = numberLocale(words.locale);
  const base = baseOf(answer)?.program ?? null;
  const [form, setForm] = useState(() => writeForm(start, money, locale, rules));
  const [style, setStyle] = useState(money);
  if (JSON.stringify(style) !== JSON.stringify(money)) {
    // The same amounts in other words: what was typed in rials is not read as toman.
    setStyle(money);
    setForm(writeForm(readForm(form, style).program, money, locale, rules));
  }
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);

  const read = useMemo(() => readForm(form, money), [form, money]);
  const changes = useMemo(
    () => (read.ok && base ? difference(base, read.program, speech) : null),
    [read, base, speech],
  );
  // Through the form and back, so that both have their parts in the same order.
  const live = readForm(writeForm(start, money, locale, rules), money);
  const dirty = !read.ok || JSON.stringify(read.program) !== JSON.stringify(live.program);

  const change = useCallback(
    (patch: Partial<ProgramForm>) => setForm((old) => ({ ...old, ...patch })),
    [],
  );
  const leave = useCallback((field: string) => setLeft((old) => new Set(old).add(field)), []);
  const showAll = useCallback(() => setAll(true), []);
  const load = useCallback(
    (program: ProgramBody) => {
      setForm(writeForm(program, money, locale, rules));
      setLeft(new Set());
      setAll(false);
    },
    [money, locale, rules],
  );
  const problemAt = (field: string): FieldProblem | undefined =>
    !read.ok && (all || left.has(field)) ? read.problems.get(field) : undefined;
  return { form, change, read, changes, dirty, problemAt, leave, showAll, load };
}

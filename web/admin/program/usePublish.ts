import { useState } from 'react';
import type { ProgramAnswer } from '../../contract/merchant.ts';
import type { Api, Failure } from '../api.ts';
import { difference } from './difference.ts';
import type { Change } from './difference.ts';
import type { Draft } from './useDraft.ts';
import { baseOf } from './useDraft.ts';
import type { Speech } from './sentences.ts';

export type Version = NonNullable<ProgramAnswer['current']>;
/** Somebody published while this draft was open. */
export type Conflict = { version: Version; changes: Change[] };

export type Publishing = {
  /** Which of the two ways is under way. */
  busy: 'now' | 'later' | null;
  failure: Failure | null;
  conflict: Conflict | null;
  /** Resolves with the new version, the refusal, or null; what was typed stays either way. */
  publish: (
    effectiveFrom: string | null,
    confirmedBasisPoints: number | null,
  ) => Promise<Version | Failure | null>;
  forget: () => void;
};

type Given = {
  api: Api;
  answer: ProgramAnswer;
  draft: Draft;
  speech: Speech;
  onAnswer: (answer: ProgramAnswer) => void;
};

export function usePublish({ api, answer, draft, speech, onAnswer }: Given): Publishing {
  const [busy, setBusy] = useState<Publishing['busy']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const refuse = async (why: Failure): Promise<Failure> => {
    setFailure(why);
    if (why.code !== 'conflict') return why;
    const now = await api.program();
    if (now.ok) {
      setConflict(conflictBetween(answer, now.value, speech));
      setFailure(null);
      onAnswer(now.value);
    }
    return why;
  };

  const publish: Publishing['publish'] = async (effectiveFrom, confirmedBasisPoints) => {
    if (!draft.read.ok || busy !== null) return null;
    setBusy(effectiveFrom === null ? 'now' : 'later');
    try {
      const sent = await api.publish({
        baseVersion: newestOf(answer)?.version ?? 0,
        ...(effectiveFrom === null ? {} : { effectiveFrom }),
        ...(confirmedBasisPoints === null ? {} : { confirmedBasisPoints }),
        program: draft.read.program,
      });
      if (!sent.ok) return await refuse(sent);
      setFailure(null);
      setConflict(null);
      onAnswer(sent.value);
      return newestOf(sent.value);
    } finally {
      setBusy(null);
    }
  };

  const forget = (): void => {
    setFailure(null);
    setConflict(null);
  };
  return { busy, failure, conflict, publish, forget };
}

function newestOf({ versions }: ProgramAnswer): Version | null {
  return versions.toSorted((a, b) => b.version - a.version)[0] ?? null;
}

function conflictBetween(
  before: ProgramAnswer,
  after: ProgramAnswer,
  speech: Speech,
): Conflict | null {
  const version = newestOf(after);
  if (!version) return null;
  const old = baseOf(before)?.program;
  return { version, changes: old ? difference(old, version.program, speech) : [] };
}

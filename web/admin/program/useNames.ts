import { useCallback, useEffect, useState } from 'react';
import type { Api } from '../api.ts';
import type { ProgramForm } from './form.ts';

export type Names = {
  /** What products and collections are called, by 'product:1'. */
  known: ReadonlyMap<string, string>;
  learn: (item: string, name: string) => void;
};

/** Names of the goods that something is about, asked for as they turn up. */
export function useNames(api: Api): Names & { ask: (items: readonly string[]) => void } {
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const [wanted, setWanted] = useState('');
  const learn = useCallback(
    (item: string, name: string) => setKnown((old) => new Map(old).set(item, name)),
    [],
  );
  useEffect(() => {
    if (wanted === '') return;
    const stop = new AbortController();
    const hear = async (): Promise<void> => {
      const items = wanted.split(' ');
      const answer = await api.named(items, stop.signal);
      if (!answer.ok || stop.signal.aborted) return;
      const { products, collections } = answer.value;
      const found = [
        ...products.map(({ id, title }) => [`product:${id}`, title] as const),
        ...collections.map(({ id, title }) => [`collection:${id}`, title] as const),
      ];
      setKnown((old) => new Map([...old, ...found]));
    };
    void hear();
    return () => stop.abort();
  }, [api, wanted]);
  const ask = useCallback(
    (items: readonly string[]) =>
      setWanted(
        items
          .filter((item) => /^(product|collection):\w+$/.test(item))
          .toSorted()
          .join(' '),
      ),
    [],
  );
  return { known, learn, ask };
}

/** The goods that a program's rules and rewards are about. */
export const itemsOf = (form: ProgramForm): string[] =>
  [...form.rules, ...form.campaigns]
    .flatMap(({ args }) => Object.values(args))
    .flatMap((value) => (Array.isArray(value) ? (value as readonly string[]) : []))
    .concat(form.rewards.flatMap(({ items }) => items));

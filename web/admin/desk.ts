/** What every page needs: its words, the server, the way to another page, and a voice. */
import { createContext, useContext } from 'react';
import type { Api } from './api.ts';
import type { Words } from './words/words.ts';

export type Desk = {
  words: Words;
  api: Api;
  go: (path: string) => void;
  /** Says one sentence to people who listen to the page, politely. */
  announce: (sentence: string) => void;
};

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('a page stands outside of its desk');
  return desk;
}

/** One picture of the page: what it says, the drawing, and the same figures as a table. */
import type { ReactElement } from 'react';

export type Cell = string | number | null;

export type Picture = {
  /** Also the name of its files. */
  id: string;
  title: string;
  sentence: string;
  note: string | null;
  drawing: ReactElement;
  table: { head: readonly string[]; rows: readonly (readonly Cell[])[] };
  wide: boolean;
};

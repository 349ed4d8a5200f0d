/** One picture: what it says, the drawing, and the same figures as a table. Words come from who shows it. */
import type { ReactElement } from 'react';
import type { Direction } from '../frame.ts';

export type Cell = string | number | null;

export type Picture = {
  /** Also the name of its files. */
  id: string;
  title: string;
  sentence: string;
  note: string | null;
  /** Null: there is nothing to draw yet, which the sentence says. */
  drawing: ReactElement | null;
  table: { head: readonly string[]; rows: readonly (readonly Cell[])[] };
  wide: boolean;
};

/** Fewer are too few to tell: said, without a colour. */
export const TOO_FEW = 20;

export type PictureWords = {
  dir: Direction;
  say(key: string, values?: Readonly<Record<string, string | number>>): string;
  /** As `say`, for names that come from data; the name itself where there is no such text. */
  name(group: string, code: string): string;
  number(value: number, decimals?: number): string;
  percent(share: number, decimals?: number): string;
  money(minor: number): string;
  /** Days since 1970-01-01. */
  day(day: number): string;
  /** The month that begins on that day. */
  month(day: number): string;
};

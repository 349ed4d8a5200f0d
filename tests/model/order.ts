/** What the reference model keeps of one order. */
import type { Program } from './club.ts';
import { nothingYet } from './facts.ts';
import type { Facts } from './facts.ts';

export type Order = {
  facts: Facts;
  program: Program | null;
  memberId: string | null;
  points: number;
  pending: number;
  availableAt: number;
};

export const newOrder = (id: string): Order => ({
  facts: nothingYet(id),
  program: null,
  memberId: null,
  points: 0,
  pending: 0,
  availableAt: Number.POSITIVE_INFINITY,
});

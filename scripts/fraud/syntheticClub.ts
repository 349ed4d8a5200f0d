/**
 * A labelled club: who sent whom over a year, honest people and others. Shares and sizes are assumptions
 * about people, not measurements; they stand here so that anybody can dispute them. Each kind says what
 * it is on the page that is made of it (`fraudPage`).
 */
import type { Draw } from './draw.ts';
import { drawFrom } from './draw.ts';
import { FRAUDS } from './frauds.ts';
import { HONEST } from './honest.ts';
import { townOf } from './people.ts';
import type { Someone, Town } from './people.ts';

export const DAY = 24 * 3_600_000;
export const MINIMUM_MINOR = 3000;
export const WAIT_DAYS = 30;

export type LabelledSent = {
  kind: string;
  fraud: boolean;
  /** Whether it passes between people of one honest home, or is sent by somebody of one. */
  home: 'within' | 'from' | null;
  advocate: Someone;
  friend: Someone;
  placedAt: number;
  eligibleMinor: number;
  returnedAt: number | null;
};

/** `honest`: a real friend, whoever sent them. */
export type Told = Omit<LabelledSent, 'kind' | 'fraud'> & { honest?: true };

/** What one group of people does; `bought` are people who bought without having been sent. */
export type Group = { sent: Told[]; bought?: Someone[] };

export type Kind = {
  kind: string;
  /** How many such groups live in a club. */
  groups: number;
  about: string;
  make(draw: Draw, town: Town): Group;
};

export type Club = { sent: LabelledSent[]; bought: Someone[] };

export function syntheticClub(seed: number): Club {
  const draw = drawFrom(seed);
  const town = townOf(draw);
  const club: Club = { sent: [], bought: [] };
  for (const [kinds, fraud] of [[HONEST, false] as const, [FRAUDS, true] as const]) {
    for (const { kind, groups, make } of kinds) {
      for (let i = 0; i < groups; i += 1) {
        const { sent, bought = [] } = make(draw, town);
        club.sent.push(
          ...sent.map(({ honest, ...each }) => ({ ...each, kind, fraud: fraud && !honest })),
        );
        club.bought.push(...bought);
      }
    }
  }
  return club;
}

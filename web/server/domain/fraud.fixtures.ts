/** Referrals for tests: an innocent one, and what is changed of it. */
import type { OtherSent, Person, Suspect } from './fraud.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const START = Date.parse('2026-03-01T12:00:00Z');

export const someone = (id: string, more: Partial<Person> = {}): Person => ({
  ids: [id],
  mailboxes: [`${id}@example.com`],
  phones: [],
  places: [`home of ${id}`],
  ...more,
});

export const sent = (
  advocateId: string,
  friend: Person | string,
  days = 0,
  more: Partial<OtherSent> = {},
): OtherSent => {
  const person = typeof friend === 'string' ? someone(friend) : friend;
  return {
    orderId: `${advocateId}-${person.ids[0]}`,
    advocateId,
    placedAt: START + days * DAY_MS,
    friend: person,
    returnedAt: null,
    ...more,
  };
};

/** Ann sends Fay, who pays 50.00 where 30.00 is enough; nothing is wrong with it. */
export const suspect = (more: Partial<Suspect> = {}): Suspect => ({
  ...sent('ann', 'fay'),
  advocate: someone('ann'),
  availableAt: START + 30 * DAY_MS,
  throwAwayMail: false,
  boughtAsOther: false,
  eligibleMinor: 5000,
  minimumMinor: 3000,
  others: [],
  publicPlaces: [],
  ...more,
});

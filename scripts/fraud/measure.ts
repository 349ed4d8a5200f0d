/** How well rewards that are made up are told from those that are earned, on labelled clubs. */
import { PUBLIC_FROM, judgeFraud } from '../../web/server/domain/fraud.ts';
import type { Judged, OtherSent, Person, Suspect } from '../../web/server/domain/fraud.ts';
import {
  homeOf,
  isThrowAway,
  mailboxOf,
  telephoneOf,
} from '../../web/server/domain/fraudPeople.ts';
import type { Someone } from './people.ts';
import { DAY, MINIMUM_MINOR, WAIT_DAYS } from './syntheticClub.ts';
import type { Club, LabelledSent } from './syntheticClub.ts';

export type Measured = LabelledSent & { judged: Judged };

const known = <T>(value: T | null): T[] => (value === null ? [] : [value]);

const personOf = (someone: Someone): Person => ({
  ids: [someone.id],
  mailboxes: known(mailboxOf(someone.email)),
  phones: known(telephoneOf(someone.phone)),
  places: someone.homes.flatMap((home) => known(homeOf(home))),
});

/** As the app would see the club once everything has happened. */
export function measure(club: Club): Measured[] {
  const sent = club.sent.map((each, i): OtherSent => {
    const paidAt = each.placedAt + WAIT_DAYS * DAY;
    return {
      orderId: `o${String(i).padStart(6, '0')}`,
      advocateId: each.advocate.id,
      placedAt: each.placedAt,
      friend: personOf(each.friend),
      returnedAt: each.returnedAt !== null && each.returnedAt > paidAt ? each.returnedAt : null,
    };
  });
  const related = relatedTo(sent);
  const boughtBefore = new Set(club.bought.flatMap((each) => personOf(each).mailboxes));
  const publicPlaces = crowded(club.bought);
  return club.sent.map((each, i): Measured => {
    const mine = sent[i];
    if (!mine) throw new Error('a referral without its facts');
    const suspect: Suspect = {
      ...mine,
      advocate: personOf(each.advocate),
      availableAt: each.placedAt + WAIT_DAYS * DAY,
      throwAwayMail: isThrowAway(each.friend.email),
      boughtAsOther: mine.friend.mailboxes.some((mailbox) => boughtBefore.has(mailbox)),
      eligibleMinor: each.eligibleMinor,
      minimumMinor: MINIMUM_MINOR,
      others: related(mine),
      publicPlaces,
    };
    return { ...each, judged: judgeFraud(suspect, []) };
  });
}

/** Referrals by the same advocate, to the same homes, and by whomever the friend sent, and so on. */
function relatedTo(sent: readonly OtherSent[]): (one: OtherSent) => OtherSent[] {
  const byAdvocate = Map.groupBy(sent, ({ advocateId }) => advocateId);
  const byPlace = new Map<string, OtherSent[]>();
  for (const each of sent) {
    for (const place of each.friend.places) {
      byPlace.set(place, [...(byPlace.get(place) ?? []), each]);
    }
  }
  return (one) => {
    const found = new Set(one.friend.places.flatMap((place) => byPlace.get(place) ?? []));
    const senders = [one.advocateId, ...one.friend.ids];
    for (const sender of senders) {
      for (const each of byAdvocate.get(sender) ?? []) {
        found.add(each);
        if (sender === one.advocateId) continue;
        senders.push(...each.friend.ids.filter((id) => !senders.includes(id)));
      }
    }
    return [...found];
  };
}

function crowded(bought: readonly Someone[]): string[] {
  const counts = new Map<string, number>();
  for (const place of bought.flatMap((each) => personOf(each).places)) {
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= PUBLIC_FROM).map(([place]) => place);
}

export const isCaught = ({ judged }: Measured): boolean => judged.opinion !== 'clear';

export type Share = { of: number; all: number };

export type Figures = {
  precision: Share;
  recall: Share;
  /** Honest referrals that were held. */
  falseHolds: Share;
  /** Of all that people of honest homes sent. */
  householdFalseHolds: Share;
  /** Of those that stayed within one honest home. */
  withinFalseHolds: Share;
  /** The first one that was sent within an honest home. */
  firstWithinFalseHolds: Share;
  /** Honest referrals that were refused without a person. */
  falseRefusals: Share;
};

export function figuresOf(measured: readonly Measured[]): Figures {
  const share = (all: readonly Measured[], hit: (each: Measured) => boolean): Share => ({
    of: all.filter(hit).length,
    all: all.length,
  });
  const honest = measured.filter(({ fraud }) => !fraud);
  const within = honest.filter(({ home }) => home === 'within');
  const firsts = [...Map.groupBy(within, ({ advocate }) => advocate).values()].flatMap((sent) =>
    sent.toSorted((a, b) => a.placedAt - b.placedAt).slice(0, 1),
  );
  return {
    precision: share(measured.filter(isCaught), ({ fraud }) => fraud),
    recall: share(
      measured.filter(({ fraud }) => fraud),
      isCaught,
    ),
    falseHolds: share(honest, isCaught),
    householdFalseHolds: share(
      honest.filter(({ home }) => home !== null),
      isCaught,
    ),
    withinFalseHolds: share(within, isCaught),
    firstWithinFalseHolds: share(firsts, isCaught),
    falseRefusals: share(honest, ({ judged }) => judged.opinion === 'refused'),
  };
}

export const partOf = ({ of, all }: Share): number => (all === 0 ? 1 : of / all);

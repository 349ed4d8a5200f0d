/**
 * Whether a reward for a friend looks earned or made. Signals are added up: one that innocent people
 * give too never holds a reward by itself, and nothing lowers a sum, but that as many friends elsewhere outweigh
 * the second one at home (decision 0060). A reward of 100 or more is refused, of 50 or more is held until a person has looked. The weights are decision 0042's.
 *
 * A referral is judged by what was placed until its points became available; whatever happens later
 * never judges it again, and in which order things were heard of makes no difference.
 */
import type { Minor } from './orderFacts.ts';
import { circleThrough, mostInADay, sentBack } from './fraudGraph.ts';

export const WEIGHTS = {
  /** The friend is the advocate under another spelling of a mail address, or with the same phone. */
  sameEmail: 100,
  samePhone: 100,
  /** The friend bought before, under another spelling of the same mail address. */
  boughtAsOther: 100,
  /** The friend's orders and the advocate's go to one home (or device): 40 in all. */
  sameHousehold: 40,
  /** The same, where it is home to more than two friends of the advocate's, and not to the advocate. */
  friendsTogether: 40,
  /** Not the first referred friend there, or more than three; not where as many homes elsewhere were sent. */
  anotherThere: 20,
  /** Each of the two sent the other. */
  sentEachOther: 40,
  /** Three or more sent one another round in a circle. */
  circle: 50,
  /** More than three friends in 24 hours. */
  manyInADay: 30,
  throwAwayMail: 30,
  /** The order of an earlier friend came back once its reward had been paid; those of more than one. */
  friendReturned: 20,
  friendsReturned: 50,
  justOverMinimum: 10,
} as const;

export type SignalKind = keyof typeof WEIGHTS;

/** What speaks against a reward; `count` says of how many people or orders, where there may be many. */
export type Signal = { kind: SignalKind; weight: number; count?: number };

export const HELD_FROM = 50;
export const REFUSED_FROM = 100;
const MANY_IN_A_DAY = 3;
const A_COUPLE = 2;
/** A place that this many buyers share who were sent by nobody is an office or a hall, and no home. */
export const PUBLIC_FROM = 8;

/** Somebody, by keys that mean nothing but being equal. */
export type Person = {
  ids: readonly string[];
  mailboxes: readonly string[];
  phones: readonly string[];
  /** Homes; devices and networks only of those who agreed to it. */
  places: readonly string[];
};

/** One advocate sent one friend, who placed an order. */
export type Sent = { orderId: string; advocateId: string; placedAt: number; friend: Person };

/** `returnedAt`: when all of it had come back, after its points had become available. */
export type OtherSent = Sent & { returnedAt: number | null };

export type Suspect = Sent & {
  advocate: Person;
  availableAt: number;
  throwAwayMail: boolean;
  boughtAsOther: boolean;
  /** What the order was worth as it was placed, and the least that it had to be; 0: anything. */
  eligibleMinor: Minor;
  minimumMinor: Minor;
  /** All other referrals that have to do with it; more do no harm. */
  others: readonly OtherSent[];
  /** Places that are home to so many who have nothing to do with referrals that they are no home. */
  publicPlaces: readonly string[];
};

export function signalsOf(suspect: Suspect): Signal[] {
  const { friend, advocate } = suspect;
  const known = suspect.others.filter(
    (each) => each.orderId !== suspect.orderId && each.placedAt <= suspect.availableAt,
  );
  const found: Signal[] = [];
  const add = (kind: SignalKind, present: boolean, count?: number) => {
    if (present) found.push(weighed(kind, count));
  };
  add('sameEmail', meet(friend.mailboxes, advocate.mailboxes));
  add('samePhone', meet(friend.phones, advocate.phones));
  add('boughtAsOther', suspect.boughtAsOther);
  found.push(...homeSignals(suspect, known));
  const circle = circleThrough(suspect, known);
  add('sentEachOther', circle === 0 && sentBack(suspect, known));
  add('circle', circle > 0, circle);
  const mine = known.filter(({ advocateId }) => advocateId === suspect.advocateId);
  const inADay = mostInADay(suspect, mine);
  add('manyInADay', inADay > MANY_IN_A_DAY, inADay);
  add('throwAwayMail', suspect.throwAwayMail);
  const returned = mine.filter(
    ({ returnedAt }) => returnedAt !== null && returnedAt <= suspect.availableAt,
  ).length;
  add('friendReturned', returned === 1);
  add('friendsReturned', returned > 1, returned);
  add('justOverMinimum', isJustOver(suspect));
  return found;
}

/** A home shared with the advocate, or one where several of their friends live; 40 in all. */
function homeSignals(suspect: Suspect, known: readonly OtherSent[]): Signal[] {
  const { friend, advocate, publicPlaces, advocateId } = suspect;
  const homes = friend.places.filter((place) => !publicPlaces.includes(place));
  const shared = homes.filter((place) => advocate.places.includes(place));
  const others = known.filter((each) => !meet(each.friend.ids, friend.ids));
  const there = (places: readonly string[], sent: readonly OtherSent[]) =>
    sent.filter((each) => meet(each.friend.places, places)).length;
  const mine = others.filter((each) => each.advocateId === advocateId);
  const together = 1 + there(homes, mine);
  const beyond = together - A_COUPLE - 1;
  if (shared.length > 0) {
    const before = others.filter((each) => isBefore(each, suspect));
    const more = Math.max(there(shared, before), beyond);
    const here = 1 + there(shared, mine);
    const elsewhere = homesElsewhere(mine, [...advocate.places, ...homes]);
    return [weighed('sameHousehold'), ...(here > elsewhere ? another(more) : [])];
  }
  if (beyond < 0) return [];
  return [weighed('friendsTogether', together), ...another(beyond)];
}

/** In how many other homes the advocate has friends. */
const homesElsewhere = (mine: readonly OtherSent[], home: readonly string[]): number =>
  new Set(
    mine.flatMap(({ friend }) => (meet(friend.places, home) ? [] : friend.places.slice(0, 1))),
  ).size;

const weighed = (kind: SignalKind, count?: number): Signal => ({
  kind,
  weight: WEIGHTS[kind],
  ...(count === undefined ? {} : { count }),
});

const another = (count: number): Signal[] => (count > 0 ? [weighed('anotherThere', count)] : []);

const meet = (one: readonly string[], other: readonly string[]): boolean =>
  one.some((each) => other.includes(each));

const isBefore = (one: Sent, other: Sent): boolean =>
  one.placedAt < other.placedAt || (one.placedAt === other.placedAt && one.orderId < other.orderId);

/** At most a fiftieth over the minimum. */
const isJustOver = ({ eligibleMinor, minimumMinor }: Suspect): boolean =>
  minimumMinor > 0 &&
  eligibleMinor >= minimumMinor &&
  BigInt(eligibleMinor) * 50n <= BigInt(minimumMinor) * 51n;

export const scoreOf = (signals: readonly Signal[]): number =>
  signals.reduce((sum, { weight }) => sum + weight, 0);

/** What comes of it: paid in its time, looked at by a person first, or not paid. */
export type Opinion = 'clear' | 'held' | 'refused';

export const opinionOf = (score: number): Opinion =>
  score >= REFUSED_FROM ? 'refused' : score >= HELD_FROM ? 'held' : 'clear';

/** What a person decided of an earlier friend of the same advocate, and on what grounds. */
export type Ruling = {
  decidedAt: number;
  pays: boolean;
  kinds: readonly SignalKind[];
  friend: Person;
};

export type Judged = {
  signals: readonly Signal[];
  score: number;
  opinion: Opinion;
  /** A person's word about the same pair or household, on no fewer grounds, is the answer. */
  remembered: boolean;
};

/** Nobody is asked twice the same way: the newest word about the same people on these grounds counts. */
export function judgeFraud(suspect: Suspect, rulings: readonly Ruling[]): Judged {
  const signals = signalsOf(suspect);
  const score = scoreOf(signals);
  const opinion = opinionOf(score);
  if (opinion === 'clear') return { signals, score, opinion, remembered: false };
  const { friend } = suspect;
  const [last] = rulings
    .filter(
      (ruling) =>
        (meet(ruling.friend.ids, friend.ids) ||
          meet(ruling.friend.mailboxes, friend.mailboxes) ||
          meet(ruling.friend.places, friend.places)) &&
        signals.every(({ kind }) => ruling.kinds.includes(kind)),
    )
    .toSorted((a, b) => b.decidedAt - a.decidedAt);
  if (!last) return { signals, score, opinion, remembered: false };
  return { signals, score, opinion: last.pays ? 'clear' : 'refused', remembered: true };
}

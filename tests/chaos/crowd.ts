/** Who comes to the shop, and what they may bring along when they buy, as a plan is drawn. */
import type { Code } from './plan.ts';
import type { Dice } from './random.ts';
import { REGULARS } from './shop.ts';

type Person = {
  /** Redemptions and orders of earlier rounds whose codes were not used yet. */
  held: string[];
  offers: number[];
};

export type Crowd = {
  /** By number; even and odd ones are the two halves. Not all of them have come yet. */
  all: Person[];
  halves: { here: number[]; advocates: number[]; orders: number[] }[];
  /** This round's: orders that something happened to, and those that were placed. */
  touched: Set<number>;
  placed: { n: number; who: number; paid: boolean }[];
};

const NEWCOMERS_PERCENT = 25;
/** Who was brought by somebody, of those who come and of those who have been here. */
const BROUGHT_PERCENT = 75;
const BROUGHT_AGAIN_PERCENT = 7;
/** Of a shopper's codes for next orders so many are remembered. */
const OFFERS = 3;

const person = (): Person => ({ held: [], offers: [] });

export function openCrowd(): Crowd {
  const all = Array.from({ length: REGULARS }, person);
  const halves = [0, 1].map((half) => ({
    here: all.flatMap((_, who) => (who % 2 === half ? [who] : [])),
    advocates: [],
    orders: [],
  }));
  return { all, halves, touched: new Set(), placed: [] };
}

export const halfOf = ({ halves }: Crowd, half: number): Crowd['halves'][number] => {
  const found = halves[half];
  if (!found) throw new Error(`there is no half ${half}`);
  return found;
};

/** Somebody of this half buys, and what they type into the checkout. */
export function buyer(crowd: Crowd, d: Dice, half: number): { who: number; codes: Code[] } {
  const { here } = halfOf(crowd, half);
  const isNew = d.chance(NEWCOMERS_PERCENT);
  const who = isNew ? newcomer(crowd, half) : d.chance(50) ? d.one(here.slice(0, 6)) : d.one(here);
  const codes: Code[] = [];
  const { held, offers } = personOf(crowd, who);
  const [reward] = held;
  if (reward !== undefined && d.chance(50)) codes.push({ kind: 'reward', id: reward });
  if (reward !== undefined && codes.length > 0) held.shift();
  const n = offers.findLast((each) => !crowd.touched.has(each));
  if (n !== undefined && d.chance(40)) {
    offers.splice(offers.indexOf(n), 1);
    codes.push({ kind: 'nextOrder', n });
  }
  codes.push(...brought(crowd, d, half, isNew));
  if (d.chance(20)) codes.push({ kind: 'shop' });
  return { who, codes };
}

export function personOf({ all }: Crowd, who: number): Person {
  const found = all[who];
  if (!found) throw new Error(`nobody is ${who}`);
  return found;
}

function newcomer(crowd: Crowd, half: number): number {
  const { here } = halfOf(crowd, half);
  const who = (here.at(-1) ?? half) + 2;
  while (crowd.all.length <= who + 1 - half) crowd.all.push(person());
  here.push(who);
  return who;
}

/**
 * An advocate is of the same half: what a friend's order brings them, or takes away, happens while
 * they take no rewards. It may be anybody, even the buyer.
 */
function brought(crowd: Crowd, d: Dice, half: number, isNew: boolean): Code[] {
  const { advocates } = halfOf(crowd, half);
  if (advocates.length === 0) return [];
  if (!d.chance(isNew ? BROUGHT_PERCENT : BROUGHT_AGAIN_PERCENT)) return [];
  return [{ kind: 'friend', of: d.one(advocates), by: d.chance(60) ? 'code' : 'link' }];
}

/**
 * The round is over, and healed: its orders have brought their codes, and whoever bought for good has
 * one to hand on. An order that was cancelled in its own round may have been heard of only as such.
 */
export function settleRound(crowd: Crowd, half: number): void {
  const { advocates } = halfOf(crowd, half);
  for (const { n, who, paid } of crowd.placed) {
    const { offers } = personOf(crowd, who);
    offers.push(n);
    offers.splice(0, offers.length - OFFERS);
    if (paid && !crowd.touched.has(n) && !advocates.includes(who)) advocates.push(who);
  }
  crowd.placed = [];
  crowd.touched.clear();
}

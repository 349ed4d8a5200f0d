/**
 * What happens, drawn from a seed: the shop's deeds, the shoppers' wishes, and the blows. In a round
 * half of the shoppers buy, pay, change and return, and some of the other half take rewards and put
 * them back; then they change places. So what each of them can have is settled, whatever comes first.
 */
import { buyer, halfOf, openCrowd, personOf, settleRound } from './crowd.ts';
import type { Crowd } from './crowd.ts';
import { dice } from './random.ts';
import type { Dice } from './random.ts';
import { PRICES, REWARDS } from './shop.ts';

/** Orders, redemptions and shoppers go by their number in the plan. */
export type Deed =
  | { do: 'order'; n: number; who: number; items: Item[]; paid: boolean; codes: Code[] }
  | { do: 'pay'; n: number }
  | { do: 'edit'; n: number; line: number; keep: number }
  | { do: 'refund'; n: number; units: Item[]; shipping: boolean; money: number | null }
  | { do: 'cancel'; n: number; refund: boolean }
  | { do: 'dispute'; n: number; outcome: 'open' | 'lost' | 'won' }
  | { do: 'forge'; how: Forgery };
/** Product or line, and how many. */
export type Item = readonly [which: number, quantity: number];
/** What an order comes with, where there is such a code: by whose redemption, order or friend. */
export type Code =
  | { kind: 'shop' }
  | { kind: 'reward'; id: string }
  | { kind: 'nextOrder'; n: number }
  | { kind: 'friend'; of: number; by: 'code' | 'link' };
/** Signed with another key, a true signature over another body, another shop's, a stranger's. */
export type Forgery = 'wrongKey' | 'tampered' | 'anotherShop' | 'unsigned';

export type Wishes = { who: number; redeem: { id: string; reward: number }[]; putBack: string[] };
/** SIGKILL after so many deeds; null: while the round is healing. */
export type Blow = { after: number | null; at: 'web' | 'worker' | 'postgres'; which: number };

export type Round = { deeds: Deed[]; wishes: Wishes[]; blows: Blow[] };
export type Plan = { seed: number; rounds: Round[]; people: number };

/** A long storm has longer rounds, not more of them: healing takes its time. */
const SHORT_ROUND = 12;
const ROUNDS = 10;
/** So many of those who do not buy in a round look at the rewards; every so many orders bring one. */
const TAKERS = 6;
const ORDERS_A_TAKER = 8;
/** One blow for so many deeds, and two at least. */
const DEEDS_A_BLOW = 120;
const BLOWS = ['web', 'postgres', 'worker'] as const;
const FORGERIES: readonly Forgery[] = ['wrongKey', 'tampered', 'anotherShop', 'unsigned'];

type Draft = { dice: Dice; crowd: Crowd; made: number; rounds: Round[]; struck: number };

export function makePlan(seed: number, orders: number): Plan {
  const draft: Draft = { dice: dice(seed), crowd: openCrowd(), made: 0, rounds: [], struck: 0 };
  const size = Math.max(SHORT_ROUND, Math.ceil(orders / ROUNDS));
  while (draft.made < orders) {
    draft.rounds.push(makeRound(draft, Math.min(orders, draft.made + size)));
  }
  return { seed, rounds: draft.rounds, people: draft.crowd.all.length };
}

function makeRound(draft: Draft, until: number): Round {
  const { dice: d, crowd, rounds } = draft;
  const half = rounds.length % 2;
  const from = draft.made;
  const deeds: Deed[] = [];
  while (draft.made < until) {
    deeds.push(makeOrder(draft, half));
    while (d.chance(55)) deeds.push(change(draft, half, from));
    if (d.chance(12)) deeds.push({ do: 'forge', how: d.one(FORGERIES) });
  }
  const takers = rounds.length === 0 ? [] : takersOf(draft, 1 - half, until - from);
  const wishes = takers.map((who) => makeWishes(draft, who, rounds.length));
  settleRound(crowd, half);
  return { deeds, wishes, blows: makeBlows(draft, deeds.length) };
}

function makeOrder(draft: Draft, half: number): Deed {
  const { dice: d, crowd } = draft;
  const n = draft.made;
  draft.made += 1;
  const { who, codes } = buyer(crowd, d, half);
  const items = Array.from({ length: 1 + d.below(3) }, (): Item => {
    return [d.below(PRICES.length), 1 + d.below(3)];
  });
  const paid = d.chance(85);
  crowd.placed.push({ n, who, paid });
  halfOf(crowd, half).orders.push(n);
  return { do: 'order', n, who, items: [...new Map(items)], paid, codes };
}

/** One of the buyers' orders, young or old, changes. A bank takes longer than a round. */
function change({ dice: d, crowd }: Draft, half: number, from: number): Deed {
  const mine = halfOf(crowd, half).orders;
  const n = d.chance(60) ? (mine.at(-1 - d.below(Math.min(6, mine.length))) ?? 0) : d.one(mine);
  const units: Item[] = [[d.below(3), 1 + d.below(2)]];
  const kinds: Deed[] = [
    { do: 'pay', n },
    { do: 'edit', n, line: d.below(3), keep: d.below(2) },
    { do: 'refund', n, units, shipping: d.chance(20), money: null },
    { do: 'refund', n, units, shipping: false, money: 60 + d.below(80) },
    { do: 'refund', n, units: [], shipping: false, money: 100 + d.below(400) },
    { do: 'refund', n, units: [], shipping: true, money: null },
    { do: 'cancel', n, refund: d.chance(70) },
  ];
  const outcome = d.one(['lost', 'lost', 'open', 'won'] as const);
  const isOld = n < from && !crowd.touched.has(n);
  const deed = isOld && d.chance(30) ? { do: 'dispute' as const, n, outcome } : d.one(kinds);
  crowd.touched.add(n);
  return deed;
}

function takersOf({ dice: d, crowd }: Draft, half: number, orders: number): number[] {
  const { here } = halfOf(crowd, half);
  const takers = new Set(here.slice(0, TAKERS));
  for (let n = TAKERS * ORDERS_A_TAKER; n < orders; n += ORDERS_A_TAKER) takers.add(d.one(here));
  return [...takers];
}

/** Put back is what an earlier round left; what is taken now is used, put back or kept later. */
function makeWishes({ dice: d, crowd }: Draft, who: number, round: number): Wishes {
  const taker = personOf(crowd, who);
  const redeem = Array.from({ length: 1 + d.below(3) }, (_, i) => {
    return { id: idOf(d, round, who, i), reward: d.below(REWARDS.length) };
  });
  const fresh = redeem.map(({ id }) => id);
  const putBack = [...taker.held, ...fresh].filter(() => d.chance(25));
  taker.held = [...taker.held, ...fresh].filter((id) => !putBack.includes(id));
  return { who, redeem, putBack };
}

/** A UUID that says where it comes from, and that no other plan has. */
function idOf(d: Dice, round: number, who: number, i: number): string {
  const part = (n: number, size: number) => n.toString(16).padStart(size, '0').slice(-size);
  const tail = part(d.below(2 ** 31), 7) + part(who, 4) + part(i, 1);
  return `${part(d.below(2 ** 31), 8)}-${part(round, 4)}-4000-8000-${tail}`;
}

/** Each of the three in turn, spread over the deeds, and one more while the round heals. */
function makeBlows(draft: Draft, deeds: number): Blow[] {
  const { dice: d } = draft;
  const times = Math.max(2, Math.round(deeds / DEEDS_A_BLOW));
  const places = Array.from({ length: times }, (_, k) =>
    Math.floor((deeds * (k + d.below(100) / 100)) / times),
  );
  return [...places, null].map((after): Blow => {
    const at = BLOWS[draft.struck++ % BLOWS.length] ?? 'web';
    return { after, at, which: d.below(2) };
  });
}

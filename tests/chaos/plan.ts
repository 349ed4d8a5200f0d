/**
 * What happens, drawn from a seed: the shop's deeds, the shoppers' wishes, and the blows. In a round
 * half of the shoppers buy, pay, change and return, and the other half take rewards and put them back;
 * then they change places. So what each of them can have is settled, whatever comes first.
 */
import { dice } from './random.ts';
import type { Dice } from './random.ts';
import { PRICES, REWARDS, SHOPPERS } from './shop.ts';

/** Orders, redemptions and shoppers go by their number in the plan. */
export type Deed =
  | { do: 'order'; n: number; who: number; items: Item[]; paid: boolean; shopCode: boolean }
  | { do: 'pay'; n: number }
  | { do: 'edit'; n: number; line: number; keep: number }
  | { do: 'refund'; n: number; units: Item[]; shipping: boolean; money: number | null }
  | { do: 'cancel'; n: number; refund: boolean }
  | { do: 'forge'; how: Forgery };
/** Product or line, and how many. */
export type Item = readonly [which: number, quantity: number];
/** Signed with another key, a true signature over another body, another shop's, a stranger's. */
export type Forgery = 'wrongKey' | 'tampered' | 'anotherShop' | 'unsigned';

export type Wishes = { who: number; redeem: { id: string; reward: number }[]; putBack: string[] };
/** SIGKILL after so many deeds; null: while the round is healing. */
export type Blow = { after: number | null; at: 'web' | 'worker' | 'postgres'; which: number };

export type Round = { deeds: Deed[]; wishes: Wishes[]; blows: Blow[] };
/** `use`: the order goes with this reward's code, if there is one to use. */
export type Plan = { seed: number; rounds: Round[]; uses: Map<number, string> };

/** A long storm has longer rounds, not more of them: healing takes its time. */
const SHORT_ROUND = 15;
const ROUNDS = 50;
const BLOWS = ['web', 'postgres', 'worker'] as const;
const FORGERIES: readonly Forgery[] = ['wrongKey', 'tampered', 'anotherShop', 'unsigned'];

type Draft = { dice: Dice; orders: number[][]; made: number; held: string[][]; plan: Plan };

export function makePlan(seed: number, orders: number): Plan {
  const plan: Plan = { seed, rounds: [], uses: new Map() };
  const people = Array.from({ length: SHOPPERS }, () => 0);
  const draft: Draft = {
    dice: dice(seed),
    orders: people.map(() => []),
    held: people.map(() => []),
    made: 0,
    plan,
  };
  while (draft.made < orders) plan.rounds.push(makeRound(draft, plan.rounds.length, orders));
  return plan;
}

function makeRound(draft: Draft, n: number, orders: number): Round {
  const buyers = Array.from({ length: SHOPPERS }, (_, who) => who).filter((w) => w % 2 === n % 2);
  const takers = Array.from({ length: SHOPPERS }, (_, who) => who).filter((w) => w % 2 !== n % 2);
  const deeds: Deed[] = [];
  const size = Math.max(SHORT_ROUND, Math.ceil(orders / ROUNDS));
  const until = Math.min(orders, draft.made + size);
  while (draft.made < until) {
    deeds.push(makeOrder(draft, draft.dice.one(buyers)));
    while (draft.dice.chance(55)) deeds.push(...change(draft, buyers));
    if (draft.dice.chance(12)) deeds.push({ do: 'forge', how: draft.dice.one(FORGERIES) });
  }
  const wishes = n === 0 ? [] : takers.map((who) => makeWishes(draft, who, n));
  return { deeds, wishes, blows: makeBlows(draft, n, deeds.length) };
}

function makeOrder(draft: Draft, who: number): Deed {
  const { dice: d, orders, held, plan } = draft;
  const n = draft.made;
  draft.made += 1;
  orders[who]?.push(n);
  const code = held[who]?.[0];
  if (code !== undefined && d.chance(50)) {
    plan.uses.set(n, code);
    held[who]?.shift();
  }
  const items = Array.from({ length: 1 + d.below(3) }, (): Item => {
    return [d.below(PRICES.length), 1 + d.below(3)];
  });
  const unique = [...new Map(items)];
  return { do: 'order', n, who, items: unique, paid: d.chance(85), shopCode: d.chance(20) };
}

/** One of the buyers' orders, young or old, changes. */
function change({ dice: d, orders }: Draft, buyers: readonly number[]): Deed[] {
  const mine = buyers.flatMap((who) => orders[who] ?? []).sort((a, b) => a - b);
  if (mine.length === 0) return [];
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
  return [d.one(kinds)];
}

/** Put back is what an earlier round left; what is taken now is used, put back or kept later. */
function makeWishes({ dice: d, held }: Draft, who: number, round: number): Wishes {
  const mine = held[who] ?? [];
  const redeem = Array.from({ length: 1 + d.below(3) }, (_, i) => {
    return { id: idOf(d, round, who, i), reward: d.below(REWARDS.length) };
  });
  const fresh = redeem.map(({ id }) => id);
  const putBack = [...mine, ...fresh].filter(() => d.chance(25));
  held[who] = [...mine, ...fresh].filter((id) => !putBack.includes(id));
  return { who, redeem, putBack };
}

/** A UUID that says where it comes from, and that no other plan has. */
function idOf(d: Dice, round: number, who: number, i: number): string {
  const part = (n: number, size: number) => n.toString(16).padStart(size, '0').slice(-size);
  const tail = part(d.below(2 ** 31), 8) + part(who, 2) + part(i, 2);
  return `${part(d.below(2 ** 31), 8)}-${part(round, 4)}-4000-8000-${tail}`;
}

/** Each of the three in turn, and one more while the round heals. */
function makeBlows({ dice: d }: Draft, round: number, deeds: number): Blow[] {
  const blow = (k: number, after: number | null): Blow => ({
    after,
    at: BLOWS[(round + k) % BLOWS.length] ?? 'web',
    which: d.below(2),
  });
  const places = [0, 1].map((k) => Math.floor((deeds * (k + d.below(100) / 100)) / 2));
  return [...places.map((after, k) => blow(k, after)), blow(2, null)];
}

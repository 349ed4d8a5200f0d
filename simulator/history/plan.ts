import type { Product, SimShop } from '../types.ts';
import { afterwardsOf } from './afterwards.ts';
import { fillBasket, shelvesOf, wanting } from './baskets.ts';
import type { BasketLine, Shelves } from './baskets.ts';
import { calendarOf } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { drawRepeats, drawSpender } from './models.ts';
import { personOf } from './people.ts';
import type { PlannedShopper } from './people.ts';
import type { KnownPast, PlannedBuyer, PlannedEvent, PlannedOrder } from './plan.types.ts';
import { between, chance, pick, randomOf } from './samplers.ts';
import type { Random } from './samplers.ts';

export type PlanInput = {
  shop: SimShop;
  products: readonly Product[];
  seed: number;
  shoppers: number;
  /** The history ends with the shop's day before this moment. */
  now: number;
  also?: readonly KnownPast[];
};

export type HistoryPlan = {
  calendar: Calendar;
  /**
   * The whole history in blocks of shoppers who came at about the same time, each block in the order
   * of time: the memory it needs does not grow with the number of shoppers. Up to BLOCK of them, the
   * history is one block.
   */
  blocks(): Generator<PlannedEvent[]>;
};

export const BLOCK = 5_000;

const LIFE = 1;
const BASKETS = 3;
const FATES = 4;

const POS = 0.05;
const NOBODY_AT_THE_TILL = 0.07;
const DAY_MS = 86_400_000;

/** When a shopper buys (weeks of even time since the start) and for how much (model units). */
export type Life = { weeks: readonly number[]; spend: readonly number[] };

/** First purchases are spread evenly: the n-th shopper comes in the n-th part of the time. */
export function lifeOf(input: PlanInput, index: number, weeks: number): Life {
  const random = randomOf(input.seed, LIFE, index);
  const first = ((index + random()) / input.shoppers) * weeks;
  const times = [first, ...drawRepeats(random, weeks - first).map((week) => first + week)];
  const spender = drawSpender(random);
  return { weeks: times, spend: times.map(() => spender()) };
}

/** Draws the past of a shop from `seed`. The same input gives the same events. */
export function planHistory(input: PlanInput): HistoryPlan {
  const calendar = calendarOf(input.shop, input.now);
  const shelves = shelvesOf(input.products);
  const scene: Scene = { ...input, calendar, shelves };
  return {
    calendar,
    *blocks() {
      for (let from = 0; from < input.shoppers; from += BLOCK) {
        const to = Math.min(from + BLOCK, input.shoppers);
        const events: PlannedEvent[] = [];
        for (let index = from; index < to; index += 1) events.push(...shopperEvents(scene, index));
        if (to === input.shoppers) events.push(...(input.also ?? []).map(knownPast(calendar)));
        yield events.filter((event) => event.at < calendar.endsAt).sort((a, b) => a.at - b.at);
      }
    },
  };
}

type Scene = PlanInput & { calendar: Calendar; shelves: Shelves };

const knownPast =
  (calendar: Calendar) =>
  (past: KnownPast, n: number): PlannedEvent => ({
    kind: 'order',
    at: calendar.endsAt - (past.daysAgo - 0.5) * DAY_MS + n * 1000,
    order: {
      key: `known-${n}`,
      buyer: { kind: 'known', customerId: past.customerId },
      lines: past.lines,
      code: null,
      source: 'web',
      paid: true,
      landingSite: null,
    },
  });

function shopperEvents(scene: Scene, index: number): PlannedEvent[] {
  const { calendar, seed } = scene;
  const shopper = personOf(scene.shop, { seed, index, shoppers: scene.shoppers });
  const life = lifeOf(scene, index, calendar.weeks);
  const random = randomOf(seed, BASKETS, index);
  const fates = randomOf(seed, FATES, index);
  const cupboard = new Map<string, number>();
  const events: PlannedEvent[] = [];
  for (const [n, week] of life.weeks.entries()) {
    // Two orders of one person are never in the same minute.
    const at = calendar.at(week) + n * 1000;
    const worth = (life.spend[n] ?? 0) * scene.shelves.unitMinor;
    const lines = basketOf(scene, random, { week, at, worth, cupboard });
    const order = orderOf(scene, random, { key: `${index}-${n}`, shopper, at, lines });
    if (n === 0 && shopper.kind === 'customer') {
      events.push({ kind: 'join', at: at - between(random, 60, 900) * 1000, shopper });
    }
    events.push({ kind: 'order', at, order }, ...afterwardsOf(fates, order, at));
  }
  if (chance(random, NOBODY_AT_THE_TILL)) events.push(saleToNobody(scene, random, index));
  return events;
}

type Errand = { week: number; at: number; worth: number; cupboard: Map<string, number> };

/** What goes into the basket; `cupboard` remembers when the shopper last bought what. */
function basketOf(scene: Scene, random: Random, errand: Errand): BasketLine[] {
  const { goods } = scene.shelves;
  const { week, at, cupboard } = errand;
  const giftTime = new Date(at).getUTCMonth() === 11;
  const wants = goods.map((good) => {
    const last = cupboard.get(good.handle);
    return wanting(good, last === undefined ? null : week - last, giftTime);
  });
  const { lines } = fillBasket(random, goods, wants, errand.worth);
  for (const { variantId } of lines) {
    const good = goods.find((each) => each.variantId === variantId);
    if (good) cupboard.set(good.handle, week);
  }
  return lines;
}

type Draft = { key: string; shopper: PlannedShopper; at: number; lines: BasketLine[] };

function orderOf(scene: Scene, random: Random, draft: Draft): PlannedOrder {
  const { key, shopper, at } = draft;
  const atTheTill = shopper.kind === 'customer' && chance(random, POS);
  const cash = chance(random, scene.shop.locale === 'fa' ? 0.18 : 0.04);
  const code = codeAt(random, at);
  const gift = chance(random, new Date(at).getUTCMonth() === 11 ? 0.06 : 0.015);
  const lines = [...draft.lines];
  const { giftCards } = scene.shelves;
  if (gift && giftCards.length > 0) lines.push({ variantId: pick(random, giftCards), quantity: 1 });
  const buyer: PlannedBuyer = { kind: 'shopper', shopper };
  if (atTheTill) {
    return { key, buyer, lines, code: null, source: 'pos', paid: true, landingSite: null };
  }
  const landingSite = pick(random, ['/', '/', '/collections/all', '/?utm_source=newsletter']);
  return { key, buyer, lines, code, source: 'web', paid: !cash, landingSite };
}

/** Codes of the shop's own that people had in hand; the shop leaves out what does not apply. */
function codeAt(random: Random, at: number): string | null {
  const luck = random();
  const month = new Date(at).getUTCMonth() + 1;
  if (month >= 9 && month <= 11) return luck < 0.22 ? 'AUTUMN15' : null;
  if (luck >= 0.06) return null;
  return month === 12 ? 'YALDA' : 'SHIPFREE';
}

function saleToNobody(scene: Scene, random: Random, index: number): PlannedEvent {
  const week = random() * scene.calendar.weeks;
  const at = scene.calendar.at(week);
  const worth = drawSpender(random)() * scene.shelves.unitMinor;
  const lines = basketOf(scene, random, { week, at, worth, cupboard: new Map() });
  const order: PlannedOrder = {
    key: `${index}-till`,
    buyer: { kind: 'nobody' },
    lines,
    code: null,
    source: 'pos',
    paid: true,
    landingSite: null,
  };
  return { kind: 'order', at, order };
}

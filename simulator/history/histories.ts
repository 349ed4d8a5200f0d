/**
 * Plants a shop's past: the plan's events happen in the shop one after another, each at its own
 * time, and their webhooks go to the app's door as all others do, with the times at which they
 * would have been sent. What has been done is kept with the shop's state in the same transaction, so
 * that a planting that was interrupted goes on where it stopped.
 */
import { makeCommerce } from '../engine/commerce.ts';
import type { CommerceParts } from '../engine/commerce.ts';
import type { Database } from '../state/database.ts';
import { readSetting, writeSetting } from '../state/database.ts';
import { listProducts, readShop } from '../state/shops.ts';
import type { WebhookSender } from '../webhooks/sender.ts';
import { doDeed } from './deeds.ts';
import type { Memory } from './deeds.ts';
import { planHistory } from './plan.ts';
import type { HistoryPlan } from './plan.ts';
import type { KnownPast, PlannedEvent } from './plan.types.ts';

export type HistoryWish = { shoppers: number; seed: number; also?: readonly KnownPast[] };
export type HistoryProgress = { done: number; total: number; webhooks: number };

export type Histories = {
  /**
   * Decides on the past of a shop; it ends with the shop's yesterday and is remembered. Answers when
   * the first order will have been placed. Asked again before anything has happened, it answers
   * the same; throws where there is a history already.
   */
  begin(domain: string, wish: HistoryWish): { firstOrderAt: number };
  /** True from `begin` until all of it has happened. */
  unfinished(domain: string): boolean;
  /** Lets it happen, or the rest of it; resolves when each webhook has been tried. */
  plant(domain: string, onProgress?: (progress: HistoryProgress) => void): Promise<HistoryProgress>;
};

/** `next`: how many events have happened. */
type State = { wish: HistoryWish; now: number; next: number; webhooks: number } & Memory;

/** Small enough for a lively bar and a small queue, large enough for few transactions. */
const EVENTS_AT_ONCE = 60;
/** The next events happen while the last messages of those before are still on their way. */
const ROOM = 192;
const DONE = -1;

type HistoryParts = {
  db: Database;
  now: () => number;
  commerce: Omit<CommerceParts, 'now' | 'send'>;
  sender: WebhookSender;
};

export function makeHistories(parts: HistoryParts): Histories {
  const { db, sender } = parts;
  const settingOf = (domain: string) => `history ${domain}`;
  const read = (domain: string): State | null => {
    const text = readSetting(db, settingOf(domain));
    return text === null ? null : (JSON.parse(text) as State);
  };
  const write = (domain: string, state: State) =>
    writeSetting(db, settingOf(domain), JSON.stringify(state));
  const plan = (domain: string, { wish, now }: State) =>
    planHistory({
      shop: readShop(db, domain),
      products: listProducts(db, domain),
      now,
      ...wish,
    });
  return {
    begin(domain, wish) {
      const known = read(domain);
      if (known && known.next !== 0) throw new Error(`${domain} has a history`);
      const fresh = { wish, now: parts.now(), next: 0, webhooks: 0, customers: {}, orders: {} };
      const state = known ?? fresh;
      write(domain, state);
      return { firstOrderAt: firstOrderAt(plan(domain, state)) };
    },
    unfinished: (domain) => (read(domain)?.next ?? DONE) !== DONE,
    async plant(domain, onProgress = () => {}) {
      const state = read(domain);
      if (!state || state.next === DONE) throw new Error(`${domain} has no history to plant`);
      const { calendar, blocks } = plan(domain, state);
      const events = [...blocks()].flat();
      const told = () => ({ done: state.next, total: events.length, webhooks: state.webhooks });
      const happen = makeHappening(parts, domain, state);
      const neededUntil = lastMention(events);
      onProgress(told());
      while (state.next < events.length) {
        db.transaction(() => {
          for (const event of events.slice(state.next, state.next + EVENTS_AT_ONCE)) happen(event);
          state.next = Math.min(state.next + EVENTS_AT_ONCE, events.length);
          forgetOrders(state, neededUntil);
          write(domain, state);
        });
        await sender.settle(ROOM);
        sender.forgetDelivered(domain, calendar.endsAt);
        onProgress(told());
      }
      await sender.settle();
      sender.forgetDelivered(domain, calendar.endsAt);
      const { seed, shoppers } = state.wish;
      write(domain, { ...state, wish: { seed, shoppers }, next: DONE, customers: {} });
      return told();
    },
  };
}

/** Makes events happen in the shop at their own times. */
function makeHappening(parts: HistoryParts, domain: string, state: State) {
  let at = 0;
  const commerce = makeCommerce({
    ...parts.commerce,
    now: () => at,
    send(shopDomain, messages) {
      state.webhooks += parts.sender.sendPast(shopDomain, messages, at);
    },
  });
  return (event: PlannedEvent): void => {
    at = event.at;
    doDeed({ commerce, domain }, state, event);
  };
}

/** For each order the position of the last event that speaks of it after it was placed. */
function lastMention(events: readonly PlannedEvent[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const [n, event] of events.entries()) if ('key' in event) last.set(event.key, n);
  return last;
}

function forgetOrders(state: State, neededUntil: ReadonlyMap<string, number>): void {
  for (const key of Object.keys(state.orders)) {
    if ((neededUntil.get(key) ?? -1) < state.next) delete state.orders[key];
  }
}

function firstOrderAt(plan: HistoryPlan): number {
  for (const block of plan.blocks()) {
    for (const event of block) if (event.kind === 'order') return event.at;
  }
  throw new Error('a history without orders');
}

/**
 * What happened, told after its commit: for figures and logs, and for nothing else. Ids and short
 * words only; no person, no secret and nothing that a platform wrote.
 */
import type { DeliveryKind } from '../store/deliveries.ts';

/** What became of a message at this try. */
export type MessageNews = {
  kind: 'message';
  clubId: string;
  /** The webhook's id, under which all that it led to is found. */
  cause: string;
  topic: string;
  outcome: 'handled' | 'postponed' | 'parked';
  /** From its coming in to the commit, by the app's clock. */
  lagMs: number;
};

/** `again` was planned, `failed` was not; `notReached` had no time, which is nobody's failure. */
export type DeliveryNews = {
  kind: 'delivery';
  clubId: string;
  deliveryId: string;
  delivery: DeliveryKind;
  outcome: 'done' | 'again' | 'failed' | 'notReached' | 'parked';
  reason: string | null;
  /** How often it had failed before. */
  attempts: number;
  /** What asked for it: a webhook's id or a request's; null: the app itself. */
  cause: string | null;
};

/** A shop's token was renewed, or not. */
export type RenewalNews = {
  kind: 'renewal';
  clubId: string;
  outcome: 'done' | 'refused' | 'failed';
};

/** Orders that were looked for and what was found out about them. */
export type LookNews = {
  kind: 'look';
  clubId: string;
  asked: number;
  missing: number;
  stale: number;
  repaired: number;
  gone: number;
  unreadable: number;
};

export type News = MessageNews | DeliveryNews | RenewalNews | LookNews;

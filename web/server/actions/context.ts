/** What every action is handed besides its transaction: the time, new ids, and keys by purpose. */
import type { TokenKeys } from '../store/tokens.ts';
import type { InTransaction } from '../store/transaction.ts';
import type { Channel } from '../gateways/channel.ts';
import type { Platform } from '../gateways/platform.ts';
import type { News } from './news.ts';

/** Each key serves one purpose; none can stand in for another. */
export type Keys = {
  /** Hashes emails and phone numbers before they become identities. */
  identity: Uint8Array;
  /** Derives discount codes. */
  code: Uint8Array;
  /** Seals shop tokens (32 bytes), by the key's number. */
  token: TokenKeys;
  /** Draws who is held out. */
  holdOut: Uint8Array;
  /** Marks who was erased, so that nothing old brings them back. */
  erased: Uint8Array;
};

export type Context = {
  now: number;
  newId: () => string;
  keys: Keys;
  /** How long a delivery belongs to whoever took it, real ms; 90 s when left out. */
  leaseMs?: number | undefined;
};

/** For verbs that talk to the outside between two transactions. */
export type Reach = {
  inTransaction: InTransactionOf;
  platform: Platform;
  /** How mails leave; null where nobody has said how: then none are sent. */
  mails: Channel | null;
  keys: Keys;
  newId: () => string;
  now: () => number;
  /** Where the platform's messages come in: a whole URL. */
  messagesAddress: string;
  /** False: orders are not read from shops; what messages tell is all (tests of messages alone). */
  heals: boolean;
  /** How long calls to the platform may take for one delivery, real ms. */
  deadlineMs: () => number;
  /** How long a delivery belongs to whoever took it, real ms; 90 s when left out. */
  leaseMs?: number;
  /** True once this process is told to stop: what has not been begun is given back. */
  isStopping?: () => boolean;
  /** Hears what happened, after its commit: for figures and logs. */
  tell?: (news: News) => void;
};

export type InTransactionOf = InTransaction;

/** The shop that a message or a call is about, as the books need it. */
export type ShopOfOrders = { shopId: string; timeZone: string };

/** What an action is handed at this moment. */
export const contextOf = (reach: Reach): Context => ({
  now: reach.now(),
  newId: reach.newId,
  keys: reach.keys,
  leaseMs: reach.leaseMs,
});

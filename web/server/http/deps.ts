/** What main.ts hands the doors: verbs and values, never the store itself. */
import type { Context, Reach } from '../actions/context.ts';
import type { Leased } from '../actions/deliver.ts';
import type { Platform } from '../gateways/platform.ts';
import type { Limits } from './limits/limits.ts';
import type { Metrics } from './metrics/metrics.ts';

/** A shop as a door knows it before any transaction. */
export type DoorShop = {
  clubId: string;
  shopId: string;
  domain: string;
  storefrontOrigin: string;
};

/** A merchant's API key as a door knows it before any transaction. */
export type DoorKey = { clubId: string; shopId: string; keyId: string; scopes: string[] };

export type Arrival = {
  platform: string;
  shopDomain: string;
  webhookId: string;
  topic: string;
  triggeredAt: number;
  receivedAt: number;
  body: Uint8Array;
};

/** Never with personal data or secrets. */
export type Log = {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
};

export type DoorDeps = {
  platform: Platform;
  reach: Reach;
  inTransaction: Reach['inTransaction'];
  /** Puts a signed message down; false when we do not know its shop. */
  acceptInbox(arrival: Arrival): Promise<boolean>;
  /** Tries one delivery now; comes back when it ended or the deadline passed, whichever is first. */
  deliverNow(clubId: string, deliveryId: string, deadlineMs: number): Promise<void>;
  /** The same for one that was leased to us when it was asked for. */
  deliverLeased(clubId: string, leased: Leased, deadlineMs: number): Promise<void>;
  findShop(domain: string): Promise<DoorShop | null>;
  /** Whose API key has this hash; null when nobody's, or it was revoked. */
  findApiKey(hash: string): Promise<DoorKey | null>;
  context(): Context;
  now(): number;
  /** True when the database answers. */
  ready(): Promise<boolean>;
  log: Log;
  limits: Limits;
  /** How many proxies in front of us append to `x-forwarded-for`; see `addressOf`. */
  trustedProxies: number;
  apiKey: string;
  /** Where the built admin lies (index.html and assets); null when it was not built. */
  adminDir: string | null;
  /** Where the admin's page loads App Bridge from. */
  appBridgeUrl: string;
  /** Demo and tests only: moves the clock and comes back when due work is done. */
  moveClock: ((to: number) => Promise<number>) | null;
  metrics: Metrics;
  /** What Prometheus shows to read the metrics from another machine; null: from this one only. */
  metricsToken: string | null;
  /** All that `work` does and asks for, and says in the log, is under this id. */
  underCause<T>(cause: string, work: () => T): T;
  /** Demo and tests only: further origins that may frame the admin, such as the simulator's. */
  frameOrigins?: readonly string[];
};

import type { SimClock } from './front.types.ts';
import type { Histories } from './history/histories.ts';
import type { ShopSeed } from './seed/seed.ts';
import type { Approval } from './shopAccess.ts';
import type { Commerce } from './types.ts';
import type { BulkTrouble } from './adminApi/bulk.ts';
import type { ApiFault } from './adminApi/faults.ts';
import type { WebhookFault } from './webhooks/faults.ts';
import type { Delivery } from './webhooks/queue.ts';

export type SimulatorOptions = {
  /** 0 picks a free port. */
  port?: number;
  smtpPort?: number;
  /** SQLite file, or ':memory:' (default). */
  stateFile?: string;
  /** May be set later with `setAppUrl`. */
  appUrl?: string;
  apiKey: string;
  apiSecret: string;
  appTomlPath: string;
  extensionsDir: string;
  /** Planted when the state is empty. Default: the two demo shops. */
  shops?: readonly ShopSeed[];
  clock: { startAt: number; frozen: boolean };
  /** Real time until an asynchronous job (bulk add or delete of codes) takes effect. */
  jobDelayMs?: number;
  /** What the app is approved for, by shop; by default the last 60 days of orders, at level 2. */
  access?: Readonly<Record<string, Partial<Approval>>>;
  /** Points per shop: bucket and restore rate per real second. Default 2000 and 100. */
  throttle?: { bucket: number; restorePerSecond: number };
};

export type Simulator = {
  url: string;
  smtpPort: number;
  commerce: Commerce;
  clock: SimClock;
  setAppUrl(url: string): void;
  webhooks: {
    /** Resolves when every delivery that is due now has been tried. */
    settle(): Promise<void>;
    faults(faults: readonly WebhookFault[], seed?: number): void;
    log(): readonly Delivery[];
    redeliver(webhookId: string): number;
    /** Topics of the app's file that fall silent at a shop from now on; [] ends it. */
    silence(shopDomain: string, topics: readonly string[]): void;
  };
  /** What goes wrong with bulk operations from now on; null ends it. */
  bulk: { trouble(trouble: BulkTrouble | null): void };
  /** Changes what the app is approved for at a shop. */
  approve(shopDomain: string, change: Partial<Approval>): Approval;
  tokens: {
    /** Pairs that the shop's installation was given. */
    minted(shopDomain: string): number;
    /** Access tokens end before their time; refresh tokens stay. */
    takeBack(shopDomain: string): void;
    /** The merchant has granted this much and no more; null: all that the app asks for. */
    grantOnly(shopDomain: string, scopes: readonly string[] | null): void;
  };
  /** The past of a shop, drawn from a seed and told through the webhooks' door. */
  histories: Histories;
  api: {
    faults(faults: readonly ApiFault[]): void;
    /** How often they have struck since. */
    struck(): number;
    /** Something else has used up points of a shop's bucket, as many as there are at most. */
    spend(shopDomain: string, points: number): void;
  };
  /** Moves the clock, tells the app at /__demo/clock, sends what has fallen due. */
  moveClock(toMs: number): Promise<void>;
  stop(): Promise<void>;
};

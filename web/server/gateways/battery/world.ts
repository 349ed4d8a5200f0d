import { afterAll, beforeAll } from 'vitest';
import type { CodeTerms, Platform, ShopCall, ShopToken } from '../platform.ts';

/** A webhook as it came over the wire. */
export type Message = { body: Uint8Array; headers: Record<string, string> };

export type OrderWish = {
  lines: readonly { product: 'plain' | 'other' | 'giftCard'; quantity: number }[];
  buyer?: 'customer' | 'guest' | 'guestByPhone' | 'nobody';
  source?: 'web' | 'pos' | 'draft';
  paid?: boolean;
  test?: boolean;
  tipMinor?: number;
  /** Bought by a company, where the platform knows such a thing. */
  company?: boolean;
  codes?: readonly string[];
  /** Imported today with a date of then. */
  daysAgo?: number;
};

export type Collected = { tag: string } | { productIds: readonly string[] };

export type FaultMode = 'timeoutBefore' | 'timeoutAfter' | 'throttled' | '500' | 'userError';
export type FaultyVerb =
  | 'ensureParent'
  | 'addCodes'
  | 'findCode'
  | 'deleteCode'
  | 'token'
  | 'creditWallet'
  | 'debitWallet';

export type BatteryWorld = {
  platform: Platform;
  /** The same platform, configured with another app's key and secret. */
  otherApp: Platform;
  /** The same app, asking for more than any shop has granted. */
  greedyApp: Platform;
  /** Where this app hears messages. */
  webhookAddress: string;
  /** What the platform lets the app see of this shop; what is left out stays. */
  approve(what: { readAllOrders?: boolean; people?: boolean }): void;
  /** These topics are not told any more, as when the app's configuration was never sent. */
  silence(topics: readonly string[]): void;
  /** What goes wrong with copies of all orders from now on. */
  troubleExports(trouble: 'fails' | 'hangs' | 'expires' | 'cutsOff' | null): void;
  now(): number;
  shopDomain: string;
  currency: string;
  customerId: string;
  merchantToken(): string;
  /** What an extension on the thank-you page carries; null: nobody is logged in there. */
  extensionToken(customerId: string | null): string;
  /** The query of a call by a shopper, or by nobody. */
  shopperQuery(customerId: string | null, own?: Record<string, string>): string;
  order(wish: OrderWish): Promise<{ orderId: string; lineIds: readonly string[] }>;
  markPaid(orderId: string): Promise<void>;
  refund(
    orderId: string,
    what: {
      lines?: readonly { lineId: string; quantity: number }[];
      shipping?: boolean;
      amountMinor?: number;
    },
  ): Promise<void>;
  edit(orderId: string, lineId: string, quantity: number): Promise<void>;
  cancel(orderId: string, refund: boolean): Promise<void>;
  /** What the shop sells; `tag`: everything with it is in the collection, else what is named. */
  sell(title: string, tags: readonly string[]): Promise<{ productId: string }>;
  tagProduct(productId: string, tags: readonly string[]): Promise<void>;
  sellNoMore(productId: string): Promise<void>;
  collect(title: string, what: Collected): Promise<{ collectionId: string }>;
  collectOther(collectionId: string, what: Collected): Promise<void>;
  collectNoMore(collectionId: string): Promise<void>;
  changeCustomer(): Promise<void>;
  tagCustomer(tags: readonly string[]): Promise<void>;
  /** The customer pays for one plain product with what is in the wallet; its price in all. */
  payFromWallet(): Promise<{ paidMinor: number }>;
  uninstall(): Promise<void>;
  /** All webhooks so far, oldest first, once none is due any more. */
  messages(): Promise<readonly Message[]>;
  /** The stored text of a card; null if none. */
  card(call: ShopCall, owner: 'club' | 'shopper'): Promise<string | null>;
  fault(verb: FaultyVerb, mode: FaultMode): void;
  stop(): Promise<void>;
};

export type Make = () => Promise<BatteryWorld>;

export const DEADLINE_MS = 5000;
/** Short, for calls that are never answered; far above what any answered call takes. */
export const SHORT_MS = 700;

export const ONE = [{ product: 'plain', quantity: 1 }] as const;
export const THREE = [
  { product: 'plain', quantity: 3 },
  { product: 'other', quantity: 1 },
] as const;

export const TEN_OFF = (currency: string): CodeTerms => ({
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  currency,
  uses: 'once',
  endsAt: null,
});

/** What a webhook means; throws when it is not verified. */
export function readMessage(world: BatteryWorld, { body, headers }: Message) {
  const claim = world.platform.verifyWebhook(body, headers);
  if (!claim.ok) throw new Error(`not verified: ${claim.reason}`);
  return world.platform.translate(claim.topic, body, claim.triggeredAt);
}

/** One world for the tests of a part, with a call that is already authorised. */
export function shared(make: Make) {
  let world: BatteryWorld;
  let token: ShopToken;
  beforeAll(async () => {
    world = await make();
    const { shopDomain } = world;
    const sessionToken = world.merchantToken();
    const wanted = { shopDomain, sessionToken, deadlineMs: DEADLINE_MS };
    const answer = await world.platform.exchangeToken(wanted, world.now());
    if (!answer.ok) throw new Error(`no token: ${answer.failure.reason}`);
    token = answer.token;
  }, 60_000);
  afterAll(() => world?.stop(), 60_000);
  return {
    world: () => world,
    token: () => token,
    call: (deadlineMs = DEADLINE_MS): ShopCall => ({
      shopDomain: world.shopDomain,
      accessToken: token.accessToken,
      deadlineMs,
    }),
  };
}

/**
 * The platform port: what Regulars needs from the company that runs the shop. Shopify is the first
 * implementation; `platform.battery.ts` is the promise in executable form.
 *
 * Refusals are values with a reason; what nobody expects throws. Every network call takes a
 * deadline (ms from now, real time) and reports doubt honestly: `unclear` means that the effect
 * may or may not have happened.
 */
import type { CollectionFacts, ProductFacts } from '../domain/catalogue.ts';
import type { PostalAddress } from '../domain/fraudPeople.ts';
import type { BuyerFacts, OrderSnapshot, RefundFacts } from '../domain/orderFacts.ts';
import type { CodeTerms } from '../domain/codeTerms.ts';
import type { PortParts } from './platform.wallet.ts';

export type Refused = { ok: false; reason: string };
export type Ok<T> = { ok: true } & T;

/** What a signed webhook's headers claim. Only the body is signed, so these are hints. */
export type WebhookClaim = Ok<{
  shopDomain: string;
  webhookId: string;
  topic: string;
  triggeredAt: number;
}>;

/** What a message of the platform means to us. One message becomes one of these. */
export type Translated =
  | { kind: 'order'; snapshot: OrderSnapshot; aside: OrderAside }
  | { kind: 'refund'; platformOrderId: string; refund: RefundFacts }
  /** `joinedAt`: when they made an account at the shop; null: they have none, or it is not told. */
  | { kind: 'customer'; customer: CustomerFacts; joinedAt: number | null }
  /** A customer ticked the shop's box for its mails, or took that back. */
  | { kind: 'consent'; customer: { customerId: string; updatedAt: number }; subscribed: boolean }
  /** Two customers are one person: the deleted id means the kept one from now on. */
  | { kind: 'merge'; keptId: string; deletedId: string }
  /** Something about the order changed that only the order itself tells: ask for it. */
  | { kind: 'askOrder'; platformOrderId: string }
  | { kind: 'product'; product: ProductFacts }
  | { kind: 'productGone'; productId: string }
  /** A collection changed; perhaps only in which products it holds, which is not told. */
  | { kind: 'collection'; collection: CollectionFacts }
  | { kind: 'collectionGone'; collectionId: string }
  | { kind: 'uninstalled'; at: number }
  /** `requestId`: the same for the same request, however often it is told. */
  | { kind: 'dataRequest'; person: BuyerFacts; requestId: string }
  /** `orderIds`: of the orders that the person placed. */
  | { kind: 'eraseCustomer'; person: BuyerFacts; orderIds: readonly string[] }
  | { kind: 'eraseShop' }
  /** It is understood, and says nothing that matters here. */
  | { kind: 'nothing' }
  /** The signature was right and the content is not what the topic promises: parked, never lost. */
  | { kind: 'unreadable'; reason: string };

/** What only messages tell of an order: no fact of it, and no part of its digest. */
export type OrderAside = {
  /** The checkout's unguessable token, which its thank-you page knows too. */
  checkoutToken: string | null;
  /** BCP 47: in which language the buyer read the shop. */
  locale: string | null;
  /** Where the parcel goes, else the bill; null: not told. Only a keyed hash of it is ever kept. */
  address: PostalAddress | null;
};

export type CustomerFacts = {
  customerId: string;
  /** The platform vouches that the email is this customer's own. */
  emailVerified: boolean;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  /** BCP 47, when the platform tells it. */
  locale: string | null;
  updatedAt: number;
};

export type ShopperCall = Ok<{ shopDomain: string; customerId: string | null }>;
/** `customerId` null: nobody is logged in, or the app may not know. */
export type ExtensionCall = Ok<{ shopDomain: string; customerId: string | null }>;
/** The shop whose admin may frame the page. */
export type PageCall = Ok<{ shopDomain: string }>;
export type MerchantCall = Ok<{ shopDomain: string; staffId: string }>;

/** Secrets that let us speak for one shop. Kept encrypted by the store. */
export type ShopToken = {
  accessToken: string;
  accessExpiresAt: number;
  refreshToken: string;
  refreshExpiresAt: number;
  scopes: string;
};

export type ShopProfile = {
  platformShopId: string;
  domain: string;
  /** Origin that shoppers see, such as https://northday.example */
  storefrontOrigin: string;
  name: string;
  currency: string;
  timeZone: string;
};

export type { CodeTerms };
export type { ProductPage } from './platform.catalogue.ts';

export type Failure =
  /** Refused for good: asking again with the same input will not help. */
  | { kind: 'refused'; reason: string }
  /**
   * Not now (unreachable before sending): nothing happened, ask again. The reason `throttled` is the
   * platform's rate limit.
   */
  | { kind: 'later'; reason: string; retryAfterMs?: number }
  /** Timed out or broken after sending: it may have happened. */
  | { kind: 'unclear'; reason: string };

export type Answer<T> = Ok<T> | { ok: false; failure: Failure };

export type CodeState =
  { state: 'absent' } | { state: 'alive'; parentId: string } | { state: 'used'; parentId: string };

/** A way to speak to one shop with a token that is fresh for the length of the call. */
export type ShopCall = {
  shopDomain: string;
  accessToken: string;
  deadlineMs: number;
  /** Somebody waits for the answer: it goes before work that can come later. */
  urgent?: boolean;
};

/** Some of a shop's orders as they stand now, in the same facts that webhooks give. */
export type OrderPage = {
  snapshots: OrderSnapshot[];
  /** Orders whose refunds did not fit in the answer: each must be asked for by itself. */
  incomplete: string[];
  /** Orders whose content is not what the platform promises. */
  unreadable: { platformOrderId: string; reason: string }[];
};

/** A copy of all a shop's orders or products, made by the platform in its own time. */
export type ExportState =
  | { state: 'working'; count: number }
  /** `address` is null when there was nothing to copy. */
  | { state: 'done'; count: number; address: string | null }
  | { state: 'failed'; reason: string };

/** What a call needs its merchant to have granted. */
export type Need = 'codes' | 'cards' | 'orders' | 'catalogue' | 'customers' | 'wallet' | 'tags';

/** What a shop does not let us reach; the merchant is told in these words. */
export type Unreached =
  /** The shop has granted less than we ask for. */
  | 'scopes'
  /** Orders of the last 60 days only. */
  | 'olderOrders'
  /** No names, mail addresses and phone numbers: shoppers are known by their platform id alone. */
  | 'personalDetails';

export type Platform = PortParts & {
  readonly name: string;
  /** Topics that tell of an order when it is placed, and when it changes. */
  readonly topics: { placed: readonly string[]; changed: readonly string[] };

  /** Checks the signature over the raw bytes, in constant time. */
  verifyWebhook(
    body: Uint8Array,
    headers: Record<string, string | undefined>,
  ): WebhookClaim | Refused;
  /** Never throws on bad input: answers `unreadable`. */
  translate(topic: string, body: Uint8Array, triggeredAt: number): Translated;
  /** `query` is the raw query string as it came. Stale (90 s) is refused like forged. */
  verifyShopperCall(query: string, now: number): ShopperCall | Refused;
  /**
   * `query` is the raw query with which the platform opens the embedded admin. It may be old: it says
   * which shop may frame the page, and nothing about who looks at it.
   */
  verifyPageCall(query: string): PageCall | Refused;
  /** `token` is the bearer JWT of the embedded admin. */
  verifyMerchantToken(token: string, now: number): MerchantCall | Refused;

  /** `token` is the bearer JWT of an extension on the platform's own pages, living five minutes. */
  verifyExtensionToken(token: string, now: number): ExtensionCall | Refused;

  exchangeToken(
    call: { shopDomain: string; sessionToken: string; deadlineMs: number },
    now: number,
  ): Promise<Answer<{ token: ShopToken }>>;
  refreshToken(
    call: { shopDomain: string; refreshToken: string; deadlineMs: number },
    now: number,
  ): Promise<Answer<{ token: ShopToken }>>;
  shopProfile(call: ShopCall): Promise<Answer<{ profile: ShopProfile }>>;
  /** The order as it stands now, in the same facts that a webhook gives. */
  fetchOrder(
    call: ShopCall,
    platformOrderId: string,
  ): Promise<Answer<{ snapshot: OrderSnapshot | null }>>;

  /**
   * Makes sure the parent discount of these terms exists. `parentCode` is derived from the terms by
   * us and unguessable, so that a second try after doubt finds the first one's parent.
   */
  ensureParent(
    call: ShopCall,
    parentCode: string,
    title: string,
    terms: CodeTerms,
  ): Promise<Answer<{ parentId: string }>>;
  /** Adds codes (250 at most) to a parent; each code's outcome is reported by itself. */
  addCodes(
    call: ShopCall,
    parentId: string,
    codes: readonly string[],
  ): Promise<Answer<{ outcomes: ReadonlyMap<string, 'added' | 'taken' | { refused: string }> }>>;
  /** Asks the platform about one code. */
  findCode(call: ShopCall, code: string): Promise<Answer<{ code: CodeState }>>;
  /**
   * Deletes a code and waits until the platform says that the deletion is over. A code that was used
   * is left alone, unless `evenUsed`: one for many buyers goes whoever has used it.
   */
  deleteCode(
    call: ShopCall,
    parentId: string,
    code: string,
    how?: { evenUsed: boolean },
  ): Promise<Answer<{ deleted: boolean }>>;
  /** Closes a parent whose last code is gone. */
  endParent(call: ShopCall, parentId: string): Promise<Answer<object>>;

  /**
   * Orders that changed in [from, to), oldest change first, a page at a time; `next` is the place to
   * go on from, null at the end. An order that changes while we read may come twice, or later.
   */
  listOrders(
    call: ShopCall,
    span: { from: number; to: number },
    after: string | null,
  ): Promise<Answer<{ page: OrderPage; next: string | null }>>;
  /** Asks the platform to copy all orders that changed since `updatedFrom` (null: every order). */
  startExport(call: ShopCall, updatedFrom: number | null): Promise<Answer<{ exportId: string }>>;
  lookAtExport(call: ShopCall, exportId: string): Promise<Answer<{ export: ExportState }>>;
  /**
   * Reads about `limit` orders of a finished copy from the byte `from` on. `next` is the byte to go on
   * from, so that a reader that was killed begins where it ended; null at the end.
   */
  readExport(
    call: ShopCall,
    address: string,
    from: number,
    limit: number,
  ): Promise<Answer<{ page: OrderPage; next: number | null }>>;
  /**
   * Of what is needed (null: of all that we ask for), what is missing from `granted`, which is the
   * list that came with a token.
   */
  missingScopes(granted: string, need: Need | null): string[];
  /** What this shop does not let us reach. */
  readLimits(call: ShopCall): Promise<Answer<{ unreached: Unreached[] }>>;
  /**
   * Makes sure that the shop's own subscriptions lead to `address`: one that leads elsewhere or speaks
   * another format is corrected, and each of `silent` (topics that should have spoken and did not) gets
   * one. Answers the topics that were mended.
   */
  mendSubscriptions(
    call: ShopCall,
    address: string,
    silent: readonly string[],
  ): Promise<Answer<{ mended: string[] }>>;

  /** Prepares a newly connected shop for the cards. May be run again at any time. */
  prepareShop(call: ShopCall): Promise<Answer<object>>;
  /**
   * Writes small JSON cards that the storefront's first paint reads (25 a call at most). `refused`
   * are the places (in `cards`) of those the platform will never take, such as the card of a shopper
   * who was deleted there; all others are written.
   */
  writeCards(
    call: ShopCall,
    cards: readonly Card[],
  ): Promise<Answer<{ refused: readonly number[] }>>;
};

/** A shopper's card carries the balance; the club's card carries the program's public summary. */
export type Card =
  { owner: 'shopper'; customerId: string; json: string } | { owner: 'club'; json: string };

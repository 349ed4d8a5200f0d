/**
 * What the front (storefront, checkout, admin shell, outbox pages) gets from the rest of the
 * simulator. `index.ts` builds a `FrontContext` and hands every request that is neither the Admin
 * API, OAuth nor `/__sim` to the listener that `createFront` (storefront/front.ts) returns.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Commerce, SimShop } from './types.ts';

/** Forward-only: moving back throws. Milliseconds since the epoch. */
export type SimClock = { now(): number; moveTo(ms: number): void; advance(ms: number): void };

export type AppCredentials = {
  apiKey: string;
  apiSecret: string;
  /** Where the app is served, without a trailing slash; changes when tests start it later. */
  appUrl(): string;
  /** "/apps/regulars": the public path of the app proxy on the shop. */
  proxyPath(): string;
};

/** `[app_proxy]` of shopify.app.toml: /{prefix}/{subpath}/* on the shop goes to {app}{path}/*. */
export type ProxyConfig = { prefix: string; subpath: string; path: string };

export type OutboxMail = {
  id: string;
  receivedAt: number;
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
  html: string | null;
  headers: Readonly<Record<string, string>>;
};

/** `startOutbox` of outbox/outbox.ts: a real SMTP server on loopback that keeps what it is given. */
export type Outbox = {
  smtpPort: number;
  mails(): readonly OutboxMail[];
  clear(): void;
  stop(): Promise<void>;
};
export type StartOutbox = (options: { port: number; clock: SimClock }) => Promise<Outbox>;

export type Signing = {
  /**
   * The app-proxy query as Shopify adds it: shop, logged_in_customer_id (blank when logged out),
   * path_prefix, timestamp (simulator clock, seconds) and signature. `query` holds the shopper's own
   * parameters; repeated values stay repeated.
   * https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
   */
  proxyQuery(
    shopDomain: string,
    customerId: string | null,
    query: URLSearchParams,
  ): URLSearchParams;
  /**
   * Session token (HS256 JWT, client secret). 'admin' lives 1 minute with iss and dest as URLs and
   * sub = the staff user's id; 'extension' lives 5 minutes with dest = bare domain and, when logged
   * in, sub = gid://shopify/Customer/ID.
   */
  sessionToken(kind: 'admin', shopDomain: string): string;
  sessionToken(kind: 'extension', shopDomain: string, customerId: string | null): string;
  /** The query of the admin iframe: adds shop, host, embedded, id_token, locale, timestamp, hmac. */
  adminQuery(shopDomain: string, extra?: Readonly<Record<string, string>>): URLSearchParams;
};

export type FrontContext = {
  commerce: Commerce;
  clock: SimClock;
  app: AppCredentials;
  proxy: ProxyConfig;
  /** Folder that holds the theme app extension ("extensions/storefront" is inside it). */
  extensionsDir: string;
  mails(): readonly OutboxMail[];
  clearMails(): void;
  sign: Signing;
  /** The shop a request is for: header x-sim-shop, else {handle}.localhost, else the first shop. */
  shopOf(request: IncomingMessage): SimShop;
  /** True after the first token exchange and until the uninstall. */
  installed(domain: string): boolean;
  /** gid of the app's installation at a shop: the owner of `app.metafields`. */
  installationId(domain: string): string;
  /** Moves the clock, tells the app, waits for it, sends due webhooks. Same as POST /__sim/clock. */
  moveClock(toMs: number): Promise<void>;
  /** Resolves when every due webhook has been sent. */
  settle(): Promise<void>;
  /** The simulator's own origin, http://127.0.0.1:PORT. */
  origin(): string;
};

/** Exported by storefront/front.ts. */
export type CreateFront = (context: FrontContext) => RequestListener;

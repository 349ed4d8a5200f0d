/** One request to a shop's storefront: who, where, in which language. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FrontContext } from '../front.types.ts';
import type { SimShop } from '../types.ts';

export type CartLine = { key: string; variantId: string; quantity: number };
export type Session = {
  id: string;
  customerId: string | null;
  cart: {
    token: string;
    lines: CartLine[];
    codes: string[];
    attributes: Record<string, string>;
    note: string;
  };
  /** First page of the visit, as orders carry it in `landing_site`. */
  landingSite: string;
};

export type Visit = {
  context: FrontContext;
  request: IncomingMessage;
  response: ServerResponse;
  shop: SimShop;
  session: Session;
  url: URL;
  /** Without the language: /fa/cart is /cart here. */
  path: string;
  locale: string;
  /** '' for the shop's own language, else '/fa'. */
  prefix: string;
  dark: boolean;
  bar: boolean;
};

/** Sessions by cookie and shop; they live as long as the process. */
export type Sessions = Map<string, Session>;

export const sessionCookie = '_sim_session';

/** Cookies of a request; a later one of the same name does not win. */
export function readCookies(request: IncomingMessage): Readonly<Record<string, string>> {
  const cookies: Record<string, string> = {};
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const cut = part.indexOf('=');
    const name = part.slice(0, cut).trim();
    if (cut > 0 && !(name in cookies)) cookies[name] = part.slice(cut + 1).trim();
  }
  return cookies;
}

function newSession(id: string, landingSite: string): Session {
  const cart = {
    token: randomBytes(16).toString('hex'),
    lines: [],
    codes: [],
    attributes: {},
    note: '',
  };
  return { id, customerId: null, cart, landingSite };
}

/** Finds the shop, the language (by path prefix, as Shopify does) and the session; sets cookies. */
export function openVisit(
  context: FrontContext,
  sessions: Sessions,
  request: IncomingMessage,
  response: ServerResponse,
): Visit {
  const shop = context.shopOf(request);
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const first = url.pathname.split('/')[1] ?? '';
  const foreign = first !== shop.locale && shop.locales.includes(first);
  const prefix = foreign ? `/${first}` : '';
  const path = url.pathname.slice(prefix.length) || '/';
  const cookies = readCookies(request);
  const session = findSession(sessions, shop.domain, cookies[sessionCookie], url, response);
  return {
    context,
    request,
    response,
    shop,
    session,
    url,
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    locale: foreign ? first : shop.locale,
    prefix,
    dark: remembered('theme', url, cookies, response) === 'dark',
    bar: remembered('bar', url, cookies, response) !== '0',
  };
}

function findSession(
  sessions: Sessions,
  domain: string,
  cookie: string | undefined,
  url: URL,
  response: ServerResponse,
): Session {
  const known = cookie ? sessions.get(`${domain} ${cookie}`) : undefined;
  if (known) return known;
  const id = /^[0-9a-f]{32}$/.test(cookie ?? '') ? String(cookie) : randomBytes(16).toString('hex');
  const session = newSession(id, url.pathname + url.search);
  sessions.set(`${domain} ${id}`, session);
  setCookie(response, `${sessionCookie}=${id}; Path=/; HttpOnly; SameSite=Lax`);
  return session;
}

/** A choice made once in the query (`?theme=dark`, `?bar=0`) and kept in a cookie. */
function remembered(
  name: string,
  url: URL,
  cookies: Readonly<Record<string, string>>,
  response: ServerResponse,
): string | undefined {
  const asked = url.searchParams.get(name);
  if (asked === null || !/^\w{1,10}$/.test(asked)) return cookies[`sim_${name}`];
  setCookie(response, `sim_${name}=${asked}; Path=/; SameSite=Lax`);
  return asked;
}

function setCookie(response: ServerResponse, cookie: string): void {
  response.appendHeader('set-cookie', cookie);
}

/** Empties the cart, as the platform does after an order. */
export function emptyCart(session: Session): void {
  session.cart = newSession(session.id, '').cart;
}

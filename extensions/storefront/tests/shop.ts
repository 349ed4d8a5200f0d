/**
 * A shop just big enough to try the extension in: renders its blocks with liquidjs and answers the
 * app's proxy and the Ajax cart from a story that the test holds and changes.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid, Tag, type TagToken, type TopLevelToken } from 'liquidjs';
import type { Halt } from './halt.ts';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

export type Answer = { status?: number; json?: unknown; drop?: boolean };
export type Story = {
  language: 'en' | 'fa' | 'ar';
  card: Record<string, unknown> | null;
  /** The customer's card; null: nobody is logged in. */
  customer: { available: number } | null;
  dark?: boolean;
  page?: 'product' | 'points' | 'landing';
  /** What follows the address of the page, such as `?ref=CODE`. */
  search?: string;
  /** The page's bytes stop inside this element until our script has run. */
  halt?: Halt;
  /** Answers `METHOD path`, such as `GET state`; anything else is 404. */
  proxy: Record<string, (body: unknown) => Answer>;
  cart: Record<string, unknown>;
  /** The cart after these codes were put on it. */
  codes: (codes: string[]) => Record<string, unknown>;
  /** Every request since the page was opened, and bodies of the posts. */
  asked: string[];
  posted: { path: string; body: unknown; headers: IncomingMessage['headers'] }[];
};

const words = {
  en: ['Stoneware mug, 350 ml', '$24.00', 'Add to cart', 'Thrown and glazed in small batches.'],
  fa: ['ماگ سفالی، ۳۵۰ میلی‌لیتر', '۲۴۰٬۰۰۰ تومان', 'افزودن به سبد خرید', 'دست‌ساز و لعاب‌خورده.'],
  ar: ['كوب فخّاري، ٣٥٠ مل', '٢٤٠ ج.م', 'أضف إلى السلة', 'مصنوع يدويًا بكميات صغيرة.'],
};

const theme = `*{box-sizing:border-box}body{margin:0;font:16px/1.55 Inter,Vazirmatn,sans-serif;
background:var(--bg);color:var(--ink)}html{--bg:#fff;--ink:#1b1d21;--btn:#1b1d21;--bt:#fff}
html[lang=fa]{--btn:#14595a}html[lang=ar]{--btn:#4b3a7c}html[data-theme=dark]{--bg:#15171a;--ink:#f1efea;
--btn:#e9dfc9;--bt:#15171a}.img{background:color-mix(in srgb,var(--ink) 9%,var(--bg));height:100vh}
main{display:grid;gap:16px;padding-bottom:120px}.d{padding:0 20px;display:grid;gap:16px}
h1{font-size:26px;margin:0}h2{letter-spacing:.2em;margin:3em}[name=add]{min-height:50px;border:0;
border-radius:8px;background:var(--btn);color:var(--bt);font:inherit}
@media(min-width:800px){.img{height:500px}main{grid-template-columns:1fr 1fr;max-width:1200px;margin:48px auto;gap:64px}}`;

const swallow = class extends Tag {
  constructor(token: TagToken, remain: TopLevelToken[], liquid: Liquid) {
    super(token, remain, liquid);
    const name = `end${token.name}`;
    while (remain.length > 0) if ((remain.shift() as { name?: string }).name === name) return;
  }
  *render(): Generator<unknown, void, unknown> {}
};

type Texts = { [key: string]: string | Texts };

/** Shopify's `t`: nested keys, plural forms by `count`, values filled in. */
function translate(language: string, key: string, values: Record<string, unknown>): string {
  const file = language === 'en' ? 'en.default' : language;
  let at: string | Texts = JSON.parse(
    readFileSync(join(root, `locales/${file}.json`), 'utf8'),
  ) as Texts;
  for (const part of key.split('.')) at = (at as Texts)[part] ?? `missing ${key}`;
  if (typeof at === 'object') {
    const form = new Intl.PluralRules(language).select(Number(values['count']));
    at = (at[form] ?? at['other']) as string;
  }
  return at.replace(/\{\{ (\w+) \}\}/g, (_, name: string) => String(values[name]));
}

function createEngine(language: string): Liquid {
  const engine = new Liquid({
    root: [root],
    partials: [join(root, 'snippets')],
    extname: '.liquid',
  });
  for (const tag of ['schema', 'doc']) engine.registerTag(tag, swallow);
  engine.registerTag('style', {
    parse(token: TagToken, remain: TopLevelToken[]) {
      this['inner'] = [];
      const stream = this.liquid.parser.parseStream(remain);
      stream.on('template', (each: unknown) => this['inner'].push(each));
      stream.on('tag:endstyle', () => stream.stop());
      stream.start();
    },
    *render(context, emitter) {
      emitter.write('<style>');
      yield this.liquid.renderer.renderTemplates(this['inner'], context, emitter);
      emitter.write('</style>');
    },
  });
  engine.registerFilter('asset_url', (name: string) => `/assets/${name}?v=1`);
  engine.registerFilter('t', (key: string, ...pairs: [string, unknown][]) =>
    translate(language, key, Object.fromEntries(pairs)),
  );
  return engine;
}

/** What Liquid knows on a page of this story. Prices are hundredths, whatever the currency. */
function globals(story: Story): Record<string, unknown> {
  const metafields = (namespace: string, value: unknown) =>
    value ? { [namespace]: { card: { value } } } : {};
  const scale = story.language === 'fa' ? 100_000 : story.language === 'ar' ? 10 : 1;
  const variant = (id: string, price: number) => ({ id, price: price * scale });
  const variants = [variant('11', 2400), variant('12', 4200)];
  return {
    app: { metafields: metafields('regulars', story.card) },
    customer: story.customer && {
      id: 7, metafields: metafields('$app:regulars', story.customer),
    },
    request: { locale: { iso_code: story.language } },
    routes: { root_url: '/', account_login_url: '/account/login', account_register_url: '/account/register' },
    shop: { taxes_included: false },
    product: { variants, selected_or_first_available_variant: variants[0] },
    block: { settings: {} },
  }; // prettier-ignore
}

export async function renderBlock(name: string, story: Story): Promise<string> {
  const source = readFileSync(join(root, `blocks/${name}.liquid`), 'utf8');
  return createEngine(story.language).parseAndRender(source, {}, { globals: globals(story) });
}

async function renderPage(story: Story): Promise<string> {
  const [title, price, add, about] = words[story.language];
  const direction = story.language === 'en' ? 'ltr' : 'rtl';
  const product = `<div class="img"></div><div class="d"><h1>${title}</h1><p>${price}</p>
    <form action="/cart/add" method="post"><select name="id" aria-label="${title}"><option value="11">1</option>
    <option value="12">2</option></select><input type="text" name="note" aria-label="${about}">
    <button type="submit" name="add">${add}</button></form>
    <div class="shopify-block">${await renderBlock('product-points', story)}</div><p>${about}</p></div>`;
  const points = `<div class="d"><h1>${title}</h1><regulars-page><p>fallback</p></regulars-page></div>`;
  const landing = `<div class="d"><h1>${title}</h1>${await renderBlock('friend-offer', story)}<p>${about}</p></div>`;
  return `<!doctype html><html lang="${story.language}" dir="${direction}"
    data-theme="${story.dark ? 'dark' : 'light'}"><head><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width,initial-scale=1"><style>${theme}</style>
    <link rel="stylesheet" href="/assets/regulars.css?v=1">
    <script src="/assets/regulars.js?v=1" async></script></head><body>
    <main>${{ product, points, landing }[story.page ?? 'product']}</main>
    <div id="shopify-block-x" class="shopify-block shopify-app-block">${await renderBlock('launcher', story)}</div>
    </body></html>`;
}

function readBody(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => resolve(JSON.parse(Buffer.concat(parts).toString() || 'null')));
  });
}

async function answer(
  story: Story,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://shop');
  const send = (type: string, body: string | Buffer, status = 200): void =>
    void response.writeHead(status, { 'content-type': `${type}; charset=utf-8` }).end(body);
  story.asked.push(`${request.method} ${pathname}`);
  const body = request.method === 'POST' ? await readBody(request) : null;
  if (body) story.posted.push({ path: pathname, body, headers: request.headers });
  if (pathname.startsWith('/halt/')) {
    story.halt?.hear(pathname);
    send('text/plain', '');
  } else if (pathname.startsWith('/assets/')) {
    if (pathname.endsWith('/regulars.js')) await story.halt?.reached;
    const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
    send(type, readFileSync(join(root, pathname)));
  } else if (pathname.startsWith('/apps/regulars/')) {
    const told = story.proxy[`${request.method} ${pathname.slice(15)}`]?.(body) ?? { status: 404 };
    if (told.drop) response.destroy();
    else send('application/json', JSON.stringify(told.json ?? null), told.status);
  } else if (pathname === '/cart/update.js') {
    const { discount, attributes } = body as { discount?: string; attributes?: object };
    if (discount !== undefined) story.cart = story.codes(discount.split(',').filter(Boolean));
    if (attributes) story.cart = { ...story.cart, attributes };
    send('application/json', JSON.stringify(story.cart));
  } else if (pathname === '/cart.js') send('application/json', JSON.stringify(story.cart));
  else if (pathname === '/' && story.halt) await story.halt.send(await renderPage(story), response);
  else if (pathname === '/') send('text/html', await renderPage(story));
  else send('text/plain', '', 404);
}

export type Shop = {
  /** Serves one more story, at an address of its own that a browser takes for this machine. */
  tell(story: Story): string;
  close(): Promise<void>;
};

/** One server for any number of stories at a time; each has its own host name, so its own storage. */
export async function openShop(): Promise<Shop> {
  const stories: Story[] = [];
  const server = createServer((request, response) => {
    const story = stories[parseInt(request.headers.host?.slice(5) ?? '', 10)];
    if (!story) response.writeHead(404).end();
    else
      answer(story, request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    tell: (story) =>
      `http://story${stories.push(story) - 1}.localhost:${port}/${story.search ?? ''}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

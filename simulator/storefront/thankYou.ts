/**
 * The app's UI extension on the thank-you page. The platform runs extensions in a sandbox and draws
 * their `s-*` elements natively; here the bundle runs in the page, with plain stand-ins for the
 * elements and for what the platform offers (`browser/thankYouHost.js`).
 * https://shopify.dev/docs/api/checkout-ui-extensions/latest/targets
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimOrderSummary } from '../types.ts';
import { sendJson } from './exchange.ts';
import { safeJson } from './liquidFilters.ts';
import type { Visit } from './visit.ts';

const base = '/checkout/__extension';

/** What the page holds for the extension; '' where the app has none or is not installed. */
export function thankYouBlock(visit: Visit, order: SimOrderSummary): string {
  const { context, shop, locale, prefix } = visit;
  const folder = join(context.extensionsDir, 'thank-you');
  if (!context.installed(shop.domain) || !existsSync(folder)) return '';
  const data = {
    language: locale,
    texts: textsOf(folder, locale),
    checkoutToken: order.checkoutToken,
    tokenUrl: `${prefix}${base}/session-token`,
  };
  return `<div class="app-block" id="thank-you-extension"></div>
<script type="application/json" id="thank-you-data">${safeJson(data)}</script>
<script src="${prefix}${base}/host.js"></script>
<script src="${prefix}${base}/thank-you.js" defer></script>`;
}

/** Answers the three questions of that block: two scripts and a new session token. */
export async function answerThankYou(visit: Visit): Promise<boolean> {
  const { path, request, context, shop, session } = visit;
  if (path === `${base}/host.js`) {
    const file = join(import.meta.dirname, 'browser', 'thankYouHost.js');
    sendScript(visit, readFileSync(file, 'utf8'));
  } else if (path === `${base}/thank-you.js`) {
    const folder = join(context.extensionsDir, 'thank-you');
    sendScript(visit, await bundleOf(folder, context.app.appUrl()));
  } else if (path === `${base}/session-token` && request.method === 'POST') {
    const token = context.sign.sessionToken('extension', shop.domain, session.customerId);
    sendJson(visit.response, { token });
  } else return false;
  return true;
}

function sendScript({ response }: Visit, script: string): void {
  response.setHeader('content-type', 'text/javascript; charset=utf-8');
  response.setHeader('cache-control', 'no-cache');
  response.end(script);
}

/** The reader's language over the default one, as the platform falls back. */
function textsOf(folder: string, locale: string): unknown {
  const read = (name: string): object => {
    const path = join(folder, 'locales', name);
    return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as object) : {};
  };
  return { ...read('en.default.json'), ...read(`${locale.split('-')[0]}.json`) };
}

/** By folder and address of the app: the address is put in when the extension is built. */
const bundles = new Map<string, Promise<string>>();

function bundleOf(folder: string, appUrl: string): Promise<string> {
  const key = `${folder} ${appUrl}`;
  const known = bundles.get(key);
  if (known) return known;
  const made = bundle(folder, appUrl);
  bundles.set(key, made);
  made.catch(() => bundles.delete(key));
  return made;
}

/** Sees only its own place as the body, as in the platform's sandbox. */
async function bundle(folder: string, appUrl: string): Promise<string> {
  const { build } = await import('vite');
  const output = await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    define: {
      'process.env.APP_URL': JSON.stringify(appUrl),
      'process.env.NODE_ENV': '"production"',
    },
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: join(folder, 'src', 'index.tsx'), formats: ['iife'], name: 'extension' },
      rolldownOptions: { output: { exports: 'named' } },
    },
  });
  const [chunk] = [output].flat().flatMap((each) => ('output' in each ? each.output : []));
  if (chunk?.type !== 'chunk') throw new Error('the thank-you extension made no chunk');
  return `((document, shopify) => {\n${chunk.code}\nextension.default();
})(thankYouHost.document, thankYouHost.shopify);\n`;
}

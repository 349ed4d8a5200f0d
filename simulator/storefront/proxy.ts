/**
 * The app proxy: what shoppers ask of the shop's /apps/… path, signed and sent on to the app.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies
 */
import type { IncomingHttpHeaders } from 'node:http';
import { readBody } from './exchange.ts';
import type { EmbedSwitches } from './extension.ts';
import { showProxyPage } from './page.ts';
import type { Visit } from './visit.ts';

const forwarded = ['accept', 'accept-language', 'content-type', 'user-agent', 'if-none-match'];
/** Headers that end at each hop, or that the platform keeps to itself. */
const dropped = new Set([
  'set-cookie',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
]);

/** Answers /{prefix}/{subpath}/*; false: not the proxy's path. */
export async function answerProxy(visit: Visit, switches: EmbedSwitches): Promise<boolean> {
  const { context, request, response, shop, session, url } = visit;
  const root = `/${context.proxy.prefix}/${context.proxy.subpath}`;
  if (visit.path !== root && !visit.path.startsWith(`${root}/`)) return false;
  if (!context.installed(shop.domain)) return false;
  const query = context.sign.proxyQuery(shop.domain, session.customerId, url.searchParams);
  const rest = url.pathname.slice(visit.prefix.length + root.length);
  const method = request.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? null : await readBody(request);
  let answer: Response;
  try {
    answer = await fetch(`${context.app.appUrl()}${context.proxy.path}${rest}?${query}`, {
      method,
      headers: forwardedHeaders(visit),
      body: body === null ? null : new Uint8Array(body),
      redirect: 'manual',
    });
  } catch {
    // The app is not there: the platform answers for it.
    response.statusCode = 502;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end('There was an error in the third-party application.');
    return true;
  }
  await passOn(visit, switches, answer);
  return true;
}

/** Cookies stay with the shop; the shopper's own `x-` headers go through, ours do not. */
function forwardedHeaders(visit: Visit): Record<string, string> {
  const given: IncomingHttpHeaders = visit.request.headers;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const own =
      name.startsWith('x-') && !name.startsWith('x-sim-') && !/^x-(forwarded|shopify)-/.test(name);
    if ((own || forwarded.includes(name)) && typeof value === 'string') headers[name] = value;
  }
  const origin = shopOrigin(visit, given.origin);
  if (origin !== undefined) headers['origin'] = origin;
  headers['x-forwarded-host'] = visit.shop.domain;
  headers['x-forwarded-for'] = visit.request.socket.remoteAddress ?? '';
  return headers;
}

/** The storefront's local address stands for https://{shop}; a foreign page's Origin stays foreign. */
function shopOrigin(visit: Visit, origin: string | undefined): string | undefined {
  return origin === visit.url.origin ? `https://${visit.shop.domain}` : origin;
}

async function passOn(visit: Visit, switches: EmbedSwitches, answer: Response): Promise<void> {
  const { response } = visit;
  const type = answer.headers.get('content-type') ?? '';
  if (/^application\/liquid/i.test(type)) {
    await showProxyPage(visit, switches, await answer.text(), answer.status);
    return;
  }
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers)
    if (!dropped.has(name)) response.setHeader(name, value);
  response.end(Buffer.from(await answer.arrayBuffer()));
}

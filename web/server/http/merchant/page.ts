/**
 * The admin's one page and its files. It may be framed by the shop's own admin and nobody else, and
 * only the platform's signature says which shop that is:
 * https://shopify.dev/docs/apps/build/security/app-server/set-up-iframe-protection
 * App Bridge must be the first script in the head, after the meta that names the app:
 * https://shopify.dev/docs/api/app-home
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { Router } from 'express';
import type { DoorDeps } from '../deps.ts';
import { rawQueryOf } from '../requests.ts';

const ADMIN = 'https://admin.shopify.com';

const MARKS: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const inAttribute = (text: string): string => text.replace(/[&"<>]/g, (mark) => MARKS[mark] ?? '');

export type AdminDeps = Pick<
  DoorDeps,
  'adminDir' | 'apiKey' | 'appBridgeUrl' | 'frameOrigins' | 'platform'
>;

/** Answers HTML at every path, since the admin finds its own way; nothing when it was not built. */
export function adminPages(deps: AdminDeps): Router {
  const router = Router();
  const { adminDir } = deps;
  if (adminDir === null) return router;
  // Vite writes the hash of a file into its name.
  const assets = {
    immutable: true,
    maxAge: '1y',
    index: false,
    fallthrough: true,
    redirect: false,
  } as const;
  router.use('/assets', express.static(path.join(adminDir, 'assets'), assets));
  router.get('/{*rest}', async (request, response, next) => {
    const isFile = /\.[a-z0-9]+$/i.test(request.path);
    if (isFile || request.path.startsWith('/__') || !request.accepts('html')) return next();
    const html = await readFile(path.join(adminDir, 'index.html'), 'utf8');
    response.set({
      'content-security-policy': policyOf(deps, rawQueryOf(request.originalUrl)),
      'cache-control': 'no-store',
    });
    response.type('html').send(withAppBridge(html, deps));
  });
  return router;
}

/** Scripts are our own and App Bridge's; nothing of the page is taken from its text. */
function policyOf(deps: AdminDeps, query: string): string {
  const bridge = new URL(deps.appBridgeUrl).origin;
  return [
    `frame-ancestors ${ancestorsOf(deps, query)}`,
    `script-src 'self' ${bridge}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

function ancestorsOf({ platform, frameOrigins = [] }: AdminDeps, query: string): string {
  const call = platform.verifyPageCall(query);
  return call.ok ? [`https://${call.shopDomain}`, ADMIN, ...frameOrigins].join(' ') : "'none'";
}

/** Puts the key and App Bridge first in the head. */
function withAppBridge(html: string, { apiKey, appBridgeUrl }: AdminDeps): string {
  const first =
    `<meta name="shopify-api-key" content="${inAttribute(apiKey)}">` +
    `<script src="${inAttribute(appBridgeUrl)}"></script>`;
  return html.replace(/<head[^>]*>/i, (head) => head + first);
}

/**
 * The admin's one page and its files. It may be framed by the shop's own admin and nobody else:
 * https://shopify.dev/docs/apps/build/security/app-server/set-up-iframe-protection
 * App Bridge must be the first script in the head, after the meta that names the app:
 * https://shopify.dev/docs/api/app-home
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import express, { Router } from 'express';
import type { DoorDeps } from '../deps.ts';
import { queryValue } from '../requests.ts';

const SHOP = /^[a-z0-9][a-z0-9-]{0,100}\.myshopify\.com$/;
const ADMIN = 'https://admin.shopify.com';

const MARKS: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' };
const inAttribute = (text: string): string => text.replace(/[&"<>]/g, (mark) => MARKS[mark] ?? '');

export type AdminDeps = Pick<DoorDeps, 'adminDir' | 'apiKey' | 'appBridgeUrl' | 'frameOrigins'>;

/** Answers HTML at every path, since the admin finds its own way; nothing when it was not built. */
export function adminPages(deps: AdminDeps): Router {
  const router = Router();
  const { adminDir } = deps;
  if (adminDir === null) return router;
  // Vite writes the hash of a file into its name.
  const assets = { immutable: true, maxAge: '1y', index: false, fallthrough: true } as const;
  router.use('/assets', express.static(path.join(adminDir, 'assets'), assets));
  router.get('/{*rest}', async (request, response, next) => {
    const isFile = /\.[a-z0-9]+$/i.test(request.path);
    if (isFile || request.path.startsWith('/__') || !request.accepts('html')) return next();
    const html = await readFile(path.join(adminDir, 'index.html'), 'utf8');
    const shop = (queryValue(request.originalUrl, 'shop') ?? '').toLowerCase();
    response.set({
      'content-security-policy': `frame-ancestors ${ancestorsOf(deps, shop)}; object-src 'none'; base-uri 'self'`,
      'cache-control': 'no-store',
    });
    response.type('html').send(withAppBridge(html, deps));
  });
  return router;
}

function ancestorsOf(deps: AdminDeps, shop: string): string {
  if (!SHOP.test(shop)) return "'none'";
  return [`https://${shop}`, ADMIN, ...(deps.frameOrigins ?? [])].join(' ');
}

/** Puts the key and App Bridge first in the head. */
function withAppBridge(html: string, { apiKey, appBridgeUrl }: AdminDeps): string {
  const first =
    `<meta name="shopify-api-key" content="${inAttribute(apiKey)}">` +
    `<script src="${inAttribute(appBridgeUrl)}"></script>`;
  return html.replace(/<head[^>]*>/i, (head) => head + first);
}

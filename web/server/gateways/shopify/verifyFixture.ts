/** One app, and Shopify's own library configured for it, to compare our verdicts with. For tests. */
import '@shopify/shopify-api/adapters/node';
import { LogSeverity, shopifyApi } from '@shopify/shopify-api';
import type { ApiVersion } from '@shopify/shopify-api';
import { createHmac } from 'node:crypto';
import type { ShopifyOptions } from './options.ts';

export const SECRET = 'current-secret';
export const OLD = 'secret-before-the-rotation';
/** The library that we compare with has no clock but the machine's, so these tests run by it too. */
export const NOW = Date.now();
export const SECONDS = Math.floor(NOW / 1000);
export const SHOP = 'northday.myshopify.com';

export const options: ShopifyOptions = {
  apiKey: 'the-key',
  apiSecrets: [SECRET, OLD],
  apiVersion: '2026-07',
  scopes: ['read_orders'],
  clock: { now: () => NOW },
};

export const library = shopifyApi({
  apiKey: options.apiKey,
  apiSecretKey: SECRET,
  apiVersion: options.apiVersion as ApiVersion,
  hostName: 'app.example',
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error },
});

export const hmac = (secret: string, message: string, to: 'base64' | 'hex' | 'base64url'): string =>
  createHmac('sha256', secret).update(message).digest(to);

import { hmacBase64 } from '../signing.ts';
import type { Delivery } from './queue.ts';

/** Five seconds in all: https://shopify.dev/docs/apps/build/webhooks/troubleshoot */
const TIMEOUT_MS = 5_000;

/** One HTTP try. Returns the status, or why there was none; never throws. */
export async function deliver(
  delivery: Delivery,
  to: { url: string; secret: string; apiVersion: string },
): Promise<number | string> {
  // https://shopify.dev/docs/apps/build/webhooks/delivery-structure
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': delivery.topic,
    'X-Shopify-Hmac-Sha256': hmacBase64(to.secret, delivery.body),
    'X-Shopify-Shop-Domain': delivery.shop,
    'X-Shopify-API-Version': to.apiVersion,
    'X-Shopify-Webhook-Id': delivery.webhookId,
    'X-Shopify-Event-Id': delivery.eventId,
    'X-Shopify-Triggered-At': new Date(delivery.triggeredAt).toISOString(),
  };
  try {
    const response = await fetch(to.url, {
      method: 'POST',
      headers,
      body: delivery.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    if (error instanceof Error)
      return error.cause instanceof Error ? error.cause.message : error.name;
    return 'failed';
  }
}

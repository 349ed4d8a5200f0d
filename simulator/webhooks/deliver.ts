import http from 'node:http';
import https from 'node:https';
import { hmacBase64 } from '../signing.ts';
import type { Delivery } from './queue.ts';

/** Five seconds in all: https://shopify.dev/docs/apps/build/webhooks/troubleshoot */
const TIMEOUT_MS = 5_000;

export type Outgoing = Pick<
  Delivery,
  'shop' | 'topic' | 'webhookId' | 'eventId' | 'body' | 'triggeredAt'
> & { format?: Delivery['format'] };
export type Destination = { url: string; secret: string; apiVersion: string };

const plain = new http.Agent({ keepAlive: true });
const secure = new https.Agent({ keepAlive: true });

/** https://shopify.dev/docs/apps/build/webhooks/delivery-structure */
export function webhookHeaders(message: Outgoing, to: Destination): Record<string, string> {
  return {
    'Content-Type': message.format === 'XML' ? 'application/xml' : 'application/json',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': message.topic,
    'X-Shopify-Hmac-Sha256': hmacBase64(to.secret, message.body),
    'X-Shopify-Shop-Domain': message.shop,
    'X-Shopify-API-Version': to.apiVersion,
    'X-Shopify-Webhook-Id': message.webhookId,
    'X-Shopify-Event-Id': message.eventId,
    'X-Shopify-Triggered-At': new Date(message.triggeredAt).toISOString(),
  };
}

/**
 * One HTTP try, over a connection that is kept (fetch costs three times as much, and a history is
 * many deliveries). Returns the status, or why there was none; never throws, follows no redirect.
 */
export async function deliver(message: Outgoing, to: Destination): Promise<number | string> {
  const headers = webhookHeaders(message, to);
  const answer = await attempt(message.body, to, headers);
  // The app may close a kept connection just as it is used again: that is no answer of the app's.
  const again = typeof answer !== 'number' && answer.stale;
  const last = again ? await attempt(message.body, to, headers) : answer;
  return typeof last === 'number' ? last : last.reason;
}

type NoAnswer = { reason: string; stale: boolean };

function attempt(
  body: string,
  to: Destination,
  headers: Record<string, string>,
): Promise<number | NoAnswer> {
  const url = new URL(to.url);
  const [client, agent] = url.protocol === 'https:' ? [https, secure] : [http, plain];
  const bytes = Buffer.from(body);
  return new Promise((done) => {
    const request = client.request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'Content-Length': bytes.byteLength },
    });
    const tooLate = setTimeout(() => request.destroy(new Error('TimeoutError')), TIMEOUT_MS);
    const end = (answer: number | NoAnswer): void => {
      clearTimeout(tooLate);
      done(answer);
    };
    request.on('response', (response) => {
      response.on('error', (error) => end({ reason: error.message, stale: false }));
      response.on('end', () => end(response.statusCode ?? 0)).resume();
    });
    request.on('error', (error: NodeJS.ErrnoException) =>
      end({ reason: error.message, stale: request.reusedSocket && error.code === 'ECONNRESET' }),
    );
    request.end(bytes);
  });
}

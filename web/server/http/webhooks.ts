/**
 * The webhook door, on bare node:http in front of everything else: raw bytes in, signature checked,
 * put down, answered. Nobody thinks about the message here.
 *
 * Shopify waits 5 s in all, wants 2xx, and repeats 8 times over 4 hours:
 * https://shopify.dev/docs/apps/build/webhooks/troubleshoot
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DoorDeps } from './deps.ts';
import { errorName } from './errorName.ts';
import { addressOf } from './limits/address.ts';
import { toldOf } from './refusals.ts';
import type { Refused } from './refusals.ts';
import { SAFE_HEADERS } from './safeHeaders.ts';

/** Larger than any order that Shopify sends. */
const BODY_LIMIT = 8 * 1024 * 1024;

type Body = { ok: true; bytes: Buffer } | { ok: false };

export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= limit) return void chunks.push(chunk);
      // The rest is read and thrown away, so that the sender hears why.
      chunks.length = 0;
      resolve({ ok: false });
    });
    // One piece, which is the rule, is not copied.
    const whole = () => (chunks.length === 1 && chunks[0]) || Buffer.concat(chunks, size);
    request.on('end', () => resolve({ ok: true, bytes: whole() }));
    request.on('error', reject);
    request.on('close', () => resolve({ ok: false }));
  });
}

const NOTHING = { ...SAFE_HEADERS, 'content-length': 0 };

function answer(response: ServerResponse, status: number): void {
  response.writeHead(status, NOTHING);
  response.end();
}

/** The platform reads no words; a person who looks into its log does. */
function refuse(response: ServerResponse, refused: Refused): void {
  const { status, body } = toldOf(refused, 'en');
  const seconds = refused.data?.['seconds'];
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...SAFE_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
  });
  response.end(text);
}

/**
 * `POST /webhooks/shopify`: 200 once committed (also for shops we do not know), 401 if forged. True
 * messages are never limited; an address that brings too many forged ones is not even read.
 */
export function webhookDoor(deps: DoorDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return answer(response, 405);
    const who = { address: addressOf(request, deps.trustedProxies) };
    const late = deps.limits.refuse('forgedWebhook', who);
    if (late) return refuse(response, late);
    const body = await readBody(request, BODY_LIMIT);
    if (!body.ok) return refuse(response, { kind: 'tooLarge' });
    const claim = deps.platform.verifyWebhook(body.bytes, request.headers as HeaderMap);
    if (!claim.ok) {
      deps.limits.count('forgedWebhook', who);
      deps.log.warn({ door: 'webhooks', reason: claim.reason }, 'webhook refused');
      return answer(response, 401);
    }
    const { shopDomain, webhookId, topic, triggeredAt } = claim;
    const platform = deps.platform.name;
    const receivedAt = deps.now();
    try {
      const known = await deps.acceptInbox({
        platform,
        shopDomain,
        webhookId,
        topic,
        triggeredAt,
        receivedAt,
        body: body.bytes,
      });
      answer(response, 200);
      const told = { cause: inLog(webhookId), topic: inLog(topic) };
      if (known) deps.log.debug(told, 'webhook accepted');
      else deps.log.info(told, 'webhook of an unknown shop');
    } catch (error) {
      const cause = inLog(webhookId);
      deps.log.error({ door: 'webhooks', cause, error: errorName(error) }, 'webhook not put down');
      answer(response, 503);
    }
  };
}

/** Headers are not signed: what does not look like an id or a topic is not repeated. */
const inLog = (text: string): string => (/^[\w/-]{1,80}$/.test(text) ? text : 'odd');

type HeaderMap = Record<string, string | undefined>;

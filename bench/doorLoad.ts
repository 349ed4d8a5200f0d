/** The load of bench/door.ts: signed webhooks on 64 kept-alive connections, bounded in time. */
import crypto from 'node:crypto';
import http from 'node:http';
import { domainOf, orderBody, percentile, saturate } from './harness.ts';

const { APP = '', SECRET = '', SECONDS = '5', CLUBS = '1' } = process.env;
const target = new URL('/webhooks/shopify', APP);
if (target.hostname !== '127.0.0.1') throw new Error('the load goes to this machine only');
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const body = Buffer.from(orderBody('1', '1', '2026-01-01T00:00:00Z'));
const hmac = crypto.createHmac('sha256', SECRET).update(body).digest('base64');
const triggeredAt = new Date().toISOString();
const times: number[] = [];
let n = 0;

const send = () =>
  new Promise<void>((resolve, reject) => {
    const startedAt = performance.now();
    const request = http.request(
      target,
      {
        method: 'POST',
        agent,
        headers: {
          'content-length': body.byteLength,
          'x-shopify-topic': 'orders/paid',
          'x-shopify-hmac-sha256': hmac,
          'x-shopify-shop-domain': domainOf((n += 1) % Number(CLUBS)),
          'x-shopify-api-version': '2026-07',
          'x-shopify-webhook-id': crypto.randomUUID(),
          'x-shopify-event-id': crypto.randomUUID(),
          'x-shopify-triggered-at': triggeredAt,
        },
      },
      (response) => {
        response.resume();
        response.on('end', () => {
          times.push(performance.now() - startedAt);
          if (response.statusCode === 200) resolve();
          else reject(new Error(`the door said ${response.statusCode}`));
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const seconds = Number(SECONDS);
const done = await saturate(64, seconds * 1000, send);
console.log(JSON.stringify({ perSecond: done / seconds, p99Ms: percentile(times, 0.99) }));
process.exit(0);

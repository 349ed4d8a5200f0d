/** What operators ask, and the demo's clock. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Router } from 'express';
import type { Request } from 'express';
import { z } from 'zod';
import type { DoorDeps } from './deps.ts';
import { sendRefusal } from './refusals.ts';
import { invalidOf, jsonBody } from './requests.ts';

/** `/healthz`: this process answers. `/readyz`: and its database does. `/metrics`: Prometheus text. */
export function opsDoor(deps: DoorDeps): Router {
  const { metrics, metricsToken } = deps;
  const router = Router();
  router.get('/healthz', (_request, response) => void response.type('text').send('ok'));
  router.get('/readyz', async (_request, response) => {
    const ready = await deps.ready().catch(() => false);
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready');
  });
  router.get('/metrics', async (request, response) => {
    if (!mayReadMetrics(request, metricsToken)) return sendRefusal(response, { kind: 'notFound' });
    response.set('content-type', metrics.contentType).send(await metrics.text());
  });
  return router;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
export const isLoopback = (address: string | undefined): boolean => LOOPBACK.has(address ?? '');

/** Whoever stands in front of us adds one of these, so the caller may be anybody. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'];

/**
 * With a token: whoever shows it. Without: this machine, and not through a proxy on it. Everybody else
 * hears that there is no such address.
 */
export function mayReadMetrics(
  request: Pick<Request, 'headers' | 'socket'>,
  token: string | null,
): boolean {
  const { headers, socket } = request;
  if (token === null) {
    return isLoopback(socket.remoteAddress) && FORWARDED.every((name) => !(name in headers));
  }
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`));
}

const clockRequest = z.object({ now: z.iso.datetime({ offset: true }) });

/** Demo and tests only, and only for this machine: elsewhere these addresses do not exist. */
export function demoDoor(moveClock: NonNullable<DoorDeps['moveClock']>): Router {
  const router = Router();
  router.post('/clock', (request, response, next) => {
    if (isLoopback(request.socket.remoteAddress)) next();
    else sendRefusal(response, { kind: 'notFound' });
  });
  router.post('/clock', jsonBody(), async (request, response) => {
    const read = clockRequest.safeParse(request.body);
    if (!read.success) return sendRefusal(response, invalidOf(read.error));
    const now = await moveClock(Date.parse(read.data.now));
    response.json({ now: new Date(now).toISOString() });
  });
  return router;
}

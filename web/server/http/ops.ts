/** What operators ask, and the demo's clock. */
import { Router } from 'express';
import { Counter, Gauge, Registry } from 'prom-client';
import { z } from 'zod';
import type { DoorDeps } from './deps.ts';
import { sendRefusal } from './refusals.ts';
import { invalidOf, jsonBody } from './requests.ts';

export type Metrics = {
  count(path: string, status: number): void;
  text(): Promise<string>;
  contentType: string;
};

const DOORS: readonly (readonly [beginning: string, door: string])[] = [
  ['/webhooks/', 'webhooks'],
  ['/proxy', 'shopper'],
  ['/api/', 'merchant'],
  ['/healthz', 'ops'],
  ['/readyz', 'ops'],
  ['/metrics', 'ops'],
];

const doorOf = (path: string): string =>
  DOORS.find(([beginning]) => path.startsWith(beginning))?.[1] ?? 'admin';

/** Numbers of this process by door and status; of the whole database where main.ts can tell. */
export function createMetrics(deps: DoorDeps): Metrics {
  const registry = new Registry();
  const requests = new Counter({
    name: 'regulars_requests_total',
    help: 'Answers by door and status.',
    labelNames: ['door', 'status'],
    registers: [registry],
  });
  const { workWaiting } = deps;
  if (workWaiting) {
    new Gauge({
      name: 'regulars_work_waiting',
      help: 'Rows that wait for the worker or for a person, over all clubs.',
      labelNames: ['work'],
      registers: [registry],
      async collect() {
        for (const [work, rows] of Object.entries(await workWaiting())) this.set({ work }, rows);
      },
    });
  }
  return {
    count: (path, status) => requests.inc({ door: doorOf(path), status: String(status) }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** `/healthz`: this process answers. `/readyz`: and its database does. `/metrics`: Prometheus text. */
export function opsDoor(deps: DoorDeps, metrics: Metrics): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.type('text').send('ok'));
  router.get('/readyz', async (_request, response) => {
    const ready = await deps.ready().catch(() => false);
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready');
  });
  router.get('/metrics', async (_request, response) => {
    response.set('content-type', metrics.contentType).send(await metrics.text());
  });
  return router;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
export const isLoopback = (address: string | undefined): boolean => LOOPBACK.has(address ?? '');

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

/**
 * All doors on one port: webhooks on bare node:http, everything else through Express. No cookie is
 * ever set or read: each call carries its own proof.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import type { DoorDeps } from './deps.ts';
import { extensionDoor } from './ext/door.ts';
import { merchantDoor } from './merchant/door.ts';
import { adminPages } from './merchant/page.ts';
import { createMetrics, demoDoor, opsDoor } from './ops.ts';
import type { Metrics } from './ops.ts';
import { sendRefusal } from './refusals.ts';
import { errorHandler, pathOf, queryValue } from './requests.ts';
import { SAFE_HEADERS } from './safeHeaders.ts';
import { shopperDoor } from './shopper/door.ts';
import { webhookDoor } from './webhooks.ts';
import { languageOf } from './words.ts';

const WEBHOOKS = '/webhooks/shopify';

/** Answers every request there is; never throws. */
export function createDoors(
  deps: DoorDeps,
): (request: IncomingMessage, response: ServerResponse) => void {
  const metrics = createMetrics(deps);
  const webhooks = webhookDoor(deps);
  const app = createApp(deps, metrics);
  return (request, response) => {
    const path = pathOf(request.url);
    response.once('finish', () => metrics.count(path, response.statusCode));
    if (path !== WEBHOOKS) return void app(request, response);
    webhooks(request, response).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'unknown';
      deps.log.warn({ door: 'webhooks', error: name }, 'webhook cut off');
      response.destroy();
    });
  };
}

function createApp(deps: DoorDeps, metrics: Metrics): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(headers);
  app.use('/proxy', shopperDoor(deps));
  app.use('/api', merchantDoor(deps));
  app.use('/ext', extensionDoor(deps));
  app.use(opsDoor(deps, metrics));
  if (deps.moveClock) app.use('/__demo', demoDoor(deps.moveClock));
  app.use(adminPages(deps));
  app.use((_request, response) => sendRefusal(response, { kind: 'notFound' }));
  app.use(errorHandler(deps.log));
  return app;
}

function headers(request: Request, response: Response, next: NextFunction): void {
  response.set(SAFE_HEADERS);
  const asked = queryValue(request.originalUrl, 'locale');
  response.locals['language'] = languageOf(asked, request.get('accept-language'));
  next();
}

/**
 * All doors on one port: webhooks on bare node:http, everything else through Express. No cookie is
 * ever set or read: each call carries its own proof.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import type { DoorDeps } from './deps.ts';
import { errorName } from './errorName.ts';
import { apiKeyDoor } from './api/door.ts';
import { extensionDoor } from './ext/door.ts';
import { merchantDoor } from './merchant/door.ts';
import { adminPages } from './merchant/page.ts';
import { doorOf } from './metrics/metrics.ts';
import { demoDoor, opsDoor } from './ops.ts';
import { sendRefusal } from './refusals.ts';
import { errorHandler, pathOf, queryValue } from './requests.ts';
import { SAFE_HEADERS } from './safeHeaders.ts';
import { shopperDoor } from './shopper/door.ts';
import { webhookDoor } from './webhooks.ts';
import { languageOf } from './words.ts';

const WEBHOOKS = '/webhooks/shopify';
const CLOCK = '/__demo/clock';

/** Answers every request there is; never throws. */
export function createDoors(
  deps: DoorDeps,
): (request: IncomingMessage, response: ServerResponse) => void {
  const webhooks = webhookDoor(deps);
  const app = createApp(deps);
  return (request, response) => {
    const path = pathOf(request.url);
    const beganAt = performance.now();
    response.once('finish', () => {
      const seconds = (performance.now() - beganAt) / 1000;
      deps.metrics.answered(path, response.statusCode, seconds);
    });
    // Whoever moves the demo's clock does not ask for what falls due by it.
    if (path === CLOCK) return void app(request, response);
    if (path !== WEBHOOKS) return underItsName(deps, response, () => app(request, response));
    webhooks(request, response).catch((error: unknown) => {
      deps.log.warn({ door: 'webhooks', error: errorName(error) }, 'webhook cut off');
      response.destroy();
    });
  };
}

/** The answer carries the request's own id, under which the log tells all that came of it. */
function underItsName(deps: DoorDeps, response: ServerResponse, work: () => void): void {
  const cause = randomUUID();
  response.setHeader('x-request-id', cause);
  return deps.underCause(cause, work);
}

/** At debug a line each; an answer that is our fault is told at any level. */
function tellAnswers({ log }: DoorDeps) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const beganAt = performance.now();
    const cause = response.getHeader('x-request-id');
    response.once('finish', () => {
      const { statusCode: status } = response;
      const ms = Math.round(performance.now() - beganAt);
      const door = doorOf(pathOf(request.originalUrl));
      if (status >= 500) log.warn({ cause, door, status, ms }, 'answered');
      else log.debug({ cause, door, status, ms }, 'answered');
    });
    next();
  };
}

function createApp(deps: DoorDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(headers);
  app.use(tellAnswers(deps));
  app.use('/proxy', shopperDoor(deps));
  app.use('/api', apiKeyDoor(deps));
  app.use('/api', merchantDoor(deps));
  app.use('/ext', extensionDoor(deps));
  app.use(opsDoor(deps));
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

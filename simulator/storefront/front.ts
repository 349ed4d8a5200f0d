/** The doors of everything people see: storefront, checkout, admin shell, outbox. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAdmin } from '../adminShell/shell.ts';
import type { CreateFront, FrontContext } from '../front.types.ts';
import { answerOutbox } from '../outbox/page.ts';
import { answerAsset } from './assets.ts';
import { answerCart } from './cartRoutes.ts';
import { answerCheckout } from './checkout.ts';
import type { EmbedSwitches } from './extension.ts';
import { answerIndex } from './indexPage.ts';
import { showPage } from './page.ts';
import { answerPage } from './pages.ts';
import { answerProxy } from './proxy.ts';
import { escapeHtml } from './translations.ts';
import { openVisit, type Sessions } from './visit.ts';

/** Builds the front's request listener. Sessions and embed switches live as long as it does. */
export const createFront: CreateFront = (context) => {
  const sessions: Sessions = new Map();
  const switches: EmbedSwitches = new Set();
  return (request, response) => {
    answer(context, sessions, switches, request, response).catch((error: unknown) => {
      showBug(response, error);
    });
  };
};

async function answer(
  context: FrontContext,
  sessions: Sessions,
  switches: EmbedSwitches,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (answerAsset(context, request, response)) return;
  if (answerIndex(context, request, response)) return;
  if (await answerOutbox(context, request, response)) return;
  if (await answerAdmin(context, switches, request, response)) return;
  const visit = openVisit(context, sessions, request, response);
  if (await answerProxy(visit, switches)) return;
  if (await answerCart(visit)) return;
  if (await answerCheckout(visit, switches)) return;
  if (await answerPage(visit, switches)) return;
  await showPage(visit, switches, '404', { title: visit.shop.name, status: 404 });
}

/** A page that failed shows why: this is a developer's store. */
function showBug(response: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = 500;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end(`<!doctype html><title>Simulator error</title><pre>${escapeHtml(text)}</pre>`);
}

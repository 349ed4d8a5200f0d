import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { CreateFront, FrontContext, Outbox, StartOutbox } from './front.types.ts';
import { sendJson } from './http.ts';

/** The front is another part of the simulator; without it the rest still runs. */
export async function loadFront(context: FrontContext): Promise<RequestListener> {
  const file = new URL('./storefront/front.ts', import.meta.url);
  if (!existsSync(file)) {
    return (_request, response) => sendJson(response, 404, { error: 'no front here' });
  }
  const { createFront } = (await import(file.href)) as { createFront: CreateFront };
  return createFront(context);
}

export async function loadOutbox(options: Parameters<StartOutbox>[0]): Promise<Outbox> {
  const file = new URL('./outbox/outbox.ts', import.meta.url);
  if (!existsSync(file)) {
    return { smtpPort: 0, mails: () => [], clear: () => {}, stop: async () => {} };
  }
  const { startOutbox } = (await import(file.href)) as { startOutbox: StartOutbox };
  return startOutbox(options);
}

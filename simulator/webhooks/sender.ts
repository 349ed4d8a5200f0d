import type { AppToml } from '../appToml.ts';
import type { AppCredentials, SimClock } from '../front.types.ts';
import type { Json } from '../payloads/json.ts';
import { exactJson } from '../payloads/json.ts';
import { withheld } from '../payloads/withheld.ts';
import { xmlText } from '../payloads/xml.ts';
import type { ProtectedLevel, ShopAccess } from '../shopAccess.ts';
import type { Database } from '../state/database.ts';
import { noteTry } from '../state/subscriptions.ts';
import type { Routes } from './routes.ts';
import type { Ids } from '../state/ids.ts';
import { deliver } from './deliver.ts';
import { makeMischief } from './faults.ts';
import type { Mischief, WebhookFault } from './faults.ts';
import * as queue from './queue.ts';

const BATCH = 128;
const AT_ONCE = 16;
const LONGEST_TIMER_MS = 60_000;

/** Messages of one action may share a body; it is written once. */
export type Message = { topic: string; body: () => Json };

type Times = { triggeredAt: number; dueAt: number };

export type WebhookSender = {
  /**
   * Queues what one action of a merchant or shopper causes: one event id, one webhook id each.
   * Topics that the app has not subscribed to are left out.
   */
  send(shopDomain: string, messages: readonly Message[], dueAt?: number): void;
  /**
   * The same for what happened at `triggeredAt`, long ago: it is sent now and says when it was
   * triggered. Answers how many messages there are.
   */
  sendPast(shopDomain: string, messages: readonly Message[], triggeredAt: number): number;
  /** Forgets what was triggered before a moment and has been delivered. */
  forgetDelivered(shopDomain: string, before: number): void;
  /** Resolves when every delivery that is due now has been tried, or all but `room` of them. */
  settle(room?: number): Promise<void>;
  faults(faults: readonly WebhookFault[], seed?: number): void;
  redeliver(webhookId: string): number;
  log(): queue.Delivery[];
  /** Forgets what is queued for a shop and not sent yet. */
  forget(shopDomain: string, which: (topic: string) => boolean): void;
  stop(): Promise<void>;
};

type Parts = {
  db: Database;
  ids: Ids;
  clock: SimClock;
  app: AppCredentials;
  toml: AppToml;
  routes: Routes;
  access: ShopAccess;
  /** A frozen clock wakes nobody: whoever moves it settles. */
  frozen: boolean;
};

export function makeSender(parts: Parts): WebhookSender {
  const { db, clock } = parts;
  const mischief = makeMischief();
  const pump = makePump(parts, mischief);
  let lastTriggeredAt = 0;
  const put = (shopDomain: string, messages: readonly Message[], times: Times): number => {
    const eventId = parts.ids.uuid();
    const written = writer(parts.access.of(shopDomain).protectedData);
    const sent = messages.flatMap((message) =>
      parts.routes.of(shopDomain, message.topic).map(({ subscription }) => {
        const format = subscription?.format ?? 'JSON';
        return { message, subscription, format } as const;
      }),
    );
    for (const { message, subscription, format } of sent) {
      const { drop, copies, delayMs } = mischief.judge(message.topic);
      const delivery = {
        shop: shopDomain,
        topic: message.topic,
        webhookId: parts.ids.uuid(),
        eventId,
        body: subscription
          ? written(message, format)
          : written(chosen(message, parts.toml.includeFields.get(message.topic)), format),
        triggeredAt: times.triggeredAt,
        dueAt: times.dueAt + delayMs,
        subscriptionId: subscription?.id ?? null,
        uri: subscription?.uri ?? null,
        format,
      };
      for (let n = 0; n < copies; n++) queue.enqueue(db, delivery, drop ? 'dropped' : 'due');
    }
    pump.soon();
    return sent.length;
  };
  return {
    send(shopDomain, messages, dueAt) {
      // One instant for all messages of an action, later than that of the action before.
      const triggeredAt = Math.max(clock.now(), lastTriggeredAt + 1);
      lastTriggeredAt = triggeredAt;
      put(shopDomain, messages, { triggeredAt: dueAt ?? triggeredAt, dueAt: dueAt ?? clock.now() });
    },
    sendPast: (shopDomain, messages, triggeredAt) =>
      put(shopDomain, messages, { triggeredAt, dueAt: clock.now() }),
    forgetDelivered: (shopDomain, before) => queue.forgetDelivered(db, shopDomain, before),
    settle: (room) => pump.settle(room),
    faults: (faults, seed) => mischief.set(faults, seed),
    redeliver(webhookId) {
      const again = queue.redeliver(db, webhookId, clock.now());
      pump.soon();
      return again;
    },
    log: () => queue.allDeliveries(db),
    forget: (shopDomain, which) => queue.forget(db, shopDomain, which),
    stop: () => pump.stop(),
  };
}

type Pump = { soon(): void; settle(room?: number): Promise<void>; stop(): Promise<void> };

/** Sends what is due, several at once, one run at a time; wakes for what falls due later. */
function makePump(parts: Parts, mischief: Mischief): Pump {
  const { db, clock } = parts;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let batch = Promise.withResolvers<void>();

  const work = async (): Promise<void> => {
    while (!stopped) {
      const rows = mischief.arrange(queue.dueDeliveries(db, clock.now(), BATCH));
      if (rows.length === 0) return;
      const tried: (() => void)[] = [];
      const worker = async () => {
        for (let row = rows.shift(); row && !stopped; row = rows.shift()) {
          tried.push(await attempt(parts, row));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      db.transaction(() => tried.forEach((note) => note()));
      batch.resolve();
      batch = Promise.withResolvers<void>();
    }
  };
  const run = (): Promise<void> => {
    running ??= work().finally(() => {
      running = null;
      schedule();
    });
    return running;
  };
  const schedule = (): void => {
    if (timer) clearTimeout(timer);
    if (stopped || parts.frozen) return;
    const next = queue.nextDueAt(db);
    if (next === null) return;
    const wait = Math.min(Math.max(next - clock.now(), 0), LONGEST_TIMER_MS);
    timer = setTimeout(() => (next <= clock.now() ? void run() : schedule()), wait);
    timer.unref();
  };
  return {
    soon: () => void setImmediate(() => stopped || void run()),
    async settle(room = 0) {
      while (!stopped && queue.moreDueThan(db, clock.now(), room)) {
        await Promise.race([run(), batch.promise]);
      }
      if (running && room === 0) await running;
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      if (running) await running;
    },
  };
}

/** Only the fields that the app's file asks for. */
function chosen(message: Message, fields: readonly string[] | undefined): Message {
  if (!fields) return message;
  const body = (): Json => {
    const whole = Object.entries(message.body() as { readonly [key: string]: Json });
    return Object.fromEntries(whole.filter(([key]) => fields.includes(key)));
  };
  return { ...message, body };
}

/** The texts of one action's messages: a body that several share is written once. */
function writer(level: ProtectedLevel): (message: Message, format: 'JSON' | 'XML') => string {
  const texts = new Map<Message['body'], string>();
  return ({ topic, body }, format) => {
    if (format === 'XML') return xmlText(topic, withheld(level, body()));
    const text = texts.get(body) ?? exactJson(withheld(level, body()));
    texts.set(body, text);
    return text;
  };
}

/** One try; answers how to note it. */
async function attempt(parts: Parts, row: queue.Delivery): Promise<() => void> {
  const { db, clock, app, toml } = parts;
  const uri = row.uri ?? toml.subscriptions.get(row.topic) ?? '/';
  const answer = await deliver(row, {
    url: new URL(uri, `${app.appUrl()}/`).href,
    secret: app.apiSecret,
    apiVersion: toml.apiVersion,
  });
  const heard = { at: clock.now(), answer: String(answer) };
  return () => {
    queue.settleAttempt(db, row, heard, isSuccess(answer));
    if (row.subscriptionId) noteTry(db, row.shop, row.subscriptionId, isSuccess(answer));
  };
}

/** 2xx only; a redirect is a failure: https://shopify.dev/docs/apps/build/webhooks/troubleshoot */
const isSuccess = (answer: number | string): boolean =>
  typeof answer === 'number' && answer >= 200 && answer < 300;

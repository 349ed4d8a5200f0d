/**
 * What Prometheus is told: names with their units, and labels with few values each. No club, shop or
 * person is a label: there are thousands of them, and who they are is nobody's business here.
 * https://prometheus.io/docs/practices/naming/
 */
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { News } from '../../actions/news.ts';
import { addGauges } from './gauges.ts';
import type { GaugeSources } from './gauges.ts';

export type Metrics = {
  answered(path: string, status: number, seconds: number): void;
  hear(news: News): void;
  /** A call to a shop's platform, as it ended. */
  called(call: PlatformCall): void;
  /** A call waited for a shop's rate limit. */
  waited(seconds: number): void;
  text(): Promise<string>;
  contentType: string;
};

/** `operation`: our own name of what was asked. */
export type PlatformCall = {
  operation: string;
  outcome: 'done' | 'refused' | 'later' | 'unclear' | 'throttled';
  seconds: number;
};

const DOORS: readonly (readonly [beginning: string, door: string])[] = [
  ['/webhooks/', 'webhooks'],
  ['/proxy', 'shopper'],
  ['/api/', 'merchant'],
  ['/ext/', 'extension'],
  ['/healthz', 'ops'],
  ['/readyz', 'ops'],
  ['/metrics', 'ops'],
];

export const doorOf = (path: string): string =>
  DOORS.find(([beginning]) => path.startsWith(beginning))?.[1] ?? 'admin';

const ANSWER_SECONDS = [0.005, 0.01, 0.03, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LAG_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800];
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const LOOKED = ['asked', 'missing', 'stale', 'repaired', 'gone', 'unreadable'] as const;

/** Numbers of this process as they happen, and of the whole database when somebody asks. */
export function createMetrics(sources: GaugeSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  addGauges(registry, sources);
  const requests = counter(registry, 'requests_total', 'Answers.', ['door', 'status']);
  const answers = histogram(registry, 'request_duration_seconds', 'Until the answer was sent.', {
    labelNames: ['door'],
    buckets: ANSWER_SECONDS,
  });
  const calls = createCalls(registry);
  return {
    answered: (path, status, seconds) => {
      const door = doorOf(path);
      requests.inc({ door, status: String(status) });
      answers.observe({ door }, seconds);
    },
    hear: createEars(registry),
    called: calls.called,
    waited: calls.waited,
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

const counter = (registry: Registry, name: string, help: string, labelNames: string[] = []) =>
  new Counter({ name: `regulars_${name}`, help, labelNames, registers: [registry] });

const histogram = (
  registry: Registry,
  name: string,
  help: string,
  more: { labelNames?: string[]; buckets: number[] },
) => new Histogram({ name: `regulars_${name}`, help, registers: [registry], ...more });

function createCalls(registry: Registry): Pick<Metrics, 'called' | 'waited'> {
  const calls = counter(
    registry,
    'platform_calls_total',
    'Calls to the platform: done, refused, later, unclear, throttled.',
    ['operation', 'outcome'],
  );
  const took = histogram(registry, 'platform_call_duration_seconds', 'Calls to the platform.', {
    labelNames: ['operation'],
    buckets: CALL_SECONDS,
  });
  const waits = counter(registry, 'throttle_waits_total', 'Calls that waited for a rate limit.');
  const waited = counter(registry, 'throttle_wait_seconds_total', 'Time they waited.');
  return {
    called: ({ operation, outcome, seconds }) => {
      calls.inc({ operation, outcome });
      took.observe({ operation }, seconds);
    },
    waited: (seconds) => {
      waits.inc();
      waited.inc(seconds);
    },
  };
}

function createEars(registry: Registry): Metrics['hear'] {
  const messages = counter(
    registry,
    'messages_total',
    'Messages by what became of them at a try: handled, postponed, parked.',
    ['outcome'],
  );
  const lag = histogram(
    registry,
    'posting_lag_seconds',
    'From a message’s coming in to the commit of what it means, by the app’s clock.',
    { buckets: LAG_SECONDS },
  );
  const deliveries = counter(
    registry,
    'deliveries_total',
    'Tries of deliveries: done, again (as planned), failed, notReached, parked.',
    ['kind', 'outcome'],
  );
  const renewals = counter(registry, 'token_renewals_total', 'Tokens of shops.', ['outcome']);
  const looked = counter(
    registry,
    'reconciled_orders_total',
    'Orders that were looked for: asked, missing, stale, repaired, gone, unreadable.',
    ['found'],
  );
  for (const found of LOOKED) looked.inc({ found }, 0);
  return (news) => {
    if (news.kind === 'message') {
      messages.inc({ outcome: news.outcome });
      if (news.outcome === 'handled') lag.observe(Math.max(0, news.lagMs) / 1000);
    } else if (news.kind === 'delivery') {
      deliveries.inc({ kind: news.delivery, outcome: news.outcome });
    } else if (news.kind === 'renewal') renewals.inc({ outcome: news.outcome });
    else for (const found of LOOKED) looked.inc({ found }, news[found]);
  };
}

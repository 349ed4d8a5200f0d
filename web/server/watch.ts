/** What is heard of work and calls: figures for Prometheus, and a line in the log for each. */
import type { News } from './actions/news.ts';
import type { CallOutcome } from './gateways/shopify/options.ts';
import type { Log } from './http/deps.ts';
import type { Metrics } from './http/metrics/metrics.ts';

export type Watch = {
  tell(news: News): void;
  called(operation: string, outcome: CallOutcome, ms: number): void;
  waited(shopDomain: string, ms: number): void;
};

/** An outcome that came of itself is worth a line when somebody looks closely. */
const USUAL: ReadonlySet<string> = new Set(['handled', 'done', 'again', 'notReached']);

/** The first word of a reason: the rest may be the platform's own text. */
const wordOf = (reason: string | null): string | null =>
  reason === null ? null : (/^(HTTP \d{3}|[A-Za-z_]{1,40})/.exec(reason)?.[0] ?? 'other');

/** Headers are not signed: what does not look like an id or a topic is not repeated. */
const inLog = (text: string): string => (/^[\w/-]{1,80}$/.test(text) ? text : 'odd');

/**
 * At 2,000 messages a second a line each is too much, so that what goes as it should is told at debug,
 * what failed and is tried again at info, and what waits for a person at warn.
 */
export function openWatch(log: Log, metrics: Metrics): Watch {
  const say = (outcome: string, fields: Record<string, unknown>, message: string) => {
    if (USUAL.has(outcome)) log.debug(fields, message);
    else if (outcome === 'parked' || outcome === 'refused') log.warn(fields, message);
    else log.info(fields, message);
  };
  return {
    tell: (news) => {
      metrics.hear(news);
      const { clubId } = news;
      if (news.kind === 'message') {
        const { outcome, lagMs } = news;
        const about = { cause: inLog(news.cause), clubId, topic: inLog(news.topic) };
        say(outcome, { ...about, outcome, lagMs }, 'message');
      } else if (news.kind === 'delivery') {
        const { kind: _kind, reason, ...about } = news;
        say(news.outcome, { ...about, reason: wordOf(reason) }, 'delivery');
      } else if (news.kind === 'renewal') {
        say(news.outcome, { clubId, outcome: news.outcome }, 'token renewal');
      } else if (news.missing + news.stale + news.unreadable > 0) {
        const { kind: _kind, ...found } = news;
        log.info(found, 'orders that messages had not told of');
      }
    },
    called: (operation, outcome, ms) => {
      metrics.called({ operation, outcome, seconds: ms / 1000 });
      log.debug({ operation, outcome, ms: Math.round(ms) }, 'platform call');
    },
    waited: (_shopDomain, ms) => metrics.waited(ms / 1000),
  };
}

/** What the page of who comes back asks and sets. */
import type { RetentionAnswer, RetentionSettings } from '../contract/retention.ts';
import type { Answer, Call } from './api.ts';

export type RetentionCalls = {
  /** Of whom and since when, the query says. */
  retention(query: string, signal?: AbortSignal): Promise<Answer<RetentionAnswer>>;
  setRetention(settings: RetentionSettings): Promise<Answer<null>>;
};

type Ask = <T>(path: string, call?: Call) => Promise<Answer<T>>;

export const retentionCalls = (ask: Ask): RetentionCalls => ({
  retention: (query, signal) => ask(`/api/retention?${query}`, signal ? { signal } : {}),
  setRetention: (settings) => ask('/api/retention/settings', { method: 'PUT', body: settings }),
});

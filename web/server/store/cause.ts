/**
 * On whose behalf something is done: a request's id, or those of the messages that asked for some
 * deliveries, carried along without being handed on. Where one commit is about many messages, the ids
 * are handed on instead.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

type Causes = {
  /** The only one there is; null where there are several, or none. */
  one: string | null;
  /** By the ids that keys of deliveries are made of. */
  byId: ReadonlyMap<string, string | null>;
};

const causes = new AsyncLocalStorage<Causes>();
const NONE: Causes['byId'] = new Map();

const idsIn = (key: string): string[] => key.split('/');

/** All that `work` asks for, now and later, is asked for by `cause`. */
export const underCause = <T>(cause: string, work: () => T): T =>
  causes.run({ one: cause, byId: NONE }, work);

/** The same for several: what is asked for about one of them is asked for by its cause. */
export function underCauses<T>(
  rows: readonly { key: string; cause: string | null }[],
  work: () => T,
): T {
  const all = new Set(rows.map(({ cause }) => cause));
  const [one = null] = all.size === 1 ? all : [];
  const byId = new Map(rows.flatMap(({ key, cause }) => idsIn(key).map((id) => [id, cause])));
  return causes.run({ one, byId }, work);
}

/** Null where nobody asked (the clock did, or the app itself), or several did. */
export const presentCause = (): string | null => causes.getStore()?.one ?? null;

/** Who asks for a delivery with this key. */
export function causeOfKey(key: string): string | null {
  const present = causes.getStore();
  if (!present) return null;
  const id = idsIn(key).find((each) => present.byId.has(each));
  return id === undefined ? present.one : (present.byId.get(id) ?? null);
}

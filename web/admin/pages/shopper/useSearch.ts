import { useCallback, useEffect, useState } from 'react';
import type { ShopperRow, ShoppersAnswer } from '../../../contract/merchantShoppers.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';

export type Found = {
  q: string;
  tier: string | null;
  tiers: ShoppersAnswer['tiers'];
  rows: readonly ShopperRow[];
  after: string | null;
  timeZone: string;
  now: string;
};

/** Long enough not to ask at every key, short enough to feel like typing. */
const PAUSE_MS = 200;

/** Asks while somebody types; a slow answer never overtakes a newer one. */
export function useSearch(typed: string, tier: string | null) {
  const { api, words, announce } = useDesk();
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const q = typed.trim();

  useEffect(() => {
    const stop = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await api.shoppers({ q, tier, after: null }, stop.signal);
      if (stop.signal.aborted) return;
      setFailure(answer.ok ? null : answer);
      if (!answer.ok) return;
      const { shoppers, tiers, after, timeZone, now } = answer.value;
      setFound({ q, tier, tiers, rows: shoppers, after, timeZone, now });
      remember({ q, tier });
      if (q !== '' && after === null) {
        announce(words.say('shoppers.found', { n: shoppers.length }));
      }
    };
    const timer = setTimeout(() => void ask(), q === '' ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, words, announce, q, tier, round]);

  const askMore = async (from: Found): Promise<void> => {
    setBusy(true);
    const answer = await api.shoppers({ q: from.q, tier: from.tier, after: from.after });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const { shoppers, after } = answer.value;
    // What was typed in the meantime has its own rows.
    setFound((now) => (now === from ? { ...now, rows: [...now.rows, ...shoppers], after } : now));
  };

  const again = useCallback(() => setRound((count) => count + 1), []);
  const more = found && found.after !== null ? { busy, ask: () => void askMore(found) } : null;
  return { found, failure, more, again };
}

/** The way back from a shopper leads to the same question. */
function remember(asked: { q: string; tier: string | null }): void {
  const params = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(asked)) {
    if (value) params.set(name, value);
    else params.delete(name);
  }
  const query = params.size > 0 ? `?${params}` : '';
  history.replaceState(history.state, '', `${location.pathname}${query}`);
}

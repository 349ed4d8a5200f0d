/** What a merchant told us of their shop, kept in this browser: margin, and an order where we know none. */
import { bridge } from '../bridge.ts';

export type ShopAnswers = { marginBasisPoints: number; aovMinor?: number };

const key = (): string => `regulars.answers.${bridge()?.config.shop ?? ''}`;

export function recallAnswers(): ShopAnswers | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const margin: unknown = Reflect.get(kept, 'marginBasisPoints');
    const aov: unknown = Reflect.get(kept, 'aovMinor');
    if (typeof margin !== 'number') return null;
    return { marginBasisPoints: margin, ...(typeof aov === 'number' ? { aovMinor: aov } : {}) };
  } catch {
    return null;
  }
}

/** Nothing is lost where the browser keeps nothing: the question comes again. */
export function keepAnswers(answers: ShopAnswers): void {
  try {
    localStorage.setItem(key(), JSON.stringify(answers));
  } catch {
    return;
  }
}

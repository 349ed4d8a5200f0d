/** What a merchant told us of their shop, kept in this browser: margin, and an order where we know none. */
import { bridge } from '../bridge.ts';

export type ShopAnswers = { marginBasisPoints: number; aovMinor?: number };

const key = (): string => `regulars.answers.${bridge()?.config.shop ?? ''}`;

/** A browser may keep nothing for a framed page: then they live as long as the page does. */
const here = new Map<string, ShopAnswers>();

export function recallAnswers(): ShopAnswers | null {
  return here.get(key()) ?? kept();
}

function kept(): ShopAnswers | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key()) ?? 'null');
    if (typeof found !== 'object' || found === null) return null;
    const margin: unknown = Reflect.get(found, 'marginBasisPoints');
    const aov: unknown = Reflect.get(found, 'aovMinor');
    if (typeof margin !== 'number') return null;
    return { marginBasisPoints: margin, ...(typeof aov === 'number' ? { aovMinor: aov } : {}) };
  } catch {
    return null;
  }
}

export function keepAnswers(answers: ShopAnswers): void {
  here.set(key(), answers);
  try {
    localStorage.setItem(key(), JSON.stringify(answers));
  } catch {
    return;
  }
}

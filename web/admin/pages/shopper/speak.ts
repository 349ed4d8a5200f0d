import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { Speech } from '../../program/sentences.ts';
import type { Words } from '../../words/words.ts';

export type ShopperSpeech = {
  speech: Speech;
  day: (at: string) => string;
  /** A day of the shop's, 'YYYY-MM-DD'. */
  localDay: (local: string) => string;
  money: (minor: number) => string;
};

/** Days and money as the shopper's shop has them. */
export function speak(page: ShopperPage, words: Words): ShopperSpeech {
  const { timeZone, now, money } = page;
  const day = (at: string) => words.day(Date.parse(at), timeZone, Date.parse(now));
  return {
    speech: { words, money },
    day,
    // Told by the middle of it.
    localDay: (local) => day(`${local}T12:00:00.000Z`),
    money: (minor) => words.money(minor, money),
  };
}

/** The admin's staff are known by number only. */
export const colleague = (by: string, words: Words): string =>
  /^staff\b/.test(by) ? words.say('shopper.colleague') : by;

/** Keeps a code or an order's number in Latin order inside a sentence. */
export const isolate = (text: string): string => `\u2066${text}\u2069`;

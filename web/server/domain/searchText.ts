/**
 * Spelling that should not matter when somebody is looked for: Arabic and Persian forms of one letter,
 * digits of three scripts, short vowels and joiners. `FOLD_FROM` and `FOLD_TO` are also what the
 * database's `translate` takes: letters without a partner are dropped.
 */
const PAIRS: readonly (readonly [string, string])[] = [
  ['يىئكةۀأإآٱؤ', 'ییی' + 'کههاااا' + 'و'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
];
/** Joiners, direction marks, tatweel, short vowels and the hamza that floats above. */
const DROPPED =
  '\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0670';

export const FOLD_FROM = PAIRS.map(([from]) => from).join('') + DROPPED;
export const FOLD_TO = PAIRS.map(([, to]) => to).join('');

const folded = new Map(
  Array.from(FOLD_FROM).map((letter, i) => [letter, Array.from(FOLD_TO)[i] ?? '']),
);

/** Lower case, one spelling, single spaces. */
export const foldText = (text: string): string =>
  Array.from(text.normalize('NFC').toLowerCase())
    .map((letter) => folded.get(letter) ?? letter)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

export type Searched = {
  /** Each must occur in the name or the email. */
  words: string[];
  /** Digits of a phone number without country zeros; '' when there are too few to mean one. */
  digits: string;
  /** The text as codes and order names are spelled; null when it cannot be one. */
  code: string | null;
};

const LONGEST = 100;

export function readSearch(text: string): Searched {
  const plain = foldText(text.slice(0, LONGEST).replaceAll('\0', ''));
  const bare = plain.replace(/[\s.\-/()+\u2010-\u2015]/g, '');
  const digits = /^\d{4,}$/.test(bare) ? bare.replace(/^0+/, '') : '';
  const code = /^\S+$/.test(plain) ? plain.toUpperCase() : null;
  return { words: plain.split(' ').filter(Boolean), digits, code };
}

/**
 * How people and places are spelled when referrals are compared: one key for all the ways in which one
 * mailbox, telephone or home is written. Only for comparing: mail goes to the address that was typed,
 * and who a shopper is stays what `identities` says.
 */
import { latinDigits, normaliseEmail, normalisePhone } from './identities.ts';
import { THROW_AWAY } from './fraudMails.ts';

type Mailbox = {
  /** The domains of one provider at which a name is one mailbox; the first stands for all. */
  domains: readonly string[];
  /** Signs in a name that the provider does not look at. */
  ignores?: RegExp;
  /** What stands before a tag of the owner's choice. */
  tag?: string;
};

/**
 * Gmail: dots do not matter (https://support.google.com/mail/answer/7436150). Proton: neither dots nor
 * hyphens nor underscores do; its domains are one (https://proton.me/support/addresses-and-aliases).
 * Yahoo: a disposable address is a base name, a hyphen and a word. Apple's three domains are one.
 * Elsewhere what follows a plus is a tag (https://www.rfc-editor.org/rfc/rfc5233).
 */
const MAILBOXES: readonly Mailbox[] = [
  { domains: ['gmail.com', 'googlemail.com'], ignores: /\./g },
  { domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'], ignores: /[._-]/g },
  { domains: ['yahoo.com'], tag: '-' },
  { domains: ['icloud.com', 'me.com', 'mac.com'] },
  { domains: ['yandex.ru', 'yandex.com', 'ya.ru'], ignores: /[.-]/g },
];

const PROVIDERS = new Map(MAILBOXES.flatMap((box) => box.domains.map((each) => [each, box])));

/** The mailbox behind an address: tags gone, and what its provider ignores. Null: nobody's address. */
export function mailboxOf(raw: string | null | undefined): string | null {
  const email = normaliseEmail(raw);
  if (email === null) return null;
  const cut = email.lastIndexOf('@');
  const [name, domain] = [email.slice(0, cut), email.slice(cut + 1)];
  const box = PROVIDERS.get(domain);
  const plain = untagged(untagged(name, '+'), box?.tag ?? '+');
  const seen = box?.ignores ? plain.replace(box.ignores, '') : plain;
  return `${seen || plain}@${box?.domains[0] ?? domain}`;
}

/** A sign at the very beginning is part of the name. */
function untagged(name: string, sign: string): string {
  const at = name.indexOf(sign, 1);
  return at < 0 ? name : name.slice(0, at);
}

/** Whether mail goes to one of the services whose mailboxes are made for one use. */
export function isThrowAway(raw: string | null | undefined): boolean {
  const email = normaliseEmail(raw);
  if (email === null) return false;
  const labels = email.slice(email.lastIndexOf('@') + 1).split('.');
  return labels.some((_, from) => THROW_AWAY.has(labels.slice(from).join('.')));
}

/** Calling codes of one or two digits; all others have three (ITU-T E.164, list of assigned codes). */
const SHORT_CODES = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/** Where a zero behind the calling code belongs to the number. */
const KEEPS_ZERO: ReadonlySet<string> = new Set(['39', '378', '225', '241', '242']);

/** Signs that two countries once put before mobile numbers and that many still write. */
const OLD_MOBILE: Readonly<Record<string, RegExp>> = {
  '52': /^1(?=\d{10}$)/,
  '54': /^9(?=\d{10}$)/,
};

/**
 * The telephone behind a number, without what is written only for calls inside its country:
 * +44 (0) 20 … is +44 20 …. Null: nobody's number.
 */
export function telephoneOf(raw: string | null | undefined): string | null {
  const phone = normalisePhone(raw);
  if (phone === null) return null;
  const digits = phone.slice(1);
  const code = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3);
  const rest = digits.slice(code.length);
  const called = KEEPS_ZERO.has(code) ? rest : rest.replace(/^0+/, '');
  return `+${code}${called.replace(OLD_MOBILE[code] ?? /^$/, '')}`;
}

/** A postal address as a buyer typed it. */
export type PostalAddress = {
  /** Street, house, flat: in any number of lines. */
  lines: readonly string[];
  zip: string | null;
  city: string | null;
  /** Two letters. */
  country: string | null;
};

/** Many spellings of words that every address has; empty: says nothing. */
const WORDS: Readonly<Record<string, string>> = {
  street: 'st',
  str: 'st',
  strasse: 'st',
  road: 'rd',
  avenue: 'ave',
  av: 'ave',
  boulevard: 'blvd',
  drive: 'dr',
  lane: 'ln',
  apartment: '',
  apt: '',
  appartement: '',
  flat: '',
  unit: '',
  suite: '',
  ste: '',
  no: '',
  nr: '',
  house: '',
  wohnung: '',
  خیابان: '',
  خ: '',
  کوچه: '',
  پلاک: '',
  پ: '',
  واحد: '',
  شارع: '',
  شقه: '',
};

/** Where many fetch their parcels, and nobody lives. */
const FETCHED = /packstation|\blocker\b|parcel ?shop|pick-?up|\bpo box\b|postfach|paketbox|inpost/;

/**
 * A home as text that only looks like one thing: the same whichever way a street, a house and a flat
 * are written down. Null for what is nobody's home: without a number, or where parcels are fetched.
 */
export function homeOf(address: PostalAddress): string | null {
  const text = plainText(address.lines.join(' '));
  if (FETCHED.test(text.replace(/\./g, ''))) return null;
  const words = text
    .split(/[^\p{L}\p{N}]+/u)
    .flatMap((word) => splitEnding(word))
    .map((word) => WORDS[word] ?? word)
    .filter(Boolean);
  const zip = plainText(address.zip ?? '').replace(/[^\p{L}\p{N}]/gu, '');
  const town = zip || plainText(address.city ?? '').replace(/[^\p{L}\p{N}]/gu, '');
  if (!town || words.length < 2 || !words.some((word) => /\d/.test(word))) return null;
  const country = plainText(address.country ?? '').trim();
  return [country, town, ...words.toSorted()].join(' ');
}

/** Lower case, without accents, with Latin digits and the Persian forms of Arabic letters. */
const plainText = (text: string): string =>
  latinDigits(text)
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/ة/g, 'ه');

/** German streets are written in one word with what they are. */
const splitEnding = (word: string): string[] => {
  const found = /^(\p{L}{3,})(strasse|str)$/u.exec(word);
  return found?.[1] ? [found[1], 'st'] : [word];
};

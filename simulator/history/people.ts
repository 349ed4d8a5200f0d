import type { PostalAddress, SimShop } from '../types.ts';
import { circleOf } from './circles.ts';
import type { Circle } from './circles.ts';
import { NAMES, STREETS } from './names.ts';
import { between, chance, pick, randomOf, weighted } from './samplers.ts';
import type { Random } from './samplers.ts';

export type Person = {
  firstName: string;
  lastName: string;
  locale: string;
  email: string | null;
  phone: string | null;
  tags: readonly string[];
  address: PostalAddress;
};

export type PlannedShopper = { index: number; kind: 'customer' | 'guest'; person: Person };

const STREAM = 2;
const RING_STREAM = 12;
const HOUSEHOLD_STREAM = 13;
const LOCALES = ['en', 'fa', 'ar'];
const MAIL_HOSTS = ['example.com', 'example.net', 'example.org'];
const GUESTS = 0.12;

/** Speakers of each locale, and how people can be reached, where the shop is. */
const ABROAD = { speak: [80, 11, 9], mail: 1, phone: 0.35 };
const IN_IRAN = { speak: [6, 86, 8], mail: 0.6, phone: 0.85 };

/** A made-up mobile number of nobody's, one for each `n`. */
function phoneOf(shop: SimShop, n: number): string {
  if (shop.locale === 'fa') return `+98990${String(n).padStart(7, '0')}`;
  const area = 201 + (Math.floor(n / 10_000) % 789);
  return `+1${area}555${String(n % 10_000).padStart(4, '0')}`;
}

function addressOf(shop: SimShop, random: Random, phone: string | null): PostalAddress {
  const streets = shop.locale === 'fa' ? STREETS.fa : STREETS.en;
  const number = between(random, 1, 240);
  const street = pick(random, streets);
  return { street: shop.locale === 'fa' ? `${street}، ${number}` : `${number} ${street}`, phone };
}

function nameIn(random: Random, locale: string, which: 'first' | 'last') {
  const stock = NAMES[locale];
  if (!stock) throw new Error(`no names in ${locale}`);
  return pick(random, stock[which]);
}

/** Strangers have all to themselves; members of a circle share one source of what they share. */
type Sources = { own: Random; shared: Random };

/** The `index`-th of all shoppers of a shop. */
export function personOf(
  shop: SimShop,
  who: { seed: number; index: number; shoppers: number },
): PlannedShopper {
  const { seed, index, shoppers } = who;
  const circle = circleOf(index, shoppers);
  const own = randomOf(seed, STREAM, index);
  const stream = circle?.kind === 'ring' ? RING_STREAM : HOUSEHOLD_STREAM;
  const shared = circle ? randomOf(seed, stream, circle.number) : own;
  const manner = shop.locale === 'fa' ? IN_IRAN : ABROAD;
  const locale = LOCALES[weighted(shared, manner.speak)] ?? 'en';
  if (circle)
    return { index, kind: 'customer', person: member(shop, circle, locale, { own, shared }) };
  const [firstName, first] = nameIn(own, locale, 'first');
  const [lastName, last] = nameIn(own, locale, 'last');
  const host = pick(own, MAIL_HOSTS);
  const hasEmail = chance(own, manner.mail);
  const phone = !hasEmail || chance(own, manner.phone) ? phoneOf(shop, index) : null;
  const email = hasEmail ? `${first}.${last}.${index.toString(36)}@${host}` : null;
  const address = addressOf(shop, own, phone);
  const kind = chance(own, GUESTS) ? 'guest' : 'customer';
  return { index, kind, person: { firstName, lastName, locale, email, phone, tags: [], address } };
}

/** Circles share street and door phone; a household its family name too, a ring one mailbox. */
function member(shop: SimShop, circle: Circle, locale: string, { own, shared }: Sources): Person {
  const { kind, number } = circle;
  const ring = kind === 'ring';
  const [familyName, family] = nameIn(shared, locale, 'last');
  const doorPhone = phoneOf(shop, 5_000_000 + 2 * number + (ring ? 1 : 0));
  const [firstName, first] = nameIn(own, locale, 'first');
  const lastName = ring ? nameIn(own, locale, 'last')[0] : familyName;
  const email = ring
    ? `${family}.r${number.toString(36)}+${circle.member + 1}@example.com`
    : `${first}.${family}.h${number.toString(36)}m${circle.member}@example.com`;
  const address = addressOf(shop, shared, doorPhone);
  return {
    firstName,
    lastName,
    locale,
    email,
    phone: null,
    tags: [`${kind}-${number + 1}`],
    address,
  };
}

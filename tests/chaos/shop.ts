/** A small shop with a dozen regulars and those who come later, and its program. */
import type { ShopSeed } from '../../simulator/seed/seed.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';

export const START = Date.parse('2026-03-01T12:00:00Z');
export const DOMAIN = 'storm.myshopify.com';
/** Connected to somebody else's app, or to none. */
export const STRANGER = 'stranger.myshopify.com';
export const SHOP_CODE = 'AUTUMN15';
export const TIME_ZONE = 'America/New_York';
/** They buy all the time; whoever else there is comes later, mostly as a friend of somebody. */
export const REGULARS = 12;
/** In cents; the last one is a gift card. */
export const PRICES = [1999, 1000, 333, 4710, 2500];

const everything = { order: true, product: true, shipping: true };
const terms = { combinesWith: everything, minimumMinor: 0, codeDays: 360 };
const off = (amountMinor: number) => ({ kind: 'amountOff' as const, amountMinor });

export const REWARDS = [
  { id: 'small', points: 60, value: off(300), ...terms },
  { id: 'large', points: 220, value: off(1101), ...terms },
  { id: 'share', points: 142, value: { kind: 'percentOff' as const, basisPoints: 3333 }, ...terms },
  { id: 'ship', points: 50, value: { kind: 'freeShipping' as const }, ...terms },
];

/**
 * Every order brings a code, and nobody is held out: nothing in it is given to whoever comes first,
 * since such grants are promised in number only. Points that a refund gives back live as long as
 * their lot did. Codes end, and what friends bring becomes available, while the storm goes on.
 */
export const PROGRAM = {
  currency: 'USD',
  earning: {
    points: 5,
    perMinor: 100,
    includeShipping: false,
    includeTips: false,
    includeDuties: false,
  },
  pendingDays: 1,
  expiry: { kind: 'inactivity', months: 12 },
  graceDays: 30,
  debt: 'owe',
  maxOpenCodes: 5,
  rewards: REWARDS,
  referral: {
    friend: {
      value: { kind: 'percentOff' as const, basisPoints: 1000 },
      minimumMinor: 2000,
      combinesWith: everything,
    },
    advocatePoints: 75,
    waitDays: 3,
  },
  nextOrder: {
    value: off(250),
    minimumMinor: 0,
    combinesWith: everything,
    who: 'all',
    days: 4,
    quietDays: 0,
    reminderDays: [2, 1],
  },
  holdOut: false,
} as const satisfies ProgramBody;

/** The email of the shopper with this number. */
export const emailOf = (who: number): string =>
  `regular${String(who).padStart(4, '0')}@example.com`;

/** With so many customers; none has bought yet. */
export const shopOf = (people: number): ShopSeed => ({
  shop: {
    domain: DOMAIN,
    name: 'Storm',
    handle: 'storm',
    currency: 'USD',
    locale: 'en',
    locales: ['en'],
    timeZone: TIME_ZONE,
    taxesIncluded: false,
    taxRateBasisPoints: 775,
    shippingMinor: 700,
    moneyFormat: '${{amount}}',
    moneyFactor: 1,
    plan: 'basic',
  },
  products: PRICES.map((priceMinor, n) => ({
    handle: `thing-${n}`,
    title: `Thing ${n}`,
    vendor: 'Storm',
    type: 'Things',
    tags: [],
    description: '',
    picture: '',
    giftCard: n === PRICES.length - 1,
    variants: [{ title: 'One', priceMinor, sku: `S-${n}` }],
  })),
  customers: Array.from({ length: people }, (_, n) => ({
    email: emailOf(n),
    phone: null,
    firstName: 'Regular',
    lastName: `Number ${n}`,
    locale: 'en',
  })),
  codes: [
    {
      code: SHOP_CODE,
      value: { kind: 'percentage', millionths: 150_000 },
      combinesWith: everything,
    },
  ],
});

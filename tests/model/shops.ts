/** Four tiny shops whose money differs, and the programs a merchant there may think of. */
import fc from 'fast-check';
import type { ShopSeed } from '../../simulator/seed/seed.ts';
import type { Program } from './club.ts';

export type Money = { currency: string; timeZone: string; taxesIncluded: boolean; unit: number };

/** `unit` is about a dollar, in minor units. */
export const MONEYS: readonly Money[] = [
  { currency: 'USD', timeZone: 'America/New_York', taxesIncluded: false, unit: 100 },
  { currency: 'IRR', timeZone: 'Asia/Tehran', taxesIncluded: true, unit: 100_000 },
  { currency: 'JPY', timeZone: 'Asia/Tokyo', taxesIncluded: true, unit: 150 },
  { currency: 'KWD', timeZone: 'Asia/Kuwait', taxesIncluded: false, unit: 307 },
];

export const DOMAIN = 'model.myshopify.com';
/** A code of the merchant's own, for everyone. */
export const SHOP_CODE = 'AUTUMN15';

const PRICES = [19.99, 10, 3.33, 47.1, 25];

export function shopOf(money: Money): ShopSeed {
  const priceOf = (price: number) => Math.floor(price * money.unit);
  return {
    shop: {
      domain: DOMAIN,
      name: 'Model',
      handle: 'model',
      currency: money.currency,
      locale: 'en',
      locales: ['en'],
      timeZone: money.timeZone,
      taxesIncluded: money.taxesIncluded,
      taxRateBasisPoints: 775,
      shippingMinor: 7 * money.unit,
      moneyFormat: '{{amount}}',
      moneyFactor: 1,
      plan: 'basic',
    },
    products: PRICES.map((price, n) => ({
      handle: `thing-${n}`,
      title: `Thing ${n}`,
      vendor: 'Model',
      type: 'Things',
      tags: [],
      description: '',
      picture: '',
      giftCard: n === PRICES.length - 1,
      variants: [{ title: 'One', priceMinor: priceOf(price), sku: `T-${n}` }],
    })),
    customers: ['Ada', 'Ben', 'Cleo'].map((firstName) => ({
      email: `${firstName.toLowerCase()}@example.com`,
      phone: null,
      firstName,
      lastName: 'Model',
      locale: 'en',
    })),
    codes: [
      {
        code: SHOP_CODE,
        value: { kind: 'percentage', millionths: 150_000 },
        combinesWith: { order: true, product: true, shipping: true },
      },
    ],
  };
}

const everything = { order: true, product: true, shipping: true };

export function rewardsOf(unit: number, codeDays: number) {
  const terms = { combinesWith: everything, minimumMinor: 0, codeDays };
  const off = (amountMinor: number) => ({ kind: 'amountOff' as const, amountMinor });
  return [
    { id: 'small', points: 30, value: off(3 * unit), ...terms },
    { id: 'large', points: 110, value: off(11 * unit + 1), ...terms },
    {
      id: 'share',
      points: 71,
      value: { kind: 'percentOff' as const, basisPoints: 3333 },
      ...terms,
    },
    { id: 'ship', points: 25, value: { kind: 'freeShipping' as const }, ...terms },
  ];
}

/** What a merchant may publish; amounts become the shop's with `programOf`. */
export const program = fc.record({
  points: fc.integer({ min: 1, max: 9 }),
  /** Thirds of a unit: 3.33 and the like, so that floors matter. */
  per: fc.integer({ min: 1, max: 7 }),
  includeShipping: fc.boolean(),
  includeTips: fc.boolean(),
  pendingDays: fc.constantFrom(0, 0, 0, 3, 14),
  expiry: fc.oneof(fc.constant({ kind: 'never' as const }), {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('afterEarning' as const, 'inactivity' as const),
      months: fc.constantFrom(1, 1, 2, 3, 5, 9),
    }),
  }),
  graceDays: fc.constantFrom(0, 7, 45),
  debt: fc.constantFrom('owe' as const, 'owe' as const, 'writeOff' as const),
  codeDays: fc.constantFrom<number>(1, 20),
});
export type Plan = typeof program extends fc.Arbitrary<infer T> ? T : never;

export function programOf(plan: Plan, { currency, unit }: Money) {
  const { points, per, includeShipping, includeTips, codeDays, ...rest } = plan;
  const perMinor = Math.max(1, Math.floor((per * unit) / 3));
  const earning = { points, perMinor, includeShipping, includeTips, includeDuties: false };
  const rewards = rewardsOf(unit, codeDays);
  return { ...rest, currency, earning, rewards, maxOpenCodes: 3 } satisfies Program;
}

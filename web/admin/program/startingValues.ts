import type { ProgramBody } from '../../contract/merchant.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';

/**
 * The currencies whose everyday unit is not 1: an order of about 50 US dollars, divided by 30 and
 * rounded down to a power of ten, is the unit that points are counted in. As powers of ten.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  ...exponents(-1, 'BHD JOD KWD OMR'),
  ...exponents(
    1,
    'AFN BDT CZK DOP EGP ETB INR KES KGS LRD MKD MUR MZN NPR PHP RUB THB TRY UAH UYU',
  ),
  ...exponents(2, 'ALL AMD ARS CLP CRC DZD HUF IQD ISK JPY KZT LKR NGN PKR RSD XAF XOF XPF YER'),
  ...exponents(3, 'COP KRW MMK MNT PYG TZS UGX UZS'),
  ...exponents(4, 'IDR IRT LAK LBP VND'),
  ...exponents(5, 'IRR'),
};

function exponents(exponent: number, codes: string): Record<string, number> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, exponent]));
}

/** The amount that 3 points are given for at first, in minor units. */
export function everydayUnitMinor(style: MoneyStyle): number {
  return Math.max(1, Math.round(10 ** ((EXPONENTS[style.currency] ?? 0) + style.decimals)));
}

/** Points of each first reward; a hundred points are worth one everyday unit. */
const STEPS = [300, 500, 1000, 1500, 2000];

/** A program to begin with. It gives 3 % back in steps that a second or third order can reach. */
export function startingProgram(style: MoneyStyle): ProgramBody {
  const unit = everydayUnitMinor(style);
  return {
    currency: style.currency,
    earning: {
      points: 3,
      perMinor: unit,
      includeShipping: false,
      includeTips: false,
      includeDuties: false,
    },
    pendingDays: 14,
    expiry: { kind: 'inactivity', months: 12 },
    graceDays: 30,
    debt: 'owe',
    maxOpenCodes: 3,
    rewards: STEPS.map((points) => {
      const amountMinor = (points / 100) * unit;
      return {
        id: `points-${points}`,
        points,
        value: { kind: 'amountOff', amountMinor },
        minimumMinor: 5 * amountMinor,
        combinesWith: { order: false, product: false, shipping: true },
        codeDays: 30,
      };
    }),
  };
}

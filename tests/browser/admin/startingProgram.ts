/** A first program as a server might suggest it: 3 % back in steps of the shop's everyday unit. */
import type { ProgramBody } from '../../../web/contract/merchant.ts';
import type { DefaultsAnswer, WorstCaseAnswer } from '../../../web/contract/worstCase.ts';
import type { MoneyStyle } from '../../../web/contract/shopper.ts';
import { everydayUnitMinor } from '../../../web/admin/money/everydayUnit.ts';

const STEPS = [300, 500, 1000, 1500, 2000];

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
    expiry: { kind: 'never' },
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
    referral: null,
    nextOrder: null,
    holdOut: true,
  };
}

/** A price that is always the same: 3 % of an order of fifty units. */
export const aPrice = (style: MoneyStyle): WorstCaseAnswer => ({
  worstCase: {
    shareBasisPoints: 300,
    parts: [{ kind: 'points', shareBasisPoints: 300 }],
    aboveHalfMargin: false,
    friendOrder: null,
    rewardShareBasisPoints: 2000,
    shippingLeftOut: false,
  },
  aovMinor: 50 * everydayUnitMinor(style),
  orders: 12,
});

export const startingAnswer = (style: MoneyStyle): DefaultsAnswer => ({
  ...aPrice(style),
  program: startingProgram(style) as DefaultsAnswer['program'],
});

/** Shoppers' situations, with the figures of the design's pictures: 620 points, 500 for 5.00. */
import type { Answer, Story } from './shop.ts';

const moneys = {
  en: { currency: 'USD', decimals: 2, factor: 1, label: null },
  fa: { currency: 'IRR', decimals: 0, factor: 10, label: 'تومان' },
  ar: { currency: 'EGP', decimals: 2, factor: 1, label: 'ج.م' },
};
/** Minor units that stand for one dollar's worth in each of the three shops. */
const units = { en: 100, fa: 100_000, ar: 1000 };

export const codeId = '0197f3a0-0000-7000-8000-000000000001';
export const code = '7KQM4WXP9RDFA';

export function program(language: Story['language']) {
  const unit = units[language];
  const ladder: [number, number][] = [[300, 3], [500, 5], [1000, 10], [1500, 15], [2000, 20]]; // prettier-ignore
  return {
    points: 5,
    perMinor: unit,
    pendingDays: 14,
    rewards: ladder.map(([points, worth]) => ({
      id: `r${points}`,
      points,
      value: { kind: 'amountOff', amountMinor: worth * unit },
      minimumMinor: worth * 5 * unit,
      codeDays: 30,
    })),
  };
}

export function redemption(language: Story['language'], status = 'open') {
  return {
    id: codeId,
    rewardId: 'r500',
    points: 500,
    value: { kind: 'amountOff', amountMinor: 5 * units[language] },
    minimumMinor: 25 * units[language],
    status,
    code: status === 'open' ? code : null,
    expiresAt: '2026-12-22T23:59:59.999Z',
    reason: null,
  };
}

export function state(language: Story['language'], more: Record<string, unknown> = {}) {
  return {
    shopper: {
      available: 620,
      debt: 0,
      pending: 680,
      onTheWay: [
        { points: 180, day: '2026-12-06' },
        { points: 500, day: '2026-12-14' },
      ],
    },
    program: program(language),
    money: moneys[language],
    timeZone: 'UTC',
    now: '2026-11-22T12:00:00Z',
    codes: [],
    ...more,
  };
}

export const row = (kind: string, points: number, more: Record<string, unknown>) => ({
  id: `${kind}${points}`, kind, points, at: '2026-11-12T10:00:00Z', yoursOn: null, orderName: null,
  eligibleMinor: null, pointsNow: null, pointsBefore: null, value: null, ...more,
}); // prettier-ignore

export function historyRows(language: Story['language']) {
  const unit = units[language];
  return [
    row('orderEarned', 120, { orderName: '#1058', yoursOn: '2026-12-06', eligibleMinor: 24 * unit, pointsNow: 120 }),
    row('orderReduced', -42, {
      orderName: '#1042', eligibleMinor: 37 * unit, pointsNow: 185, pointsBefore: 227,
    }),
    row('orderEarned', 227, {
      orderName: '#1042', at: '2026-11-03T10:00:00Z', eligibleMinor: 45.4 * unit, pointsNow: 227,
    }),
    row('spent', -1000, {
      orderName: '#1017', at: '2026-10-02T10:00:00Z', value: { kind: 'amountOff', amountMinor: 10 * unit },
    }),
  ]; // prettier-ignore
}

/** A cart of 48 with the codes given; `takes` says what a code takes off (0: not applicable). */
export function cart(language: Story['language'], codes: Record<string, number> = {}, items = 1) {
  const unit = units[language] * 10 ** (2 - moneys[language].decimals);
  const total = items * 48 * unit;
  const off = Object.values(codes).reduce((sum, each) => sum + each * unit, 0);
  return {
    currency: moneys[language].currency,
    item_count: items,
    original_total_price: total,
    total_price: total - off,
    discount_codes: Object.entries(codes).map(([name, worth]) => ({ code: name, applicable: worth > 0 })),
    cart_level_discount_applications: Object.entries(codes).map(([title, worth]) => ({
      type: 'discount_code', title, total_allocated_amount: worth * unit,
    })),
    items: [],
  }; // prettier-ignore
}

/** What inviting brings: 10 % off a first order from 30, and 500 points; a code unless `code` is null. */
export const invite = (language: Story['language'], ownCode: string | null = 'SARA-7KQ') => ({
  code: ownCode,
  link: ownCode && `https://northday.shop/discount/${ownCode}?redirect=%2F%3Fref%3D${ownCode}`,
  friend: friendOffer(language),
  advocatePoints: 500,
  waitDays: 30,
  also: { value: { kind: 'percentOff', basisPoints: 1500 }, minimumMinor: 0 },
  steps: [{ at: 5, points: 200 }],
  ready: ownCode !== null,
});

export const friendOffer = (language: Story['language']) => ({
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor: 30 * units[language],
});

const none = { points: 0, day: null };
export const friends = [
  { name: 'Omid', status: 'waiting', points: 500, day: '2026-12-14', reason: null },
  { name: 'Maryam', status: 'got', points: 500, day: '2026-11-02', reason: null },
  { name: 'Lena', status: 'none', ...none, reason: 'known' },
  { name: null, status: 'none', ...none, reason: 'belowMinimum' },
  { name: 'Kaveh', status: 'waiting', ...none, reason: 'notPaid' },
  { name: 'Sam', status: 'none', ...none, reason: 'returned' },
  { name: 'Tara', status: 'waiting', ...none, reason: 'held' },
];

/** A code that an order brought for the next one: 10 % off, until a Sunday. */
export const nextOrderCode = (language: Story['language']) => ({
  code: 'N4W7KQM9XPRDF',
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor: 40 * units[language],
  endsAt: '2026-12-20T23:59:59.999Z',
});

/** A member with 620 points whose cart takes the code; tests change what they are about. */
export function createStory(language: Story['language'], more: Partial<Story> = {}): Story {
  const answer = (status: string, available: number): Answer => ({
    json: { redemption: redemption(language, status), available },
  });
  return {
    language,
    card: { ...program(language), money: moneys[language] },
    customer: { available: 620 },
    proxy: {
      'GET state': () => ({ json: state(language) }),
      'GET history': () => ({ json: { rows: historyRows(language), older: null } }),
      // Nothing to say of the cart, unless a story does.
      'POST advice': () => ({ json: { nowMinor: 0, choices: [], best: null } }),
      'POST redemptions': () => answer('open', 120),
      [`POST redemptions/${codeId}/cancel`]: () => answer('cancelled', 620),
    },
    cart: cart(language),
    codes: (codes) => cart(language, Object.fromEntries(codes.map((each) => [each, 5]))),
    asked: [],
    posted: [],
    ...more,
  };
}

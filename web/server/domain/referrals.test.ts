import { describe, expect, test } from 'vitest';
import {
  aLine,
  anOrder,
  aProgram,
  aRefund,
  back,
  PLACED_AT,
  someFacts,
} from './orderFacts.fixtures.ts';
import type { OrderScalars, RefundFacts } from './orderFacts.ts';
import type { Program } from './program.ts';
import {
  COUNTED_SLACK_MS,
  ORDERS_READ,
  attribute,
  boughtBefore,
  boughtElsewhere,
  discountBy,
  friendTerms,
  judgeReferral,
  shareLink,
} from './referrals.ts';
import type { OrderMark, ReferralAsked } from './referrals.ts';

const DAY = 86_400_000;

const program = (minimumMinor = 3000): Program => ({
  ...aProgram(),
  referral: {
    friend: {
      value: { kind: 'percentOff', basisPoints: 1000 },
      minimumMinor,
      combinesWith: { order: false, product: false, shipping: true },
    },
    advocatePoints: 500,
    waitDays: 30,
  },
});

const mark = (over: Partial<OrderMark> = {}): OrderMark => ({
  platformOrderId: '4000',
  placedAt: PLACED_AT - DAY,
  test: false,
  cancelledAt: null,
  ...over,
});

type Case = Partial<Omit<ReferralAsked, 'facts' | 'program'>> & {
  order?: Partial<OrderScalars>;
  refunds?: RefundFacts[];
  minimumMinor?: number;
  priceMinor?: number;
};

function judged({ order, refunds = [], minimumMinor, priceMinor = 4000, ...over }: Case) {
  return judgeReferral({
    platformOrderId: '5001',
    facts: someFacts(anOrder([aLine('1', priceMinor)], order), refunds),
    program: program(minimumMinor),
    advocateId: 'sara',
    friendIds: ['fay'],
    orders: [],
    advocateFrozen: false,
    counted: null,
    ...over,
  });
}

describe('what a referral is worth', () => {
  test.each<[name: string, verdict: string, points: bigint, Case]>([
    ['a new friend’s paid order', 'friend', 500n, {}],
    ['exactly the minimum', 'friend', 500n, { priceMinor: 3000 }],
    ['one below the minimum', 'belowMinimum', 0n, { priceMinor: 2999 }],
    ['not paid yet', 'friend', 0n, { order: { paid: false } }],
    ['cancelled', 'friend', 0n, { order: { cancelledAt: PLACED_AT + DAY } }],
    ['all refunded', 'friend', 0n, { order: { refunded: true } }],
    [
      'refunded to below the minimum',
      'friend',
      0n,
      { refunds: [aRefund([], { moneyMinor: 1001 })] },
    ],
    [
      'refunded, and still enough',
      'friend',
      500n,
      { refunds: [aRefund([], { moneyMinor: 1000 })] },
    ],
    [
      'all refunded, no minimum',
      'friend',
      0n,
      { minimumMinor: 0, refunds: [aRefund([back('1', 1, 4000)])] },
    ],
    ['another currency', 'belowMinimum', 0n, { order: { currency: 'EUR' } }],
    ['the advocate’s own', 'own', 0n, { friendIds: ['sara'] }],
    ['the advocate’s email on another’s account', 'own', 0n, { friendIds: ['fay', 'sara'] }],
    ['nobody in particular', 'known', 0n, { friendIds: [] }],
    ['bought before', 'known', 0n, { orders: [mark()] }],
    [
      'bought before, long cancelled',
      'friend',
      500n,
      { orders: [mark({ cancelledAt: PLACED_AT - 1 })] },
    ],
    [
      'bought before, cancelled since',
      'known',
      0n,
      { orders: [mark({ cancelledAt: PLACED_AT + 1 })] },
    ],
    [
      'bought before, cancelled at that very moment',
      'friend',
      500n,
      { orders: [mark({ cancelledAt: PLACED_AT })] },
    ],
    ['a test order before', 'friend', 500n, { orders: [mark({ test: true })] }],
    ['a later order', 'friend', 500n, { orders: [mark({ placedAt: PLACED_AT + 1 })] }],
    [
      'known though the order is gone',
      'known',
      0n,
      { orders: [mark()], order: { refunded: true } },
    ],
    ['a frozen advocate', 'frozen', 0n, { advocateFrozen: true }],
    ['known beats frozen', 'known', 0n, { advocateFrozen: true, orders: [mark()] }],
  ])('%s: %s, %i points', (_, verdict, points, over) => {
    expect(judged(over)).toMatchObject({ verdict, points });
  });

  test('a referral of an order that nobody told us of is a bug', () => {
    const nothing = { platformOrderId: '5001', facts: { scalars: null, refunds: [] } };
    const who = { advocateId: 'sara', friendIds: ['fay'], orders: [] };
    const people = { ...who, advocateFrozen: false, counted: null };
    expect(() => judgeReferral({ ...nothing, ...people, program: program() })).toThrow(
      'a referral of an order that nobody told us of',
    );
  });

  test('a program without referrals promises the advocate nothing', () => {
    const facts = someFacts(anOrder([aLine('1', 4000)]));
    const who = { advocateId: 'sara', friendIds: ['fay'], orders: [] };
    const people = { ...who, advocateFrozen: false, counted: null };
    expect(
      judgeReferral({ platformOrderId: '5001', facts, ...people, program: aProgram() }),
    ).toEqual({ verdict: 'friend', points: 0n, eligibleMinor: 4000 });
  });

  test('orders of one instant are told apart by the platform’s ids, as numbers', () => {
    const now = { placedAt: PLACED_AT };
    const mine = mark({ ...now, platformOrderId: '1000' });
    expect(boughtBefore(mine, [mark({ ...now, platformOrderId: '999' })])).toBe(true);
    expect(boughtBefore(mine, [mark({ ...now, platformOrderId: '1001' })])).toBe(false);
    expect(boughtBefore(mine, [mine])).toBe(false);
  });
});

describe('what the platform counted', () => {
  const at = PLACED_AT + DAY;
  const own = mark({ platformOrderId: '5001', placedAt: PLACED_AT });
  const counts = (orders: number, ...others: OrderMark[]) =>
    boughtElsewhere({ orders, at }, [own, ...others]);

  test('nothing that was not counted', () => {
    expect(boughtElsewhere(null, [own])).toBe(false);
  });

  test.each<[name: string, elsewhere: boolean, orders: number, OrderMark[]]>([
    ['the friend’s order itself', false, 1, []],
    ['fewer than we know', false, 0, []],
    ['one more', true, 2, []],
    ['one more, and it is told twice', true, 2, [own]],
    ['one more that we know', false, 2, [mark()]],
    ['one placed while it was counted', false, 2, [mark({ placedAt: at + COUNTED_SLACK_MS })]],
    ['one placed after it was', true, 2, [mark({ placedAt: at + COUNTED_SLACK_MS + 1 })]],
    ['one more that was cancelled', false, 2, [mark({ cancelledAt: PLACED_AT })]],
    ['a test, which is not counted', true, 2, [mark({ test: true })]],
  ])('%s: %s', (_, elsewhere, orders, others) => {
    expect(counts(orders, ...others)).toBe(elsewhere);
  });

  test('more orders than are read explain any count', () => {
    const many = Array.from({ length: ORDERS_READ }, (_, i) => mark({ platformOrderId: `${i}` }));
    expect(counts(10 * ORDERS_READ, ...many)).toBe(false);
    expect(counts(10 * ORDERS_READ, ...many.slice(2))).toBe(true);
  });

  test('a friend who bought elsewhere is known, and brings nothing', () => {
    const counted = { orders: 2, at };
    expect(judged({ counted })).toMatchObject({ verdict: 'known', points: 0n });
    expect(judged({ counted, advocateFrozen: true }).verdict).toBe('known');
    expect(judged({ counted: { orders: 1, at } }).verdict).toBe('friend');
  });
});

describe('whose friend the buyer is', () => {
  const advocates = new Map([
    ['SARA-7KQ4', 'sara'],
    ['BEN-22AB', 'ben'],
  ]);
  test.each<[name: string, who: string | null, via: string | null, Partial<OrderScalars>]>([
    ['a code on the order', 'sara', 'code', { codes: ['SARA-7KQ4'] }],
    ['the code before the link', 'ben', 'code', { codes: ['BEN-22AB'], referredBy: 'SARA-7KQ4' }],
    ['the link alone', 'sara', 'link', { referredBy: 'SARA-7KQ4' }],
    [
      'a link and somebody’s other code',
      'sara',
      'link',
      { codes: ['AUTUMN15'], referredBy: 'SARA-7KQ4' },
    ],
    ['two codes: the first in text order', 'ben', 'code', { codes: ['SARA-7KQ4', 'BEN-22AB'] }],
    ['no code and no link', null, null, {}],
    ['nobody’s code', null, null, { codes: ['AUTUMN15'], referredBy: 'NOBODY' }],
    ['a test order', null, null, { codes: ['SARA-7KQ4'], test: true }],
  ])('%s', (_, who, via, over) => {
    const found = attribute(anOrder([aLine('1', 4000)], over), advocates);
    expect([found?.advocateId ?? null, found?.via ?? null]).toEqual([who, via]);
  });

  test('what the code took off is summed over the lines', () => {
    const off = (amountMinor: number) => [
      { code: 'sara-7kq4', amountMinor },
      { code: null, amountMinor: 7 },
    ];
    const lines = [
      aLine('1', 4000, { discounts: off(400) }),
      aLine('2', 900, { discounts: off(90) }),
    ];
    expect(discountBy(anOrder(lines), 'SARA-7KQ4')).toBe(490);
  });
});

test('every advocate’s code has the friend’s terms, for many buyers and without end', () => {
  expect(friendTerms(program())).toEqual({
    ...program().referral?.friend,
    currency: 'USD',
    uses: 'many',
    endsAt: null,
  });
  expect(friendTerms(aProgram())).toBeNull();
  expect(friendTerms(null)).toBeNull();
});

test('the link puts the code on the cart and opens the shop with it', () => {
  const link = new URL(shareLink('https://northday.example', 'SARA-7KQ4'));
  expect(link.origin + link.pathname).toBe('https://northday.example/discount/SARA-7KQ4');
  expect(link.searchParams.get('redirect')).toBe('/?ref=SARA-7KQ4');
});

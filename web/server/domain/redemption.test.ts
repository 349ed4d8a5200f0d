import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aLine, anOrder, aProgram, aRefund, back, someFacts } from './orderFacts.fixtures.ts';
import type { OrderScalars, RefundFacts } from './orderFacts.ts';
import type { Reward } from './program.ts';
import { decideRedemption, returnedTarget, termsKey } from './redemption.ts';

const fiveOff: Reward = {
  id: 'five-off',
  points: 500,
  value: { kind: 'amountOff', amountMinor: 500 },
  minimumMinor: 2500,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 30,
};
const program = { ...aProgram(), rewards: [fiveOff] };
const asked = {
  program,
  rewardId: 'five-off',
  agreedPoints: 500,
  available: 620n,
  openCodes: 0,
  now: Date.parse('2026-03-01T12:00:00Z'),
  timeZone: 'America/New_York',
};

describe('decideRedemption', () => {
  test('agrees, with the terms and the end of the local day 30 days on', () => {
    expect(decideRedemption(asked)).toEqual({
      ok: true,
      way: 'code',
      rewardId: 'five-off',
      points: 500n,
      prefix: '',
      terms: {
        value: fiveOff.value,
        minimumMinor: 2500,
        combinesWith: fiveOff.combinesWith,
        currency: 'USD',
        uses: 'once',
        endsAt: null,
      },
      expiresAt: Date.parse('2026-04-01T04:00:00Z'),
    });
  });

  test('exactly enough is enough', () =>
    expect(decideRedemption({ ...asked, available: 500n }).ok).toBe(true));

  test.each([
    ['no program', { program: null }, { kind: 'programOff' }],
    ['a reward that is gone', { rewardId: 'ten-off' }, { kind: 'rewardGone' }],
    ['another price', { agreedPoints: 400 }, { kind: 'priceChanged', data: { points: 500 } }],
    ['too few points', { available: 380n }, { kind: 'notEnoughPoints', data: { missing: 120 } }],
    ['debt', { available: -20n }, { kind: 'notEnoughPoints', data: { missing: 520 } }],
    ['three open codes', { openCodes: 3 }, { kind: 'tooManyCodes', data: { limit: 3 } }],
  ])('refuses %s', (_, more, refusal) =>
    expect(decideRedemption({ ...asked, ...more })).toEqual({ ok: false, ...refusal }),
  );
});

test('a stopped program is spent until its last moment, or for good', () => {
  const spend = (spendUntil: number | null) =>
    decideRedemption({ ...asked, program: { ...program, phase: { kind: 'stopped', spendUntil } } });
  expect(spend(null).ok).toBe(true);
  expect(spend(asked.now + 1).ok).toBe(true);
  expect(spend(asked.now)).toEqual({ ok: false, kind: 'programOff' });
});

describe('termsKey', () => {
  const terms = { ...fiveOff, currency: 'USD', uses: 'once' as const, endsAt: null };
  test('is the same for the same terms, whatever the reward costs or is called', () =>
    expect(termsKey({ ...terms, id: 'x', points: 9 } as typeof terms)).toBe(termsKey(terms)));
  test('is stored, so its spelling never changes', () => {
    expect(termsKey(terms)).toBe('["USD","amountOff",500,0,2500,false,false,true,"once",null]');
    const percent = { kind: 'percentOff', basisPoints: 500 } as const;
    expect(termsKey({ ...terms, value: percent, uses: 'many', endsAt: 7 })).toBe(
      '["USD","percentOff",0,500,2500,false,false,true,"many",7]',
    );
  });

  const bound = (items: string[], name = 'Cups') =>
    termsKey({
      ...terms,
      value: { kind: 'amountOff', amountMinor: 500, only: { items, name } },
    });
  test('of goods is spelled behind the rest, whatever they are called and in any order', () => {
    expect(bound(['product:2', 'product:1'])).toBe(
      '["USD","amountOff",500,0,2500,false,false,true,"once",null,["product:1","product:2"]]',
    );
    expect(bound(['product:1', 'product:2'], 'Mugs')).toBe(bound(['product:2', 'product:1']));
    expect(bound(['product:1'])).not.toBe(bound(['collection:1']));
  });

  test.each([
    [{ currency: 'EUR' }],
    [{ minimumMinor: 0 }],
    [{ value: { kind: 'amountOff', amountMinor: 501 } }],
    [{ value: { kind: 'percentOff', basisPoints: 500 } }],
    [{ value: { kind: 'freeShipping' } }],
    [{ combinesWith: { order: true, product: false, shipping: true } }],
    [{ combinesWith: { order: false, product: true, shipping: true } }],
    [{ combinesWith: { order: false, product: false, shipping: false } }],
    [{ uses: 'many' }],
    [{ endsAt: 1 }],
  ] as const)('differs for %j', (more) =>
    expect(termsKey({ ...terms, ...more })).not.toBe(termsKey(terms)),
  );
});

describe('returnedTarget', () => {
  const code = 'REG5';
  const [lamp, mugs] = [
    aLine('1', 2000, { discounts: [{ code, amountMinor: 200 }] }),
    aLine('2', 1000, {
      quantity: 3,
      discounts: [
        { code, amountMinor: 300 },
        { code: null, amountMinor: 90 },
      ],
    }),
  ] as const;
  const lines = [lamp, mugs];
  const target = (more: Partial<OrderScalars>, refunds: RefundFacts[] = [], points = 500n) =>
    returnedTarget({ facts: someFacts(anOrder(lines, more), refunds), code: 'reg5', points });
  const oneOfThree = aRefund([back('2', 1, 870)]);

  test.each<[string, Partial<OrderScalars>, RefundFacts[], bigint]>([
    ['nothing refunded', {}, [], 0n],
    ['one of three units: 500 × 100 ÷ 500', {}, [oneOfThree], 100n],
    [
      'cumulative over two refunds',
      {},
      [oneOfThree, aRefund([back('1', 1, 1800)], { id: '9002' })],
      300n,
    ],
    ['goodwill without lines', {}, [aRefund([], { moneyMinor: 1000 })], 0n],
    ['refunded in full', { refunded: true }, [], 500n],
    ['lost in a dispute', { dispute: { lost: true, toldAt: 5 } }, [], 500n],
    ['cancelled', { cancelledAt: 5 }, [], 500n],
    ['removed by an edit', { lines: [lamp, { ...mugs, currentQuantity: 1 }] }, [], 200n],
    [
      'a line whose units were all taken out before it was paid gave nothing',
      { lines: [lamp, mugs, { ...mugs, id: '3', quantity: 0, currentQuantity: 0 }] },
      [oneOfThree],
      100n,
    ],
    [
      'two discounts of one code on a line are one',
      {
        lines: [
          lamp,
          {
            ...mugs,
            discounts: [
              { code, amountMinor: 100 },
              { code, amountMinor: 200 },
            ],
          },
        ],
      },
      [oneOfThree],
      100n,
    ],
    [
      'every unit gone',
      { lines: lines.map((line) => ({ ...line, currentQuantity: 0 })) },
      [],
      500n,
    ],
  ])('%s', (_, more, refunds, points) => expect(target(more, refunds)).toBe(points));

  test('rounds down, once', () => {
    const third = (id: string) =>
      aLine(id, 1000, { quantity: 3, discounts: [{ code, amountMinor: 100 }] });
    const facts = someFacts(anOrder([third('1'), third('2')]), [
      aRefund([back('1', 1, 900), back('2', 1, 900)]),
    ]);
    expect(returnedTarget({ facts, code, points: 100n })).toBe(33n);
    expect(returnedTarget({ facts, code, points: 99n })).toBe(33n);
  });

  test('a free-shipping code took nothing off the lines and returns only at full refund', () => {
    const refunds = [aRefund([back('2', 2, 1740)])];
    const facts = someFacts(anOrder(lines, { codes: ['SHIP'] }), refunds);
    expect(returnedTarget({ facts, code: 'SHIP', points: 300n })).toBe(0n);
    const all = someFacts(anOrder(lines, { codes: ['SHIP'], refunded: true }), refunds);
    expect(returnedTarget({ facts: all, code: 'SHIP', points: 300n })).toBe(300n);
  });

  test('an order that has not come yet returns nothing', () =>
    expect(
      returnedTarget({ facts: { scalars: null, refunds: [oneOfThree] }, code, points: 500n }),
    ).toBe(0n));

  test('grows with every refund, from 0 to at most all', () => {
    const units = fc.array(fc.tuple(fc.constantFrom('1', '2'), fc.integer({ min: 1, max: 2 })), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(units, fc.bigInt({ min: 0n, max: 10_000n }), (each, points) => {
        const refunds = each.map(([lineId, n], i) => aRefund([back(lineId, n, 1)], { id: `${i}` }));
        let before = 0n;
        for (let i = 0; i <= refunds.length; i++) {
          const now = target({}, refunds.slice(0, i), points);
          expect(now >= before && now <= points).toBe(true);
          before = now;
        }
      }),
    );
  });
});

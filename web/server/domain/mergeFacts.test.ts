import { describe, expect, test } from 'vitest';
import { canonical, mergeRefund, mergeSnapshot } from './mergeFacts.ts';
import type { OrderFacts, OrderSnapshot } from './orderFacts.ts';
import { aLine, anOrder, aRefund, aSnapshot, back, PLACED_AT } from './orderFacts.fixtures.ts';

const NOTHING: OrderFacts = { scalars: null, refunds: [] };
const order = anOrder([aLine('1', 1000), aLine('2', 500, { quantity: 2 })]);
const first = aSnapshot(order);
const later = (more: Partial<OrderSnapshot>) =>
  aSnapshot(order, { updatedAt: PLACED_AT + 1000, ...more });

describe('scalars come from the newest snapshot', () => {
  test('a late older one changes nothing', () => {
    const newest = mergeSnapshot(null, later({ paid: true })).facts;
    expect(mergeSnapshot(newest, aSnapshot({ ...order, paid: false }))).toEqual({
      facts: newest,
      ask: false,
    });
  });

  test('equal updatedAt: the later trigger wins and we ask', () => {
    const facts = mergeSnapshot(null, first).facts;
    const told = mergeSnapshot(
      facts,
      aSnapshot({ ...order, paid: false }, { triggeredAt: PLACED_AT + 5 }),
    );
    expect(told.facts.scalars?.paid).toBe(false);
    expect(told.ask).toBe(true);
  });

  test('equal updatedAt, equal content in any order of lines: nothing to ask', () => {
    const facts = mergeSnapshot(null, first).facts;
    const turned = aSnapshot(
      { ...order, lines: [...order.lines].reverse() },
      { triggeredAt: PLACED_AT + 5 },
    );
    expect(mergeSnapshot(facts, turned).ask).toBe(false);
  });

  test("the platform's answer wins the tie, whenever it comes, and leads to no question", () => {
    const answer = aSnapshot(
      { ...order, name: '#answer' },
      { asked: true, triggeredAt: PLACED_AT + 9 },
    );
    const message = aSnapshot({ ...order, name: '#message' }, { triggeredAt: PLACED_AT + 5 });
    const after = mergeSnapshot(mergeSnapshot(null, message).facts, answer);
    expect(after.facts.scalars?.name).toBe('#answer');
    expect(after.ask).toBe(false);
    const before = mergeSnapshot(mergeSnapshot(null, answer).facts, message);
    expect(before.facts.scalars?.name).toBe('#answer');
    expect(before.ask).toBe(false);
  });

  test('a message triggered after the answer may know more: we ask again', () => {
    const answer = aSnapshot(order, { asked: true, triggeredAt: PLACED_AT + 9 });
    const message = aSnapshot({ ...order, paid: false }, { triggeredAt: PLACED_AT + 10 });
    const told = mergeSnapshot(mergeSnapshot(null, answer).facts, message);
    expect(told.facts.scalars?.paid).toBe(true);
    expect(told.ask).toBe(true);
  });

  test('cancelled is sticky, and no reason to ask', () => {
    const cancelled = mergeSnapshot(null, aSnapshot({ ...order, cancelledAt: 7 })).facts;
    expect(mergeSnapshot(cancelled, later({})).facts.scalars?.cancelledAt).toBe(7);
    expect(mergeSnapshot(cancelled, first).ask).toBe(false);
    expect(mergeSnapshot(cancelled, first).facts.scalars?.cancelledAt).toBe(7);
  });
});

describe('refunds are a union by id', () => {
  test('a refund waits for its order', () => {
    const waiting = mergeRefund(null, aRefund([back('1', 1, 1000)]));
    expect(waiting.scalars).toBeNull();
    const { facts } = mergeSnapshot(waiting, first);
    expect(facts.refunds).toHaveLength(1);
    expect(facts.scalars?.name).toBe('#1001');
  });

  test('an older snapshot that does not know a refund does not lose it', () => {
    const known = mergeSnapshot(null, later({ refunds: [aRefund([])] })).facts;
    expect(mergeSnapshot(known, first).facts.refunds).toHaveLength(1);
  });

  test('money that arrives later, and shipping one message leaves out, fill it up', () => {
    const pending = aRefund([back('1', 1, 1000)], { moneyMinor: 0, shippingMinor: 300 });
    const done = aRefund([back('1', 1, 1000)], { moneyMinor: 1300 });
    for (const told of [
      [pending, done],
      [done, pending],
    ]) {
      const [refund] = told.reduce(mergeRefund, NOTHING).refunds;
      expect(refund).toMatchObject({ moneyMinor: 1300, shippingMinor: 300 });
    }
  });

  test('sorted by id as numbers', () => {
    const told = ['1001', '999', '1000'].map((id) => aRefund([], { id }));
    const ids = told.reduce(mergeRefund, NOTHING).refunds.map((refund) => refund.id);
    expect(ids).toEqual(['999', '1000', '1001']);
  });
});

describe('canonical', () => {
  test('says the same for the same content in another order of keys and lists', () => {
    const discounted = aLine('1', 1000, {
      discounts: [
        { code: 'B', amountMinor: 1 },
        { code: null, amountMinor: 2 },
        { code: 'A', amountMinor: 3 },
      ],
    });
    const turned = Object.fromEntries(
      Object.entries({ ...discounted, discounts: [...discounted.discounts].reverse() }).reverse(),
    ) as unknown as typeof discounted;
    const one = mergeSnapshot(
      null,
      aSnapshot(anOrder([discounted, aLine('2', 5)], { codes: ['A', 'B'] })),
    );
    const two = mergeSnapshot(
      null,
      aSnapshot(anOrder([aLine('2', 5), turned], { codes: ['B', 'A'], totalMinor: 1005 })),
    );
    expect(canonical(two.facts)).toBe(canonical(one.facts));
  });

  test('leaves out when it was triggered, and fields we do not use', () => {
    const told = { ...first, triggeredAt: 3, note: 'hello' } as OrderSnapshot;
    expect(canonical(mergeSnapshot(null, told).facts)).toBe(
      canonical(mergeSnapshot(null, first).facts),
    );
  });

  test('notices a touch that changed nothing else, so that what came before it stays older', () => {
    expect(canonical(mergeSnapshot(null, later({})).facts)).not.toBe(
      canonical(mergeSnapshot(null, first).facts),
    );
  });

  test.each<[string, Partial<OrderSnapshot>]>([
    ['paid', { paid: false }],
    ['cancelled', { cancelledAt: 1 }],
    ['a code', { codes: ['X'] }],
    ['a line', { lines: [aLine('1', 1000)] }],
    ['a refund', { refunds: [aRefund([])] }],
    ['the buyer', { buyer: { customerId: null, email: 'a@b.example', phone: null } }],
  ])('notices %s', (_, more) =>
    expect(canonical(mergeSnapshot(null, aSnapshot(order, more)).facts)).not.toBe(
      canonical(mergeSnapshot(null, first).facts),
    ),
  );
});

describe('a dispute is told by answers alone', () => {
  const answer = (lost: boolean, toldAt: number) =>
    aSnapshot({ ...order, dispute: { lost, toldAt } }, { asked: true, triggeredAt: toldAt });

  test('a newer message that knows nothing of it does not forget it', () => {
    const facts = mergeSnapshot(null, answer(true, PLACED_AT + 5)).facts;
    const told = mergeSnapshot(facts, later({ paid: true }));
    expect(told.facts.scalars?.dispute).toEqual({ lost: true, toldAt: PLACED_AT + 5 });
    expect(told.ask).toBe(false);
  });

  test('the later answer counts, whichever comes last: banks change their minds', () => {
    const [lost, won] = [answer(true, PLACED_AT + 5), answer(false, PLACED_AT + 9)];
    for (const [one, two] of [
      [lost, won],
      [won, lost],
    ] as const) {
      const facts = mergeSnapshot(mergeSnapshot(null, one).facts, two).facts;
      expect(facts.scalars?.dispute?.lost).toBe(false);
    }
  });

  test('an order without one keeps the text it always had, and with one has another', () => {
    const plain = canonical(mergeSnapshot(null, first).facts);
    expect(plain).not.toContain('dispute');
    const disputed = mergeSnapshot(
      null,
      aSnapshot({ ...order, dispute: { lost: true, toldAt: 1 } }),
    );
    expect(canonical(disputed.facts)).not.toBe(plain);
  });
});

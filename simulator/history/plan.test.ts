import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';
import { planHistory } from './plan.ts';
import type { PlanInput } from './plan.ts';
import type { PlannedEvent } from './plan.types.ts';
import { persianPlanInput, planInput } from './testShelf.ts';

const eventsOf = (input: PlanInput): PlannedEvent[] => [...planHistory(input).blocks()].flat();
const digest = (input: PlanInput): string =>
  createHash('sha256')
    .update(JSON.stringify(eventsOf(input)))
    .digest('hex');

test('the same seed gives the same history, another seed another one', () => {
  expect(digest(planInput(300))).toBe(digest(planInput(300)));
  expect(digest(planInput(300, 1))).not.toBe(digest(planInput(300, 2)));
  expect(digest(persianPlanInput(300))).not.toBe(digest(planInput(300)));
});

describe.each([
  ['Northday', planInput(2_400)],
  ['خانهٔ سفال', persianPlanInput(2_400)],
])('two years of %s', (_, input) => {
  const events = eventsOf(input);
  const { startsAt, endsAt } = calendarOf(input.shop, input.now);
  const orders = events.flatMap((event) => (event.kind === 'order' ? [event] : []));
  const count = (kind: PlannedEvent['kind']) => events.filter((e) => e.kind === kind).length;

  test('are in order, in whole seconds, and over before today', () => {
    expect(events.map((e) => e.at)).toEqual(events.map((e) => e.at).sort((x, y) => x - y));
    expect(events.every((e) => e.at % 1000 === 0 && e.at < endsAt)).toBe(true);
    expect(Math.min(...orders.map((e) => e.at))).toBeLessThan(startsAt + 5 * 86_400_000);
    expect(endsAt - Math.max(...orders.map((e) => e.at))).toBeLessThan(2 * 86_400_000);
  });

  test('hold a few hundred refunds, edits and cancellations, and cash paid late', () => {
    const after = count('refund') + count('edit') + count('cancel');
    expect(after).toBeGreaterThan(300);
    expect(after).toBeLessThan(800);
    expect(Math.min(count('refund'), count('edit'), count('cancel'))).toBeGreaterThan(30);
    expect(count('paid')).toBeGreaterThan(100);
  });

  test('hold guests, sales at the till, codes, and people of three languages', () => {
    const shoppers = new Map(
      orders.flatMap(({ order: { buyer } }) =>
        buyer.kind === 'shopper' ? [[buyer.shopper.index, buyer.shopper] as const] : [],
      ),
    );
    const people = [...shoppers.values()];
    expect(people).toHaveLength(2_400);
    expect(people.filter((each) => each.kind === 'guest').length).toBeGreaterThan(200);
    expect(new Set(people.map((each) => each.person.locale))).toEqual(new Set(['en', 'fa', 'ar']));
    expect(orders.filter((e) => e.order.source === 'pos').length).toBeGreaterThan(200);
    expect(orders.filter((e) => e.order.buyer.kind === 'nobody').length).toBeGreaterThan(100);
    expect(orders.filter((e) => e.order.code === 'AUTUMN15').length).toBeGreaterThan(100);
    expect(count('join')).toBe(people.filter((each) => each.kind === 'customer').length);
  });

  test('everybody can be reached, and nobody under the address of another', () => {
    const people = events.flatMap((e) => (e.kind === 'join' ? [e.shopper.person] : []));
    const emails = people.flatMap(({ email }) => (email === null ? [] : [email]));
    const phones = people.flatMap(({ phone }) => (phone === null ? [] : [phone]));
    expect(new Set(emails).size).toBe(emails.length);
    expect(new Set(phones).size).toBe(phones.length);
    expect(people.filter(({ email, phone }) => email === null && phone === null)).toEqual([]);
    expect(emails.every((email) => /^[a-z0-9.+]+@example\.(com|net|org)$/.test(email))).toBe(true);
  });

  test('rings share a mailbox and a door, households a name and a door', () => {
    const people = events.flatMap((e) => (e.kind === 'join' ? [e.shopper.person] : []));
    const circles = Map.groupBy(
      people.filter(({ tags }) => tags.length > 0),
      ({ tags }) => tags[0] ?? '',
    );
    const rings = [...circles].filter(([tag]) => tag.startsWith('ring-'));
    const households = [...circles].filter(([tag]) => tag.startsWith('household-'));
    expect(rings.length).toBeGreaterThanOrEqual(4);
    expect(households.length).toBeGreaterThanOrEqual(8);
    for (const [, members] of circles) {
      expect(members.length).toBeGreaterThan(1);
      expect(new Set(members.map(({ address }) => JSON.stringify(address))).size).toBe(1);
    }
    for (const [, members] of rings) {
      expect(new Set(members.map(({ email }) => email?.split('+')[0])).size).toBe(1);
    }
    for (const [, members] of households) {
      expect(new Set(members.map(({ lastName }) => lastName)).size).toBe(1);
    }
  });
});

test('what wears out is bought again when its time has come', () => {
  const input = planInput(8_000);
  const events = eventsOf(input);
  const gapsIn = (handle: string, from: number, to: number): number => {
    const variantId = input.products.find((p) => p.handle === handle)?.variants[0]?.id;
    const last = new Map<number, number>();
    let found = 0;
    for (const event of events) {
      if (event.kind !== 'order' || event.order.buyer.kind !== 'shopper') continue;
      if (!event.order.lines.some((line) => line.variantId === variantId)) continue;
      const { index } = event.order.buyer.shopper;
      const weeks = (event.at - (last.get(index) ?? Number.NaN)) / (7 * 86_400_000);
      if (weeks >= from && weeks < to) found += 1;
      last.set(index, event.at);
    }
    return found;
  };
  const rhythmOf = (handle: string) => gapsIn(handle, 9, 15) / gapsIn(handle, 0, 6);
  expect(rhythmOf('linen-tea-towel')).toBeGreaterThan(2 * rhythmOf('salt-jar'));
});

/** Short stories that once ended differently here and there; each kept as it was found. */
import { expect, test } from 'vitest';
import type { Command } from './commands.ts';
import { play } from './play.ts';
import type { Story } from './play.ts';
import type { Plan } from './shops.ts';

const plan: Plan = {
  points: 6,
  per: 3,
  includeShipping: false,
  includeTips: false,
  pendingDays: 0,
  expiry: { kind: 'never' },
  graceDays: 0,
  debt: 'owe',
  codeDays: 365,
};
const order = (item: number): Command => ({
  do: 'order',
  who: 0,
  items: [[item, 4]],
  paid: true,
  code: null,
  shopCode: false,
  tip: 0,
  kind: 'web',
});
const hearAll: Command = { do: 'hear', picks: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
const wait = (hours: number): Command => ({ do: 'wait', hours });
const publish = (over: Partial<Plan>): Command => ({
  do: 'publish',
  program: { ...plan, ...over },
  inDays: 0,
});
/** An order's points are spent, and the order goes back: 30 points are owed. */
const inDebt: readonly Command[] = [
  order(1),
  hearAll,
  { do: 'redeem', who: 0, reward: 0 },
  { do: 'refund', which: 0, units: [[0, 4]], shipping: false, money: 100 },
  hearAll,
];

const stories: Record<string, readonly Command[]> = {
  'an order of a version with months is heard of after a reward was taken under one without': [
    publish({ expiry: { kind: 'inactivity', months: 1 } }),
    order(1),
    hearAll,
    order(1),
    publish({ expiry: { kind: 'never' } }),
    wait(360),
    { do: 'redeem', who: 0, reward: 0 },
    hearAll,
    wait(750),
  ],
  'nobody looks while a debt is let go, and then points become available: none repay it': [
    ...inDebt,
    publish({ pendingDays: 14 }),
    wait(8590),
    order(1),
    hearAll,
    wait(750),
  ],
  'nobody looks while two orders become available: the earlier one repays the debt': [
    ...inDebt,
    publish({ pendingDays: 14, expiry: { kind: 'afterEarning', months: 2 } }),
    order(0),
    wait(1),
    publish({ pendingDays: 3, expiry: { kind: 'afterEarning', months: 5 } }),
    order(1),
    { do: 'hear', picks: [1] },
    hearAll,
    wait(750),
  ],
  'a new order is heard of before the refund of one whose points have ended: it pays for them': [
    publish({ expiry: { kind: 'afterEarning', months: 1 }, debt: 'writeOff' }),
    order(1),
    hearAll,
    wait(1400),
    { do: 'refund', which: 0, units: [[0, 4]], shipping: false, money: 100 },
    order(1),
  ],
  'an order is heard of when its points have ended: they pay for no refund of the same batch': [
    publish({ expiry: { kind: 'afterEarning', months: 1 } }),
    order(1),
    hearAll,
    { do: 'refund', which: 0, units: [[0, 4]], shipping: false, money: 100 },
    order(1),
    wait(1400),
  ],
  'a refund is heard of after its debt would be let go: a new order of the same batch pays none': [
    publish({ expiry: { kind: 'afterEarning', months: 1 } }),
    order(1),
    hearAll,
    { do: 'refund', which: 0, units: [[0, 4]], shipping: false, money: 100 },
    publish({ expiry: { kind: 'never' } }),
    order(1),
    wait(8800),
    hearAll,
  ],
};

test.each(Object.entries(stories))(
  '%s',
  async (_name, commands) => {
    const story: Story = { money: 0, plan, commands };
    await expect(play(story)).resolves.toBeTruthy();
  },
  120_000,
);

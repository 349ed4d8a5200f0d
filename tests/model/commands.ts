/** Everything that may happen to a shop, as small plain values that shrink and print well. */
import fc from 'fast-check';
import { program } from './shops.ts';

/** Picks one of whatever there is then (modulo). */
const any = fc.nat(11);
/** One of the newest. */
const late = fc.nat(3);
const quantity = fc.integer({ min: 1, max: 4 });
const units = fc.array(fc.tuple(any, quantity), { minLength: 1, maxLength: 3 });
const who = fc.constantFrom(0, 0, 0, 1, 1, 2);

const commands = {
  order: fc.record({
    do: fc.constant('order' as const),
    who,
    items: units,
    paid: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
    code: fc.option(late),
    shopCode: fc.boolean(),
    tip: fc.nat(3),
    kind: fc.oneof(
      { weight: 12, arbitrary: fc.constant('web' as const) },
      fc.constantFrom('test' as const, 'till' as const),
    ),
  }),
  pay: fc.record({ do: fc.constant('pay' as const), which: late }),
  edit: fc.record({ do: fc.constant('edit' as const), which: late, line: any, keep: fc.nat(2) }),
  refund: fc.record({
    do: fc.constant('refund' as const),
    which: late,
    units: fc.array(fc.tuple(any, quantity), { maxLength: 2 }),
    shipping: fc.boolean(),
    /** Percent of what is due: below, restocking; above, goodwill. */
    money: fc.constantFrom(100, 100, 80, 130, 300),
  }),
  cancel: fc.record({ do: fc.constant('cancel' as const), which: late, refund: fc.boolean() }),
  dispute: fc.record({
    do: fc.constant('dispute' as const),
    which: late,
    outcome: fc.constantFrom('open' as const, 'lost' as const, 'lost' as const, 'won' as const),
  }),
  merge: fc.record({ do: fc.constant('merge' as const), kept: who, gone: who }),
  hear: fc.record({
    do: fc.constant('hear' as const),
    picks: fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }),
  }),
  redeem: fc.record({ do: fc.constant('redeem' as const), who, reward: fc.nat(3) }),
  race: fc.record({ do: fc.constant('race' as const), who, rewards: fc.tuple(any, any) }),
  putBack: fc.record({ do: fc.constant('putBack' as const), which: any }),
  snatch: fc.record({ do: fc.constant('snatch' as const), which: any, who, beats: fc.nat(30) }),
  adjust: fc.record({
    do: fc.constant('adjust' as const),
    who,
    points: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: -120, max: -1 })),
  }),
  publish: fc.record({
    do: fc.constant('publish' as const),
    program,
    inDays: fc.constantFrom(0, 0, 10),
  }),
  wait: fc.record({
    do: fc.constant('wait' as const),
    hours: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 1, max: 72 }) },
      { weight: 5, arbitrary: fc.constant(360) },
      { weight: 3, arbitrary: fc.constantFrom(750, 750, 2300, 8800) },
    ),
  }),
};

type Commands = typeof commands;
export type Command = {
  [Name in keyof Commands]: Commands[Name] extends fc.Arbitrary<infer T> ? T : never;
}[keyof Commands];

const WEIGHTS: Record<keyof Commands, number> = {
  order: 10,
  pay: 3,
  edit: 2,
  refund: 6,
  cancel: 1,
  dispute: 2,
  merge: 2,
  hear: 14,
  redeem: 9,
  race: 2,
  putBack: 2,
  snatch: 2,
  adjust: 2,
  publish: 2,
  wait: 6,
};

export const command: fc.Arbitrary<Command> = fc.oneof(
  ...(Object.keys(commands) as (keyof Commands)[]).map((name) => ({
    weight: WEIGHTS[name],
    arbitrary: commands[name] as fc.Arbitrary<Command>,
  })),
);

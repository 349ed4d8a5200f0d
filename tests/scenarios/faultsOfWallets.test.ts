/**
 * Money credit, with every call of it failing in every way: whatever became of a call, the wallet holds
 * what it should, once.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import {
  expectNothingLeft,
  letTimePass,
  lost,
  nameOf,
  reading,
  strike,
  writing,
} from './faultCells.ts';
import { creditOf, newPurse, owe, walletAt } from './walletWorld.ts';
import type { Purse } from './walletWorld.ts';

describe('money credit, while its calls fail', () => {
  const given = [
    ...writing('CreditWallet'),
    ...reading('ReadWallet'),
    ...reading('ReadWallet', [lost('CreditWallet')]),
    ...reading('ReadWallet', [lost('CreditWallet', 'resetBefore')]),
  ];
  const taken = [...writing('DebitWallet'), ...reading('ReadWallet', [lost('DebitWallet')])];
  let world: World;
  const purses: Purse[] = [];
  const poorer: Purse[] = [];
  beforeAll(async () => {
    world = await startWorld();
    for (const cell of given) {
      const purse = await newPurse(world);
      purses.push(purse);
      await strike(world, cell, async () => {
        await owe(world, purse, 500);
        await world.settle();
      });
    }
    for (const _ of taken) poorer.push(await newPurse(world));
    for (const purse of poorer) await owe(world, purse, 500);
    await letTimePass(world);
    for (const [n, cell] of taken.entries()) {
      const purse = poorer[n];
      await strike(world, cell, async () => {
        if (purse) await owe(world, purse, 200);
        await world.settle();
      });
    }
    await letTimePass(world);
  }, 180_000);
  afterAll(() => world?.stop());

  test.each(given.map((cell, n) => [nameOf(cell), n] as const))('given, %s', async (_, n) => {
    const purse = purses[n];
    if (!purse) throw new Error('no such purse');
    expect(walletAt(world, purse)).toBe(500);
    expect(await creditOf(world, purse.key)).toMatchObject({ posted: 500, refusal: null });
  });

  test.each(taken.map((cell, n) => [nameOf(cell), n] as const))('taken back, %s', async (_, n) => {
    const purse = poorer[n];
    if (!purse) throw new Error('no such purse');
    expect(walletAt(world, purse)).toBe(200);
    expect(await creditOf(world, purse.key)).toMatchObject({ posted: 200, unrecovered: 0 });
  });

  test('and nothing waits, and the books are sound', async () => {
    await expectNothingLeft(world, ['settleWallet']);
    await expectSoundBooks(world);
  });
});

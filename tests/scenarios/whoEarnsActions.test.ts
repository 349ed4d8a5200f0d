/** Who collects by the shop's tags holds for what people do besides buying: the shop is asked first. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ActionAnswer } from '../../web/contract/api.ts';
import type { WaysToEarn } from '../../web/contract/shopper.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { USES, callWithKey, makeKey, rewarding } from './actions.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { expectNothingLeft, letTimePass, nameOf, reading, strike } from './faultCells.ts';
import { newBuyer } from './nextOrderWorld.ts';

const { signUp, birthday, bottle, newsletter } = USES;
/** An account at the shop is joining the club, which brings this much where it may. */
const JOINED = 50;
const who = { companies: false, withTags: [], withoutTags: ['Staff'] };

let world: World;
let key: string;
beforeAll(async () => {
  world = await startWorld({
    program: rewarding([signUp, birthday, bottle, newsletter], { whoEarns: who }),
  });
  key = (await makeKey(world)).key;
});
afterEach(() => world.sim.api.faults([]));
afterAll(async () => {
  await expectSoundBooks(world);
  await world.stop();
});

function somebody(...tags: string[]): string {
  const { id } = newBuyer(world);
  world.sim.commerce.updateCustomer(SHOP, id, { tags });
  return id;
}
const onTheWay = async (id: string) => (await balanceOf(world, id)).pending;
const bring = async (shopper: object, name: string = crypto.randomUUID()) => {
  const body = { key: name, action: 'bottle-return', shopper };
  return (await callWithKey(world, key, body)).body.action;
};

describe('a program for all but some', () => {
  test('what a system tells waits for the shop’s word, and the same call hears what came of it', async () => {
    const [staff, other] = [somebody('STAFF'), somebody('likes mugs')];
    await world.settle();
    const told = async (customerId: string) => bring({ customerId }, `bottle ${customerId}`);
    expect([await told(staff), await told(other)]).toMatchObject([
      { outcome: 'asking', points: 0 },
      { outcome: 'asking', points: 0 },
    ]);
    await world.app.drain();
    expect([await told(staff), await told(other)]).toMatchObject([
      { outcome: 'tags', points: 0 },
      { outcome: 'earned', points: 10 },
    ]);
    expect([await onTheWay(staff), await onTheWay(other)]).toEqual([0, JOINED + 10]);
  });

  test('a guest has no tags: nobody is asked', async () => {
    expect(await bring({ email: 'guest@example.com' })).toMatchObject({ outcome: 'earned' });
  });

  test('limits are counted when the shop has told, and hold', async () => {
    const customerId = somebody();
    await world.settle();
    for (const _ of [1, 2, 3]) await bring({ customerId });
    await world.app.drain();
    expect(await onTheWay(customerId)).toBe(JOINED + 20);
  });

  test('joining answers with what the shop told of them, while they wait', async () => {
    const [staff, other] = [somebody('staff'), somebody()];
    const join = async (id: string) =>
      (await world.shopper(id).post<WaysToEarn>('join')).body.ways.find(
        ({ rule }) => rule === 'signUp',
      )?.done;
    expect([await join(staff), await join(other)]).toEqual([false, true]);
    expect([await onTheWay(staff), await onTheWay(other)]).toEqual([0, JOINED]);
  });

  test('so do birthdays and what the shop itself tells', async () => {
    const [staff, other] = [somebody('staff'), somebody()];
    await world.settle();
    await world.pass(31 * DAY);
    const now = new Date(world.sim.clock.now() + 2 * DAY);
    const day = { month: now.getUTCMonth() + 1, day: now.getUTCDate() };
    for (const id of [staff, other]) {
      expect((await world.shopper(id).post('birthday', day)).status).toBe(200);
    }
    await world.pass(3 * DAY);
    expect([await onTheWay(staff), await onTheWay(other)]).toEqual([0, JOINED + 100]);
  });

  test.each(reading('ReadTags').map((cell) => [nameOf(cell), cell] as const))(
    'the shop does not answer (%s): nothing is earned until it has, and then once',
    async (_, cell) => {
      const [staff, other] = [somebody('staff'), somebody()];
      await world.settle();
      await strike(world, cell, async () => {
        await bring({ customerId: staff });
        await bring({ customerId: other });
        await world.settle();
      });
      await letTimePass(world);
      expect([await onTheWay(staff), await onTheWay(other)]).toEqual([0, JOINED + 10]);
      await expectNothingLeft(world, ['lookUpTags']);
    },
  );
});

test('a program for some gives only them points, and guests none', async () => {
  const { body } = await world.api<{ current: { version: number } }>('GET', '/api/program');
  const program = rewarding([bottle], { whoEarns: { ...who, withTags: ['vip'], withoutTags: [] } });
  const put = { baseVersion: body.current.version, program };
  expect((await world.api('PUT', '/api/program', put)).status).toBe(200);
  const [vip, other] = [somebody('VIP', 'new'), somebody('new')];
  await world.settle();
  const told: ActionAnswer['action'][] = [];
  for (const customerId of [vip, other]) told.push(await bring({ customerId }));
  expect(told.map(({ outcome }) => outcome)).toEqual(['asking', 'asking']);
  expect(await bring({ email: 'other@example.com' })).toMatchObject({ outcome: 'tags' });
  await world.app.drain();
  expect([await onTheWay(vip), await onTheWay(other)]).toEqual([10, 0]);
});

/** Friends who come by an advocate's code or link: who earns what, until when, and why not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Buyer, Customer, PlaceOrder, SimOrderSummary } from '../../simulator/types.ts';
import type { FriendOffer, Friends, InviteAnswer } from '../../web/contract/shopper.ts';
import { friendOffer, friends, inviteAnswer, shopperState } from '../../web/contract/shopper.ts';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';

const combinesWith = { order: false, product: false, shipping: true };
const REFERRAL = {
  friend: {
    value: { kind: 'percentOff' as const, basisPoints: 1000 },
    minimumMinor: 3000,
    combinesWith,
  },
  advocatePoints: 500,
  waitDays: 30,
};
const program = (over = {}) => aProgram({ referral: { ...REFERRAL, ...over } });

let world: World;
let mug: string;

beforeAll(async () => {
  world = await startWorld({ program: program() });
  const products = world.sim.commerce.products(SHOP);
  mug =
    products.find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400)?.variants[0]?.id ?? '';
});
afterAll(() => world.stop());

const person = (firstName: string, email: string | null = `${crypto.randomUUID()}@example.com`) =>
  world.sim.commerce.createCustomer(SHOP, { email, phone: null, firstName, lastName: 'Doe' });

/** Somebody with a code that works. */
async function advocate(firstName = 'Sara'): Promise<Customer & { code: string }> {
  const customer = person(firstName);
  await world.settle();
  const reply = await world.shopper(customer.id).post<InviteAnswer>('invite');
  expect(reply.status).toBe(200);
  const { invite } = inviteAnswer.parse(reply.body);
  return { ...customer, code: invite.code ?? '' };
}

const as = (customer: { id: string }): Buyer => ({ kind: 'customer', customerId: customer.id });

const buy = (buyer: Buyer, code: string, over: Partial<PlaceOrder> = {}, quantity = 2) =>
  world.buy({ buyer, lines: [{ variantId: mug, quantity }], codes: [code], ...over });

const refundAll = (order: SimOrderSummary) =>
  world.sim.commerce.refund(SHOP, {
    orderId: order.id,
    lines: order.lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    shipping: true,
  });

async function friendsOf(customer: { id: string }): Promise<Friends['friends']> {
  const reply = await world.shopper(customer.id).get<Friends>('friends');
  return friends.parse(reply.body).friends;
}

describe('a friend who is new', () => {
  test('gets the discount; the advocate’s points are on the way for 30 days, and then there', async () => {
    const sara = await advocate();
    expect(sara.code).toMatch(/^SARA-[2-9A-HJ-NP-Z]{4}$/);
    const fay = person('Fay');
    const order = await buy(as(fay), sara.code);
    expect(order.codes).toEqual([sara.code]);
    expect(await balanceOf(world, sara.id)).toEqual({ pending: 500, available: 0, held: 0 });
    const [friend] = await friendsOf(sara);
    expect(friend).toEqual({
      name: 'Fay',
      status: 'waiting',
      points: 500,
      day: expect.any(String),
      reason: null,
    });
    const state = shopperState.parse((await world.shopper(sara.id).get('state')).body);
    expect(state.shopper?.onTheWay).toEqual([{ points: 500, day: friend?.day }]);
    await world.pass(29 * DAY);
    expect((await balanceOf(world, sara.id)).available).toBe(0);
    await world.pass(DAY);
    expect(await balanceOf(world, sara.id)).toEqual({ pending: 0, available: 500, held: 0 });
    expect((await friendsOf(sara))[0]?.status).toBe('got');
    const { rows } = await world.shopper(sara.id).history();
    expect(rows).toMatchObject([
      { kind: 'friendEarned', points: 500, orderName: null, friendName: 'Fay' },
    ]);
    await expectSoundBooks(world);
  });
});

/** People of a referral story: advocates with codes, friends who buy with them. */
import type { Buyer, Customer, PlaceOrder, SimOrderSummary } from '../../simulator/types.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { friends, inviteAnswer } from '../../web/contract/shopper.ts';
import type { Friends, InviteAnswer } from '../../web/contract/shopper.ts';
import { MINUTE, SHOP, aProgram } from '../world.ts';
import type { World } from '../world.ts';

const combinesWith = { order: false, product: false, shipping: true };

type Referral = NonNullable<ProgramBody['referral']>;

/** 10 % off from 30.00; 500 points after 30 days. */
const REFERRAL: Referral = {
  friend: {
    value: { kind: 'percentOff', basisPoints: 1000 },
    minimumMinor: 3000,
    combinesWith,
  },
  advocatePoints: 500,
  waitDays: 30,
};

export const withReferral = (
  referral: Partial<Referral> = {},
  over: Partial<ProgramBody> = {},
): ProgramBody => aProgram({ referral: { ...REFERRAL, ...referral }, ...over });

export const friendGets = (basisPoints: number) => ({
  friend: { ...REFERRAL.friend, value: { kind: 'percentOff' as const, basisPoints } },
});

export type Advocate = Customer & { code: string; link: string };

export const as = (customer: { id: string }): Buyer => ({
  kind: 'customer',
  customerId: customer.id,
});

export const guest = (email: string): Buyer => ({
  kind: 'guest',
  email,
  phone: null,
  firstName: 'Gus',
  lastName: 'Guest',
});

/** The verbs of the people in one world. */
export function people(world: World) {
  const { commerce } = world.sim;
  const mug = () =>
    commerce.products(SHOP).find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  const person = (firstName: string, email: string | null = `${crypto.randomUUID()}@example.com`) =>
    commerce.createCustomer(SHOP, { email, phone: null, firstName, lastName: 'Doe' });
  const codeOf = async (customer: { id: string }) => {
    const reply = await world.shopper(customer.id).post<InviteAnswer>('invite');
    if (reply.status !== 200) throw new Error(`invite: ${reply.status} ${reply.text}`);
    const { code, link } = inviteAnswer.parse(reply.body).invite;
    return { code: code ?? '', link: link ?? '' };
  };
  return {
    person,
    codeOf,
    /** Somebody with a code that works. */
    advocate: async (firstName = 'Sara', email?: string): Promise<Advocate> => {
      const customer = person(firstName, email);
      await world.settle();
      return { ...customer, ...(await codeOf(customer)) };
    },
    /** Mugs of 24.00: two of them unless told otherwise. */
    buy: (buyer: Buyer, code: string | null, over: Partial<PlaceOrder> = {}, quantity = 2) =>
      world.buy({
        buyer,
        lines: [{ variantId: mug()?.variants[0]?.id ?? '', quantity }],
        codes: code === null ? [] : [code],
        ...over,
      }),
    refund: async (order: SimOrderSummary, quantity = 2) => {
      await world.pass(MINUTE);
      commerce.refund(SHOP, {
        orderId: order.id,
        lines: [{ lineId: order.lines[0]?.id ?? '', quantity }],
        shipping: quantity === 2,
      });
      await world.settle();
    },
    friendsOf: async (customer: { id: string }): Promise<Friends['friends']> => {
      const reply = await world.shopper(customer.id).get<Friends>('friends');
      return friends.parse(reply.body).friends;
    },
    publish: async (program: ProgramBody, baseVersion: number, effectiveFrom?: number) => {
      const from = effectiveFrom ? { effectiveFrom: new Date(effectiveFrom).toISOString() } : {};
      const put = await world.api('PUT', '/api/program', { baseVersion, program, ...from });
      if (put.status !== 200) throw new Error(`publish: ${put.status} ${put.text}`);
      await world.settle();
    },
  };
}

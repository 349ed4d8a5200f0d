/** What the stories of made-up friends have in common: homes, members and friends who live there, decisions. */
import type { PlaceOrder } from '../../simulator/types.ts';
import { referralsAnswer } from '../../web/contract/merchantReferrals.ts';
import type { ReferralToDecide, ReferralsAnswer } from '../../web/contract/merchantReferrals.ts';
import { MINUTE, SHOP } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf } from './books.ts';
import { as, people } from './friends.ts';
import type { Advocate } from './friends.ts';

let houses = 0;
export const aStreet = (): string => `${(houses += 1)} Quiet Road`;

export const guestAt = (street: string, firstName: string, email?: string) => ({
  kind: 'guest' as const,
  email: email ?? `${crypto.randomUUID()}@example.com`,
  phone: null,
  firstName,
  lastName: 'Doe',
  address: { street, phone: null },
});

export const of = (list: readonly ReferralToDecide[], member: Advocate): ReferralToDecide[] =>
  list.filter(({ member: { name } }) => name === `${member.firstName} Doe`);

export const kindsOf = (referral: ReferralToDecide | undefined): string[] =>
  (referral?.reasons ?? []).map(({ kind }) => kind);

const customerAt = (world: World, street: string, firstName: string, email?: string) =>
  world.sim.commerce.createCustomer(SHOP, {
    email: email ?? `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName,
    lastName: 'Doe',
    address: { street, phone: null },
  });

export function neighbours(world: () => World) {
  /** Somebody who lives at a street and has bought there, so that the shop knows. */
  async function memberAt(street: string, firstName: string, email?: string): Promise<Advocate> {
    const customer = customerAt(world(), street, firstName, email);
    await world().settle();
    await people(world()).buy(as(customer), null);
    await world().pass(MINUTE);
    return { ...customer, ...(await people(world()).codeOf(customer)) };
  }

  /** A friend with an account, whose name the shop knows. */
  const friendAt = (street: string, firstName: string) =>
    as(customerAt(world(), street, firstName));

  const friendBuys = async (member: Advocate, buyer: PlaceOrder['buyer'], over = {}) => {
    const order = await people(world()).buy(buyer, member.code, over, 3);
    await world().pass(MINUTE);
    return order;
  };

  const asked = async (): Promise<ReferralsAnswer> =>
    referralsAnswer.parse((await world().api('GET', '/api/referrals')).body);

  const decide = async (
    referral: ReferralToDecide | undefined,
    pays: boolean,
    note = 'Looked at',
  ) => {
    const path = `/api/referrals/${referral?.id}/decide`;
    const reply = await world().api('POST', path, { pays, note });
    await world().settle();
    return reply;
  };

  /** What a member's own order of two mugs brings. */
  const own = async (member: Advocate): Promise<number> => {
    const { rows } = await world().owner.query<{ points: string }>(
      `select points from orders o join identities i using (club_id, shopper_id)
       where i.value like '%:' || $1`,
      [member.id],
    );
    return rows.reduce((sum, { points }) => sum + Number(points), 0);
  };

  const fromFriends = async (member: Advocate): Promise<number> => {
    const { pending, available } = await balanceOf(world(), member.id);
    return pending + available - (await own(member));
  };

  return {
    memberAt,
    friendAt,
    friendBuys,
    asked,
    decide,
    own,
    fromFriends,
  };
}

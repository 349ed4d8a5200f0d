/** The same plan, told to the reference model of tests/model: what the books must be by the rules. */
import type { Delivery } from '../../simulator/webhooks/queue.ts';
import { Club } from '../model/club.ts';
import { orderOf } from '../model/facts.ts';
import type { Answer } from '../model/facts.ts';
import type { Books } from './books.ts';
import { customerOf } from './deeds.ts';
import type { Diary } from './deeds.ts';
import { Offers } from './offers.ts';
import type { Plan, Wishes } from './plan.ts';
import type { Scene } from './scene.ts';
import { PROGRAM, REWARDS, START, TIME_ZONE } from './shop.ts';

/** Where the books and the model differ, a line each. */
export async function differFromModel(
  scene: Scene,
  plan: Plan,
  diary: Diary,
  books: Books,
  roundMs: number,
): Promise<string[]> {
  const club = new Club(TIME_ZONE, START);
  const offers = new Offers(club);
  club.publish(PROGRAM, START);
  const told = toldOnce(scene.sim.webhooks.log());
  const letters = Map.groupBy(
    told.filter(({ topic }) => topic.startsWith('orders/')),
    (each) => orderOf(each) ?? '',
  );
  const codes = await codesOf(scene);
  for (const [n, { wishes }] of plan.rounds.entries()) {
    const from = START + n * roundMs;
    const until = from + roundMs;
    club.passTo(from, () => false);
    offers.passTo(from);
    for (const each of wishes) wish(scene, club, each, codes.rewards);
    const heard = told.filter(({ triggeredAt }) => triggeredAt >= from && triggeredAt < until);
    club.hear(heard, (orderId) => answer(letters.get(orderId) ?? [], diary, orderId, until));
    offers.hear(codes.friends, codes.nextOrders);
  }
  club.passTo(scene.now(), () => false);
  offers.passTo(scene.now());
  offers.hear(codes.friends, codes.nextOrders);
  return compare(scene, diary, { club, offers }, books);
}

/** Every message of the shop once, in the order it was meant, the lost ones too. */
function toldOnce(log: readonly Delivery[]): Delivery[] {
  const first = new Map(log.toReversed().map((each) => [each.webhookId, each]));
  return [...first.values()].sort((a, b) => a.seq - b.seq);
}

/** How codes are spelled is ours alone: by redemption and by order; the owners' ids by their code. */
async function codesOf(scene: Scene) {
  const read = async (sql: string) =>
    new Map((await scene.ask<{ a: string; b: string }>(sql)).map(({ a, b }) => [a, b]));
  return {
    rewards: await read('select redemption_id as a, code as b from redemptions'),
    nextOrders: await read(`select platform_order_id as a, code as b
      from next_order_codes join orders using (club_id, order_id)`),
    friends: await read(`select code as a, split_part(value, ':', 2) as b
      from referral_codes join identities using (club_id, shopper_id) where kind = 'customer'`),
  };
}

function wish(
  scene: Scene,
  club: Club,
  { who, redeem, putBack }: Wishes,
  codes: ReadonlyMap<string, string>,
): void {
  const memberId = customerOf(scene, who);
  for (const { id, reward } of redeem) {
    club.redeem(memberId, REWARDS[reward]?.id ?? '', { id, code: codes.get(id) ?? '' });
  }
  for (const id of putBack) {
    const mine = club.redemptions.find((each) => each.id === id);
    if (mine) club.close(mine, 'cancelled', false);
  }
}

/** What the shop says of an order's dispute when a round is over. */
function answer(
  letters: readonly Delivery[],
  { disputes }: Diary,
  orderId: string,
  until: number,
): Answer | null {
  const lost = disputes.findLast((each) => each.orderId === orderId && each.at < until)?.lost;
  const newest = letters.findLast(({ triggeredAt }) => triggeredAt < until);
  if (!newest || lost === undefined) return null;
  const { customer } = JSON.parse(newest.body) as { customer: { admin_graphql_api_id: string } };
  const customerId = customer.admin_graphql_api_id.split('/').at(-1) ?? null;
  return { newest, customerId, lost };
}

type Model = { club: Club; offers: Offers };

function compare(scene: Scene, diary: Diary, { club, offers }: Model, books: Books): string[] {
  const same = (about: string, real: unknown, meant: unknown): string[] => {
    const [a, b] = [JSON.stringify(real), JSON.stringify(meant)];
    return a === b ? [] : [`${about}: the books say ${a}, the model ${b}`];
  };
  const people = scene.people.flatMap((id, n) => {
    const { available, held } = club.member(id);
    const pending = pendingOf(club, offers, id);
    const real = books.shoppers[`shopper ${n}`] ?? { pending: 0, available: 0, held: 0 };
    const balance = { pending: real.pending, available: real.available, held: real.held };
    return same(`shopper ${n}`, balance, { pending, available, held });
  });
  const numbers = new Map([...diary.orders].map(([n, id]) => [id, `order ${n}`]));
  const orders = [...numbers].flatMap(([id, name]) => {
    const { usedBy, ...rest } = offers.nextOrder(id);
    const brought = { state: rest.state, usedBy: numbers.get(usedBy ?? '') ?? null };
    return [
      ...same(name, books.orders[name]?.points, club.orders.get(id)?.points),
      ...same(`the code of ${name}`, books.nextOrders[name], {
        ...brought,
        costMinor: rest.costMinor,
      }),
      ...same(`who sent ${name}`, sentInBooks(books, name), sentInModel(scene, offers, id)),
    ];
  });
  const inBooks = Object.entries(books.redemptions).map(([id, { status, returned }]) => {
    return `${id} ${status} ${returned}`;
  });
  const inModel = club.redemptions.map(({ id, status, returned }) => `${id} ${status} ${returned}`);
  return [...people, ...orders, ...same('redemptions', inBooks.sort(), inModel.sort())];
}

const pendingOf = (club: Club, { referrals }: Offers, id: string): number =>
  [...referrals.values()]
    .filter(({ advocateId }) => advocateId === id)
    .reduce((sum, { pending }) => sum + pending, club.pendingOf(id));

function sentInBooks({ referrals }: Books, name: string): unknown {
  const found = referrals[name];
  return found && [found.advocate, found.verdict, found.points, found.pending];
}

function sentInModel({ people }: Scene, { referrals }: Offers, id: string): unknown {
  const found = referrals.get(id);
  if (!found) return undefined;
  const advocate = `shopper ${people.indexOf(found.advocateId)}`;
  return [advocate, found.verdict, found.points, found.pending];
}

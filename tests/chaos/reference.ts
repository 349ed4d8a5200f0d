/** The same plan, told to the reference model of tests/model: what the books must be by the rules. */
import type { Delivery } from '../../simulator/webhooks/queue.ts';
import { Club } from '../model/club.ts';
import type { Books } from './books.ts';
import { customerOf } from './deeds.ts';
import type { Diary } from './deeds.ts';
import type { Plan } from './plan.ts';
import type { Scene } from './scene.ts';
import { PROGRAM, REWARDS, SHOPPERS, START, TIME_ZONE } from './shop.ts';

/** Where the books and the model differ, a line each. */
export async function differFromModel(
  scene: Scene,
  plan: Plan,
  diary: Diary,
  books: Books,
  roundMs: number,
): Promise<string[]> {
  const club = new Club(TIME_ZONE, START);
  club.publish(PROGRAM, START);
  const told = toldOnce(scene.sim.webhooks.log());
  const rows = await scene.ask<{ id: string; code: string }>(
    'select redemption_id as id, code from redemptions',
  );
  const codes = new Map(rows.map(({ id, code }) => [id, code]));
  for (const [n, { wishes }] of plan.rounds.entries()) {
    const from = START + n * roundMs;
    club.passTo(from, () => false);
    for (const { who, redeem, putBack } of wishes) {
      const memberId = customerOf(scene, who);
      for (const { id, reward } of redeem) {
        club.redeem(memberId, REWARDS[reward]?.id ?? '', { id, code: codes.get(id) ?? '' });
      }
      for (const id of putBack) {
        const mine = club.redemptions.find((each) => each.id === id);
        if (mine) club.close(mine, 'cancelled', false);
      }
    }
    const during = (at: number) => at >= from && at < from + roundMs;
    club.hear(told.filter(({ triggeredAt }) => during(triggeredAt)));
  }
  club.passTo(scene.now(), () => false);
  return compare(scene, diary, club, books);
}

/** Every message of the shop once, in the order it was meant, the lost ones too. */
function toldOnce(log: readonly Delivery[]): Delivery[] {
  const first = new Map(log.toReversed().map((each) => [each.webhookId, each]));
  return [...first.values()].sort((a, b) => a.seq - b.seq);
}

function compare(scene: Scene, diary: Diary, club: Club, books: Books): string[] {
  const same = (about: string, real: unknown, meant: unknown): string[] => {
    const [a, b] = [JSON.stringify(real), JSON.stringify(meant)];
    return a === b ? [] : [`${about}: the books say ${a}, the model ${b}`];
  };
  const people = Array.from({ length: SHOPPERS }, (_, n) => n).flatMap((n) => {
    const id = customerOf(scene, n);
    const member = club.member(id);
    const meant = { pending: club.pendingOf(id), available: member.available, held: member.held };
    const real = books.shoppers[`shopper ${n}`];
    const balance = real && {
      pending: real.pending,
      available: real.available,
      held: real.held,
    };
    return same(`shopper ${n}`, balance ?? { pending: 0, available: 0, held: 0 }, meant);
  });
  const orders = [...diary.orders].flatMap(([n, id]) =>
    same(`order ${n}`, books.orders[`order ${n}`]?.points, club.orders.get(id)?.points),
  );
  const inBooks = Object.entries(books.redemptions).map(([id, { status, returned }]) => {
    return `${id} ${status} ${returned}`;
  });
  const inModel = club.redemptions.map(({ id, status, returned }) => `${id} ${status} ${returned}`);
  return [...people, ...orders, ...same('redemptions', inBooks.sort(), inModel.sort())];
}

/** An advocate who is two customers in one, with everything that a shopper can have. */
import { expect } from 'vitest';
import { DAY, SHOP } from '../world.ts';
import type { World } from '../world.ts';
import type { Names } from './forgotten.ts';
import { as } from './friends.ts';
import { mugOf } from './nextOrderWorld.ts';
import { tell } from './telling.ts';

export async function liveAsAdvocate(
  world: World,
  friendId: string,
): Promise<{ names: Names; orderIds: string[] }> {
  const { commerce } = world.sim;
  const named = (email: string, phone: string | null) =>
    commerce.createCustomer(SHOP, { email, phone, firstName: 'Zelda', lastName: 'Quixote-Marrow' });
  const buy = (customer: { id: string }, quantity = 2, codes: string[] = []) =>
    world.buy({ buyer: as(customer), lines: [{ variantId: mugOf(world), quantity }], codes });
  const old = named('zelda.old@example.net', null);
  await buy(old);
  const zelda = named('Zelda.Quixote@example.com', '+14155550199');
  // The code is made with their first order, and of the name if that was heard before.
  await world.settle();
  await buy(zelda, 20);
  commerce.mergeCustomers(SHOP, zelda.id, old.id);
  await world.settle();
  const invited = await world.shopper(zelda.id).post<{ invite: { code: string } }>('invite');
  const { code } = invited.body.invite;
  expect(code).toMatch(/^ZELDA-/);
  await buy({ id: friendId }, 2, [code]);
  await world.pass(15 * DAY);
  expect((await world.shopper(zelda.id).redeem('off-3', 300)).status).toBe(200);
  await beWrittenAbout(world, zelda.id);
  const names = {
    customerIds: [zelda.id, old.id],
    emails: ['zelda.quixote@example.com', 'zelda.old@example.net'],
    phones: ['+14155550199'],
    words: ['Zelda', 'Quixote-Marrow', code],
  };
  return { names, orderIds: commerce.orders(SHOP, zelda.id).map(({ id }) => id) };
}

/** Staff's note, a message that nobody can read, and a request for what is kept. */
async function beWrittenAbout(world: World, customerId: string): Promise<void> {
  const { rows } = await world.owner.query<{ id: string }>(
    'select shopper_id as id from identities where value like $1',
    [`%:${customerId}`],
  );
  const note = { points: 10, note: 'a gift for Zelda Quixote-Marrow', key: crypto.randomUUID() };
  const given = await world.api('POST', `/api/shoppers/${rows[0]?.id}/adjust`, note);
  expect(given.status).toBe(200);
  const bad = JSON.stringify({ id: customerId, email: 'zelda.quixote@example.com' }).slice(0, -1);
  await tell(world, { topic: 'customers/update', body: bad });
  world.sim.commerce.compliance(SHOP, 'customers/data_request', customerId);
  await world.settle();
}

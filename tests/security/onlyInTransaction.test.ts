/**
 * The compiler is the test: outside of `inTransaction` there is nothing that could ask the database
 * anything, and inside there is one club. Each line that must not compile says why.
 */
import { expect, test } from 'vitest';
import type { DoorDeps } from '../../web/server/http/deps.ts';
import { readHome } from '../../web/server/analytics/home.ts';

async function nobodyCanAsk(deps: DoorDeps): Promise<void> {
  const asked = { shopId: 'a shop', now: 0 };
  // @ts-expect-error the doors hold no handle of the database
  await deps.query('select * from shoppers');
  // @ts-expect-error nor do the actions
  await deps.reach.query('select * from shoppers');
  // @ts-expect-error a question needs the transaction
  await readHome(deps, asked);
  // @ts-expect-error something that looks like one is none
  await readHome({ clubId: 'a club' }, asked);
  // @ts-expect-error a transaction is always of a club
  await deps.inTransaction((tx) => readHome(tx, asked));
  await deps.inTransaction('a club', async (tx) => {
    // @ts-expect-error which it keeps
    tx.clubId = 'another club';
    await readHome(tx, asked);
  });
}

test('a question outside of a transaction cannot be written', () => {
  // `npm test` compiles this file; were one of the lines above allowed, it would not.
  expect(nobodyCanAsk).toBeInstanceOf(Function);
});

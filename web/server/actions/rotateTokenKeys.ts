/** An operator changes the key that shops' tokens are sealed under. */
import type { Database } from '../store/connections.ts';
import { newestTokenKey, useNextTokenKey } from '../store/keys.ts';
import { countOlder, sealAnew } from '../store/tokens.ts';
import type { InTransactionOf, Keys } from './context.ts';

type Rotation = {
  db: Database;
  keys: Pick<Keys, 'token'>;
  clubs: readonly string[];
  inTransaction: InTransactionOf;
};

/**
 * Takes the next key for new tokens, and seals all others under it, club by club. Tokens name their
 * key, so every process reads all of them meanwhile. One that was stopped half-way is gone on with
 * before another key is taken; run it again at any time.
 */
export async function rotateTokenKeys(
  rotation: Rotation,
): Promise<{ keyId: number; sealedAnew: number }> {
  const { db, clubs } = rotation;
  let open = 0;
  for (const clubId of clubs) open += await rotation.inTransaction(clubId, countOlder);
  const keyId = open > 0 ? await newestTokenKey(db) : await useNextTokenKey(db);
  let sealedAnew = 0;
  for (const clubId of clubs) {
    sealedAnew += await rotation.inTransaction(clubId, (tx) => sealAnew(tx, rotation.keys.token));
  }
  return { keyId, sealedAnew };
}

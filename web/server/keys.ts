/**
 * The keys of one database. Everything that must stay the same for ever (who is who, which code is
 * whose) hangs on a root secret that is kept in the database, sealed under the environment's secret:
 * so the environment's secret can be changed, and nothing that was derived changes with it.
 *
 * Keys are derived by HKDF, each for one purpose. The client secret itself signs and checks what
 * passes between the platform and us, and nothing that we derive is made with it as a bare key: no
 * value of ours can pass for a webhook's signature, a proxy signature or a session token.
 */
import { randomBytes } from 'node:crypto';
import type { Keys } from './actions/context.ts';
import { ConfigError } from './config.ts';
import type { Config } from './config.ts';
import { deriveKey } from './domain/code.ts';
import type { Database } from './store/connections.ts';
import { withKeys } from './store/keys.ts';
import { seal, unseal } from './store/sealing.ts';
import { listShops } from './store/shops.ts';
import { opensToken } from './store/tokens.ts';
import { inTransaction } from './store/transaction.ts';

/** The keys that a root secret gives. */
export const keysOf = (root: string | Uint8Array): Keys => ({
  identity: deriveKey(root, 'identity'),
  code: deriveKey(root, 'code'),
  // The first token key is from the time when there was only one.
  token: (keyId) => deriveKey(root, keyId === 0 ? 'token' : `token/${keyId}`),
  holdOut: deriveKey(root, 'holdOut'),
  erased: deriveKey(root, 'erased'),
});

const ROOT_BYTES = 32;
const ABOUT = 'root secret';
const sealingKey = (secret: string): Uint8Array => deriveKey(secret, 'sealing');

const WRONG =
  "The secret of this start does not open the database's keys, and nothing was changed. Start with " +
  'the REGULARS_SECRET (or, where there is none, the SHOPIFY_API_SECRET) that was in use before, or ' +
  'set that one as REGULARS_SECRET_OLD beside the new one.';

/** `demo`: anything but null in the demo and in tests. */
type Secrets = Pick<Config, 'secrets'> & { demo: unknown };

/**
 * Opens the database's root secret, or makes it at the first start of all. A root that an older
 * secret opens is sealed anew under the present one. Throws a ConfigError when none opens it.
 */
export async function openKeys(db: Database, config: Secrets, now = Date.now()): Promise<Keys> {
  return withKeys(db, async (hand) => {
    const [present, ...older] = config.secrets;
    const row = await hand.read();
    if (!row) {
      const root = (await hand.shopsExist()) ? await rootInUse(db, config) : freshRoot(config);
      await hand.add(seal(sealingKey(present), ABOUT, root), now);
      return keysOf(root);
    }
    const root = openedBy(present, row.sealed);
    if (root) return keysOf(root);
    for (const secret of older) {
      const opened = openedBy(secret, row.sealed);
      if (!opened) continue;
      await hand.reseal(seal(sealingKey(present), ABOUT, opened), now);
      return keysOf(opened);
    }
    throw new ConfigError(WRONG);
  });
}

function openedBy(secret: string, sealed: Uint8Array): Buffer | null {
  try {
    return unseal(sealingKey(secret), ABOUT, sealed);
  } catch {
    return null;
  }
}

/** In the demo and in tests the configured secret itself, so that a run can be repeated. */
const freshRoot = ({ secrets, demo }: Secrets): Uint8Array =>
  demo ? Buffer.from(secrets[0]) : randomBytes(ROOT_BYTES);

/**
 * A database from before there was a root: whichever secret sealed its tokens has derived all the
 * rest too, and becomes the root. Where no shop has a token, the present one.
 */
async function rootInUse(db: Database, { secrets }: Secrets): Promise<Uint8Array> {
  for (const { clubId, shopId } of await listShops(db)) {
    const opens = (secret: string) =>
      inTransaction(db, clubId, (tx) => opensToken(tx, deriveKey(secret, 'token'), shopId));
    const answers = await Promise.all(secrets.map(opens));
    const place = answers.indexOf('yes');
    const secret = secrets[place];
    if (secret !== undefined) return Buffer.from(secret);
    if (answers.includes('no')) throw new ConfigError(WRONG);
  }
  return Buffer.from(secrets[0]);
}

/** Keys for a merchant's own systems: made in the admin, shown once, kept as hashes. */
import { createHash, randomBytes } from 'node:crypto';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { addApiKey, countApiKeys, revokeApiKey, touchApiKey } from '../store/apiKeys.ts';
import { writeAuditEntry } from '../store/auditLog.ts';
import { readRole } from '../store/staff.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context } from './context.ts';

/** What a key may be used for. */
export const API_SCOPES = ['actions:write', 'birthdays:write'] as const;
export type ApiScope = (typeof API_SCOPES)[number];

/** So that a key is known as one wherever it turns up, by people and by programs that look for them. */
const BEGINNING = 'regulars_';
const SECRET_BYTES = 32;
const SHOWN = BEGINNING.length + 4;
const MOST_KEYS = 20;

/** 256 random bits need no slow hash: there is nothing to guess. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

export const looksLikeKey = (token: string): boolean => token.startsWith(BEGINNING);

/** Somebody calls with the key. Refuses with forged when it was revoked since it was looked up. */
export async function useApiKey(
  tx: Tx,
  ctx: Context,
  keyId: string,
): Promise<{ ok: true } | Refusal> {
  return (await touchApiKey(tx, keyId, ctx.now)) ? { ok: true } : refuse('forged');
}

type Asking = { shopId: string; actor: string };

/** Refuses with notAllowed (only managers make keys), or invalid (tooMany). The answer's `key` is told this once. */
export async function createApiKey(
  tx: Tx,
  ctx: Context,
  { shopId, actor, name, scopes }: Asking & { name: string; scopes: readonly ApiScope[] },
): Promise<{ ok: true; key: string; keyId: string } | Refusal> {
  if ((await readRole(tx, actor)) !== 'manager') return refuse('notAllowed');
  if ((await countApiKeys(tx, shopId)) >= MOST_KEYS) {
    return refuse('invalid', { problem: 'tooMany' }, 'name');
  }
  const key = BEGINNING + randomBytes(SECRET_BYTES).toString('base64url');
  const keyId = ctx.newId();
  await addApiKey(tx, {
    keyId,
    shopId,
    name,
    hash: hashOfKey(key),
    starts: key.slice(0, SHOWN),
    scopes,
    createdAt: ctx.now,
    createdBy: actor,
  });
  const details = { keyId, name, scopes: scopes.join(' ') };
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'createApiKey', details });
  return { ok: true, key, keyId };
}

/** Refuses with notAllowed, or notFound. From its commit on no call with the key is answered. */
export async function endApiKey(
  tx: Tx,
  ctx: Context,
  { shopId, actor, keyId }: Asking & { keyId: string },
): Promise<{ ok: true } | Refusal> {
  if ((await readRole(tx, actor)) !== 'manager') return refuse('notAllowed');
  if (!(await revokeApiKey(tx, { shopId, keyId }, actor, ctx.now))) return refuse('notFound');
  await writeAuditEntry(tx, { at: ctx.now, actor, action: 'revokeApiKey', details: { keyId } });
  return { ok: true };
}

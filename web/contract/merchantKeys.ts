/** Keys of a merchant's own systems, as the embedded admin sees them (`/api/keys`). */
import { z } from 'zod';

const moment = z.iso.datetime();

export const apiScope = z.enum(['actions:write', 'birthdays:write']);

export const apiKeyRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Its first letters, to tell keys apart by; the rest is nowhere. */
  starts: z.string(),
  scopes: z.array(apiScope),
  createdAt: moment,
  createdBy: z.string(),
  lastUsedAt: moment.nullable(),
  revokedAt: moment.nullable(),
});

/** Those that hold first, newest first. */
export const apiKeysAnswer = z.object({
  keys: z.array(apiKeyRow),
  timeZone: z.string(),
  now: moment,
});

export const apiKeyRequest = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^[^\0]*$/),
  scopes: z.array(apiScope).min(1).max(2),
});

/** The key itself, this once. */
export const apiKeyMade = apiKeysAnswer.extend({ key: z.string(), keyId: z.string() });

export type ApiKeyRow = z.infer<typeof apiKeyRow>;
export type ApiKeysAnswer = z.infer<typeof apiKeysAnswer>;
export type ApiKeyRequest = z.infer<typeof apiKeyRequest>;
export type ApiKeyMade = z.infer<typeof apiKeyMade>;

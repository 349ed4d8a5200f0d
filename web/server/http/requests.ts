/** Reading what was asked: its path, its query as it came, its JSON, within limits. */
import { isUtf8 } from 'node:buffer';
import express from 'express';
import type { ErrorRequestHandler, Request } from 'express';
import type { z } from 'zod';
import type { Log } from './deps.ts';
import { errorName } from './errorName.ts';
import { sendRefusal } from './refusals.ts';
import type { Kind, Refused } from './refusals.ts';

const BODY_LIMIT = '64kb';
/** A program is 5 deep. */
const DEPTH_LIMIT = 16;

export const pathOf = (url: string | undefined): string => (url ?? '/').split('?', 1)[0] ?? '/';

/** The query string exactly as it came: signatures are over it. */
export function rawQueryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

export const queryValue = (url: string, name: string): string | null =>
  new URLSearchParams(rawQueryOf(url)).get(name);

export const isJson = (request: Request): boolean =>
  /^application\/json\s*(;|$)/i.test(request.get('content-type') ?? '');

class Unreadable extends Error {
  readonly type = 'json.unreadable';
}

class OtherCharset extends Error {
  readonly type = 'charset.unsupported';
}

/**
 * JSON is UTF-8 (RFC 8259): in another charset a quote may hide in half a character, and bytes that
 * are no text would be replaced in silence.
 */
function refuseOdd(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw new OtherCharset();
  if (!isUtf8(body)) throw new Unreadable();
  refuseDeep(body);
}

/** Counts brackets outside of strings, before anything recursive sees the text. */
function refuseDeep(body: Buffer): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < body.length; i += 1) {
    const byte = body[i];
    if (quoted) {
      if (byte === 0x5c) i += 1;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > DEPTH_LIMIT) throw new Unreadable();
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
}

const isText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** No text of people holds a NUL or half a character, and no field of ours is called `__proto__`. */
function refuseTraps(key: string, value: unknown): unknown {
  if (key === '__proto__' || !isText(key)) throw new Unreadable();
  if (typeof value === 'string' && !isText(value)) throw new Unreadable();
  return value;
}

/** Parses JSON bodies: 64 KB at most as they come (packed ones are refused), 16 deep at most. */
export const jsonBody = () =>
  express.json({
    limit: BODY_LIMIT,
    strict: true,
    inflate: false,
    verify: refuseOdd,
    reviver: refuseTraps,
    type: () => true,
  });

const BODY_PROBLEMS: Record<string, Kind> = {
  'entity.parse.failed': 'unreadable',
  'json.unreadable': 'unreadable',
  'request.aborted': 'unreadable',
  'request.size.invalid': 'unreadable',
  'entity.too.large': 'tooLarge',
  'charset.unsupported': 'wrongType',
  'encoding.unsupported': 'wrongType',
};

function problemOf(error: unknown): Kind | null {
  if (error instanceof URIError) return 'notFound';
  if (!(error instanceof Error) || !('type' in error)) return null;
  return BODY_PROBLEMS[String(error.type)] ?? null;
}

/** What a body or an address did wrong gets its refusal; anything else is our bug: 500 and a log. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = problemOf(error);
    if (!problem) {
      const door = pathOf(request.originalUrl).split('/')[1];
      log.error({ door, error: errorName(error) }, 'bug');
    }
    if (response.headersSent) next(error);
    else sendRefusal(response, { kind: problem ?? 'internal' });
  };
}

const PROBLEMS: Partial<Record<string, string>> = { too_small: 'tooSmall', too_big: 'tooLarge' };

/** The first thing that is wrong with a body, as the refusal of its field. */
export function invalidOf(error: z.ZodError, prefix = ''): Refused {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  const field = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  const problem = PROBLEMS[issue?.code ?? ''] ?? 'wrongShape';
  return { kind: 'invalid', data: { problem }, ...(field ? { field } : {}) };
}

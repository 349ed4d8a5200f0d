/** Email over SMTP. */
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Failure } from '../platform.ts';
import type { Channel, Letter } from '../channel.ts';

export type EmailOptions = {
  /** smtp://user:password@host:587 or smtps://… */
  smtpUrl: string;
  /** The address that letters come from. */
  from: string;
};

/** Throws when the options cannot work. */
export function createEmail({ smtpUrl, from }: EmailOptions): Channel {
  if (!/^smtps?:\/\//.test(smtpUrl) || !URL.canParse(smtpUrl)) {
    throw new Error('email: smtpUrl is no SMTP address');
  }
  const [, host = ''] = from.split('@');
  if (!host) throw new Error('email: from is no address');
  return {
    name: 'email',
    send: async (letter, deadlineMs) => {
      if (!isAddress(letter.to)) return { ok: false, failure: refused('noAddress') };
      const transport = createTransport({
        url: smtpUrl,
        connectionTimeout: deadlineMs,
        greetingTimeout: deadlineMs,
        socketTimeout: deadlineMs,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await withinMs(transport.sendMail(messageOf(letter, from, host)), deadlineMs);
        return { ok: true };
      } catch (error) {
        return { ok: false, failure: failureOf(error) };
      } finally {
        transport.close();
      }
    },
  };
}

/** One address and nothing else: no list, no name, no line break. */
const isAddress = (text: string): boolean => /^[^\s<>(),;:"@]+@[^\s<>(),;:"@]+$/.test(text);

const messageOf = (letter: Letter, from: string, host: string) => ({
  from: { name: letter.fromName.replace(/[\p{Cc}]/gu, ' '), address: from },
  to: { name: '', address: letter.to },
  subject: letter.subject,
  text: letter.text,
  html: letter.html,
  date: new Date(letter.writtenAt),
  messageId: `<${digestOf(letter.idempotencyKey)}@${host}>`,
  headers: { 'Content-Language': letter.locale, 'Auto-Submitted': 'auto-generated' },
});

/** The key as an id that tells nothing about whom it is for. */
const digestOf = (key: string): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 32);

class TooLate extends Error {
  readonly code = 'ETIMEDOUT';
}

async function withinMs<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), deadlineMs);
  });
  // The loser of the race may fail later; nobody waits for it any more.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const refused = (reason: string): Failure => ({ kind: 'refused', reason });

/**
 * A server that says no for ever to this letter (5xx to the recipient or the content) is a refusal;
 * one that is not reached, is busy (4xx) or does not know us (a setting to mend) is asked later; a
 * connection that breaks on the way leaves doubt.
 * https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
 */
function failureOf(error: unknown): Failure {
  const told = error as { code?: string; responseCode?: number; command?: string };
  const { code = '', responseCode = 0, command = '' } = told;
  if (code === 'EAUTH') return { kind: 'later', reason: 'mailLogin' };
  if (responseCode >= 500) return refused('mailRefused');
  if (responseCode >= 400) return { kind: 'later', reason: 'mailLater' };
  const before = command === 'CONN' || code === 'ECONNECTION' || code === 'EDNS';
  if (before || code === 'ESOCKET') return { kind: 'later', reason: 'mailUnreachable' };
  return { kind: 'unclear', reason: 'mailUnclear' };
}

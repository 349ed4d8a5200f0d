/** A real SMTP server on loopback that keeps every mail it is given. */
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import type { OutboxMail, SimClock, StartOutbox } from '../front.types.ts';

const keptMails = 500;

/** Starts the server (port 0: any free one). No login, no TLS, loopback only. */
export const startOutbox: StartOutbox = async ({ port, clock }) => {
  const mails: OutboxMail[] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    // Nobody lives under this domain: https://www.rfc-editor.org/rfc/rfc2606#section-2
    onRcptTo(address, _session, done) {
      const refusal = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
      done(address.address.endsWith('.invalid') ? refusal : undefined);
    },
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      const keep = async (): Promise<void> => {
        mails.unshift(await readMail(stream, String(++count), to, clock));
        mails.length = Math.min(mails.length, keptMails);
      };
      callbackify(keep)((error) => done(error));
    },
  });
  server.on('error', () => {}); // A client that hangs up is no reason to stop.
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return {
    smtpPort: (server.server.address() as AddressInfo).port,
    mails: () => [...mails],
    clear: () => void (mails.length = 0),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

async function readMail(
  stream: SMTPServerDataStream,
  id: string,
  to: readonly string[],
  clock: SimClock,
): Promise<OutboxMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  const headers: Record<string, string> = {};
  for (const { key, value } of mail.headers) headers[key] ??= value;
  return {
    id,
    receivedAt: clock.now(),
    from: mail.from?.address ?? '',
    to,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? null,
    headers,
  };
}

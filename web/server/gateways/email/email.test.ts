/** Email against real SMTP servers: one that takes everything, and ones that misbehave. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { startOutbox } from '../../../../simulator/outbox/outbox.ts';
import type { Letter } from '../channel.ts';
import { createEmail } from './index.ts';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const clock = { now: () => 0, advance: () => {}, moveTo: () => {} };

const letter: Letter = {
  to: 'sara@example.com',
  fromName: 'خانهٔ "سفال" <x@y.z>',
  subject: '۱۰٪ تخفیف برای خرید بعدی‌تان',
  text: 'کد شما: ABC\n',
  html: '<p dir="rtl">کد شما: <bdi dir="ltr">ABC</bdi></p>',
  locale: 'fa',
  writtenAt: Date.parse('2026-03-01T12:00:00Z'),
  idempotencyKey: 'club/nextOrder/1',
};

const at = (port: number) =>
  createEmail({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'shop@regulars.example' });

async function outbox() {
  const box = await startOutbox({ port: 0, clock });
  stops.push(() => box.stop());
  return box;
}

/** A server that answers each line as `answer` says; null: never. */
async function server(answer: (line: string) => string | null, greeting = '220 hi') {
  const sockets = new Set<Socket>();
  const listening = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write(`${greeting}\r\n`);
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter(Boolean)) {
        const reply = answer(line);
        if (reply !== null) socket.write(`${reply}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    listening.close();
  });
  return at((listening.address() as AddressInfo).port);
}

test('a letter arrives whole: both parts, its language, its sender, its date', async () => {
  const box = await outbox();
  expect(await at(box.smtpPort).send(letter, 5000)).toEqual({ ok: true });
  const [mail] = box.mails();
  expect(mail).toMatchObject({
    from: 'shop@regulars.example',
    to: ['sara@example.com'],
    subject: letter.subject,
    headers: { 'content-language': 'fa', 'auto-submitted': 'auto-generated' },
  });
  expect(mail?.text.trim()).toBe(letter.text.trim());
  expect(mail?.html?.trim()).toBe(letter.html);
  expect(Date.parse(mail?.headers['date'] ?? '')).toBe(letter.writtenAt);
});

test('the same letter has the same id, another one another, and neither tells its key', async () => {
  const box = await outbox();
  const email = at(box.smtpPort);
  await email.send(letter, 5000);
  await email.send(letter, 5000);
  await email.send({ ...letter, idempotencyKey: 'club/nextOrder/2' }, 5000);
  const ids = box.mails().map((mail) => mail.headers['message-id'] ?? '');
  expect(new Set(ids).size).toBe(2);
  expect(ids[1]).toBe(ids[2]);
  expect(ids.join()).not.toContain('nextOrder');
});

test.each(['a@b.c, d@e.f', 'a@b.c\r\nBcc: d@e.f', '"x" <a@b.c>', 'nobody', ''])(
  'an address that is not exactly one is refused: %j',
  async (to) => {
    const box = await outbox();
    const failure = { kind: 'refused', reason: 'noAddress' };
    expect(await at(box.smtpPort).send({ ...letter, to }, 5000)).toEqual({ ok: false, failure });
    expect(box.mails()).toEqual([]);
  },
);

describe('failures', () => {
  const polite = (special: Record<string, string | null>) => (line: string) => {
    const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
    const reply = special[verb];
    if (reply !== undefined) return reply;
    if (verb === 'DATA') return '354 go on';
    return verb === '.' || /^(EHLO|HELO|MAIL|RCPT|QUIT|RSET)$/.test(verb) ? '250 ok' : null;
  };

  test.each<[string, Record<string, string | null>, string]>([
    ['a recipient that is not there', { RCPT: '550 no such user' }, 'refused'],
    ['a letter that is not liked', { '.': '554 spam' }, 'refused'],
    ['a full mailbox', { RCPT: '452 later' }, 'later'],
    ['a letter whose end is never answered', { '.': null }, 'unclear'],
  ])('%s', async (_, special, kind) => {
    const email = await server(polite(special));
    expect(await email.send(letter, 600)).toMatchObject({ ok: false, failure: { kind } });
  });

  test('a server that is not there was not told anything', async () => {
    const box = await startOutbox({ port: 0, clock });
    await box.stop();
    const sent = await at(box.smtpPort).send(letter, 2000);
    expect(sent).toMatchObject({ ok: false, failure: { kind: 'later' } });
  });
});

test.each([
  { smtpUrl: 'http://127.0.0.1', from: 'a@b.c' },
  { smtpUrl: 'nonsense', from: 'a@b.c' },
  { smtpUrl: 'smtp://127.0.0.1', from: 'nobody' },
])('settings that cannot work are refused at the start: %j', (options) => {
  expect(() => createEmail(options)).toThrow(/email:/);
});

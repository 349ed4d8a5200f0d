import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OutboxMail } from '../front.types.ts';
import { START_AT, startFront, type TestFront } from '../storefront/testFront.ts';

let front: TestFront;

beforeAll(async () => {
  front = await startFront();
});
afterAll(async () => {
  await front.stop();
});

async function mails(): Promise<readonly OutboxMail[]> {
  const answer = await fetch(`${front.url}/outbox.json`);
  return ((await answer.json()) as { mails: OutboxMail[] }).mails;
}

async function clear(): Promise<void> {
  await fetch(`${front.url}/outbox/clear`, { method: 'POST', redirect: 'manual' });
}

async function send(subject: string, to: string, html?: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: front.sim.smtpPort, secure: false });
  await transport.sendMail({ from: 'shop@example.com', to, subject, text: 'متن', html });
  transport.close();
}

test('a mail sent over SMTP is kept: envelope, parts, headers, the simulator’s time', async () => {
  await send('امتیازهای شما', 'sara@example.com', '<p>سلام</p>');
  const [mail] = await mails();
  expect(mail).toMatchObject({
    from: 'shop@example.com',
    to: ['sara@example.com'],
    subject: 'امتیازهای شما',
    html: expect.stringContaining('<p>سلام</p>'),
    receivedAt: START_AT,
  });
  expect(mail?.text.trim()).toBe('متن');
  expect(mail?.headers['message-id']).toMatch(/@/);
});

test('the newest mail is first, and the outbox can be cleared', async () => {
  await send('first', 'a@example.com');
  await send('second', 'a@example.com');
  const [second, first] = await mails();
  expect([second?.subject, first?.subject]).toEqual(['second', 'first']);
  await clear();
  expect(await mails()).toEqual([]);
});

test('the page lists mails and text messages and shows HTML where it can do nothing', async () => {
  await clear();
  await send('Points', 'sara@example.com', '<script>alert(1)</script><p>Hello</p>');
  await send('', '+989120000000@sms.example');
  const list = await (await fetch(`${front.url}/outbox`)).text();
  const [letters = '', messages = ''] = list.split('<h2>SMS</h2>');
  expect(letters).toContain('sara@example.com');
  expect(letters).not.toContain('+98912');
  expect(messages).toContain('+989120000000@sms.example');
  const mail = (await mails()).find((one) => one.html !== null);
  const page = await (await fetch(`${front.url}/outbox/${mail?.id}`)).text();
  expect(page).toContain(' sandbox srcdoc="');
  expect(page).not.toContain('<script>alert');
  expect(await mails()).toHaveLength(2);
});

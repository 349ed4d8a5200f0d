/** /outbox: the mails and text messages that left the app. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { plainPage } from '../adminShell/plainPage.ts';
import type { FrontContext, OutboxMail } from '../front.types.ts';
import { redirect, sendHtml, sendJson, sendNotFound } from '../storefront/exchange.ts';
import { escapeHtml } from '../storefront/translations.ts';

/** Answers /outbox, /outbox/ID, POST /outbox/clear and /outbox.json, also at /__sim/outbox; false: another path. */
export async function answerOutbox(
  context: FrontContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/__sim/outbox' || pathname === '/outbox.json') {
    sendJson(response, { mails: context.mails() });
    return true;
  }
  const match = /^\/outbox(?:\/(\w+))?$/.exec(pathname);
  if (!match) return false;
  if (match[1] === 'clear' && request.method === 'POST') {
    context.clearMails();
    redirect(response, '/outbox');
  } else if (match[1] === undefined) sendHtml(response, listPage(context));
  else {
    const mail = context.mails().find((candidate) => candidate.id === match[1]);
    if (mail) sendHtml(response, mailPage(mail));
    else sendNotFound(response);
  }
  return true;
}

/** Text messages travel as mail to a phone number at a gateway: +98912…@sms.example. */
function isTextMessage(mail: OutboxMail): boolean {
  return mail.to.some((address) => /^\+?\d{7,15}@/.test(address));
}

function when(mail: OutboxMail): string {
  const iso = new Date(mail.receivedAt).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`;
}

function listPage(context: FrontContext): string {
  const rows = (mails: readonly OutboxMail[]): string =>
    mails
      .map(
        (mail) => `<tr><td>${when(mail)}</td>
<td><bdi>${escapeHtml(mail.to.join(', '))}</bdi></td>
<td><a href="/outbox/${mail.id}" dir="auto">${escapeHtml(mail.subject || mail.text.slice(0, 60) || '(empty)')}</a></td></tr>`,
      )
      .join('');
  const table = (name: string, mails: readonly OutboxMail[]): string =>
    `<section><h2>${name}</h2>${
      mails.length === 0
        ? '<p>Nothing yet.</p>'
        : `<table><thead><tr><th scope="col">Sent</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${rows(mails)}</tbody></table>`
    }</section>`;
  const mails = context.mails();
  const body = `${table(
    'Mails',
    mails.filter((mail) => !isTextMessage(mail)),
  )}${table('SMS', mails.filter(isTextMessage))}
<form method="post" action="/outbox/clear"><button>Clear the outbox</button></form>
<p><a href="/outbox.json">As JSON</a> · <a href="/__sim">All links</a></p>`;
  return plainPage({ title: 'Outbox', lang: 'en', body });
}

/** The HTML part runs no script and reaches no network: a mail is somebody else's page. */
function mailPage(mail: OutboxMail): string {
  const policy =
    "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">";
  const preview =
    mail.html === null
      ? ''
      : `<h2>HTML</h2><iframe class="mail" title="HTML part of the mail" sandbox srcdoc="${escapeHtml(policy + mail.html)}"></iframe>`;
  const headers = Object.entries(mail.headers)
    .map(
      ([name, value]) =>
        `<tr><th scope="row">${escapeHtml(name)}</th><td dir="auto">${escapeHtml(value)}</td></tr>`,
    )
    .join('');
  const body = `<p>${when(mail)} from <bdi>${escapeHtml(mail.from)}</bdi> to <bdi>${escapeHtml(mail.to.join(', '))}</bdi></p>
${preview}<h2>Text</h2><pre class="text" dir="auto" tabindex="0">${escapeHtml(mail.text)}</pre>
<details><summary>Headers</summary><table>${headers}</table></details>
<p><a href="/outbox">Back to the outbox</a></p>`;
  return plainPage({ title: mail.subject || 'Mail', lang: 'en', body });
}

/**
 * The mail that brings a next-order code, and its reminders: one column without tables, at most 600
 * px wide, the same from right to left, with a plain-text part that says everything too.
 */
import type { CodeValue } from '../../domain/program.ts';
import { say } from './speech.ts';
import type { Speech, Values, WordKey } from './speech.ts';

export type CodeMail = {
  /** Null: the code's first mail. Else: so many days before its last day. */
  reminderDays: number | null;
  shopName: string;
  /** Null: nobody has told us. */
  firstName: string | null;
  code: string;
  value: CodeValue;
  minimumMinor: number;
  /** Exclusive end, ms. */
  endsAt: number;
  /** Where the code is put on the cart. */
  link: string;
};

export type WrittenMail = { subject: string; text: string; html: string };

const MARKS: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? '');

type Line = { key: WordKey; values: Values; count: number };

/** What the mail says, before it is known how it is written. */
function linesOf(speech: Speech, mail: CodeMail): Record<'subject' | 'title' | 'lead', Line> {
  const { reminderDays: days, shopName: shop, firstName: name } = mail;
  const value = speech.value(mail.value);
  const count = days ?? 0;
  const line = (key: WordKey, values: Values): Line => ({ key, values, count });
  if (days !== null) {
    const n = speech.number(days);
    return {
      subject: line('reminderSubject', { n, value, shop }),
      title: line('reminderTitle', { value }),
      lead: line('reminderLead', { n }),
    };
  }
  return {
    subject: line('codeSubject', { value, shop }),
    title: line('codeTitle', { value }),
    lead: name ? line('codeLead', { name }) : line('codeLeadPlain', {}),
  };
}

export function writeCodeMail(speech: Speech, mail: CodeMail): WrittenMail {
  const { subject, title, lead } = linesOf(speech, mail);
  const until: Line = { key: 'until', values: { day: speech.day(mail.endsAt - 1) }, count: 0 };
  const least = speech.money(mail.minimumMinor);
  const minimum: Line[] =
    mail.minimumMinor > 0 ? [{ key: 'minimum', values: { amount: least }, count: 0 }] : [];
  const terms = [until, ...minimum];
  const why: Line = { key: 'why', values: { shop: mail.shopName }, count: 0 };
  const plain = ({ key, values, count }: Line) => say(speech, key, values, count);
  const text = [
    plain(title),
    plain(lead),
    `${say(speech, 'yourCode')}:\n${mail.code}`,
    terms.map(plain).join('\n'),
    `${say(speech, 'use')}:\n${mail.link}`,
    plain(why),
  ].join('\n\n');
  return {
    // A header is one line, whatever a shop calls itself.
    subject: plain(subject).replace(/\p{Cc}+/gu, ' '),
    text: `${text}\n`,
    html: pageOf(speech, mail, { subject: plain(subject), title, lead, terms, why }),
  };
}

const FONT = "-apple-system, 'Segoe UI', Roboto, Tahoma, 'Noto Sans Arabic', sans-serif";
const SOFT = 'color: #5f5f58';

type Said = { subject: string; title: Line; lead: Line; terms: readonly Line[]; why: Line };

function pageOf(speech: Speech, { code, link }: CodeMail, said: Said): string {
  const { language, dir } = speech;
  // What was put in may run the other way: it is isolated from the sentence around it.
  const html = ({ key, values, count }: Line): string =>
    speech
      .parts(key, values, count)
      .map(({ text, hole }) => (hole ? `<bdi>${escaped(text)}</bdi>` : escaped(text)))
      .join('');
  const word = (key: WordKey) => html({ key, values: {}, count: 0 });
  const terms = said.terms.map((line) => `<p style="margin: 0 0 4px">${html(line)}</p>`).join('');
  return `<!doctype html>
<html lang="${language}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(said.subject)}</title>
</head>
<body style="margin: 0; padding: 24px 12px; background: #f4f4f1">
<div role="article" lang="${language}" dir="${dir}" style="max-width: 600px; margin: 0 auto; \
padding: 32px 24px; box-sizing: border-box; background: #ffffff; color: #1d1d1b; \
border-radius: 12px; font: 16px/1.6 ${FONT}; text-align: start">
<h1 style="margin: 0 0 12px; font-size: 24px; line-height: 1.3">${html(said.title)}</h1>
<p style="margin: 0 0 24px">${html(said.lead)}</p>
<div style="margin: 0 0 16px; padding: 16px; border: 1px dashed #8a8a80; border-radius: 8px; \
text-align: center">
<p style="margin: 0 0 4px; font-size: 14px; ${SOFT}">${word('yourCode')}</p>
<p style="margin: 0; font: 600 22px/1.4 ui-monospace, Consolas, monospace; letter-spacing: 1px; \
overflow-wrap: anywhere"><bdi dir="ltr">${escaped(code)}</bdi></p>
</div>
${terms}
<p style="margin: 24px 0"><a href="${escaped(link)}" style="display: inline-block; \
padding: 12px 20px; border-radius: 8px; background: #1d1d1b; color: #ffffff; \
text-decoration: none">${word('use')}</a></p>
<p style="margin: 0; font-size: 14px; ${SOFT}">${html(said.why)}</p>
</div>
</body>
</html>
`;
}

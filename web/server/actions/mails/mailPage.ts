/**
 * Every mail: one column without tables, at most 600 px wide, the same from right to left, with a
 * plain-text part that says everything too.
 */
import { say } from './speech.ts';
import type { Speech, Values, WordKey } from './speech.ts';

export type WrittenMail = { subject: string; text: string; html: string };

export type Line = { key: WordKey; values: Values; count: number };

export const line = (key: WordKey, values: Values = {}, count = 0): Line => ({
  key,
  values,
  count,
});

/** What a mail says, before it is known how it is written. */
export type Said = {
  subject: Line;
  title: Line;
  lead: Line;
  /** A code in a box of its own. */
  code?: { label: WordKey; code: string };
  terms: readonly Line[];
  button: { label: WordKey; link: string };
  why: Line;
};

const MARKS: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? '');

export function writeMail(speech: Speech, said: Said): WrittenMail {
  const { title, lead, code, terms, button, why } = said;
  const plain = ({ key, values, count }: Line) => say(speech, key, values, count);
  const text = [
    plain(title),
    plain(lead),
    ...(code ? [`${say(speech, code.label)}:\n${code.code}`] : []),
    ...(terms.length > 0 ? [terms.map(plain).join('\n')] : []),
    `${say(speech, button.label)}:\n${button.link}`,
    plain(why),
  ].join('\n\n');
  const subject = plain(said.subject);
  return {
    // A header is one line, whatever a shop calls itself.
    subject: subject.replace(/\p{Cc}+/gu, ' '),
    text: `${text}\n`,
    html: pageOf(speech, said, subject),
  };
}

const FONT = "-apple-system, 'Segoe UI', Roboto, Tahoma, 'Noto Sans Arabic', sans-serif";
const SOFT = 'color: #5f5f58';

function pageOf(speech: Speech, said: Said, subject: string): string {
  const { language, dir } = speech;
  // What was put in may run the other way: it is isolated from the sentence around it.
  const html = ({ key, values, count }: Line): string =>
    speech
      .parts(key, values, count)
      .map(({ text, hole }) => (hole ? `<bdi>${escaped(text)}</bdi>` : escaped(text)))
      .join('');
  const word = (key: WordKey) => html(line(key));
  const terms = said.terms.map((each) => `<p style="margin: 0 0 4px">${html(each)}</p>`).join('');
  const { code } = said;
  const box = code
    ? `<div style="margin: 0 0 16px; padding: 16px; border: 1px dashed #8a8a80; border-radius: 8px; \
text-align: center">
<p style="margin: 0 0 4px; font-size: 14px; ${SOFT}">${word(code.label)}</p>
<p style="margin: 0; font: 600 22px/1.4 ui-monospace, Consolas, monospace; letter-spacing: 1px; \
overflow-wrap: anywhere"><bdi dir="ltr">${escaped(code.code)}</bdi></p>
</div>
`
    : '';
  return `<!doctype html>
<html lang="${language}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(subject)}</title>
</head>
<body style="margin: 0; padding: 24px 12px; background: #f4f4f1">
<div role="article" lang="${language}" dir="${dir}" style="max-width: 600px; margin: 0 auto; \
padding: 32px 24px; box-sizing: border-box; background: #ffffff; color: #1d1d1b; \
border-radius: 12px; font: 16px/1.6 ${FONT}; text-align: start">
<h1 style="margin: 0 0 12px; font-size: 24px; line-height: 1.3">${html(said.title)}</h1>
<p style="margin: 0 0 24px">${html(said.lead)}</p>
${box}${terms}
<p style="margin: 24px 0"><a href="${escaped(said.button.link)}" style="display: inline-block; \
padding: 12px 20px; border-radius: 8px; background: #1d1d1b; color: #ffffff; \
text-decoration: none">${word(said.button.label)}</a></p>
<p style="margin: 0; font-size: 14px; ${SOFT}">${html(said.why)}</p>
</div>
</body>
</html>
`;
}

/**
 * The terms of a program in words: `GET /proxy/terms` as a page of the shop, `POST /api/program/terms` for the
 * merchant, of what is typed just now.
 */
import type { Request, Response } from 'express';
import { ruleSentence } from '../../../contract/ruleWords.ts';
import type { TermsShown } from '../../../contract/terms.ts';
import { sayAnnounced } from '../../actions/mails/sayChanges.ts';
import { readTerms } from '../../analytics/terms.ts';
import type { TermsTold } from '../../analytics/terms.ts';
import type { TermValue } from '../../domain/terms.ts';
import type { DoorDeps } from '../deps.ts';
import { languageFor } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { LANGUAGES, textOf } from '../words.ts';
import type { Language } from '../words.ts';
import type { Caller } from './caller.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';
import { rewardWorth, writerOf } from './reasons.ts';
import type { Writer } from './reasons.ts';
import { createSpeech } from './speech.ts';

type SectionTold = TermsTold['sections'][number];

/** Every section in a language; a planned change stands first. */
export function sayTerms(told: TermsTold, language: Language, now: number): TermsShown {
  const { money, timeZone, announced, since } = told;
  const writer = writerOf({ language, money });
  const speech = createSpeech({ language, money, timeZone, now: new Date(now).toISOString() });
  const dayOf = (ms: number): string => speech.date(new Date(ms).toISOString());
  const say = (key: string, values: Record<string, string> = {}, count = 0): string =>
    Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      textOf(language, 'terms', key, count),
    );
  const place = { language, money, timeZone, now };
  const changes = announced
    ? [{ title: say('changesTitle'), sentences: sayAnnounced(place, announced) }]
    : [];
  const sentenceOf = (term: SectionTold['terms'][number]): string => {
    if ('rule' in term) {
      const sentence = ruleSentence(term.rule, term.args, writer);
      return term.name === null ? sentence : `\u2068${term.name}\u2069: ${sentence}`;
    }
    const values = Object.entries(term.values).map(
      ([name, value]) =>
        [name, name === 'n' ? writer.number(Number(value.of)) : valueOf(value)] as const,
    );
    return say(term.key, Object.fromEntries(values), Number(term.values['n']?.of ?? 0));
  };
  const valueOf = (value: TermValue): string => writtenValue(value, { writer, say, dayOf });
  return {
    title: say('title'),
    since: since ? say('since', { day: dayOf(since.at), n: writer.number(since.version) }) : '',
    sections: [
      ...changes,
      ...told.sections.map(({ title, terms }) => ({
        title: say(title),
        sentences: terms.map(sentenceOf),
      })),
    ],
  };
}

type How = {
  writer: Writer;
  say: (key: string, values?: Record<string, string>, count?: number) => string;
  dayOf: (ms: number) => string;
};

function writtenValue(value: TermValue, { writer, say, dayOf }: How): string {
  switch (value.kind) {
    case 'points':
      return writer.points(value.of);
    case 'money':
      return writer.money(value.of);
    case 'days':
      return writer.days(value.of);
    case 'orders':
      return writer.orders(value.of);
    case 'months':
      return say('nMonths', { n: writer.number(value.of) }, value.of);
    case 'percent':
      return writer.percent(value.of);
    case 'times':
      return `×\u00a0${writer.number(value.of / 10_000)}`;
    case 'moment':
      // The last day is the one before an exclusive end.
      return dayOf(value.of - 1);
    case 'value':
      return rewardWorth(value.of, writer);
    case 'text':
      return `\u2068${value.of}\u2069`;
  }
}

export async function showTerms(
  deps: DoorDeps,
  { shop }: Caller,
  _request: Request,
  response: Response,
): Promise<Refused | null> {
  const now = deps.now();
  const told = await deps.inTransaction(shop.clubId, (tx) =>
    readTerms(tx, { shopId: shop.shopId, now }),
  );
  if (!told) return { kind: 'notFound' };
  const page = termsPage(told, languageFor(response), now);
  response.removeHeader('content-security-policy');
  response.type('application/liquid').send(page.text);
  return null;
}

/** Complete in one language, with a way to the others. */
function termsPage(told: TermsTold, language: Language, now: number): Markup {
  const { title, since, sections } = sayTerms(told, language, now);
  const others = LANGUAGES.filter((each) => each !== language).map(
    (each) =>
      markup`<li><a href="?locale=${each}" lang="${each}" hreflang="${each}">${NAMES[each]}</a></li>`,
  );
  const body = sections.map(
    (section) =>
      markup`<section><h2>${section.title}</h2><ul>${section.sentences.map((each) => markup`<li>${each}</li>`)}</ul></section>
`,
  );
  const none = sections.length === 0 && markup`<p>${textOf(language, 'terms', 'none')}</p>`;
  return markup`<article lang="${language}" dir="${language === 'en' ? 'ltr' : 'rtl'}" class="regulars-terms">
<h1>${title}</h1>
${since !== '' && markup`<p>${since}</p>`}
${none}${body}
<nav aria-label="${textOf(language, 'terms', 'language')}"><ul>${others}</ul></nav>
</article>`;
}

/** Each in its own language. */
const NAMES: Record<Language, string> = Object.fromEntries(
  LANGUAGES.map((each) => [each, textOf(each, 'terms', 'ownName')]),
) as Record<Language, string>;

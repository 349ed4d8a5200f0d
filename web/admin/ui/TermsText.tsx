import type { TermsShown } from '../../contract/terms.ts';
import { direction } from '../words/locale.ts';
import type { Locale } from '../words/locale.ts';

/** A page of the shop inside of the admin: in its own language and direction. */
export function TermsText({ language, terms }: { language: Locale; terms: TermsShown }) {
  return (
    <article lang={language} dir={direction(language)} aria-label={terms.title}>
      {terms.sections.map(({ title, sentences }) => (
        <section key={title}>
          <h3>{title}</h3>
          <ul className="rg-list">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ))}
    </article>
  );
}

/** The mail that says that a friend's reward was not paid since nobody had decided, and how to go on. */
import { line, writeMail } from './mailPage.ts';
import type { WrittenMail } from './mailPage.ts';
import type { Speech } from './speech.ts';

export type UndecidedMail = {
  shopName: string;
  points: number;
  /** The shop, where another look is asked for. */
  link: string;
};

export const writeUndecidedMail = (
  speech: Speech,
  { shopName: shop, points, link }: UndecidedMail,
): WrittenMail =>
  writeMail(speech, {
    subject: line('undecidedSubject', { shop }),
    title: line('undecidedTitle'),
    lead: line('undecidedLead', { n: speech.number(points) }, points),
    terms: [line('undecidedNext')],
    button: { label: 'undecidedAsk', link },
    why: line('undecidedWhy', { shop }),
  });

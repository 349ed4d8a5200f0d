/** The mails that say that a friend's reward was not paid since nobody had decided, and how to go on. */
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

export type ToldFriendMail = {
  shopName: string;
  /** Whoever sent them; null: nobody knows their name. */
  who: string | null;
  link: string;
};

/** To the friend: theirs stays theirs, and they need do nothing. */
export const writeToldFriendMail = (
  speech: Speech,
  { shopName: shop, who, link }: ToldFriendMail,
): WrittenMail =>
  writeMail(speech, {
    subject: line('toldFriendSubject', { shop }),
    title: line('toldFriendTitle'),
    lead:
      who === null ? line('toldFriendLeadPlain', { shop }) : line('toldFriendLead', { shop, who }),
    terms: [line('toldFriendYours'), line('toldFriendNext')],
    button: { label: 'undecidedAsk', link },
    why: line('toldFriendWhy', { shop }),
  });

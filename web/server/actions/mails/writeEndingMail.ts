/** The mail that says when points end, and what keeps them. */
import { line, writeMail } from './mailPage.ts';
import type { WrittenMail } from './mailPage.ts';
import type { Speech } from './speech.ts';

export type EndingMail = {
  points: number;
  /** Exclusive end, ms. */
  end: number;
  /** Any order keeps them, by the version in force. */
  orderKeeps: boolean;
  shopName: string;
  firstName: string | null;
  link: string;
};

export function writeEndingMail(speech: Speech, mail: EndingMail): WrittenMail {
  const { points, shopName: shop, firstName: name } = mail;
  const told = { n: speech.number(points), d: speech.day(mail.end - 1), shop };
  return writeMail(speech, {
    subject: line('endingSubject', told, points),
    title: line('endingTitle', told, points),
    lead: name ? line('endingLead', { name, shop }) : line('endingLeadPlain', { shop }),
    terms: [line(mail.orderKeeps ? 'orderKeeps' : 'spendBefore')],
    button: { label: 'visit', link: mail.link },
    why: line('whyPoints', { shop }),
  });
}

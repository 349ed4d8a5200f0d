/** The mail that says what will change for points that are held. */
import type { WorthLess } from '../../domain/worthLess.ts';
import { line, writeMail } from './mailPage.ts';
import type { WrittenMail } from './mailPage.ts';
import { changeLine } from './sayChanges.ts';
import type { Speech } from './speech.ts';

export type ChangeMail = {
  at: number;
  changes: readonly WorthLess[];
  shopName: string;
  firstName: string | null;
  link: string;
};

export function writeChangeMail(speech: Speech, mail: ChangeMail): WrittenMail {
  const { shopName: shop, firstName: name } = mail;
  const told = { d: speech.day(mail.at), shop };
  return writeMail(speech, {
    subject: line('changeSubject', told),
    title: line('changeTitle', told),
    lead: name ? line('changeLead', { name }) : line('changeLeadPlain'),
    terms: mail.changes.map((change) => changeLine(speech, change)),
    button: { label: 'visit', link: mail.link },
    why: line('whyPoints', { shop }),
  });
}

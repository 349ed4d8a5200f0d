/** The mail that proves an address: six digits, and what to do with them. */
import { line, writeMail } from './mailPage.ts';
import type { WrittenMail } from './mailPage.ts';
import type { Speech } from './speech.ts';

export function writeCheckMail(
  speech: Speech,
  { code, shopName: shop, link }: { code: string; shopName: string; link: string },
): WrittenMail {
  return writeMail(speech, {
    subject: line('checkSubject', { code, shop }),
    title: line('checkTitle'),
    lead: line('checkLead', { shop }),
    code: { label: 'checkDigits', code },
    terms: [line('checkIgnore')],
    button: { label: 'checkVisit', link },
    why: line('whyCheck', { shop }),
  });
}

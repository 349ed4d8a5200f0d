/** The mail that brings a next-order code, and its reminders. */
import type { CodeValue } from '../../domain/program.ts';
import { line, writeMail } from './mailPage.ts';
import type { Said, WrittenMail } from './mailPage.ts';
import type { Speech } from './speech.ts';

export type CodeMail = {
  /** Null: the code's first mail. Else: so many days before its last day. */
  reminderDays: number | null;
  /** The tier that brought the code; null: an order did. */
  tier: string | null;
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

function beginningOf(speech: Speech, mail: CodeMail): Pick<Said, 'subject' | 'title' | 'lead'> {
  const { reminderDays: days, shopName: shop } = mail;
  const value = speech.value(mail.value);
  if (days !== null) {
    const n = speech.number(days);
    return {
      subject: line('reminderSubject', { n, value, shop }, days),
      title: line('reminderTitle', { value }),
      lead: line('reminderLead', { n }, days),
    };
  }
  return {
    subject: line('codeSubject', { value, shop }),
    title: line('codeTitle', { value }),
    lead: leadOf(mail),
  };
}

const leadOf = ({ tier, firstName: name }: CodeMail): Said['lead'] => {
  if (tier !== null) return line('tierLead', { tier });
  return name ? line('codeLead', { name }) : line('codeLeadPlain');
};

export function writeCodeMail(speech: Speech, mail: CodeMail): WrittenMail {
  const until = line('until', { day: speech.day(mail.endsAt - 1) });
  const minimum = line('minimum', { amount: speech.money(mail.minimumMinor) });
  return writeMail(speech, {
    ...beginningOf(speech, mail),
    code: { label: 'yourCode', code: mail.code },
    terms: mail.minimumMinor > 0 ? [until, minimum] : [until],
    button: { label: 'use', link: mail.link },
    why: line('why', { shop: mail.shopName }),
  });
}

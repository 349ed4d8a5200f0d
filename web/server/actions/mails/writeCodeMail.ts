/** The mail that brings a next-order code, or money credit, and its reminders. */
import type { CodeValue } from '../../domain/program.ts';
import { line, writeMail } from './mailPage.ts';
import type { Said, WrittenMail } from './mailPage.ts';
import type { Speech } from './speech.ts';

export type CodeMail = {
  /** Null: the first mail. Else: so many days before its last day. */
  reminderDays: number | null;
  /** The tier that brought the code; null: an order did. */
  tier: string | null;
  shopName: string;
  /** Null: nobody has told us. */
  firstName: string | null;
  /** What was brought: a code, or so much money credit, as it is written. */
  gift: { kind: 'code'; code: string; value: CodeValue } | { kind: 'credit'; amount: string };
  minimumMinor: number;
  /** Exclusive end, ms. */
  endsAt: number;
  /** Where the code is put on the cart, or to the shop. */
  link: string;
};

function beginningOf(speech: Speech, mail: CodeMail): Pick<Said, 'subject' | 'title' | 'lead'> {
  const { reminderDays: days, shopName: shop, gift } = mail;
  const credit = gift.kind === 'credit';
  const value = credit ? gift.amount : speech.value(gift.value);
  if (days !== null) {
    const n = speech.number(days);
    return {
      subject: line(credit ? 'creditReminderSubject' : 'reminderSubject', { n, value, shop }, days),
      title: line(credit ? 'creditReminderTitle' : 'reminderTitle', { value }),
      lead: line(credit ? 'creditReminderLead' : 'reminderLead', { n }, days),
    };
  }
  return {
    subject: line(credit ? 'creditSubject' : 'codeSubject', { value, shop }),
    title: line(credit ? 'creditTitle' : 'codeTitle', { value }),
    lead: leadOf(mail),
  };
}

const leadOf = ({ tier, firstName: name }: CodeMail): Said['lead'] => {
  if (tier !== null) return line('tierLead', { tier });
  return name ? line('codeLead', { name }) : line('codeLeadPlain');
};

/** What the gift is used by, and on which terms. */
function useOf(speech: Speech, mail: CodeMail): Pick<Said, 'code' | 'terms' | 'button'> {
  const { gift, link, minimumMinor } = mail;
  const day = speech.day(mail.endsAt - 1);
  if (gift.kind === 'credit') {
    const terms = [line('creditUntil', { day }), line('creditUse')];
    return { terms, button: { label: 'shop', link } };
  }
  const until = line('until', { day });
  const minimum = line('minimum', { amount: speech.money(minimumMinor) });
  return {
    code: { label: 'yourCode', code: gift.code },
    terms: minimumMinor > 0 ? [until, minimum] : [until],
    button: { label: 'use', link },
  };
}

export function writeCodeMail(speech: Speech, mail: CodeMail): WrittenMail {
  return writeMail(speech, {
    ...beginningOf(speech, mail),
    ...useOf(speech, mail),
    why: line('why', { shop: mail.shopName }),
  });
}

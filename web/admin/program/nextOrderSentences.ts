/** What an order brings for the next one, in sentences. */
import type { ProgramBody } from '../../contract/merchant.ts';
import { days, fromBasket, rewardValue } from './sentences.ts';
import type { Speech } from './sentences.ts';

export function nextOrderSentence({ nextOrder }: ProgramBody, speech: Speech): string {
  const { words } = speech;
  if (!nextOrder) return words.say('program.nextOrder.none');
  const { value, fromMinor = 0 } = nextOrder;
  const when = words.say(`program.nextOrder.when.${nextOrder.who}`, {
    money: words.money(fromMinor, speech.money),
  });
  if (value.kind === 'cashback') {
    return words.say('program.nextOrder.credit', {
      when,
      value: words.percent(value.basisPoints),
      wait: days(speech, value.waitDays),
      days: days(speech, nextOrder.days),
    });
  }
  return words.say('program.nextOrder.code', {
    when,
    value: rewardValue(value, speech),
    from: fromBasket(nextOrder.minimumMinor, speech),
    days: days(speech, nextOrder.days),
  });
}

/** How often one shopper gets one, when they are reminded of it, and what money credit cannot promise. */
export function nextOrderNote({ nextOrder }: ProgramBody, speech: Speech): string {
  if (!nextOrder) return '';
  const { words, money } = speech;
  const { quietDays, reminderDays, value } = nextOrder;
  const often =
    quietDays > 0 && words.say('program.nextOrder.quiet', { days: days(speech, quietDays) });
  const before = words.list(reminderDays.map((day) => words.number(day)));
  const reminded = before && words.say('program.nextOrder.reminders', { before });
  const credit =
    value.kind === 'cashback' &&
    words.say('program.nextOrder.creditNote', { step: words.money(value.stepMinor, money) });
  const late = nextOrder.who === 'overdue' && words.say('program.nextOrder.overdueNote');
  return [late, often, reminded, credit].filter(Boolean).join(' ');
}

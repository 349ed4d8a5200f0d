/** All that a reader must know before believing a figure, as sentences. */
import type { Warning } from '../../web/server/domain/retention/fits.ts';
import { REASONS } from '../../web/server/orderFiles/problems.ts';
import type { OrderFile } from '../../web/server/orderFiles/readOrderFile.ts';
import type { Analysis } from './analysis.ts';
import type { Key, Words } from './words.ts';

export function warningsOf(file: OrderFile, analysis: Analysis, words: Words): string[] {
  const models = analysis.fits.warnings.map((warning) => modelWarning(warning, words));
  const { noHoldout } = analysis;
  if (noHoldout === 'shortSpan') models.push(words.say('warning.noHoldoutShort'));
  if (noHoldout === 'outside') models.push(words.say('warning.noHoldoutOutside'));
  return [...fileWarnings(file, words), ...models];
}

function modelWarning({ code, model, count, limit, correlation }: Warning, words: Words): string {
  return words.say(`warning.${code}` as Key, {
    model: model ? words.say(`model.${model}`) : '',
    count: count ?? 0,
    limit: limit ?? 0,
    correlation: correlation ?? 0,
  });
}

function fileWarnings(file: OrderFile, words: Words): string[] {
  const { settlement, layout, dates } = file;
  const { columns } = layout;
  const told: string[] = [];
  const add = (key: Key, values: Record<string, string | number> = {}): void => {
    told.push(words.say(key, values));
  };
  if (file.used < file.rows) add('warning.setAside', setAside(file, words));
  const order = words.say(`form.${dates.order ?? 'dmy'}`);
  if (dates.because === 'guess' || dates.because === 'clock')
    add('warning.datesGuessed', { order });
  if (dates.because === 'sorted') add('warning.datesSorted', { order });
  if (!layout.numbers.evident) {
    const sign = layout.numbers.decimal;
    add('warning.numbersGuessed', { sign, decimal: words.number(1.234, 3) });
  }
  if (layout.money === null) add('warning.noMoney');
  if (settlement.otherCurrencies.length > 0 && settlement.currency !== null) {
    const list = settlement.otherCurrencies.join(', ');
    add('warning.otherCurrencies', { list, currency: settlement.currency });
  }
  for (const { id, orders } of settlement.sharedIds) add('warning.sharedIds', { id, orders });
  if (settlement.refunds.lost > 0) add('warning.refundsLost', { n: settlement.refunds.lost });
  if (settlement.afterAsOf > 0) {
    add('warning.afterAsOf', { n: settlement.afterAsOf, day: words.day(file.book.asOfDay) });
  }
  if (columns.order === undefined && settlement.refunds.taken + settlement.refunds.lost > 0) {
    add('warning.noOrderNumbers');
  }
  const known = columns.customer ?? columns.email ?? columns.phone;
  if (known === undefined) add('warning.nameAsId');
  return told;
}

function setAside({ rows, used, problems }: OrderFile, words: Words) {
  const reasons = REASONS.filter((reason) => problems.counts[reason] > 0)
    .map((reason) => `${words.number(problems.counts[reason])} × ${words.say(`reason.${reason}`)}`)
    .join(', ');
  return { n: rows - used, rows, reasons };
}

/** The lines that were set aside, the first of each kind. */
export function listedLines({ problems }: OrderFile, words: Words): string[] {
  return problems.listed.map(({ line, reason, text }) =>
    words.say('summary.line', {
      line: words.ordinal(line),
      reason: words.say(`reason.${reason}`),
      text: text.trim() === '' ? '' : ` (${text.replace(/\s+/g, ' ')})`,
    }),
  );
}

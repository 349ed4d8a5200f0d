/** Sentences that the summary and the page share. */
import type { Measure } from '../../web/server/domain/retention/measures/measure.ts';
import type { Fit } from '../../web/server/domain/retention/fits.ts';
import type { DateForm } from '../../web/server/orderFiles/dates.ts';
import type { OrderFile } from '../../web/server/orderFiles/readOrderFile.ts';
import type { Analysis } from './analysis.ts';
import type { Words } from './words.ts';

export function answerOf({ figures, base }: Analysis, words: Words): string {
  const { backWithin90Days: back, daysToSecondOrder, churnWindowDays } = figures;
  if (back.value === null || back.tooFew || daysToSecondOrder.value === null) {
    return words.say('summary.answerFew', { n: back.n === 0 ? base.size : back.n });
  }
  return words.say('summary.answer', {
    share: words.percent(back.value),
    low: words.percent(back.interval?.low ?? 0),
    high: words.percent(back.interval?.high ?? 1),
    days: Math.round(daysToSecondOrder.value),
    window: Math.round(churnWindowDays.value ?? 0),
  });
}

export function valueOf({ figures }: Analysis, words: Words): string {
  const { averageOrder, historicClv, returningSalesShare } = figures;
  return words.say('summary.value', {
    order: words.money(averageOrder.value ?? 0),
    value: words.money(historicClv.value ?? 0),
    share: words.percent(returningSalesShare.value ?? 0),
  });
}

/** A figure with its interval and what it rests on. */
export function figureText({ unit, value, interval, n, tooFew }: Measure, words: Words): string {
  if (value === null) return '–';
  const write = (each: number): string =>
    unit === 'share'
      ? words.percent(each, 1)
      : unit === 'minor'
        ? words.money(each)
        : words.number(each, unit === 'orders' ? 2 : 0);
  const between = interval === null ? '' : ` (${write(interval.low)} – ${write(interval.high)})`;
  const few = tooFew ? ` · ${words.say('few', { n })}` : '';
  return `${write(value)}${between}  n = ${words.number(n)}${few}`;
}

const params = <P extends Record<string, number>>(fit: Fit<P>, words: Words, money = ''): string =>
  Object.entries(fit.params)
    .map(([name, value]) => `${name} ${words.number(name === money ? value / 100 : value, 3)}`)
    .join(', ') + `, LL ${words.number(fit.logLikelihood, 1)}`;

export function modelLines({ fits, holdout, base, unit }: Analysis, words: Words): string[] {
  const { bgnbd, paretoNbd, gammaGamma } = fits;
  const learnt = bgnbd ?? paretoNbd;
  const noFit = (model: string): string =>
    words.say('summary.noFit', { model: words.name('model', model) });
  const lines = [
    words.say('summary.learnt', {
      n: learnt?.shoppers ?? base.size,
      day: words.day(holdout?.endDay ?? base.asOfDay),
      unit: words.say(`unit.${unit}`),
    }),
    bgnbd ? `${words.say('model.bgnbd')}: ${params(bgnbd, words)}` : noFit('bgnbd'),
    paretoNbd ? `${words.say('model.paretoNbd')}: ${params(paretoNbd, words)}` : noFit('paretoNbd'),
    gammaGamma
      ? `${words.say('model.gammaGamma')}: ${params(gammaGamma, words, 'v')}`
      : noFit('gammaGamma'),
  ];
  if (holdout === null) return lines;
  const { days, actual, endDay } = holdout;
  lines.push(words.say('summary.tried', { days, day: words.day(endDay), actual }));
  for (const model of ['bgnbd', 'paretoNbd'] as const) {
    const score = holdout[model];
    if (score === null) continue;
    lines.push(
      words.say('summary.foresaw', {
        model: words.say(`model.${model}`),
        predicted: words.number(score.predicted),
        correlation: score.correlation === null ? '–' : words.number(score.correlation, 3),
      }),
    );
  }
  return lines;
}

const DELIMITERS = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' } as const;

/** How the file was read: nothing that was guessed is kept quiet. */
export function readLines(file: OrderFile, words: Words): string[] {
  const { head, dates, layout, settlement } = file;
  const columns = Object.entries(head.columns).map(([role, at]) =>
    words.say('read.column', { role, name: head.names[at]?.trim() ?? String(at + 1) }),
  );
  const forms = Object.entries(dates.forms).map(([form, n]) =>
    words.say('read.dateForm', { form: words.name('form', form as DateForm), n }),
  );
  const delimiter = Object.entries(DELIMITERS).find(([sign]) => sign === file.delimiter)?.[1];
  const lines = [
    words.say('read.encoding', {
      encoding: file.encoding,
      delimiter: words.say(`delimiter.${delimiter ?? 'sheet'}`),
    }),
    words.say('read.columns', { list: columns.join(', ') }),
    words.say('read.dates', { forms: forms.join(', ') }),
    words.say('read.decimal', { sign: layout.numbers.decimal }),
  ];
  const gone = settlement.cancelled + settlement.refundedWhole;
  if (gone > 0) lines.push(words.say('read.cancelled', { n: gone }));
  if (settlement.refunds.taken > 0) {
    lines.push(words.say('read.refunds', { n: settlement.refunds.taken }));
  }
  return lines;
}

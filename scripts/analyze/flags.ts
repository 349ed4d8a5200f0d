/** What may stand behind `npm run cli -- analyze FILE`. */
import { parseArgs } from 'node:util';
import type { Locale } from '../../web/admin/words/locale.ts';
import type { TimeUnit } from '../../web/server/domain/retention/history.ts';
import { readTold } from '../../web/server/orderFiles/columns.ts';
import type { ToldColumns } from '../../web/server/orderFiles/columns.ts';
import { readDate } from '../../web/server/orderFiles/dates.ts';
import type { DayOrder } from '../../web/server/orderFiles/dates.ts';
import { ROLES } from '../../web/server/orderFiles/names.ts';

export const USAGE = `npm run cli -- analyze FILE [OPTIONS]

FILE is an export of orders: .csv, .tsv, .txt or .xlsx. No shop and no database is needed.

  --json                   the figures as JSON, and nothing else on stdout
  --html FILE              one page with pictures, which needs nothing but itself
  --scores FILE            a CSV line for every shopper
  --as-of DATE             as if it were that day's evening (default: the last day in the file)
  --calibration-end DATE   the models learn up to this day and are tried on the days after it
                           (default: two thirds of the span)
  --unit day|week|month    what the models' parameters are measured in (default: week)
  --bins N                 how many RFM scores there are, 2 to 10 (default: 5)
  --segments FILE          cut points and names of segments, as JSON
  --columns ROLE=COLUMN,…  what the file's columns are, by name or by number from 1; the roles are
                           ${ROLES.slice(0, 8).join(', ')},
                           ${ROLES.slice(8).join(', ')}
  --dates dmy|mdy          which comes first in 05/06/2026, where the file cannot tell
  --lang en|fa|ar          the language of the summary and of the page (default: en)
`;

export type Flags = {
  file: string;
  json: boolean;
  html: string | null;
  scores: string | null;
  segments: string | null;
  asOfDay: number | null;
  calibrationEndDay: number | null;
  unit: TimeUnit;
  bins: number | null;
  columns: ToldColumns;
  dayOrder: DayOrder | null;
  lang: Locale;
};

const OPTIONS = {
  json: { type: 'boolean', default: false },
  html: { type: 'string' },
  scores: { type: 'string' },
  segments: { type: 'string' },
  'as-of': { type: 'string' },
  'calibration-end': { type: 'string' },
  unit: { type: 'string', default: 'week' },
  bins: { type: 'string' },
  columns: { type: 'string', default: '' },
  dates: { type: 'string' },
  lang: { type: 'string', default: 'en' },
  help: { type: 'boolean', default: false },
} as const;

const oneOf = <T extends string>(name: string, text: string, choices: readonly T[]): T => {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new Error(`--${name} is one of ${choices.join(', ')}, not "${text}".`);
};

function dayOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const found = /^\D*\d{4}\D/.test(text) ? readDate(text) : null;
  if (found) return found.when;
  throw new Error(`--${name} is a day such as 2026-09-30, not "${text}".`);
}

function binsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const bins = Number(text);
  if (Number.isInteger(bins) && bins >= 2 && bins <= 10) return bins;
  throw new Error(`--bins is a whole number from 2 to 10, not "${text}".`);
}

function columnsOf(text: string): ToldColumns {
  const found = readTold(text);
  if (found.ok) return found.told;
  throw new Error(
    `--columns: "${found.bad}" is not ROLE=COLUMN. The roles are ${ROLES.join(', ')}.`,
  );
}

/** Null where only help is wanted. Throws an Error with a sentence for what cannot be meant. */
export function readFlags(args: readonly string[]): Flags | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: OPTIONS,
  });
  if (values.help) return null;
  const [file, other] = positionals;
  if (file === undefined) throw new Error(`Which file? \n\n${USAGE}`);
  if (other !== undefined) throw new Error(`One file at a time: what is "${other}"?`);
  const asOfDay = dayOf('as-of', values['as-of']);
  const calibrationEndDay = dayOf('calibration-end', values['calibration-end']);
  if (asOfDay !== null && calibrationEndDay !== null && calibrationEndDay >= asOfDay) {
    throw new Error('--calibration-end must lie before --as-of.');
  }
  return {
    file,
    json: values.json,
    html: values.html ?? null,
    scores: values.scores ?? null,
    segments: values.segments ?? null,
    asOfDay,
    calibrationEndDay,
    unit: oneOf('unit', values.unit, ['day', 'week', 'month']),
    bins: binsOf(values.bins),
    columns: columnsOf(values.columns),
    dayOrder:
      values.dates === undefined ? null : oneOf<DayOrder>('dates', values.dates, ['dmy', 'mdy']),
    lang: oneOf('lang', values.lang, ['en', 'fa', 'ar']),
  };
}

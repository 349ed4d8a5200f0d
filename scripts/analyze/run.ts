/** `npm run cli -- analyze FILE`: from any order export, with no shop and no database. */
import fs from 'node:fs';
import path from 'node:path';
import { dayNumber } from '../../web/server/domain/days.ts';
import { readOrderFile } from '../../web/server/orderFiles/readOrderFile.ts';
import type { NotReadable, OrderFile } from '../../web/server/orderFiles/readOrderFile.ts';
import { analyse } from './analysis.ts';
import type { Analysis } from './analysis.ts';
import { asJson } from './asJson.ts';
import { USAGE, readFlags } from './flags.ts';
import type { Flags } from './flags.ts';
import { inText } from './inText.ts';
import { pageOf } from './report/page.ts';
import { writeScores } from './scores.ts';
import { readSegments } from './segments.ts';
import { wordsOf } from './words.ts';

/** Throws an Error with a sentence where nothing could be done. */
export async function runAnalyze(args: readonly string[]): Promise<void> {
  const flags = readFlags(args);
  if (flags === null) return console.log(USAGE);
  const segments = flags.segments === null ? {} : readSegments(flags.segments);
  const file = await readFile(flags);
  if (file.book.shoppers === 0) throw new Error(nothingLeft(file, flags));
  note('Computing …');
  const analysis = analyse(file.book, {
    unit: flags.unit,
    calibrationEndDay: flags.calibrationEndDay,
    rfm: { ...(flags.bins !== null && { bins: flags.bins }), ...segments },
  });
  if (flags.scores !== null) {
    writeScores(flags.scores, analysis);
    note(`${flags.scores} has a line for each of ${analysis.base.size} shoppers.`);
  }
  if (flags.html !== null) {
    const words = wordsOf(flags.lang, file.settlement.currency);
    fs.writeFileSync(flags.html, await pageOf(file, analysis, path.basename(flags.file), words));
    note(`${flags.html} is the page with the pictures.`);
  }
  write(file, analysis, flags);
}

function write(file: OrderFile, analysis: Analysis, { json, lang, file: name }: Flags): void {
  const { currency } = file.settlement;
  if (json) console.log(JSON.stringify(asJson(file, analysis, wordsOf('en', currency)), null, 2));
  else console.log(inText(file, analysis, path.basename(name), wordsOf(lang, currency)));
}

async function readFile(flags: Flags): Promise<OrderFile> {
  const bar = process.stderr.isTTY ? showBar : undefined;
  const found = await readOrderFile(flags.file, {
    columns: flags.columns,
    dayOrder: flags.dayOrder,
    asOfDay: flags.asOfDay,
    today: dayNumber(new Date().toISOString().slice(0, 10)),
    ...(bar && { onProgress: bar }),
  });
  if (bar) process.stderr.write('\r\x1b[K');
  if (!found.ok) throw new Error(whyNot(found, flags.file));
  note(`${found.rows} rows were read, ${found.rows - found.used} of them set aside.`);
  return found;
}

function whyNot(found: NotReadable, file: string): string {
  const list = (names: readonly string[]): string =>
    names.length === 0 ? 'none' : names.map((name) => `"${name.trim()}"`).join(', ');
  const how =
    'Name them: --columns date=COLUMN,customer=COLUMN,amount=COLUMN (order, email, status and ' +
    'others too; a number counts columns from 1).';
  switch (found.problem) {
    case 'missing':
      return `There is no file ${file}.`;
    case 'folder':
      return `${file} is a folder; name a file of orders.`;
    case 'empty':
      return `${file} is empty.`;
    case 'notReadable':
      return `${file} looks like a workbook, and cannot be opened as one.`;
    case 'noColumns':
      return (
        `No column of ${file} was recognised as the date and as the customer, an address or a ` +
        `phone number. The columns are: ${list(found.found)}. ${how}`
      );
    case 'noSuchColumn':
      return `There is no column "${found.missing}" in ${file}. The columns are: ${list(found.found)}.`;
  }
}

/** Rows there may be, but no order stands. */
function nothingLeft(file: OrderFile, { file: name }: Flags): string {
  const words = wordsOf('en', null);
  const { counts, listed } = file.problems;
  const reasons = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${count} × ${words.name('reason', reason)}`);
  const lines = listed
    .slice(0, 5)
    .map(({ line, reason, text }) => `\n  line ${line}: ${words.name('reason', reason)} (${text})`);
  if (file.rows === 0) return `${name} has a head and no rows.`;
  const why = reasons.length > 0 ? reasons.join(', ') : 'all were cancelled or refunded';
  return `No order is left of the ${file.rows} rows of ${name}: ${why}.${lines.join('')}`;
}

const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const BAR = 30;
let shown = -1;

function showBar(read: number, all: number): void {
  const percent = Math.floor((read / all) * 100);
  if (percent === shown) return;
  shown = percent;
  const full = Math.round((percent * BAR) / 100);
  process.stderr.write(`\r[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${percent} %`);
}

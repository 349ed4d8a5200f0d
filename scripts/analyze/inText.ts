/** The summary for a terminal. */
import type { OrderFile } from '../../web/server/orderFiles/readOrderFile.ts';
import type { Analysis } from './analysis.ts';
import { answerOf, figureText, modelLines, readLines, valueOf } from './sentences.ts';
import { listedLines, warningsOf } from './warnings.ts';
import type { Words } from './words.ts';

const LISTED = 20;

export function inText(file: OrderFile, analysis: Analysis, name: string, words: Words): string {
  const { base, rfm, figures } = analysis;
  const { book } = file;
  const listed = listedLines(file, words);
  const more = file.rows - file.used - Math.min(LISTED, listed.length);
  const lines = [
    words.say('from', {
      file: name,
      orders: book.days.length,
      shoppers: base.size,
      from: words.day(book.firstDay),
      to: words.day(book.lastDay),
    }),
    '',
    answerOf(analysis, words),
    valueOf(analysis, words),
    ...section(words.say('summary.measures')),
    ...table(
      Object.entries(figures).map(([code, measure]) => [
        words.name('measure', code),
        figureText(measure, words),
      ]),
    ),
    ...section(words.say('summary.models')),
    ...modelLines(analysis, words).map(indented),
    ...section(words.say('summary.segments')),
    ...table(
      rfm.segments
        .filter(({ shoppers }) => shoppers > 0)
        .map(({ name: segment, shoppers }) => [
          words.name('segment', segment),
          `${words.number(shoppers)}  ${words.percent(shoppers / Math.max(1, base.size))}`,
        ]),
    ),
    ...section(words.say('reading')),
    ...readLines(file, words).map(indented),
    ...warningsOf(file, analysis, words).map((warning) => `  ! ${warning}`),
  ];
  if (listed.length === 0) return lines.join('\n');
  lines.push(...section(words.say('summary.listed')), ...listed.slice(0, LISTED).map(indented));
  if (more > 0) lines.push(indented(words.say('summary.more', { n: more })));
  return lines.join('\n');
}

const indented = (line: string): string => `  ${line}`;
const section = (title: string): string[] => ['', title];

function table(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}

/** One page that needs nothing but itself: no script, style, font or picture comes from elsewhere. */
import fs from 'node:fs';
import path from 'node:path';
import { createElement as h } from 'react';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import writeXlsxFile from 'write-excel-file/node';
import { direction } from '../../../web/admin/words/locale.ts';
import type { Cell, Picture } from '../../../web/charts/pictures/picture.ts';
import { csvOf, sheetOf } from '../../../web/charts/pictures/sheet.ts';
import type { OrderFile } from '../../../web/server/orderFiles/readOrderFile.ts';
import type { Analysis } from '../analysis.ts';
import { answerOf, figureText, modelLines, readLines, valueOf } from '../sentences.ts';
import { listedLines, warningsOf } from '../warnings.ts';
import type { Words } from '../words.ts';
import { picturesOf } from './pictures.ts';

const beside = (name: string): string =>
  fs.readFileSync(path.join(import.meta.dirname, name), 'utf8');

type Downloads = { csv: string; xlsx: string };

/** As addresses that hold the file itself. */
async function downloadsOf({ table }: Picture): Promise<Downloads> {
  const xlsx = await writeXlsxFile(sheetOf(table)).toBuffer();
  return {
    csv: `data:text/csv;charset=utf-8;base64,${Buffer.from(csvOf(table)).toString('base64')}`,
    xlsx: `data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,${xlsx.toString('base64')}`,
  };
}

export async function pageOf(
  file: OrderFile,
  analysis: Analysis,
  name: string,
  words: Words,
): Promise<string> {
  const pictures = picturesOf(analysis, words);
  const downloads = await Promise.all(pictures.map(downloadsOf));
  const title = `${words.say('title')}: ${name}`;
  const body = h(
    'main',
    null,
    ...head(file, analysis, name, words),
    h(
      'div',
      { className: 'cards' },
      ...pictures.map((each, n) => card(each, downloads[n] ?? { csv: '', xlsx: '' }, words)),
    ),
    ...foot(file, analysis, words),
  );
  return [
    '<!doctype html>',
    `<html lang="${words.locale}" dir="${direction(words.locale)}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${renderToStaticMarkup(h('span', null, title)).slice(6, -7)}</title>`,
    `<style>${beside('page.css')}</style></head><body>`,
    renderToStaticMarkup(body),
    `<div id="tip" role="status" hidden></div><script>${beside('tips.js')}</script>`,
    '</body></html>\n',
  ].join('\n');
}

function head(file: OrderFile, analysis: Analysis, name: string, words: Words): ReactElement[] {
  const { book } = file;
  const from = words.say('from', {
    file: name,
    orders: book.days.length,
    shoppers: analysis.base.size,
    from: words.day(book.firstDay),
    to: words.day(book.lastDay),
  });
  return [
    h('h1', { key: 'title' }, words.say('title')),
    h('p', { key: 'from', className: 'soft' }, from),
    h(
      'section',
      { key: 'answer', className: 'card answer' },
      h('p', null, answerOf(analysis, words)),
      h('p', null, valueOf(analysis, words)),
    ),
  ];
}

function card(picture: Picture, { csv, xlsx }: Downloads, words: Words): ReactElement {
  const { id, title, sentence, note, drawing, table, wide } = picture;
  const link = (href: string, ending: string, label: string): ReactElement =>
    h('a', { href, download: `${id}.${ending}`, className: 'button' }, label);
  return h(
    'section',
    { key: id, id, className: wide ? 'card wide' : 'card' },
    h(
      'div',
      { className: 'top' },
      h('h2', null, title),
      link(csv, 'csv', words.say('picture.csv')),
      link(xlsx, 'xlsx', words.say('picture.excel')),
    ),
    h('p', { className: 'says' }, sentence),
    h('div', { className: 'drawing' }, drawing),
    note === null ? null : h('p', { className: 'soft' }, note),
    h(
      'details',
      null,
      h('summary', { className: 'button' }, words.say('picture.table')),
      h('div', { className: 'scroll' }, grid(table, words)),
    ),
  );
}

function grid({ head: names, rows }: Picture['table'], words: Words): ReactElement {
  const write = (cell: Cell): string =>
    typeof cell === 'number' ? words.number(cell, 3) : (cell ?? '–');
  return h(
    'table',
    null,
    h('thead', null, h('tr', null, ...names.map((name) => h('th', { scope: 'col' }, name)))),
    h(
      'tbody',
      null,
      ...rows.map(([first = null, ...cells]) =>
        h(
          'tr',
          null,
          h('th', { scope: 'row' }, write(first)),
          ...cells.map((cell) => h('td', null, write(cell))),
        ),
      ),
    ),
  );
}

function foot(file: OrderFile, analysis: Analysis, words: Words): ReactElement[] {
  const list = (title: string, lines: readonly string[]): ReactElement =>
    h(
      'section',
      { key: title, className: 'card' },
      h('h2', null, title),
      h('ul', null, ...lines.map((line) => h('li', null, line))),
    );
  const measures = Object.entries(analysis.figures).map(
    ([code, measure]) => `${words.name('measure', code)}: ${figureText(measure, words)}`,
  );
  const listed = listedLines(file, words);
  const warnings = warningsOf(file, analysis, words);
  return [
    list(words.say('summary.measures'), measures),
    list(words.say('summary.models'), modelLines(analysis, words)),
    list(words.say('reading'), [...readLines(file, words), ...warnings]),
    ...(listed.length > 0 ? [list(words.say('summary.listed'), listed)] : []),
  ];
}

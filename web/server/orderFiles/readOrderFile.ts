/**
 * An export of orders, whoever wrote it, to the orders that stand in it. The file is looked at twice:
 * its beginning decides how it is read, then all of it streams by once.
 */
import fs from 'node:fs';
import { findHead, toldHead } from './columns.ts';
import type { Head, ToldColumns } from './columns.ts';
import { dateReader } from './dateReader.ts';
import type { DateReport } from './dateReader.ts';
import type { DayOrder } from './dates.ts';
import { Gathering } from './gather.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import type { Problems } from './problems.ts';
import { recordReader, sniffDelimiter } from './records.ts';
import type { Record, RecordSink } from './records.ts';
import { settle } from './settle.ts';
import type { Settlement } from './settle.ts';
import type { OrderBook } from './book.ts';
import { textReader } from './text.ts';
import type { Encoding } from './text.ts';
import { isWorkbook, readWorkbook } from './workbook.ts';

export type ReadOptions = {
  columns: ToldColumns;
  dayOrder: DayOrder | null;
  asOfDay: number | null;
  /** Nothing is believed that lies more than a year after it. */
  today: number;
  /** Told now and then: how much of the file is read, in bytes. */
  onProgress?: (read: number, all: number) => void;
};

export type OrderFile = {
  ok: true;
  book: OrderBook;
  settlement: Settlement;
  rows: number;
  used: number;
  problems: Problems;
  layout: Layout;
  head: Head;
  dates: DateReport;
  encoding: Encoding | 'xlsx';
  delimiter: string | null;
};

export type NotReadable =
  | { ok: false; problem: 'missing' | 'folder' | 'empty' | 'notReadable' }
  | { ok: false; problem: 'noColumns'; found: Record }
  | { ok: false; problem: 'noSuchColumn'; missing: string; found: Record };

const HEAD_BYTES = 1 << 19;
const CHUNK_BYTES = 1 << 20;
const SAMPLE = 2000;

type Source = {
  sample: Record[];
  delimiter: string | null;
  /** Every record of the file, from the first. */
  stream(sink: RecordSink): Promise<Encoding | 'xlsx'>;
};

export async function readOrderFile(
  file: string,
  options: ReadOptions,
): Promise<OrderFile | NotReadable> {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return { ok: false, problem: 'missing' };
  if (stat.isDirectory()) return { ok: false, problem: 'folder' };
  if (stat.size === 0) return { ok: false, problem: 'empty' };
  const source = isWorkbook(file) ? await ofWorkbook(file) : ofText(file, stat.size, options);
  if (source === null) return { ok: false, problem: 'notReadable' };
  const filled = source.sample.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  if (filled.length === 0) return { ok: false, problem: 'empty' };
  const told = Object.keys(options.columns).length > 0;
  const found = told ? toldHead(source.sample, options.columns) : findHead(source.sample);
  if (found === null) return { ok: false, problem: 'noColumns', found: filled[0] ?? [] };
  if ('ok' in found && !found.ok) {
    return { ok: false, problem: 'noSuchColumn', missing: found.missing, found: filled[0] ?? [] };
  }
  return gather(source, 'ok' in found ? found.head : found, options);
}

async function gather(source: Source, head: Head, options: ReadOptions): Promise<OrderFile> {
  const sample = source.sample.slice(head.rowsBefore);
  const layout = layoutOf(head.columns, sample, source.delimiter ?? ',');
  const dateCells = sample.map((cells) => cells[head.columns.date ?? 0] ?? '');
  const dates = dateReader(dateCells, options.dayOrder);
  const gathering = new Gathering(layout, dates);
  let skip = head.rowsBefore;
  const encoding = await source.stream({
    record: (cells, line) => {
      if (skip > 0) skip -= 1;
      else gathering.add(cells, line);
    },
    broken: (line) => gathering.broken(line),
  });
  const report = dates.decide();
  const { book, settlement } = settle(gathering, report, options);
  const { rows, problems } = gathering;
  return {
    ok: true,
    book,
    settlement,
    rows,
    used: rows - problems.total(),
    problems,
    layout,
    head,
    dates: report,
    encoding,
    delimiter: source.delimiter,
  };
}

function ofText(file: string, size: number, { onProgress }: ReadOptions): Source {
  const reader = textReader();
  const text = withLineBreaks(reader.read(headOf(file)));
  const delimiter = sniffDelimiter(text);
  const sample: Record[] = [];
  recordReader(delimiter, {
    record: (cells) => sample.length < SAMPLE && sample.push(cells),
    broken: () => {},
  })[size <= HEAD_BYTES ? 'last' : 'push'](text);
  return {
    sample,
    delimiter,
    async stream(sink) {
      const whole = textReader();
      const records = recordReader(delimiter, sink);
      let read = 0;
      for await (const chunk of fs.createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
        const bytes = chunk as Buffer;
        records.push(withLineBreaks(whole.read(bytes)));
        read += bytes.length;
        onProgress?.(read, size);
      }
      records.last(whole.end());
      return whole.encoding();
    },
  };
}

/** Without the mark at the beginning; old files end their lines with a carriage return alone. */
function withLineBreaks(text: string): string {
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return bare.includes('\r') && !bare.includes('\n') ? bare.replaceAll('\r', '\n') : bare;
}

function headOf(file: string): Buffer {
  const handle = fs.openSync(file, 'r');
  const bytes = Buffer.alloc(HEAD_BYTES);
  const size = fs.readSync(handle, bytes, 0, bytes.length, 0);
  fs.closeSync(handle);
  return bytes.subarray(0, size);
}

async function ofWorkbook(file: string): Promise<Source | null> {
  const rows = await readWorkbook(file);
  if (rows === null) return null;
  return {
    sample: rows.slice(0, SAMPLE),
    delimiter: null,
    async stream(sink) {
      rows.forEach((cells, n) => sink.record(cells, n + 1));
      return 'xlsx';
    },
  };
}

/** Small files to read, written to a folder of their own that goes with the test file. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dayNumber } from '../domain/days.ts';
import { readOrderFile } from './readOrderFile.ts';
import type { OrderFile, ReadOptions } from './readOrderFile.ts';

export const place = fs.mkdtempSync(path.join(os.tmpdir(), 'order-files-'));

/** For the end of a test file. */
export const clear = (): void => fs.rmSync(place, { recursive: true, force: true });

export const usual: ReadOptions = {
  columns: {},
  dayOrder: null,
  asOfDay: null,
  today: dayNumber('2026-11-30'),
};

export const write = (content: string | Buffer): string => {
  const file = path.join(place, `${fs.readdirSync(place).length}.csv`);
  fs.writeFileSync(file, content);
  return file;
};

export async function read(content: string | Buffer, options: Partial<ReadOptions> = {}) {
  const found = await readOrderFile(write(content), { ...usual, ...options });
  if (!found.ok) throw new Error(found.problem);
  return found;
}

/** `shopper day amount` of every order that stands. */
export function ordersOf({ book }: OrderFile): string[] {
  const told: string[] = [];
  for (let n = 0; n < book.ids.size; n += 1) {
    for (let at = book.starts[n] ?? 0; at < (book.starts[n + 1] ?? 0); at += 1) {
      const day = new Date((book.days[at] ?? 0) * 86_400_000).toISOString().slice(0, 10);
      told.push(`${book.ids.at(n)} ${day} ${(book.minor[at] ?? 0) / 100}`);
    }
  }
  return told;
}

/** A line for each, each with as many cells as the head. */
export const csv = (head: string, ...lines: string[]): string => [head, ...lines, ''].join('\n');

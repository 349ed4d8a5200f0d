/** The first sheet of an Excel workbook that has anything in it, as cells of text. */
import fs from 'node:fs';
import readXlsxFile from 'read-excel-file/node';
import type { Record } from './records.ts';

/** A workbook is a zip, whatever its name says. */
export function isWorkbook(file: string): boolean {
  const handle = fs.openSync(file, 'r');
  const bytes = Buffer.alloc(4);
  fs.readSync(handle, bytes, 0, bytes.length, 0);
  fs.closeSync(handle);
  return bytes.toString('latin1') === 'PK\u0003\u0004';
}

/** Null for a zip that is no workbook. */
export async function readWorkbook(file: string): Promise<Record[] | null> {
  try {
    const sheets = await readXlsxFile(file);
    const filled = sheets.find(({ data }) => data.length > 0);
    return (filled?.data ?? []).map((row) => row.map(asText));
  } catch {
    return null;
  }
}

/** Days come as moments of UTC. A number is written with a point, as in any file of text. */
function asText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 19).replace('T', ' ');
  return cell === null || cell === undefined ? '' : String(cell);
}

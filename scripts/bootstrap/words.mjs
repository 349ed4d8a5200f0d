import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Something a person can mend: its message is a whole sentence that says how. */
export class Trouble extends Error {}

/** One line for the person at the terminal; stdout is left to the command itself. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

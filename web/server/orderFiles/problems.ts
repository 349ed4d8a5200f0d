/** What was set aside and why: all of it counted, the first of each kind listed with its line. */

export const REASONS = [
  'brokenRow',
  'noDate',
  'inFuture',
  'noAmount',
  'noShopper',
  'duplicate',
  'otherCurrency',
  'afterAsOf',
  'sharedId',
] as const;
export type Reason = (typeof REASONS)[number];

export type Listed = { line: number; reason: Reason; text: string };

const LISTED_PER_REASON = 20;
const LONGEST_TEXT = 60;

export class Problems {
  readonly counts = Object.fromEntries(REASONS.map((reason) => [reason, 0])) as {
    [R in Reason]: number;
  };
  readonly listed: Listed[] = [];
  #shown = new Map<Reason, number>();

  /** One row, with what could not be read. */
  row(reason: Reason, line: number, text: string): void {
    this.counts[reason] += 1;
    this.show(reason, line, text);
  }

  /** Lists a line that is counted later, with all of its order. */
  show(reason: Reason, line: number, text: string): void {
    const shown = this.#shown.get(reason) ?? 0;
    if (shown >= LISTED_PER_REASON) return;
    this.#shown.set(reason, shown + 1);
    // A copy: a piece of a text keeps all of it in memory.
    const short = Buffer.from(text.slice(0, LONGEST_TEXT)).toString();
    this.listed.push({ line, reason, text: short });
  }

  count(reason: Reason, rows: number): void {
    this.counts[reason] += rows;
  }

  total = (): number => Object.values(this.counts).reduce((sum, count) => sum + count, 0);
}

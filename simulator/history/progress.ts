/** How far something long has come: a bar on a terminal, a few plain lines anywhere else. */
export type Progress = {
  /** `part` from 0 to 1. */
  show(part: number, words: string): void;
  end(words: string): void;
};

type Out = { isTTY?: boolean; write(text: string): unknown };

const WIDTH = 24;
/** Off a terminal, a line at every quarter is enough. */
const STEPS = 4;
const CLEAR_LINE = '\r\u001b[2K';

export function openProgress(out: Out, name: string): Progress {
  let shown = 0;
  const bar = (part: number): string => {
    const full = Math.round(Math.min(1, part) * WIDTH);
    return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`;
  };
  return {
    show(part, words) {
      const percent = `${String(Math.floor(part * 100)).padStart(3)} %`;
      if (out.isTTY) {
        out.write(`${CLEAR_LINE}  ${name}  ${bar(part)} ${percent}  ${words}`);
        return;
      }
      const step = Math.floor(part * STEPS);
      if (step <= shown) return;
      shown = step;
      if (step < STEPS) out.write(`  ${name}: ${percent.trim()}, ${words}\n`);
    },
    end(words) {
      out.write(`${out.isTTY ? CLEAR_LINE : ''}  ${name}: ${words}\n`);
    },
  };
}

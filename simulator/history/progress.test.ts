import { expect, test } from 'vitest';
import { openProgress } from './progress.ts';

function written(isTTY: boolean, parts: readonly number[]): string[] {
  const texts: string[] = [];
  const progress = openProgress({ isTTY, write: (text: string) => texts.push(text) }, 'Northday');
  for (const part of parts) progress.show(part, `${part * 200} webhooks`);
  progress.end('200 webhooks');
  return texts;
}

test('off a terminal: plain lines at the quarters, each once', () => {
  expect(written(false, [0, 0.1, 0.3, 0.31, 0.6, 0.8, 1])).toEqual([
    '  Northday: 30 %, 60 webhooks\n',
    '  Northday: 60 %, 120 webhooks\n',
    '  Northday: 80 %, 160 webhooks\n',
    '  Northday: 200 webhooks\n',
  ]);
});

test('on a terminal: one line that is drawn over, and its end', () => {
  const [half, full, end] = written(true, [0.5, 1]);
  expect(half).toContain(`${'█'.repeat(12)}${'░'.repeat(12)}  50 %  100 webhooks`);
  expect(full).toContain(`${'█'.repeat(24)} 100 %`);
  expect(half?.startsWith('\r')).toBe(true);
  expect(end).toMatch(/Northday: 200 webhooks\n$/);
});

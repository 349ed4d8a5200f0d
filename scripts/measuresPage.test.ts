import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MEASURES } from '../web/server/domain/retention/measures/measure.ts';
import { root } from './steps.ts';

const page = fs.readFileSync(path.join(root, 'docs', 'measures.md'), 'utf8');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((text) => [/^`(\w+)`/.exec(text)?.[1] ?? '', text] as const),
);

const words: Record<string, RegExp> = {
  share: /Unit: share/,
  days: /Unit: days/,
  orders: /Unit: orders/,
  items: /Unit: items/,
  minor: /Unit: minor units/,
  points: /Unit: points/,
};

test.each(Object.entries(MEASURES))('%s is explained on the page of measures', (code, { unit }) => {
  const section = sections.get(code) ?? '';
  for (const part of ['Formula', 'Window', 'Unit', 'Source']) {
    expect(section).toMatch(new RegExp(`^- ${part}: \\S`, 'm'));
  }
  expect(section).toMatch(words[unit] ?? /never/);
});

test('the page explains no measure that there is not', () => {
  expect([...sections.keys()].toSorted()).toEqual(Object.keys(MEASURES).toSorted());
});

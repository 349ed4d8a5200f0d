import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { FRAUD_PAGE, fraudPage, measureAll } from './fraudPage.ts';
import { figuresOf, partOf } from './measure.ts';

const measured = measureAll();

test('docs/fraud.md says what the rules do; npm run docs:fraud writes it anew', async () => {
  const file = path.join(import.meta.dirname, '..', '..', FRAUD_PAGE);
  const style = await resolveConfig(file);
  const made = await format(fraudPage(measured), { ...style, filepath: file });
  expect(readFileSync(file, 'utf8')).toBe(made);
});

test('rings are found, and honest people are left alone', () => {
  const figures = figuresOf(measured);
  expect(partOf(figures.precision)).toBeGreaterThanOrEqual(0.96);
  expect(partOf(figures.recall)).toBeGreaterThanOrEqual(0.9);
  expect(partOf(figures.falseHolds)).toBeLessThanOrEqual(0.009);
  expect(partOf(figures.householdFalseHolds)).toBeLessThanOrEqual(0.026);
  expect(partOf(figures.firstWithinFalseHolds)).toBeLessThanOrEqual(0.02);
  expect(figures.falseRefusals.of).toBe(0);
  const rings = measured.filter(({ kind }) => kind === 'rings');
  expect(rings.filter(({ judged }) => judged.opinion === 'clear')).toEqual([]);
});

test('no honest household is held for one signal', () => {
  const single = measured.filter(({ fraud, judged }) => !fraud && judged.signals.length === 1);
  expect(single.length).toBeGreaterThan(500);
  expect(single.filter(({ judged }) => judged.opinion !== 'clear')).toEqual([]);
});

import { expect, test } from 'vitest';
import { expectedShown } from './shopperPage.ts';

test('a day is named of whoever is expected back, and of nobody who may have left', () => {
  const foreseen = (churnRisk: number) =>
    expectedShown({ churnRisk, nextOrderOn: '2026-04-09', bringsMinor: 4200n });
  const told = { mayHaveLeft: false, nextOrderOn: '2026-04-09', months: 12, bringsMinor: 4200 };
  expect(foreseen(0.5)).toEqual(told);
  expect(foreseen(0.51)).toEqual({ ...told, mayHaveLeft: true, nextOrderOn: null });
  expect(expectedShown(undefined)).toBeNull();
});
